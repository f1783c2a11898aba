"""Large .tflite files without weights: what is hard to lay out, in any size.

Names have scopes ("stage3/block12/add"), as those of real models.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ai_edge_litert import schema_py_generated as schema

from tests.kit.small_tflite import Op, _Model

Shape = Literal["residual", "unet", "dense"]
SHAPES: tuple[Shape, ...] = ("residual", "unet", "dense")
_BLOCKS_A_STAGE = 8
_DENSE_OPS = 12
_SIZE = 8


def write_large(path: Path, shape: Shape, nodes: int) -> Path:
    """A .tflite of exactly ``nodes`` ops.

    ``residual``: RELU, RELU, ADD with what was before the block, on and on. ``unet``: a way down
    and a way up, an ADD from each level of the one to the same of the other. ``dense``: blocks of
    12 ops, each a CONCATENATION (of what came before it in the block) or the RELU of one.
    """
    writer = _Writer()
    {"residual": _residual, "unet": _unet, "dense": _dense}[shape](writer, nodes)
    return writer.write(path)


class _Writer:
    """``last``: the tensor that the next op takes."""

    def __init__(self) -> None:
        self.model = _Model()
        self.made = 0
        self.first = self.last = self.model.tensor("image", (1, _SIZE))

    def relu(self, name: str, source: int | None = None) -> int:
        return self._op(Op.RELU, name, [self.last if source is None else source])

    def add(self, name: str, one: int, other: int) -> int:
        return self._op(Op.ADD, name, [one, other], ("AddOptions", schema.AddOptionsT()))

    def join(self, name: str, sources: list[int]) -> int:
        options = schema.ConcatenationOptionsT()
        options.axis = 1
        return self._op(Op.CONCATENATION, name, sources, ("ConcatenationOptions", options))

    def write(self, path: Path) -> Path:
        self.model.main(inputs=[self.first], outputs=[self.last])
        return self.model.write(path)

    def _op(
        self, code: int, name: str, sources: list[int], options: tuple[str, object] | None = None
    ) -> int:
        self.last = self.model.tensor(name, (1, _SIZE))
        self.model.operator(code, sources, [self.last], options=options)
        self.made += 1
        return self.last


def _residual(writer: _Writer, nodes: int) -> None:
    before = writer.last
    while writer.made < nodes:
        block, part = divmod(writer.made, 3)
        name = f"stage{block // _BLOCKS_A_STAGE}/block{block % _BLOCKS_A_STAGE}"
        if part < 2:
            writer.relu(f"{name}/relu{part}")
        else:
            before = writer.add(f"{name}/add", writer.last, before)


def _unet(writer: _Writer, nodes: int) -> None:
    skips: list[int] = []
    while writer.made < nodes // 3:
        skips.append(writer.relu(f"down{writer.made // 2}/relu{writer.made % 2}"))
    while writer.made < nodes:
        level = len(skips)
        if level and (writer.made - nodes // 3) % 2:
            writer.add(f"up{level // 2}/add{level % 2}", writer.last, skips.pop())
        else:
            writer.relu(f"up{level // 2}/relu{writer.made}")


def _dense(writer: _Writer, nodes: int) -> None:
    made: list[int] = []
    while writer.made < nodes:
        block, part = divmod(writer.made, _DENSE_OPS)
        name = f"dense{block // 4}/block{block % 4}"
        if part == 0:
            made = [writer.last]
        if part % 2 and len(made) > 1:
            writer.join(f"{name}/concat{part}", made)
        else:
            made.append(writer.relu(f"{name}/relu{part}"))
