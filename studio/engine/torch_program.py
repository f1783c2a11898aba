"""An exported PyTorch program in memory: loaded once, run at given shapes, ready to be converted.

PyTorch is imported when the first one is loaded; it and litert-torch are optional.
"""

from __future__ import annotations

import importlib.util
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import ConversionError, ModelError, RunError
from studio.core.model import Graph, Signature, TensorSpec
from studio.core.opening import AS_FOUND, Opening
from studio.engine.fingerprint import source_sha256
from studio.graph.torch_archive import write_checked
from studio.graph.torch_model import require_no_code
from studio.graph.torch_reader import TorchModel, model_of, read_model

PACKAGES = ("torch", "litert-torch")
RUN_ERRORS = (RuntimeError, ValueError, TypeError, AssertionError, IndexError)
"""What PyTorch raises where it cannot run what it was given."""
_DTYPES = ("float16", "float32", "float64", "bool", "uint8", "int8", "int16", "int32", "int64")


@dataclass(frozen=True)
class TorchProgram:
    """``program``: torch's ExportedProgram. ``signatures``: one, dimensions open as in the file.

    ``path``: where it was found last; nothing more is read from there.
    """

    path: Path
    program: Any
    model: TorchModel

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return (self.model.signature,)

    def flat(self) -> Any:
        """A module of flat tensors in, flat tensors out, in the order of the signature; it is made
        to be traced: running it takes three times as long as :meth:`caller`."""
        return _flat_module(self.program, dict(self.model.constants))

    def caller(self) -> TorchCaller:
        """The program as it is run."""
        spec = self.program.call_spec.in_spec
        return TorchCaller(_module(self.program), spec, dict(self.model.constants))


@dataclass(frozen=True)
class TorchCaller:
    """The program's own module, called the way its author would, op by op and without gradients.

    ``spec``: torch's description of its arguments; ``constants``: place among them -> a value that
    is none of the inputs.
    """

    module: Any
    spec: Any
    constants: Mapping[int, Any]

    def arguments(self, tensors: Sequence[Any]) -> tuple[Any, Any]:
        """Positional and named ones, with ``tensors`` in the order of the signature."""
        from torch.utils import _pytree

        leaves = _leaves(tensors, self.constants)
        args, kwargs = _pytree.tree_unflatten(leaves, self.spec)
        return args, kwargs

    def call(self, args: Any, kwargs: Any) -> Any:
        """Nothing but the run. Raises what PyTorch does."""
        import torch

        with torch.inference_mode():
            return self.module(*args, **kwargs)


