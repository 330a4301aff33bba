"""Desks and a township for the state machine: everything that happens to them, and what must never follow from it.

``PcDesk`` does with its outbox what ``docs/protocol.md`` says a desk does; ``Office`` is the township without sockets.
A design that is broken on purpose (``Design``) is told apart here and nowhere else.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.agreement import journal
from sync.agreement.errors import NotTheTownship, TownshipRefused
from sync.agreement.facts import PersonRegistered, ReceiptVoided
from sync.desk import outbox
from sync.township.store import backups, books_lock, tables
from sync.wire import messages
from sync.wire.batch import SealedBatch
from tests.township.counters import Counter
from tests.township.journals import Scribe, id_number
from tests.township.wires import Wire


@dataclass(frozen=True)
class Design:
    """What may be broken on purpose at the desk."""

    minter: Callable[[Scribe], Any] | None = None
    believes_any_timeline: bool = False


@dataclass(frozen=True)
class Letter:
    """A signed reply to a batch that lies about: on a stick, or with whoever cut the line."""

    batch: SealedBatch
    body: bytes


def spoil(file: Path, at: int, cut: bool) -> None:
    """One bit of a file is another one, or it ends there; ``at`` may be any number."""
    data = bytearray(file.read_bytes())
    at %= len(data)
    data[at] ^= 1
    file.write_bytes(data[:at] if cut else data)


class Office:
    """The township: a counter that can be restarted, backed up and restored."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._copies = folder / "office", folder / "copies"
        self._numbers = itertools.count(1)
        self._open()

    def _open(self) -> None:
        self.counter = Counter(self._folder)
        self.wire = Wire(self.counter)

    @property
    def timeline(self) -> str:
        """Of these books."""
        return self.counter.store.timeline

    def restart(self) -> None:
        """The program ends and begins."""
        self.counter.close()
        self._open()

    def back_up(self) -> Path:
        """A copy of the books as they are, made as the command makes it."""
        self._copies.mkdir(exist_ok=True)
        copy = self._copies / str(next(self._numbers))
        backups.make(self.counter.store.file, copy)
        return copy

    def restore(self, copy: Path) -> None:
        """The books are as they were at that time, and begin a new timeline, as the command does it."""
        self.counter.close()
        books = self.counter.store.file
        with books_lock.take(books, alone=True):
            backups.restore(books, copy, self.counter.key.public)
        self._open()

    def put_back(self, copy: Path) -> None:
        """Somebody copies the file back by hand and tells nobody."""
        self.counter.close()
        shutil.copyfile(copy, self.counter.store.file)
        self._open()

    def has(self, desk: str) -> set[str]:
        """The batches of a desk that are answered."""
        return {row.id for row in self.rows(tables.batches) if row.desk == desk and row.answer is not None}

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        with self.counter.store.reading() as db:
            return list(db.execute(table.select()))


