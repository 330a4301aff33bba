"""Fees under one county's policy, as its people come to the counter: groups, top-ups, halves, bookings."""

from datetime import date

import pytest

from tests.desks import register
from tests.documents.reading import read
from tests.domain.places import HEAD, SUBSIDY, table
from tests.domain.test_taking import AGES, GROUPS, HALVES, START, TOPS
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.receipts import Payer, PaymentKind
from village_desk.domain.rules.eligibility import Answer
from village_desk.domain.rules.person_facts import Hindrance, OtherKind
from village_desk.services.collecting import Payment
from village_desk.services.finding import Only

COUNTY = (
    HEAD
    + GROUPS
    + table("tiers", "amounts = [200, 300, 500, 1000]")
    + table("tiers", 'amounts = [100]\ngroups = ["tekun"]')
    + table("gov_paid", 'groups = ["dibao"]\npercent = 50')
    + table("gov_paid", 'groups = ["tekun"]\namount = 100')
    + SUBSIDY
    + AGES
    + START
    + TOPS
    + HALVES
    + table("back_pay", "allowed = true\ntiers = [300, 500]\nassessed = true")
)


@pytest.fixture
def county(desk: Desk) -> Desk:
    desk.policies.adopt("county", date(2026, 1, 1), COUNTY)
    return desk


def refused(desk: Desk, payment: Payment) -> Refused:
    with pytest.raises(Refused) as refusal:
        desk.collecting.collect(payment)
    assert refusal.value.cure and not desk.collecting.paid(payment.person)
    return refusal.value


@pytest.mark.parametrize(("group", "tier", "cash", "government"), [("低保对象", 300, 150, 150), ("", 300, 300, 0)])
def test_the_counter_takes_the_persons_own_part(
    county: Desk, group: str, tier: int, cash: int, government: int
) -> None:
    """F1a of the trial: 低保 at 50 % was asked for all of it."""
    person = register(county, "单雄信", special_group=group)
    receipt = county.collecting.collect(Payment(person, 2026, tier * 100))
    assert (receipt.amount_fen, receipt.government_fen) == (cash * 100, government * 100)
    assert (receipt.policy, receipt.payer) == ("test", Payer.SELF.value)


def test_a_group_that_is_not_certain_is_asked_about_first(county: Desk) -> None:
    person = register(county, "单雄信", special_group="低保边缘户")
    with pytest.raises(Asked) as question:
        county.collecting.collect(Payment(person, 2026, 30000))
    assert question.value.word == "not-in:dibao"
    sure = frozenset({question.value.word})
    assert county.collecting.collect(Payment(person, 2026, 30000, sure=sure)).amount_fen == 30000


def test_a_year_that_others_pay_is_booked_without_cash_and_counts_as_paid(county: Desk) -> None:
    person = register(county, "单雄信", special_group="特困人员")
    assert refused(county, Payment(person, 2026, 10000)).code == "paid_by_others"
    county.collecting.book(Payment(person, 2026, 10000))
    assert county.collecting.recent() == [] and county.reporting.season().whole.paid_people == 1
    [found] = county.finding.roster()
    assert found.paid_this_year
    strip = county.assessing.assess(person).strip
    assert [each.kind.value for each in strip if each.year == 2026] == ["government_paid"]
    assert county.collecting.choices(person).year(2026).kind is PaymentKind.TOP_UP
    with pytest.raises(Refused):
        county.collecting.book(Payment(person, 2026, 10000))
    with pytest.raises(Refused) as reason:
        county.collecting.unbook(person, 2026, " ")
    assert reason.value.field == "reason"
    county.collecting.unbook(person, 2026, "名单错了")
    assert county.reporting.season().whole.paid_people == 0
    with pytest.raises(Refused):
        county.collecting.unbook(person, 2026, "再来")
    assert county.keeping.check().well


def test_who_pays_a_part_is_not_booked(county: Desk) -> None:
    person = register(county, "单雄信", special_group="低保对象")
    with pytest.raises(Refused) as refusal:
        county.collecting.book(Payment(person, 2026, 30000))
    assert refusal.value.code == "own_part" and "150" in refusal.value.message


