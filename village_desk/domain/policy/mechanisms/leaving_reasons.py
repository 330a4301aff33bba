"""The reasons for which somebody leaves the scheme here (R13): their words on the form, papers, and the account.

The law knows the kinds; counties word them in their own way and may add some. A file that says nothing of them has
those of the law, without papers.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_all, read_dated
from village_desk.words import _

KEY = "leaving"


class LeavingKind(Enum):
    """The kinds of leaving that the rules tell apart. OTHER: a county's own reason, such as too few years at 60."""

    DEATH = "death"
    SETTLED_ABROAD = "settled_abroad"
    OTHER_PENSION = "other_pension"
    EMPLOYEE_SCHEME = "employee_scheme"
    MOVED = "moved"
    OTHER = "other"

    def in_words(self) -> str:
        """The reason as the law words it."""
        return {
            "death": _("死亡"),
            "settled_abroad": _("出国（境）定居"),
            "other_pension": _("已享受其他养老待遇"),
            "employee_scheme": _("转入职工养老保险"),
            "moved": _("转到外县（市、区）参保"),
            "other": _("其他"),
        }[self.value]


class AccountGoes(Enum):
    """Where the account goes: to the person or the heirs, to the next scheme or place, or not settled here."""

    PAID = "paid"
    MOVED = "moved"
    ASKED = "asked"

    def in_words(self) -> str:
        """Where, in words."""
        return {"paid": _("账户结清"), "moved": _("账户转走"), "asked": _("账户怎么办问镇所")}[self.value]


_BY_LAW = {
    LeavingKind.DEATH: AccountGoes.PAID,
    LeavingKind.SETTLED_ABROAD: AccountGoes.PAID,
    LeavingKind.OTHER_PENSION: AccountGoes.PAID,
    LeavingKind.EMPLOYEE_SCHEME: AccountGoes.MOVED,
    LeavingKind.MOVED: AccountGoes.MOVED,
    LeavingKind.OTHER: AccountGoes.ASKED,
}


@value
class LeavingReason:
    """A reason to choose: its kind, its words on the county's form, the papers to bring, and where the account goes."""

    kind: LeavingKind
    words: str
    papers: tuple[str, ...]
    account: AccountGoes


@value
class LeavingReasons:
    """The reasons that stand on the county's form at a time, in their order; none: those of the law.

    ``full_years``: the years in the employee scheme from which one may change over to it; None where that is not said.
    """

    period: Period
    source: Source
    reasons: tuple[LeavingReason, ...]
    full_years: int | None


def of(policy: Policy, on: date) -> tuple[LeavingReason, ...]:
    """The reasons to choose from on a day: the policy's, else those of the law."""
    found = policy.value(LeavingReasons, on)
    return found.reasons if found and found.reasons else by_law()


def by_law() -> tuple[LeavingReason, ...]:
    """The reasons of the law, without papers."""
    return tuple(_by_law(kind) for kind in LeavingKind)


def full_years(policy: Policy, on: date) -> int | None:
    """The years in the employee scheme that are enough to change over to it (R15); None where nobody says."""
    found = policy.value(LeavingReasons, on)
    return found.full_years if found else None


def _by_law(kind: LeavingKind) -> LeavingReason:
    return LeavingReason(kind, kind.in_words(), (), _BY_LAW[kind])


def _read(file: PolicyTable) -> tuple[LeavingReasons, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> LeavingReasons:
    rows = row.tables("reasons")
    reasons = tuple(read_all(rows, _read_reason))
    full = row.years("full_years", 0) or None
    if not reasons and full is None:
        row.wrong("reasons", _("至少写一种原因，或写 full_years"))
    if len({each.words for each in reasons}) != len(reasons):
        row.wrong("reasons", _("有重复的原因"))
    return LeavingReasons(row.period(), row.source(), reasons, full)


def _read_reason(row: PolicyTable) -> LeavingReason:
    kind = row.word("kind", LeavingKind)
    words = row.text("words", kind.in_words())
    return LeavingReason(kind, words, row.texts("papers"), row.word("account", AccountGoes, _BY_LAW[kind]))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Each reason with its papers and where the account goes."""
    rule = policy.value(LeavingReasons, on)
    yield from (clauses.of(rule, _words(each)) for each in rule.reasons) if rule else ()
    if rule and rule.full_years:
        words = _("职工养老保险满 {years} 年的，才能转到职工养老保险；不满的可以转来城乡居民养老保险")
        yield clauses.of(rule, words.format(years=rule.full_years))


def _words(reason: LeavingReason) -> str:
    words = _("{reason}：{account}").format(reason=reason.words, account=reason.account.in_words())
    if not reason.papers:
        return words
    return words + _("；要带{papers}").format(papers=_("、").join(reason.papers))


MECHANISM = Mechanism(KEY, LeavingReasons, ClauseSubject.LEAVING, _read, _clauses)
