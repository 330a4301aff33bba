"""The township's table of facts that came before what they speak of."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from sync.township.tables import metadata

early = Table(
    "early",
    metadata,
    Column("fact", Text, ForeignKey("facts.id"), primary_key=True),
    Column("village", Text, nullable=False),
    Column("awaits", Text, nullable=False),
    Index("early_village", "village"),
)
"""``awaits``: the person, receipt number or attachment that is not here yet. The row goes once it has come."""
