"""The fields of people in the derived tables: who set each last, and where two desks of the village changed the same.

A field keeps the change with the later place in the township's order; what the township has not answered is later than
all that (``sync/protocol.py``, section 14). ``applying.py`` and ``siblings.py`` write by these functions only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.journal import Entry
from village_desk.domain import identity
from village_desk.store import search
from village_desk.store.engine import Database
from village_desk.store.tables import PERSON_FIELDS

LAST = 2**62
"""The place of what the township has not answered."""


@dataclass(frozen=True, slots=True)
class Overruled:
    """A field of a person that this desk and another one changed: both values, and whose stands. ``fact``: theirs."""

    person: str
    field: str
    fact: str
    here: str
    there: str
    theirs_stands: bool


def overruled(db: Database) -> list[Overruled]:
    """The fields that two desks changed and nobody has looked at since, the latest first."""
    rows = db.execute("SELECT person, field, fact, here, there, theirs_stands FROM overruled ORDER BY rowid DESC")
    return [Overruled(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows.fetchall()]


def usable(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that the table of people can hold."""
    kinds = {name: int if name in ("group", "tier_fen") else str for name in PERSON_FIELDS}
    return {name: value for name, value in changes.items() if type(value) is kinds.get(name)}


def set_fields(db: Database, person: str, changes: Mapping[str, Any]) -> None:
    """Write the fields into the table, and what they are found by."""
    values = dict(usable(changes))
    if "id_number" in values:
        values["birth"] = identity.IdentityNumber(str(values["id_number"])).birth.isoformat()
    if values:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE people SET {sets} WHERE id = ?", [*values.values(), person])
    for row in db.query("SELECT * FROM people WHERE id = ?", [person]):
        search.put(db, row["place"], row)


def note_own(db: Database, entry: Entry, changes: Mapping[str, Any]) -> None:
    """This desk changed these fields: from now on they are its own, and nobody's word against it stands open."""
    for name in changes:
        _note_change(db, entry.about, name, entry.epoch, entry.seq, 0)
        db.execute("DELETE FROM overruled WHERE person = ? AND field = ?", [entry.about, name])


def correct(db: Database, entry: Entry, changes: Mapping[str, Any], order: int, quietly: bool = False) -> None:
    """Change the fields for which ``order`` is the last word; note where it stands against a change of this desk.

    ``quietly``: the fields of a registration on both desks, which is no change of anybody's.
    """
    for name, value in usable(changes).items():
        mine, own = _place(db, entry.about, name)
        wins = order >= mine and not _clashes(db, entry.about, name, value)
        if own and not quietly and _value(db, entry.about, name) != value:
            row = [entry.about, name, entry.id, str(_value(db, entry.about, name)), str(value), wins]
            db.execute("INSERT OR REPLACE INTO overruled VALUES (?, ?, ?, ?, ?, ?)", row)
        if wins:
            set_fields(db, entry.about, {name: value})
            _note_change(db, entry.about, name, "", 0, order)


def _place(db: Database, person: str, field: str) -> tuple[int, bool]:
    """The township's order of whatever set the field last, and whether that was a change made at this desk."""
    row = db.execute(
        "SELECT epoch, seq, told_order, 1 FROM changed WHERE person = ?1 AND field = ?2"
        " UNION ALL SELECT epoch, seq, told_order, 0 FROM people WHERE id = ?1 LIMIT 1",
        [person, field],
    ).fetchone()
    epoch, seq, told_order, was_changed = row
    if not was_changed and not _value(db, person, field):
        return 0, False  # the registration left it empty: nobody has set it yet
    if not seq:
        return int(told_order), False
    order = db.execute(
        "SELECT number FROM orders WHERE epoch = ? AND last_seq >= ? ORDER BY last_seq LIMIT 1", [epoch, seq]
    ).fetchone()
    return int(order[0]) if order else LAST, bool(was_changed)


def _note_change(db: Database, person: str, field: str, epoch: str, seq: int, order: int) -> None:
    db.execute("INSERT OR REPLACE INTO changed VALUES (?, ?, ?, ?, ?)", [person, field, epoch, seq, order])


def _value(db: Database, person: str, field: str) -> Any:
    return db.execute(f'SELECT "{field}" FROM people WHERE id = ?', [person]).fetchone()[0]


def _clashes(db: Database, person: str, field: str, value: Any) -> bool:
    """Whether the number is another person's here: one of them is to be looked at first."""
    taken = "SELECT 1 FROM people WHERE id_number = ? AND id <> ?"
    return field == "id_number" and db.execute(taken, [value, person]).fetchone() is not None
