"""The data doctor's sentences: a finding with its figure, and what to do."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

_CHECK_SCALE = mark("Declare the scale, mean and deviation that the model was trained with.")
_DO_NOT_SCALE = mark("Leave out one of the two, where the data were scaled before.")
_SWAP = mark("Declare channels=swapped where the pictures are stored the other way round.")
_COMPARE = mark("Read both sets with the preprocessing that the model was trained with.")

MESSAGES: dict[str, Message] = {
    "doctor-all-the-same": Message(
        mark("All {count} samples are the same one"),
        mark("Ranges measured on one sample clip all others: choose different samples."),
    ),
    "doctor-repeated": Message(
        mark("{repeated} of {count} samples repeat others, one of them {most} times"),
        mark("Repeated samples measure nothing new: choose different ones."),
    ),
    "doctor-evaluation-inside": Message(
        mark("{shared} of {count} samples are also among {other} samples of the evaluation data"),
        mark("What was calibrated on them is judged too well by them: keep the sets apart."),
    ),
    "doctor-overlap-in-part": Message(
        mark(
            "Only {count} samples were compared with {other} of the evaluation data, and none is in"
            " both"
        ),
        mark("Both are too large to compare all."),
    ),
    "doctor-labels-same-as-labels": Message(
        mark("“{name}” gets the labels: the {count} values of “{key}” are the same"),
        mark("Save the inputs as x and the labels as y."),
    ),
    "doctor-labels-one-hot": Message(
        mark(
            "“{name}” gets {count} rows with a single 1, as wide as the model has classes: labels"
        ),
        mark("Save the inputs as x and the labels as y."),
    ),
    "doctor-labels-one-hot-rows": Message(
        mark("“{name}” gets {count} rows with a single 1 and zeros besides, as labels look"),
        mark("Where they are labels: save the inputs as x and the labels as y."),
    ),
    "doctor-labels-flat-classes": Message(
        mark("All {count} samples of “{name}” are one whole number each, as labels are"),
        mark("Save the inputs as x and the labels as y."),
    ),
    "doctor-labels-misplaced": Message(
        mark("“{key}” holds class numbers, not inputs ({given})"),
        mark("Save the inputs as x and the labels as y."),
    ),
    "doctor-labels-swapped": Message(
        mark(
            "“{other}” ({other_shape}) fits the model, “{key}” ({given}) does not: they are swapped"
        ),
        mark("Save the inputs as x and the labels as y."),
    ),
    "doctor-layout": Message(
        mark("“{key}” has its dimensions in another order: {given} instead of {wanted}"),
        mark("Move the channels to where the model has them, e.g. with numpy.moveaxis."),
    ),
    "doctor-flat": Message(
        mark("{count} of {samples} samples of “{name}” are one single value"),
        mark("Empty pictures and silence measure no range: leave them out."),
    ),
    "doctor-noise": Message(
        mark("“{name}” gets random noise: neighboring values correlate by {correlation} only"),
        mark("Pictures and sounds reach 0.4 and more. Calibrate with real inputs."),
    ),
    "doctor-noise-unknown": Message(
        mark("Whether “{name}” gets random noise cannot be told from its values"),
        mark("Make sure that these are real inputs."),
    ),
    "doctor-input-saturates": Message(
        mark("{share} of the values of “{name}” are beyond what its 8-bit input can hold"),
        _CHECK_SCALE,
    ),
    "doctor-input-unused": Message(
        mark("The values of “{name}” use {share} of what its 8-bit input can hold"),
        _DO_NOT_SCALE,
    ),
    "doctor-scale-unknown": Message(
        mark(
            "Whether “{name}” gets the scale that it was trained with cannot be told"
            " ({low} to {high})"
        ),
        mark("Neither its first layers nor evaluation data tell: compare with the training code."),
    ),
    "doctor-colors-unknown": Message(
        mark("Whether “{name}” gets red and blue in the right order cannot be told"),
        mark(
            "Neither its first layers nor evaluation data tell RGB from BGR: compare with the "
            "training code."
        ),
    ),
    "doctor-colors-model": Message(
        mark(
            "“{name}” seems to get red and blue swapped: its first and last channels have the means"
            " {first} and {last}, where its first layers were trained on {wanted_first} and"
            " {wanted_last}"
        ),
        _SWAP,
    ),
    "doctor-colors-evaluation": Message(
        mark(
            "“{name}” seems to get red and blue swapped: its first and last channels have the means"
            " {first} and {last}, those of the evaluation data {wanted_first} and {wanted_last}"
        ),
        _SWAP,
    ),
    "doctor-tiny": Message(
        mark("The largest value of “{name}” is {largest}: pictures scaled twice look so"),
        _DO_NOT_SCALE,
    ),
    "doctor-rescaling-large": Message(
        mark(
            "“{name}” gets {low} to {high}; the model multiplies that by {scale} itself, and it"
            " still spans {span}"
        ),
        _CHECK_SCALE,
    ),
    "doctor-rescaling-small": Message(
        mark(
            "“{name}” gets {low} to {high}, and the model multiplies that by {scale} once more: it"
            " is normalized twice"
        ),
        mark("Feed the values as they are stored: this model scales them itself."),
    ),
    "doctor-scale-normalization-large": Message(
        mark(
            "“{name}” is not normalized: values spread {factor} times as far as its Normalization"
            " layer expects ({std} against {expected_std})"
        ),
        _CHECK_SCALE,
    ),
    "doctor-scale-normalization-small": Message(
        mark(
            "“{name}” is normalized twice: values spread {factor} times less than its Normalization"
            " layer expects ({std} against {expected_std})"
        ),
        _DO_NOT_SCALE,
    ),
    "doctor-scale-normalization-shifted": Message(
        mark(
            "“{name}” has the mean {mean}, {shift} spreads off what its Normalization layer"
            " expects ({expected_mean})"
        ),
        _CHECK_SCALE,
    ),
    "doctor-scale-batchnorm-large": Message(
        mark(
            "“{name}” is not normalized: values spread {factor} times as far as those that the"
            " model was trained on ({std} against {expected_std}, by its first BatchNormalization)"
        ),
        _CHECK_SCALE,
    ),
    "doctor-scale-batchnorm-small": Message(
        mark(
            "“{name}” is normalized twice: values spread {factor} times less than those that the"
            " model was trained on ({std} against {expected_std}, by its first BatchNormalization)"
        ),
        _DO_NOT_SCALE,
    ),
    "doctor-scale-batchnorm-shifted": Message(
        mark(
            "“{name}” has the mean {mean}, {shift} spreads off what the model was trained on"
            " ({expected_mean}, by its first BatchNormalization)"
        ),
        _CHECK_SCALE,
    ),
    "doctor-scale-evaluation-large": Message(
        mark(
            "“{name}” is scaled otherwise than the evaluation data: values spread {factor} times"
            " as far ({std} against {expected_std})"
        ),
        _COMPARE,
    ),
    "doctor-scale-evaluation-small": Message(
        mark(
            "“{name}” is scaled otherwise than the evaluation data: values spread {factor} times"
            " less ({std} against {expected_std})"
        ),
        _COMPARE,
    ),
    "doctor-scale-evaluation-shifted": Message(
        mark(
            "“{name}” has the mean {mean}, {shift} spreads off that of the evaluation data"
            " ({expected_mean})"
        ),
        _COMPARE,
    ),
    "doctor-ranges-few": Message(
        mark("Whether the ranges are settled cannot be told from {samples} samples"),
        mark("Calibrate with at least 100 different samples."),
    ),
    "doctor-ranges-move": Message(
        mark(
            "{count} of {total} ranges still moved in the last {last} of {samples} samples, most"
            " that of {tensor}: {grown} of it came then"
        ),
        mark("Calibrate with more samples, or with more different ones."),
    ),
    "doctor-ranges-settled": Message(
        mark("All ranges settled: {enough} of {samples} samples would have been enough"),
    ),
    "doctor-saturates": Message(
        mark(
            "{count} of {total} ranges are too narrow for held-out data, most that of {tensor}:"
            " {share} of its values in {samples} samples are cut off"
        ),
        mark("Calibrate with samples that are as different as those."),
    ),
    "doctor-saturates-little": Message(
        mark(
            "The ranges hold held-out data: at most {share} of a tensor's values in {samples}"
            " samples are cut off ({tensor})"
        ),
    ),
    "doctor-saturates-none": Message(
        mark("The ranges hold all values of {samples} held-out samples"),
    ),
    "doctor-saturation-unknown": Message(
        mark("What the ranges cut off cannot be told without held-out data"),
        mark("Give evaluation data, or more samples than the recipe measures."),
    ),
    "doctor-not-examined": Message(
        mark("The calibration could not be examined"),
        mark("The log of the job says why; the artifact is as good as its check says."),
    ),
}
