"""Loading and running artifacts, measuring them, reading what was measured."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "run-file-missing": Message(
        mark("{path} does not exist"), mark("Convert the model again, or locate the file.")
    ),
    "run-load-failed": Message(
        mark("LiteRT cannot load {path}"),
        mark("The file may be damaged, or need a newer LiteRT; the details have its own words."),
    ),
    "run-custom-op": Message(
        mark("{path} needs the custom op {op}, which LiteRT does not bring along"),
        mark("It runs only inside the program that defines {op}; inspecting it works."),
    ),
    "run-select-tf-ops": Message(
        mark("{path} needs TensorFlow ops that LiteRT does not have: {ops}"),
        mark("Convert it without Select TF ops, or change the model so that it does not use them."),
    ),
    "run-string-input": Message(
        mark("Input “{name}” of {path} takes text"),
        mark("Studio runs models on numbers only; turn the text into numbers before the model."),
    ),
    "run-input-unknown": Message(
        mark("The model has no input “{name}”"), mark("Its inputs are: {known}.")
    ),
    "run-input-missing": Message(
        mark("Input “{name}” of {path} was given no data"), mark("Give data for every input.")
    ),
    "run-input-shape": Message(
        mark("Input “{name}” cannot take data of shape {shape}"), mark("It takes {expected}.")
    ),
    "run-input-dtype": Message(
        mark("Input “{name}” cannot take data of type {dtype}"), mark("It takes {expected}.")
    ),
    "run-resize-failed": Message(
        mark("Input “{name}” of {path} cannot be given the shape {shape}"),
        mark("Some op inside depends on the shape that the model was made with."),
    ),
    "run-failed": Message(
        mark("{path} failed while running"), mark("The details have the runtime's own words.")
    ),
    "server-too-slow": Message(
        mark("{path} is too slow for its highest rate to be searched in so short a time"),
        mark(
            "A run takes {run_ms} ms, and each rate tried needs {least} queries: measure for "
            "{needed} s."
        ),
    ),
    "run-batch-fixed": Message(
        mark("{path} does not take a batch of {batch}: {shapes}"),
        mark("Its batch size is fixed; leave “batch” out, or export it with a dynamic one."),
    ),
    "run-rank-unknown": Message(
        mark("Input “{name}” of {path} does not say how many dimensions it has"),
        mark("Export the model with a shape for each input."),
    ),
    "run-trace-failed": Message(
        mark("TensorFlow cannot prepare {path} for inputs of these shapes: {shapes}"),
        mark("Dynamic dimensions count as 1 here; the details have TensorFlow's own words."),
    ),
    "run-onnx-load-failed": Message(
        mark("ONNX Runtime cannot load {path}"),
        mark("The file may be damaged or need a newer version; the details have its own words."),
    ),
    "run-onnx-type": Message(
        mark("“{name}” of {path} is of a type that is no array: {type}"),
        mark("Export the model with tensors as inputs and outputs."),
    ),
    "runtime-settled": Message(
        mark("TensorFlow runs in this process already, with other settings than {target} needs"),
        mark("This is a defect of Studio: please report it."),
    ),
    "cuda-not-built": Message(
        mark("This TensorFlow was built without CUDA"),
        mark("On Linux, install Studio with its extra “gpu”; elsewhere TensorFlow has no CUDA."),
    ),
    "cuda-no-driver": Message(
        mark("This machine has no NVIDIA driver"),
        mark("A CUDA device and its driver are needed, and Studio's extra “gpu”."),
    ),
    "cuda-no-device": Message(
        mark("TensorFlow sees no CUDA device"),
        mark(
            "Install Studio with its extra “gpu”, which brings the CUDA libraries; “nvidia-smi” "
            "says whether the device is there."
        ),
    ),
    "runtime-unknown": Message(mark("There is no runtime called “{id}”"), mark("Known: {known}.")),
    "runtime-missing": Message(
        mark("The runtime “{id}” cannot be loaded on this machine"),
        mark("Install its package; what is missing, {by:check-system} says."),
    ),
    "runtime-unproven": Message(
        mark("LiteRT's C library cannot be trusted here: {package} {version} on {system}"),
        mark(
            "Studio knows its interface for other versions or systems only. The classic "
            "interpreter works: {by:interpreter}."
        ),
    ),
    "runtime-self-test": Message(
        mark("The runtime “{id}” failed its self-test on this machine: {reason}"),
        mark("It is not used here; another target runs the same files."),
    ),
    "run-compile-failed": Message(
        mark("LiteRT's compiled model cannot run {path}"),
        mark("The classic interpreter may: {by:interpreter}."),
    ),
    "run-compiled-failed": Message(
        mark("{path} failed while running in LiteRT's compiled model"),
        mark(
            "The details have its own words. The classic interpreter may run the file: "
            "{by:interpreter}."
        ),
    ),
    "run-outputs-unplaced": Message(
        mark(
            "LiteRT's compiled model cannot run {path}: an output gets its memory only while it "
            "runs, and the library takes no such output"
        ),
        mark("The classic interpreter runs such files: {by:interpreter}."),
    ),
    "run-threads-without-effect": Message(
        mark("{target}: these kernels run in one thread, however many are asked for"),
        mark("Use one thread, the kernels “xnnpack”, or {by:interpreter}."),
    ),
    "run-gpu-missing": Message(
        mark("LiteRT finds no GPU that it can use on this machine"),
        mark(
            "It needs a driver for Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS). On "
            "Debian or Ubuntu: the package mesa-vulkan-drivers, or the vendor's own driver."
        ),
    ),
    "run-gpu-unused": Message(
        mark("Nothing of {path} would run on the GPU"),
        mark("Its ops or types are none that the GPU computes; measure it on the CPU."),
    ),
    "run-gpu-broken": Message(
        mark("The GPU refuses a program that LiteRT made for {path}"),
        mark("Its results would be wrong, so it is not run there; measure it on the CPU."),
    ),
    "run-disturbed": Message(
        mark("Other programs kept the machine busy ({percent} %): latencies may be too high"),
        mark("End them and measure again."),
    ),
    "samples-damaged": Message(
        mark("The measured samples in {path} are damaged"), mark("Measure again.")
    ),
    "samples-missing": Message(
        mark("The single samples of this run are no longer stored"),
        mark("Its numbers stand in the table; measure again to see the plots."),
    ),
    "inputs-unmatched": Message(
        mark("The inputs of {path} are not those of the source"),
        mark("Given: {given}. It takes: {wanted}. Convert with names (a signature) to match them."),
    ),
    "output-shape-varies": Message(
        mark("The output “{name}” of {path} changes its shape from sample to sample"),
        mark("Such outputs cannot be compared sample by sample."),
    ),
    "reference-damaged": Message(
        mark("The source's outputs in {path} cannot be read"), mark("Run the check again.")
    ),
    "reference-unwritable": Message(
        mark("The source's outputs cannot be written to {path}"),
        mark("Check the free space and the permissions of that folder."),
    ),
    "evaluate-no-class-output": Message(
        mark("No output ranks classes ({outputs})"),
        mark("Top-1 and top-5 need one output with a value for each class."),
    ),
    "evaluate-no-value-output": Message(
        mark("No single output has as many values a sample as the labels: {shape} ({outputs})"),
        mark("MAE and RMSE compare an output with labels of its own size, value by value."),
    ),
    "evaluate-no-mask-output": Message(
        mark("No single output is a mask of the labels' height and width: {shape} ({outputs})"),
        mark("Save whole class numbers (samples, height, width) as y; 255 means no class."),
    ),
    "evaluate-shapes-differ": Message(
        mark("The outputs have other shapes than the source's ({ours}; {source})"),
        mark("Name the model that the file was made from, with the shapes that it was made at."),
    ),
    "try-input-missing": Message(
        mark("There is nothing to run"), mark("Pick a sample of a data set, or a picture.")
    ),
    "output-not-finite": Message(
        mark("The output is NaN or infinite"),
        mark("The artifact is broken: convert again by another route, or optimize less."),
    ),
    "output-shape-differs": Message(
        mark("The output's shape is not the source's"), mark("It is not the same computation.")
    ),
    "output-dtype-differs": Message(
        mark("The output's type is not the source's"), mark("It is not the same computation.")
    ),
    "output-missing": Message(
        mark("The artifact lacks this output"),
        mark("Its outputs are named otherwise, or one was dropped in conversion."),
    ),
    "output-constant": Message(
        mark("The output is the same for every input, the source's is not"),
        mark("The artifact lost its information: use other calibration data or less quantization."),
    ),
    "output-cosine-low": Message(
        mark("The output points elsewhere than the source's (cosine below 0.9)"),
        mark("Use more or better calibration data, or an optimization that changes less."),
    ),
    "output-agreement-low": Message(
        mark("More than 1 % of the samples get another class than from the source"),
        mark("Evaluate on labelled data to see what that costs."),
    ),
    "output-rmse-high": Message(
        mark("The error is large compared with the range of the source's output"),
        mark("Evaluate on labelled data, or use more calibration data."),
    ),
    "source-not-finite": Message(
        mark("The source's own output is NaN or infinite"),
        mark("Nothing can be compared: check the source and the data."),
    ),
    "output-both-constant": Message(
        mark("The output is the same for every input, in the source as well"),
        mark("This says little: check with other data."),
    ),
    "source-argmax-constant": Message(
        mark("The source gives every sample the same class: the agreement says nothing"),
        mark("Check with data of several classes, scaled as the model expects them."),
    ),
    "data-unscaled": Message(
        mark("The data are whole numbers and went into a float input unscaled"),
        mark(
            "Where the model expects 0 to 1, give the scale (0.00392157 for 0 to 255); where it "
            "scales them itself, all is well."
        ),
    ),
    "data-constant": Message(
        mark("All values of the data are the same"),
        mark("This says nothing about real use: choose typical inputs."),
    ),
    "output-matched-by-shape": Message(
        mark("The output has another name in the artifact and was matched by its shape"),
        mark("Convert with a signature to have the names kept."),
    ),
    "optimization-without-effect": Message(
        mark("The file holds nothing of what the optimization promises"),
        mark("It was left as it was: the model has no weights that this optimization can change."),
    ),
    "artifact-cannot-run": Message(
        mark("The local LiteRT cannot run this file, so nothing could be compared"),
        mark("It may run elsewhere; here it cannot be checked, evaluated or measured."),
    ),
    "artifact-unchecked": Message(
        mark("The file was made and kept, but its check was ended before it was done"),
        mark("What ended it says nothing about the file. Check it before it ships ({by:check})."),
    ),
    "tensorflow-ops-not-needed": Message(
        mark("No TensorFlow ops were needed: LiteRT has all ops of this model"),
        mark("The file is the plain float32 one."),
    ),
    "artifact-not-smaller": Message(
        mark("The file is not smaller than the float32 .tflite that it was made from"),
        mark("What the optimization adds takes more room than it saves in this model."),
    ),
    "packed-files-lost": Message(
        mark("The files behind the model are not in the artifact: they cannot be read"),
        mark("Labels and the like are damaged, encrypted or too large; add them anew."),
    ),
    "keep-matched-nothing": Message(
        mark("An entry of the per-op precision matched no op"),
        mark("Look the names up on the Graph page; kinds are those of LiteRT, as CONV_2D."),
    ),
    "keep-changed-nothing": Message(
        mark("An entry of the per-op precision changed nothing"),
        mark("The ops that it matched would compute so without it."),
    ),
    "keep-not-held": Message(
        mark("Ops came out in another precision than the per-op list says"),
        mark("The quantizer has no such form of them; the file's page names the ops."),
    ),
    "artifact-crashed-once": Message(
        mark("It crashed once while it was run, and not again in a fresh process"),
        mark("Another file may have broken that process. Check again; measure before you ship it."),
    ),
    "run-nothing-to-compare": Message(
        mark("{path} has no inputs or no outputs"),
        mark("It cannot be checked, evaluated or tried; export it with its inputs and outputs."),
    ),
}
