"""Scenarios as data: text and back, wrong ones refused."""

from __future__ import annotations

import pytest

from studio.core.errors import UsageError
from studio.core.scenarios import SCENARIOS, make_scenario, parse_scenario


@pytest.mark.parametrize("text", [*SCENARIOS, "offline:streams=8", "server:streams=2,rate=12.5"])
def test_text_and_back(text: str) -> None:
    assert parse_scenario(text).text == text


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
