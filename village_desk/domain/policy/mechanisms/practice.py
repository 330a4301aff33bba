"""How the place runs its year: deadlines, season, channels, proof of life, publication, receipts, titles (3.3).

Dated values that lists, reminders and papers read; nothing is decided here.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date
from enum import Enum
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "practice"


class ProofCounting(Enum):
    """From where a cycle of proof of life counts: the month after the last pass, or the month of birth (R12)."""

    LAST_PASS = "last_pass"
    BIRTH_MONTH = "birth_month"

    def in_words(self) -> str:
        """From where, in words."""
        return {
            "last_pass": _("从上次通过的下个月算起（第一次从核定领取的下个月算起）"),
            "birth_month": _("从出生月份算起，到下一个出生月份的前一个月底为止"),
        }[self.value]


class PolicyChannel(Enum):
    """The ways of paying that the program knows by a word; a file may write others in Chinese."""

    VILLAGE_CASH = "village_cash"
    BANK = "bank"
    TAX = "tax"
    TOWNSHIP = "township"

    def in_words(self) -> str:
        """The way in words."""
        return {
            "village_cash": _("村里收现金"),
            "bank": _("银行"),
            "tax": _("税务"),
            "township": _("镇所窗口"),
        }[self.value]


@value
class Aims:
    """What a place aims at in a season (任务); 0 where the file names no aim. Reports hold what was reached beside it.

    Who is near sixty is a definition, which stands beside the figure: three years where the file says nothing.

    ``rate``: of the due who pay, a part of 1. ``mean_fen``: the mean payment; ``near_mean_fen``: that of those who
    reach sixty within ``near_years`` years. ``lowest``: the most who may choose the lowest tier, a part of 1.
    """

    rate: Fraction = Fraction(0)
    mean_fen: int = 0
    near_years: int = 3
    near_mean_fen: int = 0
    lowest: Fraction = Fraction(0)


@value
class Practice:
    """The ways of a time. Days are days of the month, 0 when the file says nothing; months are counted in months.

    ``proof_warning_months``: the last months of a cycle, in which people are warned. ``proof_resume_day``: who passes
    by this day of a month is paid again in that month, who passes later in the next; 0: the file does not say.
    ``cash_days``: within how many days cash that was taken is paid on or deposited; ``confirm_days``: within how many
    days the lists of tax or township name who paid; 0: the file does not say.
    """

    period: Period
    source: Source
    village_day: int
    township_day: int
    season: tuple[str, str] | None
    channels: tuple[str, ...]
    proof_months: int
    proof_grace_months: int
    proof_back_paid: bool
    proof_counting: ProofCounting
    proof_warning_months: int
    proof_resume_day: int
    publication_days: int
    receipt_copies: int
    coordinator_title: str
    cash_days: int = 0
    confirm_days: int = 0
    aims: Aims = field(default_factory=Aims)


def _read(file: PolicyTable) -> tuple[Practice, ...]:
    return read_dated(file.tables(KEY), _read_row)


def _read_row(row: PolicyTable) -> Practice:
    counting = row.word("proof_counting", ProofCounting, ProofCounting.LAST_PASS)
    if counting is ProofCounting.BIRTH_MONTH and row.whole("proof_months", 12) != 12:
        row.wrong("proof_counting", _("从出生月份算的，proof_months 应是 12"))
    return Practice(
        row.period(),
        row.source(),
        _day(row, "village_day"),
        _day(row, "township_day"),
        row.season("window"),
        _channels(row),
        row.whole("proof_months", 12),
        row.whole("proof_grace_months", 0),
        row.flag("proof_back_paid", True),
        counting,
        row.whole("proof_warning_months", 0, 12),
        _day(row, "proof_resume_day"),
        row.whole("publication_days", 0),
        row.whole("receipt_copies", 3),
        row.text("coordinator_title", _("协办员")),
        row.whole("cash_days", 0, 60),
        row.whole("confirm_days", 0, 366),
        _read_aims(row),
    )


def _read_aims(row: PolicyTable) -> Aims:
    near_mean, near_years = row.money("aim_near_mean", 0), row.whole("near_years", 3, 15)
    rate, lowest = row.percent("aim_rate", Fraction(0)), row.percent("aim_lowest", Fraction(0))
    for key, found in (("aim_rate", rate), ("aim_lowest", lowest)):
        if found > 1:
            row.wrong(key, _("应在 0 和 100 之间"))
    return Aims(rate, row.money("aim_mean", 0), near_years, near_mean, lowest)


def _day(row: PolicyTable, key: str) -> int:
    day = row.whole(key, 0)
    if day > 31:
        row.wrong(key, _("应是一个月里的某一天，1 至 31"))
    return day


def _channels(row: PolicyTable) -> tuple[str, ...]:
    """The channels in words. Refused when one is neither a known word nor the place's own in Chinese."""
    known = {each.value: each.in_words() for each in PolicyChannel}
    found = row.texts("channels")
    for each in found:
        if each.isascii() and each not in known:
            words = _("“{value}”不认识，可写：{known}，或用中文写")
            row.wrong("channels", words.format(value=each, known=_("、").join(known)))
    return tuple(known.get(each, each) for each in found)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Deadlines, season and channels, proof of life, publication, receipts, and the coordinator's title."""
    ways = policy.value(Practice, on)
    if ways:
        yield from (
            clauses.of(ways, words)
            for words in (*_reporting(ways), *_cash(ways), *_aims(ways.aims), *_proof(ways), *_papers(ways))
        )


