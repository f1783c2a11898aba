"""Sizes of an exported program: numbers, or expressions of symbols that the inputs decide."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_FUNCTIONS: dict[str, Callable[..., int]] = {
    "Integer": lambda value: value,
    "Add": lambda *values: sum(values),
    "Mul": lambda *values: math.prod(values),
    "Max": max,
    "Min": min,
    "FloorDiv": lambda one, other: one // other,
    "CleanDiv": lambda one, other: one // other,
    "Mod": lambda one, other: one % other,
    "PythonMod": lambda one, other: one % other,
    "CeilDiv": lambda one, other: -(-one // other),
    "ModularIndexing": lambda one, by, within: one // by % within,
}


def size_of(size: Mapping[str, Any], symbols: Mapping[str, int]) -> int | None:
    """``size`` as the file writes it; None where it is not known from ``symbols``.

    Raises KeyError, TypeError, ValueError where it is none.
    """
    if "as_int" in size:
        return int(size["as_int"])
    try:
        return _value(_parsed(size), symbols)
    except (LookupError, ArithmeticError, TypeError):
        return None


def symbols_of(sizes: Sequence[Mapping[str, Any]], shape: Sequence[int]) -> dict[str, int] | None:
    """What the symbols in ``sizes`` are at ``shape``; None where no whole number gives it.

    Solved are a symbol alone and its multiples, which is what dynamic inputs are exported as.
    """
    found: dict[str, int] = {}
    for size, dim in zip(sizes, shape, strict=True):
        if "as_int" in size:
            continue
        node = _parsed(size)
        factors = node.args if _name(node) == "Mul" and isinstance(node, ast.Call) else [node]
        names = [name for one in factors if (name := _symbol(one))]
        known = math.prod(_value(one, {}) for one in factors if not _symbol(one))
        if len(names) != 1 or known < 1 or dim % known:
            return None
        if found.setdefault(names[0], dim // known) != dim // known:
            return None
    return found


def _parsed(size: Mapping[str, Any]) -> ast.expr:
    try:
        parsed: ast.expr = ast.parse(size["as_expr"]["expr_str"], mode="eval").body
        return parsed
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def _value(node: ast.expr, symbols: Mapping[str, int]) -> int:
    """Raises LookupError where a function or a symbol is not known."""
    symbol = _symbol(node)
    if symbol:
        return symbols[symbol]
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, symbols)
    if isinstance(node, ast.Call):
        return _FUNCTIONS[_name(node)](*(_value(one, symbols) for one in node.args))
    raise LookupError(ast.dump(node))


def _name(node: ast.expr) -> str:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return node.func.id if is_call else ""  # type: ignore[attr-defined]


def _symbol(node: ast.expr) -> str:
    if _name(node) == "Symbol" and isinstance(node, ast.Call) and node.args:
        first = node.args[0]
        return str(first.value) if isinstance(first, ast.Constant) else ""
    return ""
