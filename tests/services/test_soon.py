"""Money goes up by itself within minutes, in few batches; and a witness that somebody took away is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.desk import outbox
from sync.wire import keys
from tests.bench import years
from tests.desks import StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.contacts import MANY, REST, SOON, Contact, Ending, Way
from village_desk.services.collecting import Payment
from village_desk.services.road import conversation, keyring
from village_desk.store.connection import witness


@dataclass
class Day:
    """A day at a desk with a line, minute by minute: what was taken when, and when it was sent."""

    desk: Desk
    clock: StillClock
    person: str
    office: keys.DeskKey
    taken: list[datetime] = field(default_factory=list)
    waited: list[timedelta] = field(default_factory=list)

    def fee(self) -> None:
        """One more fee."""
        before = frozenset(each.number for each in self.desk.collecting.paid(self.person))
        again = "再收一次" if before else ""
        self.desk.collecting.collect(Payment(self.person, 2026, 10000, again=again, sure=before))
        self.taken.append(self.clock.now)

    def minute(self) -> None:
        """The desk looks whether it should send, and sends."""
        self.clock.move(minutes=1)
        if self.desk.contacting.wants_a_try():
            years.send(self.desk, self.office, refuses=False)
            conversation.keep(self.desk._store, Contact(Way.LINE, self.clock.now, Ending.DONE))
            self.waited += [self.clock.now - each for each in self.taken[len(self.waited) :]]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    clock = StillClock()
    with new_desk(tmp_path, clock) as desk:
        person = register(desk, "单雄信")
        office = years.office(desk, tmp_path)
        years.send(desk, office, refuses=False)
        clock.move(hours=24)
        yield Day(desk, clock, person, office)


def test_a_household_at_the_table_is_one_batch_a_few_minutes_later(day: Day) -> None:
    before = day.desk.road.count_batches()
    for _ in range(4):
        day.fee()
        day.minute()
    for _ in range(10):
        day.minute()
    assert day.desk.road.count_batches() == before + 1
    assert max(day.waited) <= SOON
    assert len(day.waited) == 4


def test_a_long_day_is_few_batches_and_no_fee_waits_long(day: Day) -> None:
    before = day.desk.road.count_batches()
    for minute in range(8 * 60):
        if minute % 4 == 0:
            day.fee()
        day.minute()
    look = timedelta(minutes=1)
    in_soon = sum(each <= SOON + 2 * look for each in day.waited)
    assert in_soon >= MANY * 2, "the first batches of the day go soon"
    assert max(day.waited) <= REST + 2 * look
    assert MANY < day.desk.road.count_batches() - before <= MANY + 8


def test_work_that_is_no_money_waits_as_before(day: Day) -> None:
    day.desk.registering.correct(day.person, {"phone": "13800000000"})
    for _ in range(60):
        day.minute()
    assert day.desk.road.state().waiting == 1


def test_a_fee_waits_where_no_township_is_known_or_she_does_not_want_it(day: Day) -> None:
    day.fee()
    day.clock.move(minutes=20)
    assert day.desk.contacting.wants_a_try()
    day.desk.keeping.set("auto_send", "no")
    assert not day.desk.contacting.wants_a_try()
    day.desk.keeping.set("auto_send", "yes")
    with day.desk._store.writing() as db:
        db.execute("DELETE FROM townships")
    assert not day.desk.contacting.wants_a_try(), "only to a township whose key is pinned"


def test_money_that_is_sealed_is_not_new_money(day: Day) -> None:
    """What the township holds and does not answer is asked for as rarely as before."""
    day.fee()
    with day.desk._store.writing() as db:
        assert outbox.seal(db, day.desk.village.desk, keyring.key(day.desk._store), day.clock())
    conversation.keep(day.desk._store, Contact(Way.LINE, day.clock.now, Ending.DONE))
    day.clock.move(minutes=30)
    assert not day.desk.contacting.wants_a_try()


def test_a_witness_that_was_taken_away_is_told_until_the_next_receipt(day: Day) -> None:
    desk = day.desk
    assert desk.keeping.check().doubt == "", "no receipt, nothing to witness"
    day.fee()
    assert desk.keeping.check().doubt == ""
    shutil.rmtree(witness.folder_of(desk.path))
    told = desk.keeping.check()
    assert told.well
    assert "desk.vdesk.witness" in told.doubt and "不见了" in told.doubt
    day.fee()
    assert desk.keeping.check().doubt == ""


def test_an_older_witness_is_told_too(day: Day) -> None:
    day.fee()
    folder, older = witness.folder_of(day.desk.path), day.desk.path.with_name("older")
    shutil.copytree(folder, older)
    day.fee()
    shutil.rmtree(folder)
    older.rename(folder)
    assert day.desk.keeping.check().doubt


def test_a_new_life_has_no_receipt_that_wants_a_witness(day: Day) -> None:
    day.fee()
    day.desk._store.begin_epoch("restored")
    shutil.rmtree(witness.folder_of(day.desk.path))
    assert day.desk.keeping.check().doubt == ""
