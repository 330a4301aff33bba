"""The board of villages: who leads, who is silent, what was collected of what is due."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from sync.agreement.facts import (
    ContributionBooked,
    ContributionCollected,
    DeathNoted,
    DrawingNoted,
    NoteStruck,
    ReceiptVoided,
)
from sync.township.console.reading import duplicates, seasons, village_list
from sync.township.console.reading.village_list import Village as Line
from sync.township.reports import holes, status
from sync.township.reports.exports import Export
from sync.township.store.tables import PAYS_NO_MORE, people
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number

TODAY = date(2026, 11, 27)


def board(office: Office, year: int = 2026) -> dict[str, Line]:
    """The board by the villages' names."""
    with office.store.reading() as db:
        return {each.name: each for each in village_list.board(db, year, TODAY)}


def of_age(first: int, count: int) -> list[int]:
    """Counts whose identity numbers are of people from 16 to 59 on the day."""
    return [number for number in range(first, first + 60 * count) if 1967 <= int(id_number(number)[6:10]) <= 1999][
        :count
    ]


def reporting(office: Office, number: int, name: str, due: int, paid: int) -> Village:
    """A village with so many due people of whom so many paid 200 yuan."""
    village = office.village(number, name)
    people = [village.register(each)[0] for each in of_age(1000 * number, due)]
    for person in people[:paid]:
        village.collect(person)
    village.report()
    return village


def test_the_best_rate_comes_first_and_equals_share_a_rank(office: Office) -> None:
    for number, (name, due, paid) in enumerate(
        [("三中二", 3, 2), ("全缴", 2, 2), ("六中四", 6, 4), ("没缴", 2, 0), ("没人", 0, 0)], start=1
    ):
        reporting(office, number, name, due, paid)
    found = board(office)
    assert {name: each.rank for name, each in found.items()} == {
        "全缴": 1,
        "三中二": 2,
        "六中四": 2,
        "没缴": 4,
        "没人": 0,
    }
    assert list(found) == ["全缴", "三中二", "六中四", "没缴", "没人"]
    assert found["三中二"].progress.hundredths == 6667


def test_collected_due_and_money_are_counted(office: Office) -> None:
    reporting(office, 1, "沟二社区", due=5, paid=3)
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (3, 5, 60000)


def test_a_village_with_nobody_due_has_no_rate(office: Office) -> None:
    reporting(office, 1, "沟二社区", due=0, paid=0)
    browser = office.browser("领导")
    assert "没有应缴的人" in browser.page.words
    assert "— 沟二社区" in browser.page.words


@pytest.mark.parametrize(
    ("born", "due"),
    [("20101127", 1), ("20101128", 0), ("19661128", 1), ("19661127", 0), ("19661126", 0)],
)
def test_due_is_from_the_sixteenth_to_the_day_before_the_sixtieth_birthday(office: Office, born: str, due: int) -> None:
    village = office.village(1, "沟二社区")
    village.register_born(born)
    village.report()
    assert board(office)["沟二社区"].progress.due == due


