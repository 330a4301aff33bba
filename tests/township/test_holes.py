"""The township sees where a number is missing in a series of receipts, and says what it cannot see."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agreement.facts import ReceiptVoided
from sync.line.client import Township
from sync.township.reports import holes
from sync.township.reports.holes import Hole
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.process import TownshipProcess
from tests.township.test_siblings import B


def number(serial: int, series: str = "A-2026") -> str:
    """As a desk writes it; the township leaves the check digit to the desk."""
    return f"{series}-{serial:06}-{serial % 10}"


def found(counter: Counter) -> list[tuple[str, str, int]]:
    """First and last of each hole, and how many they are."""
    with counter.store.reading() as db:
        return [(each.first, each.last, each.count) for each in holes.find(db, None)]


def collect(scribe: Scribe, *numbers: str) -> None:
    """A fee under each number, each of another year, so that no remark stands beside it."""
    person = scribe.mint()
    for year, each in enumerate(numbers, start=2009):
        scribe.collect(person, each, year=year)


@pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)
def test_numbers_that_never_came_although_later_ones_did_are_named(scribe: Scribe, counter: Counter) -> None:
    collect(scribe, *(number(each) for each in (1, 2, 4, 5, 9)))
    counter.take(scribe)
    assert found(counter) == [("A-2026-000003", "A-2026-000003", 1), ("A-2026-000006", "A-2026-000008", 3)]


def test_a_series_without_its_first_numbers_has_a_hole(scribe: Scribe, counter: Counter) -> None:
    collect(scribe, number(3))
    counter.take(scribe)
    assert found(counter) == [("A-2026-000001", "A-2026-000002", 2)]


def test_a_whole_series_has_none_and_a_tail_is_not_known(scribe: Scribe, counter: Counter) -> None:
    collect(scribe, *(number(each) for each in range(1, 6)))
    counter.take(scribe)
    assert found(counter) == []


def test_each_series_of_each_life_and_desk_counts_for_itself(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    second = Scribe(tmp_path / "second", desk=B)
    collect(scribe, number(1), number(1, "A2-2026"), number(3, "A10-2026"), number(1, "A-2027"))
    collect(second, number(2, "B-2026"))
    for each in (scribe, second):
        counter.take(each)
    assert found(counter) == [("A10-2026-000001", "A10-2026-000002", 2), ("B-2026-000001", "B-2026-000001", 1)]
    with counter.store.reading() as db:
        assert [each.desk for each in holes.find(db, [B])] == [B]


def test_voided_refused_and_awaited_numbers_have_come(scribe: Scribe, counter: Counter) -> None:
    """A refused fee has brought its number, for whatever reason; so has a void."""
    person = scribe.mint()
    scribe.collect(person, number(1))
    scribe.record(ReceiptVoided(person, number(1), "写错了"))
    scribe.collect(person, number(2), year=1999)
    scribe.collect(person, number(3), policy=7)
    scribe.record(ReceiptVoided(person, number(4), "写错了"))
    scribe.collect(person, number(5), year=2025)
    counter.take(scribe)
    assert found(counter) == []


def test_numbers_of_no_series_are_left_alone(scribe: Scribe, counter: Counter) -> None:
    collect(scribe, "A-7", "A-2026-7", "A-2026-0000007", "A--2026-000007-7", "A-2026-00000x-7", number(1))
    counter.take(scribe)
    assert found(counter) == []


def test_a_number_that_is_absurd_costs_nothing(scribe: Scribe, counter: Counter) -> None:
    collect(scribe, number(999_999))
    counter.take(scribe)
    assert found(counter) == [("A-2026-000001", "A-2026-999998", 999_998)]


def test_a_hole_is_gone_when_the_number_comes(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    """An old stick, a restored township: in whatever order they come."""
    later = scribe.copy(tmp_path / "later")
    counter.hand(later.moved([later.collect(later.mint(), number(2))]))
    assert found(counter) == [("A-2026-000001", "A-2026-000001", 1)]
    collect(scribe, number(1))
    counter.take(scribe)
    assert found(counter) == []


def test_one_and_several_are_said_apart() -> None:
    one = Hole("429004103002-A", "A-2026-000007", "A-2026-000007", 1, "A-2026-000008", "2026-11-20T09:00:00+08:00", 0)
    assert one.in_words() == "凭条号 A-2026-000007 一直没有报上来，后面的 A-2026-000008 是 2026-11-20 收的，已经报来"
    some = Hole("429004103002-A", "A-2026-000007", "A-2026-000009", 3, "A-2026-000010", "2026-11-20", 2)
    assert some.in_words() == (
        "凭条号 A-2026-000007 至 A-2026-000009（3 张）一直没有报上来，"
        "后面的 A-2026-000010 是 2026-11-20 收的，已经报来；"
        "这台还有 2 批在等前一批，可能在里面"
    )


def test_status_names_them_and_says_what_it_cannot_know(scribe: Scribe, office: TownshipProcess) -> None:
    collect(scribe, number(1), number(3))
    with Township(office.url, scribe.desk) as line:
        line.send(scribe.sealed())
    said = office.command("status")
    assert "凭条号 A-2026-000002 一直没有报上来，后面的 A-2026-000003-3 是 2026-11-24 收的" in said
    assert holes.NOT_KNOWN in said
    [hole] = office.status()["holes"]
    assert (hole["desk"], hole["first"], hole["count"]) == (scribe.desk, "A-2026-000002", 1)
