"""Words and colours put into somebody's own workbook, cell by cell: everything else in it stays as it is."""

from collections.abc import Collection, Mapping

from lxml.etree import _Element

from village_desk.workbooks.formats.package import Package
from village_desk.workbooks.forms import cell_words
from village_desk.workbooks.forms.cell_styles import CellStyles
from village_desk.workbooks.forms.form_sheet import FormSheet, area, name_of, spot, style
from village_desk.workbooks.forms.parts import BOOK, Parts, child

_LAST_COLUMN = 16_384


class OwnWorkbook:
    """A workbook of somebody else, changed in a few cells. Refused as ``Package`` refuses."""

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(Package(data).data)
        names = [each.get("name") or "" for each in self._parts.tree(BOOK).iterfind("{*}sheets/{*}sheet")]
        self._places = {name: place for place, name in enumerate(names)}
        self._opened: list[FormSheet] = []
        self._styles: CellStyles | None = None

    def sheet(self, name: str) -> "OwnSheet":
        """The sheet of that name. LookupError if there is none."""
        found = FormSheet(self._parts, self._places[name])
        self._opened.append(found)
        self._styles = self._styles or CellStyles(self._parts, found.part_of_book("styles"))
        return OwnSheet(found, self._styles)

    def show_first(self) -> None:
        """Lets a visible sheet lie on top when the one that does is hidden."""
        book = self._parts.tree(BOOK)
        states = [each.get("state", "visible") == "visible" for each in book.iterfind("{*}sheets/{*}sheet")]
        view = book.find("{*}bookViews/{*}workbookView")
        top = int((view.get("activeTab") if view is not None else "") or 0)
        if view is not None and any(states) and not (top < len(states) and states[top]):
            view.set("activeTab", str(states.index(True)))
            self._parts.change_tree(BOOK, book)

    def written(self) -> bytes:
        """The workbook's bytes."""
        for each in self._opened:
            self._parts.change_tree(each.member, each.tree)
        if self._styles is not None:
            self._styles.put_back()
        return self._parts.written()


