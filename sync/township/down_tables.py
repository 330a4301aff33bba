"""The township's tables of what goes down: each desk's chain of messages, and how far the desk has seen it."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, PrimaryKeyConstraint, Table, Text

from sync.township.tables import metadata

heads = Table(
    "down_heads",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("seen_at", Text, nullable=False),
)
"""``number`` is raised under this row's lock in the committing transaction, so that a desk's messages have no gap."""

messages = Table(
    "down_messages",
    metadata,
    Column("desk", Text, ForeignKey("down_heads.desk"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("sent", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("desk", "number"),
)
"""Every message as it was signed, for ever."""
