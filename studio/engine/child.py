"""The "convert" child's entry: which request goes to which handler."""

from __future__ import annotations

import contextlib
import importlib

from studio.core.build_protocol import BuildRequest, FreezeRequest
from studio.core.child import Channel, Reporter, run_loop
from studio.core.child_protocol import WarmUpRequest, WarmUpResult
from studio.core.graph_requests import TakeRequest
from studio.core.requests import InspectRequest
from studio.core.verify_protocol import ReferenceRequest, RunInputRequest
from studio.engine.build import build
from studio.engine.freezing import freeze_source
from studio.engine.inspect import inspect
from studio.engine.reference import reference
from studio.engine.run_input import run_input
from studio.engine.taking import take
from studio.engine.tensorflow_import import load_keras


def serve(channel: Channel) -> None:
    """Answer requests until the parent closes the channel; TensorFlow is imported when needed."""
    run_loop(
        channel,
        {
            WarmUpRequest: warm_up,
            InspectRequest: inspect,
            BuildRequest: build,
            FreezeRequest: freeze_source,
            TakeRequest: take,
            ReferenceRequest: reference,
            RunInputRequest: run_input,
        },
    )


def warm_up(request: WarmUpRequest, reporter: Reporter) -> WarmUpResult:
    """Import TensorFlow, Keras and, where it is installed, the quantizer, while nobody waits."""
    del request
    load_keras(reporter)
    with contextlib.suppress(ImportError):
        importlib.import_module("ai_edge_quantizer.quantizer")
    return WarmUpResult()
