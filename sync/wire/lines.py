"""The lines of a batch: one fact each as JSON, without what the batch implies (epoch, seq) or the chain yields (hash).

What follows from the line before is left out too (``shortening.py``). Reading is total: whatever bytes a desk signs,
each line is either a journal entry or unreadable, and both have a place in the chain and in the sums. No I/O.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, NoReturn

import orjson

from sync.agreement import facts, journal, protocol
from sync.agreement.journal import Entry
from sync.agreement.values import value
from sync.wire import shortening

_TYPES = {"id": str, "at": str, "by": str, "kind": str, "about": str, "body": dict}
_six = itemgetter(*_TYPES)
_SIX = list(_TYPES.values())
_NAME_LONGEST, _ABOUT_LONGEST = 64, 600
"""What a database can index. The program makes all of these, so an honest line is never longer."""
_DEEPEST = 16
UNREADABLE = ""
"""The kind under which the sums count a line that could not be read."""


@value
class Line:
    """One line as received. ``entry``: None if the line could not be read; ``hash``: the journal's chain up to here.

    ``body`` is the canonical JSON of the entry's body; ``cash_fen`` the cash that the fact of this line collected.
    """

    seq: int
    raw: bytes
    entry: Entry | None
    hash: str
    body: str = ""
    cash_fen: int = 0

    @property
    def digest(self) -> str:
        """A digest of the fact without its place in the journal: it differs for another fact under the same id."""
        if self.entry is None:
            return protocol.digest(self.raw)
        return protocol.digest(journal.spelled(shortening.whole(self.entry, journal.Spelled(self.body))))

    @property
    def kind(self) -> str:
        """The kind of fact, or UNREADABLE."""
        return self.entry.kind if self.entry else UNREADABLE


@value
class KindSum:
    """How many facts of a kind, and the fen of collected cash in them."""

    facts: int
    fen: int


def write(entry: Entry, before: Entry | None = None) -> bytes:
    """The line of a journal entry that stands behind ``before`` in its batch, without the line feed."""
    return journal.canonical(shortening.shorten(entry, before))


def read(raw: bytes, epoch: str, seq: int, previous: str, before: Entry | None = None) -> Line:
    """The line as an entry that follows the hash ``previous``, or as unreadable; never raises.

    ``before`` is the last line of the batch that could be read.
    """
    try:
        entry = _entry(raw, epoch, seq, before)
        body = journal.canonical(entry.body).decode()
        cash_fen = protocol.cash_of(entry.kind, entry.body)
        return Line(seq, raw, entry, journal.hash_of(previous, entry, body), body, cash_fen)
    except ValueError:  # not our shape, or a value that RFC 8785 cannot express: not fit for a journal
        return Line(seq, raw, None, hashlib.sha256(previous.encode() + b"\n" + raw).hexdigest())


def read_all(raws: Iterable[bytes], epoch: str, after: protocol.BatchPlace) -> list[Line]:
    """The lines that follow a place, chained."""
    found: list[Line] = []
    previous, seq = after.hash, after.seq
    before: Entry | None = None
    for raw in raws:
        seq += 1
        found.append(read(raw, epoch, seq, previous, before))
        previous, before = found[-1].hash, found[-1].entry or before
    return found


def sums(lines: Iterable[Line]) -> dict[str, KindSum]:
    """Counts and collected cash by kind."""
    counts: Counter[str] = Counter()
    cash: Counter[str] = Counter()
    for line in lines:
        kind = line.kind
        counts[kind] += 1
        cash[kind] += line.cash_fen
    return {kind: KindSum(counts[kind], cash[kind]) for kind in sorted(counts)}


def reckoned_by(version: str, lines: Sequence[Line]) -> list[Line]:
    """The lines with the cash that a program of this protocol version finds in them: none in kinds of a later one."""
    return [
        replace(each, cash_fen=0) if each.cash_fen and not protocol.reckons(version, each.kind) else each
        for each in lines
    ]


def agree(found: Mapping[str, KindSum], promised: Mapping[str, KindSum]) -> bool:
    """Whether the facts of a batch add up to the sums in its manifest.

    This program does not know what a kind of a newer program counts as cash; for such a kind only the number is
    compared.
    """
    known = facts.KINDS.keys() | {UNREADABLE}
    return found.keys() == promised.keys() and all(
        each.facts == promised[kind].facts and (each.fen == promised[kind].fen or kind not in known)
        for kind, each in found.items()
    )


def marks(raw: bytes) -> int:
    """How many values this JSON can have at the most, by the marks between them; those inside of text count too."""
    return raw.count(b",") + raw.count(b"[") + raw.count(b"{")


def strict(raw: bytes, most: int = protocol.JSON_MARKS) -> Any:
    """A JSON value read strictly: UTF-8, no key twice, no NaN, no number that RFC 8785 cannot hold.

    Raises ValueError; also for deep nesting, since both sides must find the same line readable, however much of the
    stack is in use; and, before reading, for more ``marks`` than ``most``.
    """
    if len(raw) > most and marks(raw) > most:
        raise ValueError("more values than there can be")
    shallow = raw.count(b"[") + raw.count(b"{") <= _DEEPEST
    value = _as_we_write(raw) if shallow else None
    if value is None:
        value = _as_anybody_writes(raw)
    if not shallow and not _shallow(value, _DEEPEST):
        raise ValueError("nested too deep")
    return value


def _as_we_write(raw: bytes) -> Any | None:
    """The value, if these bytes are exactly its canonical JSON (so that no spelling can deceive); otherwise None."""
    try:
        value = orjson.loads(raw)
        return value if journal.spelled(value) == raw else None
    except ValueError:
        return None


def _as_anybody_writes(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no, parse_int=_whole)
    except RecursionError as reason:
        raise ValueError("nested too deep") from reason


def _entry(raw: bytes, epoch: str, seq: int, before: Entry | None) -> Entry:
    members = shortening.expand(strict(raw, protocol.LINE_MARKS), before)
    if members.keys() != _TYPES.keys() or list(map(type, _six(members))) != _SIX:
        raise ValueError("not the six fields of a line")
    entry_id, at, by, kind, about, body = _six(members)
    longest = max(len(entry_id), len(at), len(kind))
    if not entry_id or longest > _NAME_LONGEST or len(about) > _ABOUT_LONGEST or "\0" in entry_id + at + kind + about:
        raise ValueError("a name that no database can index")
    return Entry(epoch, seq, entry_id, at, by, kind, about, body, "")


def _shallow(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        return left > 0 and all(_shallow(each, left - 1) for each in value.values())
    return not isinstance(value, list) or (left > 0 and all(_shallow(each, left - 1) for each in value))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) >= 2**53:
        raise ValueError("a number beyond 2^53")
    return int(digits)
