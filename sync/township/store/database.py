"""The township's store: opens it with the right settings, gives transactions, notices old books. No rules."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, insert, inspect, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from sync.locks import FileLock
from sync.township.store import backups, books_lock, engines, migrating, tables, timelines
from sync.township.store.engines import StoreTrouble as StoreTrouble

Clock = Callable[[], datetime]
_PASSWORD = "password"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "", None)
"""The names of a database server on this machine; without a host it is reached by a socket."""


class Store:
    """The township's books in one database. Safe to use from several threads.

    ``put_back``: when opened, the books were older than their mark (``timelines.py``), and began a new timeline.
    """

    def __init__(self, engine: Engine, url: URL, lock: FileLock | None, key_file: Path | None) -> None:
        """Use ``Store.create`` or ``Store.open``."""
        self._engine = engine
        self._url = url
        self._lock = lock
        self.key_path = key_file or key_path(url)
        """The file of the township's key: the given path, else the usual one for such books."""
        self._mark = key_path(url).with_suffix(".mark")
        self.put_back = self._notice_old_books()
        self.note_mark()

    @classmethod
    def create(cls, url: str, clock: Clock, key_file: Path | None = None) -> Store:
        """Open the store, made now if it is not there. ``url`` is a SQLAlchemy URL or a path; empty: the user's own.

        ``key_file``: the path of the township's key, if it is not the usual one for such books. Raises StoreTrouble
        ``store-missing`` for a store in memory, and the errors of ``_entered``.
        """
        with _entered(place_of(url), made=True) as (place, engine, lock):
            _brought_up(engine)
            with _writing(engine) as db:
                engines.alone(db)
                tables.metadata.create_all(db)
                if db.execute(select(tables.township.c.one)).first() is None:
                    began = {"timeline": secrets.token_hex(8), "created_at": clock().isoformat()}
                    db.execute(insert(tables.township), {"one": 1, "schema": tables.SCHEMA} | began)
            return cls(engine, place, lock, key_file)

    @classmethod
    def open(cls, url: str, alone: bool = False, key_file: Path | None = None) -> Store:
        """Open a store that must be there: StoreTrouble ``store-missing`` else. ``key_file`` as for ``create``.

        ``alone``: nobody else may have the file open, StoreTrouble ``store-in-use``; a database server cannot tell.
        """
        with _entered(place_of(url), made=False, alone=alone) as (place, engine, lock):
            if not _brought_up(engine):
                raise StoreTrouble("store-missing", "no township's books in it")
            return cls(engine, place, lock, key_file)

    @property
    def timeline(self) -> str:
        """The present timeline of these books."""
        with self.reading() as db:
            return timelines.current(db)

    @property
    def file(self) -> Path:
        """The file of a SQLite store; StoreTrouble ``store-server`` for one on a database server."""
        return file_of(self._url)

    def note_mark(self) -> None:
        """Note how far the books have come, so that older ones in their place are noticed. After a commit."""
        with self.reading() as db:
            reached = timelines.reached(db)
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        timelines.write_mark(self._mark, reached)

    def _notice_old_books(self) -> bool:
        noted = timelines.read_mark(self._mark)
        with self.reading() as db:
            old = timelines.were_put_back(db, noted)
        if old:
            with self.writing() as db:
                timelines.begin(db)
        return old

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all or nothing. On SQLite it holds the write lock from its beginning."""
        with _writing(self._engine) as db:
            yield db

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with engines.read(self._engine).connect() as db:
            yield db

    def close(self) -> None:
        """Let go of every connection, and of the file."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engines.write(engine).begin() as db:
        yield db


@contextmanager
def _entered(place: URL, made: bool, alone: bool = False) -> Iterator[tuple[URL, Engine, FileLock | None]]:
    """The store's engine, and for a file the lock of its users; both are released on an error.

    ``made``: the file is made when it does not exist. An error about a database that does not answer names it,
    without its password.
    """
    lock = _lock(Path(place.database or ""), made, alone) if place.get_backend_name() == "sqlite" else None
    engine: Engine | None = None
    try:
        engine = engines.engine(place)
        yield place, engine, lock
    except BaseException as reason:
        if engine is not None:
            engine.dispose()
        if lock is not None:
            lock.release()
        if isinstance(reason, DatabaseError):
            raise StoreTrouble(_trouble_of(reason), _without_password(place)) from reason
        raise


def _lock(books: Path, made: bool, alone: bool) -> FileLock:
    """The lock that every program holds on the books' file, so that nobody replaces the file meanwhile."""
    if books == Path():
        raise StoreTrouble("store-missing", "the books need a file")
    if not made and not books.is_file() and not backups.waits(books):
        raise StoreTrouble("store-missing", str(books))
    books.parent.mkdir(parents=True, exist_ok=True)
    lock = books_lock.take(books, alone)
    if backups.waits(books):  # a restore was killed in its last steps
        lock.release()
        with books_lock.take(books, alone=True):
            backups.finish(books)
        lock = books_lock.take(books, alone)
    if made:
        books.touch(mode=0o600)  # people's numbers: for this user only; SQLite's side files get the same mode
    return lock


def _brought_up(engine: Engine) -> bool:
    """Whether there are books, which are of this program's schema then. StoreTrouble ``store-newer``."""
    if not inspect(engine).has_table("township"):
        return False
    with engine.connect() as db:
        schema = migrating.schema(db)
    if schema > tables.SCHEMA:
        raise StoreTrouble("store-newer", f"schema {schema}")
    if schema < migrating.FIRST:
        raise StoreTrouble("store-odd", f"schema {schema}")
    if schema < tables.SCHEMA or _lacks_a_table(engine):
        with _writing(engine) as db:
            migrating.migrate(db)
    return True


def _lacks_a_table(engine: Engine) -> bool:
    return not tables.metadata.tables.keys() <= set(inspect(engine).get_table_names())


def _trouble_of(reason: DatabaseError) -> str:
    if not isinstance(reason, OperationalError):
        return "store-odd"
    return "store-busy" if "locked" in str(reason.orig) else "store-away"


def file_of(place: URL) -> Path:
    """The file of a SQLite store, there or not; StoreTrouble ``store-server`` for one on a database server."""
    if place.get_backend_name() != "sqlite" or not place.database:
        raise StoreTrouble("store-server", place.get_backend_name())
    return Path(place.database)


def key_path(place: URL) -> Path:
    """The path of a store's key: beside a SQLite file; for a database server in the user's data folder.

    This machine has several names, and is one server under all of them: the file that exists counts.
    """
    if place.get_backend_name() == "sqlite":
        return Path(f"{place.database}.key")
    here = place.host in _THIS_MACHINE
    files = [_home() / f"{host}-{place.database}.key" for host in (place.host, *_THIS_MACHINE * here)]
    return next((each for each in files if each.exists()), files[1 if here else 0])


def has_password(place: URL) -> bool:
    """Whether a password stands in the address, before the host or behind it."""
    return place.password is not None or _PASSWORD in place.query


def _without_password(place: URL) -> str:
    return place.difference_update_query([_PASSWORD]).render_as_string()


def place_of(url: str) -> URL:
    """Where a store is: a SQLAlchemy URL, or a path, or empty for the user's own. StoreTrouble ``store-kind``."""
    if not url:
        url = str(_home() / "township.db")
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).absolute()))
    try:
        return make_url(url)
    except ArgumentError as reason:
        raise StoreTrouble("store-kind", "no such address") from reason


def _home() -> Path:
    return platformdirs.user_data_path("village-township")
