"""Names of the phases that long work goes through, and of what it waits for, for translation."""

from __future__ import annotations

from studio.core.messages.marking import mark

PHASES: dict[str, str] = {
    "starting": mark("starting"),
    "loading-tensorflow": mark("loading TensorFlow"),
    "loading-torch": mark("loading PyTorch"),
    "loading-model": mark("loading the model"),
    "inspecting": mark("inspecting"),
    "drawing": mark("drawing the picture"),
    "laying-out": mark("laying the graph out"),
    "counting": mark("counting multiply-accumulates"),
    "reading-data": mark("reading the data"),
    "comparing-graphs": mark("comparing the graphs"),
    "cutting": mark("cutting"),
    "freezing": mark("freezing the graph"),
    "bisecting": mark("looking for the smallest part that dies"),
    "reading-weights": mark("reading the weights"),
    "creating-environment": mark("making an environment"),
    "installing-packages": mark("installing packages"),
    "tracing": mark("tracing"),
    "converting": mark("converting to float32"),
    "calibrating": mark("calibrating"),
    "quantizing": mark("quantizing"),
    "writing": mark("writing"),
    "reference": mark("running the source"),
    "checking": mark("checking"),
    "examining": mark("examining the calibration"),
    "matching": mark("matching the graphs"),
    "comparing-tensors": mark("comparing tensors"),
    "running-ways": mark("running the file in several ways"),
    "comparing-runs": mark("comparing outputs"),
    "evaluating": mark("evaluating"),
    # reasons of JobWaiting: shown behind "waiting:"
    "waiting": mark("waiting"),
    "another-measurement": mark("another measurement on this machine"),
    "running-jobs": mark("running jobs to finish"),
    "own-measurement": mark("a measurement to finish"),
    "trying-targets": mark("trying targets"),
    "footprint": mark("init time and memory"),
    "warming-up": mark("warming up"),
    "measuring": mark("measuring"),
    "searching-rate": mark("searching the highest rate"),
    "summarizing": mark("summarizing"),
}
SAMPLING_SPAN = (0.15, 0.95)
"""Of the fraction of a measuring job: what lies between is sampling, in proportion to its time."""


def sampled_share(fraction: float | None) -> float | None:
    """How much of its samples a measuring job has, 0 to 1; None before it takes any."""
    begin, end = SAMPLING_SPAN
    if fraction is None or fraction < begin:
        return None
    return min((fraction - begin) / (end - begin), 1.0)
