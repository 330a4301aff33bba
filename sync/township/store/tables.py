"""All of the township's tables (SQLAlchemy Core, one set for SQLite and PostgreSQL). The unique keys carry the weight.

A change of a table is also a step in ``migrating.py``; a table that is new needs none.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
)

from sync.agreement.facts import DeathNoted, DrawingNoted, NoteStruck, PayoutListPart, ReceiptVoided

SCHEMA = 8
"""Of the tables; books of a later one are not touched, those of an earlier one become this (``migrating.py``)."""
metadata = MetaData()
_ENDS = f"kind IN ('{DeathNoted.KIND}', '{DrawingNoted.KIND}', '{NoteStruck.KIND}')"
"""The kinds of facts that say who pays no more, and the one that takes them back."""
_VOIDS = f"kind = '{ReceiptVoided.KIND}'"

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
    Index(
        "facts_payout_lists",
        "desk",
        sqlite_where=text(f"kind = '{PayoutListPart.KIND}'"),
        postgresql_where=text(f"kind = '{PayoutListPart.KIND}'"),
    ),
    Index("facts_voids", "desk", sqlite_where=text(_VOIDS), postgresql_where=text(_VOIDS)),
    Index("facts_ends", "about", sqlite_where=text(_ENDS), postgresql_where=text(_ENDS)),
)
"""Every fact once, with its verdict: the primary key is what makes a fact of a desk count once.

Nobody else's fact can have the place of a desk's own, whatever id it has.
"""

REFUSED: ColumnElement[bool] = facts.c.verdict == literal_column("'refused'")
KEPT: ColumnElement[bool] = facts.c.verdict == literal_column("'kept'")
IS_PAYOUT_LIST: ColumnElement[bool] = facts.c.kind == literal_column(f"'{PayoutListPart.KIND}'")
"""Written out, not bound, so that the indexes of refused and kept facts and of payout lists are used."""

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
    Column("kind", Text, nullable=False, server_default=""),
    Column("whole_fen", BigInteger, nullable=False, server_default="0"),
    Column("channel", Text, nullable=False, server_default="village_cash"),
    Column("given_back", Boolean, nullable=False, server_default=false()),
    CheckConstraint("state = 'refused' OR (amount_fen >= 0 AND tier_fen >= 0)"),
    PrimaryKeyConstraint("desk", "receipt"),
    UniqueConstraint("taken_by", "fact"),
    Index("contributions_person", "desk", "person", "year"),
)
"""One row for each receipt number that came with money; only ``counted`` ones count.

``desk`` is the one on whose roster the person stands, ``taken_by`` the one that took the money. ``kind`` is what
the payment is to its year, ``whole_fen`` the tier of which an instalment is a part. A year that others
pay whole stands under the id of its fact: no receipt. ``channel``: by which way the money came; ``given_back``: a void
gave the money of a refused fee back.
"""

IS_RECEIPT: ColumnElement[bool] = contributions.c.receipt != contributions.c.fact

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

orders = Table(
    "orders",
    metadata,
    Column("what", Text, primary_key=True),
    Column("village", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    UniqueConstraint("village", "number"),
)
"""The place of each batch, and of each correction made here (``what``: its id), among all of its village."""

passed_on_kinds = Table(
    "passed_on_kinds",
    metadata,
    Column("village", Text, nullable=False),
    Column("kind", Text, nullable=False),
    PrimaryKeyConstraint("village", "kind"),
)
"""The kinds of facts that a village's PCs receive of each other from the first fact on; those of 1.0 stand nowhere."""

