"""What PyTorch's ops cost is counted, known to be nothing, or said to be unknown."""

from __future__ import annotations

import pytest

from studio.core.model import GraphTensor
from studio.graph.torch_macs import macs_of

TENSORS = [
    GraphTensor(index=at, name=f"t{at}", dtype="float32", shape=(1, 4, 16, 8)) for at in range(4)
]


@pytest.mark.parametrize(
    "op",
    [
        "_scaled_dot_product_flash_attention_for_cpu", "_transformer_encoder_layer_fwd",
        "_native_multi_head_attention", "addbmm", "conv_tbc", "_convolution", "convolution",
        "quantized_lstm", "gru_cell", "rnn_tanh_cell", "linalg_multi_dot", "linalg_inv",
        "mkldnn_linear",
        "chain_matmul", "_int_mm", "einsum", "inner", "fft_fft", "prims.x", "_something_private",
        "vdot", "lu_solve", "bilinear", "_trilinear",
    ],
)  # fmt: skip
def test_products_that_are_not_told_apart_are_unknown(op: str) -> None:
    assert macs_of(op, TENSORS[:3], TENSORS[3:]) is None


@pytest.mark.parametrize(
    "op",
    [
        "relu", "relu_", "add", "_softmax", "_to_copy", "_unsafe_view", "upsample_bilinear2d",
        "linalg_vector_norm", "digamma", "cummax", "resolve_neg", "clone", "igamma_", "layer_norm",
        "_native_batch_norm_legit_no_training", "fft_fftshift",
    ],
)  # fmt: skip
def test_what_sums_no_products_costs_nothing(op: str) -> None:
    assert macs_of(op, TENSORS[:1], TENSORS[3:]) == 0


def test_in_place_costs_as_much() -> None:
    square = [TENSORS[0], TENSORS[1], TENSORS[2]]
    assert macs_of("baddbmm_", square, TENSORS[3:]) == macs_of("baddbmm", square, TENSORS[3:])
    assert macs_of("baddbmm_", square, TENSORS[3:]) == 4 * 16 * 8 * 8
