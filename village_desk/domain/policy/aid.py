"""Collective aid and sponsoring (集体补助、社会资助, R4): how much a year may bring, and when. No bookkeeping."""

from dataclasses import dataclass
from datetime import date

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _


@dataclass(frozen=True, slots=True)
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


def read(rows: list[Table]) -> tuple[AidRule, ...]:
    """The ``aid`` rules of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_rule)


def _read_rule(row: Table) -> AidRule:
    cap = row.money("cap") if row.has("cap") else None
    with_own = row.money("cap_with_own") if row.has("cap_with_own") else None
    return AidRule(row.period(), row.source(), cap, with_own, read_window(row))


def read_window(row: Table) -> tuple[str, str] | None:
    """``window = ["04-15", "12-20"]``: month and day of the first and the last day of a season."""
    days = row.texts("window")
    if not days:
        return None
    try:
        first, last = (date.fromisoformat(f"2000-{day}") for day in days)
    except ValueError:
        row.wrong("window", _('应写两个月日，如 ["04-15", "12-20"]'))
    return f"{first:%m-%d}", f"{last:%m-%d}"


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
