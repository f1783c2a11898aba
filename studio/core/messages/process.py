"""Child processes and jobs: crashes, hangs, memory, what they leave behind."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

_REPORT = mark("Its log has what it said last ({by:report}).")
_WHOLE_REPORT = mark("Its log and the model are what is needed to find the cause ({by:report}).")
_NOT_IN_OPS = mark(
    "Ops alone do not make it die (variables, or the way over an exported SavedModel, may), so no "
    "part was saved. Its log and the model are what is needed to find the cause ({by:report})."
)

CHILD_NAMES = {
    "inspect": mark("inspect"),
    "draw": mark("draw"),
    "convert": mark("convert"),
    "legacy-keras": mark("Keras 2"),
    "torch": mark("PyTorch"),
    "setup": mark("setup"),
    "verify": mark("verify"),
    "measure": mark("measure"),
}
"""Name of a child -> as it stands before "process"."""

MESSAGES: dict[str, Message] = {
    "child-crashed": Message(
        mark("The {child} process crashed ({signal})"),
        mark(
            "Native code of a library failed on this model or file. Another optimization or route "
            "may avoid it; {by:crash} packs what is needed to find the cause."
        ),
    ),
    "child-aborted": Message(
        mark("The {child} process gave up ({signal})"),
        mark(
            "A library stopped on an internal check; the details show its last words. Another "
            "optimization or route may avoid it."
        ),
    ),
    "child-killed": Message(
        mark("The {child} process was killed from outside ({signal})"),
        mark("Something on this machine ended it. Try again; the lane works as before."),
    ),
    "child-killed-memory-probable": Message(
        mark("The {child} process was killed, probably because memory ran out"),
        mark("Close other programs, use fewer or smaller samples, or a machine with more memory."),
    ),
    "child-out-of-memory": Message(
        mark("The work needed more memory than it may use"),
        mark(
            "Use fewer or smaller samples, close other programs, or raise the memory limit in the "
            "settings."
        ),
    ),
    "child-hung": Message(
        mark("The {child} process hung: no computing for {seconds} s"),
        mark("It was stopped. Try again; its log has what it said last ({by:report})."),
    ),
    "child-too-slow": Message(
        mark("The {child} process did not finish within {seconds} s"),
        mark("The file may be damaged or far larger than any model seen so far."),
    ),
    "child-silent": Message(
        mark("The {child} process computed for {seconds} s without coming to an end"),
        mark("The model may loop for ever on such inputs, or be far too slow for this machine."),
    ),
    "child-ended": Message(
        mark("The {child} process ended without an answer (exit code {returncode})"), _REPORT
    ),
    "child-not-started": Message(
        mark("The {child} process could not be started"),
        mark("Check that Studio's installation is complete: {by:check-system} tells."),
    ),
    "child-protocol": Message(
        mark("The {child} process answered something that cannot be understood"), _REPORT
    ),
    "job-cancelled": Message(mark("The job was cancelled")),
    "artifact-crashed-in-check": Message(
        mark("The artifact was made, but running it for the check failed: {what}"),
        mark(
            "Its native code failed on this file, which must not be shipped, so it was not kept. "
            "Try another optimization."
        ),
    ),
    "artifact-crashed": Message(
        mark("{path} made the process that ran it fail: {what}"),
        mark("Its native code failed on this file: do not ship it. Convert it another way."),
    ),
    "bisect-no-crash": Message(
        mark("Nothing died: it succeeded this time"),
        mark(
            "A crash that comes and goes cannot be cut down. Run it again; the log of the job that "
            "died has what it said last ({by:report})."
        ),
    ),
    "bisect-flaky": Message(
        mark("It died once ({died}), and not when it was run again"),
        mark(
            "A crash that comes and goes cannot be cut down, so no part was saved. The log of the "
            "job that died has what it said last ({by:report})."
        ),
    ),
    "bisect-not-in-float": Message(
        mark("It dies ({died}), but not from its float .tflite"),
        mark(
            "It is the float .tflite that is cut, so no part was saved. Its log and the model are "
            "what is needed to find the cause ({by:report})."
        ),
    ),
    "bisect-dies-before-float": Message(
        mark("It dies ({died}) before there is a float .tflite that could be cut"),
        mark(
            "Only what TensorFlow converts can be cut as a graph: Keras, SavedModel, GraphDef, "
            "checkpoint. Bisect the network as one of these where there is one; else its log and "
            "the model are what is needed to find the cause ({by:report})."
        ),
    ),
    "bisect-dies-loading": Message(
        mark("It dies ({died}) while the model is loaded: there is no graph yet to be cut"),
        mark(
            "Save it in another format with the program that made it, and bisect that file; else "
            "its log and the model are what is needed to find the cause ({by:report})."
        ),
    ),
    "bisect-dies-tracing": Message(
        mark("It dies ({died}) while its graph is traced or frozen: there is none yet to be cut"),
        mark(
            "Other input shapes or another signature may avoid it. A frozen GraphDef (.pb) by the "
            "program that made the model can be bisected; else its log and the model are what is "
            "needed to find the cause ({by:report})."
        ),
    ),
    "bisect-not-frozen": Message(
        mark("It dies ({died}), and cannot be frozen to a graph that could be cut: {what}"),
        _WHOLE_REPORT,
    ),
    "bisect-needs-source": Message(
        mark("It dies ({died}) from its source, but the graph frozen out of it converts"),
        _NOT_IN_OPS,
    ),
    "bisect-needs-source-fails": Message(
        mark("It dies ({died}) from its source; the graph frozen out of it ends otherwise: {what}"),
        _NOT_IN_OPS,
    ),
    "part-shape-unknown": Message(
        mark("The shape of “{name}” is not known, so no part of the graph can begin there"),
    ),
    "part-dtype-unfit": Message(
        mark("“{name}” is of the dtype {dtype}, so no part of the graph can begin there"),
    ),
    "part-unfed": Message(
        mark("What a part of {path} reads cannot be computed"),
        mark("Ops before it depend on other subgraphs or on state."),
    ),
    "sampling-died": Message(
        mark("A measuring process died again and again without a file to blame: {what}"),
        mark("Open the log for what it said last; try again with fewer files."),
    ),
    "measuring-cut-short": Message(
        mark("A part of the measurement was cut short: {what}"),
        mark("The samples that this process had finished are kept and count: {samples}."),
    ),
    "artifact-not-tflite": Message(
        mark("{path} is no .tflite file"),
        mark("This works on .tflite files alone; convert the model first."),
    ),
    "artifact-unwritable": Message(
        mark("{path} cannot be written"),
        mark("Check the folder's permissions and the free space on its disk."),
    ),
    "output-is-source": Message(
        mark("{path} is the source model itself"),
        mark("Choose another name for the artifact: the source is never overwritten."),
    ),
    "no-files": Message(mark("There is nothing to run"), mark("Name at least one file.")),
    "report-unwritable": Message(
        mark("The report {path} cannot be written"),
        mark("Choose another folder; check its permissions and free space."),
    ),
}
