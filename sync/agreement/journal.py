"""The journal: the append-only, hash-chained list of a desk's facts. Only this file writes ``journal`` and ``epochs``.

``hash`` covers the previous hash and the canonical JSON (RFC 8785) of the row, so that a changed, missing or inserted
row shows. ``seq`` has no gaps within an epoch. Ids are a nonce of this program start and a counter: a copied or
restored file is always opened by a new start, so it can never mint an id a second time.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson
import rfc8785

from sync.agreement import facts
from sync.agreement.errors import ChainBroken
from sync.agreement.values import value

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits of base 32 without letters that look like digits, as Crockford has them."""

SCHEMA = """
CREATE TABLE epochs (
    epoch TEXT PRIMARY KEY,
    ordinal INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE journal (
    epoch TEXT NOT NULL REFERENCES epochs (epoch),
    seq INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT;
CREATE INDEX journal_about ON journal (about);
"""
"""The tables of the journal; the desk's migrations create them with this text.

Everywhere but in the table a hash is 64 hexadecimal digits; there it is 32 bytes, and text in a file of the first
release until its step is applied.
"""

NOT_A_LINE = f"kind <> '{facts.PayoutLineTaken.KIND}'"
"""A condition for queries by kind, so that the index serves, which leaves out the many lines of payout lists."""

LOOKED_UP = f"""
CREATE TABLE set_back (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_kind ON journal (kind, epoch, seq) WHERE {NOT_A_LINE};
"""
"""What makes the journal quick to ask, after ``SCHEMA``; of one that has rows ``note_set_back`` must follow.

``set_back``: the facts whose time is before that of the fact before them, as the clock had been set back. Between two
of them times only grow, so that the earliest time of a stretch is found without reading it.
"""

_OWN = f"kind <> '{facts.BatchAnswered.KIND}'"
"""Facts that only repeat the township's answers are not counted as unsent."""


class Minter:
    """Makes ids: 50 random bits fresh at every start of the program, and a counter in base 32."""

    def __init__(self) -> None:
        self._nonce = "".join(secrets.choice(ALPHABET) for _ in range(10))
        self._counter = itertools.count(1)

    def mint(self) -> str:
        """An id that nobody else will ever make, such as ``7k2m9qx0ab-1f``."""
        return f"{self._nonce}-{base32(next(self._counter))}"


@value
class Entry:
    """One row of the journal: a fact, when it happened (ISO 8601 with offset), who recorded it, and its place."""

    epoch: str
    seq: int
    id: str
    at: str
    by: str
    kind: str
    about: str
    body: Mapping[str, Any]
    hash: str

    def fact(self) -> facts.Fact:
        """The fact itself, as its dataclass. Raises facts.UnknownKind for a kind of a newer program."""
        return facts.read(self.kind, self.about, self.body)


class New(NamedTuple):
    """A fact that is about to be recorded: under which id, when (ISO 8601 with offset), and by whom."""

    id: str
    at: str
    by: str
    fact: facts.Fact


@value
class Head:
    """The end of the journal: the epoch in use, its ordinal, the last seq (0 when empty) and the last hash."""

    epoch: str
    ordinal: int
    seq: int
    hash: str

    def moved_to(self, entry: Entry) -> Head:
        """The end once the entry follows in this epoch."""
        return Head(self.epoch, self.ordinal, entry.seq, entry.hash)


def canonical(value: Any) -> bytes:
    """RFC 8785: one spelling for one value. Raises ValueError for a value without one, such as numbers beyond 2^53.

    ``spelled`` handles nearly all values; the library for RFC 8785 is many times slower, and handles the rest.
    """
    return spelled(value) if _is_plain(value) else rfc8785.dumps(value)


def spelled(value: Any) -> bytes:
    """As ``canonical``, for values of only text and whole numbers with ASCII names. Raises ValueError too.

    Other values get a spelling too, but not that of RFC 8785.
    """
    try:
        return orjson.dumps(value, option=_SPELLING)
    except TypeError as reason:
        raise ValueError("RFC 8785 has no spelling for it") from reason


_SPELLING = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
Spelled = orjson.Fragment
"""A part of a value whose canonical bytes exist already."""
_LEAVES = frozenset({str, int, bool, type(None), Spelled})


def _is_plain(value: Any) -> bool:
    """Whether both libraries spell the value alike: no floats, and names that sort alike in UTF-8 and UTF-16."""
    kind = type(value)
    if kind is dict:
        return "".join(value).isascii() and _are_plain(value.values())
    return kind in _LEAVES or ((kind is list or kind is tuple) and _are_plain(value))


def _are_plain(values: Collection[Any]) -> bool:
    return _LEAVES.issuperset(map(type, values)) or all(map(_is_plain, values))


def genesis(desk: str, epoch: str) -> str:
    """The hash before the first row of an epoch."""
    return hashlib.sha256(f"genesis:{desk}:{epoch}".encode()).hexdigest()


