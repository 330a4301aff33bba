"""Copies of a SQLite township's books, opened, checked and counted before they count; and books put back from one.

The key is in no copy. Books that are put back begin a new timeline before they are in their place: there is no moment
at which the old timeline speaks for the older books. A database server has its own tools for copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, inspect, select
from sqlalchemy.engine import URL
from sqlcipher3 import dbapi2

from sync import durable
from sync.agreement import calendar, protocol
from sync.agreement.errors import NotTheTownship
from sync.agreement.values import value
from sync.township.store import engines, tables, timelines
from sync.township.store.engines import StoreTrouble
from sync.wire import messages
from sync.wire.messages import Signers

_READY = ".restoring"
"""Whole books with their new timeline, on their way into place: whoever opens the store next finishes the restore."""
_SHARING_VIOLATION = 32
"""Windows' error when somebody moves a file that a program has open."""
_TAILS = ("-wal", "-shm", "")


@value
class Counted:
    """The contents of books: facts, people, receipts, and answered batches."""

    facts: int
    people: int
    contributions: int
    answered: int


def make(books: Path, copy: Path) -> Counted:
    """Copy the books, whoever works with them meanwhile, and return the counts of the copy.

    Raises StoreTrouble ``backup-there`` if the file exists already, ``backup-differs`` if the copy is not like the
    books; OSError. Then no half copy is left.
    """
    if copy.exists():
        raise StoreTrouble("backup-there", str(copy))
    with durable.drafted(copy) as draft:
        found = _copied(books, draft)
        durable.settle_file(draft)  # the draft is checked as it is read from the disk
        if _looked_at(draft) != found:
            raise StoreTrouble("backup-differs", str(copy))
        if copy.exists():
            raise StoreTrouble("backup-there", str(copy))
    return found


def restore(books: Path, copy: Path, public: Signers) -> Counted:
    """Put a copy in the place of the books, on a new timeline; returns its counts. Call it alone (``locks.py``).

    Killed at any moment it leaves the old books or the new ones. ``public``: the township's keys, empty if its key
    was lost. Raises StoreTrouble ``backup-odd``, ``backup-same``, ``store-newer``, ``another-township``; OSError.
    """
    finish(books)
    if books.exists() and copy.samefile(books):
        raise StoreTrouble("backup-same", str(copy))
    with durable.drafted(books.with_name(books.name + _READY)) as draft:
        _copy_into(draft, copy)
        found = _looked_at(draft)
        with _transaction(draft) as db:
            _refuse_foreign(db, public)
            if not public:
                _forget_what_went_down(db)
            timelines.begin(db)
    _finish_or_leave(books)
    return found


def _finish_or_leave(books: Path) -> None:
    """Nothing of a restore that was refused is left, to be finished behind somebody's back at the next start."""
    try:
        finish(books)
    except OSError as reason:
        books.with_name(books.name + _READY).unlink(missing_ok=True)
        if getattr(reason, "winerror", 0) == _SHARING_VIOLATION:
            raise StoreTrouble("store-in-use", str(books)) from reason
        raise


def finish(books: Path) -> None:
    """Bring restored books into their place, if any wait; the old ones stay beside them, named for the moment.

    OSError: then the old ones are where they were.
    """
    ready = books.with_name(books.name + _READY)
    if not ready.exists():
        return
    at = ready.stat().st_mtime_ns
    moved: list[tuple[Path, Path]] = []
    moment = datetime.fromtimestamp(at // 10**9, calendar.BEIJING)
    aside = f"{books.name}.before-{moment:%Y%m%d-%H%M%S}-{at % 10**9:09}"
    try:
        for tail in _TAILS:
            old, kept = books.with_name(books.name + tail), books.with_name(aside + tail)
            if old.exists():
                old.replace(kept)
                moved.append((old, kept))
        durable.rename(ready, books)
    except OSError:
        for old, kept in reversed(moved):
            kept.replace(old)
        raise


def waits(books: Path) -> bool:
    """Whether restored books wait to be brought into their place."""
    return books.with_name(books.name + _READY).exists()


def _copied(books: Path, draft: Path) -> Counted:
    """Copy one state of the books into the draft; returns the counts of that state."""
    with closing(_connected(books)) as source, closing(_connected(draft)) as target:
        source.execute("BEGIN")
        found = _counted(source)
        source.backup(target)
        source.execute("ROLLBACK")
    return found


def _looked_at(draft: Path) -> Counted:
    """The counts of the copy, read from the copy: whole, ours, and in one file from now on."""
    try:
        with closing(_connected(draft)) as db:
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise StoreTrouble("backup-odd", "integrity")
            db.execute("PRAGMA journal_mode = DELETE")
            if db.execute("SELECT schema FROM township").fetchone()[0] > tables.SCHEMA:
                raise StoreTrouble("store-newer", str(draft))
            return _counted(db)
    except (dbapi2.DatabaseError, TypeError) as reason:
        raise StoreTrouble("backup-odd", type(reason).__name__) from reason


def _counted(db: Any) -> Counted:
    counts = ["SELECT count(*) FROM facts", "SELECT count(*) FROM people", "SELECT count(*) FROM contributions"]
    counts.append("SELECT coalesce(sum(position), 0) FROM desks")
    return Counted(*(int(db.execute(each).fetchone()[0]) for each in counts))


def _refuse_foreign(db: Connection, public: Signers) -> None:
    """The books must belong to a key that the township has or had: no desk would believe them otherwise."""
    named = db.execute(select(tables.own_key.c.public_key)).scalar() if _has(db, tables.own_key) else None
    if named and public and named not in public:
        raise StoreTrouble("another-township", "they name another key")
    answers = tables.batches.c.answer
    last = db.execute(tables.batches.select().where(answers.is_not(None)).limit(1)).first()
    if last is None or not public:
        return
    try:
        messages.opened(last.answer, protocol.ANSWER, public)
    except NotTheTownship as reason:
        raise StoreTrouble("another-township", reason.code) from reason


def _forget_what_went_down(db: Connection) -> None:
    """Delete messages that were signed with a lost key: the chains of messages begin anew."""
    for each in (tables.down_messages, tables.down_heads):
        if _has(db, each):
            db.execute(each.delete())


def _has(db: Connection, table: Table) -> bool:
    return inspect(db).has_table(table.name)


def _connected(path: Path) -> Any:
    return dbapi2.connect(str(path), isolation_level=None)


def _copy_into(draft: Path, copy: Path) -> None:
    """Copy the file, and its WAL, which may hold the newest pages of a copy that was made by hand."""
    draft.unlink()
    for tail in ("", "-wal"):
        source = copy.with_name(copy.name + tail)
        if source.exists():
            durable.copy(source, draft.with_name(draft.name + tail))


@contextmanager
def _transaction(path: Path) -> Iterator[Connection]:
    """A transaction on these books, which are one file again afterwards."""
    engine = engines.engine(URL.create("sqlite", database=str(path)))
    try:
        with engines.write(engine).begin() as db:
            yield db
    finally:
        engine.dispose()
    with closing(_connected(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
