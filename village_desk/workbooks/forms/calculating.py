"""Gives the formulas of a filled form their places and their values, so that nobody needs Excel to read them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial

from lxml.etree import _Element

from village_desk.workbooks.forms import cell_words, formulas
from village_desk.workbooks.forms.cell_words import SharedStrings
from village_desk.workbooks.forms.form_sheet import Area, FormSheet, Spot
from village_desk.workbooks.forms.formulas import Formula, NoResult, Reference
from village_desk.workbooks.forms.parts import child
from village_desk.workbooks.forms.shifting import FilledBlock, Shift

_FURTHEST = 400
"""Places before or behind the point that a number may have: one of a hundred million would fill the memory."""


def calculate(
    sheet: FormSheet, found: Mapping[Spot, Formula], blocks: Sequence[FilledBlock], shift: Shift, strings: SharedStrings
) -> None:
    """Writes the formulas ``found`` in the template where their cells are now, and the value of each."""
    if not found:
        return
    cells = dict(sheet.cells())
    moved = {spot: each for spot, each in _moved(found, blocks, shift) if spot in cells}
    numbers = _Numbers(cells, moved, strings)
    order, _circle = formulas.in_order(moved)
    for spot in order:
        _write(cells[spot], moved[spot], *numbers.settle(spot, moved[spot]))


def _moved(
    found: Mapping[Spot, Formula], blocks: Sequence[FilledBlock], shift: Shift
) -> Iterator[tuple[Spot, Formula]]:
    """Each formula in each of its new cells, its references moved along."""
    for (row, column), formula in found.items():
        band = next((rows for each in blocks for rows in each.block.bands.values() if row in rows), range(0))
        for place, new in enumerate(shift.places(row)):
            yield (new, column), formulas.moved(formula, partial(_at, place=place, own=band, shift=shift))


def _at(reference: Reference, place: int, own: range, shift: Shift) -> Reference:
    """A reference to the repeating row itself means the same copy of it; all others mean all that became of them."""
    top, _left, bottom, _right = reference.area
    if top in own and bottom in own:
        return reference.rows_moved(shift.places(top)[place], shift.places(bottom)[place])
    return reference.rows_moved(shift.first(top), shift.last(bottom))


class _Numbers:
    """The numbers in the cells of a filled sheet; those of formulas as they are settled."""

    def __init__(self, cells: Mapping[Spot, _Element], found: Mapping[Spot, Formula], strings: SharedStrings) -> None:
        self._cells, self._strings = cells, strings
        self._numbers = {spot: number for spot, cell in cells.items() if (number := _number(cell)) is not None}
        self._errors: dict[Spot, str] = {}
        for spot in found:
            self._numbers.pop(spot, None)

    def settle(self, spot: Spot, formula: Formula) -> tuple[Fraction | None, str]:
        """The formula's number, or the word that Excel shows where there is none."""
        try:
            number = formulas.result(formula, self._one, self._all)
        except NoResult as no:
            self._errors[spot] = str(no)
            return None, str(no)
        self._numbers[spot] = number
        return number, ""

    def _one(self, spot: Spot) -> Fraction:
        self._must_be_right(spot)
        if spot in self._numbers:
            return self._numbers[spot]
        cell = self._cells.get(spot)
        item = self._strings.item(cell) if cell is not None else None
        words = cell_words.text(item).strip() if item is not None else ""
        number = _exact(words.replace(",", "")) if item is not None else Fraction(0)
        if number is None:
            raise NoResult("#VALUE!")
        return number

    def _all(self, area: Area) -> Iterator[Fraction]:
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > len(self._cells):
            inside = [spot for spot in self._cells if top <= spot[0] <= bottom and left <= spot[1] <= right]
        else:
            inside = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        for spot in inside:
            self._must_be_right(spot)
            if spot in self._numbers:
                yield self._numbers[spot]

    def _must_be_right(self, spot: Spot) -> None:
        if spot in self._errors:
            raise NoResult(self._errors[spot])


def _number(cell: _Element) -> Fraction | None:
    written = cell.findtext("{*}v") if cell.get("t", "n") == "n" else None
    return _exact(written) if written else None


def _exact(written: str) -> Fraction | None:
    """The number that words say; None for none, and for one that no calculation should be given (1E+99999999)."""
    try:
        number = Decimal(written)
        if not number.is_finite() or abs(number.adjusted()) > _FURTHEST:
            return None if number else Fraction(0)
        return formulas.kept(Fraction(number))
    except (InvalidOperation, NoResult):
        return None


def _write(cell: _Element, formula: Formula, number: Fraction | None, error: str) -> None:
    for each in list(cell):
        cell.remove(each)
    if "t" in cell.attrib:
        del cell.attrib["t"]
    child(cell, "f").text = formulas.written(formula)
    value = child(cell, "v")
    value.text = error if number is None else _figures(number)
    if number is None:
        cell.set("t", "e")


def _figures(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.15g}"
