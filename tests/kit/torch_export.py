"""A .pt2 as torch.export.save writes it, without torch: a convolution, ReLU, mean and linear layer.

Its input "x" is (n, 3, 4 * h, 8), its outputs the dictionary {"logits": (n, 5)}.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.kit.torch_files import pickled

N = "Symbol('s1', positive=True, integer=True)"
ROWS = "Mul(Integer(4), Symbol('s2', positive=True, integer=True))"
SAMPLES = pickled("collections OrderedDict", "torch._utils _rebuild_tensor_v2")


def program() -> dict[str, Any]:
    """The description that such a file holds; a test may spoil it."""
    n, rows = _open(N), _open(ROWS)
    tensors = {
        "p_conv_weight": _tensor(4, 3, 3, 3),
        "p_head_weight": _tensor(5, 4),
        "x": _tensor(n, 3, rows, 8),
        "conv2d": _tensor(n, 4, rows, 8),
        "relu": _tensor(n, 4, rows, 8),
        "mean": _tensor(n, 4),
        "linear": _tensor(n, 5),
    }
    nodes = [
        _node(
            "aten.conv2d.default", "conv2d", "conv", x="x", weight="p_conv_weight", padding=[1, 1]
        ),
        _node("aten.relu.default", "relu", "act", self="conv2d"),
        _node("aten.mean.dim", "mean", "", self="relu", dim=[2, 3]),
        _node("aten.linear.default", "linear", "head", input="mean", weight="p_head_weight"),
    ]
    tree = {"type": None, "context": None, "children_spec": []}
    made = {"type": "builtins.dict", "context": '["logits"]', "children_spec": [tree]}
    stored = {"p_conv_weight": "conv.weight", "p_head_weight": "head.weight"}
    return {
        "graph_module": {
            "graph": {
                "inputs": [_named(name) for name in (*stored, "x")],
                "outputs": [_named("linear")],
                "nodes": nodes,
                "tensor_values": tensors,
            },
            "signature": {
                "input_specs": [
                    *(
                        {"parameter": {"arg": {"name": name}, "parameter_name": path}}
                        for name, path in stored.items()
                    ),
                    {"user_input": {"arg": _named("x")}},
                ],
                "output_specs": [{"user_output": {"arg": _named("linear")}}],
            },
            "module_call_graph": [
                {"fqn": "", "signature": {"in_spec": "", "out_spec": json.dumps([1, made])}}
            ],
        },
        "opset_version": {"aten": 10},
        "range_constraints": {
            "s1": {"min_val": 2, "max_val": None},
            "s2": {"min_val": 0, "max_val": 64},
        },
        "schema_version": {"major": 8, "minor": 20},
        "torch_version": "2.13.0",
    }


def write(
    path: Path,
    described: dict[str, Any] | None = None,
    *,
    samples: bytes = SAMPLES,
    weights: dict[str, Any] | None = None,
    extra: tuple[str, ...] = (),
) -> Path:
    """``samples``: the pickle of the stored sample inputs; ``weights``: replaces what is said of
    the weights that the program names; ``extra``: names of more entries."""
    described = program() if described is None else described
    tensors = program()["graph_module"]["graph"]["tensor_values"]
    entries = {
        name: {
            "path_name": f"weight_{place}",
            "is_param": True,
            "use_pickle": False,
            "tensor_meta": tensors[tensor],
        }
        for place, (name, tensor) in enumerate(
            [("conv.weight", "p_conv_weight"), ("head.weight", "p_head_weight")]
        )
    }
    config = {"config": entries | (weights or {})}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("archive/data.pkl", samples)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (
            ("data/weights/weight_0", bytes(4 * 3 * 9 * 4)),
            ("data/weights/weight_1", bytes(5 * 4 * 4)),
            (
                "data/weights/model_weights_config.json",
                json.dumps(config),
            ),
            ("data/constants/model_constants_config.json", '{"config": {}}'),
            ("models/model.json", json.dumps(described)),
            ("data/sample_inputs/model.pt", inner.getvalue()),
            ("archive_format", "pt2"),
            *((name, "{}") for name in extra),
        ):
            archive.writestr(f"{path.stem}/{name}", content)
    return path


def _open(text: str) -> dict[str, Any]:
    return {"as_expr": {"expr_str": text, "hint": {"as_int": 8}}}


def _tensor(*dims: int | dict[str, Any]) -> dict[str, Any]:
    return {"dtype": 7, "sizes": [{"as_int": dim} if isinstance(dim, int) else dim for dim in dims]}


def _named(name: str) -> dict[str, Any]:
    return {"as_tensor": {"name": name}}


def _node(target: str, name: str, module: str, **arguments: str | list[int]) -> dict[str, Any]:
    return {
        "target": f"torch.ops.{target}",
        "name": name,
        "inputs": [
            {"name": key, "arg": _named(one) if isinstance(one, str) else {"as_ints": one}}
            for key, one in arguments.items()
        ],
        "outputs": [_named(name)],
        "metadata": {"nn_module_stack": f"L__self__,,net.Net;L__self__{module},{module},net.Layer"},
    }
