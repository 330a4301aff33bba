"""Books put back from a copy and killed on the way, again and again: run as ``python -m tests.faults.killed_restore``.

Each round begins with the same books; a child restores them and dies right before or right after its n-th call of the
database or of the file system. The parent opens the books as the next start would. Prints one JSON line a round.
"""

import json
import shutil
import sys
from contextlib import closing
from pathlib import Path

from sync.township.store import backups, books_lock
from tests.faults import dying, moments
from tests.township.counters import Counter

FILES = ("replace", "rename", "unlink", "fsync", "open", "close")


def main(office: Path, copy: Path, rounds: Path) -> None:
    """Kill at ever later calls until a child lives to the end."""
    for nth in moments.spread(2):
        folder = rounds / str(nth)
        shutil.copytree(office, folder)
        books = folder / "books.db"

        def restore(books: Path = books, nth: int = nth) -> None:
            with books_lock.take(books, alone=True):
                dying.at(nth, (*dying.DATABASE, *FILES))
                backups.restore(books, copy, "")

        killed = dying.in_child(restore)
        print(json.dumps({"killed": killed} | after(folder)), flush=True)
        shutil.rmtree(folder)
        if not killed:
            return


def after(folder: Path) -> dict[str, object]:
    """What the next start finds."""
    counter = Counter(folder)
    found = {"timeline": counter.store.timeline, "facts": counter.status().facts, "put_back": counter.store.put_back}
    counter.close()
    with closing(Counter(folder)) as again:
        same = again.store.timeline == found["timeline"]
    aside = [each.name for each in folder.glob("books.db.before-*") if not each.name.endswith(("-wal", "-shm"))]
    return found | {"same": same, "kept": len(aside), "left": len(list(folder.glob("*.part*")))}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
