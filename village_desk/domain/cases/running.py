"""Runs the worked cases of a policy and reports each difference between given and expected results."""

from collections.abc import Callable, Mapping

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.cases import contributions, endings, income, pensions, striking_off
from village_desk.domain.cases.answers import Answer, Yuan
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable, open_table
from village_desk.words import _

Question = Callable[[Policy, PolicyTable], Mapping[str, Answer]]

QUESTIONS: dict[str, Question] = {
    **contributions.QUESTIONS,
    **pensions.QUESTIONS,
    **endings.QUESTIONS,
    **income.QUESTIONS,
    **striking_off.QUESTIONS,
}
"""The questions of cases, by their words in the file."""


@value
class Difference:
    """A value of a case that differs from the expected one; both in words."""

    key: str
    expected: str
    found: str

    def in_words(self) -> str:
        """``monthly：应为 172.82，算得 171.00``."""
        return _("{key}：应为 {expected}，算得 {found}").format(key=self.key, expected=self.expected, found=self.found)


@value
class CaseResult:
    """A case that was run; without differences it has passed."""

    name: str
    ask: str
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences


def run(policy: Policy, tables: tuple[PolicyTable, ...] | None = None) -> tuple[CaseResult, ...]:
    """The results of the policy's own cases, or of others. Refused (code ``policy``) when a case is written wrongly."""
    return tuple(_run(policy, table) for table in (policy.case_tables if tables is None else tables))


def read(text: str, source: str) -> tuple[PolicyTable, ...]:
    """The cases of a file that holds nothing else. Refused (code ``policy``) for any other file."""
    file = open_table(text, source)
    tables = tuple(file.tables("cases"))
    file.done()
    return tables


def _run(policy: Policy, case: PolicyTable) -> CaseResult:
    name, ask = case.text("name"), case.text("ask")
    if ask not in QUESTIONS:
        known = "、".join(QUESTIONS)
        case.wrong("ask", _("“{ask}”不认识，可问：{known}").format(ask=ask, known=known))
    given, expected = case.table("given"), case.table("expect")
    if given is None or expected is None:
        case.wrong("given" if given is None else "expect", _("缺少这一项"))
    case.done()
    answer = _ask(QUESTIONS[ask], policy, given)
    found = [each for key in expected.values if (each := _differs(key, answer, expected))]
    expected.done()
    return CaseResult(name, ask, tuple(found))


def _ask(question: Question, policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """The answer; a refusal by a rule is an answer too: ``refused`` holds its code."""
    try:
        answer = question(policy, given)
    except Refused as refusal:
        if refusal.code == "policy":
            raise
        return {"refused": refusal.code}
    given.done()
    return {"refused": "", **answer}


def _differs(key: str, answer: Mapping[str, Answer], expected: PolicyTable) -> Difference | None:
    if key not in answer:
        if answer["refused"]:
            expected.taken.add(key)
            return Difference(key, str(expected.values[key]), _("不予办理（{code}）").format(code=answer["refused"]))
        expected.wrong(key, _("这个问题不回答这一项，可写：{known}").format(known="、".join(answer)))
    wanted = _read_like(answer[key], key, expected)
    return None if wanted == answer[key] else Difference(key, _in_words(wanted), _in_words(answer[key]))


def _read_like(found: Answer, key: str, expected: PolicyTable) -> Answer:
    """The expected value, read as the kind of thing that was found."""
    if isinstance(found, bool):
        return expected.flag(key)
    if isinstance(found, int):
        return expected.whole(key, most=10**9)
    if isinstance(found, str):
        return expected.text(key)
    if isinstance(found, Yuan):
        return Yuan(expected.signed_money(key))
    return tuple(Yuan(fen) for fen in expected.moneys(key))


def _in_words(value: Answer) -> str:
    if isinstance(value, Yuan):
        return money.figures(value.fen)
    if isinstance(value, tuple):
        return "、".join(money.short(each.fen) for each in value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
