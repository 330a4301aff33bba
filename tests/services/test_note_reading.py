"""A word or a day of a newer program, in a fact of the village's other PC: it is named, and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from sync.agreement import facts
from sync.agreement.facts import AccountTold, DeathNoted, Fact, HindranceNoted, OtherPensionNoted, YearsNoted
from tests.desks import SAMPLE, register
from tests.documents.reading import read
from tests.services.test_told import THEIRS, hear
from village_desk.desk import Desk
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import Resident
from village_desk.domain.receipts import channel_words
from village_desk.domain.rules.eligibility import Answer
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD, YearKind
from village_desk.domain.rules.strips import CellKind
from village_desk.services import explaining
from village_desk.services.matching import Mismatch
from village_desk.ui.pages.person import year_cells
from village_desk.ui.pages.person.year_cells import KnownYears

pytestmark = pytest.mark.usefixtures("qapp")

NOBODY_KNOWS = (
    YearsNoted("p", 2015, 2016, 10_000, how="by_lottery"),
    YearsNoted("p", 2016, 2015, 10_000),
    YearsNoted("p", 1, 2**50, 10_000),
    DeathNoted("p", "2026-11"),
    DeathNoted("p", "2026-02-30"),
    OtherPensionNoted("p", "of_the_moon", "2026-01"),
    OtherPensionNoted("p", "employee", "spring"),
    OtherPensionNoted("p", "employee", "2026-01", until="2026-13"),
    HindranceNoted("p", "in_space"),
    AccountTold("p", 5_000_00, "last year"),
)


@pytest.mark.parametrize("fact", NOBODY_KNOWS, ids=lambda fact: f"{type(fact).__name__}-{str(fact)[-24:-1]}")
def test_a_note_that_is_not_understood_decides_nothing_and_is_named(desk: Desk, fact: Fact) -> None:
    person = register(desk, "单雄信", birth="19640601", tier_fen=20_000)
    desk.noting.years(person, 2017, 2026, 20_000)
    hear(desk, _of(person, fact))
    found = desk.assessing.assess(person)
    assert (found.entitlement.answer, found.standing) == (Answer.UNDECIDED, SchemeStanding.UNCLEAR)
    assert (found.account_fen, found.pension, found.expected) == (None, None, None)
    [reason] = [each for each in found.entitlement.reasons if each.code == NOT_UNDERSTOOD]
    assert "升级" in reason.cure
    assert reason in found.next_steps
    assert not found.contradictions
    assert explaining.reason(reason) in "\n".join(explaining.assessment(found))
    assert {each.id: one for each, one in desk.assessing.everyone()}[person] == found
    for note in desk.noting.noted(person):
        desk.noting.strike(person, note.id, "问清了")
    assert desk.assessing.assess(person).entitlement.reasons
    assert NOT_UNDERSTOOD not in {each.code for each in desk.assessing.assess(person).entitlement.reasons}


def test_a_year_paid_in_a_way_that_is_not_known_is_neither_paid_nor_a_gap(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20_000)
    desk.noting.years(person, 2014, 2014, 20_000, YearKind.PAID)
    hear(desk, _of(person, NOBODY_KNOWS[0]))
    kinds = {cell.year: cell.kind for cell in desk.assessing.assess(person).strip}
    assert (kinds[2014], kinds[2015], kinds[2016], kinds[2017]) == (
        CellKind.PAID,
        CellKind.UNREAD,
        CellKind.UNREAD,
        CellKind.GAP,
    )
    found = desk.assessing.assess(person)
    assert "记着 1 年缴费" in explaining.years(found)
    payable = [each.year for each in desk.collecting.choices(person).years if each.is_open]
    known = KnownYears(desk.finding.person(person), (), desk.noting.noted(person), payable)
    shown = year_cells.cells(found, known)
    assert [each.word for each in shown if each.year in (2015, 2016)] == ["看不懂", "看不懂"]
    assert not year_cells.can_be_collected(shown, 2015)
    assert year_cells.can_be_collected(shown, 2017)


def test_every_note_that_is_not_understood_is_named_on_page_and_paper(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20_000)
    hear(desk, _of(person, NOBODY_KNOWS[0]), HindranceNoted(person, "in_space"))
    [reason] = desk.assessing.assess(person).entitlement.reasons
    assert "by_lottery" in reason.words and "in_space" in reason.words
    paper = read(desk.papers.estimate(person)).text()
    assert (paper.count("by_lottery"), paper.count("in_space")) == (1, 1)
    with pytest.raises(Refused) as refused:
        desk.assessing.compare(person, 20_000, 50_000)
    assert refused.value.code == NOT_UNDERSTOOD


def test_a_known_death_ends_the_pension_whatever_else_is_not_understood(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19640601")
    desk.noting.death(person, date(2026, 10, 1), "家属")
    hear(desk, HindranceNoted(person, "in_space"))
    found = desk.assessing.assess(person)
    assert found.entitlement.answer is Answer.ENDED
    assert {each.code for each in found.entitlement.reasons} == {"died", NOT_UNDERSTOOD}
    hear(desk, DeathNoted(person, "2026-11"))
    assert desk.assessing.assess(person).entitlement.answer is Answer.UNDECIDED, "the later word is not understood"


def test_a_payee_with_a_note_that_is_not_understood_is_asked_about(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    dead, drawing = _payees(desk)[:2]
    hear(desk, DeathNoted(dead.id, "20 November"), OtherPensionNoted(drawing.id, "of_the_moon", "2026-01"))
    asked = {each.person: each.kind for each in desk.paying.read(SAMPLE / "payout-list.xlsx").questions}
    assert (asked[dead.id], asked[drawing.id]) == (Mismatch.DEAD, Mismatch.OTHER_PENSION)


def test_a_fee_by_a_channel_or_payer_that_is_not_known_is_shown_and_counts(desk: Desk) -> None:
    person = register(desk, "单雄信")
    paid = {"payer": "employer", "channel": "by_wire"}
    hear(desk, facts.ContributionCollected(person, THEIRS, 2026, 20_000, 20_000, "p", **paid))  # type: ignore[arg-type]
    [receipt] = desk.collecting.paid(person)
    assert receipt.amount_fen == 20_000
    assert "employer" in receipt.payer_in_words
    assert "by_wire" in channel_words(receipt.channel)
    assert desk.reporting.season().whole.collected_fen == 20_000


def _of(person: str, fact: Fact) -> Fact:
    return facts.read(fact.KIND, person, facts.body(fact))


def _payees(desk: Desk) -> list[Resident]:
    preview = desk.paying.read(SAMPLE / "payout-list.xlsx")
    return sorted(preview.people.values(), key=lambda each: each.birth)
