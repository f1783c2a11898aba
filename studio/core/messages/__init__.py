"""Titles and hints of every error and warning code, marked for translation where they stand.

``MESSAGES[code]`` has templates with ``{param}`` places, and ``{by:KEY}`` where they tell people
what to use: each face has that by its own name (``controls.py``). The CLI renders them in English
with :func:`render`; the window looks up the translation of the template first and passes it in.
Each area of the program has its own file; this module only joins them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from studio.core.errors import ErrorInfo, ErrorPlace, StudioError
from studio.core.last_words import last_words
from studio.core.messages import (
    claims,
    conversion,
    data,
    diagnosis,
    doctor,
    foreign,
    graph,
    model,
    overlays,
    process,
    profile,
    run,
    storage,
    usage,
    verdicts,
)
from studio.core.messages.controls import CONTROLS, By, Face
from studio.core.messages.marking import Message, Translate, untranslated

__all__ = [
    "MESSAGES",
    "Face",
    "Message",
    "RenderedError",
    "render",
    "render_error",
    "render_reason",
    "title_of",
]

_AREAS = (
    usage,
    model,
    data,
    doctor,
    foreign,
    conversion,
    run,
    profile,
    graph,
    diagnosis,
    overlays,
    claims,
    process,
    storage,
    verdicts,
)
MESSAGES: dict[str, Message] = {
    code: message for area in _AREAS for code, message in area.MESSAGES.items()
}


class RenderedError(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person reads: field names are those of the CLI's ``{error: ...}`` object, which goes
    without ``ways_out`` (sentences, the best first) and ``places`` where there are none."""

    code: str
    title: str
    hint: str
    detail: str
    ways_out: tuple[str, ...] = ()
    places: tuple[ErrorPlace, ...] = ()


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


_TITLES = {control.option: control.title for control in CONTROLS.values() if control.title}
_BRACKETS = re.compile(r" ?[(（]([^()（）{}]*\{[^()（）]*)[)）]")
"""Of a template: brackets around a place, and the space before them."""
_PLACE = re.compile(r"\{(\w+)")


_WITHOUT_PARAMS = {"model-string-ops": "model-string-input"}
"""Code -> the one that says the same where its parameters are not known."""


def render(
    code: str,
    params: Mapping[str, str],
    translate: Translate = untranslated,
    face: Face = "cli",
) -> tuple[str, str]:
    """Title and hint for ``code``, with options or controls as ``face`` has them, also where a
    parameter names an option; an unknown code is shown as itself, never swallowed. Brackets of a
    template that nothing stands in are left out, those inside a parameter stay."""
    message = MESSAGES.get(code)
    if message is None:
        return code, ""
    values = _Values(params)
    if face == "window":
        named = {name: _TITLES[one] for name, one in params.items() if one in _TITLES}
        values.update({name: translate(title) for name, title in named.items()})
    if "child" in params:
        values["child"] = translate(process.CHILD_NAMES.get(params["child"], params["child"]))
    values["by"] = By(face, translate)
    title, hint = (_filled(translate(text), values) for text in (message.title, message.hint))
    return title, hint


def _filled(template: str, values: _Values, *, only_known: bool = False) -> str:
    """``only_known``: brackets go too that hold a place for which there is no value."""

    def kept(brackets: re.Match[str]) -> str:
        is_known = values.keys() >= set(_PLACE.findall(brackets[0]))
        is_shown = brackets[1].format_map(values) and (is_known or not only_known)
        return brackets[0] if is_shown else ""

    return _BRACKETS.sub(kept, template).format_map(values)


def render_reason(entry: str, path: str, translate: Translate = untranslated) -> str:
    """An entry of ``ModelInfo.macs_unknown_ops`` for a person: an op's name stays as it is.

    A code comes without its parameters: brackets that only those would fill are left out.
    """
    message = MESSAGES.get(_WITHOUT_PARAMS.get(entry, entry))
    values = _Values(path=path, by=By("cli", translate))
    return _filled(translate(message.title), values, only_known=True) if message else entry


def render_error(
    info: ErrorInfo, translate: Translate = untranslated, face: Face = "cli"
) -> RenderedError:
    title, hint = render(info.code, info.params, translate, face)
    ways_out = tuple(
        render(code, {}, translate, face)[0] for code in info.fixes if code in MESSAGES
    )
    detail = last_words(info.detail)
    return RenderedError(info.code, title, hint, detail, ways_out, info.places)


def title_of(error: StudioError) -> str:
    """What went wrong in a few English words, as a log and a terminal say it."""
    return render(error.code, error.params)[0]
