"""A change of the PIN, killed on the way: ``python -m tests.faults.killed_rekeying``.

Each round begins with the same folder; a child changes the PIN and dies right before or right after its n-th call of
the database or of the file system. The parent opens the desk as the next start would, with the one PIN or the other.
Prints one JSON line a round.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.desks import PIN, StillClock
from tests.faults import dying, moments
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.road import keyring
from village_desk.store import contents
from village_desk.store.file import rekeying

NEW = "xin-kou-ling-7"
FILES = ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync", "open", "close", "copyfileobj")
STEP = 7


def main(folder: Path, name: str, rounds: Path) -> None:
    """Kill at ever later calls until a child lives to the end."""
    for nth in moments.spread(STEP):
        own = rounds / str(nth)
        shutil.copytree(folder, own)
        path = own / name

        def change(path: Path = path, nth: int = nth) -> None:
            dying.at(nth, (*dying.DATABASE, *FILES))
            Desk.change_pin(path, PIN, NEW, StillClock())

        killed = dying.in_child(change)
        print(json.dumps({"killed": killed} | after(path)), flush=True)
        shutil.rmtree(own)
        if not killed:
            return


def after(path: Path) -> dict[str, Any]:
    """What the next start finds: which of the two PINs opens the file, and what is there then."""
    there, waited = Desk.is_there(path), rekeying.waits(path)
    [pin] = [each for each in (PIN, NEW) if _opens(path, each)]
    with Desk.open(path, pin, StillClock()) as desk:
        with contents.opened(desk._store) as held:
            readable = [held.get(each) is not None for each in held.here()]
        return {
            "there": there,
            "waited": waited,
            "new": pin == NEW,
            "well": desk.keeping.check().well,
            "people": desk.finding.count(),
            "pictures": readable,
            "key": keyring.key(desk._store).public,
            "left": [each.name for each in path.parent.iterdir() if ".newpin" in each.name],
        }


def _opens(path: Path, pin: str) -> bool:
    try:
        Desk.open(path, pin, StillClock()).close()
    except Refused as refused:
        assert refused.code == "wrong_pin", refused.code
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