class PcDesk:
    """One PC: a scribe with the outbox, its sessions, its disasters. ``wrote`` keeps the fen of every fact it made."""

    def __init__(self, folder: Path, name: str, design: Design, wrote: dict[str, int]) -> None:
        self._folder, self._name, self._design, self._wrote = folder, name, design, wrote
        self._open()

    def _open(self) -> None:
        self.scribe = Scribe(self._folder, self._name)
        if self._design.minter:
            self.scribe._minter = self._design.minter(self.scribe)

    @property
    def name(self) -> str:
        """The desk's name, which a copied disk has too."""
        return self._name

    def close(self) -> None:
        """The program ends."""
        self.scribe.db.close()

    def restart(self) -> None:
        """The program ends and begins."""
        self.close()
        self._open()

    def work(self, fees: int, wrong: bool, void: bool) -> list[str]:
        """Register people, one of them perhaps with a wrong number, and take a fee of each; gives receipt numbers."""
        numbers = []
        for place in range(fees):
            number = "42900419000101000X" if wrong and place == 0 else id_number(self._count())
            person = self.scribe.mint()
            self._note(self.scribe.record(PersonRegistered(person=person, name="村民", id_number=number, group=1)))
            ordinal = journal.head(self.scribe.db, self._name).ordinal
            numbers.append(f"{self._name[-1]}{ordinal}-{self._count() + 1:06}")
            self._note([self.scribe.collect(person, numbers[-1], fen=10000 + 100 * place)])
            if void:
                self._note(self.scribe.record(ReceiptVoided(person=person, receipt=numbers[-1], reason="写错")))
        return numbers

    def seal(self) -> None:
        """Seal whatever is new."""
        while self.scribe.seal():
            pass

    def send(self, office: Office, lost: Callable[[], bool] = lambda: False, cut: int | None = None) -> list[Letter]:
        """One conversation; gives the replies that were lost on the way. ``cut``: the line dies after so many bytes."""
        self._doubt_old_answers(office)
        letters: list[Letter] = []
        for batch in outbox.open_batches(self.scribe.db):
            if cut is not None:
                self._cut(office, batch, cut)
                return letters
            try:
                reply = office.counter.receiver.receive(batch.bytes)
            except TownshipRefused as refused:
                assert refused.code == "chain-fork", refused
                self._move_to_new_epoch(batch.epoch)
                return letters
            if lost():
                letters.append(Letter(batch, reply.body))
                return letters
            if not reply.ended:
                return letters
            self.scribe.keep(batch, self._heard(office, batch, reply.body))
        return letters

    def read_letter(self, letter: Letter, office: Office) -> None:
        """A reply came by stick: kept when it is an answer to an open batch, on the timeline that the desk knows."""
        mine = {each.id for each in outbox.open_batches(self.scribe.db)}
        timeline = timeline_of(letter.body) if self._design.believes_any_timeline else office.timeline
        try:
            said = messages.read_answer(letter.body, office.counter.key.public, letter.batch, timeline)
        except NotTheTownship:
            return
        if letter.batch.id in mine:
            self.scribe.keep(letter.batch, said.bytes)

    def answers(self) -> Iterator[tuple[str, bytes]]:
        """The batches that count as answered, with their answers."""
        rows = self.scribe.db.execute("SELECT id, answer FROM batches WHERE answer IS NOT NULL").fetchall()
        return ((str(row[0]), bytes(row[1])) for row in rows)

    def back_up(self, copy: Path) -> Path:
        """A copy of the disk."""
        self.close()
        shutil.copytree(self._folder, copy)
        self._open()
        return copy

    def restore(self, copy: Path, told: bool) -> None:
        """The disk is as it was at that time. ``told``: through the program, which opens a new epoch at once."""
        self.close()
        shutil.rmtree(self._folder)
        shutil.copytree(copy, self._folder)
        self._open()
        if told:
            self.scribe.open_epoch()

    def _count(self) -> int:
        count: int = self.scribe.db.execute("SELECT count(*) FROM journal").fetchone()[0]
        return count

    def _note(self, entries: list[journal.Entry]) -> None:
        for entry in entries:
            self._wrote[entry.id] = entry.body.get("amount_fen", 0)

    def _cut(self, office: Office, batch: SealedBatch, cut: int) -> None:
        start = max(0, office.wire.reached(batch))
        if start < len(batch.bytes):
            office.wire.piece(batch, start, len(batch.bytes), cut=min(cut, len(batch.bytes) - start - 1))

    def _heard(self, office: Office, batch: SealedBatch, body: bytes) -> bytes:
        """The answer, which must be of the timeline that the hello named."""
        return messages.read_answer(body, office.counter.key.public, batch, office.timeline).bytes

    def _doubt_old_answers(self, office: Office) -> None:
        """Where an answer is of another timeline, what the township has forgotten goes again."""
        old = any(timeline_of(answer) != office.timeline for _, answer in self.answers())
        if old and not self._design.believes_any_timeline:
            with self.scribe.writing():
                outbox.reopen(self.scribe.db, office.has(self._name))

    def _move_to_new_epoch(self, epoch: str) -> None:
        """The township has another history of this epoch: what it has not answered moves on, with its ids."""
        db = self.scribe.db
        last = outbox.acknowledged_seq(db, epoch)
        entries = list(journal.read(db, epoch, last))
        with self.scribe.writing():
            db.execute("DELETE FROM batches WHERE epoch = ? AND last_seq > ?", [epoch, last])
            db.execute("DELETE FROM journal WHERE epoch = ? AND seq > ?", [epoch, last])
        self.scribe.open_epoch()
        with self.scribe.writing():
            for entry in entries:
                head = journal.head(db, self._name)
                journal.append(db, head, entry.id, entry.at, entry.by, entry.fact())


def timeline_of(answer: bytes) -> str:
    """The timeline that a reply names."""
    return str(json.loads(answer)["message"]["timeline"])