def test_a_year_topped_up_is_still_assessed(county: Desk) -> None:
    """F1c of the trial: a place that allows topping up lost its assessments."""
    person = register(county, "单雄信")
    first = county.collecting.collect(Payment(person, 2026, 20000))
    county.papers.confirm_printed(first.number)
    second = county.collecting.collect(Payment(person, 2026, 50000, kind=PaymentKind.TOP_UP))
    assert (second.amount_fen, second.tier_fen, second.kind) == (30000, 30000, "top_up")
    found = county.assessing.assess(person)
    assert found.entitlement.answer is Answer.NOT_YET and not found.contradictions
    assert any("补足" in each.words for each in county.registering.history(person))


def test_two_halves_make_a_year(county: Desk) -> None:
    person = register(county, "单雄信")
    half = Payment(person, 2026, 50000, kind=PaymentKind.INSTALMENT)
    first = county.collecting.collect(half)
    assert (first.amount_fen, first.whole_fen) == (25000, 50000)
    county.papers.confirm_printed(first.number)
    assert 2026 not in county.collecting.choices(person).facts.years(county.today())
    assert county.collecting.collect(half).amount_fen == 25000
    assert county.collecting.choices(person).facts.years(county.today())[2026].tier_fen == 50000
    assert not county.assessing.assess(person).contradictions


def test_a_year_of_which_a_half_is_paid_is_not_yet_paid_on_any_list(county: Desk) -> None:
    person = register(county, "单雄信")
    half = Payment(person, 2026, 50000, kind=PaymentKind.INSTALMENT)
    first = county.collecting.collect(half)
    season = county.reporting.season().whole
    assert (season.paid_people, season.due_people, season.collected_fen) == (0, 1, 25000)
    assert not county.finding.roster()[0].paid_this_year and len(county.finding.listing(only=Only.UNPAID)) == 1
    county.papers.confirm_printed(first.number)
    county.collecting.collect(half)
    season = county.reporting.season().whole
    assert (season.paid_people, season.due_people, season.collected_fen) == (1, 1, 50000)
    assert county.finding.roster()[0].paid_this_year and not len(county.finding.listing(only=Only.UNPAID))


def test_a_year_of_the_zero_tier_is_booked(desk: Desk) -> None:
    zero = table("tiers", 'amounts = [0]\ngroups = ["tekun"]')
    desk.policies.adopt("county", date(2026, 1, 1), COUNTY + zero)
    person = register(desk, "单雄信", special_group="特困人员")
    assert refused(desk, Payment(person, 2026, 0)).code == "paid_by_others"
    desk.collecting.book(Payment(person, 2026, 0))
    assert desk.finding.roster()[0].paid_this_year and desk.keeping.check().well
    assert 2026 in desk.collecting.choices(person).facts.years(desk.today())
    assert not desk.assessing.assess(person).contradictions


@pytest.mark.parametrize(
    ("payment", "code", "field"),
    [
        ({"tier_fen": 10000}, "tier_not_offered", "tier"),
        ({"year": 2013, "tier_fen": 20000}, "back_payment", "tier"),
        ({"year": 2013, "tier_fen": 30000}, "assessed_by_missing", "assessed_by"),
        ({"year": 2010, "tier_fen": 30000}, "year", "year"),
    ],
)
def test_what_the_county_does_not_take_is_refused_beside_its_field(
    county: Desk, payment: dict[str, int], code: str, field: str
) -> None:
    person = register(county, "单雄信")
    given = {"year": 2026, "tier_fen": 20000} | payment
    refusal = refused(county, Payment(person, **given))  # type: ignore[arg-type]
    assert (refusal.code, refusal.field) == (code, field)


def test_a_missed_year_is_recorded_with_the_slip_that_set_it(county: Desk) -> None:
    person = register(county, "单雄信")
    receipt = county.collecting.collect(Payment(person, 2013, 30000, assessed_by="核定单 7"))
    assert (receipt.kind, receipt.assessed_by) == ("back_payment", "核定单 7")


def test_a_student_and_somebody_of_fifteen_pay_nothing(county: Desk) -> None:
    student, child = (
        register(county, "单雄信", birth="20060512"),
        register(county, "秦叔宝", birth="20110512", serial=2),
    )
    county.noting.hindrance(student, Hindrance.STUDENT)
    assert refused(county, Payment(student, 2026, 20000)).code == "student"
    assert refused(county, Payment(child, 2026, 20000)).code == "too_young"


