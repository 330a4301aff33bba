"""The mandate to collect (委托代收): whether the village may take the fee in cash at all, and by which paper."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "mandate"


@value
class Mandate:
    """Whether villages take the fee in cash at a time; ``paper``: the agreement by which they may, "" if none is named.

    A place that says nothing of it neither lets villages take cash nor forbids it: nothing is refused then.
    """

    period: Period
    source: Source
    cash: bool
    paper: str


def refuse_cash(policy: Policy, on: date) -> None:
    """Refused (``no_mandate``, field ``channel``) where the village may not take the fee in cash on a day."""
    rule = policy.value(Mandate, on)
    if rule and not rule.cash:
        raise Refused(
            _("本地规定村里不代收现金（{document}）").format(document=rule.source.in_words()),
            _("请帮他用手机、POS 机缴，或请他到税务、银行窗口缴，再照缴到的渠道登记"),
            "no_mandate",
            "channel",
        )


def _read(file: PolicyTable) -> tuple[Mandate, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> Mandate:
    cash = row.flag("cash")
    paper = row.text("paper", "")
    if paper and not cash:
        row.wrong("paper", _("村里不代收现金的，不写凭什么代收"))
    return Mandate(row.period(), row.source(), cash, paper)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Whether the village may take cash, and by which paper."""
    rule = policy.value(Mandate, on)
    if rule is None:
        return
    if not rule.cash:
        yield clauses.of(rule, _("村里不代收现金，只帮着用手机、POS 机缴，或到窗口缴"))
        return
    by = _("，凭{paper}").format(paper=rule.paper) if rule.paper else ""
    yield clauses.of(rule, _("村里可以代收现金") + by)


MECHANISM = Mechanism(KEY, Mandate, ClauseSubject.PRACTICE, _read, _clauses)