def test_who_paid_is_due_whatever_the_age(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.collect(village.register_born("19500101"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due) == (1, 1)


def test_the_dead_and_who_draws_are_not_due_until_the_note_is_struck(office: Office) -> None:
    village, other = office.village(1, "沟二社区"), office.village(1, "沟二社区", letter="B")
    dead, drawing, twin, _alive = (village.register_born(f"198{each}0101") for each in range(4))
    same = other.register_born("19820101")
    village.report()
    other.report()
    assert (board(office)["沟二社区"].progress.due, twin == same) == (4, False)
    [note] = village.scribe.record(DeathNoted(dead, "2026-03-05", "家属"))
    village.record(DrawingNoted(drawing, "2026-01", "核定表"))
    other.record(DeathNoted(same, "2026-04-01", "家属"))
    village.report()
    other.report()
    assert board(office)["沟二社区"].progress.due == 1
    with office.store.reading() as db:
        groups = seasons.by_group(db, village.desk[:12], 2026, TODAY)
    assert sum(each.due for each in groups.values()) == 1
    village.record(NoteStruck(dead, note.id, "记错人"))
    village.report()
    assert board(office)["沟二社区"].progress.due == 2
    village.collect(drawing)
    village.report()
    assert (board(office)["沟二社区"].progress.paid, board(office)["沟二社区"].progress.due) == (1, 3)


def test_a_void_takes_the_money_and_the_payer_back(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register_born("19800101")
    receipt = village.collect(person)
    village.report()
    village.record(ReceiptVoided(person=person, receipt=receipt, reason="写错金额"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (0, 1, 0)


def test_one_who_paid_twice_is_one_payer(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register_born("19800101")
    village.collect(person)
    village.collect(person, again="补到高一档")
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (1, 1, 40000)


def half(person: str, receipt: str) -> ContributionCollected:
    return ContributionCollected(person, receipt, 2026, 10000, 10000, "p", kind="instalment", whole_fen=20000)


def test_who_paid_a_part_of_the_tier_has_not_paid_and_two_parts_are_no_duplicate(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register_born("19800101")
    village.record(half(person, "A-2026-000001"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (0, 1, 10000)
    with office.store.reading() as db:
        [group] = seasons.by_group(db, village.code, 2026, TODAY).values()
    assert (group.paid, group.due, group.fen) == (0, 1, 10000)
    village.record(half(person, "A-2026-000002"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (1, 1, 20000)
    with office.store.reading() as db:
        assert duplicates.cases(db) == []


@pytest.mark.parametrize("fen", [10000, 0])
def test_a_year_that_others_pay_counts_as_paid_but_is_neither_receipt_nor_cash(office: Office, fen: int) -> None:
    village = office.village(1, "沟二社区")
    person = village.register_born("19800101")
    village.record(ContributionBooked(person, 2026, fen, "p", fen, "tekun"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due, progress.fen) == (1, 1, 0)
    with office.store.reading() as db:
        assert seasons.by_year(db, village.code) == {2026: (0, 0, 0)}
        assert status.count(db, None).money["2026"].net_fen == 0
        [line] = Export(db, None, whole=False).contributions().rows
    assert "记账（不收现金）" in line
    words = office.browser("经办").get(f"/console/people/{village.desk}/{person}").words
    assert "记账（不收现金）" in words and "已作废" not in words


def test_a_person_on_both_computers_of_a_village_is_one(office: Office) -> None:
    first, second = office.village(1, "沟二社区"), office.village(1, "沟二社区", letter="B")
    first.collect(first.register_born("19800101"))
    second.register_born("19800101")
    second.register_born("19810101")
    first.report()
    second.report()
    found = board(office)["沟二社区"]
    assert found.desks == (first.desk, second.desk)
    assert (found.people, found.progress.paid, found.progress.due) == (2, 1, 2)


def test_years_are_kept_apart_and_can_be_chosen(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register_born("19800101")
    village.collect(person, year=2025, fen=50000)
    village.report()
    assert board(office, 2026)["沟二社区"].progress.fen == 0
    assert board(office, 2025)["沟二社区"].progress.fen == 50000
    browser = office.browser("领导")
    assert "0.00%" in browser.page.words
    assert "100.00%" in browser.get("/console/?year=2025").words


def test_the_ages_of_a_year_that_is_over_are_those_of_its_last_day(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.register_born("19660601")
    village.report()
    assert board(office, 2026)["沟二社区"].progress.due == 0
    assert board(office, 2025)["沟二社区"].progress.due == 1


def test_the_groups_of_a_village_add_up_to_the_village(office: Office) -> None:
    village = reporting(office, 1, "沟二社区", due=20, paid=7)
    with office.store.reading() as db:
        groups = seasons.by_group(db, village.code, 2026, TODAY)
    assert len(groups) == 3
    assert sum(groups.values(), seasons.Progress()) == board(office)["沟二社区"].progress


def test_groups_count_a_person_on_two_computers_once(office: Office) -> None:
    first, second = office.village(1, "沟二社区"), office.village(1, "沟二社区", letter="B")
    first.register_born("19800101", group=1)
    second.collect(second.register_born("19800101", group=2))
    first.report()
    second.report()
    with office.store.reading() as db:
        groups = seasons.by_group(db, first.code, 2026, TODAY)
    assert groups == {seasons.Group(2): seasons.Progress(1, 1, 20000)}


def test_groups_with_names_are_told_apart_and_stand_behind_those_with_numbers(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.register_born("19800101", group_name="王家湾组")
    village.register_born("19810101", group_name="李家台组")
    village.register_born("19820101", group=0)
    village.register_born("19830101", group=10)
    village.register_born("19840101", group=9)
    village.report()
    with office.store.reading() as db:
        groups = seasons.by_group(db, village.code, 2026, TODAY)
    called = [each.in_words() for each in groups]
    assert called == ["第 9 组", "第 10 组", "李家台组", "王家湾组", "没有分组"]
    words = office.browser("领导").get(f"/console/villages/{village.code}").words
    assert "王家湾组" in words and "第 9 组" in words


def test_silence_of_more_than_a_week_is_said_in_words(office: Office) -> None:
    reporting(office, 1, "沟二社区", due=1, paid=0)
    office.clock.later(days=7)
    assert "没有消息" not in office.browser("领导").page.words
    office.clock.later(minutes=1)
    reporting(office, 2, "石桥村", due=1, paid=0)
    words = office.browser("经办").page.words
    assert "7 天没有消息" in words
    assert "1 个村超过 7 天没有消息" in words
    assert "今天 12:01" in words


def test_the_orders_of_the_board(office: Office) -> None:
    reporting(office, 1, "甲村", due=2, paid=1)
    office.clock.later(days=1)
    reporting(office, 2, "乙村", due=2, paid=2)
    late = office.village(3, "丙村")
    late.register(5, name="")
    late.register(5, name="同号")
    late.report()
    browser = office.browser("领导")

    def order(name: str) -> str:
        words = browser.get(f"/console/?order={name}").words
        return "".join(sorted("甲乙丙", key=lambda each: words.index(f"{each}村")))

    assert order("rank") == "乙甲丙"
    assert order("village") == "甲乙丙"
    assert order("heard")[0] == "甲"
    assert order("waiting")[0] == "丙"


def test_the_board_agrees_with_the_status(office: Office) -> None:
    reporting(office, 1, "甲村", due=4, paid=3)
    second = reporting(office, 2, "乙村", due=5, paid=2)
    second.register(2000, name="同号")
    second.report()
    found, counted = board(office).values(), status.read(office.store)
    assert sum(each.facts for each in found) == counted.facts
    assert sum(each.people for each in found) == counted.people
    assert sum(each.progress.fen for each in found) == counted.money["2026"].net_fen
    assert sum(each.batches for each in found) == sum(each.batches for each in counted.desks)


def test_batches_that_wait_for_an_earlier_one_are_told(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.register(0)
    first = village.scribe.sealed()
    village.register(1)
    second = village.scribe.sealed()
    office.receiver.receive(second.bytes)
    browser = office.browser("领导")
    assert "等前批 1 批" in browser.page.words
    page = browser.get(f"/console/batches/{second.id}")
    assert "在等前一批，还没有记账" in page.words
    office.receiver.receive(first.bytes)
    assert "等前批" not in browser.get("/console/").words


def test_a_village_shows_its_groups_years_desks_and_batches(office: Office) -> None:
    village = reporting(office, 1, "沟二社区", due=9, paid=4)
    words = office.browser("领导").get(f"/console/villages/{village.code}").words
    for said in ("44.44%", "第 1 名", "第 1 组", "2026 4 800.00 0", village.desk, "第 1 批", "全部收下"):
        assert said in words


def test_before_any_report_the_board_says_what_will_happen(office: Office) -> None:
    assert "还没有村上报" in office.browser("领导").page.words


def test_the_village_says_which_receipts_never_came_and_what_is_not_known(office: Office) -> None:
    village = office.village(1, "沟二社区")
    [person] = village.register(0)
    village.collect(person)
    village.report()
    browser = office.browser("李办事员")
    page = browser.get(f"/console/villages/{village.code}").text
    assert "凭条号没有缺号" in page and holes.NOT_KNOWN in page
    village.collect(person, year=2025, receipt="A-2026-000004-0")
    village.report()
    page = browser.get(f"/console/villages/{village.code}").text
    assert "没有报上来的凭条 <small>2 张" in page.replace("\n", "")
    assert "A-2026-000002 至 A-2026-000003" in page and holes.NOT_KNOWN in page


def test_the_notes_of_ends_are_found_without_a_look_through_all_facts(office: Office) -> None:
    with office.store.reading() as db:
        if db.dialect.name == "sqlite":
            asked = select(people.c.person).where(PAYS_NO_MORE).compile(db, compile_kwargs={"literal_binds": True})
            plan = "\n".join(str(row) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}"))
            assert (plan.count("USING INDEX facts_ends"), "SCAN strike" in plan) == (2, False), plan
