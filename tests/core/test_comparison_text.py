"""Comparisons in plain words: the right sentence, and no more digits than the interval supports."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from studio.core.beside_latency import Drift, ServerRate, TriedRate
from studio.core.comparison_text import (
    clock_message,
    clock_sentences,
    comparison_message,
    drift_message,
    resolution_message,
    server_message,
)
from studio.core.comparisons import Comparison, Resolution, half_width_percent
from studio.core.messages import render

FASTER = Comparison(
    baseline=0,
    candidate=1,
    ratio=0.6812,
    ci95=(0.6731, 0.6899),
    clock="cpu",
    clock_reason="clock-waited",
    threshold=0.03,
    verdict="faster",
    quadruples=1312,
    processes=6,
    waited_share=0.472,
)


def said(comparison: Comparison) -> str:
    return ". ".join(render(*comparison_message(comparison, "float32", "int8")))


def test_faster_in_plain_words() -> None:
    assert said(FASTER) == (
        "int8 is faster than float32: 0.681x, 95 % 0.673 to 0.690. By CPU time, 1,312 quadruples."
    )


@pytest.mark.parametrize(
    ("ci95", "expected"),
    [((0.5, 0.86), "0.68x, 95 % 0.50 to 0.86"), ((0.68, 0.6824), "0.6812x, 95 % 0.6800 to 0.6824")],
)
def test_digits_follow_the_interval(ci95: tuple[float, float], expected: str) -> None:
    assert expected in said(replace(FASTER, ci95=ci95))


def test_each_verdict_has_its_sentence() -> None:
    assert "int8 is slower than float32" in said(replace(FASTER, verdict="slower"))
    equivalent = said(replace(FASTER, verdict="equivalent"))
    assert "int8 and float32 are equivalent within 3 %" in equivalent
    unsure = said(replace(FASTER, verdict="cannot-tell", extra_seconds=125.0))
    assert unsure.startswith("Cannot tell whether int8 is faster or slower than float32")
    assert "about 2 min 5 s longer" in unsure
    little = replace(FASTER, verdict="cannot-tell", ratio=0.9, ci95=None, quadruples=4)
    assert said(little).endswith("at least 10 are needed. Measure for longer.")


def test_the_clock_is_explained() -> None:
    title, why = render(*clock_message(FASTER))
    assert title == "CPU time decided"
    assert "47 % of the run time" in why


def test_each_reason_of_a_clock_is_given_once_with_those_it_holds_for() -> None:
    quiet = replace(FASTER, candidate=3, clock="wall", clock_reason="clock-undisturbed")
    busier = replace(FASTER, candidate=2, waited_share=0.6)
    names = ("base", "one", "two", "three")
    waited, undisturbed = clock_sentences((FASTER, quiet, busier), names)
    assert waited.startswith("one, two: CPU time decided. The machine is busy: 47–60 % of")
    assert undisturbed.startswith("three: Wall time decided.")
    (alone,) = clock_sentences((FASTER, FASTER), names)
    assert alone.startswith("CPU time decided. The machine is busy: 47 % of")


def test_a_drift_has_its_size() -> None:
    drift = Drift(percent_per_minute=3.21, ci99=(1.9, 4.4))
    assert drift_message(drift)[1] == {"size": "+3.2", "low": "+1.9", "high": "+4.4"}


def test_a_resolution_is_half_the_interval() -> None:
    percent = half_width_percent(replace(FASTER, ci95=(0.99, 1.012)))
    assert percent == pytest.approx(1.1)
    found = Resolution(
        at=0.0,
        seconds=10.2,
        percent=percent,
        clock="wall",
        file="a.tflite",
        target="litert-cpu",
        cpu="",
        quadruples=60,
        processes=6,
    )
    assert render(*resolution_message(found, "a.tflite"))[0] == (
        "In 10 s this machine resolves ±1.1 % on litert-cpu"
    )


def served(*tried: tuple[float, float | None], rate: float | None = None) -> ServerRate:
    return ServerRate(
        rate_per_s=rate,
        bound_ms=50.0,
        is_searched=True,
        tried=tuple(TriedRate(rate_per_s=at, queries=100, p99_ms=p99) for at, p99 in tried),
    )


@pytest.mark.parametrize(
    ("server", "code", "words"),
    [
        (served((80.0, 20.0), (120.0, 90.0), (100.0, 40.0), rate=100.0), "server-found",
         ("kept 50 ms at 100 queries", "40.0 ms of 100 queries; at 120 a second: 90.0 ms")),
        (served((80.0, 20.0), (120.0, None), rate=80.0), "server-found",
         ("at 120 a second: more and more queries waited",)),
        (served((80.0, 20.0), rate=80.0), "server-all-kept", ("up to 80.0 queries a second",)),
        (served((80.0, 60.0), (40.0, 55.0)), "server-none-kept", ("even at 40.0", "55.0 ms")),
        (served(), "server-untried", ("No rate",)),
        (ServerRate(rate_per_s=25.0, bound_ms=50.0, is_searched=False, tried=()), "server-given",
         ("arrived at 25.0 a second",)),
    ],
)  # fmt: skip
def test_a_server_says_what_rate_it_keeps(
    server: ServerRate, code: str, words: tuple[str, ...]
) -> None:
    found = server_message(server)
    assert found[0] == code
    text = ". ".join(render(*found))
    assert all(part in text for part in words)
    assert "?" not in text and "{" not in text
