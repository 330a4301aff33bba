"""What a kind of waiting declares. A new kind is one module beside this one, named in ``worklist.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.waiting import Choice, Rank, Waiting
from village_desk.store.database import Store

if TYPE_CHECKING:
    from village_desk.services.assessing import Assessing
    from village_desk.services.finding import Finding
    from village_desk.services.keeping import Keeping
    from village_desk.services.policies import Policies
    from village_desk.services.road.standing import RoadStanding


@value
class Sources:
    """What a kind may ask: the tables and the services that compute. Each is made when it is first asked."""

    store: Store
    today: date
    finding: Callable[[], Finding]
    assessing: Callable[[], Assessing]
    policies: Callable[[], Policies]
    road: Callable[[], RoadStanding]
    keeping: Callable[[], Keeping]


@value
class GoTo:
    """Where the thing is done: a page of the window, and whether it takes the subject as its detail."""

    page: str
    detail: str = ""
    takes_person: bool = False
    takes_subject: bool = False


@value
class Kind:
    """``title``: as a heading, a few words. ``sentence``: with {n}, for Today. ``cure``: the words of the button.

    ``waiting`` computes what waits, in the order of lists. ``choices``: the outcomes that may be given, in the order of
    their keys.
    """

    name: str
    title: str
    sentence: str
    rank: Rank
    cure: str
    go_to: GoTo
    choices: tuple[Choice, ...]
    waiting: Callable[[Sources], Iterable[Waiting]]

    def choice(self, name: str) -> Choice | None:
        """The outcome of that name."""
        return next((each for each in self.choices if each.name == name), None)
