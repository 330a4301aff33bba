"""The same identity number on several rows: one person written twice, or two people, one with a wrong number."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS
from village_desk.words import _
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.rosters.persons import RosterRow

Contents = tuple[str | int, ...]
"""The fields of a person, without the place of their row."""
_FIELDS: Callable[[RosterRow], Contents] = attrgetter(*FIELDS)


@value
class ReadPerson:
    """A line and the person read from it."""

    line: Line
    person: RosterRow


def hold_contradictions(entries: Iterable[ReadPerson]) -> None:
    """Holds every row of a number that stands with two names, or with one name and other contents.

    The problems are ``same_id_two_names`` and ``same_person_differs``; each names the rows it contradicts.
    """
    for same in _by_number(entries):
        if len({entry.person.name for entry in same} - {""}) > 1:
            _hold(same, _two_names)
        elif len({_contents(entry) for entry in same if not entry.line.held}) > 1:
            _hold([entry for entry in same if not entry.line.held], _differs)


def accepted(entries: Iterable[ReadPerson]) -> list[RosterRow]:
    """The people of the rows that are not held, without rows that repeat an earlier one word for word."""
    first: dict[Contents, RosterRow] = {}
    for entry in entries:
        if not entry.line.held:
            first.setdefault(_contents(entry), entry.person)
    return list(first.values())


def repeats(entries: Iterable[ReadPerson], people: Iterable[RosterRow]) -> frozenset[tuple[str, int]]:
    """Sheet and row of the rows that are neither held nor among the accepted people."""
    kept = {(row.sheet, row.row) for row in people}
    good = {(entry.line.sheet, entry.line.row) for entry in entries if not entry.line.held}
    return frozenset(good - kept)


def _by_number(entries: Iterable[ReadPerson]) -> list[list[ReadPerson]]:
    by_number: dict[str, list[ReadPerson]] = {}
    for entry in entries:
        if entry.person.id_number:
            by_number.setdefault(entry.person.id_number, []).append(entry)
    return [same for same in by_number.values() if len(same) > 1]


def _contents(entry: ReadPerson) -> Contents:
    return _FIELDS(entry.person)


def _hold(same: Sequence[ReadPerson], why: Callable[[ReadPerson, Sequence[ReadPerson]], Refused]) -> None:
    reasons = [why(entry, [other for other in same if other is not entry]) for entry in same]
    for entry, reason in zip(same, reasons, strict=True):
        entry.line.doubt("id_number", reason)


def _two_names(entry: ReadPerson, others: Sequence[ReadPerson]) -> Refused:
    message = _("与{rows}身份证号相同，姓名却不同").format(rows=_rows(entry, others))
    return Refused(message, _("请对照身份证，改正写错的那一行"), "same_id_two_names", "id_number")


def _differs(entry: ReadPerson, others: Sequence[ReadPerson]) -> Refused:
    message = _("与{rows}是同一个人，内容却不一样").format(rows=_rows(entry, others))
    return Refused(message, _("请只留对的那一行"), "same_person_differs", "id_number")


def _rows(entry: ReadPerson, others: Sequence[ReadPerson]) -> str:
    """``第 617 行（谭宇航）``, with the sheet when that is another one."""
    return _("、").join(_row(other, entry.line.sheet) for other in others)


def _row(other: ReadPerson, sheet: str) -> str:
    where = "" if other.line.sheet == sheet else _("“{sheet}”").format(sheet=other.line.sheet)
    return where + _("第 {row} 行（{name}）").format(row=other.line.row, name=other.person.name)
