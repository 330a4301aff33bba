"""The report of a season and the lists of who is behind: counted beside the program; the source reports' own cases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.agreement.facts import ContributionCollected, DeathNoted, DrawingNoted, OutcomeNoted, YearsNoted
from tests.desks import StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.report_spans import around
from village_desk.domain.policy.mechanisms.practice import Aims
from village_desk.domain.receipts import ReceiptNumber
from village_desk.domain.rules.rates import Rate, RateKind, Takings
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.collecting import Payment
from village_desk.services.reports.arrears import ArrearsBy


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    with new_desk(tmp_path, clock) as made:
        yield made


def note(desk: Desk, *facts: object) -> None:
    with desk._store.writing():
        for each in facts:
            desk._store.record(each)  # type: ignore[arg-type]


def pay(desk: Desk, person: str, fen: int = 20000) -> str:
    return desk.collecting.collect(Payment(person, desk.today().year, fen)).number


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("day", date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 25)),
        ("week", date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 25)),
        ("week", date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        ("half-month", date(2026, 2, 28), date(2026, 2, 16), date(2026, 2, 28)),
        ("half-month", date(2026, 2, 15), date(2026, 2, 1), date(2026, 2, 15)),
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        ("year", date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-11-01..2026-11-15", date(2026, 11, 10), date(2026, 11, 1), date(2026, 11, 10)),
    ],
)
def test_a_span_ends_on_the_day_up_to_which_something_is_known(kind: str, day: date, first: date, last: date) -> None:
    found = around(kind, day)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("kind", ["fortnight", "2026-11-15..2026-11-01", "2026-13-01..2026-11-01", ""])
def test_a_span_that_is_none_is_refused(kind: str) -> None:
    with pytest.raises(Refused):
        around(kind, date(2026, 11, 25))


def test_a_season_counted_by_hand(desk: Desk, clock: StillClock) -> None:
    people = [
        register(desk, f"张{each}", serial=each, group=1 + each % 2, household=f"{each // 2:04}") for each in range(8)
    ]
    dead, drawing = people[6], people[7]
    note(desk, DeathNoted(dead, "2026-10-01", ""), DrawingNoted(drawing, "2026-05", ""))
    pay(desk, people[0])
    pay(desk, people[1], 50000)
    clock.move(days=7)
    pay(desk, people[2])
    void = pay(desk, people[3])
    desk.collecting.void(void, "收错了")
    report = desk.progress_reports.report("week")
    assert (report.whole.due, report.whole.paid, report.whole.rate.percent()) == (6, 3, "50.00%")
    assert (report.whole.fen, report.whole.of_span.people, report.whole.of_span.fen) == (90000, 1, 20000)
    assert [(each.name, each.due, each.paid) for each in report.ranked] == [("第 1 组", 3, 2), ("第 2 组", 3, 1)]
    assert [(each.fen, each.people) for each in report.tiers] == [(20000, 2), (50000, 1)]
    assert report.means.all_fen == 30000
    assert report.deaths == 0, "it was noted the week before"
    assert report.whole.last_year is None
    assert desk.progress_reports.report("month").deaths == 1
    assert len(desk.arrears.behind().people) == report.whole.rate.missing == 3


def test_who_paid_last_year_and_not_this_one(desk: Desk) -> None:
    people = [register(desk, f"李{each}", serial=each, group=1) for each in range(4)]
    note(desk, *(YearsNoted(each, 2020, 2025, 20000) for each in people[:3]))
    note(desk, DeathNoted(people[2], "2026-01-01", ""))
    pay(desk, people[0])
    found = desk.arrears.behind(ArrearsBy.LAST_YEAR)
    assert [each.whom.id for each in found.people] == [people[1]]
    assert (found.rate.done, found.rate.whole, found.rate.kind) == (1, 2, RateKind.AGAIN)
    assert [each.whom.id for each in desk.arrears.behind().people] == [people[1], people[3]]


def test_what_was_said_stands_beside_who_is_behind(desk: Desk) -> None:
    person = register(desk, "王二", group=3, phone="13812345678", household="0007")
    note(desk, OutcomeNoted(person, "unpaid", person, "promised", "答应哪天缴", "2026", "2026-11-05", "卖了猪缴"))
    [behind] = desk.arrears.behind(group=VillageGroup(3)).people
    assert behind.noted is not None
    assert (behind.noted.until, behind.noted.comment, behind.age, behind.last_fen) == ("2026-11-05", "卖了猪缴", 46, 0)
    with pytest.raises(Refused) as none:
        desk.report_papers.arrears(desk.arrears.behind(group=VillageGroup(9)))
    assert none.value.code == "empty"


def test_last_year_up_to_the_same_day_and_whole(tmp_path: Path, clock: StillClock) -> None:
    clock.move(days=-375)
    with new_desk(tmp_path, clock) as desk:
        people = [register(desk, f"赵{each}", serial=each, group=1) for each in range(3)]
        note(desk, ContributionCollected(people[0], str(ReceiptNumber("A", 1, 2025, 1)), 2025, 20000, 20000, "p"))
        clock.move(days=30)
        note(desk, ContributionCollected(people[1], str(ReceiptNumber("A", 1, 2025, 2)), 2025, 20000, 20000, "p"))
        clock.move(days=345)
        report = desk.progress_reports.report("year")
    assert (report.year, report.whole.not_yet) == (2026, 2)
    assert report.whole.last_year == Takings(1, 20000)
    assert report.last_year_whole == Takings(2, 40000)


def test_the_source_reports_figures_come_out_and_their_contradictions_are_seen() -> None:
    """domain.md 2C: T1 (20 people, 99.86 %), T22 (2.87 %, printed 2.7 %), T28 (1,147 to chase)."""
    first = Rate(RateKind.PAYING, 13_880, 13_900)
    assert (first.missing, first.percent()) == (20, "99.86%")
    assert Rate(RateKind.HIGH_TIER, 9_427, 328_497).percent() == "2.87%"
    assert (Rate(RateKind.PAYING, 21_898, 23_045).missing, Rate(RateKind.PAYING, 21_898, 23_045).percent()) == (
        1147,
        "95.02%",
    )


def test_too_many_at_the_lowest_tier_are_warned_of_where_the_place_says_how_many(desk: Desk) -> None:
    for each in range(5):
        pay(desk, register(desk, f"孙{each}", serial=each), 50000 if each == 0 else 20000)
    report = desk.progress_reports.report()
    assert report.lowest_share is not None and report.lowest_share.percent() == "80.00%"
    assert not report.too_many_lowest
    aimed = dataclasses.replace(report, aims=Aims(lowest=Fraction(79, 100)))
    assert aimed.too_many_lowest
    assert desk.report_papers.progress(aimed).pages == 1


def test_a_village_of_forty_groups_stays_on_one_page_and_whole_in_the_workbook(desk: Desk, tmp_path: Path) -> None:
    for each in range(40):
        person = register(desk, f"周{each}", serial=each, group=each + 1)
        if each % 3:
            pay(desk, person)
    report = desk.progress_reports.report()
    assert desk.report_papers.progress(report).pages == 1
    (tmp_path / "r.xlsx").write_bytes(desk.report_papers.progress_book(report))
    rows = [
        [str(each.value) for each in row] for row in load_workbook(tmp_path / "r.xlsx")["各组"].iter_rows(min_row=2)
    ]
    assert len(rows) == 41
    assert (rows[-1][0], rows[-1][2], rows[-1][3]) == ("合计", "40", "26")
    assert sum(int(row[3]) for row in rows[:-1]) == 26


def test_no_formula_and_no_full_number_leaves_in_the_workbook(desk: Desk, tmp_path: Path) -> None:
    register(desk, "=1+1", group=1, phone="13812345678")
    (tmp_path / "a.xlsx").write_bytes(desk.report_papers.arrears_book(desk.arrears.behind()))
    cells = [each for row in load_workbook(tmp_path / "a.xlsx")["催缴名单"].iter_rows() for each in row]
    assert "=1+1" in [each.value for each in cells]
    assert not [each for each in cells if each.data_type == "f"]
    assert not [each for each in cells if "1980" in str(each.value)], "a birth date stands in a number"
