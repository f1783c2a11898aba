"""The "torch" child's entry: exported PyTorch programs, run and converted; no TensorFlow here.

PyTorch and TensorFlow could share a process, but each takes half a gigabyte and brings thread
pools of its own, and what one crashes should not end the other.
"""

from __future__ import annotations

import os
from functools import partial

from studio.core.build_protocol import MakeFloatStageRequest
from studio.core.child import Channel, run_loop
from studio.core.verify_protocol import ReferenceRequest, RunInputRequest
from studio.engine.reference import reference
from studio.engine.run_input import run_input
from studio.engine.torch_convert import make_float_stage
from studio.engine.torch_program import TorchPrograms


def serve(channel: Channel) -> None:
    """Answer requests until the parent closes the channel."""
    # its idle threads would spin while they wait for work: of a small network on a busy machine a
    # run took 30 times the CPU time
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    programs = TorchPrograms()
    run_loop(
        channel,
        {
            MakeFloatStageRequest: partial(make_float_stage, programs=programs),
            ReferenceRequest: partial(reference, sources=programs),
            RunInputRequest: partial(run_input, sources=programs),
        },
    )
