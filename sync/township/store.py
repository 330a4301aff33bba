"""The township's store: opens it with the right settings, gives transactions, knows its timeline. No rules."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.engine import URL
from sqlcipher3 import dbapi2

from sync import keys
from sync.errors import RoadError
from sync.keys import DeskKey
from sync.township import tables

SCHEMA = 1
_SAFE_SQLITE = (3, 51, 3)
"""Below it, two connections can corrupt a WAL file (the WAL-reset bug)."""

Clock = Callable[[], datetime]


class StoreTrouble(RoadError):
    """The store cannot be used: ``store-missing``, ``store-newer``, ``sqlite-too-old``."""


class Store:
    """The township's books in one database. Safe to use from several threads."""

    def __init__(self, engine: Engine, url: URL) -> None:
        """Use ``Store.create`` or ``Store.open``."""
        self._engine = engine
        self._url = url
        with self.reading() as db:
            self.timeline: str = db.execute(select(tables.township.c.timeline)).scalar_one()

    @classmethod
    def create(cls, url: str, clock: Clock) -> Store:
        """Open the store, made now if it is not there. ``url`` is a SQLAlchemy URL or a path; empty: the user's own.

        Raises StoreTrouble ``store-missing`` for a store in memory, ``store-newer`` or ``sqlite-too-old``.
        """
        place = _place(url)
        if place.get_backend_name() == "sqlite":
            _make_file(Path(place.database or ""))
        engine = _engine(place)
        with _writing(engine) as db:
            tables.metadata.create_all(db)
            if db.execute(select(tables.township.c.one)).first() is None:
                row = {"one": 1, "schema": SCHEMA, "timeline": secrets.token_hex(8), "created_at": clock().isoformat()}
                db.execute(insert(tables.township), row)
        return cls._opened(engine, place)

    @classmethod
    def open(cls, url: str) -> Store:
        """Open a store that must be there: StoreTrouble ``store-missing`` else."""
        place = _place(url)
        if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
            raise StoreTrouble("store-missing", str(place.database))
        engine = _engine(place)
        if not inspect(engine).has_table("township"):
            engine.dispose()
            raise StoreTrouble("store-missing", "no township's books in it")
        return cls._opened(engine, place)

    @classmethod
    def _opened(cls, engine: Engine, place: URL) -> Store:
        with engine.connect() as db:
            schema = db.execute(select(tables.township.c.schema)).scalar_one()
        if schema > SCHEMA:
            engine.dispose()
            raise StoreTrouble("store-newer", f"schema {schema}")
        return cls(engine, place)

    def key(self, password: bytes) -> DeskKey:
        """The township's signing key, made at first use, in a file and never in the database.

        It stands beside a SQLite file; for a database server, in the user's own data folder.
        """
        beside = self._url.get_backend_name() == "sqlite"
        place = f"{self._url.database}.key" if beside else _home() / f"{self._url.host}-{self._url.database}.key"
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        return keys.load_or_create(Path(place), password)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its beginning; all or nothing."""
        with _writing(self._engine) as db:
            yield db

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with self._engine.connect() as db:
            yield db

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writing=True).begin() as db:
        yield db


def _place(url: str) -> URL:
    if not url:
        url = str(_home() / "township.db")
    return make_url(url) if "://" in url else URL.create("sqlite", database=str(Path(url).absolute()))


def _home() -> Path:
    return platformdirs.user_data_path("village-township")


def _make_file(path: Path) -> None:
    """The books hold people's numbers: the file is for this user only, and SQLite's side files follow it."""
    if path == Path():
        raise StoreTrouble("store-missing", "the books need a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _engine(place: URL) -> Engine:
    """Parameters are hidden: an error text must never carry a person's number into a log."""
    if dbapi2.sqlite_version_info < _SAFE_SQLITE:
        raise StoreTrouble("sqlite-too-old", dbapi2.sqlite_version)
    engine = create_engine(place, module=dbapi2, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    """SQLite as road.md found it safe; the driver's own transactions are switched off, ``_begin`` says when."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "busy_timeout = 30000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writing") else "BEGIN")
