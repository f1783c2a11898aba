"""Facts about a model that the user should know before converting, running or trusting it."""

from __future__ import annotations

from studio.core.model import ModelWarning, Signature
from studio.graph.flatbuffer import DamagedError
from studio.graph.op_kinds import STATEFUL
from studio.graph.parsing import Op, Parsed, Subgraph

FLEX_PREFIX = "Flex"


def find_warnings(parsed: Parsed, signatures: tuple[Signature, ...]) -> tuple[ModelWarning, ...]:
    """Warnings in a fixed order; codes are keys of core.messages. Raises DamagedError."""
    found: list[ModelWarning] = []

    def add(code: str, **params: object) -> None:
        values = {name: str(value) for name, value in params.items()}
        found.append(ModelWarning(code=code, params=values))

    dynamic = [spec.name for entry in signatures for spec in entry.inputs if spec.is_dynamic]
    if dynamic:
        add("dynamic-shapes", inputs=_list(dynamic))
    custom = [op.name for op in _ops(parsed) if op.is_custom]
    flex = [name for name in custom if name.startswith(FLEX_PREFIX)]
    plain = [name for name in custom if not name.startswith(FLEX_PREFIX)]
    if flex:
        add("flex-ops", ops=_list(flex))
    if plain:
        add("custom-ops", ops=_list(plain))
    if is_stateful(parsed):
        add("stateful")
    unfrozen = unfrozen_variables(parsed)
    if unfrozen:
        add("unfrozen-variables", variables=_list(unfrozen))
    strings = [spec.name for entry in signatures for spec in entry.inputs if spec.dtype == "string"]
    if strings:
        add("string-inputs", inputs=_list(strings))
    if parsed.has_external_buffers:
        add("external-buffers")
    return tuple(found)


def is_stateful(parsed: Parsed) -> bool:
    """Whether a run can leave something behind for the next one."""
    has_variables = any(
        tensor.is_variable for subgraph in parsed.subgraphs for tensor in subgraph.tensors
    )
    return has_variables or any(op.name in STATEFUL for op in _ops(parsed))


def unfrozen_variables(parsed: Parsed) -> tuple[str, ...]:
    """Variables that are read but that nothing in the file ever writes.

    A converter that failed to freeze weights leaves such reads behind: the file runs, and computes
    with nothing. Where a write cannot be traced to its variable, none is accused.
    Raises DamagedError.
    """
    read: dict[str, None] = {}
    written: set[str] = set()
    for subgraph in parsed.subgraphs:
        handles = _handles(subgraph)
        for op in subgraph.ops:
            if op.name not in ("READ_VARIABLE", "ASSIGN_VARIABLE"):
                continue
            if not op.inputs:
                raise DamagedError(f"{op.name} without a variable")
            name = handles.get(op.inputs[0])
            if op.name == "READ_VARIABLE":
                read.update({name: None} if name is not None else {})
            elif name is None:
                return ()
            else:
                written.add(name)
    return tuple(name for name in read if name not in written)


def start_values(parsed: Parsed) -> frozenset[tuple[int, int]]:
    """(subgraph, tensor) of constants that only say what state begins as: they were not learned.

    They are assigned to a variable that a run writes too. What is assigned once and only read
    afterwards is a weight that was not frozen.
    """
    assigned: list[tuple[str, int, int]] = []
    used: set[tuple[int, int]] = set()
    for which, subgraph in enumerate(parsed.subgraphs):
        handles = _handles(subgraph)
        for op in subgraph.ops:
            is_write = op.name == "ASSIGN_VARIABLE" and len(op.inputs) > 1
            name = handles.get(op.inputs[0]) if is_write else None
            if name is not None:
                assigned.append((name, which, op.inputs[1]))
            else:
                used.update((which, index) for index in op.inputs)
    constant = {
        (which, index): parsed.subgraphs[which].tensors[index].is_constant
        for _, which, index in assigned
    }
    state = {name for name, which, index in assigned if not constant[which, index]}
    return frozenset(
        (which, index)
        for name, which, index in assigned
        if name in state and constant[which, index] and (which, index) not in used
    )


def _handles(subgraph: Subgraph) -> dict[int, str]:
    """Tensor index -> variable, of the handles made in this subgraph."""
    return {
        op.outputs[0]: f"{op.options.text(0)}/{op.options.text(1)}"
        for op in subgraph.ops
        if op.name == "VAR_HANDLE" and op.options is not None and op.outputs
    }


def _ops(parsed: Parsed) -> list[Op]:
    return [op for subgraph in parsed.subgraphs for op in subgraph.ops]


def _list(names: list[str] | tuple[str, ...], limit: int = 8) -> str:
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:limit]) + (", …" if len(unique) > limit else "")
