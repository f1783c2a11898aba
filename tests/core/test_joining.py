"""Texts become one as their language joins them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import studio
from studio.core.errors import ErrorPlace
from studio.core.messages import render, render_reason
from studio.core.messages.joining import labelled, numbered, place_text, sentences

_TS = Path(__file__).parents[2] / "resources/translations/studio_zh_CN.ts"
_CHINESE = {
    node.findtext("source", ""): node.findtext("translation", "")
    for node in ElementTree.parse(_TS).iter("message")
}


def chinese(text: str) -> str:
    return _CHINESE.get(text, text)


def test_sentences_and_labels() -> None:
    assert sentences("A title", "A hint.") == "A title. A hint."
    assert sentences("A title", "") == "A title"
    assert sentences("", "") == ""
    assert (
        sentences("没有任何权重为零", "稀疏编码", translate=chinese) == "没有任何权重为零。稀疏编码"
    )
    assert labelled("size", "1 B") == "size: 1 B"
    assert labelled("大小", "1 B", chinese) == "大小：1 B"


def test_the_window_joins_no_sentences_by_itself() -> None:
    joined = re.compile(r"""\}\. \{|["']\. ["']\.join""")
    window = Path(studio.__file__).parent / "ui"
    found = [path.name for path in window.rglob("*.py") if joined.search(path.read_text("utf-8"))]
    assert found == []


def test_one_way_out_is_no_list() -> None:
    assert numbered(("a",)) == ("a",)
    assert numbered(("a", "b")) == ("1. a", "2. b")


def test_an_op_that_is_called_as_its_kind_is_named_once() -> None:
    assert place_text(ErrorPlace(op="Det", name="Det")) == "Det"
    assert place_text(ErrorPlace(op="Det", name="a/Det")) == "Det: a/Det"


def test_no_gap_is_left_where_parameters_are_not_known() -> None:
    assert render_reason("model-string-ops", "m") == "The model takes text"
    assert "?" not in render_reason("model-string-ops", "m", chinese)


def test_child_processes_have_names_in_chinese_too() -> None:
    params = {"child": "convert", "signal": "SIGSEGV"}
    assert render("child-crashed", params)[0] == "The convert process crashed (SIGSEGV)"
    title = render("child-crashed", params, chinese)[0]
    assert title == "转换进程崩溃（SIGSEGV）"
