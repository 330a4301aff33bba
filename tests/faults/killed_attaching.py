"""A desk killed while a picture is put to a person or removed: run as ``python -m tests.faults.killed_attaching``.

Each round a child opens the desk and dies right before or right after its n-th call of a database (the desk file's or
that of the contents) or of the file system. The parent opens the desk as the next start would, and looks; then comes a
day after the time for which contents without a fact are kept. Prints one JSON line a round.
"""

import json
import sys
from pathlib import Path

from tests import pictures
from tests.desks import PIN, StillClock, register
from tests.faults import dying, moments
from village_desk.desk import Desk
from village_desk.store import contents
from village_desk.store.subjects import attachments

FILES = ("open", "write", "fsync", "replace", "rename", "unlink")
STEP = 11


def main(path: Path, deed: str) -> None:
    """Kill at ever later calls until a child lives to the end; one picture a round."""
    clock = StillClock()
    for nth in moments.spread(STEP):
        with Desk.open(path, PIN, clock) as desk:
            person = register(desk, "某某", serial=nth)
            put = desk.attaching.add(person, pictures.photo(60, nth), "签字页").id if deed == "remove" else ""

        def child(nth: int = nth, person: str = person, put: str = put) -> None:
            desk = Desk.open(path, PIN, clock)
            content = pictures.photo(60, nth)
            dying.at(nth, (*dying.DATABASE, *FILES))
            if put:
                desk.attaching.remove(put, "不清楚")
            else:
                desk.attaching.add(person, content, "签字页")

        killed = dying.in_child(child)
        print(json.dumps({"killed": killed} | after(path, person, clock, nth)), flush=True)
        if not killed:
            return


def after(path: Path, person: str, clock: StillClock, nth: int) -> dict[str, object]:
    """The desk at the next start, and a month later when the next picture is added."""
    with Desk.open(path, PIN, clock) as desk:
        listed = desk.attaching.of_person(person)
        found: dict[str, object] = {
            "well": desk.keeping.check().well,
            "listed": len(listed),
            "whole": all(desk.attaching.content(each.attachment.id) == pictures.photo(60, nth) for each in listed),
            "orphans": len(contents.here(desk._store) - attachments.named(desk._store.db)),
        }
        clock.move(days=31)
        later = desk.attaching.add(register(desk, "某某", "19900512", nth), pictures.photo(50, nth), "签字页")
        found["orphans_then"] = len(contents.here(desk._store) - attachments.named(desk._store.db))
        desk.attaching.remove(later.id, "不清楚")
        return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
