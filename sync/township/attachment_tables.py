"""The township's tables of attachments: what the desks put to people, and the contents, each once, in blocks."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, PrimaryKeyConstraint, Table, Text

from sync.township.tables import metadata

attachments = Table(
    "attachments",
    metadata,
    Column("desk", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("media", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("added_by", Text, nullable=False),
    PrimaryKeyConstraint("added_by", "fact"),
    Index("attachments_person", "desk", "person"),
    Index("attachments_sha256", "sha256"),
)
"""Made from accepted facts: it says which contents may come, and from whom. ``added_by``: the desk whose fact it is."""

contents = Table(
    "attachment_contents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("received_at", Text, nullable=False),
)
"""The contents that are here, whole and proven."""

blocks = Table(
    "attachment_blocks",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "start"),
)
"""The bytes, as they came: of contents that are here, and of those on their way (``uploads.py``)."""

ALL = (attachments, contents, blocks)
