"""Finding people: as one types, by list, by house. Reads only."""

from dataclasses import dataclass
from datetime import date

from village_desk.domain import identity
from village_desk.domain.errors import Refused
from village_desk.domain.people import Resident, Standing
from village_desk.store import people
from village_desk.store.database import Store
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Found:
    """A resident in a list: age and standing today, whether this year is paid, whether others have the same name."""

    resident: Resident
    age: int
    standing: Standing
    paid_this_year: bool
    same_name: bool

    @property
    def owes_this_year(self) -> bool:
        """Of paying age and not paid."""
        return self.standing is Standing.PAYING_AGE and not self.paid_this_year


class Finding:
    """Looks people up on one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, text: str, limit: int = 20) -> list[Found]:
        """Whoever fits what was typed: name, part of it, pinyin, initials, identity number, phone, group, house."""
        today = self._today()
        number = identity.clean(text)
        if len(number) == 18 and (known := people.by_identity(self._store.db, number)):
            return [each for each in self.household(known) if each.resident.id == known.id]
        return [self._found(each, today) for each in people.find(self._store.db, text, today.year, limit)]

    def person(self, person_id: str) -> Resident:
        """The person of that id; Refused when there is none."""
        found = people.person(self._store.db, person_id)
        if found is None:
            raise Refused(_("花名册里没有这个人"), _("请重新查找"), "unknown_person")
        return found

    def by_identity(self, text: str) -> Resident:
        """The person whose full identity number was typed; Refused when it is no number or nobody's."""
        number = identity.read(text, self._today())
        found = people.by_identity(self._store.db, str(number))
        if found is None:
            raise Refused(
                _("花名册里没有身份证号为 {number} 的人").format(number=number.masked()),
                _("请先导入花名册或登记此人"),
                "unknown_person",
                "id_number",
            )
        return found

    def roster(
        self, group: int | None = None, standing: Standing | None = None, unpaid_only: bool = False
    ) -> list[Found]:
        """The roster by group and house, as narrow as asked; ``unpaid_only`` keeps those who owe this year."""
        today = self._today()
        found = (self._found(each, today) for each in people.listed(self._store.db, today.year, group))
        return [
            each
            for each in found
            if (standing is None or each.standing is standing) and (not unpaid_only or each.owes_this_year)
        ]

    def groups(self) -> list[int]:
        """The village groups (村民小组) that people belong to."""
        return people.groups(self._store.db)

    def household(self, resident: Resident) -> list[Found]:
        """The people of a resident's house, the head first."""
        today = self._today()
        paid = people.paid(self._store.db, today.year)
        return [
            Found(each, each.age(today), each.standing(today), each.id in paid, False)
            for each in people.household(self._store.db, resident)
        ]

    def count(self) -> int:
        """How many people are on the roster."""
        return people.count(self._store.db)

    def _today(self) -> date:
        return self._store.today()

    def _found(self, listed: people.Listed, today: date) -> Found:
        resident = listed.resident
        return Found(resident, resident.age(today), resident.standing(today), listed.paid, listed.same_name)
