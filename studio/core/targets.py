"""Targets: where and how something runs. A runtime with its options, as data.

``TARGETS`` declares each kind of target once; the command line's ``--target``, the window's choice,
the validation and ``studio targets`` derive from it. Whether a target runs *here* is found out by a
child (see ``TargetsRequest``), never assumed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.messages.marking import mark
from studio.core.opening import Opening
from studio.core.params import (
    ChoiceParam,
    IntParam,
    Param,
    ParamValue,
    chosen,
    format_spec,
    parse_spec,
)
from studio.core.scenarios import Scenario, make_scenario

Family = Literal["litert", "tensorflow", "onnxruntime", "torch"]
"""What may share a process: two families in one would disturb each other's threads and memory."""


class TargetKind(msgspec.Struct, frozen=True, kw_only=True):
    """``formats``: ids of the file formats that it runs.

    ``implementations``: ids in ``studio.runtimes.RUNTIMES``, the preferred one first; another one
    serves where that one cannot be trusted on this machine, and the result says which it was.
    ``packages``: distributions without which it cannot run; ``missing``: what is said without them.
    """

    id: str
    title: str
    help: str
    device: Literal["cpu", "gpu"]
    family: Family
    formats: tuple[str, ...]
    implementations: tuple[str, ...]
    params: tuple[Param, ...] = ()
    packages: tuple[str, ...] = ()
    missing: str = "target-package-missing"


_THREADS = IntParam(
    name="threads",
    title=mark("Threads"),
    help=mark("How many threads the runtime may use."),
    default=1,
    minimum=1,
    maximum=256,
)
_BATCH = IntParam(
    name="batch",
    title=mark("Batch size"),
    help=mark("How many samples go through the model in one run."),
    default=1,
    minimum=1,
    maximum=65_536,
)
_XLA = ChoiceParam(
    name="xla",
    title="XLA",
    help=mark("Compile the function with XLA before it is run."),
    default="off",
    choices=("off", "on"),
)


_PRECISION = ChoiceParam(
    name="precision",
    title=mark("Precision"),
    help=mark("In which the GPU computes what the file has in float32."),
    default="float32",
    choices=("float32", "float16"),
)


_KERNELS = ChoiceParam(
    name="kernels",
    title=mark("Kernels"),
    help=mark("xnnpack: the optimized delegate; builtin: LiteRT's own kernels, in one thread."),
    default="xnnpack",
    choices=("xnnpack", "builtin"),  # "reference" is accepted too, without effect (2.3.0)
)
_INTERPRETER_KERNELS = ChoiceParam(
    name="kernels",
    title=mark("Kernels"),
    help=mark(
        "xnnpack: the optimized delegate; builtin: LiteRT's own optimized kernels; "
        "reference: the plain ones, for numerics."
    ),
    default="xnnpack",
    choices=("xnnpack", "builtin", "reference"),
)

_TENSORFLOW_FORMATS = ("keras", "h5", "savedmodel", "graphdef", "checkpoint")

