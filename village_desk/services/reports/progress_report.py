"""The report of a season: should pay, paid, rate, against last year, by group; tiers, means, aims. Never typed.

Every rate has its definition beside it, since every county counts differently (domain.md 2C).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics.report_spans import ReportSpan, around
from village_desk.domain.people import PENSION_AGE, born_by
from village_desk.domain.policy.mechanisms.practice import Aims, Practice
from village_desk.domain.rules.rates import Rate, RateKind, Takings
from village_desk.services.policies import Policies
from village_desk.store import listing, progress
from village_desk.store.database import Store
from village_desk.store.progress import SpecialGroupCount
from village_desk.store.subjects import village_groups


@value
class GroupFigures:
    """A village group's figures, or those of the whole village.

    ``due`` should pay this year, ``paid`` did, and ``fen`` is the cash by receipts. ``of_span``: paid in the span of
    the report. ``last_year``: paid for last year up to the same day of that year; None where nothing is known of it.
    ``before``: who paid last year, and should pay this one or did; ``not_yet``: those of them who did not.
    """

    name: str
    cadre: str
    due: int
    paid: int
    fen: int
    of_span: Takings
    last_year: Takings | None
    before: int
    not_yet: int

    @property
    def rate(self) -> Rate:
        """Paid of due."""
        return Rate(RateKind.PAYING, self.paid, self.due)

    @property
    def again(self) -> Rate:
        """Of those who paid last year and should pay again, how many did."""
        return Rate(RateKind.AGAIN, self.before - self.not_yet, self.before)


@value
class Means:
    """Mean payments in fen with how many people they are of; None where nobody paid."""

    all: Takings
    near: Takings | None
    near_years: int

    @property
    def all_fen(self) -> int | None:
        """The mean of everybody who paid money of their own."""
        return _mean(self.all)

    @property
    def near_fen(self) -> int | None:
        """The mean of those who reach sixty within ``near_years`` years."""
        return _mean(self.near) if self.near else None


def _mean(takings: Takings) -> int | None:
    """Half up."""
    return (2 * takings.fen + takings.people) // (2 * takings.people) if takings.people else None


@value
class TierCount:
    """A tier in fen, and how many paid by it."""

    fen: int
    people: int


@value
class ProgressReport:
    """The report of a span. ``last_year_whole``: None where nothing is known of last year."""

    village: str
    span: ReportSpan
    year: int
    whole: GroupFigures
    groups: tuple[GroupFigures, ...]
    last_year_whole: Takings | None
    tiers: tuple[TierCount, ...]
    means: Means
    special: tuple[SpecialGroupCount, ...]
    payees: tuple[str, int] | None
    deaths: int
    struck_off: int
    aims: Aims

    @property
    def ranked(self) -> tuple[GroupFigures, ...]:
        """The groups with somebody due, the furthest ahead first; equal ones in the order of lists."""
        with_due = [each for each in self.groups if each.due]
        return tuple(sorted(with_due, key=lambda each: Fraction(-each.paid, each.due)))

    @property
    def lowest_share(self) -> Rate | None:
        """How many chose the lowest tier in use, of all who paid; None where nobody paid, or all the same."""
        if len(self.tiers) < 2:
            return None
        return Rate(RateKind.LOWEST_TIER, self.tiers[0].people, sum(each.people for each in self.tiers))

    @property
    def too_many_lowest(self) -> bool:
        """Whether more chose the lowest tier than the place's aim allows."""
        share = self.lowest_share
        if share is None or not self.aims.lowest:
            return False
        return Fraction(share.done, share.whole) > self.aims.lowest


class ProgressReports:
    """The reports of one desk."""

    def __init__(self, store: Store, policies: Policies) -> None:
        self._store = store
        self._policies = policies

    def report(self, kind: str = "week", day: date | None = None) -> ProgressReport:
        """The report of a span around a day, else around today. Refused as ``report_spans.around``.

        What stands now is counted by what is known now, whatever the span: only what was paid in it is of it.
        """
        on = min(day or self._store.today(), self._store.today())
        with self._store.reading() as db:
            span, year = around(kind, on), on.year
            groups = self._groups(span, year, on)
            ways = self._policies.on(on).value(Practice, on)
            aims = ways.aims if ways else Aims()
            whole_of_last = progress.taken(db, year - 1, date(year - 2, 1, 1), date(9999, 12, 30))
            known = progress.knows_year(db, year - 1)
            return ProgressReport(
                village=self._store.village().name,
                span=span,
                year=year,
                whole=_together(groups),
                groups=tuple(groups),
                last_year_whole=_sum(whole_of_last.values()) if known else None,
                tiers=tuple(TierCount(*each) for each in progress.tiers(db, year)),
                means=self._means(year, on, aims.near_years),
                special=tuple(progress.special_groups(db, year)),
                payees=progress.payees(db),
                deaths=progress.deaths(db, span.first, span.last),
                struck_off=progress.struck_off(db, span.first, span.last),
                aims=aims,
            )

    def _groups(self, span: ReportSpan, year: int, on: date) -> list[GroupFigures]:
        db = self._store.db
        of_span = progress.taken(db, year, span.first, span.last)
        known, same_day = progress.knows_year(db, year - 1), _a_year_before(on)
        last = progress.taken(db, year - 1, date(year - 2, 1, 1), same_day) if known else {}
        cadres = village_groups.noted(db)
        before = progress.by_group(db, progress.paid_before(db, year, on))
        not_yet = progress.by_group(db, progress.not_yet(db, year, on))
        nothing = Takings(0, 0)
        return [
            GroupFigures(
                name=each.group.in_words(),
                cadre=cadres[each.group].cadre if each.group in cadres else "",
                due=each.due,
                paid=each.paid,
                fen=each.taken_fen,
                of_span=of_span.get(each.group, nothing),
                last_year=last.get(each.group, nothing) if known else None,
                before=before.get(each.group, 0),
                not_yet=not_yet.get(each.group, 0),
            )
            for each in listing.season(db, year, on)
        ]

    def _means(self, year: int, on: date, years: int) -> Means:
        db = self._store.db
        if not years:
            return Means(progress.payments(db, year), None, 0)
        near = progress.payments(db, year, born_by(PENSION_AGE, on), born_by(PENSION_AGE - years, on))
        return Means(progress.payments(db, year), near, years)


def _a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for a day that it does not have."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _sum(several: Iterable[Takings]) -> Takings:
    found = list(several)
    return Takings(sum(each.people for each in found), sum(each.fen for each in found))


def _together(groups: Sequence[GroupFigures]) -> GroupFigures:
    """The whole village: its figures are the sums of those of its groups."""
    last = [each.last_year for each in groups if each.last_year is not None]
    return GroupFigures(
        name="",
        cadre="",
        due=sum(each.due for each in groups),
        paid=sum(each.paid for each in groups),
        fen=sum(each.fen for each in groups),
        of_span=_sum([each.of_span for each in groups]),
        last_year=_sum(last) if last else None,
        before=sum(each.before for each in groups),
        not_yet=sum(each.not_yet for each in groups),
    )
