"""The session as it is stored: a JSON document, with graphs, profiles, diagnoses and runs kept
apart from it.

The document is written at each change; a graph of 5,000 nodes, as many timed ops or the summaries
of a hundred runs would be written again each time, so the document only names them.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from studio.core.looks import LOOKS_KEPT, LookT
from studio.core.merge import merge
from studio.core.model import Graph
from studio.core.outcomes import RUNS_KEPT
from studio.core.session import Diagnosis, Profile, Run, Session

DOCUMENT_VERSION = 1
_PART_LIMIT_BYTES = 1_000_000_000
Part = Graph | Profile | Diagnosis
PartT = TypeVar("PartT", Graph, Profile, Diagnosis)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """``session`` without graphs, profiles, diagnoses and runs; ``graphs``: model id -> key;
    ``profiles``, ``diagnoses``: keys in order; ``runs``: ids in order."""

    version: int = DOCUMENT_VERSION
    session: Session = Session()
    graphs: dict[str, str] = {}
    profiles: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Keys of all that is kept apart by its content."""
        return (*self.graphs.values(), *self.profiles, *self.diagnoses)


class PartStore:
    """Keys of what is kept apart, remembered, so that an unchanged one is encoded once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type, str], tuple[Part, str]] = {}

    def split(self, session: Session) -> tuple[Document, dict[str, bytes]]:
        """The document of ``session`` and the payloads of parts not seen before."""
        fresh: dict[str, bytes] = {}
        graphs = {
            model.id: self._key(model.id, model.graph, fresh)
            for model in session.models
            if model.graph is not None
        }
        profiles = tuple(self._key(one.id, one, fresh) for one in session.profiles)
        diagnoses = tuple(self._key(one.id, one, fresh) for one in session.diagnoses)
        models = tuple(replace(model, graph=None) for model in session.models)
        document = Document(
            session=replace(session, models=models, profiles=(), diagnoses=(), runs=()),
            graphs=graphs,
            profiles=profiles,
            diagnoses=diagnoses,
            runs=tuple(run.id for run in session.runs),
        )
        return document, fresh

    def remember(self, session: Session, document: Document) -> None:
        """Call once the payloads are safely stored."""
        self._known = {
            (Graph, model.id): (model.graph, document.graphs[model.id])
            for model in session.models
            if model.graph is not None and model.id in document.graphs
        }
        looks: tuple[Profile | Diagnosis, ...] = (*session.profiles, *session.diagnoses)
        keys = (*document.profiles, *document.diagnoses)
        if len(looks) == len(keys):
            for look, key in zip(looks, keys, strict=True):
                self._known[type(look), look.id] = (look, key)

    def _key(self, id: str, part: Part, fresh: dict[str, bytes]) -> str:
        known = self._known.get((type(part), id))
        if known is not None and known[0] is part:
            return known[1]
        encoded = msgspec.json.encode(part)
        key = hashlib.sha256(encoded).hexdigest()
        fresh[key] = zlib.compress(encoded, 6)
        return key


def join(document: Document, parts: Mapping[str, bytes], runs: Mapping[str, Run]) -> Session:
    """The session out of its parts; what is not there is left out."""
    models = tuple(
        replace(model, graph=_part(parts.get(document.graphs.get(model.id, "")), Graph))
        for model in document.session.models
    )
    kept = tuple(runs[run_id] for run_id in document.runs if run_id in runs)
    profiles = _newest(_part(parts.get(key), Profile) for key in document.profiles)
    diagnoses = _newest(_part(parts.get(key), Diagnosis) for key in document.diagnoses)
    return replace(
        document.session, models=models, profiles=profiles, diagnoses=diagnoses, runs=kept
    )


def _newest(found: Iterable[LookT | None]) -> tuple[LookT, ...]:
    """One a file: two windows may have written one each."""
    newest: dict[str, LookT] = {}
    for look in sorted((one for one in found if one is not None), key=lambda one: one.at):
        newest[look.id] = look
    return tuple(newest.values())


def merge_documents(base: Document, ours: Document, theirs: Document) -> Document:
    """Our changes since ``base`` and those that another window wrote meanwhile."""
    session = merge(base.session, ours.session, theirs.session)
    graphs: dict[str, str] = {}
    for model in session.models:
        mine = ours.session.model(model.id)
        source = ours if mine is not None and mine.info == model.info else theirs
        if model.id in source.graphs:
            graphs[model.id] = source.graphs[model.id]
    profiles = tuple(dict.fromkeys((*theirs.profiles, *ours.profiles)))[-LOOKS_KEPT:]
    diagnoses = tuple(dict.fromkeys((*theirs.diagnoses, *ours.diagnoses)))[-LOOKS_KEPT:]
    runs = tuple(dict.fromkeys((*theirs.runs, *ours.runs)))[-RUNS_KEPT:]
    return Document(
        session=session, graphs=graphs, profiles=profiles, diagnoses=diagnoses, runs=runs
    )


def decode(data: bytes) -> Document:
    """Raises msgspec.MsgspecError (also for a document of a later version)."""
    document = msgspec.json.decode(data, type=Document)
    if document.version > DOCUMENT_VERSION:
        raise msgspec.ValidationError(f"document version {document.version}")
    return document


def _part(payload: bytes | None, kind: type[PartT]) -> PartT | None:
    if payload is None:
        return None
    try:
        raw = zlib.decompressobj().decompress(payload, _PART_LIMIT_BYTES)
        return msgspec.json.decode(raw, type=kind)
    except (zlib.error, msgspec.MsgspecError):
        return None
