"""Whether the whole desk file is what was written: every page read, and the day noted on which that was so.

It takes seconds for a file of years, so that no start waits for it: the file is looked through once a day behind the
work, before each backup, and at an opening only where ``vouched`` does not hold. The day stands in a file beside the
desk file, as it is about this file and not about people, and no backup may bring one along.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sync import durable
from village_desk.domain.basics.errors import Cancelled
from village_desk.domain.basics.progress import Progress, silent
from village_desk.store.connection import engine, troubles
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.words import _

ENDING = ".checked"
_NOT_CHECKED = _("文件没有查完")
_UNPROVEN = "HMAC verification failed for page"
_NOT_READ = re.compile(r"unable to get the page\. error code=(\d+)")
_TRIES = 100
"""A page that is being written looks torn to the cipher's check, which is therefore repeated."""
_STEPS = 10_000
"""Of SQLite's own, between two looks whether to stop: a few milliseconds."""
_PATIENCE = 0.05
_one_at_a_time = threading.Lock()


def vouched(path: Path, salt: bytes) -> bool:
    """Whether this program found nothing wrong in the file of this salt when it last looked through all of it."""
    return _noted(path).get("salt") == salt.hex()


def is_due(store: Store) -> bool:
    """Whether the file has not been looked through today, by the PC's clock."""
    noted = _noted(store.path)
    return noted.get("salt") != store.salt.hex() or noted.get("day") != store.clock().date().isoformat()


def sound_on(store: Store) -> date | None:
    """The last day on which nothing was found wrong in all of the file, by the PC's clock; None if not known."""
    noted = _noted(store.path)
    try:
        return date.fromisoformat(noted["day"]) if noted.get("salt") == store.salt.hex() else None
    except (KeyError, ValueError):
        return None


def note_sound(store: Store) -> None:
    """Note that nothing was wrong today. Where nothing can be written, the next opening looks through the file."""
    if store.hindrance is None:
        noted = {"salt": store.salt.hex(), "day": store.clock().date().isoformat()}
        with contextlib.suppress(OSError):
            durable.write(_place(store.path), json.dumps(noted).encode())


def doubt(path: Path) -> None:
    """Something in the file could not be read: the next opening looks through all of it."""
    with contextlib.suppress(OSError):
        _place(path).unlink(missing_ok=True)


def check(store: Store, progress: Progress = silent) -> bool:
    """Look through the whole file, one thread at a time; whether it is sound, which is noted. Reads only.

    Fees are recorded meanwhile. It has a connection of its own: no page is taken from memory, and a page that the
    cipher refuses spoils no other work. Raises Cancelled when ``progress`` does, and as ``has_faults``.
    """
    while not _one_at_a_time.acquire(timeout=_PATIENCE):
        progress(0, 1)
    try:
        with contextlib.closing(store.again()) as own:
            faulty = has_faults(own, progress)
    finally:
        _one_at_a_time.release()
    doubt(store.path) if faulty else note_sound(store)
    return not faulty


def has_faults(store: Store, progress: Progress = silent) -> bool:
    """Whether SQLite or the cipher finds a fault in the file.

    Raises Trouble or engine.DatabaseError where it could not be read for another reason, which is no fault of the
    file; Cancelled when ``progress`` does.
    """
    try:
        found, pages = _looked_through(store, progress)
        if found == "ok" and pages:  # the cipher's check ignores the WAL and whoever is moving it into the file
            pages = _pages_when_still(store, progress)
    except engine.DatabaseError as error:
        if troubles.is_damage(error):
            return True
        raise
    if found == "ok" and not pages:
        return False
    _refuse_unread(found, pages)
    return True


def _pages_when_still(store: Store, progress: Progress) -> list[str]:
    """The pages that the cipher complains of in a view of which every page stands in the file; nobody is held up.

    Such a view is one after the WAL was moved into the file and before the next commit: as long as it is read, SQLite
    moves nothing. Trouble ``locked`` where others write without end.
    """
    for _try in range(_TRIES):
        before = store.edition()
        busy, frames, moved = store.db.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        with stoppable(store.db, progress), store.reading():
            still = store.edition() == before and not busy and frames == moved
            pages = _bad_pages(store)
        if still or not pages:
            return pages
        progress(0, 1)
    raise troubles.named("locked", _NOT_CHECKED)


def _looked_through(store: Store, progress: Progress) -> tuple[str, list[str]]:
    """What SQLite says of the file, and the pages that the cipher complains of."""
    with stoppable(store.db, progress):
        found = str(store.db.execute("PRAGMA quick_check(1)").fetchone()[0])
        pages = _bad_pages(store)
    progress(0, 1)
    return found, pages


def _bad_pages(store: Store) -> list[str]:
    return [str(row[0]) for row in store.db.execute("PRAGMA cipher_integrity_check").fetchall()]


@contextlib.contextmanager
def stoppable(db: Database, progress: Progress) -> Iterator[None]:
    """Stop a long statement when ``progress`` raises Cancelled."""
    stopped: list[Cancelled] = []

    def stops() -> int:
        try:
            progress(0, 1)
        except Cancelled as error:
            stopped.append(error)
        return len(stopped)

    db.conn.set_progress_handler(stops, _STEPS)
    try:
        yield
    except engine.DatabaseError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


def _refuse_unread(found: str, pages: list[str]) -> None:
    """Trouble where the checks complain of pages that the disk did not give, and of none that is wrong."""
    if any(each.startswith(_UNPROVEN) or "invalid size" in each for each in pages):
        return
    unread = _NOT_READ.search(found)
    trouble = troubles.by_code(int(unread[1]), _NOT_CHECKED) if unread else None
    if trouble is not None or pages:
        raise trouble or troubles.named("disk", _NOT_CHECKED)


def _place(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def _noted(path: Path) -> dict[str, str]:
    try:
        found = json.loads(_place(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
