"""The fees of a village group at once, as a coordinator brings them home from a walk: who may pay, and who has paid."""

from __future__ import annotations

from sync.agreement.values import value
from village_desk.domain.people import Standing
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.counter.house_fees import HouseFees, HouseMember, MemberState
from village_desk.services.counter.till import Till
from village_desk.services.finding import Finding, Found


@value
class GroupPayer:
    """Somebody of a group who pays this year or has paid. ``facts``: what tells people of one name apart, else ()."""

    member: HouseMember
    facts: tuple[str, ...] = ()


@value
class PayingGroup:
    """A village group at the till: who owes and who has paid this year, house by house."""

    group: VillageGroup
    payers: tuple[GroupPayer, ...]

    @property
    def members(self) -> tuple[HouseMember, ...]:
        """All of them."""
        return tuple(each.member for each in self.payers)

    @property
    def owing(self) -> tuple[HouseMember, ...]:
        """Those of whom this year's fee is to be collected."""
        return tuple(each for each in self.members if each.state is MemberState.OWES)


class GroupFees:
    """The groups of one desk at the till. Reads only: ``HouseFees.collect`` takes what was entered."""

    def __init__(self, finding: Finding, fees: HouseFees, till: Till) -> None:
        self._finding = finding
        self._fees = fees
        self._till = till

    def groups(self) -> list[VillageGroup]:
        """The groups that people belong to, in the order of lists."""
        return self._finding.groups()

    def of(self, group: VillageGroup) -> PayingGroup:
        """A group as it stands to this year's fee; whoever need not pay is not of it."""
        listed = self._finding.roster(group, Standing.PAYING_AGE)
        members = [(each, self._fees.member(each)) for each in listed if not each.owes_nothing or each.paid_this_year]
        shown = [(found, member) for found, member in members if member.state is not MemberState.FREE]
        return PayingGroup(group, tuple(GroupPayer(member, self._facts(found)) for found, member in shown))

    def _facts(self, found: Found) -> tuple[str, ...]:
        """Two facts of somebody who has others of the same name, or one that sounds like it, beside them."""
        alike = self._till.alike(found.resident.id) if found.same_name else None
        return alike.facts if alike else ()
