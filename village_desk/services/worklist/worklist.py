"""All that waits (待办): every kind with its items, what was noted of them, and the outcomes that are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sync.agreement import facts
from sync.agreement.facts.outcomes import LONGEST
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.waiting import NOTED, Choice, Hides, Waiting, Whom
from village_desk.services.worklist import (
    decided_above,
    empty_roster,
    file_put_back,
    full_disk,
    headless_houses,
    held_rows,
    old_backup,
    other_policy,
    payout_rosters,
    received_forms,
    returned,
    soon_sixty,
    taken_twice,
    unclosed_day,
    unpaid,
    unpaired,
    unprinted,
    unsent,
    unsure_payers,
)
from village_desk.services.worklist.kind import Asked, Kind, Sources
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import outcomes
from village_desk.store.subjects.outcomes import NotedOutcome
from village_desk.words import _

_MODULES = (
    *(
        file_put_back,
        full_disk,
        old_backup,
        empty_roster,
        unprinted,
        unclosed_day,
        taken_twice,
        returned,
        decided_above,
        held_rows,
    ),
    *(
        unpaired,
        unsent,
        payout_rosters,
        soon_sixty,
        unsure_payers,
        unpaid,
        headless_houses,
        received_forms,
        other_policy,
    ),
)
KINDS: tuple[Kind, ...] = tuple(sorted((each.KIND for each in _MODULES), key=lambda each: each.rank.value))
"""All kinds, those first for which somebody stands and waits. A new kind is its module, named above."""


@value
class Item:
    """A thing that waits, and for whom; with what was noted of it last: what did not end it, or is over by now."""

    waiting: Waiting
    whom: Whom | None = None
    noted: NotedOutcome | None = None

    @property
    def name(self) -> str:
        """Who or what it is."""
        return self.whom.name if self.whom else self.waiting.named


@value
class GivenOutcome:
    """What came of a thing: one of its kind's choices. ``day``: the promised one, where the choice asks for it."""

    waiting: Waiting
    choice: Choice
    day: date | None = None
    comment: str = ""


@value
class OfKind:
    """A kind with what waits, and what was put off to another day or ended by an outcome."""

    kind: Kind
    items: tuple[Item, ...]
    away: tuple[Item, ...] = ()

    def of(self, items: Sequence[Item]) -> OfKind:
        """The same kind with these of its things alone."""
        return OfKind(self.kind, tuple(items), self.away)

    @property
    def put_off(self) -> int:
        """How many were put off."""
        return len(self.away)

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
        return _in_words(self.kind, len(self.items), self.items[0].waiting if self.items else None)


@value
class Glance:
    """A kind on Today: its sentence, how many wait, and the first of them where it was made."""

    kind: Kind
    count: int
    words: str
    first: Waiting | None


