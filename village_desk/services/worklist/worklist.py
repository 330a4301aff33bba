"""One list of all that waits, of every kind: computed when asked, never stored. What is said about it is recorded.

Today, the page 待办, the Person page, the pocket list and the counts of batches read this list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sync.agreement import facts
from sync.agreement.facts.outcomes import LONGEST
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.waiting import Choice, Hides, Waiting
from village_desk.services.worklist import held_rows, unpaid, unprinted
from village_desk.services.worklist.kind import Kind, Sources
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import outcomes
from village_desk.store.subjects.outcomes import NotedOutcome
from village_desk.words import _

KINDS: tuple[Kind, ...] = tuple(sorted((unprinted.KIND, held_rows.KIND, unpaid.KIND), key=lambda each: each.rank.value))
"""All kinds, those first for which somebody stands and waits. A new kind is its module, named here."""


@value
class Item:
    """A thing that waits, with what was noted of it last: an outcome that did not end it, or that is over by now."""

    waiting: Waiting
    noted: NotedOutcome | None = None


@value
class OfKind:
    """A kind with what waits, and how much of it was put off to another day or ended by an outcome."""

    kind: Kind
    items: tuple[Item, ...]
    put_off: int

    @property
    def people(self) -> int:
        """How many people it concerns."""
        return len({each.waiting.person for each in self.items if each.waiting.person})

    @property
    def at_stake_fen(self) -> int:
        """The money that hangs on it."""
        return sum(each.waiting.at_stake_fen for each in self.items)

    @property
    def oldest(self) -> date | None:
        """Since when the oldest waits; None where no beginning is known."""
        return min((each.waiting.since for each in self.items if each.waiting.since), default=None)

    def in_words(self) -> str:
        """The sentence for Today: 3 人今年还没缴费."""
        return self.kind.sentence.format(n=len(self.items))


class Worklist:
    """What waits on one desk."""

    def __init__(self, store: Store, sources: Callable[[], Sources]) -> None:
        self._store = store
        self._sources = sources

    def all(self) -> list[OfKind]:
        """Every kind of which something waits, by rank."""
        return [found for kind in KINDS if (found := self.of_kind(kind.name)).items]

    def of_kind(self, name: str) -> OfKind:
        """What waits of one kind. Refused ``unknown_kind``."""
        kind, sources = _kind(name), self._sources()
        with self._store.reading() as db:
            items, put_off = _open(db, kind.waiting(sources), sources.today)
        return OfKind(kind, tuple(items), put_off)

    def of_person(self, person: str) -> list[tuple[Kind, Item]]:
        """What waits for one person, by rank."""
        return [(each.kind, item) for each in self.all() for item in each.items if item.waiting.person == person]

    def find(self, kind: str, subject: str) -> Waiting:
        """The thing of that name, put off or not. Refused ``unknown_kind``, ``not_waiting``."""
        for each in _kind(kind).waiting(self._sources()):
            if each.subject == subject:
                return each
        raise Refused(_("这件事已经不在等了"), _("可能已经办好；请再看一遍待办"), "not_waiting", "subject")

    def note(self, waiting: Waiting, outcome: str, day: date | None = None, comment: str = "") -> NotedOutcome:
        """Record what came of a thing; it leaves the list until the day that the outcome says.

        ``day``: the promised one, for an outcome that asks for it. Refused ``unknown_outcome``, ``day_missing``,
        ``day_past``, ``note_long``.
        """
        kind, today = _kind(waiting.kind), self._store.today()
        choice = _choice(kind, outcome)
        _refuse_day(choice, day, today)
        if len(comment) > LONGEST:
            raise Refused(_("备注最多 {n} 个字").format(n=LONGEST), _("请写短一些"), "note_long", "comment")
        until = choice.until(today, day)
        self._record(waiting, choice.name, choice.words, until, comment)
        return self._last(waiting)

    def take_back(self, waiting: Waiting) -> None:
        """What was noted of the thing last counts no more: it waits as before."""
        self._record(waiting, "", "", None, "")

    def _record(self, waiting: Waiting, outcome: str, words: str, until: date | None, comment: str) -> None:
        fact = facts.OutcomeNoted(
            person=waiting.person,
            waiting=waiting.kind,
            subject=waiting.subject,
            outcome=outcome,
            words=words,
            period=waiting.period,
            until=until.isoformat() if until else "",
            comment=comment.strip(),
        )
        with self._store.writing():
            self._store.record(fact)

    def _last(self, waiting: Waiting) -> NotedOutcome:
        return outcomes.noted(self._store.db, waiting.kind, waiting.period)[waiting.subject]


def _kind(name: str) -> Kind:
    found = next((each for each in KINDS if each.name == name), None)
    if found is None:
        known = _("、").join(f"{each.name}（{each.title}）" for each in KINDS)
        raise Refused(_("没有“{name}”这一类待办").format(name=name), known, "unknown_kind", "kind")
    return found


def _choice(kind: Kind, name: str) -> Choice:
    found = kind.choice(name)
    if found is None:
        known = _("、").join(f"{each.name}（{each.words}）" for each in kind.choices) or _("这一类没有可记的结果")
        raise Refused(_("这一类待办没有“{name}”这个结果").format(name=name), known, "unknown_outcome", "outcome")
    return found


def _refuse_day(choice: Choice, day: date | None, today: date) -> None:
    if choice.hides is not Hides.TO_A_DAY:
        return
    if day is None:
        raise Refused(_("没有写答应的是哪天"), _("请写日期"), "day_missing", "until")
    if day <= today:
        raise Refused(_("{day} 已经到了").format(day=day), _("请写今天以后的日期"), "day_past", "until")


def _open(db: Database, waiting: Iterable[Waiting], today: date) -> tuple[list[Item], int]:
    """Those that wait today, and how many were put off."""
    known: dict[tuple[str, str], Mapping[str, NotedOutcome]] = {}
    items, put_off = [], 0
    for each in waiting:
        group = (each.kind, each.period)
        if group not in known:
            known[group] = outcomes.noted(db, *group)
        noted = known[group].get(each.subject)
        if noted and (not noted.until or noted.until > today.isoformat()):
            put_off += 1
        else:
            items.append(Item(each, noted))
    return items, put_off
