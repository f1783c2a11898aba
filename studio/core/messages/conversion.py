"""Converting, calibrating and quantizing."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

_OTHER_WAY = mark("Choose another optimization, or save a report with the log's details.")

MESSAGES: dict[str, Message] = {
    "conversion-failed": Message(
        mark("TensorFlow's converter refused this model: {reason}"),
        mark("The details have its own words. The slow route is another way."),
    ),
    "conversion-unsupported-ops": Message(
        mark("LiteRT has no kernels for: {ops}"),
        mark("A file with them could not be run by LiteRT here or on a device."),
    ),
    "conversion-unsupported-flex": Message(
        mark("Neither LiteRT nor TensorFlow's Flex delegate has kernels for: {ops}"),
        mark("TensorFlow ops were allowed (select-tf-ops), and that does not help here."),
    ),
    "conversion-op-refused": Message(
        mark("TensorFlow's converter refused: {ops}"),
        mark("The details have its own words."),
    ),
    "conversion-half-precision": Message(
        mark("The model computes in half precision, for which LiteRT has no kernels"),
        mark("Its weights can stay small all the same: float16 is an optimization of its own."),
    ),
    "fix-replace-op": Message(
        mark("Replace these ops in the model, or end it before them and do their work outside."),
    ),
    "fix-select-tf-ops": Message(
        mark(
            "Keep them as TensorFlow's own ({by:tensorflow-ops}): such a file runs only in an app "
            "that brings the Flex delegate, and not in Studio."
        ),
    ),
    "fix-custom-op": Message(
        mark("Write them as custom ops of the app that runs the file, in C++."),
    ),
    "fix-fixed-batch": Message(
        mark("Fix the batch ({by:batch}): recurrent layers need a known one.")
    ),
    "fix-static-shape": Message(mark("Fix the shapes of the inputs ({by:shapes}).")),
    "fix-other-route": Message(
        mark("Take the slow route, over an exported SavedModel ({by:slow-route}).")
    ),
    "fix-full-precision": Message(
        mark("Build the model with the policy float32, load its weights, and save it again."),
    ),
    "batch-of-loop": Message(
        mark("The model repeats steps ({ops}): it converts with a fixed batch only"),
        mark("What it keeps between the steps must have a known size. 1 fits one input at a time."),
    ),
    "batch-of-route": Message(
        mark("What converts this format needs a fixed batch"),
        mark("It arranges every tensor by its size. 1 fits one input at a time."),
    ),
    "conversion-needs-fixed-batch": Message(
        mark("This recurrent model cannot be converted with a dynamic batch"),
        mark("A batch of 1 is what devices run; others can be chosen as a shape."),
    ),
    "conversion-signature-lost": Message(
        mark("The inputs and outputs could not be found again in the converted file"),
        mark("Convert again with the slow route."),
    ),
    "conversion-dtype-differs": Message(
        mark("“{name}” came out as {found} where {expected} was asked for"),
        mark("The quantizer could not do what the recipe says with this model."),
    ),
    "conversion-no-slow-route": Message(
        mark("{path} can only be converted by freezing its graph"),
        mark("Set the route to “auto”, and fix the batch."),
    ),
    "converted-variables-unfrozen": Message(
        mark("The converted file reads variables that nothing fills: {names}"),
        mark("It would compute with garbage, so it was not kept. Convert it by another route."),
    ),
    "quantizer-failed": Message(mark("Quantizing failed ({tool})"), _OTHER_WAY),
    "int16-refused": Message(
        mark("16-bit activations are not possible for this model: “{op}” is refused"),
        mark("Use int8 and keep single ops in float or 16 bits, or dynamic range."),
    ),
    "int16-failed": Message(
        mark("16-bit activations are not possible for this model: {reason}"),
        mark("The details have the quantizer's own words. Keep fewer ops, or use int8."),
    ),
    "block-fits-nothing": Message(
        mark("No fully connected op has inputs that are whole blocks of {block}"),
        mark("Choose one scale for each channel: no smaller block fits either."),
    ),
    "block-too-wide": Message(
        mark("No fully connected op has inputs that are whole blocks of {block}"),
        mark("Choose a smaller block, or one scale for each channel."),
    ),
    "blocks-without-mse": Message(
        mark("Scales for blocks of inputs cannot be chosen by MSE"),
        mark("Choose min-max or OCTAV beside blocks, or one scale for each channel beside MSE."),
    ),
    "keep-matches-nothing": Message(
        mark("“{entry}” of the per-op precision is no op of this file"),
        mark("Look the names up on the Graph page; kinds are those of LiteRT, as CONV_2D."),
    ),
    "method-fits-nothing": Message(
        mark("“{method}” is for fully connected ops, and the model has none"),
        mark("Choose another rounding: min-max, OCTAV or MSE."),
    ),
    "select-tf-needs-source": Message(
        mark("Only TensorFlow's converter can keep ops of TensorFlow, from files of TensorFlow"),
        mark("Convert from the Keras file or SavedModel that it was made from, if there is one."),
    ),
    "select-tf-of-others": Message(
        mark("Only TensorFlow's converter can keep ops of TensorFlow, from files of TensorFlow"),
        mark("Replace ops that LiteRT lacks where the model is defined, and export it anew."),
    ),
    "source-already-quantized": Message(
        mark("{path} is quantized already ({kind} weights)"),
        mark("Quantize the original float model: doing it twice only adds error."),
    ),
    "tflite-too-large": Message(
        mark("{path} has {size} bytes: from 2 GB on a .tflite cannot be rewritten here"),
        mark("Quantize the model that it was made from while converting that."),
    ),
    "tflite-shapes-are-fixed": Message(
        mark("The shapes of {path} are fixed in the file"),
        mark("Shapes and batch can be chosen when converting from Keras or a SavedModel."),
    ),
    "weights-not-finite": Message(
        mark("{count} weight tensors hold NaN or infinite values: {names}"),
        mark("The training diverged: such a model cannot be quantized. Train it again."),
    ),
    "activations-not-finite": Message(
        mark("On the calibration data the model computes infinite values: {ops}"),
        mark(
            "Such a range cannot be quantized. Either the data are not what the model was trained "
            "on, or an op overflows (a division by zero, a logarithm of zero, an exponential)."
        ),
    ),
    "fix-calibration-data": Message(
        mark("Check the calibration data and how they are preprocessed ({by:data-doctor}).")
    ),
    "int8-needs-unrolled-loop": Message(
        mark("Full int8 does not work for a model with a loop (LSTM, GRU)"),
        mark("The ranges inside of a loop cannot be measured: the calibrator crashes on it."),
    ),
    "fix-dynamic-range": Message(
        mark("Use dynamic range ({by:dynamic-range}), which needs no ranges.")
    ),
    "fix-unroll": Message(
        mark("Build the recurrent layers with unroll=True, load the weights, and save it again.")
    ),
    "calibration-missing": Message(
        mark("int8 needs calibration data"),
        mark("Give typical inputs as .npz (x: samples first), or ask for random data."),
    ),
    "calibration-empty": Message(
        mark("The calibration data hold no samples"),
        mark("Give typical inputs: the ranges are measured on them."),
    ),
    "calibration-not-finite": Message(
        mark("The calibration data for “{name}” hold NaN or infinite values"),
        mark("Remove those samples; check the declared preprocessing."),
    ),
    "calibration-too-large": Message(
        mark("The calibration data for “{name}” hold values beyond {limit}"),
        mark("Such ranges cannot be quantized: check the declared preprocessing."),
    ),
    "source-keeps-state": Message(
        mark("{path} changes variables while it runs"),
        mark("Freezing makes constants of variables, so its graph cannot be frozen."),
    ),
    "source-not-frozen": Message(
        mark("The graph of {path} cannot be frozen"),
        mark("The details have TensorFlow's own words."),
    ),
    "source-run-failed": Message(
        mark("Running the source model failed"),
        mark("Check that the input shape and the data are what the model was made for."),
    ),
    "input-does-not-fit": Message(
        mark("The input “{name}” takes {dtype} {shape}, not {given}"),
        mark("Choose another sample."),
    ),
    "cache-unwritable": Message(
        mark("The cache folder {path} cannot be written"),
        mark("Check its permissions and the free space on its disk, or choose another folder."),
    ),
    "shape-needed": Message(
        mark("Some input dimensions are not known: {inputs}"),
        mark("Fix them, e.g. {example}."),
    ),
    "shape-invalid": Message(
        mark("{value} is no shape that “{name}” can have"), mark("Expected: {expected}.")
    ),
    "shape-refused": Message(
        mark("An op of the model does not take these input shapes: {shapes}"),
        mark("Choose others: larger ones, in most cases ({by:shapes})."),
    ),
    "shape-input-unknown": Message(
        mark("The model has no input called “{name}”"), mark("Its inputs are: {known}.")
    ),
}
