"""Options that several commands take as one value: declared once, read once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Result = TypeVar("Result")


def grouped(
    command: Callable[..., Result], place: str, make: Callable[..., Any]
) -> Callable[..., Result]:
    """``command`` with the options of ``make`` where it has the parameter ``place``, which then
    gets what ``make`` makes of them.

    Typer reads a command's options off its signature, which is why it is put together here.
    """
    own = inspect.signature(command, eval_str=True)
    shared = inspect.signature(make, eval_str=True).parameters
    parameters = [
        parameter
        for found in own.parameters.values()
        for parameter in (shared.values() if found.name == place else (found,))
    ]

    @wraps(command)
    def joined(**values: Any) -> Result:
        made = make(**{name: values.pop(name) for name in shared})
        return command(**values, **{place: made})

    joined.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in parameters]
    )
    return joined
