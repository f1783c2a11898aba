"""Files of other frameworks, and what converting them needs."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

_EXPORT = mark(
    "Where the model's class is defined, save it as a .pt2: "
    'torch.export.save(torch.export.export(model.eval(), (sample_input,)), "model.pt2").'
)

MESSAGES: dict[str, Message] = {
    "onnx-converter-missing": Message(
        mark("Converting {path} needs onnx2tf, which is not installed"),
        mark(
            "It runs in an environment of its own (Python 3.12 or newer, about 700 MB), since its "
            "packages clash with Studio's."
        ),
    ),
    "fix-setup-onnx": Message(mark("Have Studio make it: {by:setup-onnx}.")),
    "fix-name-onnx": Message(
        mark(
            "Or make it yourself: python3.12 -m venv FOLDER, then FOLDER/bin/pip install "
            "onnx2tf==2.6.9; name FOLDER in the settings: {by:onnx-environment}."
        ),
    ),
    "onnx-needs-fixed-batch": Message(
        mark("{path} can only be converted with all dimensions fixed, the batch too"),
        mark("onnx2tf arranges every tensor by its size."),
    ),
    "onnx-interface-changed": Message(
        mark("onnx2tf made {made} of “{name}” {stated} of {path}"),
        mark(
            "A file whose inputs and outputs are not those of its source was not kept: it could "
            "not be compared. Export the model with fixed shapes and without scalar inputs."
        ),
    ),
    "onnx2tf-failed": Message(
        mark("onnx2tf could not convert {path}: {reason}"), mark("The details have its own words.")
    ),
    "onnx2tf-died": Message(
        mark("onnx2tf died while it converted {path} ({signal})"),
        mark(
            "Its native code failed on this model, or something on this machine ended it; the "
            "details show its last words. Export the model anew with a fixed input shape and opset "
            "17, or simplify it."
        ),
    ),
    "fix-simplify-onnx": Message(
        mark("Export the model anew with a fixed input shape and opset 17, or simplify it."),
    ),
    "setup-no-python": Message(
        mark("No Python {wanted} or newer was found for {package}"),
        mark("Install one (python3.12 with its venv module), then try again."),
    ),
    "setup-failed": Message(
        mark("Installing {package} failed: {reason}"),
        mark("Check the network and the free space on the disk, then try again."),
    ),
    "torch-missing": Message(
        mark("{path} needs PyTorch and litert-torch, which are not installed"),
        mark(
            "They are the optional extra “torch”, about 1.8 GB with the CPU build of PyTorch "
            "({by:setup-torch})."
        ),
    ),
    "fix-install-torch": Message(
        mark(
            'Install it where Studio is installed: first PyTorch, pip install "torch==2.13.*" (on '
            "Linux choose the CPU build, the other brings CUDA along), then "
            'pip install "litert-torch==0.10.*".'
        ),
    ),
    "fix-convert-elsewhere": Message(
        mark(
            'Or convert it where both are: litert_torch.convert(torch.export.load("model.pt2")'
            '.module(), (sample_input,)).export("model.tflite"). Open the .tflite here.'
        ),
    ),
    "torch-needs-fixed-batch": Message(
        mark("{path} can only be converted with all dimensions fixed, the batch too"),
        mark("litert-torch traces the program anew at one shape of each input."),
    ),
    "torch-keeps-state": Message(
        mark("{path} changes what it has stored while it runs, or is still training ({names})"),
        mark("Call model.eval() before torch.export.export, and save it again."),
    ),
    "torch-dtype": Message(
        mark("{path} takes or gives {dtypes}, which cannot be fed or compared here"),
        mark("Call model.float() before torch.export.export, and save it again."),
    ),
    "torch-load-failed": Message(
        mark("PyTorch {version} cannot load {path}: {reason}"),
        mark("It was saved by PyTorch {saved}. Export it again with a current version."),
    ),
    "litert-torch-failed": Message(
        mark("litert-torch could not convert {path}: {reason}"),
        mark("The details have its own words."),
    ),
    "torch-interface-changed": Message(
        mark("litert-torch made {made} of “{name}” {stated} of {path}"),
        mark(
            "A file whose inputs and outputs are not those of its source was not kept: it could "
            "not be compared."
        ),
    ),
    "torch-no-tensors": Message(
        mark("{path} has no tensor as input, or none as output"),
        mark("Export a module that takes and returns tensors."),
    ),
    "torch-compiled": Message(
        mark("{path} is compiled by PyTorch for one kind of processor: the model is not in it"),
        _EXPORT,
    ),
    "torch-export-old": Message(
        mark("{path} was exported by PyTorch before 2.8, in a form that is no longer read"),
        mark("Load it there with torch.export.load, and save it with a current version."),
    ),
    "torch-script": Message(mark("{path} is TorchScript, which cannot be converted"), _EXPORT),
    "torch-state-dict": Message(
        mark("{path} holds only weights of a PyTorch model, not the model"), _EXPORT
    ),
    "torch-pickle": Message(
        mark("{path} is a pickled PyTorch model: opening it would run whatever is in it"), _EXPORT
    ),
    "model-tensors-only": Message(
        mark("{path} holds only tensors (safetensors), not a model"),
        mark(
            "Load them into the model that they belong to, and save that whole: as .keras, as a "
            "SavedModel, or as a .pt2."
        ),
    ),
    "model-is-checkpoint": Message(
        mark("{path} is part of a TensorFlow checkpoint: the weights without the model"),
        mark(
            "Only one with a graph (NAME.meta beside NAME.index and NAME.data-…) can be opened; "
            "TensorFlow 2 writes none: what the weights belong to stands in the program. Build the "
            "model there, restore the checkpoint into it, and export a SavedModel "
            "(tf.saved_model.save, or model.export in Keras); open that."
        ),
    ),
}
