"""How far each tensor of an artifact is from its float stage's, and which op put it there."""

from __future__ import annotations

import msgspec

from studio.core.results import InputsFrom


class ErrorFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One tensor against another, over all samples; both as real values.

    ``rmse_over_range``: RMSE / (greatest - least of the float one); None where that is 0.
    ``channel_rmse_over_range``: the same with each channel (last axis) by its own range, averaged
    over the channels (at most 1 for each): an error that only small channels have shows in nothing
    else. None where there is but one channel, and for ops whose last axis is none of channels.
    ``cosine``, ``snr_db`` (10 log10 of the float one's power over the
    error's): None where either is all zeros, or there is no error.
    """

    rmse_over_range: float | None = None
    channel_rmse_over_range: float | None = None
    cosine: float | None = None
    snr_db: float | None = None
    mse: float | None = None

    @property
    def worst(self) -> float | None:
        """What tensors are ranked by: the greater of the two errors over range."""
        known = [
            value
            for value in (self.rmse_over_range, self.channel_rmse_over_range)
            if value is not None
        ]
        return max(known, default=None)

    @property
    def is_worse_by_channel(self) -> bool:
        """Whether :attr:`worst` is the error by channel."""
        return (self.channel_rmse_over_range or 0.0) > (self.rmse_over_range or 0.0)


class TensorError(msgspec.Struct, frozen=True, kw_only=True):
    """A tensor of the artifact, its op, and the tensor of the float stage that it stands for.

    ``cumulative``: both files run from their inputs on. ``local``: what this op alone adds, both
    files' ops fed the same: the float stage's values, as the artifact stores them (so rounding an
    input is not the reader's error but its maker's). None: the op cannot be run alone, or its
    inputs have no counterpart.
    ``least``, ``greatest``: of the float tensor. ``saturated``: share of values that lie, in the
    float stage, outside of what the tensor can hold; 0 for what is not quantized. ``is_dead``:
    constant here, but not in the float stage. ``not_finite``: NaN or infinite here, where the
    float stage is not; ``adds_not_finite``: this op alone makes it so. ``macs``: of the op, see
    Node. ``read_by``: indices of the ops that read the tensor, through what only changes how it
    is stored. ``end_name``: what a signature calls it, where it is an output of the model.
    """

    name: str
    against: str
    op: str
    op_index: int
    node_id: str
    cumulative: ErrorFigures
    local: ErrorFigures | None = None
    least: float = 0.0
    greatest: float = 0.0
    saturated: float = 0.0
    is_dead: bool = False
    not_finite: bool = False
    adds_not_finite: bool = False
    macs: int | None = None
    read_by: tuple[int, ...] = ()
    end_name: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence with its figures. ``code``: a key of core.messages; ``node_id``: where."""

    code: str
    params: dict[str, str] = {}
    node_id: str = ""


class DiagnoseResult(msgspec.Struct, frozen=True, kw_only=True, tag="diagnosed"):
    """``tensors`` in the order of execution. ``unmatched``: ids of nodes that were not compared:
    without a counterpart, inside control flow, or of another shape.

    ``float_stage_sha256``: of the file that it was compared with, made from ``against`` anew or
    from the cache; its own where it is a float .tflite itself.
    """

    artifact: str
    against: str
    sha256: str
    float_stage_sha256: str
    samples: int
    inputs_from: InputsFrom
    tensors: tuple[TensorError, ...]
    findings: tuple[Finding, ...] = ()
    unmatched: tuple[str, ...] = ()


def ranked(tensors: tuple[TensorError, ...]) -> list[TensorError]:
    """What makes NaN first, then by the larger of the local error and that by channel; those
    without one behind, by their cumulative error."""

    def key(one: TensorError) -> tuple[bool, bool, float]:
        local = one.local.worst if one.local is not None else None
        if one.adds_not_finite:
            return False, False, 0.0
        return True, local is None, -((one.cumulative.worst or 0.0) if local is None else local)

    return sorted(tensors, key=key)
