"""Reading the journal as history: what happened to a person or at the desk, with the township's verdicts."""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sync.agreement import facts, journal
from sync.agreement.values import value
from village_desk.domain.receipts import TownshipState
from village_desk.store import from_township
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import payouts
from village_desk.words import _

_SELECT = """
SELECT j.epoch, j.seq, j.id, j.at, j.by, j.kind, j.about, j.body, j.hash,
       CASE WHEN v.verdict IS NOT NULL THEN v.verdict
            WHEN j.seq <= coalesce(a.last_seq, 0) THEN 'accepted' ELSE 'waiting' END,
       coalesce(v.code, ''), coalesce(v.field, ''), coalesce(v.reason, ''), coalesce(v.cure, ''), e.ordinal
  FROM journal j
  JOIN epochs e ON e.epoch = j.epoch
  LEFT JOIN acknowledged a ON a.epoch = j.epoch
  LEFT JOIN verdicts v ON v.fact = j.id
"""

_WITHOUT_LINES = _SELECT.replace(
    "j.body",
    f"CASE j.kind WHEN '{facts.PayoutListPart.KIND}' THEN json_set(j.body, '$.lines', json('[]')) ELSE j.body END",
)
"""The same for lists of what happened, where a payout list is one line: its own lines are not read."""


@value
class Happening:
    """A fact with time, author, its place in the chain, and the township's verdict."""

    id: str
    at: datetime
    by: str
    about: str
    fact: facts.Fact
    hash: str
    township: TownshipState
    code: str
    field: str
    reason: str
    cure: str
    place: tuple[int, int] = (0, 0)
    """The epoch's ordinal and the seq: earlier facts have a lower place."""


class Unread:
    """Something that happened, with its id and its place; read from its row only when it is asked for."""

    def __init__(self, fact_id: str, place: tuple[int, int], read: Callable[[], Happening]) -> None:
        self.id = fact_id
        self.place = place
        self._read = read

    @cached_property
    def happening(self) -> Happening:
        """The fact with all that is known of it."""
        return self._read()


def of_person(db: Database, person_id: str) -> list[Happening]:
    """Everything that happened to a person, recorded here or sent by the township, the latest first."""
    return [each.happening for each in life_of(db, person_id)[0]]


def life_of(db: Database, person_id: str, most: int = sys.maxsize) -> tuple[list[Unread], int]:
    """The same, no more than ``most``, read only as far as asked for while ``db`` is open; and how many there are."""
    words = [_of_word(each) for each in from_township.of_person(db, person_id)]
    found = [(words, len(words)), _lines_sent(db, person_id, most), _own(db, person_id, most)]
    found.append(_lines_taken(db, person_id, most))
    lived = [each for some, _count in found for each in some]
    lived.sort(key=attrgetter("place"), reverse=True)
    return lived[:most], sum(count for _some, count in found)


_Some = tuple[list[Unread], int]
"""The latest of them, and how many there are in all."""
_CHOSEN = """
  JOIN (SELECT j.rowid AS place, count(*) OVER () AS total FROM journal j JOIN epochs e USING (epoch)
         WHERE j.about = ? AND j.kind IN (SELECT value FROM json_each(?))
         ORDER BY e.ordinal DESC, j.seq DESC LIMIT ?) chosen ON chosen.place = j.rowid
 ORDER BY e.ordinal DESC, j.seq DESC
"""


def _own(db: Database, person_id: str, most: int) -> _Some:
    asked = [person_id, json.dumps(list(facts.KINDS)), most]
    rows = db.execute(_SELECT.replace("  FROM journal", ", chosen.total\n  FROM journal") + _CHOSEN, asked).fetchall()
    return _unread(row[:-1] for row in rows), rows[0][-1] if rows else 0


def _lines_sent(db: Database, person_id: str, most: int) -> _Some:
    lines, count = from_township.lines_of(db, person_id, most)
    unread = [
        Unread(
            facts.line_id(each.payout_list, each.number),
            (each.ordinal, each.seq),
            partial(_read_line_sent, db, person_id, each),
        )
        for each in lines
    ]
    return unread, count


def _read_line_sent(db: Database, person_id: str, line: from_township.UnreadLine) -> Happening:
    return _message_event(from_township.read_line(db, person_id, line))


