"""Fills a form by editing its sheet: values, ticks, pictures, repeated rows; all else in the file stays as it is.

A value is put once: what looks like a place or a formula within a value stays words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml.etree import _Element

from sync.agreement.values import value
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.form_fields import FormContent, FormField, Picture, Record, Value
from village_desk.workbooks.formats.package import Package
from village_desk.workbooks.forms import calculating, cell_words, shifting, ticking, value_words
from village_desk.workbooks.forms.bands import GROUPED_BY, Arranging, PageRoom
from village_desk.workbooks.forms.cell_pictures import CellPictures
from village_desk.workbooks.forms.cell_styles import CellStyles, NumberKind
from village_desk.workbooks.forms.cell_words import SharedStrings
from village_desk.workbooks.forms.dictionary import fields
from village_desk.workbooks.forms.form_sheet import FormSheet, Spot, column_number, spot, style
from village_desk.workbooks.forms.parts import BOOK, Parts, child
from village_desk.workbooks.forms.placeholders import Band, Edit, Escaped, Marked, Place, Ticks, boxes_of, put
from village_desk.workbooks.forms.shifting import FilledBlock, Shift
from village_desk.workbooks.forms.template import COUNT, SUMMED_BANDS, TITLE, Template, heading

_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER_LONG = 12
"""Digits from which Excel would round a number when its cell is edited."""
_SERIAL = "序号"
_SIZE_CODE = re.compile("&[0-9]+$")


@value
class Blank:
    """A place that stayed empty since nothing is known of its field. ``cell`` is the template's."""

    cell: str
    field: str


@value
class Unticked:
    """Boxes of which none says what the field says. ``words``: what it says."""

    cell: str
    field: str
    words: str


@value
class Filled:
    """A filled form: the bytes of the workbook, what stayed empty, what found no box."""

    data: bytes
    blanks: tuple[Blank, ...]
    unticked: tuple[Unticked, ...]


def fill(template: Template, content: FormContent, room: PageRoom | None = None, progress: Progress = silent) -> Filled:
    """The form filled with the content; with ``room`` its lists are broken into pages, else they run on.

    Refused ``picture`` for a photo that cannot be opened. Equal content gives equal bytes. Cancelled by ``progress``.
    """
    return _Filling(template, content, room, progress).filled()


@dataclass
class _Findings:
    """What is told after the filling, each once."""

    blanks: dict[Blank, None] = field(default_factory=dict)
    unticked: dict[Unticked, None] = field(default_factory=dict)


@value
class _Speaking:
    """Of what the places of a row speak: the values, the records of its line, and the number of the first of them."""

    values: Record
    records: Sequence[Record] = ()
    number: int = 0


