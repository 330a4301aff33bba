"""Opens a database as safely as its kind needs: SQLite for a township, PostgreSQL for a county. No tables, no rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlcipher3 import dbapi2

from sync.agreement.errors import RoadError

SAFE_SQLITE = (3, 51, 3)
"""Below it, two connections can corrupt a WAL file (the WAL-reset bug)."""

_POSTGRESQL = (
    "-c synchronous_commit=on -c lock_timeout=30000 -c idle_in_transaction_session_timeout=120000"
    " -c client_encoding=UTF8"
)
"""What is answered must be on the disk, whatever the server's own settings; nobody waits for a lock for ever."""
_JUDGING = 0x56442D31
"""The advisory lock of a PostgreSQL store: the township's, and no other program's on the same database."""
_ALONE = text("SELECT pg_advisory_xact_lock(:lock), set_config('enable_seqscan', 'off', true)")


class StoreTrouble(RoadError):
    """The store cannot be used.

    ``store-missing``, ``store-newer``, ``store-away``, ``store-busy``, ``store-odd``, ``store-kind``, ``store-in-use``,
    ``driver-missing``, ``sqlite-too-old``; of copies: ``backup-there``, ``backup-differs``, ``backup-odd``,
    ``backup-same``, ``another-township``.
    """


def engine(place: URL) -> Engine:
    """The engine for this place. Parameters are hidden: an error text must never carry a person's number into a log.

    Raises StoreTrouble ``sqlite-too-old``, ``driver-missing`` or ``store-kind``.
    """
    if place.get_backend_name() == "sqlite":
        return _sqlite(place)
    if place.get_backend_name() == "postgresql":
        return _postgresql(place)
    raise StoreTrouble("store-kind", place.get_backend_name())


def write(engine: Engine) -> Engine:
    """The engine whose transactions write."""
    return engine.execution_options(writing=True)


def read(engine: Engine) -> Engine:
    """The engine whose transactions see one state of the books, whoever writes meanwhile."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def alone(db: Connection) -> None:
    """From here to its end no other writing transaction gets past this call.

    A fact of one village may change the verdict on a fact of the next, so batches are judged one after the other.
    SQLite ensures that at BEGIN IMMEDIATE; on PostgreSQL a lock does, and readers and uploads are not affected.

    All that such a transaction asks for has an index. PostgreSQL reads whole tables all the same in books that it has
    no statistics of, as after a restore: that is forbidden here.
    """
    if db.dialect.name == "postgresql":
        db.execute(_ALONE, {"lock": _JUDGING})


def _sqlite(place: URL) -> Engine:
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise StoreTrouble("sqlite-too-old", dbapi2.sqlite_version)
    made = create_engine(place, module=dbapi2, hide_parameters=True)
    event.listen(made, "connect", _set_up)
    event.listen(made, "begin", _begin)
    return made


def _postgresql(place: URL) -> Engine:
    """An engine with psycopg 3, whichever driver the URL names. A dropped connection is noticed before its use."""
    try:
        return create_engine(
            place.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args={"options": _POSTGRESQL, "connect_timeout": 10},
        )
    except ModuleNotFoundError as reason:
        raise StoreTrouble("driver-missing", "pip install 'village-desk[county]'") from reason


def _set_up(connection: Any, _record: object) -> None:
    """Settings that survived a thousand power cuts; the driver begins no transactions by itself, ``_begin`` does."""
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