def _lines_taken(db: Database, person_id: str, most: int) -> _Some:
    """The person's lines on payout lists that were taken in here in parts, each as a fact about the person."""
    rows = db.execute(
        "SELECT count(*) OVER (), e.ordinal, j.seq, j.id, l.payout_list, l.number FROM payout_lines l"
        " JOIN payout_parts p ON p.payout_list = l.payout_list AND p.part = l.part"
        " JOIN journal j ON j.id = p.fact AND j.kind = ? JOIN epochs e ON e.epoch = j.epoch"
        " WHERE l.person = ? AND l.person <> '' ORDER BY e.ordinal DESC, j.seq DESC, l.number LIMIT ?",
        [facts.PayoutListPart.KIND, person_id, most],
    ).fetchall()
    unread = [
        Unread(facts.line_id(*line), (ordinal, seq), partial(_read_line_taken, db, person_id, part, *line))
        for _count, ordinal, seq, part, *line in rows
    ]
    return unread, rows[0][0] if rows else 0


def _read_line_taken(db: Database, person_id: str, part: str, list_id: str, number: int) -> Happening:
    row = db.execute(f"{_SELECT} WHERE j.id = ?", [part]).fetchone()
    entry = journal.from_row(row[:9])
    line = payouts.of_person(entry.body, person_id, list_id, number)
    return _happening(replace(entry, id=facts.line_id(list_id, number), about=person_id), line, row[9:])


def of_kinds(db: Database, people: Collection[str], kinds: Collection[str]) -> Mapping[str, Sequence[Unread]]:
    """The same of many in few statements, the earliest first: the desk's facts of these kinds, and what was sent.

    Sent are the township's corrections and the other desk's facts, of whatever kind.
    """
    found: dict[str, list[Unread]] = defaultdict(list)
    where = f"WHERE j.about IN {_ASKED} AND j.kind IN ({_marks(kinds)})"
    rows = db.execute(f"{_SELECT} {where}", [json.dumps(list(people)), *kinds]).fetchall()
    for about, lived in groupby(sorted(rows, key=_about), _about):
        found[about] += _unread(lived)
    for person, word in from_township.changes_of(db, people):
        found[person].append(_of_word(word))
    return {person: sorted(lived, key=attrgetter("place")) for person, lived in found.items()}


_about = itemgetter(6)


def _unread(rows: Iterable[Sequence[Any]]) -> list[Unread]:
    """The facts of these rows, without those of kinds that this program does not know."""
    known = (row for row in rows if row[5] in facts.KINDS)
    return [Unread(row[2], (row[14], row[1]), partial(_from_row, row)) for row in known]


def _of_word(word: from_township.TownshipWord) -> Unread:
    event = _message_event(word)
    return Unread(event.id, event.place, partial(_itself, event))


_ASKED = "(SELECT value FROM json_each(?))"


def latest(db: Database, limit: int, kinds: tuple[str, ...]) -> list[Happening]:
    """The last facts of these kinds, the latest first; of a payout list its first part, without lines."""
    found: list[Happening] = []
    for (epoch,) in db.execute("SELECT epoch FROM epochs ORDER BY ordinal DESC").fetchall():
        if len(found) < limit:
            found += _latest_in(db, epoch, limit - len(found), kinds)
    return found


def _latest_in(db: Database, epoch: str, limit: int, kinds: tuple[str, ...]) -> list[Happening]:
    """Each kind is queried by itself, from its end, so that no other rows are read; of a payout list its first part."""
    last = (
        f"SELECT seq FROM journal j WHERE kind = ? AND {journal.NOT_A_LINE} AND epoch = ? AND NOT EXISTS"
        " (SELECT 1 FROM payout_parts p WHERE p.fact = j.id AND p.part > 1) ORDER BY seq DESC LIMIT ?"
    )
    places = [row[0] for kind in kinds for row in db.execute(last, [kind, epoch, limit]).fetchall()]
    newest = sorted(places, reverse=True)[:limit]
    if not newest:
        return []
    where = f"WHERE j.epoch = ? AND j.seq IN ({_marks(newest)}) ORDER BY j.seq DESC"
    return _read(db, where, [epoch, *newest], _WITHOUT_LINES)


def refused(db: Database, among: Sequence[str] | None = None) -> list[Happening]:
    """The facts that the township refused, the latest first; ``among``: the ids of the only ones to look at."""
    return _by_ids(db, _SELECT, _ids(db, "verdicts WHERE verdict = 'refused'") if among is None else among)


def kept(db: Database) -> int:
    """How many facts the township has and cannot judge until its program is a newer one."""
    found: int = db.execute("SELECT count(*) FROM verdicts WHERE verdict = 'kept'").fetchone()[0]
    return found


def remarked(db: Database, among: Sequence[str] | None = None) -> list[Happening]:
    """The facts that the township accepted and wants looked at, the latest first, each with its remark."""
    select = _SELECT.replace("LEFT JOIN verdicts v", "JOIN remarks v").replace("v.verdict", "NULL")
    return _by_ids(db, select, _ids(db, "remarks") if among is None else among)


