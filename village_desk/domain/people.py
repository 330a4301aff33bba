"""A resident as the desk knows them, and the fields by which residents are told apart. Values only, no look-up."""

from datetime import date
from enum import Enum

from sync.agreement.person import FIELDS as FIELDS
from sync.agreement.person import TYPES as TYPES
from sync.agreement.person import Content as Content
from sync.agreement.person import FieldInfo as FieldInfo
from sync.agreement.person import Find as Find
from sync.agreement.person import Mask as Mask
from sync.agreement.person import PersonFields as PersonFields
from sync.agreement.person import Shown as Shown
from sync.agreement.values import value
from village_desk.domain.basics import ages, identity
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.sexes import Sex
from village_desk.domain.village_groups import VillageGroup
from village_desk.words import _

PAYING_AGE = 16
"""The age from which a person may pay (R1)."""
PENSION_AGE = 60
"""The age of entitlement in the national frame (R7); a county's own age stands in its policy."""


class Standing(Enum):
    """Where a resident stands in the scheme by age alone: what the lists of a village are sorted into."""

    TOO_YOUNG = "too_young"
    PAYING_AGE = "paying_age"
    PENSION_AGE = "pension_age"

    @classmethod
    def at(cls, age: int) -> "Standing":
        """Of somebody of that age: paying age from 16, pension age from 60."""
        if age < PAYING_AGE:
            return cls.TOO_YOUNG
        return cls.PAYING_AGE if age < PENSION_AGE else cls.PENSION_AGE

    def born(self, on: date) -> tuple[str, str]:
        """The days of birth (ISO 8601) of those who stand here on a day: after the first, up to the second."""
        young, old = born_by(PAYING_AGE, on), born_by(PENSION_AGE, on)
        return {"too_young": (young, "9999"), "paying_age": (old, young), "pension_age": ("", old)}[self.value]

    def in_words(self) -> str:
        """The word of the pill beside a name."""
        return {"too_young": _("未满16岁"), "paying_age": _("缴费期"), "pension_age": _("领取期")}[self.value]


def born_by(age: int, on: date) -> str:
    """The latest day of birth (ISO 8601) of people who are of this age, or older, on a day.

    It may be a 29 February that did not exist: days of birth are compared with it as text.
    """
    return f"{on.year - age:04}{on.isoformat()[4:]}"


def soon_of_pension_age(on: date, within_months: int = 3) -> tuple[str, str]:
    """The days of birth of those who turn 60 in the coming months (R19: three months ahead), as ``Standing.born``."""
    last = Month.of(on) + (within_months - 12 * PENSION_AGE)
    return born_by(PENSION_AGE, on), f"{last}-31"


@value
class Resident(PersonFields):
    """One person of the roster."""

    @property
    def id(self) -> str:
        """The id that the person's facts name."""
        return self.person

    @property
    def village_group(self) -> VillageGroup:
        """The villagers' group, by number or name."""
        return VillageGroup(self.group, "" if self.group else self.group_name)

    @property
    def birth(self) -> date:
        """The day of birth that stands in the identity number."""
        return identity.IdentityNumber(self.id_number).birth

    @property
    def sex(self) -> Sex:
        """The sex that stands in the identity number."""
        return identity.IdentityNumber(self.id_number).sex

    @property
    def id_number_masked(self) -> str:
        """The identity number, masked for screen and paper."""
        return identity.mask(self.id_number)

    def age(self, on: date) -> int:
        """Whole years on a day."""
        return ages.age(self.birth, on)

    def standing(self, on: date) -> Standing:
        """Where they stand on a day."""
        return Standing.at(self.age(on))
