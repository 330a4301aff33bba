"""What a clerk may get wrong in a policy file: each mistake is refused with its line, its key and the reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from tests.domain.places import HEAD, TIERS, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.mechanisms.aid import AidRule
from village_desk.domain.policy.mechanisms.tiers import Tier

GROUP = '[[groups]]\nkey = "poor"\nname = "贫困人口"\n'
RATES = "rates = [{year = 2021, percent = 2}, {year = 2021, percent = 3}]"


def base(level: str, yuan: float) -> str:
    """A base pension of a level from 2009 on."""
    return f'\n[[base_pension]]\nlevel = "{level}"\namount = {yuan}\nfrom = "2009-01"\ndocument = "test"\n'


def subsidy_by(levels: str) -> str:
    """A subsidy shared by levels of government."""
    return table("subsidy", f'type = "from_tier"\nrows = [{{tier = 100, subsidy = 30}}]\nlevels = [{levels}]')


@pytest.mark.parametrize(
    ("tables", "place_of_it", "reason"),
    [
        (table("tiers", "min = 900\nmax = 100"), "tiers[1].max", "上限应大于下限"),
        (table("tiers", "amounts = []"), "tiers[1].amounts", "至少写一个档次"),
        (table("tiers", 'amounts = ["100"]'), "tiers[1].amounts", "金额（元）的列表"),
        (table("tiers", "amounts = 100"), "tiers[1].amounts", "金额（元）的列表"),
        (table("tiers", 'amounts = [50]\ngroups = ["rich"]'), "tiers[1].groups", "没有列出名为“rich”的群体"),
        (table("tiers", "amounts = [100]") + table("tiers", "min = 50\nmax = 200"), "tiers[2].min", "重复"),
        (table("subsidy", 'type = "per_amount"\nbase = 100\nfirst = 30\nstep = 0\neach = 1'), "subsidy[1].step", "0"),
        (table("subsidy", 'type = "table"\nrows = []'), "subsidy[1].rows", "至少写一行"),
        (
            table("subsidy", 'type = "table"\nrows = [\n{tier = 1, subsidy = 1},\n{tier = 1, subsidy = 2}]'),
            "subsidy[1].rows[2].tier",
            "重复",
        ),
        (GROUP + GROUP, "groups[2].key", "重复"),
        (GROUP + table("gov_paid", 'groups = ["poor"]\namount = 1\npercent = 2'), "gov_paid[1].amount", "只写一个"),
        (GROUP + table("gov_paid", 'groups = ["poor", "poor"]\namount = 1'), "gov_paid[1].groups", "两条代缴规定"),
        (table("precedence", 'order = ["rich"]'), "precedence[1].order", "没有列出"),
        (
            table("base_pension", 'level = "central"\namount = 1').replace("from = 2009-01-01\n", ""),
            "base_pension[1].from",
            "缺少",
        ),
        (table("years_extra", "over = 15"), "years_extra[1].amount", "只写一个"),
        (table("divisor", "months = 0"), "divisor[1].months", "不能是 0"),
        (table("age_tilt", "rows = [{age = 65, amount = 1}, {age = 65, amount = 2}]"), "age_tilt[1].rows[2].age", "65"),
        (table("interest", f'convention = "B"\n{RATES}'), "interest[1].rates[2].year", "2021 年的利率重复"),
        (table("interest", 'convention = "B"'), "interest[1].rates", "至少写一年的利率"),
        (table("interest", 'convention = "D"\nrates = [{year = 2021, percent = 2}]'), "interest[1].counts", "缺少"),
        (table("interest", 'convention = "F"\nrates = [{year = 2021, percent = 2}]'), "interest[1].convention", "F"),
        (
            table("interest", 'convention = "C"\nrates = [{year = 2021, percent = 2}]'),
            "interest[1].rates[1].demand_percent",
            "缺少",
        ),
        (table("death", "funeral = 500\nfuneral_times = 10"), "death[1].funeral", "只写一个"),
        (table("death", "report_days = -1"), "death[1].report_days", "应在 0 和"),
        (table("leaving", "reasons = []"), "leaving[1].reasons", "至少写一种"),
        (table("leaving", 'reasons = [{kind = "wish"}]'), "leaving[1].reasons[1].kind", "“wish”不认识"),
        (table("leaving", 'reasons = [{kind = "moved"}, {kind = "moved"}]'), "leaving[1].reasons", "重复"),
        (table("death", "claim_months = 3\nclaim_days = 30"), "death[1].claim_days", "只写一个"),
        (table("death", "tell_working_days = -20"), "death[1].tell_working_days", "应在 0 和"),
        (table("mandate", 'cash = false\npaper = "协议书"'), "mandate[1].paper", "不代收"),
        (table("mandate", 'paper = "协议书"'), "mandate[1].cash", "缺少"),
        (table("practice", 'channels = ["cash"]'), "practice[1].channels", "“cash”不认识"),
        (table("practice", 'proof_counting = "birthday"'), "practice[1].proof_counting", "不认识"),
        (
            table("practice", 'proof_counting = "birth_month"\nproof_months = 6'),
            "practice[1].proof_counting",
            "应是 12",
        ),
        (table("practice", "proof_resume_day = 32"), "practice[1].proof_resume_day", "1 至 31"),
        (base("central", -3), "base_pension[1].amount", "不能是负数"),
        (base("central", 163) + base("all", 175.5), "base_pension[2].level", "会加两次"),
        (base("all", 175.5) + base("county", 12.5), "base_pension[2].level", "会加两次"),
        (
            subsidy_by('{level = "all", percent = 60}, {level = "county", percent = 40}'),
            "subsidy[1].levels[1].level",
            "会加两次",
        ),
        (
            subsidy_by('{level = "county", percent = 60}, {level = "county", percent = 40}'),
            "subsidy[1].levels[1].level",
            "写了两次",
        ),
        (subsidy_by('{level = "county", percent = 100, amount = -5}'), "subsidy[1].levels[1].amount", "不能是负数"),
        (table("practice", "village_day = 32"), "practice[1].village_day", "1 至 31"),
        (table("aid", 'window = ["15-04", "12-20"]'), "aid[1].window", "月日"),
        (table("entitlement", "age = 600\nmin_years = 15"), "entitlement[1].age", "150"),
        (table("entitlement", "age = true\nmin_years = 15"), "entitlement[1].age", "整数"),
        (table("back_pay", 'allowed = "yes"'), "back_pay[1].allowed", "true"),
        (table("enrolment", "min_age = 16\nto = 2008-12-31"), "enrolment[1].to", "早于"),
        (table("enrolment", "min_age = 16\nto = 9999-12-31"), "enrolment[1].to", "年份"),
        (table("enrolment", "min_age = 16\nnote = 4"), "enrolment[1].note", "文字"),
        ("tiers = 3\n", "tiers", "[[…]]"),
        ("scheme_start = 3\n", "scheme_start", "[scheme_start]"),
        ('[[documents]]\nkey = "test"\ntitle = "x"\ncertainty = "copy"\n', "documents[2].key", "重复"),
        (
            '[[base_pension]]\nlevel = "all"\namount = 1\nfrom = "2009-01"\ndocument = "test"\n' * 2,
            "base_pension[2].from",
            "两个标准",
        ),
        (
            table(
                "income_scheme", 'person_percent = -8\nsubsidy_to_account_percent = 60\nbases = [{area="乡", amount=1}]'
            ),
            "income_scheme[1].person_percent",
            "负数",
        ),
        (
            table("income_scheme", 'person_percent = 8\nbases = [{area="乡", amount=1}, {area="乡", amount=2}]'),
            "income_scheme[1].bases[2].area",
            "重复",
        ),
    ],
)
def test_a_mistake_is_refused_by_its_line_and_key(tables: str, place_of_it: str, reason: str) -> None:
    text = tables + HEAD if tables.endswith("= 3\n") else HEAD + tables
    with pytest.raises(Refused) as refusal:
        policy_file.read(text, "我县.toml")
    assert refusal.value.field == place_of_it
    assert reason in refusal.value.message
    assert "我县.toml 第 " in refusal.value.message and refusal.value.cure


def test_the_line_of_a_row_is_the_rows_own() -> None:
    rows = 'type = "table"\nrows = [\n    { tier = 1, subsidy = 1 },\n    { tier = 2, subsidy = -2 },\n]'
    text = HEAD + table("subsidy", rows)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "-2" in each)
    with pytest.raises(Refused, match=f"第 {line} 行"):
        policy_file.read(text, "我县.toml")


def test_a_value_may_be_less_sure_than_its_document() -> None:
    known = place(TIERS, table("aid", 'certainty = "general"\nnote = "听说的"'))
    aid = known.values(AidRule)[0].source
    assert (aid.certainty.value, aid.note) == (
        "general",
        "听说的",
    )
    assert known.values(Tier)[0].source.certainty.value == "example"


SHIPPED = resources.path("policies/henan-2024.toml").read_text("utf-8")


@settings(max_examples=80)
@given(st.integers(0, len(SHIPPED) - 1), st.sampled_from(["", "[", '"', "=", "9", "-", "零", "\n", "\x00", "]]"]))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_program(at: int, instead: str) -> None:
    damaged = SHIPPED[:at] + instead + SHIPPED[at + 1 :]
    try:
        policy_file.read(damaged, "damaged.toml")
    except Refused as refusal:
        assert refusal.code == "policy" and refusal.message.startswith("政策文件 damaged.toml")
