"""What a kind of waiting declares. A new kind is one module beside this one, named in ``worklist.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.waiting import Choice, Hides, Rank, Waiting, Whom
from village_desk.services.finding import Only
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.assessing import Assessing
    from village_desk.services.collecting import Collecting
    from village_desk.services.finding import Finding
    from village_desk.services.road.standing import RoadStanding
    from village_desk.services.roster.belonging import Belonging
    from village_desk.services.worklist.duplicate_decisions import DuplicateDecisions

ON_A_DAY = Choice("on_a_day", _("放到哪天"), Hides.TO_A_DAY)
LATER = Choice("later", _("今天先放着"), Hides.TODAY)
"""What may be said of everything that can wait."""


@value
class Asked:
    """The services that compute. Each is made when it is first asked."""

    finding: Callable[[], Finding]
    assessing: Callable[[], Assessing]
    belonging: Callable[[], Belonging]
    road: Callable[[], RoadStanding]
    collecting: Callable[[], Collecting]
    decisions: Callable[[], DuplicateDecisions]


class Sources:
    """What a kind may ask, on one day: the tables and the services. What several kinds look at is read once.

    ``person``: only what waits for this one (id) is wanted; "" for everybody.
    """

    def __init__(self, store: Store, today: date, asked: Asked, person: str = "") -> None:
        self.store, self.today, self.ask, self.person = store, today, asked, person

    @cached_property
    def unpaid(self) -> list[Whom]:
        """Who owes this year's fee."""
        return self.at_home(Only.UNPAID)

    def at_home(self, only: Only) -> list[Whom]:
        """Whom a part of the roster has, of those who are wanted."""
        return self.ask.finding().at_home(only, self.person)

    @cached_property
    def someone_listed(self) -> bool:
        """Whether the roster has anybody."""
        return self.ask.finding().count() > 0


@value
class GoTo:
    """Where the thing is done: a page of the window, and what it shows there: a detail, the person, or the subject."""

    page: str
    detail: str = ""
    takes_person: bool = False
    takes_subject: bool = False

    def about(self, waiting: Waiting) -> str:
        """What the page shows of a thing that waits."""
        return waiting.person if self.takes_person else waiting.subject if self.takes_subject else self.detail

    @property
    def for_all(self) -> bool:
        """Whether all of the kind is done at one place."""
        return not (self.takes_person or self.takes_subject)


@value
class Kind:
    """``title``: as a heading, a few words. ``sentence``: with {n} in front, for Today. ``cure``: the button's words.

    ``waiting`` computes what waits, in the order of lists. ``choices``: the outcomes that may be given, in the order of
    their keys. ``icon``: its picture. ``all_at``: where several are done one after the other. ``is_in_own_words``:
    Today says of it what the first says. ``count``: how many wait, where that takes less than all of them, without
    those that were put off: it asks for the subjects that were, by their period. ``by_policy``: the scheme's rules are
    asked, which a start does not read: it does not stand on Today. ``of_unpaid``: it is about who owes this
    year's fee. ``explain``: what is to be known before it is done. ``of_people``: it waits for somebody of the roster.
    """

    name: str
    title: str
    sentence: str
    rank: Rank
    cure: str
    go_to: GoTo
    choices: tuple[Choice, ...]
    waiting: Callable[[Sources], Iterable[Waiting]]
    icon: str = "clock"
    all_at: GoTo | None = None
    is_in_own_words: bool = False
    count: Callable[[Sources, Callable[[str], Collection[str]]], int] | None = None
    by_policy: bool = False
    of_unpaid: bool = False
    explain: Callable[[Sources, Waiting], str] | None = None
    of_people: bool = True

    def choice(self, name: str) -> Choice | None:
        """The outcome of that name."""
        return next((each for each in self.choices if each.name == name), None)

    @property
    def counted(self) -> str:
        """The sentence up to its comma, without its number: 人今年还没缴费."""
        return self.sentence.partition("{n}")[2].partition("，")[0].strip()
