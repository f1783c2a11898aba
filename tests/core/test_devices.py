"""Where a model ran, in words."""

from __future__ import annotations

import pytest

from studio.core.devices import device_text, placement_text
from studio.core.measurements import Placement


@pytest.mark.parametrize(
    ("kind", "name", "is_software", "expected"),
    [
        ("cpu", "", False, "CPU"),
        ("gpu", "Radeon 780M", False, "GPU: Radeon 780M"),
        ("gpu", "SwiftShader", True, "GPU (software: SwiftShader)"),
        ("gpu", "", None, "GPU: device not stated"),
        ("gpu", "", True, "GPU (software: device not stated)"),
    ],
)
def test_devices(kind: str, name: str, is_software: bool | None, expected: str) -> None:
    assert device_text(kind, name, is_software) == expected


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (Placement(kind="full", share=1.0, device="A"), "GPU: A"),
        (
            Placement(kind="partial", share=0.25, device="A", is_software=True),
            "GPU (software: A), 25 % of the ops; the rest on the CPU",
        ),
        (Placement(kind="full", device="A", deviation=0.01), "GPU: A"),
        (
            Placement(kind="full", device="A", deviation=0.5),
            "GPU: A ⚠ its outputs differ from the CPU's by 50 % of their range",
        ),
        (
            Placement(kind="partial", device="A"),
            "GPU: A, some of the ops; the rest on the CPU",
        ),
    ],
)
def test_placements(placement: Placement, expected: str) -> None:
    assert placement_text(placement) == expected
