"""The session as it is stored: a JSON document, with graphs and runs kept apart from it.

The document is written at each change; a graph of 5,000 nodes or the summaries of a hundred runs
would be written again each time, so the document only names them.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from studio.core.merge import merge
from studio.core.model import Graph
from studio.core.outcomes import RUNS_KEPT
from studio.core.session import Run, Session

DOCUMENT_VERSION = 1
_GRAPH_LIMIT_BYTES = 1_000_000_000


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """``session`` without graphs and runs; ``graphs``: model id -> key; ``runs``: ids in order."""

    version: int = DOCUMENT_VERSION
    session: Session = Session()
    graphs: dict[str, str] = {}
    runs: tuple[str, ...] = ()


class GraphStore:
    """Keys of graphs, remembered, so that an unchanged graph is encoded once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Graph, str]] = {}

    def split(self, session: Session) -> tuple[Document, dict[str, bytes]]:
        """The document of ``session`` and the payloads of graphs not seen before."""
        keys: dict[str, str] = {}
        fresh: dict[str, bytes] = {}
        for model in session.models:
            if model.graph is None:
                continue
            known = self._known.get(model.id)
            if known is not None and known[0] is model.graph:
                keys[model.id] = known[1]
                continue
            encoded = msgspec.json.encode(model.graph)
            key = hashlib.sha256(encoded).hexdigest()
            fresh[key] = zlib.compress(encoded, 6)
            keys[model.id] = key
        models = tuple(replace(model, graph=None) for model in session.models)
        document = Document(
            session=replace(session, models=models, runs=()),
            graphs=keys,
            runs=tuple(run.id for run in session.runs),
        )
        return document, fresh

    def remember(self, session: Session, document: Document) -> None:
        """Call once the payloads are safely stored."""
        self._known = {
            model.id: (model.graph, document.graphs[model.id])
            for model in session.models
            if model.graph is not None and model.id in document.graphs
        }


def join(document: Document, graphs: Mapping[str, bytes], runs: Mapping[str, Run]) -> Session:
    """The session out of its parts; a graph or run that is not there is left out."""
    models = tuple(
        replace(model, graph=_graph(graphs.get(document.graphs.get(model.id, ""))))
        for model in document.session.models
    )
    kept = tuple(runs[run_id] for run_id in document.runs if run_id in runs)
    return replace(document.session, models=models, runs=kept)


def merge_documents(base: Document, ours: Document, theirs: Document) -> Document:
    """Our changes since ``base`` and those that another window wrote meanwhile."""
    session = merge(base.session, ours.session, theirs.session)
    graphs: dict[str, str] = {}
    for model in session.models:
        mine = ours.session.model(model.id)
        source = ours if mine is not None and mine.info == model.info else theirs
        if model.id in source.graphs:
            graphs[model.id] = source.graphs[model.id]
    runs = tuple(dict.fromkeys((*theirs.runs, *ours.runs)))[-RUNS_KEPT:]
    return Document(session=session, graphs=graphs, runs=runs)


def decode(data: bytes) -> Document:
    """Raises msgspec.MsgspecError (also for a document of a later version)."""
    document = msgspec.json.decode(data, type=Document)
    if document.version > DOCUMENT_VERSION:
        raise msgspec.ValidationError(f"document version {document.version}")
    return document


def _graph(payload: bytes | None) -> Graph | None:
    if payload is None:
        return None
    try:
        raw = zlib.decompressobj().decompress(payload, _GRAPH_LIMIT_BYTES)
        return msgspec.json.decode(raw, type=Graph)
    except (zlib.error, msgspec.MsgspecError):
        return None
