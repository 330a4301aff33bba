"""How the place runs its year: deadlines, season, channels, proof of life, publication, receipts, titles (3.3).

Dated values that lists, reminders and papers read; nothing is decided here.
"""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "practice"


@value
class Practice:
    """The ways of a time. Days are days of the month, 0 when the file says nothing; months are counted in months."""

    period: Period
    source: Source
    village_day: int
    township_day: int
    season: tuple[str, str] | None
    channels: tuple[str, ...]
    proof_months: int
    proof_grace_months: int
    proof_back_paid: bool
    publication_days: int
    receipt_copies: int
    coordinator_title: str


def _read(file: PolicyTable) -> tuple[Practice, ...]:
    return read_dated(file.tables(KEY), _read_row)


def _read_row(row: PolicyTable) -> Practice:
    return Practice(
        row.period(),
        row.source(),
        _day(row, "village_day"),
        _day(row, "township_day"),
        row.season("window"),
        row.texts("channels"),
        row.whole("proof_months", 12),
        row.whole("proof_grace_months", 0),
        row.flag("proof_back_paid", True),
        row.whole("publication_days", 0),
        row.whole("receipt_copies", 3),
        row.text("coordinator_title", _("协办员")),
    )


def _day(row: PolicyTable, key: str) -> int:
    day = row.whole(key, 0)
    if day > 31:
        row.wrong(key, _("应是一个月里的某一天，1 至 31"))
    return day


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Deadlines, season and channels, proof of life, publication, receipts, and the coordinator's title."""
    ways = policy.value(Practice, on)
    if ways:
        yield from (clauses.of(ways, words) for words in (*_reporting(ways), *_proof(ways), *_papers(ways)))


def _reporting(ways: Practice) -> Iterator[str]:
    if ways.village_day:
        yield _("村里每月 {day} 日前把材料报乡镇").format(day=ways.village_day)
    if ways.township_day:
        yield _("乡镇每月 {day} 日前把材料报县").format(day=ways.township_day)
    if ways.season:
        yield _("缴费季：{season}").format(season=clauses.season(ways.season))
    if ways.channels:
        yield _("缴费渠道：{channels}").format(channels=_("、").join(ways.channels))


def _proof(ways: Practice) -> Iterator[str]:
    if ways.proof_months:
        yield _("领取资格每 {months} 个月认证一次").format(months=ways.proof_months)
    if ways.proof_grace_months:
        yield _("没按时认证的，宽限 {months} 个月").format(months=ways.proof_grace_months)
    yield _("停发以后补认证的，停发的月份补发") if ways.proof_back_paid else _("停发以后补认证的，只补发宽限的月份")


def _papers(ways: Practice) -> Iterator[str]:
    if ways.publication_days:
        yield _("公示 {days} 天").format(days=ways.publication_days)
    yield _("收据一式 {copies} 联").format(copies=ways.receipt_copies)
    yield _("村里经办人称“{title}”").format(title=ways.coordinator_title)


MECHANISM = Mechanism(KEY, Practice, ClauseSubject.PRACTICE, _read, _clauses)
