"""Data sets: reading them and fitting them to a model."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "data-doubtful": Message(
        mark("The data doctor warns of {path} (warnings: {count}). {first}"),
        mark("Mend the data, or convert without insisting on that ({by:strict-data})."),
    ),
    "data-missing": Message(
        mark("{path} does not exist"), mark("Choose the data file or folder again.")
    ),
    "data-unreadable": Message(
        mark("{path} cannot be read"),
        mark("Check that you may read it and that the disk is there."),
    ),
    "data-damaged": Message(
        mark("{path} is damaged"), mark("Write it again with numpy.savez, or copy it again.")
    ),
    "data-unknown-format": Message(
        mark("{path} is no data set that Studio can read"),
        mark(
            "Save the arrays with numpy.savez (x for inputs, y for labels), or give a .csv, a"
            " TFRecord, or a folder of pictures or sounds."
        ),
    ),
    "data-pickled": Message(
        mark("{path} holds Python objects instead of numbers"),
        mark("Studio never unpickles data, since that can run code; save plain number arrays."),
    ),
    "data-kind-unsupported": Message(
        mark("{path} holds values of a kind that Studio cannot feed ({dtype})"),
        mark("Save numbers: floats, integers or booleans."),
    ),
    "data-too-large": Message(
        mark("{path} would take {size} MB unpacked; at most {limit} MB are read"),
        mark("Save a smaller part of the data."),
    ),
    "data-empty": Message(mark("{path} holds no samples"), mark("Save at least one sample.")),
    "data-changed": Message(
        mark("{path} is not the data set that the recipe names"),
        mark(
            "The recipe asks for {expected}, the file is {found}: choose that file, or set it anew."
        ),
    ),
    "data-inputs-missing": Message(
        mark("{path} does not say which array belongs to which input"),
        mark("It has: {keys}. Name the arrays as the model's inputs: {inputs}."),
    ),
    "data-counts-differ": Message(
        mark("The arrays hold different numbers of samples ({counts})"),
        mark("Every input needs one entry for each sample."),
    ),
    "data-shape-mismatch": Message(
        mark("“{key}” is {given}, but the model takes {wanted} (first the samples)"),
        mark(
            "Reshape the data, or fix the model's input shape ({by:shapes}); the preprocessing of "
            "pictures can resize them ({by:resize})."
        ),
    ),
    "data-shape-ambiguous": Message(
        mark("“{key}” is {given}, which can be read in several ways as {wanted}"),
        mark("Save it exactly as {wanted}, first the samples."),
    ),
    "data-not-finite": Message(
        mark("“{key}” holds {count} values that are NaN or infinite"),
        mark("Clean the data: such values make every result meaningless."),
    ),
    "data-dtype-mismatch": Message(
        mark("“{key}” holds values that the input “{name}” ({dtype}) cannot take"),
        mark("This input takes whole numbers in the range of {dtype}."),
    ),
    "input-dtype-unsupported": Message(
        mark("Studio cannot feed the input “{name}” of type {dtype}"),
        mark("Inputs must be numbers; do the text processing outside of the model."),
    ),
    "input-shape-unknown": Message(
        mark("The shape of the input “{name}” is not fixed ({shape})"),
        mark("Fix it ({by:shapes}), or give data that has the shape."),
    ),
    "shape-does-not-fit": Message(
        mark("The shape {given} does not fit the input “{name}” ({wanted})"),
        mark("Only dimensions shown as ? can be chosen."),
    ),
    "preprocessing-does-not-fit": Message(
        mark("The declared preprocessing does not fit “{key}” with {channels} channels"),
        mark("Give one mean and std, or one per channel; std must not be 0."),
    ),
    "preprocessing-needs-pictures": Message(
        mark("The declared picture steps do not fit “{key}”: a sample is {given}"),
        mark("They need height, width and 1, 3 or 4 channels; channels first are turned by layout"),
    ),
    "preprocessing-crop-too-large": Message(
        mark("A part of {crop} cannot be cut out of pictures of {size}"),
        mark("Crop less, or resize to more before."),
    ),
    "data-folder-empty": Message(
        mark("There are neither pictures nor sounds in the folder {path}"),
        mark("Put .png, .jpg or .wav files into it, or into one subfolder for each class."),
    ),
    "data-folder-mixed": Message(
        mark("{path} holds both pictures ({first}) and sounds ({second})"),
        mark("Keep them in folders of their own."),
    ),
    "data-too-many-files": Message(
        mark("{path} holds more than {most} files"), mark("Choose a part of them.")
    ),
    "data-picture-size-differs": Message(
        mark("The picture {path} is {given}, the first one is {first}"),
        mark("Declare a size that all are resized to, e.g. resize=224x224."),
    ),
    "sound-unreadable": Message(
        mark("{path} is no sound that Studio can read"),
        mark("Save it as .wav with 16-bit integers or 32-bit floats."),
    ),
    "sound-rate-differs": Message(
        mark("{path} has {given} samples a second instead of {wanted}"),
        mark("Resample it: Studio does not, since how it is done decides the result."),
    ),
    "sound-channels-differ": Message(
        mark("{path} has {given} channels instead of {wanted}"),
        mark("Give all sounds the same number of channels."),
    ),
    "sound-length-differs": Message(
        mark("{path} has {given} frames, the first one has {wanted}"),
        mark("Declare a length that all are cut or filled to, e.g. frames=16000."),
    ),
    "csv-line-invalid": Message(
        mark("Line {line} of {path} cannot be read: {what}"),
        mark("Each line holds a number in every column; the first may hold their names."),
    ),
    "csv-line-too-long": Message(
        mark("A line of {path} is longer than 16 MB (behind line {line})"),
        mark("Check that this is a table of numbers, one sample a line."),
    ),
    "tfrecord-invalid": Message(
        mark("Record {record} of {path} cannot be read: {what}"),
        mark("Studio reads tf.train.Example with numbers, or pictures as PNG or JPEG."),
    ),
    "labels-missing": Message(
        mark("{path} has no labels"),
        mark(
            "Save them as y, or name the source, to see how far the answers are its. "
            "It has: {keys}."
        ),
    ),
    "labels-invalid": Message(
        mark("The labels in {path} are no class numbers ({shape}, {dtype})"),
        mark(
            "y holds a class number for each sample (or one-hot rows), as many numbers as an output"
            " has, or masks of an output's height and width."
        ),
    ),
    "labels-count-differs": Message(
        mark("{path} has {labels} labels for {samples} samples"),
        mark("Every sample needs one label."),
    ),
    "labels-out-of-range": Message(
        mark("The label {label} is beyond the {classes} classes of the model's output"),
        mark("Labels are class numbers from 0; check that the data belong to this model."),
    ),
    "sample-index-invalid": Message(
        mark("There is no sample {index} in {path}"), mark("It has samples 0 to {last}.")
    ),
    "image-unreadable": Message(
        mark("{path} is no picture that Studio can read"), mark("Choose a PNG, JPEG or BMP file.")
    ),
    "image-too-large": Message(
        mark("The picture {path} has too many pixels"), mark("Make it smaller first.")
    ),
    "image-input-unsuitable": Message(
        mark("The model does not take a picture ({inputs})"),
        mark("Pick a sample of a data set instead."),
    ),
    "image-scaled-0-1": Message(
        mark("The range of the input is not known: pixels were scaled to 0..1"),
        mark("Declare the preprocessing of the data set to have it applied."),
    ),
    "image-as-stored": Message(
        mark("The range of the input is not known: pixels were fed as 8-bit values"),
        mark("Declare the preprocessing of the data set to have it applied."),
    ),
}
