"""What may be taken from whom: which years are open and as what, which tiers, who pays, what refuses (R1-R6, W8)."""

from datetime import date

import pytest

from tests.domain.places import ENTITLEMENT, HEAD, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.cases import running
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import contributions, taking
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.contributions import bookings
from village_desk.domain.rules.eligibility import Answer, decide
from village_desk.domain.rules.open_years import open_years, owes, year_of
from village_desk.domain.rules.person_facts import (
    EmployeeMonths,
    Hindrance,
    Left,
    OtherKind,
    OtherPension,
    PaidYear,
    PersonFacts,
    Unsure,
    YearKind,
    in_sequence,
)
from village_desk.domain.rules.taking import Asking, cost, offers

ON = date(2026, 11, 2)
SINCE = Period(date(2019, 1, 1))
GROUPS = "".join(
    f'\n[[groups]]\nkey = "{key}"\nname = "{name}"\n'
    for key, name in (("dibao", "低保对象"), ("disabled", "重度残疾人"), ("tekun", "特困人员"))
)
AGES = table("enrolment", "min_age = 16") + table("entitlement", "age = 60\nmin_years = 15")
START = '\n[scheme_start]\non = 2011-07-01\ndocument = "test"\n'
BACK = table("back_pay", "allowed = true\ntiers = [300, 500]")
COUNTY = (
    GROUPS,
    table("tiers", "amounts = [200, 300, 500, 1000, 3000]"),
    table("tiers", 'amounts = [100]\ngroups = ["tekun", "disabled"]'),
    table("tiers", 'amounts = [0]\ngroups = ["tekun"]'),
    table("gov_paid", 'groups = ["dibao"]\npercent = 50'),
    table("gov_paid", 'groups = ["disabled", "tekun"]\namount = 100'),
    SUBSIDY,
    AGES,
    START,
)
CITY = place(*COUNTY, BACK)
TOPS = table("second_payment", 'allowed = true\nmost_total = 1000\nsubsidy = "by_total"\nwindow = ["05-01", "12-20"]')
HALVES = table("instalments", "parts = 2")


def person(*groups: str, birth: date = date(1980, 5, 12), **more: object) -> PersonFacts:
    members = tuple(Membership(group, SINCE) for group in groups)
    return PersonFacts(birth, memberships=members, **more)  # type: ignore[arg-type]


def paid(year: int, yuan: int, day: date | None = None, **more: object) -> PaidYear:
    return PaidYear(year, day or date(year, 5, 2), yuan * 100, **more)  # type: ignore[arg-type]


def every(first: int, last: int) -> tuple[PaidYear, ...]:
    return tuple(paid(year, 200) for year in range(first, last + 1))


def refused(policy: Policy, facts: PersonFacts, asking: Asking, on: date = ON) -> Refused:
    with pytest.raises(Refused) as refusal:
        cost(policy, facts, asking, on)
    assert refusal.value.cure
    return refusal.value


@pytest.mark.parametrize(
    ("groups", "tier", "own", "government"),
    [
        (("dibao",), 300, 150, 150),
        (("disabled",), 500, 400, 100),
        (("tekun",), 100, 0, 100),
        (("tekun",), 0, 0, 0),
        ((), 300, 300, 0),
    ],
)
def test_who_pays_which_part_is_the_policys_to_say(
    groups: tuple[str, ...], tier: int, own: int, government: int
) -> None:
    found = cost(CITY, person(*groups), Asking(2026, tier * 100), ON)
    assert (found.own_fen, found.government_fen, found.payment) == (own * 100, government * 100, PaymentKind.REGULAR)
    assert found.is_paid_by_others is (own == 0)