def _reporting(ways: Practice) -> Iterator[str]:
    if ways.village_day:
        yield _("村里每月 {day} 日前把材料报乡镇").format(day=ways.village_day)
    if ways.township_day:
        yield _("乡镇每月 {day} 日前把材料报县").format(day=ways.township_day)
    if ways.season:
        yield _("缴费季：{season}").format(season=clauses.season(ways.season))
    if ways.channels:
        yield _("缴费渠道：{channels}").format(channels=_("、").join(ways.channels))


def _cash(ways: Practice) -> Iterator[str]:
    if ways.cash_days:
        yield _("收来的现金 {days} 天内缴到税务或缴存").format(days=ways.cash_days)
    if ways.confirm_days:
        yield _("{days} 天内要在税务或镇所的名单上看到").format(days=ways.confirm_days)


def _aims(aims: Aims) -> Iterator[str]:
    if aims.rate:
        yield _("收缴任务：参保缴费率 {rate}").format(rate=percent(aims.rate))
    if aims.mean_fen:
        yield _("人均缴费目标 {amount} 元").format(amount=money.short(aims.mean_fen))
    if aims.near_mean_fen:
        words = _("{years} 年内满 60 岁的人，人均缴费目标 {amount} 元")
        yield words.format(years=aims.near_years, amount=money.short(aims.near_mean_fen))
    if aims.lowest:
        yield _("选最低档的不超过 {rate}").format(rate=percent(aims.lowest))


def percent(part: Fraction) -> str:
    """A part of 1 in per cent without needless zeros: ``95%``, ``99.5%``."""
    whole, rest = divmod(round(part * 10_000), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%" if rest else f"{whole}%"


def _proof(ways: Practice) -> Iterator[str]:
    if ways.proof_months:
        yield _("领取资格每 {months} 个月认证一次，{counting}").format(
            months=ways.proof_months, counting=ways.proof_counting.in_words()
        )
    if ways.proof_warning_months:
        yield _("到期前的最后 {months} 个月提醒").format(months=ways.proof_warning_months)
    if ways.proof_grace_months:
        yield _("没按时认证的，宽限 {months} 个月").format(months=ways.proof_grace_months)
    if ways.proof_resume_day:
        yield _("停发以后，每月 {day} 日以前通过认证的当月恢复发放，以后的下月恢复").format(day=ways.proof_resume_day)
    yield _("停发以后补认证的，停发的月份补发") if ways.proof_back_paid else _("停发以后补认证的，只补发宽限的月份")


def _papers(ways: Practice) -> Iterator[str]:
    if ways.publication_days:
        yield _("公示 {days} 天").format(days=ways.publication_days)
    yield _("收据一式 {copies} 联").format(copies=ways.receipt_copies)
    yield _("村里经办人称“{title}”").format(title=ways.coordinator_title)


MECHANISM = Mechanism(KEY, Practice, ClauseSubject.PRACTICE, _read, _clauses)
