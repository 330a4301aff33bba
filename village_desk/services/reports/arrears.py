"""Who is behind with this year's fee (催缴, F18), by two definitions, each with its rate and what was said of it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import ages, identity
from village_desk.domain.people import Standing
from village_desk.domain.rules.rates import Rate
from village_desk.domain.village_groups import VillageGroup
from village_desk.domain.waiting import Whom
from village_desk.services.reports.progress_report import ProgressReports
from village_desk.store import listing, progress
from village_desk.store.database import Store
from village_desk.store.listing import Narrowing
from village_desk.store.subjects import outcomes, village_groups
from village_desk.store.subjects.outcomes import NotedOutcome
from village_desk.words import _


class ArrearsBy(Enum):
    """What makes somebody behind: should pay and has not, or paid last year and has not this one."""

    DUE = "due"
    LAST_YEAR = "last-year"

    def in_words(self) -> str:
        """The definition, as it stands beside the rate."""
        return {"due": _("今年应缴还没缴的"), "last-year": _("去年缴过、今年还没缴的")}[self.value]


@value
class Behind:
    """Somebody who is behind. ``last_fen``: the tier by which they paid last year here, 0 where it is not known.

    ``noted``: what was said of it, None where nothing was.
    """

    whom: Whom
    age: int
    last_fen: int
    cadre: str
    noted: NotedOutcome | None


@value
class Arrears:
    """Who is behind by a definition, house by house, and the rate of those who are not."""

    by: ArrearsBy
    year: int
    group: VillageGroup | None
    rate: Rate
    people: tuple[Behind, ...]

    def in_words(self) -> str:
        """第 3 组 · 今年应缴还没缴的 · 20 人 · 参保缴费率 99.86%（已缴人数 ÷ 应缴人数…）."""
        of = [self.group.in_words()] if self.group else []
        count = _("{n} 人").format(n=len(self.people))
        return " · ".join([*of, self.by.in_words(), count])

    def rate_in_words(self) -> str:
        """The rate of the whole village or group, with its definition."""
        rate = self.rate
        words = _("{name} {percent}（{done} ÷ {whole}：{how}）")
        name, how = rate.kind.in_words(), rate.kind.definition()
        return words.format(name=name, percent=rate.percent(), done=rate.done, whole=rate.whole, how=how)


class ArrearsLists:
    """The lists of those who are behind, of one desk."""

    def __init__(self, store: Store, reports: ProgressReports) -> None:
        self._store = store
        self._reports = reports

    def behind(self, by: ArrearsBy = ArrearsBy.DUE, group: VillageGroup | None = None) -> Arrears:
        """Who is behind today, of the whole village or of one group. The dead, who left and who draw never are."""
        today, db = self._store.today(), self._store.db
        with self._store.reading():
            whom = self._whom(by, group, today)
            last = progress.tiers_of(db, today.year - 1, [each.id for each in whom])
            noted = outcomes.noted(db, "unpaid", str(today.year))
            cadres = village_groups.noted(db)
            people = tuple(
                Behind(
                    each,
                    ages.age(identity.IdentityNumber(each.id_number).birth, today),
                    last.get(each.id, 0),
                    cadres[each.group].cadre if each.group in cadres else "",
                    noted.get(each.id),
                )
                for each in whom
            )
            return Arrears(by, today.year, group, self._rate(by, group, today), people)

    def _whom(self, by: ArrearsBy, group: VillageGroup | None, today: date) -> list[Whom]:
        db = self._store.db
        if by is ArrearsBy.DUE:
            born = Standing.PAYING_AGE.born(today)
            return listing.whom(db, Narrowing(group=group, born=born, unpaid_in=today.year))
        found = listing.whom_of(db, progress.not_yet(db, today.year, today))
        return [each for each in found if group is None or each.group == group]

    def _rate(self, by: ArrearsBy, group: VillageGroup | None, today: date) -> Rate:
        report = self._reports.report("day", today)
        name = group.in_words() if group else ""
        of = next((each for each in report.groups if each.name == name), report.whole) if group else report.whole
        return of.rate if by is ArrearsBy.DUE else of.again
