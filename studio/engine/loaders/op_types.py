"""Which ops a graph of TensorFlow holds, those inside of its functions too, and which of them do
more than compute.

Importing a graph already runs some: what has no state and constant inputs is evaluated where a
shape depends on it. A ``ReadFile`` is such an op, so definitions are looked through before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

PYTHON_OPS = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
"""Ops that call into the process that made the graph."""
_EAGER_FILE_OPS = frozenset(
    {
        *("ReadFile", "MatchingFiles", "GenerateVocabRemapping"),
        *("DebugIdentity", "DebugNanCount", "DebugNumericSummary"),
        # a whole graph, with whatever ops, in a string
        *("DatasetFromGraph", "MlirPassthroughOp"),
    }
)
"""Those without state, which importing a graph may run."""
_FILE_OPS = _EAGER_FILE_OPS | frozenset(
    {
        *("WriteFile", "ImmutableConst", "LoadAndRemapMatrix", "RecordInput"),
        *("DebugIdentityV2", "DebugIdentityV3"),
        *("CreateSummaryDbWriter", "CreateSummaryFileWriter", "FileSystemSetConfiguration"),
        *("FixedLengthRecordReader", "FixedLengthRecordReaderV2", "LMDBReader"),
        *("TFRecordReader", "TFRecordReaderV2", "TextLineReader", "TextLineReaderV2"),
        *("WholeFileReader", "WholeFileReaderV2"),
        *("CSVDataset", "CSVDatasetV2", "ExperimentalCSVDataset"),
        *("FixedLengthRecordDataset", "FixedLengthRecordDatasetV2"),
        *("LMDBDataset", "ExperimentalLMDBDataset", "SqlDataset", "ExperimentalSqlDataset"),
        *("MatchingFilesDataset", "ExperimentalMatchingFilesDataset"),
        *("TFRecordDataset", "TFRecordDatasetV2", "TextLineDataset"),
        *("LoadDataset", "SaveDataset", "SaveDatasetV2", "CacheDataset", "CacheDatasetV2"),
        *("SnapshotDataset", "SnapshotDatasetV2", "SnapshotDatasetReader"),
        *("SnapshotNestedDatasetReader", "SnapshotChunkDataset", "ListSnapshotChunksDataset"),
        *("DatasetToTFRecord", "ExperimentalDatasetToTFRecord", "DistributedSave"),
        *("DataServiceDataset", "DataServiceDatasetV2", "DataServiceDatasetV3"),
        *("DataServiceDatasetV4", "RegisterDataset", "RegisterDatasetV2"),
        *("DumpTensor", "CalibrationStatisticsSaver", "DTensorRestoreV2", "Skipgram"),
        # reach for other machines, or wait for them
        *("RpcServer", "RpcClient"),
        # the state of an iterator is a graph, which may stand in a constant
        "DeserializeIterator",
    }
)
SAVING_OPS = frozenset({"Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints"})
RESTORING_OPS = frozenset({"Restore", "RestoreSlice", "RestoreV2"})
TABLE_OPS = frozenset({"InitializeTableFromTextFile", "InitializeTableFromTextFileV2"})
_BY_ATTRIBUTE = frozenset(
    {"PrintV2", "FixedUnigramCandidateSampler", "DecodeProtoV2", "EncodeProto"}
)
_OWN_OPS = SAVING_OPS | RESTORING_OPS | TABLE_OPS
"""Ops that a SavedModel may have for its own variables and tables: see ``own_files``."""


def op_types(definition: Any) -> frozenset[str]:
    """Of all nodes of ``definition``, a GraphDef, and of its library of functions."""
    return frozenset(node.op for node in _nodes(definition))


def needed_types(definition: Any, ends: Iterable[str]) -> frozenset[str]:
    """Of the nodes that computing the tensors ``ends`` runs, and of the functions that these call:
    not of what only saves or restores beside them."""
    nodes = {node.name: node for node in definition.node}
    needed = [nodes[name] for name in needed_nodes(nodes, map(op_of, ends))]
    called = functions_needed(needed, definition.library)
    inside = (node for function in called.values() for node in function.node_def)
    return frozenset(node.op for node in (*needed, *inside))


def needed_nodes(nodes: Mapping[str, Any], names: Iterable[str]) -> frozenset[str]:
    """Names of the nodes, of one body, that running those called ``names`` runs, those too."""
    waiting, found = list(names), set()
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in found:
            found.add(name)
            waiting += map(op_of, nodes[name].input)
    return frozenset(found)


def functions_needed(nodes: Iterable[Any], library: Any) -> dict[str, Any]:
    """Name -> FunctionDef of ``library``: those that ``nodes`` name, and that these name in
    turn."""
    known = {function.signature.name: function for function in library.function}
    waiting, found = [name for node in nodes for name in functions_named(node)], {}
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += (one for node in known[name].node_def for one in functions_named(node))
    return found


def op_of(tensor: str) -> str:
    """The name of the op behind "name", "name:0", "name:output:0" or "^name"."""
    return tensor.removeprefix("^").partition(":")[0]


def file_ops(definition: Any, *, own: bool = True, eager: bool = False) -> tuple[str, ...]:
    """Types of ops that reach for files of their own choice when they are run, sorted.

    ``own``: those count that save and restore variables, or fill tables. ``eager``: those alone
    that importing the graph may run.
    """
    if eager:
        return tuple(sorted(op_types(definition) & _EAGER_FILE_OPS))
    return touching_files(_nodes(definition), own=own)


def touching_files(nodes: Iterable[Any], *, own: bool = True) -> tuple[str, ...]:
    """The same of single nodes."""
    types = _FILE_OPS | (_OWN_OPS if own else frozenset())
    return tuple(sorted({node.op for node in nodes if node.op in types or _names_a_file(node)}))


def may_touch_files(op: str) -> bool:
    """Whether there are ops of the type ``op`` that touch files, or call into this process."""
    return op in _FILE_OPS | _OWN_OPS | PYTHON_OPS | _BY_ATTRIBUTE


def functions_named(node: Any) -> Iterator[str]:
    """Names of the functions that running ``node`` may run, among others: its type, which may be
    that of a function instead of an op, and those in its attributes at any depth."""
    yield node.op
    yield from _in_attributes(node)


def _in_attributes(node: Any) -> Iterator[str]:
    """``node``: a NodeDef, or a NameAttrList, which has attributes of its own."""
    for value in node.attr.values():
        for one in (value.func, *value.list.func):
            yield one.name
            yield from _in_attributes(one)


def _nodes(definition: Any) -> Iterator[Any]:
    yield from definition.node
    for function in definition.library.function:
        yield from function.node_def


def _names_a_file(node: Any) -> bool:
    """Whether an attribute of it makes it touch one: what prints into a file, what reads the words
    to draw from one, what reads how protocol buffers are described."""
    match node.op:
        case "PrintV2":
            return bool(node.attr["output_stream"].s.startswith(b"file:"))
        case "FixedUnigramCandidateSampler":
            return bool(node.attr["vocab_file"].s)
        case "DecodeProtoV2" | "EncodeProto":
            source = node.attr["descriptor_source"].s
            return bool(source) and not source.startswith((b"local://", b"bytes://"))
    return False
