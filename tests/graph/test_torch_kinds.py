"""What ATen's ops are called among TFLite's."""

from __future__ import annotations

import pytest

from studio.core.model import Node
from studio.graph.torch_kinds import torch_kind


@pytest.mark.parametrize(
    ("weight", "groups", "kind"),
    [
        ((8, 4, 3, 3), "1", "CONV_2D"),
        ((8, 1, 3, 3), "8", "DEPTHWISE_CONV_2D"),
        ((8, 2, 3, 3), "4", "CONV_2D"),
        ((8, 1, 3, 3), "1", "DEPTHWISE_CONV_2D"),  # measured with litert-torch 0.10
        ((8, 1, 3), "1", "DEPTHWISE_CONV_2D"),
    ],
)
def test_a_convolution_is_by_channel_where_each_filter_reads_one(
    weight: tuple[int, ...], groups: str, kind: str
) -> None:
    op = "conv1d" if len(weight) == 3 else "conv2d"
    node = Node(
        id="0/conv", index=0, op=op, name="conv", inputs=(0, 1), outputs=(2,), macs=None,
        parameters=0, attributes={"groups": groups},
    )  # fmt: skip
    assert torch_kind(node, [weight, (8,)]) == kind
