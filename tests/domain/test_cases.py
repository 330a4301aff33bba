"""Worked cases: what differs is told in words, and a case that is written wrongly is refused by its place."""

import pytest

import resources
from tests.domain.places import PENSION, SUBSIDY, TIERS, place
from village_desk.domain.basics.errors import Refused
from village_desk.domain.cases import running
from village_desk.domain.cases.running import CaseResult, Difference

KNOWN = place(TIERS, SUBSIDY, PENSION)


def case(ask: str, given: str, expect: str) -> tuple[CaseResult, ...]:
    text = f'[[cases]]\nname = "算例"\nask = "{ask}"\ngiven = {{ {given} }}\nexpect = {{ {expect} }}\n'
    return running.run(KNOWN, running.read(text, "my-cases.toml"))


def test_a_difference_says_what_should_have_come_out_and_what_did() -> None:
    [found] = case("pension", 'month = "2025-01", account = 13900', "account_part = 101.5, base = 123")
    assert found.differences == (Difference("account_part", "101.50", "100.00"),)
    assert found.differences[0].in_words() == "account_part：应为 101.50，算得 100.00"
    assert not found.passed


def test_a_refusal_is_an_answer_that_a_case_may_expect() -> None:
    [refused] = case("contribution", "on = 2020-01-01, tier = 250", 'refused = "tier_not_offered"')
    assert refused.passed
    [unexpected] = case("contribution", "on = 2020-01-01, tier = 250", "person = 250")
    assert "tier_not_offered" in unexpected.differences[0].found


@pytest.mark.parametrize(
    ("ask", "given", "expect", "place", "reason"),
    [
        ("guess", "on = 2020-01-01", "x = 1", "cases[1].ask", "不认识"),
        ("tiers", "on = 2020-01-01, tire = 1", "tiers = []", "cases[1].given.tire", "不认识这一项"),
        ("tiers", "on = 2020-01-01", "subsidy = 1", "cases[1].expect.subsidy", "这个问题不回答这一项"),
        ("tiers", 'on = "2020-01-01"', "tiers = []", "cases[1].given.on", "日期"),
        ("base_pension", 'month = "2020-13"', "amount = 1", "cases[1].given.month", "月份"),
        ("pension", 'month = "2020-01", account = 1', "monthly = true", "cases[1].expect.monthly", "金额"),
    ],
)
def test_a_case_that_is_written_wrongly_is_refused_by_its_place(
    ask: str, given: str, expect: str, place: str, reason: str
) -> None:
    with pytest.raises(Refused) as refusal:
        case(ask, given, expect)
    assert refusal.value.field == place and reason in refusal.value.message
    assert "my-cases.toml 第 " in refusal.value.message


def test_a_file_of_cases_holds_nothing_else() -> None:
    with pytest.raises(Refused, match="不认识这一项"):
        running.read('id = "x"\n', "my-cases.toml")


def test_every_question_is_described_in_the_readme() -> None:
    readme = resources.path("policies/README.md").read_text("utf-8")
    assert [ask for ask in running.QUESTIONS if f"`{ask}`" not in readme] == []
