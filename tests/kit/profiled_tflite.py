"""Small .tflite files whose ops run in several parts: beside a delegate, and within a loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from tests.kit.small_tflite import Op, Type, _Model

SIZE = 40_000


def interrupted(path: Path) -> Path:
    """float32 (1, SIZE); XNNPACK has no CUMSUM, so there are two parts of it around both of them.

    The second part takes op 4 and 5, the first one op 0 and 2: not in the order of the file.
    """
    model = _Model()
    axis = model.tensor("axis", (), type=Type.INT32, data=np.array(1, np.int32))
    names = ("x", "a", "sum_a", "c", "sum_c", "b", "y")
    x, a, sum_a, c, sum_c, b, y = (model.tensor(name, (1, SIZE)) for name in names)
    cumsum = ("CumsumOptions", schema.CumsumOptionsT())
    model.operator(Op.TANH, [x], [a])
    model.operator(Op.CUMSUM, [a, axis], [sum_a], options=cumsum)
    model.operator(Op.LOGISTIC, [a], [c])
    model.operator(Op.CUMSUM, [c, axis], [sum_c], options=cumsum)
    model.operator(Op.TANH, [sum_a], [b])
    model.operator(Op.ADD, [b, sum_c], [y], options=("AddOptions", schema.AddOptionsT()))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def loop(path: Path, times: int = 3) -> Path:
    """float32 (1, SIZE): TANH, then ``times`` times LOGISTIC in a WHILE."""
    model = _Model()
    x, a, y = (model.tensor(name, (1, SIZE)) for name in ("x", "a", "y"))
    zero = model.tensor("zero", (1,), type=Type.INT32, data=np.array([0], np.int32))
    count = model.tensor("count", (1,), type=Type.INT32)
    options = schema.WhileOptionsT()
    options.condSubgraphIndex, options.bodySubgraphIndex = 1, 2
    model.operator(Op.TANH, [x], [a])
    model.operator(Op.WHILE, [zero, a], [count, y], options=("WhileOptions", options))
    model.main(inputs=[x], outputs=[y])
    i, h = model.tensor("i", (1,), type=Type.INT32), model.tensor("h", (1, SIZE))
    end = model.tensor("end", (1,), type=Type.INT32, data=np.array([times], np.int32))
    goes_on = model.tensor("goes_on", (1,), type=Type.BOOL)
    model.operator(Op.LESS, [i, end], [goes_on], options=("LessOptions", schema.LessOptionsT()))
    model.subgraph("condition", inputs=[i, h], outputs=[goes_on])
    i, h = model.tensor("i", (1,), type=Type.INT32), model.tensor("h", (1, SIZE))
    one = model.tensor("one", (1,), type=Type.INT32, data=np.array([1], np.int32))
    next_i = model.tensor("next_i", (1,), type=Type.INT32)
    next_h = model.tensor("next_h", (1, SIZE))
    model.operator(Op.ADD, [i, one], [next_i], options=("AddOptions", schema.AddOptionsT()))
    model.operator(Op.LOGISTIC, [h], [next_h])
    model.subgraph("body", inputs=[i, h], outputs=[next_i, next_h])
    return model.write(path)
