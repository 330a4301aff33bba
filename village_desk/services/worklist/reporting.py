"""The progress of the season, the latest facts, the money: all counted from the data, never typed."""

from __future__ import annotations

from datetime import datetime

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.receipts import Receipt, TownshipState
from village_desk.domain.rules.rates import Rate, RateKind
from village_desk.domain.village_groups import VillageGroup
from village_desk.services import fact_words
from village_desk.services.worklist import put_back
from village_desk.store import history, listing
from village_desk.store.database import Store
from village_desk.store.subjects import receipts
from village_desk.store.subjects.receipts import YearTotal as YearTotal


@value
class Progress:
    """Collected of due: people, and the money taken in fen. Due are those of paying age on the roster (应缴)."""

    paid_people: int
    due_people: int
    collected_fen: int

    def __add__(self, other: Progress) -> Progress:
        people = self.paid_people + other.paid_people, self.due_people + other.due_people
        return Progress(*people, self.collected_fen + other.collected_fen)

    @property
    def rate(self) -> str:
        """参保缴费率, paid of due, in per cent with two decimals, half up; a dash when none is due."""
        return Rate(RateKind.PAYING, self.paid_people, self.due_people).percent()


@value
class Season:
    """The year's collecting, over all and by village group."""

    year: int
    whole: Progress
    by_group: dict[VillageGroup, Progress]


@value
class Done:
    """One event of just now; ``receipt`` is its number when it can be reprinted or voided, else empty."""

    at: datetime
    by: str
    words: str
    person: str
    receipt: str
    township: TownshipState


@value
class Today:
    """The season, and the last ten things done."""

    season: Season
    done: tuple[Done, ...]


class Reporting:
    """The counts of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> Today:
        """What the first page shows besides what waits (``Worklist.at_a_glance``)."""
        shown = tuple(kind for kind, card in facts.CARDS.items() if card.shown_today)
        with self._store.reading() as db:
            return Today(self.season(), tuple(_done(each) for each in history.latest(db, 10, shown)))

    def put_back(self) -> str:
        """What to do when the file was put back by hand, until the township has answered; else empty."""
        return put_back.words(self._store.db)

    def season(self) -> Season:
        """The collecting of this year."""
        day = self._store.today()
        found = listing.season(self._store.db, day.year, day)
        by_group = {each.group: Progress(each.paid, each.due, each.taken_fen) for each in found}
        return Season(day.year, sum(by_group.values(), start=Progress(0, 0, 0)), by_group)

    def totals(self) -> list[YearTotal]:
        """The money that this desk took, by contribution year."""
        return receipts.totals(self._store.db)

    def village_totals(self) -> list[YearTotal]:
        """The money by contribution year, with the other PC's receipts as far as the township has passed them on."""
        return receipts.totals(self._store.db, whole_village=True)

    def receipts(self, limit: int) -> list[Receipt]:
        """The last receipts, the latest first."""
        return receipts.recent(self._store.db, limit)


def _done(happened: history.Happening) -> Done:
    fact = happened.fact
    receipt = fact.receipt if isinstance(fact, facts.ContributionCollected) else ""
    person = getattr(fact, "person", "")
    return Done(happened.at, happened.by, fact_words.words(fact), person, receipt, happened.township)
