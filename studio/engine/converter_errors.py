"""What TensorFlow's converter says when it refuses, read: which ops, where, and the ways out.

Its messages are those of MLIR: a location for each complaint, written fused["Op:", "name"], inside
of callsite(...) where the op stands in a function that was called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.core.errors import MOST_PLACES, ConversionError, ErrorPlace
from studio.core.model import Graph

_MISSING_OPS = re.compile(r"(TF Select|Custom) ops: ([^\n]+)")
_PLACE = re.compile(r'fused\["([\w.]+):", "([^"]+)"\]')
_COMPLAINT = re.compile(r"error: loc\((.*)")
_CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall", "TFPartitionedCall"})
_NEEDS_STATIC = "element_shape to be static"
_OPERANDS = re.compile(r"^\s*tf\.\w+(\(tensor[^\n]*)", re.MULTILINE)
"""Of the ops that there are no kernels for, under "Details:"."""
_HALF = re.compile(r"tensor<(?:[\dx?*]*x)?(?:f16|bf16)>")


def explained(error: Exception, is_dynamic: bool, select_tf_ops: bool = False) -> ConversionError:
    """The converter's ``error`` in our words. ``is_dynamic``: some input dimension is open;
    ``select_tf_ops``: ops of TensorFlow were allowed."""
    text = str(error)
    detail = f"{type(error).__name__}: {text}"[-6000:]
    places = tuple(dict.fromkeys(_places(text)))[:MOST_PLACES]
    missing = dict(_missing(text))
    operands = _OPERANDS.findall(text)
    if operands and all(map(_HALF.search, operands)):
        return _made("conversion-half-precision", detail, places, ["fix-full-precision"])
    if missing:
        fixes = ["fix-replace-op"]
        if "TF Select" in missing and not select_tf_ops:
            fixes.append("fix-select-tf-ops")
        if "Custom" in missing:
            fixes.append("fix-custom-op")
        names = ", ".join(sorted({name for group in missing.values() for name in group}))
        code = "conversion-unsupported-flex" if select_tf_ops else "conversion-unsupported-ops"
        return _made(code, detail, places, fixes, ops=names)
    if _NEEDS_STATIC in text:
        return _made("conversion-needs-fixed-batch", detail, places, ["fix-fixed-batch"])
    fixes = ["fix-static-shape"] if is_dynamic else []
    if places:
        fixes += ["fix-other-route", "fix-replace-op"]
        ops = ", ".join(dict.fromkeys(place.op for place in places))
        return _made("conversion-op-refused", detail, places, fixes, ops=ops)
    reason = _first_line(text)
    return _made("conversion-failed", detail, (), [*fixes, "fix-other-route"], reason=reason)


def located(error: ConversionError, graph: Graph) -> ConversionError:
    """``error`` with the nodes of ``graph`` in which its places are; unknown ones stay unknown."""
    by_id = {node.id: node.name for node in graph.nodes}
    by_name = {
        name: node.id
        for node in reversed(graph.nodes)
        for name in (node.name.split(", ")[0], node.name.split(":")[0])  # the first that it makes
    }
    found = []
    for place in error.places:
        names = dict.fromkeys((place.name, *place.name.split(";")))  # a .tflite joins names so
        node = next(filter(None, (_node(name, by_id, by_name) for name in names)), "")
        name = by_id.get(node, place.name)
        name = place.name if name.startswith(place.name) else name
        found.append(ErrorPlace(op=place.op, name=name, node=node))
    error.places = tuple(dict.fromkeys(found))
    return error


def _node(name: str, by_id: dict[str, str], by_name: dict[str, str]) -> str:
    """The op called so, else the layer within whose scopes it stands, else ""."""
    if f"0/{name}" in by_id:
        return f"0/{name}"
    scopes = name.split("/")
    for start in range(len(scopes)):
        for end in range(len(scopes), start, -1):
            path = "/".join(scopes[start:end])
            plain = "/".join(re.sub(r"_\d+$", "", scope) for scope in scopes[start:end])
            last = "/".join([*scopes[start : end - 1], re.sub(r"_\d+$", "", scopes[end - 1])])
            # Keras adds a number to a layer's name for each call of it
            for candidate in (last, path, plain):
                if candidate in by_name:
                    return by_name[candidate]
    return ""


def _made(
    code: str, detail: str, places: tuple[ErrorPlace, ...], fixes: list[str], **params: str
) -> ConversionError:
    error = ConversionError(code, detail, **params)
    error.places = places
    error.fixes = tuple(fixes)
    return error


def _places(text: str) -> Iterator[ErrorPlace]:
    for complaint in _COMPLAINT.findall(text):
        for op, name in _PLACE.findall(complaint):
            if op not in _CALLS:
                yield ErrorPlace(op=op, name=name.split("@")[0])
                break  # the first is the op itself, the others are who called it


def _missing(text: str) -> Iterator[tuple[str, set[str]]]:
    for kind, names in _MISSING_OPS.findall(text):
        yield kind, {name.strip() for name in names.split(",")}


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0][:200] if lines else "no message"
