"""Overlays: what they are called, why there is none, why a node has no value."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "overlay-no-profile": Message(
        mark("This file has not been profiled yet"),
        mark("A profile records what each of its ops takes, and where it runs."),
    ),
    "overlay-source-not-profiled": Message(
        mark("A source model is not profiled op by op"),
        mark("Convert it and look at the variant: that runs in LiteRT, which keeps records."),
    ),
    "overlay-source-precision": Message(
        mark("The precision of a source model's ops is not known"),
        mark("Convert it and look at the variant: a .tflite file says what each op computes in."),
    ),
    "overlay-source-constants": Message(
        mark("The weights of a source model are not looked into"),
        mark("Convert it and look at the variant: the weights of a .tflite file are."),
    ),
    "overlay-constants-unread": Message(
        mark("The weights of this file are being read"),
        mark("Zeros are counted in the file; nothing of it is run."),
    ),
    "overlay-no-errors": Message(
        mark("The tensors of this file have not been compared"),
        mark("No errors of single ops are known of it."),
    ),
    "overlay-error-alone": Message(
        mark("Errors are those against another model, and none was named"),
        mark("Add --against with the model that the file was made from."),
    ),
    "overlay-against-unused": Message(
        mark("{option} is for errors, and the overlay asked for shows none"),
        mark("Leave it out, or ask for --overlay error or --overlay cumulative-error."),
    ),
    "overlay-error-of-source": Message(
        mark("{path} is no .tflite file, so there is nothing that it was made from"),
        mark("Errors are shown on the ops of a .tflite file."),
    ),
    "node-data-without-overlay": Message(
        mark("--node-data writes the values of an overlay, and none was chosen"),
        mark("Add --overlay, e.g. --overlay macs."),
    ),
    "node-data-of-source": Message(
        mark("Node data is written of .tflite files only, and {path} is none"),
        mark("Model Explorer finds nodes by the places of the ops in a .tflite file."),
    ),
}

KINDS: dict[str, Message] = {
    "time": Message(
        mark("Time"),
        mark("Share of a run that each op takes, by the newest profile."),
    ),
    "local-error": Message(
        mark("Worst local error"),
        mark(
            "What each op adds by itself, in % of the float tensor's range: its local error, or "
            "that by channel where it is worse."
        ),
    ),
    "cumulative-error": Message(
        mark("Worst cumulative error"),
        mark(
            "The error of each op's outputs with all that came before, in % of the float tensor's "
            "range: the cumulative error, or that by channel where it is worse."
        ),
    ),
    "precision": Message(
        mark("Precision"),
        mark("What each op computes in, by the types of its tensors."),
    ),
    "macs": Message(
        mark("MACs"),
        mark("Multiply-accumulates of one inference."),
    ),
    "parameters": Message(
        mark("Parameters"),
        mark(
            "Elements of the weights that an op uses, also through DEQUANTIZE; those that several "
            "ops use count at the first of them."
        ),
    ),
    "activation": Message(
        mark("Activation size"),
        mark("Bytes of each op's outputs."),
    ),
    "sparsity": Message(
        mark("Sparsity"),
        mark("Zeros among the elements of an op's weights."),
    ),
    "placement": Message(
        mark("Placement"),
        mark("Whether a delegate or the runtime itself ran an op, by the newest profile."),
    ),
}
"""OverlayKind -> title and explanation."""

CLASSES: dict[str, str] = {
    "delegate": mark("in the delegate"),
    "runtime": mark("by the runtime"),
    "hybrid": mark("hybrid: quantized weights"),
    "mixed": mark("mixed"),
}
"""Names of classes that are no names of types."""

GAPS: dict[str, str] = {
    "untimed": mark("no time of its own: computed with a neighbor, or before the run"),
    "open": mark("not known which of the timed ops it is"),
    "not-run": mark("nothing was recorded of its subgraph"),
    "too-short": mark("took less than the whole microseconds that the profiler counts"),
    "no-values": mark("carries no values that it computes in"),
    "macs-unknown": mark("cannot be counted"),
    "open-shape": mark("the size of its outputs is not known"),
    "no-constants": mark("has no weights"),
    "not-compared": mark("was not compared"),
}
"""Gap -> why a node has no value."""
