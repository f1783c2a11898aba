"""A .tflite read from its flatbuffer: overview and graph, without running it.

The file is mapped, not loaded: opening costs the reading of names, shapes and offsets, and one
pass for the hash.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Literal

from studio.core.errors import ModelError
from studio.core.files import file_sha256
from studio.core.formats import TFLITE_IDENTIFIER
from studio.core.model import Graph, ModelInfo, Shape, Signature, TensorSpec
from studio.graph.building import build_graph
from studio.graph.determined import determined_tensors
from studio.graph.facts import find_warnings, is_stateful, start_values
from studio.graph.flatbuffer import DamagedError, Source
from studio.graph.packed_files import packed_names
from studio.graph.parsing import Parsed, Tensor, parse
from studio.graph.shapes import KnownShapes, counter_for, input_indices, main_subgraph
from studio.graph.signature import signature_defs_of
from studio.graph.weights import facts_of_file

WeightKind = Literal["float32", "float16", "quantized"]


Stamp = tuple[str, int, int]
"""Path, size and time of change of a file: while they are the same, so is its content."""


def stamp_of(path: str) -> Stamp | None:
    """None where the file cannot be asked."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return path, status.st_size, status.st_mtime_ns


def hash_of(path: str) -> str:
    """Of the content; remembered while nobody has written the file. Raises OSError."""
    stamp = stamp_of(path)
    return file_sha256(path) if stamp is None else _hash_at(stamp)


@lru_cache(maxsize=16)
def _hash_at(stamp: Stamp) -> str:
    return file_sha256(stamp[0])


@contextmanager
def mapped(path: Path) -> Iterator[mmap]:
    """The file's bytes, mapped. Raises ModelError: model-missing, -unreadable, -empty, -damaged.

    What goes wrong inside because the bytes are no model is model-damaged as well.
    """
    if not path.exists():
        raise ModelError("model-missing", path=path)
    try:
        with path.open("rb") as stream:
            if not path.stat().st_size:
                raise ModelError("model-empty", path=path)
            with mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
                yield data
    except DamagedError as error:
        raise ModelError(
            "model-damaged", str(error), path=path, suffix=path.suffix or ".tflite"
        ) from error
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error


def parse_model(data: mmap) -> Parsed:
    """The parts of a mapped file. Raises DamagedError."""
    if data[4:8] != TFLITE_IDENTIFIER:
        raise DamagedError("no .tflite identifier")
    return parse(data)


def read_model(
    path: str | Path,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
    known: KnownShapes | None = None,
    looks_at_weights: bool = False,
) -> tuple[ModelInfo, Graph]:
    """Overview and graph. ``shapes``: input name -> shape, for counting MACs of dynamic models.
    ``looks_at_weights``: their values too, which is one pass over them.

    MACs are counted with the stored shapes (a dynamic batch as 1, or as given); any other dynamic
    dimension makes them unknown, unless ``known`` says what a runtime makes of the input shapes.
    Raises ModelError as :func:`mapped`.
    """
    path = Path(path)
    with mapped(path) as data:
        parsed = parse_model(data)
        signatures = signatures_of(parsed)
        counter, main, used = counter_for(parsed, signatures[0], shapes or {}, known)
        graph = build_graph(parsed, counter)
        unknown = Counter(node.op for node in graph.nodes if node.macs is None)
        info = ModelInfo(
            format="tflite",
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            signatures=signatures,
            ops=dict(Counter(node.op for node in graph.nodes).most_common()),
            parameters=_parameters(parsed),
            macs=counter.subgraph(main),
            warnings=find_warnings(parsed, signatures),
            macs_unknown_ops=tuple(unknown),
            size_split=_size_split(parsed, len(data)),
            metadata=_metadata(parsed) | _packed(path),
            shapes_used=used,
            weight_kind=weight_kind(parsed),
            weight_facts=facts_of_file(data, parsed) if looks_at_weights else None,
        )
    return info, graph


def read_graph(path: str | Path) -> tuple[str, Graph, dict[int, str]]:
    """Hash of the file, its graph, and what its subgraphs are called: subgraph -> name.

    A subgraph with a signature has that one's name. Raises ModelError as :func:`mapped`.
    """
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
        counter, _, _ = counter_for(parsed, signatures_of(parsed)[0], {})
        return hashlib.sha256(data).hexdigest(), build_graph(parsed, counter), _titles(data)


def read_titles(path: str | Path) -> dict[int, str]:
    """The third of :func:`read_graph` alone, for a graph that is known. Raises as that does."""
    with mapped(Path(path)) as data:
        return _titles(data)


def _titles(data: mmap) -> dict[int, str]:
    root = Source(data).root()
    titles = {which: subgraph.text(4) for which, subgraph in enumerate(root.tables(2))}
    return titles | {entry.subgraph: entry.name for entry in signature_defs_of(root)}


def macs_of_run(
    path: str | Path, shapes: Mapping[str, tuple[int, ...]] | None = None
) -> int | None:
    """The MACs of :func:`read_model` alone. Raises ModelError as :func:`mapped`."""
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
        counter, main, _ = counter_for(parsed, signatures_of(parsed)[0], shapes or {})
        return counter.subgraph(main)


