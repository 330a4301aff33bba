"""The township's table of invitations by file: one for each desk at most, and who asked with it."""

from sqlalchemy import Column, Table, Text

from sync.township.tables import metadata

file_invitations = Table(
    "file_invitations",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("approved_at", Text, nullable=False),
)
"""``asked_by``: the key of the PC that holds the file; ``approved_at``: when the office let it in; empty until then."""