class OwnSheet:
    """One sheet of it. Rows and columns count from 1; a colour is ``FFF3DC``, "" for none."""

    def __init__(self, sheet: FormSheet, styles: CellStyles) -> None:
        self._sheet, self._styles = sheet, styles
        self._rows = dict(sheet.rows())
        self._cells: dict[int, dict[int, _Element]] = {}

    def put(self, row: int, column: int, words: str, colour: str = "", wraps: bool = False) -> None:
        """Puts words into a cell, which looks like the one to its left unless it was there."""
        cell = self._cell(row, column)
        cell_words.set_words(cell, words)
        look = style(cell) or self._look_beside(row, column)
        look = self._styles.wrapped(look) if wraps else look
        look = self._styles.on_ground(look, colour) if colour else look
        if words.startswith(("=", "+", "-", "@")):
            look = self._styles.typed(look)
        cell.set("s", str(look))

    def shade(self, row: int, colours: Mapping[int, str]) -> None:
        """Gives cells of a row a ground of some colour."""
        for column, colour in colours.items():
            cell = self._cell(row, column)
            cell.set("s", str(self._styles.on_ground(style(cell), colour)))

    def unshade(self, row: int, colours: Collection[str]) -> None:
        """Takes such grounds away from the cells of a row."""
        for cell in self._row_cells(row).values():
            if self._styles.ground(style(cell)) in colours:
                cell.set("s", str(self._styles.without_ground(style(cell))))

    def keep_text(self, row: int, column: int) -> None:
        """Lets what is typed into a cell stay text: Excel would cut the end of a long number off."""
        cell = self._cell(row, column)
        cell.set("s", str(self._styles.as_text(style(cell))))

    def show(self, row: int, points: float = 0.0) -> None:
        """Shows a row, at least so many points high."""
        element = self._row(row)
        if "hidden" in element.attrib:
            del element.attrib["hidden"]
        if points > float(element.get("ht") or 0):
            element.set("ht", f"{points:g}")
            element.set("customHeight", "1")

    def set_width(self, column: int, width: float) -> None:
        """Makes a column so wide, and shows it."""
        columns = self._sheet.tree.find("{*}cols")
        columns = self._sheet.insert("cols") if columns is None else columns
        for each in list(columns):
            first, last = int(each.get("min") or 1), int(each.get("max") or 1)
            if first <= column <= last:
                columns.remove(each)
                self._split(columns, each, first, column - 1)
                self._split(columns, each, column + 1, last)
        one = child(columns, "col")
        for name, number in (("min", column), ("max", column), ("width", width), ("customWidth", 1)):
            one.set(name, str(number))
        columns[:] = sorted(columns, key=lambda each: int(each.get("min") or 1))

    def clear_of_merges(self, column: int, last_row: int) -> None:
        """Cuts off merged cells that reach into a column or beyond; at the last row with contents, too."""
        merges = self._sheet.tree.find("{*}mergeCells")
        for each in list(merges) if merges is not None else ():
            top, left, bottom, right = area(each.get("ref") or "")
            if right < column:
                continue
            end = min(bottom, last_row), min(right, column - 1)
            if left >= column or (top, left) >= end or top > end[0]:
                each.getparent().remove(each)  # type: ignore[union-attr]
            else:
                each.set("ref", f"{name_of(top, left)}:{name_of(*end)}")
        if merges is not None and not len(merges):
            self._sheet.tree.remove(merges)
        elif merges is not None:
            merges.set("count", str(len(merges)))

    def filter_to(self, column: int) -> None:
        """Lets a filter that the table has reach to a column."""
        found = self._sheet.tree.find("{*}autoFilter")
        if found is not None and found.get("ref"):
            top, left, bottom, right = area(found.get("ref") or "")
            found.set("ref", f"{name_of(top, left)}:{name_of(bottom, max(right, column))}")

    def reach(self, row: int, column: int) -> None:
        """Says how far the sheet reaches now."""
        found = self._sheet.tree.find("{*}dimension")
        if found is not None:
            top, left, bottom, right = area(found.get("ref") or "A1")
            found.set("ref", f"{name_of(top, left)}:{name_of(max(bottom, row), max(right, column))}")

    def _split(self, columns: _Element, old: _Element, first: int, last: int) -> None:
        if first <= last <= _LAST_COLUMN:
            part = child(columns, "col")
            for name, kept in old.attrib.items():
                part.set(name, kept)
            part.set("min", str(first))
            part.set("max", str(last))

    def _look_beside(self, row: int, column: int) -> int:
        """The format of the nearest cell on the left."""
        places = [each for each in self._row_cells(row) if each < column]
        return style(self._row_cells(row)[max(places)]) if places else 0

    def _cell(self, row: int, column: int) -> _Element:
        cells = self._row_cells(row)
        if column not in cells:
            cells[column] = self._new_cell(row, column)
        return cells[column]

    def _new_cell(self, row: int, column: int) -> _Element:
        element = self._row(row)
        cell = child(element, "c")
        cell.set("r", name_of(row, column))
        before = sum(1 for each in self._row_cells(row) if each < column)
        element.insert(before, cell)
        if "spans" in element.attrib:
            del element.attrib["spans"]
        return cell

    def _row(self, row: int) -> _Element:
        if row not in self._rows:
            element = child(self._sheet.data, "row")
            element.set("r", str(row))
            self._sheet.data.insert(sum(1 for each in self._rows if each < row), element)
            self._rows[row] = element
        return self._rows[row]

    def _row_cells(self, row: int) -> dict[int, _Element]:
        if row not in self._cells:
            found = self._row(row).iterfind("{*}c")
            self._cells[row] = {spot(each.get("r") or "")[1]: each for each in found}
        return self._cells[row]
