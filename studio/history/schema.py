"""The tables of the history, as SQLAlchemy sees them.

``migrations`` brings a file to this shape; a test compares the two. Documents are msgspec JSON:
they grow by defaulted fields, tables only change by a migration.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

METADATA = MetaData()

SESSION = Table(
    "session",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("saved_at", Float, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
"""One row (id 1). ``revision`` counts the writes: a window sees by it that another one wrote."""

GRAPH = Table(
    "graph",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
)
"""Graphs of models and profiles, compressed; kept out of the session's document, which is written
often."""

RUN = Table(
    "run",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("at", Float, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Index("run_by_time", "at"),
)

RUN_FILE = Table(
    "run_file",
    METADATA,
    Column("run_id", Text, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("path", Text, nullable=False),
    Index("run_file_by_content", "sha256"),
)

SAMPLE_BLOCK = Table(
    "sample_block",
    METADATA,
    Column("run_id", Text, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("process", Integer, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
"""``payload``: see ``core.sample_file`` (zlib over int64 rows variant, position, wall, CPU)."""

ARTIFACT = Table(
    "artifact",
    METADATA,
    Column("path", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("model_id", Text, nullable=False),
    Column("variant_id", Text, nullable=False),
    Column("seen_at", Float, nullable=False),
)
"""Every artifact that a session ever named, also after its variant was deleted."""

RECENT = Table(
    "recent",
    METADATA,
    Column("path", Text, primary_key=True),
    Column("opened_at", Float, nullable=False),
)
