"""The township's tables of what two desks of one village share: the order of all they brought, and who is the same."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from sync.township.tables import metadata

orders = Table(
    "orders",
    metadata,
    Column("what", Text, primary_key=True),
    Column("village", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    UniqueConstraint("village", "number"),
)
"""The place of each batch, and of each correction made here (``what``: its id), among all of its village."""

aliases = Table(
    "aliases",
    metadata,
    Column("village", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("same_as", Text, nullable=False),
    PrimaryKeyConstraint("village", "person"),
)
"""A person whom a second desk of the village registered too, under an id of its own: who he is in the books."""
