"""The months that the account is divided by (计发月数, R9): the account part of a pension."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import Drawing, DueMonth
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "divisor"


@value
class Divisor:
    """The months that the account is divided by (计发月数): one number, or one for each age of starting."""

    period: Period
    source: Source
    months: int
    rows: tuple[tuple[int, int], ...]
    rounding: Rounding

    def at(self, age: int) -> int:
        """The months for who starts to draw at an age."""
        return next((months for least, months in reversed(self.rows) if age >= least), self.months)

    def monthly(self, account_fen: int, age: int) -> int:
        """The account part in fen a month."""
        return self.rounding.quotient(account_fen, self.at(age))


def account_part(policy: Policy, drawing: Drawing) -> Part:
    """The account part of a month: the account divided by the months for the age at which drawing began."""
    divisor = policy.value(Divisor, drawing.first.first_day())
    if divisor is None:
        return Part("account", _("个人账户养老金"), 0)
    age = drawing.age_before(drawing.first)
    words = _("个人账户养老金（账户储存额 ÷ {months}）").format(months=divisor.at(age))
    return Part("account", words, divisor.monthly(drawing.account_fen, age), divisor.source)


def _read(file: PolicyTable) -> tuple[Divisor, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> Divisor:
    months, rounding = row.whole("months"), row.word("rounding", Rounding, Rounding.CENT)
    rows = row.by_age("rows", lambda each: each.whole("months"))
    if not months or any(not each for _age, each in rows):
        row.wrong("months", _("计发月数不能是 0"))
    return Divisor(row.period(), row.source(), months, rows, rounding)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if divisor := policy.value(Divisor, on):
        yield clauses.of(divisor, _("个人账户养老金每月 = 账户储存额 ÷ {months}").format(months=divisor.months))
        yield from (clauses.of(divisor, words) for words in _by_age(divisor))


def _by_age(divisor: Divisor) -> Iterator[str]:
    if divisor.rows:
        rows = _("，").join(_("{age} 岁起领 ÷ {months}").format(age=age, months=months) for age, months in divisor.rows)
        yield _("按开始领取的年龄：{rows}").format(rows=rows)
    if divisor.rounding is Rounding.JIAO_UP:
        yield _("个人账户养老金见分进角")


def _parts(policy: Policy, due: DueMonth) -> Iterator[Part]:
    yield account_part(policy, due.drawing)


MECHANISM = Mechanism(KEY, Divisor, ClauseSubject.ON_TOP, _read, _clauses, _parts)
