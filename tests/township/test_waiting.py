"""What waits is counted from the acknowledged place, and is what a look at every fact of the journal would find."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sync.agreement import facts, journal, protocol
from sync.agreement.journal import Entry
from sync.desk import outbox
from tests.counting import steps
from tests.township.journals import DESK, MORNING, Scribe

_ANSWER = facts.BatchAnswered("b", 1, "e", 9, 8, 0, 0)


def looked_at(db: Any) -> outbox.Unanswered:
    """Every fact of the journal held against every batch."""
    row = db.execute(
        "SELECT count(*), min(at) FROM journal WHERE kind <> ? AND NOT EXISTS (SELECT 1 FROM batches"
        " WHERE batches.epoch = journal.epoch AND answer IS NOT NULL AND journal.seq BETWEEN first_seq AND last_seq)",
        [protocol.CARRIED_ALONG],
    ).fetchone()
    return outbox.Unanswered(*row)


def ids_looked_at(db: Any) -> set[str]:
    rows = db.execute(
        "SELECT id FROM journal WHERE NOT EXISTS (SELECT 1 FROM batches WHERE batches.epoch = journal.epoch"
        " AND answer IS NOT NULL AND journal.seq BETWEEN first_seq AND last_seq)"
    )
    return {row[0] for row in rows}


class Life:
    """A desk to which anything happens that can happen to a journal and its batches."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.scribe = Scribe(folder)
        self.dice = Random(seed)
        self.clock = MORNING

    def live(self) -> None:
        """One thing more."""
        doings = (self.record, self.record, self.seal, self.answer, self.answer, self.forget, self.restore, self.cut)
        self.dice.choice(doings)()

    def record(self) -> None:
        """Some facts, by a clock that is sometimes set."""
        db, dice = self.scribe.db, self.dice
        with self.scribe.writing():
            head = journal.head(db, DESK)
            for _ in range(dice.randint(1, 6)):
                self.clock += timedelta(minutes=dice.choice((1, 1, 1, 0, 600, -9000)))
                fact: facts.Fact = dice.choice((_ANSWER, facts.SettingChanged("name", "x")))
                entry = journal.append(db, head, self.scribe.mint(), self.clock.isoformat(), "张协办", fact)
                head = journal.Head(head.epoch, head.ordinal, entry.seq, entry.hash)

    def seal(self) -> None:
        """What is new."""
        self.scribe.seal()

    def answer(self) -> None:
        """One of the open batches, whichever."""
        found = outbox.open_batches(self.scribe.db)
        if found:
            self.scribe.keep(self.dice.choice(found), b"answer")

    def forget(self) -> None:
        """The township was restored from a backup."""
        with self.scribe.writing():
            answered = sorted(outbox.answered(self.scribe.db))
            outbox.reopen(self.scribe.db, self.dice.sample(answered, len(answered) // 2))

    def restore(self) -> None:
        """The desk goes on in another life, with what was not answered of the one before."""
        db = self.scribe.db
        with self.scribe.writing():
            last = journal.head(db, DESK)
            upto = outbox.acknowledged_seq(db, last.epoch)
            moved = list(journal.read(db, last.epoch, upto)) if self.dice.random() < 0.5 else []
            if moved:
                outbox.drop_after(db, last.epoch, upto)
            kept = [each for each in journal.everything(db) if each not in moved]
            self._keep_as_came(kept)
            head = journal.Head(journal.open_epoch(db, last.ordinal + 1), last.ordinal + 1, 0, "")
            head = replace(head, hash=journal.genesis(DESK, head.epoch))
            for each in moved:
                head = journal.append_again(db, head, each)

    def cut(self) -> None:
        """An older copy of the disk was put back: the end of the last life is gone, batches and all."""
        db = self.scribe.db
        with self.scribe.writing():
            last = journal.head(db, DESK)
            seq = self.dice.randint(0, last.seq)
            outbox.drop_after(db, last.epoch, seq)
            kept = [each for each in journal.everything(db) if each.epoch != last.epoch or each.seq <= seq]
            self._keep_as_came(kept)

    def _keep_as_came(self, kept: list[Entry]) -> None:
        db = self.scribe.db
        ordinals = dict(db.execute("SELECT epoch, ordinal FROM epochs").fetchall())
        journal.replace_entries(db, kept, ordinals)


@pytest.mark.parametrize("seed", range(12))
def test_what_waits_is_what_a_look_at_every_fact_finds(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path, seed)
    waited = 0
    for _ in range(60):
        life.live()
        found = outbox.waiting(life.scribe.db)
        assert found == looked_at(life.scribe.db)
        ids = {
            row[0]
            for each in outbox.unanswered(life.scribe.db)
            for row in life.scribe.db.execute("SELECT id FROM journal WHERE epoch = ? AND seq > ? AND seq <= ?", each)
        }
        assert ids == ids_looked_at(life.scribe.db)
        waited = max(waited, found.facts)
    assert waited, "nothing ever waited: the life was too dull"


def weeks(scribe: Scribe, count: int) -> None:
    """So many weeks of forty facts, each sealed and answered; after them three facts that wait."""
    for _ in range(count):
        scribe.register(40)
        scribe.keep(scribe.sealed(), b"answer")
    scribe.register(3)


def test_twice_the_journal_takes_no_more_steps(tmp_path: Path) -> None:
    short, long = Scribe(tmp_path / "short"), Scribe(tmp_path / "long")
    weeks(short, 30)
    weeks(long, 60)
    assert outbox.waiting(long.db).facts == 3
    asked = (outbox.waiting, outbox.unanswered, outbox.open_batches, outbox.last_answered)
    for ask in asked:
        few, many = (steps(each.db, partial(ask, each.db)) for each in (short, long))
        assert 0 < many <= 1.2 * few, ask.__name__


def test_what_was_never_sent_is_counted_without_reading_it(tmp_path: Path) -> None:
    """A village without a line: all of its years wait."""
    short, long = Scribe(tmp_path / "short"), Scribe(tmp_path / "long")
    short.register(400)
    long.register(800)
    few, many = steps(short.db, lambda: outbox.waiting(short.db)), steps(long.db, lambda: outbox.waiting(long.db))
    assert outbox.waiting(long.db) == looked_at(long.db)
    assert many <= 1.2 * few


def test_a_time_is_read_where_the_clock_had_been_set_back(tmp_path: Path) -> None:
    scribe = Scribe(tmp_path)
    times = ["2026-11-02T09:00:00+08:00", "1970-01-01T00:00:00+08:00", "2026-11-03T09:00:00+08:00"]
    with scribe.writing():
        head = journal.head(scribe.db, DESK)
        for at in times:
            entry = journal.append(scribe.db, head, scribe.mint(), at, "x", facts.SettingChanged("name", at))
            head = journal.Head(head.epoch, head.ordinal, entry.seq, entry.hash)
    assert [journal.earliest(scribe.db, head.epoch, *each) for each in ((0, 1), (0, 3), (2, 3), (3, 9))] == [
        times[0],
        times[1],
        times[2],
        None,
    ]
    assert datetime.fromisoformat(outbox.waiting(scribe.db).oldest_at or "").year == 1970
