"""Gathers what a form is filled with: for one person, a household, a list of people, a payout list, or the village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FormContent, FormFields, Picture, Record, Value
from village_desk.domain.people import Resident
from village_desk.services.assessing import Assessing
from village_desk.services.attaching import Attaching
from village_desk.services.collecting import Collecting
from village_desk.services.finding import Finding
from village_desk.services.forms import (
    change_values,
    leaving_values,
    office_values,
    payout_values,
    person_values,
    policy_values,
    year_values,
)
from village_desk.services.policies import Policies
from village_desk.store.database import Store
from village_desk.store.subjects import leaving, office, payouts, village_groups
from village_desk.words import _


@value
class Services:
    """What the forms ask: one desk's file and the services that know people, policies, money and pictures."""

    store: Store
    finding: Finding
    policies: Policies
    assessing: Assessing
    collecting: Collecting
    attaching: Attaching


class Contents:
    """The contents of one desk's forms on a day. ``used``: the names that the form has; nothing else is looked up."""

    def __init__(self, services: Services, fields: FormFields, used: frozenset[str], on: date) -> None:
        self._ask = services
        self._fields = fields
        self._used = used
        self._on = on
        self._policy = services.policies.on(on)
        self._noted = village_groups.noted(services.store.db) if self._is_used(person_values.OF_GROUP) else {}

    def of_person(self, resident: Resident, year: int | None) -> FormContent:
        """One person's form. Refused as ``year_values.of_year`` where the form is a yearly statement."""
        household = self._household(resident)
        values = self._office() | person_values.of_household(household) | self._person(resident)
        lists: dict[str, Sequence[Record]] = {"成员": [self._line(each, nth) for nth, each in enumerate(household, 1)]}
        values |= self._standing(resident, values)
        if change_values.is_about(self._used):
            before = change_values.at_dawn(self._ask.store.db, resident, self._on)
            values |= change_values.of_changes(self._fields, before, resident)
            lists["变更"] = change_values.records(before, resident)
        if self._is_used(f"{row}个人缴费" for row in year_values.ROWS):
            values |= self._year(resident, year or self._on.year - 1)
        if year or "年度" in values:
            paid_in = year or self._on.year - 1
            lists[""] = year_values.payments(self._ask.collecting.paid(resident.id), paid_in)
        options = self._options(resident)
        return FormContent(values | self._leaving(resident, options), lists, options)

    def of_household(self, resident: Resident) -> FormContent:
        """The form of a household: its head's fields above, its members as the list."""
        household = self._household(resident)
        head = next((each for each in household if each.name == each.head), resident)
        values = self._office() | person_values.of_household(household) | self._person(head)
        return FormContent(values, {"": self.records(household), "成员": self.records(household)}, self._options(head))

    def of_people(self, people: Iterable[Resident], year: int | None) -> FormContent:
        """A list form: a line a person, in the order given, with the fee of the year (default this one)."""
        paid_for = year or self._on.year
        lines = [{**self._line(each, nth), **self._payment(each, paid_for)} for nth, each in enumerate(people, 1)]
        return FormContent(self._office() | {"年度": paid_for}, {"": lines}, self._options(None))

    def of_payouts(self, month: Month | None) -> FormContent:
        """The posting of a month's payout list, the latest when no month is given. Refused ``unknown_list``."""
        taken = [each for each in payouts.lists(self._ask.store.db) if month in (None, each.month)]
        if not taken:
            raise Refused(_("还没有收过发放名单"), _("请先收下这个月的发放名单"), "unknown_list")
        latest = max(each.month for each in taken)
        lines = [line for each in taken if each.month == latest for line in payouts.lines(self._ask.store.db, each.id)]
        found = payout_values.records(lines, self._ask.store.village().name, self._known, self._on)
        return FormContent(self._office() | {"年月": latest}, {"": found}, {})

    def of_village(self) -> FormContent:
        """A form about nobody: the village, and the policy in force."""
        tiers = policy_values.tier_records(self._policy, self._on)
        return FormContent(self._office() | {"年度": self._on.year}, {"": tiers, "档次": tiers}, self._options(None))

    def records(self, people: Iterable[Resident]) -> list[Record]:
        """A line for each person."""
        return [self._line(each, number) for number, each in enumerate(people, 1)]

    def _line(self, resident: Resident, number: int) -> Record:
        values = {"序号": number, **self._known(resident)}
        return values | self._standing(resident, values)

    def _known(self, resident: Resident) -> dict[str, Value]:
        """What the roster says of somebody."""
        found = person_values.of_resident(self._fields, resident, self._on)
        village, group = self._ask.store.village().name, resident.village_group
        found |= {"行政区划和小组": f"{village}{group.in_words()}" if group else village}
        return found | dict(person_values.of_group(self._noted.get(group)))

    def _person(self, resident: Resident) -> dict[str, Value]:
        picture = self._ask.attaching.photo(resident.id) if self._is_used({"照片"}) else None
        return self._known(resident) | ({"照片": Picture(picture)} if picture else {})

    def _payment(self, resident: Resident, year: int) -> Record:
        """The fee of a year, if the form asks for any of it."""
        if not self._is_used(year_values.OF_PAYMENT):
            return {}
        return year_values.payment(self._ask.collecting.paid(resident.id), year)

    def _standing(self, resident: Resident, known: dict[str, Value]) -> dict[str, Value]:
        """What only an assessment says, if the form asks for any of it."""
        if not self._is_used(person_values.OF_STANDING - known.keys()):
            return {}
        life = self._ask.assessing.facts(resident.id, self._policy)
        return person_values.of_standing(self._ask.assessing.assess(resident.id, self._on), life)

    def _leaving(self, resident: Resident, options: dict[str, tuple[str, ...]]) -> dict[str, Value]:
        """The end of the relation, if the form asks for any of it and the person was struck off."""
        standing = leaving.of_person(self._ask.store.db, resident.id)
        if not standing or not self._is_used(leaving_values.OF_LEAVING):
            return {}
        life = self._ask.assessing.facts(resident.id, self._policy)
        return leaving_values.of_strike_off(standing[0].fact, life, options)

    def _year(self, resident: Resident, year: int) -> dict[str, Value]:
        life = self._ask.assessing.facts(resident.id, self._policy)
        return year_values.of_year(self._policy, life, year, self._on)

    def _household(self, resident: Resident) -> list[Resident]:
        return [each.resident for each in self._ask.finding.household(resident)]

    def _office(self) -> dict[str, Value]:
        store = self._ask.store
        settings = office.settings(store.db)
        names = settings.get("coordinator", ""), settings.get("hotline", "")
        village = office_values.of_office(store.village(), *names, self._on)
        return village | policy_values.of_policy(self._policy, self._on)

    def _options(self, resident: Resident | None) -> dict[str, tuple[str, ...]]:
        groups = frozenset[str]()
        if resident:
            groups = self._ask.assessing.facts(resident.id, self._policy).groups(self._on)
        return policy_values.options(self._policy, self._on, groups)

    def _is_used(self, names: Iterable[str]) -> bool:
        return not self._used.isdisjoint(names)
