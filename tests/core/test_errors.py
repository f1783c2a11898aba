"""Errors cross processes as data; every code that is raised has its words."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import studio
from studio.core import errors
from studio.core.errors import ErrorInfo, StudioError, from_info
from studio.core.messages import MESSAGES, Face, render, render_error, render_reason
from studio.core.messages.controls import CONTROLS
from studio.core.phases import PHASES

FAMILIES = [
    cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, StudioError)
]
SOURCES = sorted(Path(studio.__file__).parent.rglob("*.py"))
_NAMES = "|".join(cls.__name__ for cls in FAMILIES)
_RAISED = re.compile(rf"\b(?:{_NAMES})\(\s*\"([a-z0-9-]+)\"")
_WARNED = re.compile(r"ModelWarning\(\s*code=\"([a-z0-9-]+)\"")
_PHASE = re.compile(r"(?:\.phase\(|Phase\(name=|JobWaiting\(reason=)\s*\"([a-z0-9-]+)\"")


@given(
    st.sampled_from(FAMILIES),
    st.text(min_size=1),
    st.dictionaries(st.text("abc", min_size=1), st.text()),
    st.text(),
)
def test_an_error_survives_the_wire(
    family: type[StudioError], code: str, params: dict[str, str], detail: str
) -> None:
    error = family(code, detail)
    error.params = params
    info = msgspec.json.decode(msgspec.json.encode(error.info()), type=ErrorInfo)
    again = from_info(info)
    assert type(again) is family
    assert (again.code, again.params, again.detail) == (code, params, detail)
    assert again.exit_code == family.exit_code
    assert render_error(info).detail == detail


def found(pattern: re.Pattern[str]) -> dict[str, str]:
    return {
        code: f"{source.name}"
        for source in SOURCES
        for code in pattern.findall(source.read_text(encoding="utf-8"))
    }


def test_every_code_in_the_program_has_its_words() -> None:
    codes = {**found(_RAISED), **found(_WARNED)}
    assert len(codes) > 20
    assert {code: where for code, where in codes.items() if code not in MESSAGES} == {}


def test_every_phase_in_the_program_has_its_words() -> None:
    names = found(_PHASE)
    assert len(names) > 5
    assert {name: where for name, where in names.items() if name not in PHASES} == {}


@pytest.mark.parametrize("code", MESSAGES)
def test_templates_are_well_formed(code: str) -> None:
    message = MESSAGES[code]
    places = [
        (name, spec)
        for text in (message.title, message.hint)
        for _, name, spec, _ in Formatter().parse(text)
        if name is not None
    ]
    names = [name for name, _ in places if name != "by"]
    assert all((spec in CONTROLS) if name == "by" else not spec for name, spec in places)
    assert message.title
    assert all(re.fullmatch(r"[a-z_0-9]+", name) for name in names)
    faces: tuple[Face, ...] = ("cli", "window")
    for face in faces:
        title, hint = render(code, dict.fromkeys(names, "VALUE"), face=face)
        assert "{" not in title + hint
        assert (title + hint).count("()") == (message.title + message.hint).count("()")


def test_the_window_speaks_of_no_options() -> None:
    """In those codes alone that the command line raises, or that say that there is no window."""
    others = [source for source in SOURCES if "cli" not in source.parts]
    texts = "\n".join(
        source.read_text(encoding="utf-8") for source in others if "messages" not in source.parts
    )
    told = {code: " ".join(render(code, {}, face="window")) for code in MESSAGES}
    typed = re.compile(r"(?<!pip install )--[a-z]|“studio |studio [a-z]+ [A-Z]|studio setup")
    assert {
        code: text for code, text in told.items() if typed.search(text) and f'"{code}"' in texts
    }.keys() == {"display-missing"}
    assert "--allow-code" in render("model-needs-code", {})[1]
    error = ErrorInfo(
        code="argument-invalid",
        params={"name": "--goal", "value": "2"},
        fixes=("fix-static-shape",),
    )
    assert render_error(error).title == "“2” is no valid --goal"
    shown = render_error(error, face="window")
    assert shown.title == "“2” is no valid Goal"
    assert shown.ways_out == ("Fix the shapes of the inputs (“Input shapes…”).",)


def test_the_command_line_speaks_of_no_window_control() -> None:
    """A title may be a plain word of a sentence; in quotes it is something to be clicked."""
    typed = {control.option for control in CONTROLS.values()}
    clicked = {one.title.rstrip("…") for one in CONTROLS.values() if one.title not in typed}
    quoted = re.compile("“(?:" + "|".join(map(re.escape, clicked)) + ")…?”")
    told = {code: " ".join(render(code, {})) for code in MESSAGES}
    assert {code: text for code, text in told.items() if quoted.search(text)} == {}
    assert "studio bisect MODEL … -o crash.zip" in told["child-crashed"]
    assert "“Save a report…”" in render("child-crashed", {}, face="window")[1]


def test_what_the_window_has_no_control_for_is_left_out() -> None:
    title, hint = render("output-exists", {"path": "a"}, face="window")
    assert title == "a exists already"
    assert hint == "Choose another name, or agree that it is replaced."


def test_brackets_of_a_template_go_where_they_are_empty_and_those_of_a_value_stay() -> None:
    params = {"given": "()", "name": "Dense.__init__()", "wanted": "(1, 4)"}
    assert render("shape-does-not-fit", params)[0] == (
        "The shape () does not fit the input “Dense.__init__()” ((1, 4))"
    )
    assert render("child-crashed", {"child": "convert", "signal": ""})[0] == (
        "The convert process crashed"
    )


def test_a_reason_keeps_the_brackets_of_its_file() -> None:
    assert render_reason("model-damaged", "/what (really?)/net.keras") == (
        "/what (really?)/net.keras is damaged or is not what its name says"
    )
    assert render_reason("MyOp()", "") == "MyOp()"


def test_an_unknown_code_is_shown_as_itself() -> None:
    assert render("no-such-code", {}) == ("no-such-code", "")


def test_what_is_to_be_typed_can_be_pasted() -> None:
    """A shell and Python know straight quotes alone."""
    translations = Path(__file__).parents[2] / "resources/translations/studio_zh_CN.ts"
    texts = [text for message in MESSAGES.values() for text in (message.title, message.hint)]
    texts += [node.text or "" for node in ElementTree.parse(translations).iter("translation")]
    curly = re.compile(r"pip install (?:--\S+ )?“|[a-z_]\(“[^{]|==[^ ]*”")
    assert [text for text in texts if curly.search(text)] == []
