"""The "setup" child's entry: installs what runs beside Studio; TensorFlow is not imported."""

from __future__ import annotations

from studio.core.build_protocol import MakeEnvironmentRequest
from studio.core.child import Channel, run_loop
from studio.engine.setup_onnx import make_environment


def serve(channel: Channel) -> None:
    run_loop(channel, {MakeEnvironmentRequest: make_environment})
