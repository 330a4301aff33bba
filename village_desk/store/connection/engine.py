"""The encrypted SQLite under the desk: how a connection is opened. The only module that imports sqlcipher3."""

from __future__ import annotations

import errno
import hashlib
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from village_desk.store.connection import private

if TYPE_CHECKING:
    import sqlite3  # sqlcipher3 has its connections and cursors, and no types

    import sqlite_utils

DatabaseError = sqlcipher3.dbapi2.DatabaseError
OperationalError = sqlcipher3.dbapi2.OperationalError
IntegrityError = sqlcipher3.dbapi2.IntegrityError

SALT_BYTES = 16
KEY_COST = 2**16
"""scrypt's n: 64 MiB and a quarter of a second for every guess of a PIN. Another value opens no file made with this."""
PATIENCE = 5.0
"""Seconds that a connection waits for another program's lock before it gives up."""
SCRATCH_KIB = 16 * 1024
"""How much of a database for comparing is held in memory."""
_NOT_A_DATABASE = 26
_SAFE = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "cipher_status": "1",
    "cipher_use_hmac": "1",
    "cipher_page_size": "4096",
    "cipher_hmac_algorithm": "HMAC_SHA512",
}
"""Settings that are read back from each connection: commits are on the disk, pages are encrypted and authenticated."""
_OLDEST = (3, 51, 3)  # earlier versions can corrupt a WAL file that two connections use


class Database:
    """One connection, whose transactions begin and end where somebody says so.

    ``lived``: where the journal stands: here, or in the file whose facts a scratch database is filled with.
    """

    def __init__(self, conn: sqlite3.Connection, lived: Database | None = None) -> None:
        self.conn = conn
        self.lived: Database = lived or self

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement with its values. Raises DatabaseError."""
        return self.conn.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values. Raises DatabaseError."""
        self.conn.executemany(sql, rows)

    def query(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a statement by the names of their columns."""
        found = self.execute(sql, values)
        names = [column[0] for column in found.description]
        return (dict(zip(names, row, strict=True)) for row in found)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All or nothing: a transaction of its own, or a part of the one in progress."""
        begin, end, undo = ("BEGIN", "COMMIT", "ROLLBACK")
        if self.conn.in_transaction:
            begin, end, undo = "SAVEPOINT part", "RELEASE part", "ROLLBACK TO part"
        self.execute(begin)
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:
                self.execute(undo)
            raise
        self.execute(end)

    def rollback(self) -> None:
        """Undo the transaction in progress, if there is one."""
        if self.conn.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()


class WrongKey(Exception):
    """The key does not open the file, or the file's first page is damaged: the cipher cannot tell the two apart."""


class UnsafeSettings(Exception):
    """The connection did not take a setting that keeps data from being lost or read by others."""


def key_of(pin: str, salt: bytes) -> bytes:
    """The 32-byte key of a PIN by scrypt at KEY_COST. OSError ``ENOMEM`` where the PC has not the memory for it."""
    word = pin.encode(errors="surrogateescape")  # any bytes from the environment: no bug, a wrong PIN
    try:
        return hashlib.scrypt(word, salt=salt, n=KEY_COST, r=8, p=1, maxmem=2**27, dklen=32)
    except (ValueError, MemoryError) as error:  # OpenSSL gives no other sign of too little memory
        raise OSError(errno.ENOMEM, "no memory for the key of a PIN") from error


def salt_of(path: Path) -> bytes:
    """The salt in the first bytes of the file, where SQLCipher keeps it."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def connect(path: Path, key: bytes, salt: bytes) -> Database:
    """A connection to the file: foreign keys on, WAL with synchronous=FULL, and that is asked back.

    Raises WrongKey on a key not its own, UnsafeSettings, DatabaseError. WAL + FULL lost nothing in 1,000 simulated
    power cuts; NORMAL lost commits in 544.
    """
    if sqlcipher3.dbapi2.sqlite_version_info < _OLDEST:
        raise RuntimeError(f"SQLite {sqlcipher3.dbapi2.sqlite_version} is too old for a desk file")
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None, timeout=PATIENCE)
    try:
        connection.execute(f"PRAGMA key=\"x'{(key + salt).hex()}'\"")
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute("SELECT count(*) FROM sqlite_master")
        private.only_ours(path)  # the WAL gets the mode of the file
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        _refuse_unsafe(connection)
    except (DatabaseError, UnsafeSettings) as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", 0) == _NOT_A_DATABASE:
            raise WrongKey from None
        raise
    return Database(connection)


def rekey(path: Path, key: bytes, new_key: bytes, salt: bytes) -> None:
    """Encrypt a whole file anew, in place: for a draft that nobody else has. No WAL stands beside it afterwards.

    The salt stays. Raises as ``connect``; after an error the file is to be thrown away.
    """
    draft = connect(path, key, salt)
    try:
        draft.execute("PRAGMA journal_mode=DELETE").fetchall()
        draft.execute(f"PRAGMA rekey=\"x'{(new_key + salt).hex()}'\"")
    finally:
        draft.close()


def is_whole(path: Path, key: bytes, salt: bytes) -> bool:
    """Whether that key opens a file at rest in which SQLite finds no fault. No WAL stands beside it afterwards."""
    try:
        found = connect(path, key, salt)
    except WrongKey:
        return False
    try:
        whole: bool = found.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        found.execute("PRAGMA journal_mode=DELETE").fetchall()
        return whole
    finally:
        found.close()


def _refuse_unsafe(connection: sqlcipher3.dbapi2.Connection) -> None:
    """Read every setting back: SQLite ignores one that it cannot take (an unencrypted build, no shared memory)."""
    for name, wanted in _SAFE.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or str(found[0]) != wanted:
            raise UnsafeSettings(name)


@contextmanager
def scratch(path: Path, lived: Database) -> Iterator[Database]:
    """An empty database for comparing, never for keeping: what does not fit into ``SCRATCH_KIB`` stands in ``path``.

    ``lived``: the file with the journal whose facts will fill it.
    The file is encrypted under a key that nobody keeps, and is deleted at the end. What a killed program left there
    is replaced. Raises OSError, DatabaseError.
    """
    path.unlink(missing_ok=True)
    path.touch(0o600)
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key=\"x'{secrets.token_hex(32 + SALT_BYTES)}'\"")
        for pragma in ("cipher_log_level=NONE", "journal_mode=OFF", "synchronous=OFF", f"cache_size=-{SCRATCH_KIB}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")  # never committed: the search index would write itself out after every person
        yield Database(connection, lived)
    finally:
        connection.close()
        path.unlink(missing_ok=True)


def version(db: Database) -> str:
    """The versions of SQLite and of its cipher."""
    cipher = db.execute("PRAGMA cipher_version").fetchone()[0]
    return f"SQLite {sqlcipher3.dbapi2.sqlite_version}, SQLCipher {cipher}"


def run(db: Database, schema: str) -> None:
    """Run the statements of a schema inside the transaction in progress (a script would end it)."""
    for statement in schema.split(";"):
        if statement.strip():
            db.execute(statement)


def for_steps(db: Database) -> sqlite_utils.Database:
    """The same connection as sqlite-utils wants it, whose import a desk that is up to date does without.

    sqlite-utils looks for ``pysqlite3`` when it is imported, so sqlcipher3 is registered under that name first.
    """
    sys.modules["pysqlite3"] = sqlcipher3
    sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
    import sqlite_utils

    return sqlite_utils.Database(db.conn)
