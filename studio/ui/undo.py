"""Undo of one edit in a session that has moved on since: a three-way merge of frozen data.

Jobs report while the user edits, so undo cannot restore an old snapshot; it takes back only what
the edit changed. ``merge(base, target, current)``: what differs between ``base`` and ``target`` is
applied to ``current``, all else of ``current`` stays.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def merge(base: T, target: T, current: T) -> T:
    """``current`` with the change from ``base`` to ``target`` applied; on conflict ``target`` wins.

    Structs are merged field by field, tuples of structs with an ``id`` item by item.
    """
    if base is target or base == target:
        return current
    if current is base or current == base:
        return target
    if (
        isinstance(base, msgspec.Struct)
        and isinstance(current, msgspec.Struct)
        and type(base) is type(target) is type(current)
    ):
        fields = {
            name: merge(getattr(base, name), getattr(target, name), getattr(current, name))
            for name in base.__struct_fields__
        }
        return msgspec.structs.replace(current, **fields)
    if all(_is_identified(value) for value in (base, target, current)):
        return _merge_items(base, target, current)  # type: ignore[return-value, arg-type]
    return target


def _is_identified(value: Any) -> bool:
    return isinstance(value, tuple) and all(hasattr(item, "id") for item in value)


def _merge_items(
    base: tuple[Any, ...], target: tuple[Any, ...], current: tuple[Any, ...]
) -> tuple[Any, ...]:
    old = {item.id: item for item in base}
    new = {item.id: item for item in target}
    merged = [
        merge(old[item.id], new[item.id], item) if item.id in old and item.id in new else item
        for item in current
        if not (item.id in old and item.id not in new)
    ]
    present = {item.id for item in merged}
    for position, item in enumerate(target):
        if item.id not in old and item.id not in present:
            merged.insert(min(position, len(merged)), item)
    return tuple(merged)