TARGETS: dict[str, TargetKind] = {
    kind.id: kind
    for kind in (
        TargetKind(
            id="litert-cpu",
            title=mark("LiteRT · CPU"),
            help=mark("LiteRT's compiled model on the CPU, through the library's C interface."),
            device="cpu",
            family="litert",
            formats=("tflite",),
            implementations=("litert-c", "litert-interpreter"),
            params=(_THREADS, _KERNELS),
        ),
        TargetKind(
            id="litert-gpu",
            title=mark("LiteRT · GPU"),
            help=mark("LiteRT's GPU accelerator; a run ends when its outputs have been read."),
            device="gpu",
            family="litert",
            formats=("tflite",),
            implementations=("litert-c-gpu",),
            params=(_PRECISION,),
        ),
        TargetKind(
            id="litert-interpreter",
            title=mark("LiteRT Interpreter · CPU"),
            help=mark("LiteRT's classic interpreter, as most programs on devices still use it."),
            device="cpu",
            family="litert",
            formats=("tflite",),
            implementations=("litert-interpreter",),
            params=(_THREADS, _INTERPRETER_KERNELS),
        ),
        TargetKind(
            id="tensorflow-cpu",
            title=mark("TensorFlow · CPU"),
            help=mark("The model as a tf.function on the CPU, as on a server."),
            device="cpu",
            family="tensorflow",
            formats=_TENSORFLOW_FORMATS,
            implementations=("tensorflow-cpu",),
            params=(_THREADS, _BATCH, _XLA),
        ),
        TargetKind(
            id="tensorflow-gpu",
            title=mark("TensorFlow · GPU"),
            help=mark("The model as a tf.function on a CUDA device, as on a server."),
            device="gpu",
            family="tensorflow",
            formats=_TENSORFLOW_FORMATS,
            implementations=("tensorflow-gpu",),
            params=(_BATCH, _XLA),
        ),
        TargetKind(
            id="onnxruntime-cpu",
            title=mark("ONNX Runtime · CPU"),
            help=mark("An ONNX file by ONNX Runtime's CPU provider."),
            device="cpu",
            family="onnxruntime",
            formats=("onnx",),
            implementations=("onnxruntime-cpu",),
            params=(_THREADS,),
            packages=("onnxruntime",),
        ),
        TargetKind(
            id="torch-cpu",
            title=mark("PyTorch · CPU"),
            help=mark("A .pt2 by PyTorch itself on the CPU, op by op (eager), without gradients."),
            device="cpu",
            family="torch",
            formats=("pt2",),
            implementations=("torch-cpu",),
            params=(_THREADS,),
            packages=("torch",),
            missing="target-needs-torch",
        ),
    )
}
DEFAULT_TARGET = "litert-cpu"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One of ``TARGETS`` with all of its parameters (defaults filled in by :func:`make_target`)."""

    id: str
    params: dict[str, ParamValue] = {}

    @property
    def kind(self) -> TargetKind:
        return TARGETS[self.id]

    @property
    def threads(self) -> int:
        """1 where the target takes no such parameter."""
        return int(self.params.get("threads", 1))

    @property
    def batch(self) -> int:
        return int(self.params.get("batch", 1))

    @property
    def process(self) -> str:
        """Targets that differ in this cannot run in one process.

        TensorFlow's threads and devices are the process's, decided when it starts; so are those of
        PyTorch.
        """
        kind = self.kind
        if kind.family in ("tensorflow", "torch"):
            return f"{kind.family}/{kind.device}/{self.threads}"
        return kind.family

    @property
    def runs_in_caller(self) -> bool:
        """Whether the thread that calls does all of the work, so that its CPU time is the run's.

        TensorFlow hands even a single thread's work to a pool: of 14.7 ms of CPU time of
        MobileNetV2 the calling thread had 1.1.
        """
        kind = self.kind
        return kind.device == "cpu" and kind.family != "tensorflow" and self.threads == 1

    @property
    def text(self) -> str:
        """``ID[:name=value,...]`` without what is at its default; read by :func:`parse_target`."""
        return format_spec(self.id, self.kind.params, self.params)


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a comparison: ``file`` on ``target`` in ``scenario``.

    ``implementation``: the one of the target's that runs it; "" = not decided yet.
    ``allow_code``: a person's yes to code that the file brings along. ``opening``, ``signature``
    (None: the main one): of a source. ``shapes``: of inputs, where the file leaves some open.
    """

    file: str
    target: Target
    implementation: str = ""
    allow_code: bool = False
    opening: Opening = Opening()
    signature: str | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    scenario: Scenario = make_scenario()

    @property
    def samples_per_run(self) -> int:
        """How many samples of data go through the model in what is timed as one run."""
        return self.target.batch * self.scenario.samples_per_query

    @property
    def runs_in_caller(self) -> bool:
        """See Target; whatever has streams runs in their threads."""
        return self.target.runs_in_caller and self.scenario.runs_in_caller


def make_target(id: str = DEFAULT_TARGET, **params: ParamValue) -> Target:
    """A validated target with defaults filled in.

    Raises UsageError: target-unknown, parameter-unknown, parameter-invalid.
    """
    return Target(id=id, params=chosen(TARGETS, id, params, "target-unknown"))


def parse_target(text: str) -> Target:
    """``ID[:k=v,...]`` of the command line. Raises UsageError as :func:`make_target` does."""
    id, params = parse_spec(text, "--target")
    return make_target(id, **params)
