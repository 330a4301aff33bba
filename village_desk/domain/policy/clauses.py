"""A clause: one value of a policy in plain Chinese, with its document and the days it holds for; and its subject."""

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from typing import Protocol

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Dated, Period
from village_desk.domain.basics.sources import Source
from village_desk.words import _


@value
class Clause:
    """A value in words, its document, and its days; ``period`` is None where the words state the time."""

    words: str
    source: Source
    period: Period | None = None


class ClauseSubject(Enum):
    """The subjects of clauses, in the order in which a policy is read."""

    ENROLMENT = "enrolment"
    TIERS = "tiers"
    SUBSIDY = "subsidy"
    INCOME = "income"
    GROUPS = "groups"
    AID = "aid"
    BACK_PAYMENT = "back_payment"
    INTEREST = "interest"
    ENTITLEMENT = "entitlement"
    BASE_PENSION = "base_pension"
    ON_TOP = "on_top"
    DEATH = "death"
    LEAVING = "leaving"
    PRACTICE = "practice"
    FORMS = "forms"

    def in_words(self) -> str:
        """The title over the clauses."""
        return {
            "enrolment": _("谁可以参保"),
            "tiers": _("缴费档次"),
            "subsidy": _("缴费补贴"),
            "income": _("按收入比例缴费"),
            "groups": _("特殊群体和政府代缴"),
            "aid": _("集体补助和社会资助"),
            "back_payment": _("补缴"),
            "interest": _("个人账户计息"),
            "entitlement": _("领取条件"),
            "base_pension": _("基础养老金"),
            "on_top": _("加发和个人账户养老金"),
            "death": _("死亡"),
            "leaving": _("注销"),
            "practice": _("办事习惯"),
            "forms": _("表格"),
        }[self.value]


class Rule(Dated, Protocol):
    """A dated value with its document."""

    @property
    def source(self) -> Source: ...


def of(rule: Rule, words: str) -> Clause:
    """A clause of a dated rule."""
    return Clause(words, rule.source, rule.period)


def cited(clauses: Iterable[Clause]) -> Iterator[str]:
    """The words line by line; after those that one document sets for the same days, the document and the days."""
    for (source, period), group in groupby(clauses, key=lambda each: (each.source, each.period)):
        yield from (each.words for each in group)
        yield _("依据：{document}").format(document="；".join(_document(source, period)))


def _document(source: Source, period: Period | None) -> Iterator[str]:
    yield source.in_words()
    if period:
        yield period.in_words()
    if source.note:
        yield source.note


def listed(amounts_fen: Iterable[int]) -> str:
    """Amounts in yuan one after the other: ``100、200、1,000``."""
    return _("、").join(money.short(each) for each in amounts_fen)


def season(days: tuple[str, str]) -> str:
    """A season of each year: ``("04-15", "12-20")`` is ``每年4月15日至12月20日``."""
    (first_month, first_day), (last_month, last_day) = (map(int, day.split("-")) for day in days)
    return _("每年{first_month}月{first_day}日至{last_month}月{last_day}日").format(
        first_month=first_month, first_day=first_day, last_month=last_month, last_day=last_day
    )
