"""Every op of TensorFlow that names a file, or hides a graph, is known as one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from studio.engine.loaders.op_types import file_ops, may_touch_files
from studio.engine.tensorflow_import import load_tensorflow

pytestmark = pytest.mark.tf

_ABOUT_FILES = re.compile(
    r"file|path|(?:^|_)dir(?:_|$)|logdir|directory|prefix|address|graph_def|mlir|url|uri"
    r"|file_pattern|driver_name|descriptor_source"
)
_DO_NOT = {
    "CTCBeamSearchDecoder": "top_paths: how many of the likeliest ways it gives",
    "ExperimentalSetStatsAggregatorDataset": "counter_prefix: of what is counted",
    "SetStatsAggregatorDataset": "counter_prefix: of what is counted",
    "TensorSliceDataset": "is_files: a hint to what shares work out; it opens none",
    "_TPUCompileMlir": "mlir_module: there is no such op without a TPU",
    "_XlaHostComputeMlir": "host_mlir_module: there is no such op without a TPU",
}


def declared() -> list[Any]:
    """All ops that this process knows, also those that raw_ops leaves out."""
    load_tensorflow()
    from tensorflow.core.framework import op_def_pb2
    from tensorflow.python.client import pywrap_tf_session

    every = op_def_pb2.OpList()
    every.ParseFromString(pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList()))
    return list(every.op)


def test_every_op_that_names_a_file_is_known() -> None:
    """Of those with an input or attribute that is called so."""
    every = declared()
    assert len(every) > 1500
    unknown = {
        op.name
        for op in every
        if not may_touch_files(op.name)
        and any(_ABOUT_FILES.search(part.name) for part in (*op.input_arg, *op.attr))
    }
    assert unknown == set(_DO_NOT)


@pytest.mark.parametrize(
    "op",
    [
        *("DatasetFromGraph", "DumpTensor", "CalibrationStatisticsSaver", "DTensorRestoreV2"),
        *("RpcServer", "RpcClient", "Skipgram", "DeserializeIterator"),
    ],
)
def test_ops_by_which_a_graph_got_around_the_question(op: str) -> None:
    assert may_touch_files(op)
    definition = load_tensorflow().compat.v1.GraphDef()
    definition.library.function.add().node_def.add(name="a", op=op)
    assert file_ops(definition, own=False) == (op,)


def test_a_graph_in_a_constant_counts_before_it_is_imported() -> None:
    """Nothing that DatasetFromGraph needs has state, so importing a graph may run it."""
    definition = load_tensorflow().compat.v1.GraphDef()
    definition.node.add(name="a", op="DatasetFromGraph")
    assert file_ops(definition, eager=True) == ("DatasetFromGraph",)
