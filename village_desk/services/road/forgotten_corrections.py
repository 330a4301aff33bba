"""The township's own corrections that its restored books forgot: this desk has them, and sends them back.

The present value goes up as a correction of the desk, in place of the forgotten one. The old order number came from
the lost books; keeping it would have made the old value win over every later change. Follows "When the township is
restored" in ``docs/protocol.md``.
"""

from __future__ import annotations

from sync.agreement import facts
from village_desk.store import from_township
from village_desk.store.database import Store
from village_desk.store.subjects import people
from village_desk.words import _


def give_back(store: Store) -> int:
    """Record the forgotten corrections, once all messages of the restored township are here; returns how many.

    A correction that this desk or the village's other one has sent back is not sent back again.
    """
    with store.writing() as db:
        forgotten = from_township.forgotten(db)
        for person, correction in forgotten:
            here = people.person(db, person)
            changes = {name: getattr(here, name, value) for name, value in correction.changes.items()}
            store.record(
                facts.PersonCorrected(person, changes, _("镇所更正过，镇所恢复备份后由本机补报"), correction.sent)
            )
    return len(forgotten)
