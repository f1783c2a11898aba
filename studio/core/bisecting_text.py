"""What a bisected crash says to a person, in English or translated."""

from __future__ import annotations

from pathlib import Path

from studio.core.bisecting import BisectResult
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import format_bytes

_ROWS_SHOWN = 20
_ARCHIVE, _SIZE, _LEFT, _LEFT_OF_GRAPH, _SMALLEST, _INPUTS, _TRIALS, _COMMAND = (
    mark("zip"), mark("size"), mark("ops left"),
    mark("ops left of the frozen graph"), mark("smallest"), mark("inputs"), mark("trials"),
    mark("to reproduce it"),
)  # fmt: skip


def title(result: BisectResult, translate: Translate = untranslated) -> str:
    """ "The convert process crashed (SIGSEGV): 12 ops → 1"; of a frozen graph it says so."""
    death = result.death
    what, _ = render(death.code, {"child": death.child, "signal": death.signal}, translate)
    return translate(mark("{what}: {total} → {ops}")).format(
        what=what, total=ops_text(result, translate), ops=result.ops
    )


def ops_text(result: BisectResult, translate: Translate = untranslated) -> str:
    """ "12 ops", "12 ops of the frozen graph": how many there were, and of what."""
    is_graph = result.cut_from == "frozen-graph"
    text = mark("{count} ops of the frozen graph") if is_graph else mark("{count} ops")
    return translate(text).format(count=result.total_ops)


def facts(result: BisectResult, translate: Translate = untranslated) -> list[tuple[str, str]]:
    """Name and value of what there is to say."""
    is_tflite = result.cut_from == "tflite"
    return [
        (translate(_ARCHIVE), result.archive),
        (translate(_SIZE), format_bytes(result.size_bytes)),
        (translate(_LEFT if is_tflite else _LEFT_OF_GRAPH), kinds_text(result)),
        (translate(_SMALLEST), minimal_text(result, translate)),
        *([(translate(_INPUTS), inputs_text(result, translate))] if is_tflite else []),
        (translate(_TRIALS), str(result.trials)),
        (translate(_COMMAND), result.command),
    ]


def kinds_text(result: BisectResult) -> str:
    """ "3 of 124: EXP, MUL, ADD"."""
    shown = ", ".join(result.kinds[:_ROWS_SHOWN])
    more = ", …" if len(result.kinds) > _ROWS_SHOWN else ""
    return f"{result.ops} / {result.total_ops}: {shown}{more}"


def minimal_text(result: BisectResult, translate: Translate = untranslated) -> str:
    """In which sense it is the smallest."""
    if result.is_minimal and result.ops == 1:
        return translate(mark("It is a single op."))
    if result.is_minimal:
        return translate(
            mark("None of these ops can be dropped: without any one of them it does not die.")
        )
    if result.cut_from == "frozen-graph":
        return translate(
            mark(
                "It may not be the smallest: trials or time ran out, or it has ops that cannot be "
                "taken out of a graph (loops, lists of tensors, unknown shapes)."
            )
        )
    return translate(
        mark(
            "It may not be the smallest: trials or time ran out, or it has ops that cannot be "
            "taken out of a model (loops, calls, variables)."
        )
    )


def inputs_text(result: BisectResult, translate: Translate = untranslated) -> str:
    """What the part is given, and where that comes from."""
    if result.inputs == "random":
        text = mark("{count} seeded random inputs; what comes before the part cannot be run")
        return translate(text).format(count=result.samples)
    if not result.data:
        given = translate(mark("{count} seeded random inputs of the model"))
        source = given.format(count=result.samples)
    else:
        rows = ", ".join(map(str, result.rows[:_ROWS_SHOWN]))
        more = ", …" if len(result.rows) > _ROWS_SHOWN else ""
        given = translate(mark("sample {rows} of {data} (counted from 0)"))
        source = given.format(rows=rows + more, data=Path(result.data).name)
    if result.inputs == "given":
        return source
    return translate(mark("what the ops before the part make of {source}")).format(source=source)