@pytest.mark.parametrize(
    ("groups", "tiers"),
    [((), (200, 300, 500, 1000, 3000)), (("tekun",), (0, 100, 200, 300, 500, 1000, 3000)), (("disabled",), (100, 200))],
)
def test_each_person_may_choose_the_tiers_of_their_groups(groups: tuple[str, ...], tiers: tuple[int, ...]) -> None:
    facts = person(*groups)
    found = offers(CITY, facts, year_of(CITY, facts, 2026, ON), ON)
    assert tuple(each.least_fen // 100 for each in found)[: len(tiers)] == tiers
    assert [each.cost.government_fen for each in found if groups and each.least_fen][:1] == ([10000] if groups else [])


def test_a_tier_of_a_group_is_refused_to_others_with_the_group_named() -> None:
    refusal = refused(CITY, person(), Asking(2026, 10000))
    assert (refusal.code, refusal.field) == ("tier_not_offered", "tier")
    assert "特困人员" in refusal.message and "200、300" in refusal.cure


@pytest.mark.parametrize(("yuan", "may"), [(1000, True), (1234, True), (9000, True), (999, False), (9001, False)])
def test_any_whole_yuan_of_a_range_may_be_chosen(yuan: int, may: bool) -> None:
    city = place(table("tiers", "min = 1000\nmax = 9000"), SUBSIDY, AGES, START)
    [offer] = offers(city, person(), year_of(city, person(), 2026, ON), ON)
    assert offer.is_range and (offer.least_fen, offer.most_fen) == (100000, 900000)
    if may:
        assert cost(city, person(), Asking(2026, yuan * 100), ON).own_fen == yuan * 100
    else:
        assert "1,000 至 9,000" in refused(city, person(), Asking(2026, yuan * 100)).cure


def test_an_amount_of_a_range_for_which_the_file_has_no_subsidy_says_so() -> None:
    by_table = table("subsidy", 'type = "table"\nrows = [{ tier = 1000, subsidy = 60 }]')
    city = place(table("tiers", "min = 1000\nmax = 9000"), by_table, AGES, START)
    found = cost(city, person(), Asking(2026, 123400), ON)
    assert (found.subsidy_fen, [each.code for each in found.reasons]) == (0, ["subsidy_unknown"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (person(death=date(2026, 5, 1)), "noted_dead"),
        (person(left=Left(date(2026, 5, 1), "死亡")), "left"),
        (person(left=Left(None, "其他")), "left"),
        (person(employee=(EmployeeMonths(Month(2025, 6), Month(2026, 12)),)), "employee_year"),
        (person(hindrances=frozenset({Hindrance.STUDENT})), "student"),
        (person(hindrances=frozenset({Hindrance.EMPLOYEE_SCHEME})), "employee_scheme"),
        (person(birth=date(2010, 11, 3)), "too_young"),
        (person(other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2025, 1)),)), "other_pension"),
        (person(birth=date(1964, 2, 1), drawn_from=Month(2024, 3)), "drawing"),
        (person(paid=(paid(2026, 200),)), "already_paid"),
        (person(elsewhere=frozenset({2026})), "already_paid"),
        (person(unread_years=frozenset({2026})), "already_paid"),
        (person(birth=date(1951, 6, 1)), "sixty_at_start"),
    ],
)
def test_nothing_is_taken_from_whom_a_rule_excludes(facts: PersonFacts, code: str) -> None:
    assert refused(CITY, facts, Asking(2026, 20000)).code == code
    assert not owes(CITY, facts, ON)
    assert not offers(CITY, facts, year_of(CITY, facts, 2026, ON), ON)


@pytest.mark.parametrize(
    "facts",
    [
        person(birth=date(2010, 11, 2)),
        person(death=date(2026, 11, 3)),
        person(other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2020, 1), Month(2026, 10)),)),
        person(birth=date(1966, 1, 1)),
        person(birth=date(1966, 12, 31)),
    ],
)
def test_this_year_is_owed_by_who_may_pay_and_has_not(facts: PersonFacts) -> None:
    assert owes(CITY, facts, ON)
    assert cost(CITY, facts, Asking(2026, 20000), ON).own_fen == 20000


def test_a_note_that_is_not_understood_is_asked_about() -> None:
    facts = person(not_understood=(Reason("note_not_understood", "看不懂", "请升级"),))
    question = refused(CITY, facts, Asking(2026, 20000))
    assert isinstance(question, Asked) and question.word == "notes-unread"
    assert cost(CITY, facts, Asking(2026, 20000, sure=frozenset({"notes-unread"})), ON).own_fen == 20000


