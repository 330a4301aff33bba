"""How the place runs its year: deadlines, season, channels, proof of life, publication, receipts, titles (3.3).

Dated values that lists, reminders and papers read; nothing is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.aid import read_window
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _


@dataclass(frozen=True, slots=True)
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


def read(rows: Sequence[Table]) -> tuple[Practice, ...]:
    """The ``practice`` tables of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_row)


def _read_row(row: Table) -> Practice:
    return Practice(
        row.period(),
        row.source(),
        _day(row, "village_day"),
        _day(row, "township_day"),
        read_window(row),
        row.texts("channels"),
        row.whole("proof_months", 12),
        row.whole("proof_grace_months", 0),
        row.flag("proof_back_paid", True),
        row.whole("publication_days", 0),
        row.whole("receipt_copies", 3),
        row.text("coordinator_title", _("协办员")),
    )


def _day(row: Table, key: str) -> int:
    day = row.whole(key, 0)
    if day > 31:
        row.wrong(key, _("应是一个月里的某一天，1 至 31"))
    return day
