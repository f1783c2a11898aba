"""Opening and understanding model files."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "model-missing": Message(
        mark("{path} does not exist"),
        mark("It may have been moved or renamed, or the path is misspelled."),
    ),
    "model-unreadable": Message(
        mark("{path} cannot be read"),
        mark("Check that you may read it and that the disk is there."),
    ),
    "model-empty": Message(
        mark("{path} is empty"), mark("The file has 0 bytes; download or export it again.")
    ),
    "model-is-git-lfs": Message(
        mark("{path} is only a Git LFS pointer, not the model"),
        mark("Run “git lfs pull” in its repository to fetch the real file."),
    ),
    "model-unknown-format": Message(
        mark("{path} is not a model that Studio can open"), mark("Studio opens: {known}.")
    ),
    "model-needs-onnx": Message(
        mark("Opening {path} needs the package “onnx”, which is not installed"),
        mark("Install it: pip install onnx (or Studio with its extra “onnx”)."),
    ),
    "graphdef-ends": Message(
        mark("The file does not say what its inputs and outputs are: {inputs} → {outputs} here"),
        mark(
            "Unless others were named, these are what no op reads, and the placeholders before it. "
            "Name others where that is not what you want ({by:ends})."
        ),
    ),
    "graphdef-ends-missing": Message(
        mark("{path} has no input or no output that could be told"),
        mark("Name its tensors: {by:ends}."),
    ),
    "graphdef-tensor-unknown": Message(
        mark("{path} has no tensor called “{name}”"),
        mark("Names are those of ops, with “:0” for their first output. Its ends are: {ends}."),
    ),
    "graphdef-not-frozen": Message(
        mark("{path} holds a graph without its weights: {count} variables ({names}, …)"),
        mark(
            "They lie in a checkpoint. Export graph and checkpoint together as a SavedModel, or "
            "freeze the graph, and open that."
        ),
    ),
    "graphdef-input-missing": Message(
        mark("The outputs of {path} also need: {names}"),
        mark("Name them as inputs too, or name outputs that do without ({by:ends})."),
    ),
    "model-directory-unknown": Message(
        mark("{path} is a folder without a SavedModel"),
        mark(
            "Choose the folder that holds saved_model.pb, or, of several checkpoints, the one "
            "that is meant (NAME.meta)."
        ),
    ),
    "model-damaged": Message(
        mark("{path} is damaged or is not what its name says ({suffix})"),
        mark("Export or download it again; compare its size with the original."),
    ),
    "model-external-buffers": Message(
        mark("This model keeps its weights in other files"),
        mark("Studio handles models that are one file; export it again with the weights inside."),
    ),
    "signature-invalid": Message(
        mark("The signature “{name}” does not fit the model's inputs and outputs"),
        mark("Convert the model again."),
    ),
    "signature-unknown": Message(
        mark("The model has no signature called “{name}”"), mark("It has: {known}.")
    ),
    "dynamic-shapes": Message(
        mark("Inputs with dynamic dimensions: {inputs}"),
        mark("Fix the shape to know the cost, and because some runtimes and devices demand it."),
    ),
    "custom-ops": Message(
        mark("Custom ops: {ops}"),
        mark("The file runs only where a runtime brings these ops along."),
    ),
    "flex-ops": Message(
        mark("TensorFlow ops inside: {ops}"),
        mark("They need the Flex delegate, which LiteRT's Python package does not have."),
    ),
    "stateful": Message(
        mark("The model keeps state from one run to the next"),
        mark("Studio starts each sample of a check with fresh state."),
    ),
    "unfrozen-variables": Message(
        mark("Variables are read that nothing writes: {variables}"),
        mark("The weights were lost in conversion: results are meaningless. Convert it again."),
    ),
    "string-inputs": Message(
        mark("Inputs that take text: {inputs}"),
        mark("Studio cannot feed text; do the text processing outside of the model."),
    ),
    "external-buffers": Message(
        mark("The weights lie in other files"),
        mark("Studio shows the graph but cannot convert or run such a model."),
    ),
    "model-unpacks-too-large": Message(
        mark("{path} would unpack to {size} bytes, far more than a model of its size can hold"),
        mark("It may be damaged or made to harm; do not open it."),
    ),
    "model-needs-code": Message(
        mark("{path} would run code of its author, or touch files: {layers}"),
        mark("Only if you trust where it comes from, open it with code allowed ({by:allow-code})."),
    ),
    "model-custom-class": Message(
        mark("{path} uses classes that Keras does not have: {names}"),
        mark(
            "Name the Python file that defines them, which is run ({by:custom-code}), or export "
            "the model as a SavedModel and open that."
        ),
    ),
    "model-weights-only": Message(
        mark("{path} holds only weights, not the model"),
        mark(
            "Which layers they belong to is not in the file. Build the model in Python, load the "
            'weights into it, and save it whole with model.save("name.keras").'
        ),
    ),
    "model-needs-legacy-keras": Message(
        mark("Only Keras 2 reads {path}: {reason}"),
        mark("Have Keras 2 read it, or leave the choice to Studio ({by:engine})."),
    ),
    "model-needs-keras-3": Message(
        mark("{path} was saved by Keras {version}, which Keras 2 cannot read"),
        mark("Leave the choice of what reads it to Studio ({by:engine})."),
    ),
    "legacy-keras-missing": Message(
        mark("{path} needs Keras 2, which is not installed"),
        mark(
            'It is the optional extra “legacy”: pip install "studio-edge[legacy]", or, beside '
            "another package of TensorFlow (tensorflow-cpu), "
            'pip install --no-deps "tf_keras==2.21.*".'
        ),
    ),
    "custom-code-not-allowed": Message(
        mark("{path} is to be opened with classes from {file}, which would be run"),
        mark("Only if you trust what stands in it by now, allow it ({by:custom-code})."),
    ),
    "custom-code-unreadable": Message(
        mark("The Python file {path} cannot be read"),
        mark("It may have been moved or renamed. Name it again."),
    ),
    "custom-code-failed": Message(
        mark("Running {path} failed: {reason}"),
        mark("The details have the place. Mend the file, or name another."),
    ),
    "tags-unknown": Message(
        mark("{path} has no graph with just the tags {tags}"),
        mark("It has: {known}. Choose one of them ({by:tag})."),
    ),
    "other-tags": Message(
        mark("The file holds other graphs as well, by their tags: {known}"),
        mark("This is the one with the tags {tags}. Choose another: {by:tag}."),
    ),
    "model-no-signature": Message(
        mark("The model does not say what its inputs are"),
        mark("Call it once on data before saving, or export it as a SavedModel with a signature."),
    ),
    "model-cannot-be-built": Message(
        mark("{path} could not be built by this version of Keras and TensorFlow"),
        mark("Save it again with a current version, or export it as a SavedModel."),
    ),
    "model-string-input": Message(
        mark("The model takes text (“{names}” of signature “{signature}”)"),
        mark(
            "LiteRT has no kernels for its text processing, so there is no way to convert it. "
            "Split the model: turn text into numbers outside, and convert the part behind."
        ),
    ),
    "model-string-ops": Message(
        mark("The model takes text (“{names}” of signature “{signature}”), read by: {ops}"),
        mark(
            "LiteRT has no kernels for these ops, so there is no way to convert the model. Split "
            "it: turn text into numbers outside, and convert the part behind."
        ),
    ),
    "model-calls-python": Message(
        mark("{path} calls Python functions that are not in the file"),
        mark("Replace tf.py_function by TensorFlow ops before exporting."),
    ),
    "mixed-precision": Message(
        mark("The model computes in {policy}; Studio runs and converts it in float32"),
        mark("The weights are the same; outputs can differ in the last digits."),
    ),
    "lookup-tables": Message(
        mark("The model looks things up in tables ({ops})"),
        mark("LiteRT cannot run every such table; converting tells."),
    ),
}