class _Filling:
    """One form being filled."""

    def __init__(self, template: Template, content: FormContent, room: PageRoom | None, progress: Progress) -> None:
        self._template, self._content, self._room, self._progress = template, content, room, progress
        self._parts = Parts(Package(template.data).data)
        self._sheet = FormSheet(self._parts)
        self._strings = SharedStrings(self._parts, self._sheet.part_of_book("sharedStrings"))
        self._styles = CellStyles(self._parts, self._sheet.part_of_book("styles"))
        self._findings = _Findings()
        self._pictures: dict[Spot, Picture] = {}
        self._known: dict[str, FormField | None] = {}
        self._covered: dict[Place, bool] = {}
        self._is_1904 = _counts_from_1904(self._parts)
        self._marked: dict[int, dict[int, Marked]] = {}
        for (row, column), marked in template.cells.items():
            self._marked.setdefault(row, {})[column] = marked

    def filled(self) -> Filled:
        """Fills everything in its order."""
        rows = dict(self._sheet.rows())
        blocks = self._arranged()
        shift = Shift(blocks)
        self._fill_rows(rows, blocks, shift)
        self._fill_headings()
        if shift:
            shifting.move_sheet(self._sheet, shift)
        self._break_pages(blocks)
        calculating.calculate(self._sheet, self._template.formulas, blocks, shift, self._strings)
        self._put_pictures()
        self._styles.put_back()
        self._parts.change_tree(self._sheet.member, self._sheet.tree)
        return Filled(self._parts.written(), tuple(self._findings.blanks), tuple(self._findings.unticked))

    def _arranged(self) -> list[FilledBlock]:
        """The lines of each block, and where they begin."""
        found: list[FilledBlock] = []
        more = 0
        last = self._last_row()
        for place, block in enumerate(self._template.blocks):
            records = list(self._content.lists.get(block.list, ()))
            tail = range(block.rows.stop, last + 1)
            room = self._room if place == 0 else None
            lines = Arranging(block, room, self._words_of_row, tail).lines(records)
            found.append(FilledBlock(block, lines, block.rows.start + more))
            more += len(lines) - len(block.rows)
        return found

    def _last_row(self) -> int:
        """The last row in which something stands: rows that have only frames want no room."""
        holding = (place[0] for place, cell in self._sheet.cells() if len(cell))
        return max([*holding, *(area[2] for area in self._sheet.merges())], default=0)

    def _words_of_row(self, row: int, record: Record, number: int) -> dict[int, str]:
        """The words of a record's row by column: what its height is measured by."""
        speaking = _Speaking(self._content.values, (record,), number)
        return {
            column: put(marked.words, self._edits("", marked, speaking))
            for column, marked in self._marked.get(row, {}).items()
        }

    def _fill_rows(self, rows: Mapping[int, _Element], blocks: Sequence[FilledBlock], shift: Shift) -> None:
        repeated = {row: each for each in blocks for row in each.block.rows}
        made: list[_Element] = []
        written: set[int] = set()
        total = sum(len(each.lines) for each in blocks)
        for number, row in rows.items():
            if number not in repeated:
                made.append(self._fill_row(row, number, shift.first(number), _Speaking(self._content.values)))
            elif id(repeated[number]) not in written:
                written.add(id(repeated[number]))
                made += self._fill_block(rows, repeated[number], total)
        self._sheet.data[:] = made

    def _fill_block(self, rows: Mapping[int, _Element], block: FilledBlock, total: int) -> Iterator[_Element]:
        for place, line in enumerate(block.lines):
            self._progress(place, total)
            if line.row not in rows:
                continue
            row = deepcopy(rows[line.row])
            if line.height:
                row.set("ht", f"{line.height:.2f}".rstrip("0").rstrip("."))
                row.set("customHeight", "1")
            speaking = _Speaking(self._content.values, line.records, line.number)
            yield self._fill_row(row, line.row, block.start + place, speaking)

    def _fill_row(self, row: _Element, number: int, new: int, speaking: _Speaking) -> _Element:
        marked = self._marked.get(number, {})
        if new != number:
            row.set("r", str(new))
        if new == number and not marked:
            return row
        for cell in row.iterfind("{*}c"):
            letters = (cell.get("r") or "").rstrip("0123456789")
            if new != number:
                cell.set("r", f"{letters}{new}")
            here = marked.get(column_number(letters)) if marked else None
            if here is not None:
                self._fill_cell(cell, f"{letters}{number}", here, speaking)
        return row

    def _fill_cell(self, cell: _Element, where: str, marked: Marked, speaking: _Speaking) -> None:
        place = marked.lone if not any(map(self._options, marked.places)) else None
        found = self._value(place, speaking) if place else None
        if place is not None and found is not None:
            self._put_alone(cell, where, place, *found)
            return
        edits = self._edits(where, marked, speaking)
        item = self._strings.item(cell)
        if item is not None:
            cell_words.set_edited(cell, item, edits)
            self._keep_as_text(cell, put(marked.words, edits))

    def _put_alone(self, cell: _Element, where: str, place: Place, kind: FormField, value: Value) -> None:
        """A value that has its cell for itself: a number or day as such, in the cell's own format."""
        if isinstance(value, Picture):
            self._pictures[spot(cell.get("r") or "")] = value
            cell_words.set_words(cell, "")
        elif not self._put_number(cell, place, kind, value):
            is_plain = isinstance(value, str) or place.way or place.digit
            words = self._said(kind, value, place) if is_plain else value_words.alone(kind, value)
            cell_words.set_words(cell, words)
            self._keep_as_text(cell, words)

    def _put_number(self, cell: _Element, place: Place, kind: FormField, value: Value) -> bool:
        """Whether the value could be put as a number."""
        own = self._styles.kind(style(cell))
        day, number = value_words.as_day(value), value_words.as_number(kind, value)
        if place.digit or own is NumberKind.TEXT:
            return False
        serial = value_words.serial(day, self._is_1904) if day and own is NumberKind.DATE and not place.way else None
        if serial is not None:
            cell_words.set_number(cell, str(serial))
            return True
        if number is None or own is NumberKind.DATE or (place.way and place.way not in value_words.NUMBER_FORMATS):
            return False
        if place.way and own is NumberKind.GENERAL:
            numbered = self._styles.with_number(style(cell), value_words.NUMBER_FORMATS[place.way])
            cell.set("s", str(numbered))
        cell_words.set_number(cell, f"{number.normalize():f}")
        return True

    def _keep_as_text(self, cell: _Element, words: str) -> None:
        """Excel makes a formula or a rounded number of some words when their cell is edited: the format forbids it."""
        is_long = len(words) >= _NUMBER_LONG and words.isascii() and words.isdigit()
        if words.startswith(_FORMULA_BEGINS) or is_long:
            cell.set("s", str(self._styles.typed(style(cell))))

    def _edits(self, where: str, marked: Marked, speaking: _Speaking) -> list[Edit]:
        edits: list[Edit] = []
        for mark in marked.marks:
            if isinstance(mark, Escaped):
                edits.append((mark.at, mark.at + 2, mark.sign))
            elif isinstance(mark, Ticks):
                edits += self._ticked(where, mark, speaking)
            else:
                words = self._words(where, mark, speaking, bool(marked.fixed.strip()))
                edits.append((mark.at, mark.at + len(mark.written), words))
        return edits

    def _words(self, where: str, place: Place, speaking: _Speaking, is_between: bool) -> str:
        """The words of a place; where nothing is known between other words, room to write by hand."""
        options = self._options(place)
        if options:
            return self._boxes(where, place, options, speaking)
        found = self._value(place, speaking)
        if found is None:
            known = self._say_blank(where, place, speaking)
            return value_words.room(known, place) if known and is_between else ""
        kind, value = found
        return self._said(kind, value, place)

    def _said(self, kind: FormField, value: Value, place: Place) -> str:
        return cell_words.writable(value_words.in_words(kind, value, place, self._masks(place)))

    def _masks(self, place: Place) -> bool:
        if place not in self._covered:
            self._covered[place] = self._template.masks(place)
        return self._covered[place]

    def _options(self, place: Place) -> Sequence[str]:
        """The words to tick, for a place that asks for them: those of the content, else the field's own."""
        known = self._field(place.field)
        if known is None or place.way != value_words.OPTIONS:
            return ()
        return self._content.options.get(known.name) or known.options

    def _boxes(self, where: str, place: Place, options: Sequence[str], speaking: _Speaking) -> str:
        """A box for each of the words, that of the value ticked."""
        words = cell_words.writable(ticking.with_boxes(options))
        return put(
            words, self._ticked(where, Ticks(Place(place.field, place.band, place.list), boxes_of(words)), speaking)
        )

    def _ticked(self, where: str, ticks: Ticks, speaking: _Speaking) -> list[Edit]:
        place = ticks.place
        edits: list[Edit] = [(place.at, place.at + len(place.written), "")]
        found = self._value(place, speaking)
        if found is None:
            self._say_blank(where, place, speaking)
            return edits
        kind, value = found
        boxes, missing = ticking.ticked(kind, value, ticks.boxes)
        if missing and where:
            self._findings.unticked[Unticked(where, kind.name, missing)] = None
        return edits + boxes

    def _say_blank(self, where: str, place: Place, speaking: _Speaking) -> FormField | None:
        """Note that nothing is known of a field, unless it may be absent; the field, if somebody should write it."""
        known = self._field(place.field)
        spoken = self._content.lists.get(place.list, ()) if place.band is Band.WHOLE_SUM else speaking.records
        nobody = place.band is not Band.NONE and not any(spoken)
        if known is None or known.optional or nobody:
            return None
        if where:
            self._findings.blanks[Blank(where, known.name)] = None
        return known

    def _value(self, place: Place, speaking: _Speaking) -> tuple[FormField, Value] | None:
        """The place's field and value; None if nothing is known."""
        known = self._field(place.field)
        if known is None:
            return None
        if place.band is Band.NONE:
            value = speaking.values.get(known.name)
        elif place.band is Band.RECORD:
            value = _of_record(known, speaking)
        else:
            value = self._of_many(known, place, speaking)
        return None if value is None else (known, value)

    def _field(self, name: str) -> FormField | None:
        if name not in self._known:
            self._known[name] = fields().find(name)
        return self._known[name]

    def _of_many(self, known: FormField, place: Place, speaking: _Speaking) -> Value | None:
        """What is said of a group, a page or a whole list."""
        whole = place.band is Band.WHOLE_SUM
        records = self._content.lists.get(place.list, ()) if whole else [each for each in speaking.records if each]
        if known.name == COUNT:
            return len(records)
        if known.name == TITLE and records:
            return records[0].get(GROUPED_BY)
        if place.band in SUMMED_BANDS and known.kind.is_summed:
            return _sum(known, records)
        return records[0].get(known.name) if records else None

    def _fill_headings(self) -> None:
        speaking = _Speaking(self._content.values)
        for element in self._sheet.tree.iterfind("{*}headerFooter/*"):
            marked = self._template.headings.get(str(element.tag).rpartition("}")[2])
            if marked is None:
                continue
            edits = self._edits(_name_of_heading(element), marked, speaking)
            safe = [(start, end, _in_heading(marked.words[:start], new)) for start, end, new in edits]
            element.text = put(marked.words, safe)

    def _break_pages(self, blocks: Sequence[FilledBlock]) -> None:
        """Writes where pages end as breaks by hand, so that Excel breaks where the sums were taken."""
        after = [each.start + place for each in blocks for place, line in enumerate(each.lines) if line.ends_page]
        if not after:
            return
        breaks = self._sheet.tree.find("{*}rowBreaks")
        breaks = self._sheet.insert("rowBreaks") if breaks is None else breaks
        for row in after:
            one = child(breaks, "brk")
            for name, number in (("id", row), ("max", 16383), ("man", 1)):
                one.set(name, str(number))
        breaks[:] = sorted(breaks, key=lambda each: int(each.get("id") or 0))
        breaks.set("count", str(len(breaks)))
        breaks.set("manualBreakCount", str(len(breaks)))

    def _put_pictures(self) -> None:
        if not self._pictures:
            return
        pictures = CellPictures(self._sheet)
        merges = self._sheet.merges()
        for (row, column), picture in self._pictures.items():
            alone = (row, column, row, column)
            pictures.put(picture, next((each for each in merges if each[:2] == (row, column)), alone))


def _of_record(known: FormField, speaking: _Speaking) -> Value | None:
    record = speaking.records[0] if speaking.records else {}
    if known.name == _SERIAL and record:
        return record.get(_SERIAL, speaking.number)
    return record.get(known.name)


def _sum(known: FormField, records: Sequence[Record]) -> Value | None:
    """The sum of what is known; None if nothing is."""
    found = [value for each in records if isinstance(value := each.get(known.name), int)]
    return sum(found) if found else None


def _name_of_heading(element: _Element) -> str:
    return heading(str(element.tag))


def _in_heading(before: str, words: str) -> str:
    """Words as a header needs them: & begins its codes, and digits behind a code of size would belong to it."""
    doubled = words.replace("&", "&&")
    return f" {doubled}" if words[:1].isdigit() and _SIZE_CODE.search(before) else doubled


def _counts_from_1904(parts: Parts) -> bool:
    properties = parts.tree(BOOK).find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")
