"""Today: its counts, and that it reads neither the whole journal nor all people for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from sync.agreement import facts
from sync.agreement.sent import PaidLine, PaidListSent
from tests.desks import id_number, register
from village_desk.desk import Desk
from village_desk.domain.people import PENSION_AGE, Standing, born_by
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.collecting import Payment
from village_desk.services.worklist.reporting import Progress
from village_desk.store import history, roads
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import attachments, receipts


def asked(db: Database, work: Callable[[], object]) -> list[str]:
    """The questions that the work puts to the file, each once."""
    said: list[str] = []
    db.conn.set_trace_callback(said.append)
    try:
        work()
    finally:
        db.conn.set_trace_callback(None)
    return [each for each in dict.fromkeys(said) if re.match(r"\s*(SELECT|WITH)\b", each)]


def plan(db: Database, question: str) -> list[str]:
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()]


def scans(db: Database, question: str, tables: str) -> list[str]:
    """The steps of its plan that walk over all of these tables, by the names that questions have for them."""
    return [step for step in plan(db, question) if re.match(rf"SCAN ({tables})\b", step)]


def test_today_walks_over_no_list_once_for_each_person(desk: Desk) -> None:
    """A table that is joined without an index is walked over for every row of the other."""
    person = register(desk, "单雄信", birth="19800512")
    desk.collecting.collect(Payment(person, 2026, 20_000))
    db = desk._store.db
    steps = [step for question in asked(db, desk.reporting.today) for step in plan(db, question)]
    assert steps
    assert not [step for step in steps if re.match(r"SCAN .*LEFT-JOIN", step)]


def test_today_walks_over_neither_the_journal_nor_the_rows_of_people(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512")
    desk.collecting.collect(Payment(person, 2026, 20_000))
    db = desk._store.db
    questions = asked(db, desk.reporting.today)
    assert any("FROM journal" in each for each in questions) and any("FROM people" in each for each in questions)
    for each in questions:
        assert scans(db, each, "journal|j|set_back") == [], each
        assert [step for step in scans(db, each, "people|p") if "COVERING INDEX" not in step] == [], each


ASKED_OF_THE_JOURNAL: list[Callable[[Database, str], object]] = [
    history.of_person,
    lambda db, person: history.of_kinds(db, [person], [facts.PersonCorrected.KIND]),
    lambda db, _person: history.refused(db),
    lambda db, _person: history.remarked(db),
    lambda db, _person: history.last_right_time(db),
    lambda db, _person: history.unanswered_epochs(db),
    lambda db, _person: attachments.unsent(db),
    lambda db, _person: roads.unanswered(db),
    lambda db, _person: receipts.taken_twice(db),
]


@pytest.mark.parametrize("ask", ASKED_OF_THE_JOURNAL)
def test_histories_and_lists_walk_over_no_journal(ask: Callable[[Database, str], object], desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512")
    db = desk._store.db
    questions = asked(db, lambda: ask(db, person))
    assert questions
    assert [each for each in questions if scans(db, each, "journal|j")] == []


def test_what_may_mend_is_read_by_its_kinds_alone(desk: Desk) -> None:
    """Whoever had a line come back once has ten years of fees too, which mend nothing of it."""
    person = register(desk, "单雄信", birth="19800512")
    with desk._store.writing():
        desk._store.record(facts.PersonCorrected(person, {"phone": "13800000000"}))
    desk.collecting.collect(Payment(person, 2026, 20_000))
    kinds = [facts.PersonCorrected.KIND, *(each.KIND for each in facts.CARDS[facts.PersonCorrected.KIND].menders)]
    lived = history.of_kinds(desk._store.db, [person], kinds)[person]
    assert [each.happening.fact.KIND for each in lived] == [facts.PersonRegistered.KIND, facts.PersonCorrected.KIND]


def test_a_question_without_an_index_is_seen(desk: Desk) -> None:
    """The measure itself: what the page asked before."""
    before = "SELECT j.id FROM journal j WHERE j.kind IN ('a', 'b') ORDER BY j.at DESC LIMIT 10"
    assert scans(desk._store.db, before, "journal|j")
    assert scans(desk._store.db, "SELECT * FROM people p", "people|p")


def test_the_season_is_counted_by_group(desk: Desk) -> None:
    payer = register(desk, "单雄信", birth="19800512", group=2)
    register(desk, "秦琼", birth="19810512", group=2)
    register(desk, "徐茂公", birth="19500512", group=2)
    register(desk, "罗成", birth="20200512", group=10)
    listed = id_number("19820101", 1)
    register(desk, "王伯当", birth="19820101", group_name="王家湾组")
    desk.collecting.void(desk.collecting.collect(Payment(payer, 2026, 30_000)).number, "看错了档")
    desk.collecting.collect(Payment(payer, 2026, 20_000))
    with desk._store.writing():
        desk._store.receive(PaidListSent("paid", "银行", "bank", (PaidLine(listed, 2026, 30_000),)), b"")
    season = desk.reporting.today().season
    assert (season.year, season.whole) == (2026, Progress(2, 3, 20_000))
    assert list(season.by_group.items()) == [
        (VillageGroup(2), Progress(1, 2, 20_000)),
        (VillageGroup(10), Progress(0, 0, 0)),
        (VillageGroup(name="王家湾组"), Progress(1, 1, 0)),
    ]
    assert desk.reporting.season() == season


def test_who_paid_is_due_whatever_the_age(desk: Desk) -> None:
    elder = register(desk, "徐茂公", birth="19500512", group=2)
    with desk._store.writing():
        line = PaidLine(desk.finding.person(elder).id_number, 2026, 30_000)
        desk._store.receive(PaidListSent("paid", "银行", "bank", (line,)), b"")
    assert desk.reporting.season().whole == Progress(1, 1, 0)


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1)])
def test_the_latest_birth_of_an_age_is_what_the_age_says(day: date, desk: Desk) -> None:
    """Who is born on 29 February turns older on 1 March."""
    for birth in ("19670228", "19680228", "19680229", "19680301", "20110302", "20120229", "20120301", "19661102"):
        person = desk.finding.person(register(desk, f"某{birth}", birth=birth))
        for age in (16, PENSION_AGE):
            assert (person.birth.isoformat() <= born_by(age, day)) == (person.age(day) >= age)
        paying = born_by(PENSION_AGE, day) < person.birth.isoformat() <= born_by(16, day)
        assert paying == (person.standing(day) is Standing.PAYING_AGE)
