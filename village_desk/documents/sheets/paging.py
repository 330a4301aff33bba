"""Which rows and columns stand on which page: scale, breaks, titles. Pure: geometry in, pages out."""

from collections.abc import Iterator, Mapping, Sequence

from sync.agreement.values import value
from village_desk.documents.sheets.arranging import PADDING, wraps
from village_desk.documents.sheets.breaking import width_of
from village_desk.documents.sheets.cell_words import words_of
from village_desk.documents.sheets.filled_sheet import FilledCell, FilledSheet
from village_desk.documents.sheets.measures import Measures
from village_desk.documents.sheets.page_setup import Lines, PageSetup
from village_desk.documents.sheets.references import Span, column_of, span_of
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_MOST_ROWS, _MOST_COLUMNS = 20_000, 500
_SLACK = 0.01
_FARTHEST = 100
"""Columns: words reach no further."""
_LEAST = 10
"""Percent: Excel prints nothing smaller."""


@value
class PrintedPage:
    """The rows and columns of one page in their order: repeated titles first, hidden ones left out."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


@value
class Pages:
    """All pages of a sheet and the scale that they are printed at, a part of 1."""

    scale: float
    pages: tuple[PrintedPage, ...]


def room(setup: PageSetup) -> tuple[float, float]:
    """Points between the margins, across and down."""
    margins, (width, height) = setup.margins, setup.size
    return max(width - margins.left - margins.right, 72.0), max(height - margins.top - margins.bottom, 72.0)


def areas(measures: Measures, reach: Span | None) -> list[Span]:
    """What is printed: the print areas of the sheet or, without one, everything that shows.

    ``reach`` is what the pictures cover. Refused ``too_large`` when it is more than any form.
    """
    named = [each for each in measures.sheet.setup.areas if "#REF" not in each]
    found = [_print_area(each, measures, reach) for each in named] or [used(measures, reach)]
    for area in found:
        if area.bottom - area.top >= _MOST_ROWS or area.right - area.left >= _MOST_COLUMNS:
            raise _too_large()
    return found


def _print_area(reference: str, measures: Measures, reach: Span | None) -> Span:
    """A print area; whole columns or whole rows end where the sheet's contents do."""
    plain = reference.replace("$", "").upper()
    whole = plain.replace(":", "")
    if ":" in plain and whole.isalpha():
        first, last = (column_of(each) for each in plain.split(":"))
        return Span(1, first, used(measures, reach).bottom, last)
    if ":" in plain and whole.isdigit():
        top, bottom = (int(each) for each in plain.split(":"))
        return Span(top, 1, bottom, used(measures, reach).right)
    return span_of(plain)


def used(measures: Measures, reach: Span | None) -> Span:
    """From A1 to the last cell that shows anything, also words that reach over from a cell before it."""
    sheet = measures.sheet
    bottom, right = (1, 1) if reach is None else (reach.bottom, reach.right)
    for row, cells in sheet.cells.items():
        seen = [column for column, cell in cells.items() if not cell.is_empty or sheet.look(cell).is_seen]
        if seen:
            bottom, right = max(bottom, row), max(right, max(seen))
    for merge in sheet.merges:
        cell = sheet.cells.get(merge.top, {}).get(merge.left)
        if cell is not None and not cell.is_empty:
            bottom, right = max(bottom, merge.bottom), max(right, merge.right)
    merged = {(merge.top, merge.left) for merge in sheet.merges}
    for row, cells in sheet.cells.items():
        last = max((column for column, cell in cells.items() if not cell.is_empty), default=0)
        if last and (row, last) not in merged:
            right = max(right, _reached(measures, cells, last))
    return Span(1, 1, bottom, right)


def _reached(measures: Measures, cells: Mapping[int, FilledCell], column: int) -> int:
    """The last column that the words of a row's last cell reach, to the right."""
    cell, look = cells[column], measures.sheet.look(cells[column])
    if look.horizontal == "centerContinuous":
        following = (
            each for each in range(column + 1, max(cells) + 2) if not _goes_on(measures.sheet, cells.get(each))
        )
        return next(following) - 1
    if cell.number is not None or look.turn or wraps(look) or look.horizontal not in ("general", "left", "center"):
        return column
    runs = words_of(measures.sheet, cell)[0]
    wide = sum(width_of(words, face) for words, face in runs) + 2 * PADDING
    share = 0.5 if look.horizontal == "center" else 1.0
    left = (wide - measures.width(column)) * share
    while left > _SLACK and column < _FARTHEST:
        column += 1
        left -= measures.width(column)
    return column


