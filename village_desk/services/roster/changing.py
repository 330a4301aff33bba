"""Fields of a person changed by hand (F2): named in anybody's words, compared with who is there, then recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sync.agreement.values import value
from village_desk.domain import typed_fields
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS, Resident
from village_desk.domain.rules import contributions
from village_desk.services import fact_words
from village_desk.services.finding import Finding
from village_desk.services.registering import Registering
from village_desk.services.roster import house, houses
from village_desk.services.roster.houses import Home
from village_desk.store.database import Store
from village_desk.store.subjects import receipts
from village_desk.words import _


@value
class ChangedField:
    """A field that changed: its name, and its values in words, masked. ``proof``: what must be shown for it (F2)."""

    field: str
    called: str
    before: str
    after: str
    proof: str


@value
class Change:
    """A person after a change; ``fields`` is empty where nothing was different.

    ``tier_from``: the first year for which another tier holds (R2); 0 where the tier is the same.
    """

    resident: Resident
    fields: tuple[ChangedField, ...]
    tier_from: int = 0

    @property
    def proofs(self) -> tuple[str, ...]:
        """The papers that go with the form, each once; none: nothing has to be shown."""
        return tuple(dict.fromkeys(each.proof for each in self.fields if each.proof))

    def in_words(self) -> str:
        """Which papers go with it, and from when another tier holds; "" where nothing changed."""
        if not self.fields:
            return ""
        papers = _("要交变更登记表，附{proofs}复印件").format(proofs=_("、").join(self.proofs))
        lines = [papers if self.proofs else _("这样的变动不用交材料")]
        lines += [_("新档次从 {year} 年起算").format(year=self.tier_from)] if self.tier_from else []
        return _("。").join(lines)


class Changing:
    """Changes people of one desk."""

    def __init__(self, store: Store, finding: Finding, registering: Registering) -> None:
        self._store = store
        self._finding = finding
        self._registering = registering

    def change(self, person_id: str, wanted: Mapping[str, str], reason: str = "", sure: Collection[str] = ()) -> Change:
        """Change fields by their names, here or in lists; texts as typed, amounts in yuan, "" empties a field.

        Refused beside the field: ``field_unknown``, what cannot be read, and as ``Registering.correct``. Asked as
        ``houses.home_of`` before the person comes into another house. The house of a head who gets another name has
        its head by that name; a head does not go elsewhere like this (``head_leaves``).
        """
        before = self._finding.person(person_id)
        named = {field_named(each): text for each, text in wanted.items()}
        values: dict[str, Any] = dict(typed_fields.read_all(named, self._store.today()))
        under = self._under(before)
        if not houses.FIELDS.isdisjoint(values):
            values |= self._home(before, values, sure)
            _refuse_leaving(before, values, under)
        renamed = under and values.get("name", before.name) != before.name and "head" not in values
        values |= {"head": values["name"]} if renamed else {}
        after = self._registering.correct(person_id, values, reason, under if renamed else ())
        return Change(after, differences(before, after), self._tier_from(before, after))

    def _tier_from(self, before: Resident, after: Resident) -> int:
        """The first year for which the tier of the person holds after a change; 0 where it is the same, or none."""
        if not after.tier_fen or after.tier_fen == before.tier_fen:
            return 0
        today = self._store.today()
        paid = bool(receipts.standing(self._store.db, after.id, today.year))
        return contributions.tier_takes_effect(today, paid)

    def _under(self, before: Resident) -> tuple[Resident, ...]:
        """Those who live in the house of which the person is the head."""
        with self._store.reading() as db:
            lived_in = house.of(db, before)
        head = lived_in.head
        return lived_in.without({before.id}) if head is not None and head.id == before.id else ()

    def _home(self, before: Resident, values: Mapping[str, Any], sure: Collection[str]) -> dict[str, Any]:
        """Where the person lives afterwards; who gets another number and no head gets the head of that house."""
        old = Home.of(before).values()
        if values.get("household", before.household) != before.household and "head" not in values:
            old["head"] = ""
        typed_home = Home(**old | {name: each for name, each in values.items() if name in houses.FIELDS})
        if typed_home == Home.of(before):
            return {}
        with self._store.reading() as db:
            home = houses.home_of(db, typed_home, str(values.get("name", before.name)), sure)
        return home.values() | ({} if home.head or "head" in values else {"head": before.head})


def _refuse_leaving(before: Resident, values: Mapping[str, Any], under: Sequence[Resident]) -> None:
    """The head of a house with others in it moves by what asks who stays and who is head then."""
    old = Home.of(before).values()
    field = next((name for name in old if values.get(name, old[name]) != old[name]), "")
    if not (under and field):
        return
    words = _("{name}是这一户的户主，户里还有 {count} 人").format(name=before.name, count=len(under))
    by_command = _("全家一起走用 move --whole-house，只走一人用 move --new-head，换户主用 household head")
    cure = _("请在“住户”页办迁移或换户主")
    raise Refused(words, cure, "head_leaves", field, by_command=by_command)


def differences(before: Resident, after: Resident) -> tuple[ChangedField, ...]:
    """What is different about a person, field by field, in the order of lists."""
    return tuple(
        ChangedField(
            name,
            fact_words.field_name(name),
            fact_words.value_words(name, getattr(before, name)),
            fact_words.value_words(name, getattr(after, name)),
            _(info.proof) if info.proof else "",
        )
        for name, info in FIELDS.items()
        if getattr(before, name) != getattr(after, name)
    )


def field_named(called: str) -> str:
    """The field of that name. Refused ``field_unknown`` with those there are."""
    wanted = texts.plain(called).replace(" ", "")
    for name, info in FIELDS.items():
        if info.correctable and wanted in (name, info.words, info.short, *info.headings):
            return name
    known = _("、").join(
        fact_words.field_name(name) for name, info in FIELDS.items() if info.correctable and info.headings
    )
    raise Refused(
        _("没有“{field}”这一项").format(field=called), _("可写：{known}").format(known=known), "field_unknown"
    )
