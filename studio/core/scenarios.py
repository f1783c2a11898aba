"""Scenarios: in which way samples come to the model, by MLPerf's names.

Source: Reddi et al., "MLPerf Inference Benchmark", ISCA 2020, section III: single-stream (one query
after another), multi-stream (queries of several samples), offline (all samples are there), server
(queries arrive by a Poisson process). Declared once, as targets are.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from studio.core.errors import UsageError
from studio.core.messages.marking import mark
from studio.core.params import (
    ChoiceParam,
    FloatParam,
    IntParam,
    Param,
    ParamValue,
    chosen,
    format_spec,
    parse_spec,
)


class ScenarioKind(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    help: str
    params: tuple[Param, ...] = ()


def _streams(default: int) -> IntParam:
    return IntParam(
        name="streams",
        title=mark("Streams"),
        help=mark("How many copies of the model are loaded; each is run by a thread of its own."),
        default=default,
        minimum=1,
        maximum=64,
    )


SCENARIOS: dict[str, ScenarioKind] = {
    kind.id: kind
    for kind in (
        ScenarioKind(
            id="single-stream",
            title=mark("single-stream"),
            help=mark("One sample after another, as fast as they are done. Latency counts."),
            params=(
                ChoiceParam(
                    name="preprocessing",
                    title=mark("Pre-processing"),
                    help=mark(
                        "Before each run a sample of the given data is pre-processed as declared "
                        "(without data: random 8-bit values are scaled), converted to the input's "
                        "dtype and copied in: not at all, in the same thread, or by another thread "
                        "while the run before is under way."
                    ),
                    default="none",
                    choices=("none", "serial", "pipelined"),
                ),
            ),
        ),
        ScenarioKind(
            id="multi-stream",
            title=mark("multi-stream"),
            help=mark(
                "Each query is one sample for every stream, all run at once; it ends with its last "
                "sample."
            ),
            params=(_streams(4),),
        ),
        ScenarioKind(
            id="offline",
            title=mark("offline"),
            help=mark("All samples are there; the streams share them out. Throughput counts."),
            params=(_streams(2),),
        ),
        ScenarioKind(
            id="server",
            title=mark("server"),
            help=mark(
                "Queries arrive at random at a mean rate; latency counts from the moment at which "
                "a query was due, so waiting is part of it."
            ),
            params=(
                _streams(1),
                FloatParam(
                    name="rate",
                    title=mark("Rate"),
                    help=mark(
                        "Mean number of queries a second; 0: search the highest rate that keeps "
                        "the bound."
                    ),
                    default=0.0,
                    minimum=0.0,
                    maximum=1e6,
                    unit="/ s",
                ),
                FloatParam(
                    name="bound",
                    title=mark("Bound of p99"),
                    help=mark("The latency in ms that 99 % of the queries must keep."),
                    default=100.0,
                    minimum=0.001,
                    maximum=1e6,
                    unit="ms",
                ),
            ),
        ),
    )
}
OFFLINE_SHARE = 16
"""Samples for each stream in a timed query of the offline scenario: handing them out costs little
beside them."""
LEAST_QUERIES = 100
"""Of each arm of the server scenario in each process: for a 99th percentile at all."""
DEFAULT_SCENARIO = "single-stream"


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One of ``SCENARIOS`` with all of its parameters (made by :func:`make_scenario`)."""

    id: str = DEFAULT_SCENARIO
    params: dict[str, ParamValue] = {}

    @property
    def kind(self) -> ScenarioKind:
        return SCENARIOS[self.id]

    @property
    def streams(self) -> int:
        return int(self.params.get("streams", 1))

    @property
    def preprocessing(self) -> str:
        """ "none", "serial" or "pipelined": a stage before each run, and who does it."""
        return str(self.params.get("preprocessing", "none"))

    @property
    def runs_in_caller(self) -> bool:
        """Whether the thread that asks for a query does all that this scenario adds."""
        return self.id == DEFAULT_SCENARIO and self.preprocessing != "pipelined"

    @property
    def samples_per_query(self) -> int:
        """Of those scenarios in which a query is timed as a whole."""
        share = {"multi-stream": 1, "offline": OFFLINE_SHARE}.get(self.id)
        return 1 if share is None else share * self.streams

    @property
    def rate_per_s(self) -> float:
        """0: to be searched."""
        return float(self.params.get("rate", 0.0))

    @property
    def is_search(self) -> bool:
        """Whether the rate of the server scenario is to be searched."""
        return self.id == "server" and not self.rate_per_s

    @property
    def bound_ms(self) -> float:
        return float(self.params.get("bound", 0.0))

    @property
    def is_default(self) -> bool:
        """Whether it goes without saying: runs one after another, and nothing else in them."""
        return self.text == DEFAULT_SCENARIO

    @property
    def text(self) -> str:
        """``ID[:name=value,...]``: what defines the load, and what else is not at its default."""
        return format_spec(self.id, self.kind.params, self.params, self.load)

    @property
    def load(self) -> frozenset[str]:
        """The parameters without which nobody knows what was measured, be they at their default.

        The streams; of queries that come by themselves their rate, or else the bound by which the
        rate was searched.
        """
        of_queries = {"bound" if self.is_search else "rate"} if self.id == "server" else set[str]()
        return frozenset({"streams"} | of_queries)


def are_comparable(first: Scenario, second: Scenario) -> bool:
    """Whether latencies in the one say something of latencies in the other.

    Those of server queries depend on the rate: only the same given rate will do, and what a search
    found never does.
    """
    if "server" not in (first.id, second.id):
        return True
    return first.id == second.id and first.rate_per_s == second.rate_per_s > 0


def seconds_to_serve(scenarios: Sequence[Scenario]) -> float:
    """How long one process must measure these together, so that each has ``LEAST_QUERIES``.

    Of those scenarios whose rate is given; each of ``scenarios`` gets the same part of the time.
    """
    rates = [scenario.rate_per_s for scenario in scenarios if scenario.rate_per_s]
    return len(scenarios) * LEAST_QUERIES / min(rates) if rates else 0.0


def make_scenario(id: str = DEFAULT_SCENARIO, **params: ParamValue) -> Scenario:
    """Raises UsageError: scenario-unknown, parameter-unknown, parameter-invalid."""
    return Scenario(id=id, params=chosen(SCENARIOS, id, params, "scenario-unknown"))


def parse_scenario(text: str) -> Scenario:
    """``ID[:k=v,...]`` of the command line."""
    id, params = parse_spec(text, "--scenario")
    return make_scenario(id, **params)


def refuse_mixed(scenarios: Sequence[Scenario]) -> None:
    """Raises UsageError: scenarios-mixed where server scenarios stand beside others."""
    if len({scenario.id == "server" for scenario in scenarios}) > 1:
        raise UsageError("scenarios-mixed")
