"""Arguments and names of ops in the description of an exported PyTorch program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

DTYPES = {
    1: "uint8", 2: "int8", 3: "int16", 4: "int32", 5: "int64", 6: "float16", 7: "float32",
    8: "float64", 9: "complex32", 10: "complex64", 11: "complex128", 12: "bool", 13: "bfloat16",
    28: "uint16",
}  # fmt: skip
"""PyTorch's numbers of types in such files -> numpy's names."""


def tensor_names(argument: Mapping[str, Any]) -> Iterator[str]:
    ((kind, value),) = argument.items()
    if kind == "as_tensor":
        yield str(value["name"])
    elif kind == "as_optional_tensor" and "as_tensor" in value:
        yield str(value["as_tensor"]["name"])
    elif kind == "as_tensors":
        yield from (str(one["name"]) for one in value)
    elif kind == "as_optional_tensors":
        for one in value:
            yield from tensor_names({"as_optional_tensor": one})


def plain_value(argument: Mapping[str, Any]) -> Any:
    """The value of an argument that is no tensor. Raises ValueError for others."""
    ((kind, value),) = argument.items()
    if kind == "as_none":
        return None
    if kind in ("as_int", "as_float", "as_bool", "as_string"):
        return value
    raise ValueError(f"an input of kind {kind}")


def argument_text(argument: Mapping[str, Any]) -> str | None:
    ((kind, value),) = argument.items()
    if kind in ("as_int", "as_float", "as_bool", "as_string"):
        return str(value)[:200]
    if kind in ("as_ints", "as_floats", "as_bools"):
        return ", ".join(map(str, value[:16]))
    if kind == "as_scalar_type":
        return DTYPES.get(int(value), str(value))
    return None


def op_name(target: str) -> str:
    """ "conv2d" of torch.ops.aten.conv2d.default; other namespaces stay in front."""
    parts = target.removeprefix("torch.ops.").split(".")
    if parts[0] == "aten" and len(parts) > 1:
        return parts[1]
    return target.removeprefix("_operator.") if parts[0] == "_operator" else ".".join(parts[:2])


def scoped_name(name: str, metadata: Mapping[str, Any]) -> str:
    """With the path of the module in front whose code made the op."""
    stack = str(metadata.get("nn_module_stack") or "").split(";")[-1].split(",")
    path = stack[1] if len(stack) > 2 else ""
    return f"{path.replace('.', '/')}/{name}" if path else name
