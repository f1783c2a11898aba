"""What is claimed of an artifact in words: each clause from what was counted or measured."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "claim-int8": Message(mark("int8: {share} of {unit}")),
    "claim-int16": Message(mark("int16: {share} of {unit}")),
    "claim-other-integers": Message(mark("other integers: {share} of {unit}")),
    "claim-hybrid": Message(
        mark(
            "hybrid: {share} of {unit} with quantized weights, activations quantized while running"
        )
    ),
    "claim-also": Message(mark("{share} in {kind}")),
    "claim-float-macs": Message(mark("no MACs in integers")),
    "claim-weights-only": Message(mark("{dtype}: weights only; computed in float32")),
    "claim-float": Message(mark("float32: nothing is quantized")),
    "claim-io": Message(mark("{dtype} I/O")),
    "claim-io-apart": Message(mark("{inputs} in, {outputs} out")),
    "claim-smaller": Message(mark("{ratio}x smaller than {baseline}")),
    "claim-larger": Message(mark("{ratio}x larger than {baseline}")),
    "claim-not-smaller": Message(mark("not smaller than the float32 .tflite it was made from")),
    "claim-same-size": Message(mark("as large as {baseline}")),
    "claim-faster": Message(mark("{ratio}x faster than {baseline} here [{low}, {high}], {target}")),
    "claim-slower": Message(mark("{ratio}x slower than {baseline} here [{low}, {high}], {target}")),
    "claim-equivalent": Message(
        mark("as fast as {baseline} here within {threshold} % [{low}, {high}], {target}")
    ),
    "claim-cannot-tell": Message(
        mark("faster or slower than {baseline} here: cannot tell [{low}, {high}], {target}")
    ),
    "claim-smaller-faster": Message(
        mark("{size}x smaller and {ratio}x faster than {baseline} here [{low}, {high}], {target}")
    ),
    "claim-smaller-slower": Message(
        mark("{size}x smaller and {ratio}x slower than {baseline} here [{low}, {high}], {target}")
    ),
    "claim-smaller-equivalent": Message(
        mark(
            "{size}x smaller than {baseline} and as fast here within {threshold} % [{low}, {high}],"
            " {target}"
        )
    ),
    "claim-smaller-cannot-tell": Message(
        mark(
            "{size}x smaller than {baseline}, faster or slower here: cannot tell [{low}, {high}],"
            " {target}"
        )
    ),
    "claim-larger-faster": Message(
        mark("{size}x larger and {ratio}x faster than {baseline} here [{low}, {high}], {target}")
    ),
    "claim-larger-slower": Message(
        mark("{size}x larger and {ratio}x slower than {baseline} here [{low}, {high}], {target}")
    ),
    "claim-same-class": Message(mark("same class as the source in {share} of {samples} samples")),
    "claim-accuracy": Message(mark("top-1 {difference} against the source")),
    "claim-check-failed": Message(mark("does not compute what its source computes")),
}