def test_a_group_of_which_nobody_is_certain_is_asked_about_where_money_hangs_on_it() -> None:
    facts = person(unsure=(Unsure("dibao", "原低保对象，已退出"),))
    question = refused(CITY, facts, Asking(2026, 20000))
    assert isinstance(question, Asked)
    assert (question.code, question.word) == ("membership_asked", "not-in:dibao")
    assert "member add" in question.by_command and "原低保对象" in question.message
    assert cost(CITY, facts, Asking(2026, 20000, sure=frozenset({"not-in:dibao"})), ON).government_fen == 0
    poor = place(GROUPS, table("tiers", "amounts = [200]"), AGES, START)
    assert cost(poor, facts, Asking(2026, 20000), ON).own_fen == 20000, "no money hangs on it there"


@pytest.mark.parametrize(
    ("groups", "stated", "code"),
    [(("dibao",), 10000, ""), (("dibao",), 7000, "government_part"), ((), 7000, "government_part")],
)
def test_a_part_of_the_government_told_otherwise_than_the_rule_is_refused(
    groups: tuple[str, ...], stated: int, code: str
) -> None:
    asking = Asking(2026, 20000, government_fen=stated)
    if code:
        refusal = refused(CITY, person(*groups), asking)
        assert (refusal.code, refusal.field) == (code, "government_part")
    else:
        assert cost(CITY, person(*groups), asking, ON).own_fen == 10000


def test_where_the_policy_says_nothing_the_part_is_taken_as_the_township_told_it() -> None:
    city = place(table("tiers", "amounts = [200]"), AGES, START)
    found = cost(city, person(), Asking(2026, 20000, government_fen=7000), ON)
    assert (found.own_fen, found.government_fen, found.reasons[-1].code) == (13000, 7000, "government_stated")
    assert refused(city, person(), Asking(2026, 20000, government_fen=20001)).field == "government_part"
    assert cost(city, person(), Asking(2026, 20000, government_fen=20000), ON).is_paid_by_others


def test_the_years_are_those_since_the_scheme_began_each_with_its_kind_or_why_it_is_closed() -> None:
    facts = person(paid=every(2020, 2024))
    found = {each.year: each for each in open_years(CITY, facts, ON)}
    assert (min(found), max(found)) == (2011, 2026)
    assert found[2026].kind is PaymentKind.REGULAR and found[2025].kind is PaymentKind.BACK_PAYMENT
    assert [year for year, each in found.items() if not each.is_open] == [2024, 2023, 2022, 2021, 2020]


@pytest.mark.parametrize(
    ("birth", "year", "code"),
    [
        (date(1980, 1, 1), 2010, "year"),
        (date(1980, 1, 1), 2027, "year"),
        (date(2000, 6, 1), 2015, "too_young"),
        (date(2000, 6, 1), 2016, ""),
        (date(1952, 1, 1), 2012, ""),
        (date(1952, 1, 1), 2013, ""),
    ],
)
def test_a_year_that_nobody_of_that_age_could_pay_is_closed(birth: date, year: int, code: str) -> None:
    why_not = year_of(CITY, person(birth=birth), year, ON).why_not
    assert (why_not.code if why_not else "") == code


def test_the_tiers_of_a_missed_year_are_those_of_its_own_rule_on_the_day_of_payment() -> None:
    facts = person()
    found = offers(CITY, facts, year_of(CITY, facts, 2013, ON), ON)
    assert [each.least_fen for each in found] == [30000, 50000]
    assert [each.cost.subsidy_fen for each in found] == [0, 0]
    assert refused(CITY, facts, Asking(2013, 20000)).code == "back_payment"
    assert cost(CITY, facts, Asking(2013, 30000), ON).kind is YearKind.BACK_PAID


@pytest.mark.parametrize(
    ("rule", "facts", "code"),
    [
        ("allowed = false", person(), "back_payment"),
        ("allowed = true\nmost_years = 2", person(paid=(paid(2014, 300, ON, kind=YearKind.BACK_PAID),)), ""),
        (
            "allowed = true\nmost_years = 2",
            person(paid=tuple(paid(year, 300, ON, kind=YearKind.BACK_PAID) for year in (2014, 2015))),
            "back_payment_limit",
        ),
        ("allowed = true\nassessed = true", person(), "assessed_by_missing"),
        ("allowed = true\nafter_age = false", person(birth=date(1960, 3, 1)), "after_age"),
        ("allowed = true", person(birth=date(1960, 3, 1)), ""),
        ("allowed = true", person(birth=date(1960, 3, 1), paid=every(2011, 2020)), "years_enough"),
    ],
)
def test_the_limits_of_back_payment(rule: str, facts: PersonFacts, code: str) -> None:
    city = place(*COUNTY, table("back_pay", rule))
    found = year_of(city, facts, 2013, ON)
    if code:
        year = 2013 if 2013 not in facts.years(ON) else 2021
        assert refused(city, facts, Asking(year, 30000)).code == code
    else:
        assert found.is_open and cost(city, facts, Asking(2013, 30000), ON).payment is PaymentKind.BACK_PAYMENT


