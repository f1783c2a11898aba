"""What a hint tells people to use, as each face calls it: the window's control, the CLI's option.

A template says ``{by:KEY}`` where it means one, and :class:`By` fills that in for the face that
shows it. What a face has none for (``""``) is left out with its brackets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from studio.core.messages.marking import mark

Face = Literal["cli", "window"]


class Control(msgspec.Struct, frozen=True):
    """``option``: what is typed; ``title``: what stands on the window's control, as it does there
    (tests/ui/test_hints.py looks for it)."""

    option: str
    title: str


_HOW_OPENED = mark("How it is opened…")
_REPORT = mark("Save a report…")

CONTROLS: dict[str, Control] = {
    "allow-code": Control("--allow-code", mark("Allow its code…")),
    "custom-code": Control("--custom-code FILE.py --allow-code", mark("Choose its code…")),
    "ends": Control("--input-node NAME --output-node NAME", _HOW_OPENED),
    "engine": Control("without --engine", _HOW_OPENED),
    "tag": Control("--tag, once for each of its tags", _HOW_OPENED),
    "shapes": Control("--shape NAME=1,224,224,3", mark("Input shapes…")),
    "batch": Control("without --keep-dynamic-batch", mark("Fix the batch")),
    "slow-route": Control("--slow-route", mark("Try the slow route")),
    "tensorflow-ops": Control("--optimize select-tf-ops", mark("Allow TensorFlow ops")),
    "dynamic-range": Control("--optimize dynamic-range", mark("Use dynamic range")),
    "evaluation": Control("--data", mark("Evaluation data…")),
    "resize": Control("--preprocess resize=HEIGHTxWIDTH", mark("resize to")),
    "target": Control("--target", mark("Targets")),
    "interpreter": Control("--target litert-interpreter", mark("LiteRT Interpreter · CPU")),
    "strict-data": Control("without --strict-data", mark("Doubtful data")),
    "overwrite": Control("--overwrite", ""),
    "data-doctor": Control("studio data", mark("Data doctor")),
    "diagnose": Control("studio diagnose", mark("Diagnose")),
    "graph": Control("studio graph MODEL --json", mark("Graph")),
    "check": Control("studio check FILE --against MODEL", mark("Check again")),
    "check-system": Control("studio doctor", mark("System check")),
    "check-targets": Control("studio targets", mark("Targets")),
    "setup-onnx": Control("studio setup onnx", mark("Install the ONNX converter…")),
    "onnx-environment": Control(
        "onnx_environment in the settings.json that studio doctor names", mark("ONNX converter")
    ),
    "setup-torch": Control("studio setup torch", ""),
    "keep": Control("--keep", mark("Per-op precision")),
    "crash": Control("studio bisect MODEL … -o crash.zip", _REPORT),
    "report": Control("studio doctor names its folder", _REPORT),
    "goal": Control("--goal", mark("Goal")),
}


class By:
    """Fills ``{by:KEY}``: the option as it is typed, or the window's control in quotes."""

    def __init__(self, face: Face, translate: Callable[[str], str]) -> None:
        self._face = face
        self._translate = translate

    def __format__(self, key: str) -> str:
        control = CONTROLS[key]
        if self._face == "cli":
            return control.option
        return f"“{self._translate(control.title)}”" if control.title else ""
