"""A township's counter without a network: a Receiver over a store in a file, and its replies."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any

from sync.agreement import protocol
from sync.agreement.facts import BatchAnswered, Refusal
from sync.agreement.protocol import Answered, Held
from sync.stick.stickfiles import Medium
from sync.township.down.downward import Downward
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.receiving import Receiver, Reply
from sync.township.reports import status
from sync.township.sticks import counter
from sync.township.sticks.past import Past
from sync.township.store import tables
from sync.township.store.database import Store
from sync.township.trust.file_pairing import FilePairing
from sync.wire import keys, messages
from sync.wire.batch import SealedBatch
from tests.township.journals import Scribe

NOON = datetime.fromisoformat("2026-11-27T12:00:00+08:00")


class Counter:
    """Hand a batch over the counter and hear the verified answer. Each instance opens the store anew."""

    def __init__(self, folder: Path, trusts_new: bool = True, url: str = "") -> None:
        """``url``: a store of another kind than the file in ``folder``."""
        self._opened = folder, url
        self._others: list[Counter] = []
        self.store = Store.create(url or str(folder / "books.db"), lambda: NOON)
        folder.mkdir(parents=True, exist_ok=True)
        self.key = keys.load_or_create(folder / "books.db.key", b"")
        self.receiver = Receiver(self.store, self.key, trusts_new, lambda: NOON)

    def again(self, trusts_new: bool = True) -> Counter:
        """The same books, opened anew; closed with this one."""
        folder, url = self._opened
        self._others.append(Counter(folder, trusts_new, url))
        return self._others[-1]

    def hand(self, batch: SealedBatch) -> Answered | Held:
        """Receive the batch and read the reply as its desk would."""
        return self.heard(self.receiver.receive(batch.bytes), batch)

    def heard(self, reply: Reply, batch: SealedBatch) -> Answered | Held:
        """A reply to the batch as its desk would read it: verified."""
        read = messages.read_answer if reply.ended else messages.read_held
        return read(reply.body, self.key.public, batch, self.store.timeline)

    def take(self, scribe: Scribe) -> BatchAnswered:
        """Seal the scribe's facts, receive the batch, store the answer at the desk, and return it."""
        batch = scribe.sealed()
        answered = self.hand(batch)
        assert isinstance(answered, Answered)
        scribe.keep(batch, answered.bytes)
        return answered.answer

    def verdict(self, scribe: Scribe) -> Refusal:
        """The one thing to say about the scribe's new facts: the refusal, or the remark."""
        said = self.take(scribe)
        named = said.not_accepted + said.remarks
        assert len(named) == 1
        return named[0]

    def status(self) -> status.Status:
        """What the books hold."""
        return status.read(self.store)

    def for_sticks(self, medium: Medium | None = None) -> counter.Counter:
        """Where sticks are handed in."""
        store, key = self.store, self.key
        pairing, contents = FilePairing(store, key, lambda: NOON), Attachments(store, key, lambda: NOON)
        downward, past = Downward(store, key, lambda: NOON), Past(store, key, lambda: NOON)
        return counter.Counter(self.receiver, downward, pairing, contents, past, key, medium)

    def rows(self, table: str) -> list[Any]:
        """All rows of a table."""
        with self.store.reading() as db:
            return list(db.execute(tables.metadata.tables[table].select()))

    def digest(self) -> str:
        """Of everything in the books: it must not change when nothing was accepted."""
        with self.store.reading() as db:
            rows = [sorted(map(str, db.execute(table.select()))) for table in tables.metadata.sorted_tables]
        return protocol.digest(repr(rows).encode())

    def net_fen(self, year: int) -> int:
        """Collected less voided."""
        money = self.status().money.get(str(year))
        return dataclasses.astuple(money)[2] if money else 0

    def close(self) -> None:
        """Let go of the store."""
        for other in self._others:
            other.close()
        self.store.close()
