"""Where the rows of a form are once some of them repeat, and everything that names rows, moved along. Fills nothing."""

import re
from collections.abc import Iterator, Sequence
from copy import copy

from lxml.etree import _Element

from sync.agreement.values import value
from village_desk.workbooks.forms.bands import BandRow, Block
from village_desk.workbooks.forms.form_sheet import Area, FormSheet, area, name_of, spot
from village_desk.workbooks.forms.parts import BOOK, Parts, Relation

_LAST_ROW = 1_048_576
_AREAS = ("ref", "sqref", "activeCell", "topLeftCell", "r")
"""The attributes outside the rows that name cells."""
_KEPT = ("sheetData", "mergeCells", "rowBreaks", "colBreaks")
_NAMED = re.compile(
    r"""(?P<quoted>"[^"]*")|(?<![\w.$])(?P<sheet>'(?:[^']|'')+'!|[\w.]+!)?"""
    r"""(?:(?P<cells>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)(?![\w(])"""
    r"""|(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w]))"""
)
_ROW_OF_CORNER = re.compile(r"(?<![0-9])[0-9]{1,7}\b")
_CALC_CHAIN = "calcChain"
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>)\s*([0-9]+)\s*(</)")
_NOTE_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([-0-9,\s]+)(</)")


@value
class FilledBlock:
    """A block and the rows that it became: the new row of each line, one below the other from ``start`` on."""

    block: Block
    lines: Sequence[BandRow]
    start: int


class Shift:
    """Old rows to new ones. A row that repeats has a first and a last one."""

    def __init__(self, filled: Sequence[FilledBlock]) -> None:
        self._filled = filled
        self._places: dict[int, list[int]] = {}
        for each in filled:
            for place, line in enumerate(each.lines, each.start):
                self._places.setdefault(line.row, []).append(place)

    def __bool__(self) -> bool:
        """Whether any row has moved or repeats."""
        return any(len(each.lines) != len(each.block.rows) for each in self._filled)

    def first(self, row: int) -> int:
        """The new row, the first one of a row that repeats."""
        return self.places(row)[0]

    def last(self, row: int) -> int:
        """The new row, the last one of a row that repeats."""
        return self.places(row)[-1]

    def places(self, row: int) -> list[int]:
        """All the new rows of a row, from top to bottom."""
        return self._places.get(row) or [self._beside(row)]

    def _beside(self, row: int) -> int:
        more = sum(len(each.lines) - len(each.block.rows) for each in self._filled if row >= each.block.rows.stop)
        return min(row + more, _LAST_ROW)

    def is_spanned(self, top: int, bottom: int) -> bool:
        """Whether merged cells between these rows go over all the rows of a list."""
        return any(each.block.is_spanned(top, bottom) for each in self._filled)

    def area(self, old: Area) -> Area:
        """The cells that became of these."""
        return self.first(old[0]), old[1], self.last(old[2]), old[3]


def refs(text: str, shift: Shift) -> str:
    """A list of areas apart by blanks, moved."""
    return " ".join(_ref(each, shift) for each in text.split())


def _ref(word: str, shift: Shift) -> str:
    """One area moved; whole columns (``A:C``) are as they were."""
    return _area_words(shift.area(area(word)), ":" in word) if any(map(str.isdecimal, word)) else word


def named(text: str, shift: Shift, sheet: str, only_named: bool = False) -> str:
    """The cells in a formula or a name of the workbook, moved; those of other sheets and words in quotes stay.

    ``only_named``: a cell without a sheet's name before it is not of this sheet.
    """
    ours = {f"{sheet}!".lower(), "'{}'!".format(sheet.replace("'", "''")).lower()}

    def move(found: re.Match[str]) -> str:
        before = found["sheet"] or ""
        if found["quoted"] or (before.lower() not in ours if before else only_named):
            return found[0]
        return before + _moved(found["cells"] or found["rows"], shift)

    return _NAMED.sub(move, text)


def _moved(cells: str, shift: Shift) -> str:
    first, colon, last = cells.partition(":")
    top = _ROW_OF_CORNER.sub(lambda row: str(shift.first(int(row[0]))), first)
    end = shift.last if colon else shift.first
    bottom = _ROW_OF_CORNER.sub(lambda row: str(end(int(row[0]))), last or first)
    return f"{top}:{bottom}" if colon else top


def move_sheet(sheet: FormSheet, shift: Shift) -> None:
    """Moves all that names rows of the form: in the sheet besides its rows, in the workbook, in drawings and notes."""
    for element in _elements(sheet.tree):
        for name in _AREAS:
            if name in element.attrib:
                element.set(name, refs(element.get(name) or "", shift))
        if _local(element) in ("formula", "formula1", "formula2", "f") and element.text:
            element.text = named(element.text, shift, sheet.name)
        if _local(element) == "sqref" and element.text:
            element.text = refs(element.text, shift)
    _move_merges(sheet, shift)
    _move_breaks(sheet, shift)
    _move_names(sheet, shift)
    for each in sheet.parts.relations(sheet.member):
        _move_part(sheet.parts, each, shift)
    drop_calculation_chain(sheet.parts)