def _goes_on(sheet: FilledSheet, cell: FilledCell | None) -> bool:
    return cell is not None and cell.is_empty and sheet.look(cell).horizontal == "centerContinuous"


def scale(measures: Measures, found: Sequence[Span]) -> float:
    """The scale of the sheet: its own, or the largest whole percent at which it fits the pages that it must.

    In any case so small that no single row or column is larger than a page.
    """
    setup = measures.sheet.setup
    wide, high = setup.fit or (0, 0)
    percents = range(100 if setup.fit is not None else round(setup.scale * 100), _LEAST, -1)
    fitting = (each for each in percents if all(_fits(measures, area, each / 100, wide, high) for area in found))
    return next(fitting, _LEAST) / 100


def _fits(measures: Measures, area: Span, tried: float, wide: int, high: int) -> bool:
    across, down = (each / tried + _SLACK for each in room(measures.sheet.setup))
    if any(measures.width(each) > across for each in range(area.left, area.right + 1)):
        return False
    if any(measures.height(each) > down for each in range(area.top, area.bottom + 1)):
        return False
    if wide and len(_columns(measures, area, across)) > wide:
        return False
    return not high or len(_rows(measures, area, down, frozenset())) <= high


def pages(measures: Measures, reach: Span | None) -> Pages:
    """The pages of the sheet, in the order in which they are printed."""
    setup = measures.sheet.setup
    found = areas(measures, reach)
    at = scale(measures, found)
    across, down = room(setup)
    breaks = frozenset[int]() if setup.fit is not None and setup.fit[1] else setup.row_breaks
    made: list[PrintedPage] = []
    for area in found:
        columns = _columns(measures, area, across / at)
        rows = _rows(measures, area, down / at, breaks)
        pairs = [(row, column) for column in columns for row in rows]
        if setup.across_first:
            pairs = [(row, column) for row in rows for column in columns]
        made += [PrintedPage(row, column) for row, column in pairs]
    return Pages(at, tuple(made))


def _columns(measures: Measures, area: Span, most: float) -> list[tuple[int, ...]]:
    setup = measures.sheet.setup
    breaks = frozenset[int]() if setup.fit is not None and setup.fit[0] else setup.column_breaks
    shown = [each for each in range(area.left, area.right + 1) if measures.width(each) > 0]
    sizes = {each: measures.width(each) for each in (*shown, *_lines(setup.title_columns, area.right))}
    return list(_cut(shown, sizes, most, breaks, setup.title_columns))


def _rows(measures: Measures, area: Span, most: float, breaks: frozenset[int]) -> list[tuple[int, ...]]:
    titles = measures.sheet.setup.title_rows
    shown = [each for each in range(area.top, area.bottom + 1) if measures.height(each) > 0]
    sizes = {each: measures.height(each) for each in (*shown, *_lines(titles, area.bottom))}
    return list(_cut(shown, sizes, most, breaks, titles))


def _lines(titles: Lines | None, last: int) -> range:
    """The titles that stand before the end of the area."""
    return range(0) if titles is None else range(max(titles[0], 1), min(titles[1], last) + 1)


def _cut(
    shown: Sequence[int], sizes: dict[int, float], most: float, breaks: frozenset[int], titles: Lines | None
) -> Iterator[tuple[int, ...]]:
    """The lines in pieces that fit, each with the titles before it once those lie behind.

    Titles that leave no room on a page, as when they name the rows of a list, are not repeated.
    """
    piece: list[int] = []
    used, last = 0.0, 0
    for line in shown:
        is_broken = any(last < each <= line for each in breaks) if piece else False
        if piece and (is_broken or used + sizes[line] > most + _SLACK):
            yield tuple(piece)
            piece = [each for each in _lines(titles, line - 1) if sizes[each] > 0]
            used = sum(sizes[each] for each in piece)
            if used + sizes[line] > most:
                piece, used = [], 0.0
        piece.append(line)
        used += sizes[line]
        last = line
    yield tuple(piece)


def _too_large() -> Refused:
    return Refused(
        _("这张表太大，印不出来"),
        _("请在 Excel 里设好打印区域，并删掉表外的空行空列，再重新添加"),
        "too_large",
    )
