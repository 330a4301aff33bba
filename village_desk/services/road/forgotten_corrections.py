"""Corrections of the township's own that its restored books forgot: this desk heard them, and gives them back.

What stands here goes up as a correction of the desk, in the place of the forgotten one: its order was of books that are
gone, and would outlast every later change. Follows "When the township is restored" in ``docs/protocol.md``.
"""

from __future__ import annotations

from sync.agreement import facts
from village_desk.store import from_township
from village_desk.store.database import Store
from village_desk.store.subjects import people
from village_desk.words import _


def give_back(store: Store) -> int:
    """Record what the township forgot, once the whole of its story of now is here; returns how many corrections.

    One that was given back, by this desk or the village's other one, is not given back again.
    """
    with store.writing() as db:
        forgotten = from_township.forgotten(db)
        for person, said in forgotten:
            here = people.person(db, person)
            changes = {name: getattr(here, name, value) for name, value in said.changes.items()}
            store.record(facts.PersonCorrected(person, changes, _("镇所更正过，镇所恢复备份后由本机补报"), said.sent))
    return len(forgotten)
