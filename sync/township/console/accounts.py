"""The console's own tables, beside the township's books in one store: clerks, sessions, tries, decisions, the log.

Times in them are ISO 8601 in UTC, so that they compare as text. ``create`` makes missing tables.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from sync.township.store.database import Store

metadata = MetaData()

clerks = Table(
    "console_clerks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, CheckConstraint("role IN ('viewer', 'clerk', 'chief')"), nullable=False),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
)
"""``must_change``: somebody else knows the password. Clerks are stopped, never deleted: the log names them."""

sessions = Table(
    "console_sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("clerk", Text, ForeignKey("console_clerks.name"), nullable=False),
    Column("csrf", Text, nullable=False),
    Column("began_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("sought", Text, nullable=False),
    Index("console_sessions_clerk", "clerk"),
)
"""``token`` is the SHA-256 of the cookie. ``sought`` is the last search: it never stands in an address."""

tries = Table(
    "console_tries",
    metadata,
    Column("whose", Text, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)
"""Logins that did not succeed yet, by the SHA-256 of an address, of name and address, or of name and browser."""

browsers = Table(
    "console_browsers",
    metadata,
    Column("browser", Text, nullable=False),
    Column("clerk", Text, ForeignKey("console_clerks.name"), nullable=False),
    Column("seen_at", Text, nullable=False),
    PrimaryKeyConstraint("browser", "clerk"),
)
"""The browsers in which clerks have logged in; ``browser`` is the SHA-256 of its cookie."""

decisions = Table(
    "console_decisions",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("case", Text, nullable=False),
    Column("members", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("clerk", Text, ForeignKey("console_clerks.name"), nullable=False),
    Column("decided_at", Text, nullable=False),
    Index("console_decisions_case", "case"),
)
"""Decisions on duplicates. ``members`` is a digest of the members then: a further one opens the case again."""

actions = Table(
    "console_actions",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Text, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Index("console_actions_clerk", "clerk"),
)
"""Actions of clerks, in order. Rows are never changed or deleted, and contain no full number."""


def create(store: Store) -> None:
    """Make the missing tables."""
    with store.writing() as db:
        metadata.create_all(db)


def moment(at: datetime) -> str:
    """A time in the form of these tables."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
