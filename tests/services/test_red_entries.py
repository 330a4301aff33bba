"""What was closed, sent or taken on another day is taken back by a red entry (红字冲销) with a number of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.township.reports import holes
from sync.township.subjects import cash
from tests.desks import StillClock
from tests.services.test_ledger import fee, refused
from tests.services.test_village_machine import PC
from tests.township.counters import Counter
from tests.township.inside import URL, InsideLine
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path / "township")
    yield made
    made.close()


@pytest.fixture
def pc(tmp_path: Path, counter: Counter) -> Iterator[PC]:
    line = InsideLine()
    line.serve(counter)
    made = PC(tmp_path, "A", line)
    yield made
    made.close()


@pytest.fixture
def desk(pc: PC) -> Desk:
    return pc.desk


@pytest.fixture
def clock(pc: PC) -> StillClock:
    return pc.clock


def serial(number: str) -> int:
    return ReceiptNumber.read(number).serial


def test_on_its_own_day_a_receipt_is_made_void(desk: Desk) -> None:
    void = desk.collecting.void(fee(desk, 1), "收错了")
    assert (void.red, void.state_in_words) == ("", "已作废")
    assert serial(fee(desk, 2)) == 2


def test_after_the_close_a_red_entry_takes_it_back(desk: Desk, clock: StillClock) -> None:
    number = fee(desk, 1)
    desk.closing.close({10000: 2})
    clock.move(minutes=1)
    after = fee(desk, 2)
    void = desk.collecting.void(number, "收错了")
    assert (serial(void.red), void.state_in_words) == (3, "已红冲")
    assert desk.collecting.void(after, "收错了").red == "", "what was taken after the close is in no closed batch"
    assert serial(fee(desk, 3)) == 4
    assert desk.ledger.held() == 20000
    assert desk.keeping.check().well


def test_of_another_day_a_red_entry_of_today(desk: Desk, clock: StillClock) -> None:
    number = fee(desk, 1)
    clock.move(days=70)
    void = desk.collecting.void(number, "收错了")
    assert void.red.startswith("A-2027-000001-"), "in the series of the day on which it is written"
    assert desk.keeping.check().well


def test_after_sending_both_ends_count_the_number_and_agree(pc: PC, counter: Counter) -> None:
    desk = pc.desk
    one, other = fee(desk, 1), fee(desk, 2)
    desk.exchanging.send(URL)
    void = desk.collecting.void(one, "收错了")
    assert serial(void.red) == 3
    last = fee(desk, 3)
    assert serial(last) == 4
    desk.exchanging.send(URL)
    with counter.store.reading() as db:
        assert holes.find(db, None) == []
        in_hand = next(each.number for each in cash.sums(db, None) if each.name == "cash_in_hand")
    assert in_hand == desk.ledger.held() == 40000
    assert counter.net_fen(2026) == 40000
    desk.keeping.rebuild()
    assert desk.collecting.receipt(one) == void
    assert desk.keeping.check().well
    assert other != last


def test_a_red_entry_is_final(desk: Desk, clock: StillClock) -> None:
    number = fee(desk, 1)
    clock.move(days=1)
    red = desk.collecting.void(number, "收错了").red
    assert refused(lambda: desk.collecting.void(number, "再来")) == "already_void"
    assert refused(lambda: desk.collecting.void(red, "冲错了")) == "red_entry"


def test_the_number_is_borne_witness_to_before_it_is_on_paper(desk: Desk, clock: StillClock, pc: PC) -> None:
    number = fee(desk, 1)
    clock.move(days=1)
    pc.copy(pc.path.with_suffix(".copy"))
    pc.desk.collecting.void(number, "收错了")
    pc.put_back(pc.path.with_suffix(".copy"), told=False)
    assert pc.store.was_put_back()
