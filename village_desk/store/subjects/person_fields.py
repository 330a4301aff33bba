"""The fields of people in the derived tables: who set each last, and where two desks of the village changed the same.

A field keeps the change with the later place in the township's order; what the township has not answered is later than
all that ("Two desks of one village" in ``docs/protocol.md``). The cards of ``subjects/`` write by these functions only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.people import FIELDS, TYPES
from village_desk.store import search
from village_desk.store.connection.engine import Database

LAST = 2**62
"""The order number of facts that the township has not answered: later than all others."""


@value
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
    return {name: value for name, value in changes.items() if type(value) is TYPES.get(name)}


_SEARCHED = "SELECT place, {} FROM people WHERE id = ?".format(", ".join(f'"{name}"' for name in search.FIELDS))


def set_fields(db: Database, person: str, changes: Mapping[str, Any]) -> None:
    """Write the fields into the table, and index the person's words for the search."""
    values = dict(usable(changes))
    if "id_number" in values:
        values["birth"] = identity.IdentityNumber(str(values["id_number"])).birth.isoformat()
    if values:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE people SET {sets} WHERE id = ?", [*values.values(), person])
    if not values.keys().isdisjoint(search.FIELDS):
        for place, *searched in db.execute(_SEARCHED, [person]).fetchall():
            search.put(db, place, searched)


def note_own(db: Database, entry: Entry, changes: Mapping[str, Any]) -> None:
    """Note that this desk changed these fields; that settles an open contradiction with the other desk about them."""
    for name, content in sorted(changes.items()):
        _keep(db, entry.about, name, entry.id, content, (entry.epoch, entry.seq, 0))
        db.execute("DELETE FROM overruled WHERE person = ? AND field = ?", [entry.about, name])


def correct(db: Database, entry: Entry, changes: Mapping[str, Any], order: int, quietly: bool = False) -> None:
    """Change the fields for which ``order`` is the last word; note where it stands against a change of this desk.

    ``quietly``: the fields of a registration on both desks, which is no change of anybody's.
    """
    if quietly:
        _keep_registration(db, entry.about)
    for name, content in sorted(usable(changes).items()):
        before, own = _value(db, entry.about, name), _is_own(db, entry.about, name)
        _keep(db, entry.about, name, entry.id, content, ("", 0, order))
        wins = _settle(db, entry.about, name) == entry.id
        if own and not quietly and before != content:
            row = [entry.about, name, entry.id, str(before), str(content), wins]
            db.execute("INSERT OR REPLACE INTO overruled VALUES (?, ?, ?, ?, ?, ?)", row)


def forget(db: Database, person: str, fact: str) -> None:
    """This change counts no more, as another took its place (``PersonCorrected.instead_of``)."""
    if fact:
        db.execute("DELETE FROM changed WHERE person = ? AND fact = ?", [person, fact])


def place_anew(db: Database, fact: str, order: int) -> None:
    """The township gave what another desk changed another place, as after a restore of its books: by ``fact``.

    The id of a person stands for the fields of the registration.
    """
    moved = db.execute("UPDATE changed SET told_order = ? WHERE fact = ? AND seq = 0", [order, fact]).rowcount
    if moved:
        rows = db.execute("SELECT person, field FROM changed WHERE fact = ?", [fact]).fetchall()
        _settle_all(db, rows)


def answered(db: Database, epoch: str, last_seq: int) -> None:
    """The facts up to here have order numbers now: compare the fields that another desk changed too."""
    rows = db.execute(
        "SELECT c.person, c.field FROM changed c WHERE c.epoch = ?1 AND c.seq <= ?2 AND c.seq > coalesce("
        "(SELECT max(last_seq) FROM orders WHERE epoch = ?1 AND last_seq < ?2), 0) AND EXISTS (SELECT 1 FROM changed o"
        " WHERE o.person = c.person AND o.field = c.field AND o.epoch <> ?1)",
        [epoch, last_seq],
    ).fetchall()
    _settle_all(db, rows)


def _settle_all(db: Database, fields: list[tuple[str, str]]) -> None:
    for person, field in fields:
        _settle(db, person, field)
        db.execute(
            f'UPDATE overruled SET theirs_stands = (there = (SELECT CAST("{field}" AS TEXT) FROM people WHERE id = ?1))'
            " WHERE person = ?1 AND field = ?2",
            [person, field],
        )


def order_of(name: str) -> str:
    """The SQL for the order number of the row under this name, from ``epoch``, ``seq``, ``told_order``.

    ``seq`` is 0 for another desk's facts; this desk's facts have the number of their batch.
    """
    batch = f"SELECT number FROM orders o WHERE o.epoch = {name}.epoch AND o.last_seq >= {name}.seq"
    own = f"coalesce(({batch} ORDER BY last_seq LIMIT 1), {LAST})"
    return f"CASE WHEN {name}.seq = 0 THEN {name}.told_order ELSE {own} END"


_IN_ORDER = f"""
SELECT fact, value, seq, {order_of("c")} AS number
  FROM changed c WHERE person = ? AND field = ? ORDER BY number DESC, place DESC
"""


def _settle(db: Database, person: str, field: str) -> str:
    """Give the field the value of the change with the last place; returns whose it is."""
    for fact, content, _seq, _number in db.execute(_IN_ORDER, [person, field]).fetchall():
        if not _clashes(db, person, field, content):
            if _value(db, person, field) != content:
                set_fields(db, person, {field: content})
            return str(fact)
    return ""


def _is_own(db: Database, person: str, field: str) -> bool:
    """Whether the last word on the field is a correction of this desk."""
    row = db.execute(_IN_ORDER, [person, field]).fetchone()
    return row is not None and bool(row[2]) and row[0] != person


def _keep_registration(db: Database, person: str) -> None:
    """Note a registration's values: another desk registered the person too, and the two must be compared.

    A field that was changed since needs no note: a change is later than the registration of the same person.
    """
    epoch, seq, order = db.execute("SELECT epoch, seq, told_order FROM people WHERE id = ?", [person]).fetchone()
    for name in FIELDS:
        changed = db.execute("SELECT 1 FROM changed WHERE person = ? AND field = ?", [person, name]).fetchone()
        if not changed and _value(db, person, name):
            _keep(db, person, name, person, _value(db, person, name), (epoch, seq, order))


def _keep(db: Database, person: str, field: str, fact: str, value: Any, place: tuple[str, int, int]) -> None:
    names = "(person, field, fact, value, epoch, seq, told_order)"
    db.execute(
        f"INSERT OR IGNORE INTO changed {names} VALUES (?, ?, ?, ?, ?, ?, ?)", [person, field, fact, value, *place]
    )


def _value(db: Database, person: str, field: str) -> Any:
    return db.execute(f'SELECT "{field}" FROM people WHERE id = ?', [person]).fetchone()[0]


def _clashes(db: Database, person: str, field: str, value: Any) -> bool:
    """Whether the number is another person's here: one of them is to be looked at first."""
    taken = "SELECT 1 FROM people WHERE id_number = ? AND id <> ?"
    return field == "id_number" and db.execute(taken, [value, person]).fetchone() is not None
