"""What is asked before money is taken, and no is the usual answer: the dead, a year noted, a clock, a paper."""

from __future__ import annotations

from datetime import date

import pytest

from sync.agreement import facts, protocol
from tests.desks import StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.rules.person_facts import YearKind
from village_desk.services.collecting import Payment


@pytest.fixture
def person(desk: Desk) -> str:
    return register(desk, "单雄信", tier_fen=20000)


def asked(desk: Desk, payment: Payment) -> Asked:
    before = len(desk.collecting.recent(100))
    with pytest.raises(Asked) as found:
        desk.collecting.collect(payment)
    assert found.value.cure
    assert len(desk.collecting.recent(100)) == before
    return found.value


def test_nothing_is_taken_from_somebody_noted_dead(desk: Desk, person: str) -> None:
    desk.noting.death(person, date(2026, 5, 1), "家属")
    for sure in (frozenset[str](), frozenset({"noted-dead"})):
        with pytest.raises(Refused, match="2026-05-01") as refusal:
            desk.collecting.collect(Payment(person, 2026, 20000, sure=sure))
        assert (refusal.value.code, desk.collecting.recent()) == ("noted_dead", [])
        assert "划掉" in refusal.value.cure


def test_a_death_that_was_struck_asks_nothing(desk: Desk, person: str) -> None:
    desk.noting.death(person, date(2026, 5, 1), "家属")
    [note] = desk.noting.notes(person)
    desk.noting.strike(person, note.id, "记错了人")
    assert desk.collecting.collect(Payment(person, 2026, 20000)).amount_fen == 20000


@pytest.mark.parametrize("how", YearKind)
def test_a_year_noted_as_paid_is_not_taken_again_without_a_reason(desk: Desk, person: str, how: YearKind) -> None:
    desk.noting.years(person, 2024, 2025, 20000, how, "缴费本")
    with pytest.raises(Refused, match="2025 年已经记过缴费") as refusal:
        desk.collecting.collect(Payment(person, 2025, 20000))
    assert (refusal.value.code, desk.collecting.recent()) == ("already_paid", [])
    assert desk.collecting.collect(Payment(person, 2026, 20000)).year == 2026
    assert desk.collecting.collect(Payment(person, 2025, 20000, again="补到高一档")).year == 2025


def test_a_second_fee_waits_for_the_paper_of_the_first_however_often_it_is_tried(desk: Desk, person: str) -> None:
    first = desk.collecting.collect(Payment(person, 2026, 20000))
    once_more = Payment(person, 2026, 20000, again="补到高一档")
    for _try in range(3):
        question = asked(desk, once_more)
        assert (question.code, question.word) == ("paper_waits", first.number)
    answered = Payment(person, 2026, 20000, again="补到高一档", sure=frozenset({first.number}))
    second = desk.collecting.collect(answered)
    assert asked(desk, answered).word == second.number, "the same words again do not take money again"
    desk.papers.confirm_printed(first.number)
    desk.papers.confirm_printed(second.number)
    question = asked(desk, once_more)
    assert (question.code, question.word) == ("taken_again", second.number), "one reason takes money once"
    other = Payment(person, 2026, 20000, again="补到最高一档")
    assert desk.collecting.collect(other).amount_fen == 20000, "who has both papers in hand says what they want"


def test_a_clock_that_is_ahead_gives_out_no_receipt_of_its_year_unasked(desk: Desk, clock: StillClock) -> None:
    people = [register(desk, "单雄信", serial=serial) for serial in (1, 2, 3)]
    clock.now = clock.now.replace(year=2035)
    assert not desk.judged().suspect
    question = asked(desk, Payment(people[0], 2035, 20000))
    assert (question.code, question.word) == ("another_year", "2035")
    other = frozenset({"noted-dead", "2034"})
    assert asked(desk, Payment(people[0], 2035, 20000, sure=other)).code == "another_year", "each question has its word"
    assert "2035-11-02" in question.message
    sure = frozenset({question.word})
    void = desk.collecting.collect(Payment(people[0], 2035, 20000, sure=sure))
    desk.collecting.void(void.number, "日期错了")
    asked(desk, Payment(people[1], 2035, 20000))
    assert desk.collecting.collect(Payment(people[1], 2035, 20000, sure=sure)).number.startswith("A-2035-")
    assert desk.collecting.collect(Payment(people[2], 2035, 20000)).number.startswith("A-2035-"), "asked once a year"


def test_a_desk_that_began_with_a_clock_ahead_is_asked_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    clock = StillClock()
    clock.now = clock.now.replace(year=2035)
    with new_desk(tmp_path_factory.mktemp("ahead"), clock) as desk:
        assert asked(desk, Payment(register(desk, "单雄信"), 2035, 20000)).code == "another_year"


def test_a_new_year_of_which_the_township_told_is_not_asked_about(desk: Desk, person: str, clock: StillClock) -> None:
    from village_desk.services.road import township_key

    clock.move(days=70)
    with desk._store.writing() as db:
        township_key.note_time(db, clock.now.isoformat(), clock.now, protocol.VERSION)
    assert desk.collecting.collect(Payment(person, 2027, 20000)).number.startswith("A-2027-")


def test_what_the_same_clock_wrote_elsewhere_is_no_word_for_it(desk: Desk, person: str, clock: StillClock) -> None:
    clock.move(days=70)
    with desk._store.writing():
        desk._store.record(facts.SettingChanged("hotline", "12333"))
    assert asked(desk, Payment(person, 2027, 20000)).code == "another_year"
