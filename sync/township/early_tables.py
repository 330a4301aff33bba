"""The township's table of facts that came before what they speak of."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, Text

from sync.township.tables import metadata

early = Table(
    "early",
    metadata,
    Column("fact", Text, nullable=False),
    Column("village", Text, nullable=False),
    Column("awaits", Text, nullable=False),
    Column("desk", Text, nullable=False),
    PrimaryKeyConstraint("desk", "fact"),
    ForeignKeyConstraint(["desk", "fact"], ["facts.desk", "facts.id"]),
    Index("early_village", "village"),
)
"""``awaits``: the person, receipt number or attachment that is not here yet. The row goes once it has come."""
