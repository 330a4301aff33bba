"""A rebuild of the tables killed on the way, again and again: run as ``python -m tests.faults.killed_rebuild``.

Each round begins with the same folder; a child makes the tables anew and dies right before its n-th statement, the
making of an index among them. The parent opens what is left, looks at it, and rebuilds again. Prints one JSON line a
round.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from tests import cheap_keys  # noqa: F401 - the key of the file that is opened here
from tests.desks import PIN, StillClock
from tests.faults import dying, moments
from village_desk.desk import Desk

STEP = 41


def main(folder: Path, name: str, rounds: Path) -> None:
    """Kill at ever later statements until a child lives to the end."""
    for nth in moments.spread(STEP):
        own = rounds / str(nth)
        shutil.copytree(folder, own)

        def rebuild(path: Path = own / name, nth: int = nth) -> None:
            with Desk.open(path, PIN, StillClock()) as desk:
                called = dying.fuse(nth)
                desk._store.db.conn.set_trace_callback(lambda _sql: called())
                desk.keeping.rebuild()

        killed = dying.in_child(rebuild)
        print(json.dumps({"killed": killed} | after(own / name)), flush=True)
        shutil.rmtree(own)
        if not killed:
            return


def after(path: Path) -> dict[str, Any]:
    """Whether the file agrees with its journal, what it holds, and the same after another rebuild."""
    with Desk.open(path, PIN, StillClock()) as desk:
        found = {"well": desk.keeping.check().well, "indexes": indexes(desk), "paid": len(desk.collecting.recent(99))}
        desk.keeping.rebuild()
        again = {"well": desk.keeping.check().well, "indexes": indexes(desk), "paid": len(desk.collecting.recent(99))}
    return {"found": found, "again": again}


def indexes(desk: Desk) -> int:
    """How many there are."""
    [count] = desk._store.db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'").fetchone()
    return int(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