def test_who_turned_sixty_on_new_years_day_of_2012_may_pay_2012(county: Desk) -> None:
    """F1e of the trial."""
    person = register(county, "单雄信", birth="19520101")
    assert county.collecting.collect(Payment(person, 2012, 30000, assessed_by="甲")).year == 2012


@pytest.mark.parametrize(
    ("payments", "words"),
    [
        ([(2026, 20000, None), (2026, 50000, PaymentKind.TOP_UP)], "补足（二次缴费）300 元"),
        ([(2026, 50000, PaymentKind.INSTALMENT)], "每年 500 元，本次 250 元"),
        ([(2013, 30000, None)], "2013 年补缴"),
        ([(2013, 30000, None)], "300 元（核定 核定单 7）"),
    ],
)
def test_the_paper_says_what_the_payment_is(
    county: Desk, payments: list[tuple[int, int, PaymentKind | None]], words: str
) -> None:
    person = register(county, "单雄信")
    for year, tier, kind in payments:
        slip = "核定单 7" if year == 2013 else ""
        number = county.collecting.collect(Payment(person, year, tier, kind=kind, assessed_by=slip)).number
        paper = county.papers.receipt(number)
        county.papers.confirm_printed(number)
    assert words.replace(" ", "") in read(paper).text().replace(" ", "")


def test_who_still_owes_in_a_house_is_asked_of_the_rules(county: Desk) -> None:
    """The dead, who has another pension and who paid owe nothing; the year of the sixtieth birthday is owed."""
    born = {"well": "19800512", "turning": "19660105", "dead": "19800512", "pensioner": "19670512", "old": "19500512"}
    people = {name: register(county, name, birth, serial) for serial, (name, birth) in enumerate(born.items(), 1)}
    county.noting.death(people["dead"], date(2026, 5, 1), "家属")
    county.noting.other_pension(people["pensioner"], OtherKind.EMPLOYEE, Month(2025, 1))
    assert [name for name in people if county.collecting.owes(people[name])] == ["well", "turning"]
    county.collecting.collect(Payment(people["well"], 2026, 20000))
    assert [name for name in people if county.collecting.owes(people[name])] == ["turning"]


@pytest.mark.parametrize(("kind", "first"), [(None, 30000), (PaymentKind.INSTALMENT, 15000)])
def test_an_unsent_fee_that_the_rules_would_refuse_now_is_a_remark_before_it_is_sent(
    county: Desk, kind: PaymentKind | None, first: int
) -> None:
    person = register(county, "单雄信")
    receipt = county.collecting.collect(Payment(person, 2026, 30000, kind=kind))
    assert receipt.amount_fen == first and county.road.predict() == ()
    county.noting.death(person, date(2026, 1, 5), "家属")
    [found] = county.road.predict()
    assert (found.fact, found.refused, found.person) == (receipt.fact, False, person)
    assert "死亡" in found.reason and "作废" in found.cure
    county.collecting.void(receipt.number, "人已故，退钱")
    assert county.road.predict() == ()


def test_a_top_up_and_two_halves_are_no_remark_before_they_are_sent(county: Desk) -> None:
    topped, halved = register(county, "单雄信"), register(county, "秦叔宝", serial=2)
    for payment in (
        Payment(topped, 2026, 20000),
        Payment(topped, 2026, 50000, kind=PaymentKind.TOP_UP),
        Payment(halved, 2026, 50000, kind=PaymentKind.INSTALMENT),
        Payment(halved, 2026, 50000, kind=PaymentKind.INSTALMENT),
    ):
        county.papers.confirm_printed(county.collecting.collect(payment).number)
    assert county.road.predict() == ()


def test_the_dead_are_called_dead_on_every_list(county: Desk) -> None:
    person = register(county, "单雄信", birth="19500101")
    assert county.finding.roster()[0].standing_in_words() == "领取期"
    county.noting.death(person, date(2026, 1, 5), "家属")
    assert county.finding.roster()[0].standing_in_words() == "已故"
    assert county.finding.find("单雄信")[0].standing_in_words() == "已故"
