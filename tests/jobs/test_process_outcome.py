"""Return codes as errors that a person understands."""

from __future__ import annotations

import pytest

from studio.core.messages import render_error
from studio.jobs.outcome import death_error


@pytest.mark.parametrize(
    ("returncode", "short", "code", "says"),
    [
        (-11, False, "child-crashed", "SIGSEGV"),
        (139, False, "child-crashed", "SIGSEGV"),
        (-6, False, "child-aborted", "SIGABRT"),
        (-9, False, "child-killed", "SIGKILL"),
        (-9, True, "child-killed-memory-probable", "memory"),
        (-15, True, "child-killed", "SIGTERM"),
        (0xC0000005, False, "child-crashed", "access violation"),
        (0xC0000005 - 2**32, False, "child-crashed", "access violation"),
        (0xC0000409, False, "child-aborted", "fast fail"),
        (1, False, "child-ended", "1"),
        (0, True, "child-ended", "0"),
    ],
)
def test_each_end_has_its_words(returncode: int, short: bool, code: str, says: str) -> None:
    rendered = render_error(death_error("convert", returncode, "tail", short).info())
    assert rendered.code == code
    assert says in rendered.title
    assert rendered.hint
    assert rendered.detail == "tail"
