"""Which payout lists stand, and who owes no fee by that and by what was noted. SQL conditions for other queries."""

from sync.agreement.facts import DeathNoted, DrawingNoted
from sync.agreement.facts.office import PAYOUT_LIST, REPLACED


def stands(name: str) -> str:
    """The SQL condition that a list counts: it is whole, and no decision here or later list replaced it."""
    decided = f"SELECT s.value NOT LIKE '{REPLACED}%' FROM settings s WHERE s.name = '{PAYOUT_LIST}' || {name}.id"
    return f"({name}.lacking = 0 AND coalesce(({decided}), {name}.replaced_by = ''))"


def is_dead(person: str) -> str:
    """The SQL condition that a death is noted. ``person``: the column with the id."""
    return (
        f"EXISTS (SELECT 1 FROM notes d WHERE d.person = {person} AND d.struck = '' AND d.kind = '{DeathNoted.KIND}')"
    )


def owes_nothing(person: str) -> str:
    """The SQL condition that somebody owes no fee at any age: struck off, dead, or drawing the pension.

    ``person``: the column with the id.
    """
    noted = f"n.struck = '' AND n.kind IN ('{DeathNoted.KIND}', '{DrawingNoted.KIND}')"
    listed = "payout_lines l JOIN payout_lists o ON o.id = l.payout_list"
    return (
        f"(EXISTS (SELECT 1 FROM left_people w WHERE w.person = {person})"
        f" OR EXISTS (SELECT 1 FROM notes n WHERE n.person = {person} AND {noted})"
        f" OR EXISTS (SELECT 1 FROM {listed} WHERE l.person = {person} AND l.person <> '' AND {stands('o')}))"
    )