def hash_of(previous: str, entry: Entry, body: str = "") -> str:
    """The hash of a row that follows ``previous``. ``body``: the entry's body in canonical JSON, if at hand."""
    last = Spelled(body or canonical(dict(entry.body)))
    return _chained(previous, [entry.epoch, entry.seq, entry.id, entry.at, entry.by, entry.kind, entry.about, last])


def _chained(previous: str, row: list[Any]) -> str:
    return hashlib.sha256(previous.encode() + b"\n" + spelled(row)).hexdigest()


def open_epoch(db: Any, ordinal: int) -> str:
    """Begin a new epoch and return its id. Call inside a writing transaction."""
    epoch = secrets.token_hex(4)
    db.execute("INSERT INTO epochs (epoch, ordinal) VALUES (?, ?)", [epoch, ordinal])
    return epoch


def head(db: Any, desk: str) -> Head:
    """Where the journal of ``desk`` ends. Raises LookupError on a file without an epoch."""
    found = db.execute("SELECT epoch, ordinal FROM epochs ORDER BY ordinal DESC LIMIT 1").fetchone()
    if found is None:
        raise LookupError("the journal has no epoch")
    last = db.execute(
        "SELECT seq, hash FROM journal WHERE epoch = ? ORDER BY seq DESC LIMIT 1", [found[0]]
    ).fetchone() or (0, genesis(desk, found[0]))
    return Head(found[0], found[1], last[0], _digits(last[1]))


def hash_at(db: Any, epoch: str, seq: int) -> str | None:
    """The hash of a row; None where there is none."""
    row = db.execute("SELECT hash FROM journal WHERE epoch = ? AND seq = ?", [epoch, seq]).fetchone()
    return _digits(row[0]) if row else None


def has(db: Any, entry_id: str) -> bool:
    """Whether a fact of that id is in the journal."""
    return db.execute("SELECT 1 FROM journal WHERE id = ?", [entry_id]).fetchone() is not None


def _digits(stored: bytes | str) -> str:
    return stored if isinstance(stored, str) else stored.hex()


def append(db: Any, after: Head, entry_id: str, at: str, by: str, fact: facts.Fact) -> Entry:
    """Write the fact as the row that follows ``after``. Call inside a writing transaction."""
    [entry] = append_all(db, after, [New(entry_id, at, by, fact)])
    return entry


def append_all(db: Any, after: Head, new: Iterable[New]) -> list[Entry]:
    """Write the facts as the rows that follow ``after``, in few statements. Call inside a writing transaction."""
    entries, bodies, previous = [], [], after.hash
    for seq, (entry_id, at, by, fact) in enumerate(new, start=after.seq + 1):
        kind, about, body = fact.KIND, facts.about(fact), facts.body(fact)
        bodies.append(canonical(body).decode())
        previous = _chained(previous, [after.epoch, seq, entry_id, at, by, kind, about, Spelled(bodies[-1])])
        entries.append(Entry(after.epoch, seq, entry_id, at, by, kind, about, body, previous))
    _insert_all(db, entries, bodies)
    return entries


def replace_entries(db: Any, entries: Sequence[Entry], ordinals: Mapping[str, int]) -> None:
    """Replace the journal by these entries of these epochs. Call inside a writing transaction.

    For a desk that takes its past from the township; the caller has verified the chain, and saved the removed
    entries.
    """
    wanted = {(each.epoch, each.seq): each for each in entries}
    here = [(epoch, seq, _digits(stored)) for epoch, seq, stored in db.execute("SELECT epoch, seq, hash FROM journal")]
    same = {(epoch, seq) for epoch, seq, digest in here if (epoch, seq) in wanted and wanted[epoch, seq].hash == digest}
    for epoch, seq, _digest in here:
        if (epoch, seq) not in same:
            db.execute("DELETE FROM journal WHERE epoch = ? AND seq = ?", [epoch, seq])
    for (epoch,) in db.execute("SELECT epoch FROM epochs").fetchall():
        if epoch not in ordinals:
            db.execute("DELETE FROM epochs WHERE epoch = ?", [epoch])
    for epoch, ordinal in ordinals.items():
        db.execute("INSERT INTO epochs (epoch, ordinal) VALUES (?, ?) ON CONFLICT (epoch) DO NOTHING", [epoch, ordinal])
    lacking = [each for place, each in wanted.items() if place not in same]
    _insert_all(db, lacking, [canonical(dict(each.body)).decode() for each in lacking])
    note_set_back(db)


def note_set_back(db: Any) -> None:
    """Find anew where the clock had been set back. Call inside a writing transaction."""
    db.execute("DELETE FROM set_back")
    db.execute(
        "INSERT INTO set_back SELECT epoch, seq FROM (SELECT epoch, seq, at, lag(at) OVER"
        f" (PARTITION BY epoch ORDER BY seq) AS before FROM journal WHERE {_OWN}) WHERE at < before"
    )


