"""What a question of a worked case may answer: money, numbers, words, yes or no; and reading what is given."""

from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.reader import PolicyTable


@value
class Yuan:
    """An amount, so that a case can tell money from numbers: written in yuan in the file, kept in fen."""

    fen: int


Answer = Yuan | tuple[Yuan, ...] | int | str | bool

LONG_AGO = Period(date(1900, 1, 1))


def memberships(given: PolicyTable) -> tuple[Membership, ...]:
    """``groups = [...]``: belonging always, unless ``groups_from`` and ``groups_to`` say otherwise."""
    first = given.day("groups_from", LONG_AGO.first)
    last = given.day("groups_to") if given.has("groups_to") else None
    return tuple(Membership(group, Period(first, last)) for group in given.texts("groups"))
