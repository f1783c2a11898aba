"""Of a crash, the library's own words are shown, not Python's stack."""

from __future__ import annotations

from studio.core.errors import ErrorInfo
from studio.core.last_words import last_words
from studio.core.messages import render_error

_REASON = "error: scale out of expressed type range [1.401298e-45, 3.402823e+38]"
_CRASH = f"""[00:57:06] request: {{"type":"convert"}}
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795654629.051430    3435 port.cc:153] oneDNN custom operations are on.
E0000 00:00:1795654629.250123    3435 cuda_platform.cc:52] failed call to cuInit
{_REASON}
{_REASON}
Fatal Python error: Segmentation fault

Current thread 0x00007feb3fc0eb80 (most recent call first):
  File "/a/site-packages/tensorflow/lite/python/lite.py", line 1961 in convert
  File "/a/studio/engine/build.py", line 91 in build
  File "<frozen runpy>", line 198 in _run_module_as_main

Extension modules: msgspec._core, numpy._core._multiarray_umath, numpy.linalg._umath_linalg, num"""


def test_the_reason_comes_first_and_no_frame_is_left() -> None:
    lines = last_words(_CRASH).splitlines()
    assert lines[0] == _REASON
    assert lines[1].endswith("failed call to cuInit")
    assert len(lines) == 2
    shown = render_error(ErrorInfo(code="child-crashed", params={}, detail=_CRASH))
    assert shown.detail == last_words(_CRASH)


def test_a_tail_that_begins_within_the_stack_ends_in_no_half_word() -> None:
    tail = _CRASH.partition("Fatal Python")[2].partition("\n")[2]
    tail = tail.replace("Extension modules: msgspec._core", "_core")
    assert last_words(tail) == ""


def test_a_traceback_stays_as_it_is() -> None:
    text = 'Traceback:\n  File "a.py", line 3, in f\nValueError: no'
    assert last_words(text) == text