def test_what_the_agency_must_set_first_names_who_set_it() -> None:
    city = place(*COUNTY, table("back_pay", "allowed = true\nassessed = true"))
    assert refused(city, person(), Asking(2013, 30000, assessed_by=" ")).field == "assessed_by"
    assert cost(city, person(), Asking(2013, 30000, assessed_by="核定单 7 号"), ON).assessed_by == "核定单 7 号"


def test_where_the_policy_does_not_speak_of_missed_years_the_township_is_asked() -> None:
    city = place(*COUNTY)
    question = refused(city, person(), Asking(2013, 20000))
    assert isinstance(question, Asked) and (question.code, question.word) == ("back_payment_unknown", "township-agreed")
    found = cost(city, person(), Asking(2013, 20000, sure=frozenset({"township-agreed"})), ON)
    assert (found.payment, found.own_fen) == (PaymentKind.BACK_PAYMENT, 20000)


@pytest.mark.parametrize(("paid_years", "open_after"), [(0, True), (9, True), (10, False)])
def test_after_sixty_what_is_missing_may_be_paid_later_years_too(paid_years: int, open_after: bool) -> None:
    """Born in March 1961 and sixty in 2021: eleven years since the start are needed."""
    facts = person(birth=date(1961, 3, 1), paid=every(2011, 2010 + paid_years))
    found = year_of(CITY, facts, 2026, ON)
    assert found.kind is PaymentKind.BACK_PAYMENT
    assert not owes(CITY, facts, ON), "it is no fee of this year"
    assert found.is_open
    enough = person(birth=date(1961, 3, 1), paid=every(2011, 2011 + paid_years))
    assert year_of(CITY, enough, 2026, ON).is_open is open_after


@pytest.mark.parametrize(
    ("cohort", "turning", "questions"),
    [
        ("", "required", []),
        ("", "waived", ["turning_year_waived"]),
        ("blocked_above = true", "waived", []),
        ("blocked_above = false", "required", ["turning_year_waived"]),
    ],
)
def test_the_turning_year_is_paid_unless_the_place_waives_it(cohort: str, turning: str, questions: list[str]) -> None:
    ages = table("entitlement", f'age = 60\nmin_years = 15\nturning_year = "{turning}"')
    born = '\n[[start_cohort]]\nfrom = 1966-07-01\nto = 1966-12-31\ndocument = "test"\n' + cohort if cohort else ""
    city = place(table("tiers", "amounts = [200]"), ages, START, born)
    found = year_of(city, person(birth=date(1966, 8, 1)), 2026, ON)
    assert (found.is_open, [each.code for each in found.questions]) == (True, questions)


# the year topped up, and in parts

TOWN = place(*COUNTY, TOPS, HALVES)


