"""A PyTorch program and what is made of it: the values that nodes make are the truth."""

from __future__ import annotations

import importlib.util
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.build_protocol import FloatStageMade, MakeFloatStageRequest
from studio.core.graph_diff import GraphDiff
from studio.core.graph_requests import DiffRequest
from studio.core.model import Graph
from studio.core.recipe import make_recipe
from studio.graph.diff import diff_files
from studio.graph.tflite import read_model as read_lite
from studio.graph.torch_kinds import WRITTEN_OUT
from studio.graph.torch_reader import read_model
from tests.engine.warm_child import WarmChild

HAS_TORCH = all(importlib.util.find_spec(name) for name in ("torch", "litert_torch"))
pytestmark = [
    pytest.mark.tf,
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.skipif(not HAS_TORCH, reason="PyTorch and litert-torch are not here"),
]

LSTM_OF_SIX_STEPS = {
    "FULLY_CONNECTED": 6, "RESHAPE": 1, "SLICE": 29, "ADD": 11, "LOGISTIC": 17, "TANH": 12,
    "MUL": 17, "CONCATENATION": 1,
}  # fmt: skip
LAYER_NORM = {
    "MEAN": 2, "RESHAPE": 3, "SQUARED_DIFFERENCE": 1, "ADD": 2, "RSQRT": 1, "MUL": 2, "SUB": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmChild]:
    found = WarmChild(tmp_path_factory.mktemp("torch") / "child.log", "torch")
    yield found
    found.close()