aliases = Table(
    "aliases",
    metadata,
    Column("village", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("same_as", Text, nullable=False),
    PrimaryKeyConstraint("village", "person"),
)
"""A person whom a second desk of the village registered too, under an id of its own: their id in the books."""

down_heads = Table(
    "down_heads",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("seen_at", Text, nullable=False),
)
"""``number`` is raised under this row's lock in the committing transaction, so that a desk's messages have no gap."""

down_messages = Table(
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
"""Made from accepted facts: which contents may come, from which village. ``added_by``: the desk of the fact."""

strike_offs = Table(
    "strike_offs",
    metadata,
    Column("desk", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("struck_by", Text, nullable=False),
    Column("reinstated", Boolean, nullable=False),
    PrimaryKeyConstraint("struck_by", "fact"),
    Index("strike_offs_person", "desk", "person"),
)
"""Who was struck off; ``reinstated`` ones count no more. ``desk``: as of ``people``; ``struck_by``: the fact's desk."""

cash_entries = Table(
    "cash_entries",
    metadata,
    Column("desk", Text, nullable=False),
    Column("fact", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("counterpart", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("ticket", Text, nullable=False),
    Column("reversed", Boolean, nullable=False),
    PrimaryKeyConstraint("desk", "fact"),
    Index("cash_entries_receipt", "desk", "receipt"),
    Index("cash_entries_ticket", "desk", "ticket"),
)
"""Cash paid on, deposited and handed over by a desk, as ``facts/cash.py: CashEntry``; fees and voids stand in
``contributions``.
"""

day_closes = Table(
    "day_closes",
    metadata,
    Column("desk", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("counted_fen", BigInteger, nullable=False),
    Column("ledger_fen", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("desk", "day"),
)
"""How a desk closed a day: the last of its closes (``facts/cash.py: BookedClose``)."""

HAS_LEFT = tuple_(people.c.desk, people.c.person).in_(
    select(strike_offs.c.desk, strike_offs.c.person).where(strike_offs.c.reinstated.is_(False))
)
"""Whether a person of a query of people was struck off."""

_note, _strike = facts.alias("note"), facts.alias("strike")
_twin = aliases.alias("twin")
_noted_of = func.coalesce(_twin.c.same_as, _note.c.about)
_is_struck = (
    select(literal_column("1"))
    .where(
        text(f"strike.{_ENDS}"),
        _strike.c.kind == literal_column(f"'{NoteStruck.KIND}'"),
        _strike.c.about.in_((_note.c.about, _noted_of)),
        func.substr(_strike.c.desk, 1, 12) == func.substr(_note.c.desk, 1, 12),
        _strike.c.body.contains(literal('"note":"') + _note.c.id + literal('"')),
    )
    .exists()
)
PAYS_NO_MORE = tuple_(func.substr(people.c.desk, 1, 12), people.c.person).in_(
    select(func.substr(_note.c.desk, 1, 12), _noted_of)
    .select_from(
        _note.outerjoin(
            _twin, (_twin.c.village == func.substr(_note.c.desk, 1, 12)) & (_twin.c.person == _note.c.about)
        )
    )
    .where(
        text(f"note.{_ENDS}"),
        _note.c.kind != literal_column(f"'{NoteStruck.KIND}'"),
        _note.c.verdict != literal_column("'refused'"),
        ~_is_struck,
    )
)
"""Whether somebody of a query of people is noted as dead, or as drawing the pension, and no such note was struck.

By either PC of the village, under any id that the person has there.
"""

forms = Table(
    "forms",
    metadata,
    Column("desk", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("whole_numbers", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    PrimaryKeyConstraint("desk", "form"),
)
"""The form of each name that a desk has installed last; its workbook is in the facts."""

attachment_contents = Table(
    "attachment_contents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("received_at", Text, nullable=False),
)
"""The contents that are here, whole and proven."""

attachment_blocks = Table(
    "attachment_blocks",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "start"),
)
"""The bytes in the blocks in which they came: of whole contents, and of unfinished uploads (``uploads.py``)."""

invitations = Table(
    "invitations",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("used_by", Text, nullable=False),
)
"""One invitation for each desk at most; ``used_by`` is the key that it let in, empty until then."""

ended_keys = Table(
    "ended_keys",
    metadata,
    Column("desk", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("desk", "public_key"),
)
"""Keys that count for their desk no more. ``how``: revoked | replaced."""

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

told_keys = Table(
    "told_keys",
    metadata,
    Column("desk", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("known", Boolean, nullable=False),
    PrimaryKeyConstraint("desk", "public_key"),
)
"""Who was told of which key of the township: by which message, 0 where the desk paired when that was the key already;
and whether the desk has ``known`` of it, by its own signed word.
"""