def test_a_paid_year_may_be_topped_up_to_a_higher_tier_with_the_subsidy_of_the_sum() -> None:
    facts = person(paid=(paid(2026, 200),))
    year = year_of(TOWN, facts, 2026, ON)
    assert year.is_open and year.kind is PaymentKind.TOP_UP and not owes(TOWN, facts, ON)
    found = offers(TOWN, facts, year, ON)
    assert [(each.least_fen // 100, each.cost.own_fen // 100) for each in found] == [
        (300, 100),
        (500, 300),
        (1000, 800),
    ]
    assert [each.cost.subsidy_fen for each in found] == [0, 3000, 3000], "60 - 30 from 500 on"
    for yuan in (3000, 200):  # no more than 1,000 a year, and more than is paid
        assert refused(TOWN, facts, Asking(2026, yuan * 100, PaymentKind.TOP_UP)).code == "tier_not_offered"
    assert refused(TOWN, facts, Asking(2026, 50000)).code == "already_paid", "nothing further is taken unasked"


@pytest.mark.parametrize(
    ("rule", "on", "code"),
    [
        ("allowed = false", ON, "already_paid"),
        ("allowed = true", ON, ""),
        ('allowed = true\nwindow = ["05-01", "10-31"]', ON, "second_payment_window"),
        ("allowed = true\nmost_total = 200", ON, "second_payment_most"),
        ("allowed = true", date(2027, 1, 2), "already_paid"),
    ],
)
def test_a_second_payment_has_its_limits(rule: str, on: date, code: str) -> None:
    city, facts = place(*COUNTY, table("second_payment", rule)), person(paid=(paid(2026, 200),))
    why_not = year_of(city, facts, 2026, on).why_not
    assert (why_not.code if why_not else "") == code


def test_any_sum_may_be_topped_up_where_the_place_lets_it_and_an_unsaid_subsidy_is_called_unknown() -> None:
    city = place(*COUNTY, table("second_payment", 'allowed = true\ntotal = "free"'))
    facts = person("dibao", paid=(paid(2026, 200, government_fen=10000),))
    found = cost(city, facts, Asking(2026, 123400, PaymentKind.TOP_UP), ON)
    assert (found.own_fen, found.government_fen) == (103400, 0), "the government pays its part once"
    assert [each.code for each in found.reasons] == ["top_up", "subsidy_unknown"]


def test_a_year_topped_up_is_one_year_with_its_bookings_by_day_and_is_assessed() -> None:
    payments = in_sequence(
        (paid(2026, 200), paid(2026, 300, date(2026, 10, 8), payment=PaymentKind.TOP_UP), *every(2011, 2025))
    )
    facts = person(paid=payments)
    year = facts.years(ON)[2026]
    assert (year.tier_fen, year.day, len(facts.years(ON))) == (50000, date(2026, 5, 2), 16)
    assert decide(TOWN, facts, ON).answer is Answer.NOT_YET
    booked = [entry for each in payments[-2:] for entry in bookings(TOWN, each)]
    assert sorted((entry.day, entry.fen) for entry in booked if entry.sub is SubAccount.PERSONAL) == [
        (date(2026, 5, 2), 20000),
        (date(2026, 10, 8), 30000),
    ]
    assert sum(entry.fen for entry in booked if entry.sub.is_subsidy) == 6000, "the subsidy of 500"


def test_a_second_whole_payment_is_still_a_contradiction() -> None:
    facts = person(paid=(paid(2026, 200), paid(2026, 200, date(2026, 10, 8))))
    assert decide(TOWN, facts, ON).answer is Answer.UNDECIDED


def test_a_year_in_two_halves_is_paid_with_the_second_and_earns_its_subsidy_once() -> None:
    facts = person("dibao")
    asking = Asking(2026, 50000, PaymentKind.INSTALMENT)
    first = cost(TOWN, facts, asking, ON)
    assert (first.tier_fen, first.own_fen, first.government_fen, first.subsidy_fen) == (25000, 12500, 12500, 0)
    half = PaidYear(2026, date(2026, 5, 2), 25000, YearKind.PAID, 12500, payment=first.payment, whole_fen=50000)
    begun = person("dibao", paid=(half,))
    assert 2026 not in begun.years(ON) and owes(TOWN, begun, ON)
    assert refused(TOWN, begun, Asking(2026, 50000)).code == "payment_kind", "nothing further is taken unasked"
    assert refused(TOWN, begun, Asking(2026, 30000, PaymentKind.INSTALMENT)).code == "tier_begun"
    [offer] = offers(TOWN, begun, year_of(TOWN, begun, 2026, ON), ON)
    assert (offer.least_fen, offer.cost.tier_fen, offer.cost.government_fen) == (50000, 25000, 12500)
    assert offer.cost.subsidy_fen == 6000
    second = PaidYear(2026, ON, 25000, YearKind.PAID, 12500, payment=first.payment, whole_fen=50000)
    payments = in_sequence((half, second))
    whole = person("dibao", paid=payments)
    assert (whole.years(ON)[2026].tier_fen, whole.years(ON)[2026].day) == (50000, ON)
    assert decide(TOWN, whole, ON).answer is Answer.NOT_YET
    booked = [entry.fen for each in payments for entry in bookings(TOWN, each) if entry.sub.is_subsidy]
    assert booked == [6000]


def test_three_parts_lose_no_fen() -> None:
    city = place(table("tiers", "amounts = [100]"), AGES, START, table("instalments", "parts = 3"))
    payments: tuple[PaidYear, ...] = ()
    for day in (1, 2, 3):
        found = cost(city, person(paid=payments), Asking(2026, 10000, PaymentKind.INSTALMENT), date(2026, 6, 5))
        more = PaidYear(2026, date(2026, 6, day), found.own_fen, payment=found.payment, whole_fen=10000)
        payments = in_sequence((*payments, more))
    assert [each.tier_fen for each in payments] == [3333, 3333, 3334]


def test_a_kind_of_payment_that_the_year_does_not_allow_is_refused() -> None:
    assert refused(CITY, person(), Asking(2026, 20000, PaymentKind.INSTALMENT)).field == "kind"
    assert refused(CITY, person(), Asking(2026, 20000, PaymentKind.TOP_UP)).code == "payment_kind"
    assert taking.kinds(TOWN, year_of(TOWN, person(), 2026, ON), ON) == (PaymentKind.REGULAR, PaymentKind.INSTALMENT)


def test_a_noted_year_of_the_government_is_booked_as_the_governments() -> None:
    """Row 16 of the trial: it was booked as the person's own."""
    whole, part = (paid(2020, 200, kind=YearKind.GOVERNMENT_PAID, government_fen=fen) for fen in (0, 7000))
    sums = [
        {entry.sub: entry.fen for entry in bookings(CITY, each) if not entry.sub.is_subsidy} for each in (whole, part)
    ]
    assert sums == [
        {SubAccount.GOVERNMENT_PAID: 20000},
        {SubAccount.PERSONAL: 13000, SubAccount.GOVERNMENT_PAID: 7000},
    ]


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        (
            "born = 1980-05-12, on = 2026-11-02",
            'open = true, kind = "regular", owes = true, own = [200, 300, 500, 1000, 3000]',
        ),
        (
            'born = 1980-05-12, on = 2026-11-02, groups = ["dibao"]',
            "tiers = [200, 300, 500, 1000, 3000], own = [100, 150, 250, 500, 1500]",
        ),
        (
            "born = 1980-05-12, on = 2026-11-02, paid = 200, paid_on = 2026-05-02",
            'kind = "top_up", tiers = [300, 500, 1000], own = [100, 300, 800], owes = false',
        ),
        ("born = 1980-05-12, on = 2026-11-02, year = 2013", 'open = true, asked = "back_payment_unknown"'),
        ('born = 1980-05-12, on = 2026-11-02, hindrance = "student"', 'open = false, why_not = "student"'),
        ("born = 1961-03-01, on = 2026-11-02, year = 2026, years = 8", 'why_not = "", kind = "back_payment"'),
        ("born = 1961-03-01, on = 2026-11-02, year = 2026, years = 15", 'open = false, why_not = "years_enough"'),
    ],
)
def test_a_clerk_can_state_what_a_year_is_to_somebody(given: str, expect: str) -> None:
    text = f'[[cases]]\nname = "算例"\nask = "year"\ngiven = {{ {given} }}\nexpect = {{ {expect} }}\n'
    [found] = running.run(TOWN, running.read(text, "my-cases.toml"))
    assert found.passed, [each.in_words() for each in found.differences]


def test_a_free_sum_that_is_no_tier_earns_by_the_formula() -> None:
    """Found by the drawn counties: such a top-up was called not known."""
    rules = """
[[subsidy]]
type = "per_amount"
base = 50
first = 0
step = 50
each = 1
from = 2009-09-01
document = "test"

[[second_payment]]
allowed = true
total = "free"
most_total = 500
subsidy = "by_total"
from = 2009-09-01
document = "test"
"""
    policy = policy_file.read(HEAD + TIERS + ENTITLEMENT + rules, "free.toml")
    assert contributions.topped_up(policy, 10_000, 13_000, date(2026, 3, 1)) == ((Level.ALL, 200),)
