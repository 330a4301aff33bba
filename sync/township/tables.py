"""The township's tables (SQLAlchemy Core, one set for SQLite and PostgreSQL). The unique keys here carry the weight."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

SCHEMA = 3
"""Of the tables; books of a later one are not touched, those of an earlier one become this (``migrating.py``)."""
metadata = MetaData()

township = Table(
    "township",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("schema", Integer, nullable=False),
    Column("timeline", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)
"""One row: the timeline is one unbroken life of these books."""

own_key = Table(
    "own_key",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("public_key", Text, nullable=False),
)
"""One row, once the township has a key: the public half of the one that it signs with. Older books have none."""

desks = Table(
    "desks",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("first_heard_at", Text, nullable=False),
    Column("heard_at", Text, nullable=False),
)
"""``position`` counts the desk's answered batches. The row is what a batch's transaction locks."""

chains = Table(
    "chains",
    metadata,
    Column("desk", Text, ForeignKey("desks.desk"), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("batch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("desk", "epoch"),
)
"""How far each epoch of each desk has come."""

batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("desk", Text, ForeignKey("desks.desk"), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("facts", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("received_at", Text, nullable=False),
    UniqueConstraint("desk", "epoch", "number"),
)
"""The packages as they came, for ever. A batch without an answer is held."""

pieces = Table(
    "pieces",
    metadata,
    Column("batch", Text, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    PrimaryKeyConstraint("batch", "start"),
)
"""What has arrived of batches that are still on their way."""

facts = Table(
    "facts",
    metadata,
    Column("id", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("batch", Text, ForeignKey("batches.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("field", Text, nullable=False),
    PrimaryKeyConstraint("desk", "id"),
    UniqueConstraint("desk", "epoch", "seq"),
    Index("facts_about", "desk", "about"),
    Index(
        "facts_refused", "desk", sqlite_where=text("verdict = 'refused'"), postgresql_where=text("verdict = 'refused'")
    ),
    Index("facts_kept", "desk", sqlite_where=text("verdict = 'kept'"), postgresql_where=text("verdict = 'kept'")),
)
"""Every fact once, with its verdict: the primary key is what makes a fact of a desk count once.

Nobody else's fact can have the place of a desk's own, whatever id it has.
"""

REFUSED: ColumnElement[bool] = facts.c.verdict == literal_column("'refused'")
KEPT: ColumnElement[bool] = facts.c.verdict == literal_column("'kept'")
"""Written out, not bound, so that the indexes of the refused and of the kept ones serve."""

people = Table(
    "people",
    metadata,
    Column("desk", Text, ForeignKey("desks.desk"), nullable=False),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("doubt", Text, nullable=False),
    PrimaryKeyConstraint("desk", "person"),
    Index("people_id_number", "id_number"),
)
"""``doubt`` is the code for which the registration was refused; empty for a person in good standing."""

contributions = Table(
    "contributions",
    metadata,
    Column("desk", Text, ForeignKey("desks.desk"), nullable=False),
    Column("receipt", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("year", BigInteger, nullable=False),
    Column("tier_fen", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("government_fen", BigInteger, nullable=False),
    Column("collected_at", Text, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('counted', 'void', 'refused')"), nullable=False),
    Column("taken_by", Text, nullable=False),
    CheckConstraint("state = 'refused' OR (amount_fen >= 0 AND tier_fen > 0)"),
    PrimaryKeyConstraint("desk", "receipt"),
    UniqueConstraint("taken_by", "fact"),
    Index("contributions_person", "desk", "person", "year"),
)
"""One row for each receipt number that came with money; only ``counted`` ones count.

``desk`` is the one on whose roster the person stands, ``taken_by`` the one that took the money.
"""
