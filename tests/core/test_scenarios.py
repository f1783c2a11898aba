"""Scenarios as data: text and back, wrong ones refused."""

from __future__ import annotations

import pytest

from studio.core.errors import UsageError
from studio.core.scenarios import make_scenario, parse_scenario


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("single-stream", "single-stream"),
        ("single-stream:preprocessing=serial", "single-stream:preprocessing=serial"),
        ("multi-stream", "multi-stream:streams=4"),
        ("offline", "offline:streams=2"),
        ("offline:streams=2", "offline:streams=2"),
        ("offline:streams=8", "offline:streams=8"),
        ("server", "server:streams=1,bound=100.0"),
        ("server:rate=12.5", "server:streams=1,rate=12.5"),
        ("server:streams=2,rate=12.5,bound=5", "server:streams=2,rate=12.5,bound=5.0"),
    ],
)
def test_text_says_what_defines_the_load_and_back(given: str, text: str) -> None:
    """Nobody knows the defaults by heart: how many streams there were is said, whoever chose it."""
    assert parse_scenario(given).text == text
    assert parse_scenario(text) == parse_scenario(given)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("batch", "scenario-unknown"),
        ("single-stream:streams=2", "parameter-unknown"),
        ("offline:streams=0", "parameter-invalid"),
        ("server:rate=fast", "parameter-invalid"),
    ],
)
def test_wrong_scenarios_are_refused(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_scenario(text)
    assert caught.value.code == code


def test_what_a_scenario_says() -> None:
    server = make_scenario("server", rate=20, bound=5)
    assert (server.streams, server.rate_per_s, server.bound_ms) == (1, 20.0, 5.0)
    assert (make_scenario().streams, make_scenario("multi-stream").streams) == (1, 4)


def test_only_the_plain_scenario_goes_without_saying() -> None:
    assert make_scenario().is_default
    assert not parse_scenario("single-stream:preprocessing=serial").is_default
    assert not make_scenario("offline").is_default
