"""Villagers' groups: what one is called and who answers for it, as was noted last in the township's order."""

from __future__ import annotations

from sync.agreement.facts import VillageGroupNoted
from sync.agreement.journal import Entry
from village_desk.domain.village_groups import NotedGroup, VillageGroup
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin
from village_desk.store.subjects.person_fields import order_of

SCHEMA = """
CREATE TABLE village_groups (
    place INTEGER PRIMARY KEY,
    fact TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    called TEXT NOT NULL,
    cadre TEXT NOT NULL,
    phone TEXT NOT NULL,
    term TEXT NOT NULL,
    gone INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL
) STRICT;
"""
_LAST_OF_EACH = f"""
SELECT number, name, called, cadre, phone, term, gone FROM village_groups g ORDER BY {order_of("g")}, place
"""


def noted(db: Database) -> dict[VillageGroup, NotedGroup]:
    """The groups of which something is noted, those that are gone left out, in the order of lists."""
    found: dict[VillageGroup, NotedGroup] = {}
    for number, name, called, cadre, phone, term, gone in db.execute(_LAST_OF_EACH):
        group = VillageGroup(number, name)
        found.pop(group, None)
        if not gone:
            found[group] = NotedGroup(group, called, cadre, phone, term)
    return {group: found[group] for group in sorted(found, key=lambda each: each.rank)}


def _note(db: Database, entry: Entry, fact: VillageGroupNoted, origin: Origin) -> None:
    group = fact.village_group
    is_number = group.isascii() and group.isdigit()
    which = (int(group), "") if is_number else (0, group)
    epoch, seq = ("", 0) if origin.desk else (entry.epoch, entry.seq)
    names = "(fact, number, name, called, cadre, phone, term, gone, epoch, seq, told_order)"
    db.execute(
        f"INSERT INTO village_groups {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [entry.id, *which, fact.called, fact.cadre, fact.phone, fact.term, fact.gone, epoch, seq, origin.order],
    )


SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up="",
    whose={},
    by_fact=("village_groups",),
    cards=(DeskCard(fact=VillageGroupNoted, apply=_note),),
)