def earliest(db: Any, epoch: str, after: int, upto: int) -> str | None:
    """The earliest time of the facts with ``after < seq <= upto``, ISO 8601; None when none is there."""
    stretch = "epoch = ?1 AND seq > ?2 AND seq <= ?3"
    found: str | None = db.execute(
        f"SELECT min(at) FROM (SELECT at FROM (SELECT at FROM journal WHERE {stretch} AND {_OWN} ORDER BY seq LIMIT 1)"
        f" UNION ALL SELECT at FROM set_back CROSS JOIN journal USING (epoch, seq) WHERE {stretch})",
        [epoch, after, upto],
    ).fetchone()[0]
    return found


def count(db: Any, epoch: str, after: int, upto: int) -> int:
    """How many facts of an epoch have ``after < seq <= upto``, without those that only repeat the township's word.

    ``upto`` is not behind the end of the epoch.
    """
    repeated = db.execute(
        f"SELECT count(*) FROM journal WHERE kind = '{facts.BatchAnswered.KIND}' AND {NOT_A_LINE}"
        " AND epoch = ? AND seq > ? AND seq <= ?",
        [epoch, after, upto],
    ).fetchone()[0]
    return max(upto - after, 0) - int(repeated)


def append_again(db: Any, after: Head, moved: Entry) -> Head:
    """Write an entry of a life that ended as the row that follows ``after``: same id, same fact, another place."""
    draft, body = replace(moved, epoch=after.epoch, seq=after.seq + 1), canonical(dict(moved.body)).decode()
    placed = replace(draft, hash=hash_of(after.hash, draft, body))
    _insert_all(db, [placed], [body])
    return Head(after.epoch, after.ordinal, placed.seq, placed.hash)


def _insert_all(db: Any, entries: Sequence[Entry], bodies: Sequence[str]) -> None:
    """Write the rows; ``bodies`` are the same entries' bodies in canonical JSON."""
    own = [each for each in entries if each.kind != facts.BatchAnswered.KIND]
    before = [None, *own]
    for entry, last in zip(own, before, strict=False):
        if last is None or last.epoch != entry.epoch:
            _note_if_set_back(db, entry)
        elif entry.at < last.at:
            db.execute("INSERT OR IGNORE INTO set_back VALUES (?, ?)", [entry.epoch, entry.seq])
    db.executemany(
        "INSERT INTO journal (epoch, seq, id, at, by, kind, about, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            [each.epoch, each.seq, each.id, each.at, each.by, each.kind, each.about, body, bytes.fromhex(each.hash)]
            for each, body in zip(entries, bodies, strict=True)
        ),
    )


def _note_if_set_back(db: Any, entry: Entry) -> None:
    """Note that the clock was set back before this row, if it is earlier than the last one written of its epoch."""
    db.execute(
        "INSERT OR IGNORE INTO set_back SELECT ?1, ?2 WHERE ?3 < (SELECT at FROM journal"
        f" WHERE epoch = ?1 AND seq < ?2 AND {_OWN} ORDER BY seq DESC LIMIT 1)",
        [entry.epoch, entry.seq, entry.at],
    )


def read(db: Any, epoch: str, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
    """The rows of an epoch with ``after < seq <= upto``, in order."""
    rows = db.execute(
        "SELECT epoch, seq, id, at, by, kind, about, body, hash FROM journal"
        " WHERE epoch = ? AND seq > ? AND seq <= ? ORDER BY seq",
        [epoch, after, upto if upto is not None else 2**62],
    )
    for row in rows:
        yield from_row(row)


def from_row(row: Sequence[Any]) -> Entry:
    """The entry of a row whose columns come in the order of the table."""
    epoch, seq, entry_id, at, by, kind, about, body, stored = row
    return Entry(epoch, seq, entry_id, at, by, kind, about, json.loads(body), _digits(stored))


def everything(db: Any) -> Iterator[Entry]:
    """Every row of every epoch, in the order in which they were lived."""
    for (epoch,) in db.execute("SELECT epoch FROM epochs ORDER BY ordinal").fetchall():
        yield from read(db, epoch)


def verify(db: Any, desk: str) -> int:
    """Walk the whole chain and return the number of rows; raises ChainBroken at the first row that is wrong."""
    count = 0
    for (epoch,) in db.execute("SELECT epoch FROM epochs ORDER BY ordinal").fetchall():
        previous = genesis(desk, epoch)
        for seq, entry in enumerate(read(db, epoch), start=1):
            if entry.seq != seq:
                raise ChainBroken("gap", f"{epoch} {seq}")
            if hash_of(previous, entry) != entry.hash:
                raise ChainBroken("hash", f"{epoch} {seq}")
            previous = entry.hash
            count += 1
    return count


def base32(number: int) -> str:
    """The number in digits of ALPHABET; nothing for 0."""
    digits = ""
    while number:
        number, digit = divmod(number, 32)
        digits = ALPHABET[digit] + digits
    return digits