class Worklist:
    """What waits on one desk."""

    def __init__(self, store: Store, asked: Asked) -> None:
        self._store = store
        self._asked = asked

    def all(self) -> list[OfKind]:
        """Every kind of which something waits or was put off, by rank."""
        sources = self._sources()
        with self._store.reading() as db:
            found = [self._of(db, kind, sources) for kind in KINDS]
        return [each for each in found if each.items or each.away]

    def at_a_glance(self) -> list[Glance]:
        """What Today says, by rank; without the kinds for which the rules must be asked."""
        sources = self._sources()
        with self._store.reading() as db:
            found = [self._glance(db, kind, sources) for kind in KINDS if not kind.by_policy]
        return [each for each in found if each.count]

    def of_kind(self, name: str) -> OfKind:
        """What waits of one kind. Refused ``unknown_kind``."""
        with self._store.reading() as db:
            return self._of(db, _kind(name), self._sources())

    def of_person(self, person: str) -> list[tuple[Kind, Item]]:
        """What waits for one person, by rank. Of the kinds that read the roster only this one is read."""
        sources = self._sources(person)
        with self._store.reading() as db:
            found = [self._of(db, kind, sources) for kind in KINDS if kind.of_people]
        return [(each.kind, item) for each in found for item in each.items if item.waiting.person == person]

    def explain(self, waiting: Waiting) -> str:
        """What is to be known of a thing before it is done; "" for most kinds."""
        explain = _kind(waiting.kind).explain
        return explain(self._sources(), waiting) if explain else ""

    def find(self, kind: str, subject: str) -> Waiting:
        """The thing of that name, put off or not. Refused ``unknown_kind``, ``not_waiting``."""
        for each in _kind(kind).waiting(self._sources()):
            if each.subject == subject:
                return each
        raise Refused(_("这件事已经不在等了"), _("可能已经办好；请再看一遍待办"), "not_waiting", "subject")

    def note(self, waiting: Waiting, outcome: str, day: date | None = None, comment: str = "") -> NotedOutcome:
        """Record what came of a thing; it leaves the list until the day that the outcome says.

        ``day``: the promised one, for an outcome that asks for it. Refused ``unknown_outcome``, ``day_missing``,
        ``day_past``, ``note_long``, ``note_missing``.
        """
        self.note_all([waiting], outcome, day, comment)
        return outcomes.noted(self._store.db, waiting.kind, waiting.period)[waiting.subject]

    def note_all(self, waiting: Sequence[Waiting], outcome: str, day: date | None = None, comment: str = "") -> None:
        """The same of several things at once, such as all of a house: of all of them or of none."""
        choices = [(each, self.outcome(each.kind, outcome, day, comment)) for each in waiting]
        self.note_each([GivenOutcome(each, choice, day, comment) for each, choice in choices])

    def note_each(self, noted: Iterable[GivenOutcome]) -> None:
        """Record what came of several things, of all or of none. The outcomes were asked of ``outcome``."""
        today = self._store.today()
        with self._store.writing():
            for each in noted:
                until, choice = each.choice.until(today, each.day), each.choice
                day = until.isoformat() if until else ""
                self._record(each.waiting, choice.name, choice.words, day, each.comment.strip())

    def outcome(self, kind: str, outcome: str, day: date | None = None, comment: str = "") -> Choice:
        """The outcome of a kind by its name, if it may be given; records nothing. Refused as ``note``."""
        choice = NOTED if outcome == NOTED.name else _choice(_kind(kind), outcome)
        _refuse_day(choice, day, self._store.today())
        _refuse_comment(choice, comment.strip())
        return choice

    def take_back(self, waiting: Waiting, earlier: NotedOutcome | None = None) -> None:
        """What was noted of the thing last counts no more: it waits as before, with what was noted ``earlier``."""
        self.take_all_back([(waiting, earlier)])

    def take_all_back(self, noted: Iterable[tuple[Waiting, NotedOutcome | None]]) -> None:
        """The same of several things at once."""
        with self._store.writing():
            for waiting, earlier in noted:
                if earlier is None:
                    self._record(waiting, "", "", "", "")
                else:
                    self._record(waiting, earlier.outcome, earlier.words, earlier.until, earlier.comment)

    def _record(self, waiting: Waiting, outcome: str, words: str, until: str, comment: str) -> None:
        self._store.record(
            facts.OutcomeNoted(
                person=waiting.person,
                waiting=waiting.kind,
                subject=waiting.subject,
                outcome=outcome,
                words=words,
                period=waiting.period,
                until=until,
                comment=comment,
            )
        )

    def _sources(self, person: str = "") -> Sources:
        return Sources(self._store, self._store.today(), self._asked, person)

    def _of(self, db: Database, kind: Kind, sources: Sources) -> OfKind:
        found = [*kind.waiting(sources)]
        places, whom = self._whom(kind, sources, found)
        if whom:
            found.sort(key=lambda each: places.get(each.person, len(places)))
        here, away = _parted(db, found, whom, sources.today.isoformat())
        return OfKind(kind, tuple(here), tuple(away))

    def _whom(
        self, kind: Kind, sources: Sources, found: Sequence[Waiting]
    ) -> tuple[Mapping[str, int], Mapping[str, Whom]]:
        """Whom the things concern, and their places in the order of lists."""
        ids = {each.person for each in found if each.person}
        if not ids:
            return {}, {}
        people = sources.unpaid if kind.of_unpaid else sources.ask.finding().named(ids)
        return {each.id: place for place, each in enumerate(people)}, {each.id: each for each in people}

    def _glance(self, db: Database, kind: Kind, sources: Sources) -> Glance:
        if kind.count is not None:
            today = sources.today.isoformat()
            count = kind.count(sources, lambda period: outcomes.put_off(db, kind.name, today, period))
            return Glance(kind, count, _in_words(kind, count, None), None)
        here, _away = _parted(db, kind.waiting(sources), {}, sources.today.isoformat())
        first = here[0].waiting if here else None
        return Glance(kind, len(here), _in_words(kind, len(here), first), first)


def _in_words(kind: Kind, count: int, first: Waiting | None) -> str:
    if not kind.is_in_own_words or first is None:
        return kind.sentence.format(n=count)
    return first.why + (_("；还有 {n} 件").format(n=count - 1) if count > 1 else "")


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


def _refuse_comment(choice: Choice, comment: str) -> None:
    if len(comment) > LONGEST:
        raise Refused(_("备注最多 {n} 个字").format(n=LONGEST), _("请写短一些"), "note_long", "comment")
    if choice is NOTED and not comment:
        raise Refused(_("没有写要记的话"), _("请写一句，或不记"), "note_missing", "comment")


def _parted(
    db: Database, waiting: Iterable[Waiting], whom: Mapping[str, Whom], today: str
) -> tuple[list[Item], list[Item]]:
    """Those that wait today, and those that were put off."""
    known: dict[tuple[str, str], Mapping[str, NotedOutcome]] = {}
    here, away = list[Item](), list[Item]()
    for each in waiting:
        group = (each.kind, each.period)
        if group not in known:
            known[group] = outcomes.noted(db, *group)
        noted = known[group].get(each.subject)
        (away if noted and noted.hides(today) else here).append(Item(each, whom.get(each.person), noted))
    return here, away
