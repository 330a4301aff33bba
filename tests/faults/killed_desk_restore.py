"""A damaged desk file that gives way to a backup, killed on the way: ``python -m tests.faults.killed_desk_restore``.

Each round begins with the same folder; a child restores the desk and dies right before or right after its n-th call of
the database or of the file system. The parent opens the desk as the next start would, and restores it where it is
damaged still. Prints one JSON line a round.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.desks import PIN, StillClock
from tests.faults import dying, moments
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.store.file import backups

FILES = ("replace", "rename", "unlink", "fsync", "open", "close", "copyfileobj")
STEP = 5


def main(folder: Path, name: str, rounds: Path) -> None:
    """Kill at ever later calls until a child lives to the end."""
    for nth in moments.spread(STEP):
        own = rounds / str(nth)
        shutil.copytree(folder, own)
        path = own / name

        def restore(path: Path = path, nth: int = nth) -> None:
            dying.at(nth, (*dying.DATABASE, *FILES))
            Desk.restore(path, PIN, StillClock()).close()

        killed = dying.in_child(restore)
        print(json.dumps({"killed": killed} | after(path)), flush=True)
        shutil.rmtree(own)
        if not killed:
            return


def after(path: Path) -> dict[str, Any]:
    """What the next start finds: whether there is a file at all, which one, and what is left lying about."""
    there, waited = Desk.is_there(path), backups.waits(path)
    try:
        desk = Desk.open(path, PIN, StillClock())
        damaged = False
    except Trouble as trouble:
        damaged = trouble.code == "damaged"
        desk = Desk.restore(path, PIN, StillClock())
    with desk:
        aside = [each.name for each in path.parent.glob(path.name + ".damaged-*")]
        return {
            "there": there,
            "waited": waited,
            "damaged": damaged,
            "well": desk.keeping.check().well,
            "people": desk.finding.count(),
            "ordinal": desk._store.head().ordinal,
            "aside": len([each for each in aside if not each.endswith(("-wal", "-shm"))]),
            "tails": len([each for each in aside if each.endswith("-wal")]),
            "left": [each.name for each in path.parent.iterdir() if ".restoring" in each.name],
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
