"""Names of the phases that long work goes through, marked for translation."""

from __future__ import annotations

from studio.core.messages.marking import mark

PHASES: dict[str, str] = {
    "starting": mark("starting"),
    "loading-tensorflow": mark("loading TensorFlow"),
    "loading-model": mark("loading the model"),
    "inspecting": mark("inspecting"),
    "tracing": mark("tracing"),
    "converting": mark("converting to float32"),
    "calibrating": mark("calibrating"),
    "quantizing": mark("quantizing"),
    "writing": mark("writing"),
    "reference": mark("running the source"),
    "checking": mark("checking"),
    "evaluating": mark("evaluating"),
    "waiting": mark("waiting for another measurement"),
    "footprint": mark("init time and memory"),
    "warming-up": mark("warming up"),
    "measuring": mark("measuring"),
    "summarizing": mark("summarizing"),
}