def drop_calculation_chain(parts: Parts) -> None:
    """Takes away the order of calculating, which names cells by their old places: Excel makes it anew."""
    for each in parts.relations(BOOK):
        if each.kind == _CALC_CHAIN and parts.has(each.target):
            parts.drop(each.target)
            _remove(parts, "xl/_rels/workbook.xml.rels", "Id", each.id)
            _remove(parts, "[Content_Types].xml", "PartName", f"/{each.target}")


def _remove(parts: Parts, member: str, name: str, value: str) -> None:
    tree = parts.tree(member)
    for element in [each for each in tree if (each.get(name) or "").lower() == value.lower()]:
        tree.remove(element)
    parts.change_tree(member, tree)


def _elements(tree: _Element) -> Iterator[_Element]:
    """The elements beside the rows, and those that are moved by themselves."""
    for part in tree:
        if isinstance(part.tag, str) and _local(part) not in _KEPT:
            yield from (each for each in part.iter() if isinstance(each.tag, str))


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _area_words(cells: Area, is_range: bool) -> str:
    top, left, bottom, right = cells
    first, last = name_of(top, left), name_of(bottom, right)
    return f"{first}:{last}" if is_range or first != last else first


def _move_merges(sheet: FormSheet, shift: Shift) -> None:
    """Merged cells of a row that repeats are merged in each of its rows; those over all such rows grow with them."""
    merges = sheet.tree.find("{*}mergeCells")
    if merges is None:
        return
    found = list(merges)
    for each in found:
        merges.remove(each)
    for each in found:
        for moved in _merged(area(each.get("ref") or ""), shift):
            one = copy(each)
            one.set("ref", _area_words(moved, True))
            merges.append(one)
    merges.set("count", str(len(merges)))


def _merged(cells: Area, shift: Shift) -> Iterator[Area]:
    top, left, bottom, right = cells
    if shift.is_spanned(top, bottom):
        yield shift.area(cells)
        return
    for start in shift.places(top):
        yield start, left, start + bottom - top, right


def _move_breaks(sheet: FormSheet, shift: Shift) -> None:
    for each in sheet.tree.iterfind("{*}rowBreaks/{*}brk"):
        row = int(each.get("id") or 0)
        each.set("id", str(shift.first(row + 1) - 1))


def _move_names(sheet: FormSheet, shift: Shift) -> None:
    """The print area, the titles that repeat, and other names of cells."""
    book = sheet.parts.tree(BOOK)
    changed = False
    for each in book.iterfind("{*}definedNames/{*}definedName"):
        new = named(each.text or "", shift, sheet.name, only_named=True)
        changed = changed or new != each.text
        each.text = new
    if changed:
        sheet.parts.change_tree(BOOK, book)


def _move_part(parts: Parts, relation: Relation, shift: Shift) -> None:
    if relation.is_outside or not parts.has(relation.target):
        return
    if relation.kind == "drawing":
        _move_drawing(parts, relation.target, shift)
    elif relation.kind in ("comments", "threadedComment"):
        _move_notes(parts, relation.target, shift)
    elif relation.kind == "vmlDrawing":
        _move_note_shapes(parts, relation.target, shift)


def _move_drawing(parts: Parts, member: str, shift: Shift) -> None:
    """Pictures keep their size: both corners move as far as the upper one."""
    tree = parts.tree(member)
    for anchor in tree:
        top = anchor.find("{*}from/{*}row")
        if top is None:
            continue
        down = shift.first(int(top.text or 0) + 1) - 1 - int(top.text or 0)
        for row in (*anchor.iterfind("{*}from/{*}row"), *anchor.iterfind("{*}to/{*}row")):
            row.text = str(int(row.text or 0) + down)
    parts.change_tree(member, tree)


def _move_notes(parts: Parts, member: str, shift: Shift) -> None:
    tree = parts.tree(member)
    for each in tree.iter():
        if isinstance(each.tag, str) and each.get("ref"):
            row, column = spot(each.get("ref") or "")
            each.set("ref", name_of(shift.first(row), column))
    parts.change_tree(member, tree)


def _move_note_shapes(parts: Parts, member: str, shift: Shift) -> None:
    """The shapes of notes are kept in an old dialect that is not always XML: only numbers in it are changed."""

    def row(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d" % (shift.first(int(found[2]) + 1) - 1) + found[3]

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = [int(each) for each in found[2].split(b",")]
        if len(numbers) != 8:
            return found[0]
        down = shift.first(numbers[2] + 1) - 1 - numbers[2]
        numbers[2], numbers[6] = numbers[2] + down, numbers[6] + down
        return found[1] + b", ".join(b"%d" % each for each in numbers) + found[3]

    content = parts.content(member)
    parts.change(member, _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, content)))
