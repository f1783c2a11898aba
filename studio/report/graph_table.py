"""The nodes of a graph as CSV: one line each, in the order of execution, in full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from studio.core.model import Graph, GraphTensor, Node
from studio.core.overlays import Overlay
from studio.report.exports import as_cell

NODE_COLUMNS = (
    "index", "subgraph", "id", "op", "name", "precision", "inputs", "outputs", "output_shapes",
    "output_dtypes", "output_bytes", "macs", "parameters", "parameters_counted_at",
    "parameters_shared_with", "attributes",
)  # fmt: skip


def graph_csv(graph: Graph, overlays: Sequence[Overlay] = ()) -> str:
    """A column for each overlay with its kind and unit, errors in percent of the range; none for
    one whose values stand there anyway. What is unknown stays empty.

    Inputs are those that are no constants. Several names, shapes or types are joined by "; ".
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    overlays = [one for one in overlays if overlay_column(one) not in NODE_COLUMNS]
    writer.writerow((*NODE_COLUMNS, *map(overlay_column, overlays)))
    for node in graph.nodes:
        writer.writerow((*_row(graph, node), *(_value(one, node) for one in overlays)))
    return stream.getvalue()


def overlay_column(overlay: Overlay) -> str:
    """ "time_share", "macs", "worst_local_error_percent"."""
    kind = overlay.kind.replace("-", "_")
    if overlay.unit == "error":
        return f"worst_{kind}_percent"
    unit = overlay.unit
    return f"{kind}_{unit}" if unit and unit != kind else kind


def _value(overlay: Overlay, node: Node) -> float | str:
    if node.id in overlay.classes:
        return overlay.classes[node.id]
    value = overlay.numbers.get(node.id, "")
    return 100 * value if overlay.unit == "error" and isinstance(value, float) else value


def _row(graph: Graph, node: Node) -> Iterable[object]:
    fed = [graph.tensors[index] for index in node.inputs if index >= 0]
    made = [graph.tensors[index] for index in node.outputs if index >= 0]
    return (
        node.index,
        node.subgraph,
        as_cell(node.id),
        as_cell(node.op),
        as_cell(node.name),
        node.precision,
        as_cell("; ".join(tensor.name for tensor in fed if not tensor.is_constant)),
        as_cell("; ".join(tensor.name for tensor in made)),
        "; ".join(map(_shape, made)),
        "; ".join(tensor.dtype for tensor in made),
        sum(tensor.size_bytes for tensor in made),
        "" if node.macs is None else node.macs,
        node.parameters,
        " ".join(map(str, node.counted_at)),
        " ".join(map(str, node.shared_with)),
        as_cell("; ".join(f"{name}={value}" for name, value in node.attributes.items())),
    )


def _shape(tensor: GraphTensor) -> str:
    return "x".join("?" if dim is None else str(dim) for dim in tensor.shape) or "scalar"
