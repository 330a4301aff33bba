"""Collective aid and sponsoring (集体补助、社会资助, R4): how much a year may bring, and when. No bookkeeping."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "aid"


@value
class AidRule:
    """The limits of a time. ``cap_fen`` None means: the highest tier of the place. A window is month and day."""

    period: Period
    source: Source
    cap_fen: int | None
    with_own_cap_fen: int | None
    window: tuple[str, str] | None

    def check(self, aid_fen: int, own_fen: int, on: date, highest_tier_fen: int) -> None:
        """Refused when aid and sponsoring of a year together are too much (``aid_cap``) or out of season."""
        if self.window and not self.window[0] <= f"{on:%m-%d}" <= self.window[1]:
            raise Refused(
                _("今天不在资助缴费的时间内（每年 {first} 至 {last}）").format(
                    first=self.window[0], last=self.window[1]
                ),
                _("请在规定时间内办理"),
                "aid_window",
            )
        _check(aid_fen, highest_tier_fen if self.cap_fen is None else self.cap_fen, _("集体补助和社会资助"))
        if self.with_own_cap_fen is not None:
            _check(aid_fen + own_fen, self.with_own_cap_fen, _("本人缴费和资助"))


def _read(file: PolicyTable) -> tuple[AidRule, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> AidRule:
    cap = row.money("cap") if row.has("cap") else None
    with_own = row.money("cap_with_own") if row.has("cap_with_own") else None
    return AidRule(row.period(), row.source(), cap, with_own, row.season("window"))


def _check(sum_fen: int, cap_fen: int, what: str) -> None:
    if sum_fen > cap_fen:
        raise Refused(
            _("{what}一年合计不能超过 {cap} 元，这里是 {sum} 元").format(
                what=what, cap=money.short(cap_fen), sum=money.short(sum_fen)
            ),
            _("请减少 {over} 元").format(over=money.short(sum_fen - cap_fen)),
            "aid_cap",
            "amount",
        )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """The caps and the season of collective aid and sponsoring (R4)."""
    rule = policy.value(AidRule, on)
    if rule is None:
        return
    if rule.cap_fen is None:
        highest = tiers.highest_fen(policy, on)
        words = _("两项一年合计不超过最高档次（{cap} 元）").format(cap=money.short(highest))
    else:
        words = _("两项一年合计不超过 {cap} 元").format(cap=money.short(rule.cap_fen))
    yield clauses.of(rule, words)
    if rule.with_own_cap_fen is not None:
        words = _("连同本人缴费，一年合计不超过 {cap} 元").format(cap=money.short(rule.with_own_cap_fen))
        yield clauses.of(rule, words)
    if rule.window:
        yield clauses.of(rule, _("{season}办理").format(season=clauses.season(rule.window)))


MECHANISM = Mechanism(KEY, AidRule, ClauseSubject.AID, _read, _clauses)
