"""Profiling: what cannot be profiled, and what was found to take time."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "profile-gpu": Message(
        mark("A profile of single ops is not available on {target}"),
        mark(
            "Profiling a run on the GPU fails in LiteRT and yields nothing but zeros. Profile the "
            "file on litert-cpu, or measure it on the GPU as a whole."
        ),
    ),
    "profile-target": Message(
        mark("A profile of single ops is not available on {target}"),
        mark("Only litert-cpu keeps records of single ops: choose that target."),
    ),
    "profile-format": Message(
        mark("{path} is no .tflite file, and only those can be profiled op by op"),
        mark("Convert it first, then profile what comes out."),
    ),
    "profile-no-profiler": Message(
        mark("LiteRT's profiler cannot be used on this machine"),
        mark(
            "“{implementation}” runs models here, which keeps no records of single ops; the job's "
            "log says why LiteRT's C library does not serve."
        ),
    ),
    "profile-unreadable": Message(
        mark("The profiler's records make no sense"),
        mark("Profile again; the details say what was wrong with them."),
    ),
    "profile-unsteady": Message(
        mark("Different ops ran from one run to the next"),
        mark("A model whose control flow changes with its state cannot be profiled op by op."),
    ),
}

CAUSES: dict[str, Message] = {
    "converting": Message(
        mark("Conversions between float and integer"),
        mark(
            "QUANTIZE and DEQUANTIZE compute nothing. Integer inputs and outputs, or quantizing "
            "the ops between them as well, saves them."
        ),
    ),
    "dynamic-quantization": Message(
        mark("Activations quantized while running"),
        mark(
            "The file's weights are int8 and its activations float: the runtime converts them in "
            "every run. Full int8 does that once, when converting the model."
        ),
    ),
    "rearranging": Message(
        mark("Transposes and reshapes"),
        mark("They compute nothing, they only move or relabel data."),
    ),
    "outside-delegate": Message(
        mark("Ops outside of the delegate"),
        mark(
            "XNNPACK does not take them, so LiteRT's own kernels run them, and the model is cut "
            "into parts around them."
        ),
    ),
    "no-delegate": Message(
        mark("No delegate at all"),
        mark("LiteRT's own kernels run every op: a delegate such as XNNPACK took none of them."),
    ),
}
"""What may make a file slow: Cause.code -> title and explanation."""
