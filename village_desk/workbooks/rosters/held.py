"""A row of a roster kept apart from its workbook, and read again by the same readers and rules as on the first day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from village_desk.domain.held_rows import HeldCell, HeldReason, RowHeld
from village_desk.domain.people import FIELDS
from village_desk.workbooks.columns.headers import Header
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import OUR_COLUMNS, ROSTER, column
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell, Unread
from village_desk.workbooks.rosters import duplicate_rows, persons
from village_desk.workbooks.rosters.duplicate_rows import ReadPerson
from village_desk.workbooks.rosters.households import Households


def kept(entry: ReadPerson, problems: Iterable[Problem], file: str) -> RowHeld:
    """The row with its cells, also those of its house that stand further up, and why it is held. It has no id yet."""
    line = entry.line
    reasons = tuple(HeldReason(each.code, each.message, each.cure, each.field) for each in problems if each.holds)
    own = [*_cells(line)]
    return RowHeld("", file, line.sheet, line.row, (*own, *_carried(entry, own)), reasons)


def read_again(rows: Sequence[RowHeld], offers: Callable[[int], bool], today: date) -> list[ReadPerson]:
    """The people of rows that were held, each line with its problems; those of one number are compared."""
    entries = [_entry(row, offers, today) for row in rows]
    duplicate_rows.hold_contradictions(entries)
    return entries


def typed(row: RowHeld, fields: Mapping[str, str]) -> RowHeld:
    """The row with what somebody typed into its fields; a cell that says the same keeps its type."""
    changed = {name: text for name, text in fields.items() if text != row.text(name)}
    if not changed:
        return row
    left = tuple(each for each in row.cells if each.field not in changed)
    headings = {each.field: each.heading for each in reversed(row.cells)}
    new = (HeldCell(name, headings.get(name) or heading(name), text) for name, text in changed.items())
    return replace(row, cells=(*left, *new))


def heading(field: str) -> str:
    """The usual heading of a field of a person; "" for a column that is read of no person."""
    return _HEADINGS.get(field, "")


_HEADINGS = {column(name): info.headings[0] for name, info in FIELDS.items() if info.headings}
_HEADINGS |= {field: ROSTER[field][0] for field in ("sex", "birth")}


def _cells(line: Line) -> Iterable[HeldCell]:
    """The cells under the headings, and those beside them that say something; not the program's own two columns."""
    fields = {place: name for name, places in line.header.columns.items() for place in places}
    labels = line.header.labels
    for place in range(max([len(line.cells), *(each + 1 for each in fields)])):
        cell = line.cells[place] if place < len(line.cells) else ""
        label = labels.get(place, "")
        if label not in OUR_COLUMNS and (place in fields or label or not cells.is_blank(cell)):
            yield HeldCell(fields.get(place, ""), label, *_written(cell))


def _carried(entry: ReadPerson, own: Iterable[HeldCell]) -> Iterable[HeldCell]:
    person, written = entry.person, {each.field for each in own if each.text}
    group = str(person.group) if person.group else person.group_name
    for name, text in (("group", group), ("household", person.household), ("head", person.head)):
        if text and name not in written:
            yield HeldCell(name, entry.line.header.label(name) or heading(name), text)


def _entry(row: RowHeld, offers: Callable[[int], bool], today: date) -> ReadPerson:
    columns: dict[str, tuple[int, ...]] = {}
    for place, each in enumerate(row.cells):
        if each.field:
            columns[each.field] = (*columns.get(each.field, ()), place)
    labels = {place: each.heading for place, each in enumerate(row.cells)}
    line = Line(row.sheet, row.number, [_cell(each) for each in row.cells], Header(0, columns, labels))
    line.sort = Sort.PERSON
    if not line.is_numbered():
        line.report_displaced()
    return ReadPerson(line, persons.read(line, Households(""), offers, today))


def _written(cell: Cell) -> tuple[str, str]:
    """The cell as text, and the type by which it is a cell again."""
    if isinstance(cell, Unread):
        return cell.shown, cell.kind
    return cells.text(cell), _SORTS.get(type(cell), "")


def _cell(kept_cell: HeldCell) -> Cell:
    if kept_cell.sort in ("formula", "error"):
        return Unread(kept_cell.sort, kept_cell.text)
    again = _AGAIN.get(kept_cell.sort)
    return again(kept_cell.text) if again else kept_cell.text


def _number(text: str) -> float:
    return int(text) if text.isdecimal() else float(text)


def _span(_text: str) -> timedelta:
    """How long it is says nothing: no field holds a span of time, and every reader refuses one."""
    return timedelta()


_SORTS: dict[type, str] = {
    bool: "truth",
    int: "number",
    float: "number",
    date: "day",
    datetime: "moment",
    time: "time",
    timedelta: "span",
}
_AGAIN: dict[str, Callable[[str], Cell]] = {
    "truth": "True".__eq__,
    "number": _number,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "span": _span,
}
