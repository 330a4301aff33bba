"""Care of a person's record: correct it, look at its masked numbers, and read its history in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain import typed_fields
from village_desk.domain.basics import identity, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS, Mask, Resident, Shown
from village_desk.domain.receipts import TownshipState
from village_desk.domain.rules.enrolment import tier_too_young
from village_desk.services import fact_words
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store import history
from village_desk.store.database import Store
from village_desk.store.history import Happening
from village_desk.store.subjects import people, person_fields
from village_desk.words import _


@value
class Detail:
    """A field on the card of a person; ``masked``: there is a whole number, shown when somebody asks."""

    field: str
    called: str
    words: str
    masked: bool


@value
class Event:
    """One line of a history: when, by whom, what happened in words, and the township's verdict."""

    at: datetime
    by: str
    words: str
    township: TownshipState
    reason: str = ""
    cure: str = ""


@value
class ChangedOnBoth:
    """A field of a person that both PCs of the village changed: both values, masked where needed; which one counts."""

    person: Resident
    field: str
    here: str
    there: str
    theirs_stands: bool

    def in_words(self) -> str:
        """One sentence for the list."""
        stands, other = (self.there, self.here) if self.theirs_stands else (self.here, self.there)
        whose = _("另一台电脑改的") if self.theirs_stands else _("本台改的")
        return _("{name}的{field}两台电脑都改过：现在是“{stands}”（{whose}），没有用“{other}”").format(
            name=self.person.name, field=fact_words.field_name(self.field), stands=stands, whose=whose, other=other
        )


class Registering:
    """The records of people on one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies

    def doubts(self, resident: Resident) -> list[str]:
        """Entries in a record that look mistyped and block nothing, in words; by the policy of today."""
        today = self._store.today()
        young = tier_too_young(self._policies.on(today), resident.birth, resident.tier_fen, today)
        return [*([young.words] if young else []), *_doubts(resident)]

    def correct(
        self, person_id: str, changes: Mapping[str, str | int], reason: str = "", under: Iterable[Resident] = ()
    ) -> Resident:
        """Change fields of a person, by their names in ``Resident``; nothing is recorded when nothing changes.

        ``under``: those whose head the person is; they get the head that the person gets. Refused beside the field
        when a value cannot be: a wrong identity number, one that is somebody else's.
        """
        before = self._finding.person(person_id)
        wanted = {name: typed_fields.read(name, value, self._store.today()) for name, value in changes.items()}
        real = {name: value for name, value in wanted.items() if getattr(before, name) != value}
        with self._store.writing() as db:
            other = people.by_identity(db, str(real.get("id_number", "")))
            if other is not None:
                raise Refused(
                    _("这个身份证号已经是 {name} 的").format(name=other.name),
                    _("请对照两人的身份证"),
                    "id_other_name",
                    "id_number",
                )
            if real:
                self._store.record(facts.PersonCorrected(person_id, real, reason.strip()))
                for each in under if "head" in real else ():
                    self._store.record(facts.PersonCorrected(each.id, {"head": real["head"]}, reason.strip()))
        return self._finding.person(person_id)

    def changed_on_both(self) -> tuple[ChangedOnBoth, ...]:
        """Fields that both PCs of the village changed, until somebody looks at them or changes them again."""
        return tuple(
            ChangedOnBoth(
                person=self._finding.person(each.person),
                field=each.field,
                here=fact_words.value_words(each.field, each.here),
                there=fact_words.value_words(each.field, each.there),
                theirs_stands=each.theirs_stands,
            )
            for each in person_fields.overruled(self._store.db)
        )

    def looked_at(self, person_id: str, field: str) -> None:
        """Record that somebody looked at a field that two PCs changed, and lets its present value stand."""
        with self._store.writing() as db:
            for each in person_fields.overruled(db):
                if (each.person, each.field) == (person_id, field):
                    self._store.record(facts.ChangeLookedAt(person_id, field, each.fact))

    def show_number(self, person_id: str, field: str) -> str:
        """The full number; first a fact records who looked at it and when."""
        person = self._finding.person(person_id)
        with self._store.writing():
            self._store.record(facts.NumberShown(person_id, field))
        return str(getattr(person, field))

    def history(self, person_id: str) -> list[Event]:
        """The history of a person, the latest event first."""
        return [_event(each) for each in history.of_person(self._store.db, person_id)]

    def latest(self, person_id: str, most: int) -> tuple[list[Event], int]:
        """The latest events of a person, no more than ``most``, and how many there are in all."""
        lived, count = history.life_of(self._store.db, person_id, most)
        return [_event(each.happening) for each in lived], count


def _event(happened: Happening) -> Event:
    words = fact_words.words(happened.fact)
    return Event(happened.at, happened.by, words, happened.township, happened.reason, happened.cure)


def _doubts(resident: Resident) -> list[str]:
    found = [identity.card_doubt(resident.account)] if resident.account else []
    if not resident.account:
        found.append(_("没有银行账号"))
    if not resident.phone:
        found.append(_("没有联系电话"))
    if resident.tier_fen == 0 and resident.special_group:
        found.append(_("特殊群体：{group}，未选档次").format(group=resident.special_group))
    return [each for each in found if each]


def details(resident: Resident) -> list[Detail]:
    """The details on the card of a person, in order; empty fields only where their absence matters."""
    return [
        Detail(name, fact_words.field_name(name), words, info.mask is Mask.ALWAYS and bool(getattr(resident, name)))
        for name, info in FIELDS.items()
        if info.shown is Shown.CARD and (words := _detail(name, resident))
    ]


def _detail(name: str, resident: Resident) -> str:
    held = getattr(resident, name)
    return fact_words.value_words(name, held) if held else _(FIELDS[name].when_empty)


def tier_words(resident: Resident) -> str:
    """The chosen tier in words."""
    return _("{tier} 元").format(tier=money.short(resident.tier_fen)) if resident.tier_fen else _("未选")
