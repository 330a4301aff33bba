"""The township's store: opens it with the right settings, gives transactions, knows its timeline. No rules."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, Engine, Table, insert, inspect, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError

from sync import keys
from sync.keys import DeskKey
from sync.township import engines, tables
from sync.township.engines import StoreTrouble as StoreTrouble

SCHEMA = 1
Clock = Callable[[], datetime]


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

        Raises StoreTrouble ``store-missing`` for a store in memory, and the others that it names.
        """
        place = _place(url)
        if place.get_backend_name() == "sqlite":
            _make_file(Path(place.database or ""))
        engine = engines.engine(place)
        with _reached(place), _writing(engine) as db:
            engines.alone(db)
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
        engine = engines.engine(place)
        with _reached(place):
            there = inspect(engine).has_table("township")
        if not there:
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

    def ensure(self, *wanted: Table) -> None:
        """Make these tables where the books were begun by an older program that did not know them."""
        with self.reading() as db:
            missing = [each for each in wanted if not inspect(db).has_table(each.name)]
        if missing:
            with self.writing() as db:
                tables.metadata.create_all(db, missing)

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
        """Let go of every connection."""
        self._engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engines.write(engine).begin() as db:
        yield db


@contextmanager
def _reached(place: URL) -> Iterator[None]:
    """A database that does not answer is named, without its password."""
    try:
        yield
    except OperationalError as reason:
        raise StoreTrouble("store-away", place.render_as_string()) from reason


def _place(url: str) -> URL:
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


def _make_file(path: Path) -> None:
    """The books hold people's numbers: the file is for this user only, and SQLite's side files follow it."""
    if path == Path():
        raise StoreTrouble("store-missing", "the books need a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