def _ids(db: Database, of: str) -> list[str]:
    return [row[0] for row in db.execute(f"SELECT fact FROM {of}").fetchall()]


def _by_ids(db: Database, select: str, ids: Sequence[str]) -> list[Happening]:
    """The facts of these ids, the latest first."""
    found = _read(db, f"WHERE j.id IN {_ASKED}", [json.dumps(ids)], select) if ids else []
    return sorted(found, key=lambda each: each.place, reverse=True)


def last_right_time(db: Database) -> tuple[int, int]:
    """The place of the newest fact at the township that has no remark on its time; (0, 0) when there is none."""
    row = db.execute(
        "SELECT e.ordinal, j.seq FROM journal j JOIN epochs e USING (epoch) JOIN acknowledged a USING (epoch)"
        " WHERE j.seq <= a.last_seq AND NOT EXISTS"
        " (SELECT 1 FROM remarks r WHERE r.fact = j.id AND r.code = 'clock_suspect')"
        " ORDER BY e.ordinal DESC, j.seq DESC LIMIT 1"
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def unanswered_epochs(db: Database) -> dict[str, datetime]:
    """Why epochs were opened (``EpochOpened.reason``) of which the township has not answered any fact yet.

    Each with the time of the last fact before it: later facts of the old epoch are not in this file.
    """
    joined = "journal j LEFT JOIN acknowledged a USING (epoch)"
    before = "SELECT p.at FROM journal p WHERE p.rowid < j.rowid ORDER BY p.rowid DESC LIMIT 1"
    query = (
        f"SELECT json_extract(j.body, '$.reason'), coalesce(({before}), j.at) FROM {joined}"
        f" WHERE j.kind = ? AND j.{journal.NOT_A_LINE} AND j.seq > coalesce(a.last_seq, 0) ORDER BY j.rowid"
    )
    rows = db.execute(query, [facts.EpochOpened.KIND]).fetchall()
    return {reason: datetime.fromisoformat(at) for reason, at in rows}


def first_time(db: Database) -> datetime:
    """When the desk's first fact was recorded, by the PC's clock of then."""
    first = "SELECT at FROM journal WHERE rowid = (SELECT min(rowid) FROM journal)"
    return datetime.fromisoformat(db.execute(first).fetchone()[0])


def kinds(db: Database) -> dict[str, int]:
    """How many facts of each kind the desk recorded."""
    return dict(db.execute("SELECT kind, count(*) FROM journal GROUP BY kind ORDER BY kind").fetchall())


def verdict_codes(db: Database) -> dict[str, int]:
    """How many facts the township refused or remarked on, by the code that it gave."""
    rows = "SELECT verdict || ' ' || code, count(*) FROM verdicts GROUP BY verdict, code ORDER BY 1"
    return dict(db.execute(rows).fetchall())


def count(db: Database) -> int:
    """How many facts the desk recorded."""
    found: int = db.execute("SELECT count(*) FROM journal").fetchone()[0]
    return found


def _read(db: Database, where: str, values: list[Any], select: str = _SELECT) -> list[Happening]:
    return [_from_row(row) for row in db.execute(f"{select} {where}", values).fetchall() if row[5] in facts.KINDS]


def _from_row(row: Sequence[Any]) -> Happening:
    entry = journal.from_row(row[:9])
    return _happening(entry, entry.fact(), row[9:])


def _itself(happened: Happening) -> Happening:
    return happened


def _happening(entry: journal.Entry, fact: facts.Fact, word: Sequence[Any]) -> Happening:
    """``word``: the township's state, code, field, reason and cure, and the epoch's ordinal."""
    state, code, field, reason, cure, ordinal = word
    named = (entry.id, datetime.fromisoformat(entry.at), entry.by, entry.about, fact, entry.hash)
    return Happening(*named, TownshipState(state), code, field, reason, cure, (ordinal, entry.seq))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" for _each in values)


def _message_event(word: from_township.TownshipWord) -> Happening:
    """A message of the township as an event of a history, placed after the desk's facts before it."""
    by = _("{name}（{letter} 台）").format(name=word.by, letter=word.desk[-1]) if word.desk else _("镇所")
    about, accepted = str(getattr(word.fact, "person", "")), TownshipState.ACCEPTED
    fact_id = word.id or facts.about(word.fact)
    return Happening(fact_id, word.at, by, about, word.fact, "", accepted, "", "", "", "", word.place)
