"""A backup on a nearly full disk, killed on the way, again and again: run as ``python -m tests.faults.killed_backup``.

Each round begins with the same folder; a child makes a backup, for which an older one must go before and others go
behind, and dies right before or right after its n-th call of the database or of the file system. The parent looks at
every backup that counts then, and makes the next one. Prints one JSON line a round.
"""

import contextlib
import json
import shutil
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.desks import PIN, StillClock
from tests.faults import dying, moments
from village_desk.store.connection import engine
from village_desk.store.database import Store
from village_desk.store.file import backups, room

CALLS = (*dying.DATABASE, "backup", "unlink", "fsync", "open", "close", "replace")
STEP = 3
Usage = namedtuple("Usage", "total used free")


def main(folder: Path, name: str, rounds: Path) -> None:
    """Kill at ever later calls until a child lives to the end."""
    salt = engine.salt_of(folder / name)
    key = engine.key_of(PIN, salt)
    for nth in moments.spread(STEP):
        own = rounds / str(nth)
        shutil.copytree(folder, own)
        before = [each.path.name for each in backups.listed(own / name)]

        def back_up(path: Path = own / name, nth: int = nth) -> None:
            with opened(path, key, salt) as store:
                dying.at(nth, CALLS)
                backups.make(store)

        killed = dying.in_child(back_up)
        with opened(own / name, key, salt) as store:
            print(json.dumps({"killed": killed} | after(store, before)), flush=True)
        shutil.rmtree(own)
        if not killed:
            return


@contextlib.contextmanager
def opened(path: Path, key: bytes, salt: bytes) -> Iterator[Store]:
    """The store of the file, on a disk with room for a copy beside four others and not beside five."""
    with contextlib.closing(Store.open(path, key, salt, StillClock())) as store:
        size = room.left(store.db, path.parent).file

        def usage(place: Path) -> Usage:
            held = sum(each.stat().st_size for each in place.glob("*.vdesk*") if place == backups.folder_of(path))
            return Usage(0, 0, room._RESERVE + 5 * size + size // 2 - held)

        shutil.disk_usage = usage  # type: ignore[assignment]
        yield store


def after(store: Store, before: list[str]) -> dict[str, Any]:
    """What counts as a backup then, whether all of it is whole, and whether the next backup is made."""
    found = backups.listed(store.path)
    names = [each.path.name for each in found]
    whole = all(facts(store, each.path) == each.place[1] for each in found)
    backups.make(store)
    left = [each.name for each in backups.folder_of(store.path).iterdir() if each.suffix != ".vdesk"]
    return {
        "count": len(names),
        "latest": len([each for each in before[:3] if each in names]),
        "made": names[0] not in before,
        "whole": whole,
        "left": left,
        "then": len(backups.listed(store.path)),
    }


def facts(store: Store, copy: Path) -> int:
    """The facts in a copy in which nothing is wrong; else 0."""
    with contextlib.closing(store.connect_to(copy)) as db:
        well = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        return int(db.execute("SELECT max(seq) FROM journal").fetchone()[0]) if well else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