@dataclass(frozen=True)
class TorchFunction:
    """A program at the shapes of ``signature``, as :class:`studio.engine.traced.Traced` is used."""

    caller: TorchCaller
    signature: Signature
    graph: Graph
    is_stateful: bool = False

    def reset(self) -> None:
        """A program that keeps state is not run."""

    def run(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """One call; arrays carry the batch dimension of the signature. Raises RunError."""
        import torch

        given = [torch.from_numpy(np.array(inputs[spec.name])) for spec in self.signature.inputs]
        try:
            results = self.caller.call(*self.caller.arguments(given))
        except RUN_ERRORS as error:
            raise RunError("source-run-failed", str(error)[:2000]) from error
        names = [spec.name for spec in self.signature.outputs]
        return {name: value.numpy() for name, value in zip(names, tensors_of(results), strict=True)}


class TorchPrograms:
    """Keeps the last loaded program; stands where the TensorFlow child has its SourceCache."""

    def __init__(self) -> None:
        self._key: tuple[str, bool, tuple[str, ...]] | None = None
        self._program: TorchProgram | None = None

    def open(
        self, path: Path, allow_code: bool, reporter: Reporter, opening: Opening = AS_FOUND
    ) -> TorchProgram:
        """Raises what ``load_program`` does."""
        key = (source_sha256(path), allow_code, opening.agreed)
        if self._program is None or key != self._key:
            self._program = None
            self._program = load_program(path, allow_code, reporter.phase, opening)
            self._key = key
        return replace(self._program, path=path)

    def traced(
        self, source: TorchProgram, signature: Signature, reporter: Reporter
    ) -> TorchFunction:
        """``source`` at the shapes of ``signature``, all of them known."""
        del reporter
        found = model_of(source.path, source.model.archive, _shapes(signature))
        known = Signature(name=signature.name, inputs=signature.inputs, outputs=found.outputs)
        return TorchFunction(source.caller(), known, found.graph)

    def macs(self, traced: TorchFunction) -> int | None:
        """Of one run; None where some op cannot be counted."""
        counts = [node.macs for node in traced.graph.nodes]
        return None if None in counts else sum(count or 0 for count in counts)


def tensors_of(results: Any) -> tuple[Any, ...]:
    """The tensors in what a program gives, in the order of its signature."""
    import torch
    from torch.utils import _pytree

    found = _pytree.tree_leaves(results)
    return tuple(one for one in found if isinstance(one, torch.Tensor))


def require_torch(path: Path, modules: Sequence[str] = ("torch", "litert_torch")) -> None:
    """Raises ConversionError torch-missing, with the ways to get it, where one of them is."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        error = ConversionError("torch-missing", path=path)
        error.fixes = ("fix-install-torch", "fix-convert-elsewhere")
        raise error


def torch_versions() -> dict[str, str]:
    """Of what decides the bytes of a float stage. Read without importing them."""
    return {name: metadata.version(name) for name in PACKAGES}


def sample_tensor(spec: TensorSpec) -> Any:
    """Zeros of the shape and type of ``spec``: a program is traced by shapes, not by values."""
    import torch

    return torch.zeros([dim or 1 for dim in spec.shape], dtype=getattr(torch, spec.dtype))


def load_program(
    path: Path, allow_code: bool, phase: Callable[[str], object], opening: Opening = AS_FOUND
) -> TorchProgram:
    """Raises ModelError: those of ``read_model`` and ``require_no_code``, torch-keeps-state,
    torch-dtype, torch-load-failed; ConversionError torch-missing. ``phase`` is told each one.
    """
    model = read_model(path, {})
    is_allowed = require_no_code(path, model.archive, allow_code, opening)
    if model.mutated:
        raise ModelError("torch-keeps-state", path=path, names=", ".join(model.mutated[:3]))
    _require_dtypes(path, model)
    require_torch(path, ("torch",))
    phase("loading-torch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch

        phase("loading-model")
        try:
            program = _program(torch, path, model, is_allowed)
        except (MemoryError, ModelError):
            raise
        except Exception as error:  # its reader has no class of its own for what it cannot read
            raise ModelError(
                "torch-load-failed",
                f"{type(error).__name__}: {error}"[:4000],
                path=path,
                version=torch.__version__,
                saved=model.archive.program.get("torch_version") or "?",
                reason=(str(error).strip().splitlines() or [type(error).__name__])[0][:200],
            ) from error
    return TorchProgram(path, program, model)


def _program(torch: Any, path: Path, model: TorchModel, allow_code: bool) -> Any:
    """Without a yes it is no more of the file than what was checked, whatever lies there by now."""
    if allow_code:
        return torch.export.load(str(path))
    with tempfile.TemporaryDirectory() as folder:
        checked = Path(folder) / "checked.pt2"
        write_checked(path, model.archive, checked)
        return torch.export.load(str(checked))


def _require_dtypes(path: Path, model: TorchModel) -> None:
    """Raises ModelError torch-dtype for values that neither numpy nor LiteRT has."""
    ends = (*model.signature.inputs, *model.signature.outputs)
    odd = {spec.dtype or "?" for spec in ends if spec.dtype not in _DTYPES}
    if odd:
        raise ModelError("torch-dtype", path=path, dtypes=", ".join(sorted(odd)))


def _flat_module(program: Any, constants: dict[int, Any]) -> Any:
    import torch
    from torch.fx import traceback as fx_traceback

    class Flat(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = _module(program)

        def train(self, mode: bool = True) -> Any:
            """An exported program is what it was when it was exported."""
            del mode
            return self

        def forward(self, *tensors: Any) -> tuple[Any, ...]:
            leaves = _leaves(tensors, constants)
            # tracing the interpreter keeps which layer each op is of; calling the module would not
            with fx_traceback.preserve_node_meta():
                return tensors_of(torch.fx.Interpreter(self.inner).run(*leaves))

    return Flat()


def _module(program: Any) -> Any:
    """Its own checks of the inputs would be made of source text in the file."""
    return program.module(check_guards=False)


def _leaves(tensors: Sequence[Any], constants: Mapping[int, Any]) -> list[Any]:
    given = iter(tensors)
    places = range(len(tensors) + len(constants))
    return [constants[place] if place in constants else next(given) for place in places]


def _shapes(signature: Signature) -> dict[str, tuple[int, ...]]:
    return {spec.name: tuple(dim or 1 for dim in spec.shape) for spec in signature.inputs}
