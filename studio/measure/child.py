"""The measuring child: which handler answers which request."""

from __future__ import annotations

from studio.core.child import Channel, Reporter, run_loop
from studio.core.measure_protocol import (
    BurstsRequest,
    CloseSamplingRequest,
    FootprintRequest,
    FootprintResult,
    OpenSamplingRequest,
    ProbeRequest,
    ProbeResult,
    RecordProfileRequest,
    RecordProfileResult,
    SampleRequest,
    SampleResult,
    SummarizeRequest,
)
from studio.core.measurements import BenchmarkResult
from studio.measure.held import HeldSampling


def serve(channel: Channel) -> None:
    """Answer requests until the parent closes the channel."""
    held = HeldSampling()
    run_loop(
        channel,
        {
            FootprintRequest: _footprint,
            SampleRequest: _sample,
            OpenSamplingRequest: held.open,
            BurstsRequest: held.run,
            CloseSamplingRequest: held.close,
            SummarizeRequest: _summarize,
            RecordProfileRequest: _record_profile,
            ProbeRequest: _probe,
        },
    )


def _footprint(request: FootprintRequest, reporter: Reporter) -> FootprintResult:
    from studio.measure.footprint import footprint

    return footprint(request, reporter)


def _sample(request: SampleRequest, reporter: Reporter) -> SampleResult:
    if any(arm.scenario.id == "server" for arm in request.arms):
        from studio.measure.serving import sample_server

        return sample_server(request, reporter)
    from studio.measure.sample import sample

    return sample(request, reporter)


def _summarize(request: SummarizeRequest, reporter: Reporter) -> BenchmarkResult:
    from studio.measure.summarize import summarize

    return summarize(request, reporter)


def _record_profile(request: RecordProfileRequest, reporter: Reporter) -> RecordProfileResult:
    from studio.measure.profile import record_profile

    return record_profile(request, reporter)


def _probe(request: ProbeRequest, reporter: Reporter) -> ProbeResult:
    del reporter
    from studio.runtimes import get_runtime

    return get_runtime(request.implementation).probe()
