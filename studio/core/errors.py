"""The one tree of errors.

StudioError                 code + params + detail; shown as title, hint, detail
 ├─ UsageError              the request itself is wrong (exit code 2)
 ├─ ModelError              a file that cannot be opened or understood as a model
 ├─ DataError               a data set that does not fit, or is damaged
 ├─ ConversionError         a converter or quantizer refused, or its result is wrong
 ├─ RunError                an artifact could not be loaded or run
 ├─ ProcessError            a child process crashed, hung, ran out of memory
 └─ StorageError            files, disk, data base

An error is a *code* plus parameters; texts live in ``core.messages`` and are translated where
they are shown. Raise ``ModelError("model-missing", path=str(path))``; ``detail`` takes the
technical remainder (a library's message, a log tail).
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

MOST_PLACES = 10
"""More of them nobody reads."""


class ErrorPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a model something is wrong. ``name``: the op's, or its layer's; ``node``: its id in
    the model's graph, "" = it was not found there."""

    op: str
    name: str
    node: str = ""


class ErrorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An error as data: crosses processes, is stored in histories, is rendered by the faces.

    ``fixes``: codes of messages that say a way out each, the best first.
    """

    code: str
    params: dict[str, str] = {}
    detail: str = ""
    family: str = "StudioError"
    places: tuple[ErrorPlace, ...] = ()
    fixes: tuple[str, ...] = ()


class StudioError(Exception):
    """Base of all expected failures. ``code`` is a key of ``core.messages.MESSAGES``."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, detail: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.params = {name: str(value) for name, value in params.items()}
        self.places: tuple[ErrorPlace, ...] = ()
        self.fixes: tuple[str, ...] = ()

    def info(self) -> ErrorInfo:
        return ErrorInfo(
            code=self.code,
            params=self.params,
            detail=self.detail,
            family=type(self).__name__,
            places=self.places,
            fixes=self.fixes,
        )

    def __str__(self) -> str:
        params = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}({params}) {self.detail}".rstrip()


class UsageError(StudioError):
    exit_code: ClassVar[int] = 2


class ModelError(StudioError):
    pass


class DataError(StudioError):
    pass


class ConversionError(StudioError):
    pass


class RunError(StudioError):
    pass


class ProcessError(StudioError):
    pass


class StorageError(StudioError):
    pass


_FAMILIES: dict[str, type[StudioError]] = {
    cls.__name__: cls
    for cls in (
        StudioError,
        UsageError,
        ModelError,
        DataError,
        ConversionError,
        RunError,
        ProcessError,
        StorageError,
    )
}


def from_info(info: ErrorInfo) -> StudioError:
    """The exception that ``info`` describes: a child's error is raised again in the parent."""
    error = _FAMILIES.get(info.family, StudioError)(info.code, info.detail)
    error.params = dict(info.params)
    error.places, error.fixes = info.places, info.fixes
    return error