def networks() -> dict[str, tuple[Any, tuple[int, ...]]]:
    """Name -> (module, shape of what it takes)."""
    import torch
    from torch import nn

    def block(given: int, made: int, stride: int) -> Any:
        inner = 2 * given
        return nn.Sequential(
            nn.Conv2d(given, inner, 1, bias=False), nn.BatchNorm2d(inner), nn.ReLU6(),
            nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False), nn.BatchNorm2d(inner),
            nn.ReLU6(), nn.Conv2d(inner, made, 1, bias=False), nn.BatchNorm2d(made),
        )  # fmt: skip

    class Mobile(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU6())
            self.blocks = nn.ModuleList([block(8, 12, 2), block(12, 12, 1), block(12, 12, 1)])
            self.head = nn.Linear(12, 10)

        def forward(self, x: Any) -> Any:
            x = self.stem(x)
            for each in self.blocks:
                made = each(x)
                x = x + made if made.shape == x.shape else made
            return self.head(x.mean((2, 3)))

    class Recurrent(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Linear(8, 8)
            self.lstm = nn.LSTM(8, 16, batch_first=True)
            self.head = nn.Linear(16, 4)

        def forward(self, x: Any) -> Any:
            return self.head(self.lstm(torch.tanh(self.first(x)))[0][:, -1])

    class Attention(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.norm = nn.LayerNorm(16)
            self.query, self.key, self.value = (nn.Linear(16, 16) for _ in range(3))
            self.up, self.down = nn.Linear(16, 32), nn.Linear(32, 16)

        def forward(self, x: Any) -> Any:
            y = self.norm(x)
            share = torch.softmax(self.query(y) @ self.key(y).transpose(1, 2), -1)
            x = x + share @ self.value(y)
            return x + self.down(nn.functional.silu(self.up(x)))

    class Mixed(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.whole = nn.Conv2d(8, 8, 3, padding=1)
            self.groups = nn.Conv2d(8, 8, 3, padding=1, groups=2)
            self.up = nn.ConvTranspose2d(8, 4, 2, 2)

        def forward(self, x: Any) -> Any:
            one, two = self.whole(x).sigmoid(), self.groups(x).clamp(0, 6)
            both = torch.cat([one * 0.5, nn.functional.avg_pool2d(two, 1) - 1], 1)
            return self.up(both[:, 4:12]), nn.functional.max_pool2d(both, 2).flatten(1)

    class Branches(nn.Module):  # type: ignore[misc]
        """Alike but for their weights, which are folded into others: only names tell them apart."""

        def __init__(self) -> None:
            super().__init__()

            def branch() -> Any:
                return nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())

            self.left, self.mid_dle = branch(), branch()
            self.more = nn.ModuleList([branch(), branch()])

        def forward(self, x: Any) -> Any:
            one = torch.maximum(self.mid_dle(x), self.left(x))
            return (one + (self.more[0](x) + self.more[1](x))).mean((2, 3))

    return {
        "branches": (Branches(), (1, 4, 6, 6)),
        "mobile": (Mobile(), (1, 3, 32, 32)),
        "recurrent": (Recurrent(), (1, 6, 8)),
        "attention": (Attention(), (1, 10, 16)),
        "mixed": (Mixed(), (1, 8, 8, 8)),
    }


@pytest.fixture(scope="module")
def made(
    child: WarmChild, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Path]]:
    """Name -> (program, its .tflite)."""
    import torch
    from torch.export import export, save

    folder, found = tmp_path_factory.mktemp("made"), {}
    torch.manual_seed(0)
    for name, (module, shape) in networks().items():
        path = folder / f"{name}.pt2"
        for layer in module.modules():
            if isinstance(layer, torch.nn.BatchNorm2d):
                torch.nn.init.uniform_(layer.running_mean, -1, 1)
                torch.nn.init.uniform_(layer.weight, 0.5, 2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            save(export(module.eval(), (torch.rand(shape),)), path)
        request = MakeFloatStageRequest(
            source=str(path), output=str(folder / f"{name}.tflite"), recipe=make_recipe(),
            cache=str(folder / "cache"), cache_limit_bytes=10**9,
        )  # fmt: skip
        stage = child(request)
        assert isinstance(stage, FloatStageMade)
        found[name] = (path, Path(stage.path))
    return found


def compared(pair: tuple[Path, Path]) -> tuple[Graph, Graph, GraphDiff]:
    source, lite = read_model(pair[0], {}).graph, read_lite(str(pair[1]))[1]
    request = DiffRequest(first=str(pair[0]), second=str(pair[1]), first_graph=source)
    return source, lite, diff_files(request)


def values_of(pair: tuple[Path, Path]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Of each node of either graph, by id, what it makes of the same random input."""
    import torch
    from ai_edge_litert.interpreter import Interpreter
    from torch.fx import Interpreter as Walker

    program, theirs = torch.export.load(pair[0]), read_lite(str(pair[1]))[1]
    runner = Interpreter(str(pair[1]), experimental_preserve_all_tensors=True)
    runner.allocate_tensors()
    (entry,) = runner.get_input_details()
    x = np.random.default_rng(0).normal(0, 2, entry["shape"]).astype(np.float32)
    seen: dict[str, Any] = {}

    class Watching(Walker):  # type: ignore[misc]
        def run_node(self, node: Any) -> Any:
            seen[f"0/{node.name}"] = result = super().run_node(node)
            return result

    stored = [
        program.state_dict.get(spec.target, program.constants.get(spec.target))
        for spec in program.graph_signature.input_specs
        if spec.target is not None
    ]
    with torch.no_grad():
        Watching(program.graph_module).run(*stored, torch.from_numpy(x))
    runner.set_tensor(entry["index"], x)
    runner.invoke()
    made = {node.id: runner.get_tensor(node.outputs[0]) for node in theirs.nodes}
    return seen, made


def is_same(one: Any, other: np.ndarray) -> bool:
    """The same numbers, in whatever order of axes."""
    mine = np.sort(np.asarray((one[0] if isinstance(one, (tuple, list)) else one).detach()).ravel())
    return mine.size == other.size and bool(
        np.allclose(mine, np.sort(other.ravel()), rtol=1e-3, atol=1e-4)
    )


@pytest.mark.parametrize("name", ["branches", "mobile", "recurrent", "attention", "mixed"])
def test_what_is_matched_makes_the_same_values(
    made: dict[str, tuple[Path, Path]], name: str
) -> None:
    source, lite, found = compared(made[name])
    ours, theirs = values_of(made[name])
    order = {node.id: node.index for node in source.nodes}
    assert found.matched and not found.unlike
    for one in found.matched:
        assert is_same(ours[one.first], theirs[one.second]), one
    kinds = {node.id: node.op for node in (*source.nodes, *lite.nodes)}
    parts: dict[str, list[str]] = defaultdict(list)
    for fused in found.fused:
        last = max(fused.firsts, key=order.__getitem__)
        if kinds[last] in WRITTEN_OUT:
            parts[kinds[last]].append(fused.second)
        elif kinds[fused.second] != "PAD":  # a part of a convolution
            assert is_same(ours[last], theirs[fused.second]), fused
    whole = {kinds[one.second] for one in (*found.fused, *found.matched)}
    assert {"CONV_2D", "FULLY_CONNECTED"} & whole
    # of a recurrent layer only the steps that somebody reads are made, so no tensor holds them all
    for op, seconds in parts.items():
        last = max(seconds, key={node.id: node.index for node in lite.nodes}.__getitem__)
        entire = next(node.id for node in source.nodes if node.op == op)
        assert op == "lstm" or is_same(ours[entire], theirs[last])
    assert {op: dict(Counter(kinds[one] for one in ones)) for op, ones in parts.items()} == {
        "recurrent": {"lstm": LSTM_OF_SIX_STEPS},
        "attention": {"layer_norm": LAYER_NORM, "silu": {"LOGISTIC": 1, "MUL": 1}},
    }.get(name, {})
    # the product of attention takes its second factor as it lies, which nothing proves here
    assert [kinds[one] for one in found.removed] == {"attention": ["transpose"]}.get(name, [])
    assert not found.added
    assert {kinds[one] for one in found.unfolded} <= {"TRANSPOSE", "RESHAPE"}
