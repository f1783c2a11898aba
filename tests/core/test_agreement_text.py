"""Differences between ways of running a file, in words."""

from __future__ import annotations

from studio.core.agreement import AgreeResult, Difference, Way
from studio.core.agreement_text import difference_text, find, status_of
from studio.core.messages import render
from studio.core.targets import make_target

SOURCE = Way()
KERNELS = tuple(Way(target=make_target("litert-interpreter", threads=count)) for count in (1, 2))


def agreed(*differences: Difference, is_quantized: bool | None = None) -> AgreeResult:
    return AgreeResult(
        file="f",
        sha256="s",
        against="m",
        samples=20,
        inputs_from="given",
        ways=(SOURCE, *KERNELS),
        differences=differences,
        is_quantized=is_quantized,
    )


def test_what_converting_did_is_no_verdict_on_a_kernel() -> None:
    beside = Difference(first=0, second=1, output="y", steps=7.5, is_same=False)
    among = Difference(first=1, second=2, output="y", steps=2.0, is_same=False)
    result = agreed(beside, among, is_quantized=True)
    assert [status_of(result, one) for one in (beside, among)] == ["", "degraded"]
    apart, source = find(result)
    assert (apart.params["count"], apart.params["pairs"]) == ("1", "1")
    assert "converting and quantizing" in render(source.code, source.params)[1]


def test_of_a_float_file_nothing_was_quantized() -> None:
    beside = Difference(first=0, second=1, output="y", share=6e-7, is_same=True)
    (source,) = find(agreed(beside, is_quantized=False))
    title, hint = render(source.code, source.params)
    assert title == "The source's outputs are up to 6.0e-05 % of the range away"
    assert "nothing is quantized" in hint and "and quantizing" not in hint


def test_a_share_says_of_what_in_a_sentence() -> None:
    small = Difference(first=1, second=2, output="y", share=6e-7, is_same=True)
    none = Difference(first=1, second=2, output="y", share=0.0, is_same=True)
    assert [difference_text(one) for one in (small, none)] == ["6.0e-05 %", "0"]
    hints = [render(one.code, one.params)[1] for one in (*find(agreed(small)), *find(agreed(none)))]
    assert hints == [
        "The largest difference is 6.0e-05 % of the range.",
        "The largest difference is 0.",
    ]
