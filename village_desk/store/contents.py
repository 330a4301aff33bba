"""The contents of attachments, in a file of their own beside the desk file, encrypted with the same key.

Backups of the desk file stay small that way, and a desk file that was put back finds its contents where they were. A
content is safe on the disk before the fact that names it is recorded. What cannot be read here the township still has.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from village_desk.domain.basics.errors import Trouble
from village_desk.store import database
from village_desk.store.connection import engine, troubles
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.words import _

_SCHEMA = """
CREATE TABLE IF NOT EXISTS contents (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL,
    put_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS arriving (
    sha256 TEXT NOT NULL,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sha256, start)
) STRICT
"""


def digest_of(content: bytes) -> str:
    """The id of a content: its SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def place(desk_file: Path) -> Path:
    """Where the contents of a desk file are."""
    return desk_file.with_name(desk_file.name + ".attachments")


@contextlib.contextmanager
def opened(store: Store) -> Iterator[Contents]:
    """The contents of a desk, in a file made if need be; each call of a method is a transaction of its own.

    Trouble as of ``troubles.named``; ``contents_damaged`` when the file was changed after writing. On a desk that can
    only be read its hindrance is raised.
    """
    if store.hindrance is not None:
        raise store.hindrance
    path = place(store.path)
    with _in_words(path), contextlib.closing(store.connect_to(path)) as db:
        engine.run(db, _SCHEMA)
        yield Contents(db)


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        with troubles.as_trouble(database.NOT_SAVED, path):
            yield
    except engine.WrongKey as error:
        raise _damaged(path) from error
    except Trouble as trouble:
        raise (_damaged(path) if trouble.code == "damaged" else trouble) from trouble.__cause__


def here(store: Store) -> set[str]:
    """The digests of all contents of a desk; makes no file where there is none. Trouble as ``opened``."""
    if not place(store.path).exists():
        return set()
    with opened(store) as file:
        return file.here()


def at_rest(store: Store) -> Path | None:
    """The file of the contents with nothing of it in a WAL; None where there is none, or none that can be read.

    Nobody else may write to it meanwhile. Trouble as ``opened``.
    """
    path = place(store.path)
    if not path.exists():
        return None
    try:
        with opened(store) as file:
            file.settle()
    except Trouble as trouble:
        if trouble.code == "contents_damaged":
            return None
        raise
    return path


class Contents:
    """The contents on this PC. Use ``opened``."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def settle(self) -> None:
        """Move all that stands in the WAL into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def put(self, content: bytes, at: str) -> None:
        """Store a content; it is safely on the disk when this returns."""
        with self._writing():
            self._put(content, at)

    def get(self, digest: str) -> bytes | None:
        """A content, proven by its digest; None when it is not here or damaged."""
        row = self._db.execute("SELECT bytes FROM contents WHERE sha256 = ?", [digest]).fetchone()
        content = bytes(row[0]) if row else None
        return content if content is not None and digest_of(content) == digest else None

    def here(self) -> set[str]:
        """The digests of all contents here."""
        return {row[0] for row in self._db.execute("SELECT sha256 FROM contents").fetchall()}

    def drop(self, digest: str) -> None:
        """Forget a content."""
        with self._writing():
            self._db.execute("DELETE FROM contents WHERE sha256 = ?", [digest])
            self._db.execute("DELETE FROM arriving WHERE sha256 = ?", [digest])

    def drop_all_but(self, named: Iterable[str], before: str) -> None:
        """Delete contents put before ``before`` that no attachment uses: their facts are struck or not recorded."""
        for digest in self.here() - set(named):
            with self._writing():
                self._db.execute("DELETE FROM contents WHERE sha256 = ? AND put_at < ?", [digest, before])

    def arrived(self, digest: str) -> int:
        """How many bytes have come back of a content that is on its way from the township."""
        rows = "SELECT coalesce(max(start + length(bytes)), 0) FROM arriving WHERE sha256 = ?"
        found: int = self._db.execute(rows, [digest]).fetchone()[0]
        return found

    def arrive(self, digest: str, start: int, part: bytes) -> None:
        """Store the next bytes of a content that is being fetched."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO arriving VALUES (?, ?, ?)", [digest, start, part])

    def complete(self, digest: str, at: str) -> bool:
        """All bytes have come: keep the content. False when they are not the content, and are forgotten."""
        rows = self._db.execute("SELECT bytes FROM arriving WHERE sha256 = ? ORDER BY start", [digest]).fetchall()
        content = b"".join(bytes(row[0]) for row in rows)
        with self._writing():
            self._db.execute("DELETE FROM arriving WHERE sha256 = ?", [digest])
            if digest_of(content) == digest:
                self._put(content, at)
        return digest_of(content) == digest

    def _put(self, content: bytes, at: str) -> None:
        values = [digest_of(content), content, at]
        self._db.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", values)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise


def _damaged(path: Path) -> Trouble:
    return Trouble(
        _("附件文件打不开，别的记录都没有受影响"),
        _("请把 {name} 改个名字留着，再到镇所取回附件").format(name=path.name),
        "contents_damaged",
    )
