"""The lines of a payout roster in the order of their groups. Nothing is drawn."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from sync.agreement.values import value
from village_desk.domain.basics.months import Month

Group = tuple[int, str]
"""A group by its number, or 0 and its name."""

NO_GROUP = (0, "")
"""The group of a payee whose group the desk does not know; it comes last."""


@value
class RosterLine:
    """One payee. Identity number and account come whole and are masked on the paper.

    ``code`` finds the line again on a photographed page: short, unique in the roster, see ``row_codes``. ``number``:
    the line's number in its list.
    """

    code: str
    group: int
    name: str
    sex: str
    id_number: str
    account: str
    base_fen: int
    account_fen: int
    extra_fen: int
    total_fen: int
    note: str = ""
    group_name: str = ""
    number: int = 0


@value
class PayoutRoster:
    """A month's payees of a village. ``made_by`` and ``made_at`` stand on every page.

    ``kind`` and ``edition`` tell it from another roster of the month (补发, 更正; arranged anew): nobody may sign the
    wrong one. ``breaks``: how many lines each page had when it was printed; empty: as they fit.
    """

    village_name: str
    village_code: str
    desk: str
    month: Month
    lines: tuple[RosterLine, ...]
    made_by: str
    made_at: datetime
    kind: str = ""
    edition: int = 1
    breaks: tuple[int, ...] = ()


def in_groups(lines: Iterable[RosterLine]) -> list[RosterLine]:
    """The lines group by group, each group in its original order, lines without a group last."""
    return sorted(lines, key=lambda line: (of(line) == NO_GROUP, not line.group, of(line)))


def of(line: RosterLine) -> Group:
    """The group of a line."""
    return line.group, line.group_name


def row_codes(groups: Sequence[Group]) -> list[str]:
    """A code for each line from its group: ``3-017`` is the seventeenth line of group 3, ``王-002`` of 王家湾组."""
    short = _short({name for _number, name in groups if name})
    counted: dict[Group, int] = {}
    codes = []
    for group in groups:
        counted[group] = counted.get(group, 0) + 1
        codes.append(f"{short.get(group[1], group[0])}-{counted[group]:03d}")
    return codes


def _short(names: Set[str]) -> dict[str, str]:
    """Each name shortened to as few of its first characters as distinguish it from the others."""
    return {
        name: next(
            name[:size] for size in range(1, len(name) + 1) if size == len(name) or _alone(name[:size], name, names)
        )
        for name in names
    }


def _alone(start: str, name: str, names: Set[str]) -> bool:
    return not any(other.startswith(start) for other in names if other != name)
