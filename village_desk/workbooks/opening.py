"""Opens a workbook safely and gives its sheets as grids of cells. Knows nothing of rosters and payouts."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from village_desk.domain.errors import Refused, Trouble
from village_desk.words import _
from village_desk.workbooks import contents, legacy, sheet_xml
from village_desk.workbooks.cells import Cell, Unread
from village_desk.workbooks.overlooked import Overlooked
from village_desk.workbooks.package import MEGABYTE, Package

LARGEST_FILE = 50 * MEGABYTE

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows`` from the first row and column of the sheet; ``merged`` as corners, both from 0.

    ``hidden_rows`` and ``hidden_columns``, from 0, are those that Excel does not show, also by a filter.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[Corner, Corner]]
    hidden: bool
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook: ``file`` is the SHA-256 of its bytes, ``sheets`` are its worksheets in order."""

    file: str
    sheets: tuple[Sheet, ...]


def open_book(path: Path) -> Book:
    """The workbook at ``path``, read whole and closed again.

    Refused: ``empty``, ``not_a_workbook``, ``protected``, ``bomb``. Trouble when the file cannot be read at all.
    """
    data = _bytes(path)
    overlooked = _overlooked(data)
    sheets = _not_panicking(lambda: _sheets(data, overlooked))
    if not any(cell != "" for sheet in sheets for row in sheet.rows for cell in row):
        raise Refused(_("工作簿里什么也没有"), _("请选填好的花名册"), "empty", "file")
    return Book(hashlib.sha256(data).hexdigest(), tuple(sheets))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise contents.too_large(_("文件超过 {size} MB，太大了").format(size=LARGEST_FILE // MEGABYTE))
        return path.read_bytes()
    except FileNotFoundError:
        raise Trouble(_("找不到文件 {name}").format(name=path.name), _("请重新选择"), "no_file") from None
    except OSError as fault:
        raise Trouble(
            _("读不了文件 {name}：{reason}").format(name=path.name, reason=fault.strerror),
            _("它若正在别的程序里打开，请先关掉；若在 U 盘上，请看 U 盘插好没有"),
            "cannot_read",
        ) from fault


def _overlooked(data: bytes) -> dict[int, Overlooked]:
    """What each sheet says besides its values, by the place of the sheet in the workbook."""
    if contents.kind(data) is contents.Kind.LEGACY:
        return dict(enumerate(legacy.look(data)))
    package = Package(data)
    calculated = package.is_calculated()
    return {place: sheet_xml.look(xml, calculated) for place, (_name, xml) in enumerate(package.sheets())}


def _sheets(data: bytes, overlooked: dict[int, Overlooked]) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(
                    book.get_sheet_by_index(place),
                    each.visible is not SheetVisibleEnum.Visible,
                    overlooked.get(place, Overlooked()),
                )
                for place, each in enumerate(book.sheets_metadata)
                if each.typ is SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise contents.protected() from None
    except OverflowError:
        raise contents.not_a_workbook(_("有一格很长的数字被设成了时间格式，读不了")) from None
    except (CalamineError, ValueError):
        raise contents.damaged() from None


def _sheet(sheet: CalamineSheet, hidden: bool, besides: Overlooked) -> Sheet:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is float and not isfinite(cell):
                row[column] = Unread("error", "#NUM!")  # numbers of other programs that are none: so Excel shows them
    for (place, column), cell in besides.unread.items():
        _put(rows, place, column, cell)
    return Sheet(sheet.name, rows, sheet.merged_cell_ranges or [], hidden, besides.hidden_rows, besides.hidden_columns)


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Sets a cell that may lie beyond what the reading library gave."""
    rows += [[] for _missing in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = cell


def _not_panicking(work: Callable[[], list[Sheet]]) -> list[Sheet]:
    """The reading library is Rust: on some damaged files it panics, and its panic is no Exception."""
    try:
        return work()
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise contents.damaged() from None
        raise
