"""A journal and an outbox without the desk: writes facts, seals, keeps answers, for the tests of the road."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from sync.agreement import facts, identity, journal, protocol
from sync.agreement.facts import ContributionCollected, PersonRegistered
from sync.agreement.journal import Entry, Head, Minter
from sync.desk import outbox
from sync.wire import batch as batches
from sync.wire import keys
from sync.wire.batch import SealedBatch

DESK = "429004103002-A"
MORNING = datetime.fromisoformat("2026-11-24T08:30:00+08:00")
PASSWORD = b"0" * 32


def id_number(count: int) -> str:
    """A valid identity number for each count."""
    born = f"19{40 + count % 60:02}{1 + count % 12:02}{1 + count % 28:02}"
    first = f"429004{born}{count % 1000:03}"
    return first + identity.check_character(first)


class Scribe:
    """A journal and outbox in a file, its key beside it. Every write is a transaction."""

    def __init__(self, folder: Path, desk: str = DESK) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.desk = desk
        self.key = keys.load_or_create(folder / "key", PASSWORD)
        fresh = not (folder / "desk.db").exists()
        self.db = dbapi2.connect(str(folder / "desk.db"), isolation_level=None)
        self.db.execute("PRAGMA foreign_keys = ON")
        self._minter = Minter()
        self._at = MORNING
        if fresh:
            self.db.executescript(journal.SCHEMA + outbox.SCHEMA + journal.LOOKED_UP + outbox.LOOKED_UP)
            self.open_epoch()

    def open_epoch(self) -> str:
        """Begin a new epoch."""
        with self.writing():
            ordinal = self.db.execute("SELECT count(*) FROM epochs").fetchone()[0] + 1
            return journal.open_epoch(self.db, ordinal)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def record(self, *recorded: facts.Fact) -> list[Entry]:
        """Append facts, a minute apart."""
        with self.writing():
            head = journal.head(self.db, self.desk)
            written = []
            for fact in recorded:
                self._at += timedelta(minutes=1)
                entry = journal.append(self.db, head, self._minter.mint(), self._at.isoformat(), "张协办", fact)
                head = Head(head.epoch, head.ordinal, entry.seq, entry.hash)
                written.append(entry)
            return written

    def mint(self) -> str:
        """A person's id."""
        return self._minter.mint()

    def register(self, count: int) -> list[str]:
        """Register so many valid people in one go; returns their ids."""
        people = [
            PersonRegistered(
                person=self.mint(), name=f"村民{number}", id_number=id_number(number), group=1 + number % 9
            )
            for number in range(count)
        ]
        self.record(*people)
        return [each.person for each in people]

    def collect(self, person: str, receipt: str, year: int = 2026, fen: int = 20000, **more: Any) -> Entry:
        """Take a fee."""
        values = {"tier_fen": fen, "amount_fen": fen, "policy": "national-2014", **more}
        return self.record(ContributionCollected(person=person, receipt=receipt, year=year, **values))[0]

    def seal(self) -> SealedBatch | None:
        """Seal what is new."""
        with self.writing():
            return outbox.seal(self.db, self.desk, self.key, self._at, "test")

    def sealed(self) -> SealedBatch:
        """Seal what is new, which must be there."""
        batch = self.seal()
        assert batch is not None
        return batch

    def keep(self, batch: SealedBatch, answer: bytes) -> None:
        """Keep an answer."""
        with self.writing():
            outbox.keep_answer(self.db, batch.id, answer, self._at)

    def copy(self, folder: Path) -> Scribe:
        """The same file on another disk, opened there: a clone, with the key."""
        shutil.copytree(self.folder, folder)
        return Scribe(folder, self.desk)

    def moved(self, entries: list[Entry]) -> SealedBatch:
        """The entries, with their ids, as the first batch of a new epoch, as after a restore."""
        epoch, chained = self.open_epoch(), []
        previous = journal.genesis(self.desk, epoch)
        for seq, entry in enumerate(entries, start=1):
            previous = journal.hash_of(previous, dataclasses.replace(entry, epoch=epoch, seq=seq))
            chained.append(dataclasses.replace(entry, epoch=epoch, seq=seq, hash=previous))
        after = protocol.beginning(self.desk, epoch)
        return batches.seal(self.desk, epoch, after, chained, self.key, self._at, "test")