def main_inputs(path: str | Path) -> dict[str, int]:
    """Input name -> tensor index in the first subgraph; {} where the first signature is of another.

    Raises ModelError as :func:`mapped`.
    """
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
        if main_subgraph(parsed):
            return {}
        return dict(input_indices(parsed, signatures_of(parsed)[0]))


def determined_by_shapes(path: str | Path, computes: bool) -> frozenset[int]:
    """As ``determined_tensors``. Raises ModelError as :func:`mapped`."""
    with mapped(Path(path)) as data:
        return determined_tensors(parse_model(data), computes)


def signatures_of(parsed: Parsed) -> tuple[Signature, ...]:
    """The SignatureDefs; without any, one named "" with the tensors' own names."""
    knows_rank = any(
        tensor.has_rank for subgraph in parsed.subgraphs for tensor in subgraph.tensors
    )

    def spec(name: str, tensor: Tensor) -> TensorSpec:
        return TensorSpec(
            name=name,
            dtype=tensor.dtype,
            shape=_dims(tensor),
            rank_known=bool(tensor.shape) or tensor.has_rank or not knows_rank,
            quantization=tensor.quantization if tensor.is_quantized else None,
        )

    result: list[Signature] = []
    for entry in parsed.signatures:
        tensors = parsed.subgraphs[entry.subgraph].tensors
        result.append(
            Signature(
                name=entry.name,
                inputs=tuple(spec(name, tensors[i]) for name, i in entry.inputs.items()),
                outputs=tuple(spec(name, tensors[i]) for name, i in entry.outputs.items()),
            )
        )
    if not result:
        main = parsed.subgraphs[0]
        inputs = [main.tensors[index] for index in main.inputs]
        outputs = [main.tensors[index] for index in main.outputs]
        result.append(
            Signature(
                name="",
                inputs=tuple(spec(tensor.name, tensor) for tensor in inputs),
                outputs=tuple(spec(tensor.name, tensor) for tensor in outputs),
            )
        )
    return tuple(result)


def weight_kind(parsed: Parsed) -> WeightKind:
    """ "quantized" with any quantized tensor, else "float16" with such weights, else "float32"."""
    tensors = [tensor for subgraph in parsed.subgraphs for tensor in subgraph.tensors]
    if any(tensor.is_quantized for tensor in tensors):
        return "quantized"
    return "float16" if any(t.is_weight and t.dtype == "float16" for t in tensors) else "float32"


def keeps_state(path: str | Path) -> bool:
    """Whether a run of the model can change what the next one computes."""
    with mapped(Path(path)) as data:
        return is_stateful(parse_model(data))


def _dims(tensor: Tensor) -> Shape:
    return tuple(
        None if is_dynamic else dim
        for dim, is_dynamic in zip(tensor.shape, tensor.dynamic, strict=True)
    )


def _parameters(parsed: Parsed) -> int:
    return sum(tensor.elements for tensor in _weights(parsed).values())


def _weights(parsed: Parsed) -> dict[tuple[int, int, int], Tensor]:
    """Weights by buffer: tensors that share one are counted once. What state starts as is none."""
    starts = start_values(parsed)
    return {
        (tensor.buffer, 0, 0) if tensor.buffer else (0, which, index): tensor
        for which, subgraph in enumerate(parsed.subgraphs)
        for index, tensor in enumerate(subgraph.tensors)
        if tensor.is_weight and (which, index) not in starts
    }


def weight_bytes(parsed: Parsed) -> dict[str, int]:
    """dtype -> bytes of weights of that dtype in the file."""
    result: Counter[str] = Counter()
    for tensor in _weights(parsed).values():
        result[tensor.dtype] += tensor.stored_bytes
    return dict(result.most_common())


def _size_split(parsed: Parsed, size_bytes: int) -> dict[str, int]:
    weights = weight_bytes(parsed)
    split = {f"weights {dtype}": size for dtype, size in weights.items()}
    weight_buffers = {tensor.buffer for tensor in _weights(parsed).values()}
    constants = {
        tensor.buffer
        for subgraph in parsed.subgraphs
        for tensor in subgraph.tensors
        if tensor.is_constant and tensor.buffer not in weight_buffers
    }
    described = {index for index in parsed.metadata.values() if index < len(parsed.buffers)}
    split["constants"] = sum(parsed.buffers[index] for index in constants)
    split["metadata"] = sum(
        parsed.buffers[index] for index in described - constants - weight_buffers
    )
    split["graph and other"] = max(0, size_bytes - sum(split.values()))
    return {kind: size for kind, size in split.items() if size}


def _packed(path: str | Path) -> dict[str, str]:
    names = ", ".join(packed_names(Path(path)))
    return {"files": names} if names else {}


def _metadata(parsed: Parsed) -> dict[str, str]:
    sparse = sum(tensor.is_sparse for subgraph in parsed.subgraphs for tensor in subgraph.tensors)
    values = {
        "description": parsed.description,
        "min_runtime_version": parsed.min_runtime_version,
        "schema_version": str(parsed.version),
        "entries": ", ".join(parsed.metadata),
        "sparse_tensors": str(sparse) if sparse else "",
        "subgraphs": str(len(parsed.subgraphs)),
    }
    return {name: value for name, value in values.items() if value}
