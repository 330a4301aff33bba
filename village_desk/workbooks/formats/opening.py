"""Opens a file that holds a table, whatever its type, and gives its sheets of cells. Knows no rosters and payouts."""

import hashlib
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.words import _
from village_desk.workbooks.formats import calamine, excel95, file_kinds, legacy, sheet_xml, text_files, unlocking
from village_desk.workbooks.formats.file_kinds import FileKind
from village_desk.workbooks.formats.package import MEGABYTE, Package
from village_desk.workbooks.formats.sheet import Sheet

LARGEST_FILE = 50 * MEGABYTE
_LONGEST_NAME = 31
_LOCK_FILES = ("~$", ".~")


@value
class Book:
    """An opened workbook: ``file`` is the SHA-256 of its bytes, ``sheets`` are its worksheets in order."""

    file: str
    sheets: tuple[Sheet, ...]


def open_book(path: Path) -> Book:
    """The workbook, text or page at ``path``, read whole and closed again.

    Refused: ``empty``, ``not_a_workbook``, ``protected``, ``bomb``. Trouble when the file cannot be read at all.
    """
    _must_be_no_lock(path)
    return book_of(_bytes(path), path.stem)


def book_of(data: bytes, name: str) -> Book:
    """The workbook, text or page in these bytes; ``name``: for a sheet without a name. Refused as ``open_book``."""
    sheets = _sheets(data, name[:_LONGEST_NAME])
    if not any(cell != "" for sheet in sheets for row in sheet.rows for cell in row):
        raise file_kinds.empty()
    return Book(hashlib.sha256(data).hexdigest(), tuple(sheets))


def _must_be_no_lock(path: Path) -> None:
    """Excel, WPS and LibreOffice lay a small file beside a workbook that is open, under nearly the same name."""
    if path.name.startswith(_LOCK_FILES):
        cure = _("请选名字开头没有“~”的那个文件")
        raise Refused(_("这是表格打开时留下的记号文件，不是表格本身"), cure, "lock_file", "file")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise file_kinds.too_large(_("文件超过 {size} MB，太大了").format(size=LARGEST_FILE // MEGABYTE))
        return path.read_bytes()
    except FileNotFoundError:
        raise Trouble(_("找不到文件 {name}").format(name=path.name), _("请重新选择"), "no_file") from None
    except OSError as fault:
        raise Trouble(
            _("读不了文件 {name}：{reason}").format(name=path.name, reason=fault.strerror),
            _("它若正在别的程序里打开，请先关掉；若在 U 盘上，请看 U 盘插好没有"),
            "cannot_read",
        ) from fault


def _sheets(data: bytes, name: str) -> list[Sheet]:
    kind = file_kinds.kind(data)
    if kind is FileKind.ZIPPED:
        return _zipped(data)
    if kind is FileKind.LEGACY:
        return _legacy(data)
    if kind is FileKind.RECORDS:
        return excel95.sheets(data, legacy.look(data))
    return text_files.sheets(data, name)


def _zipped(data: bytes) -> list[Sheet]:
    package = Package(data)
    calculated = package.is_calculated()
    overlooked = {place: sheet_xml.look(xml, calculated) for place, (_name, xml) in enumerate(package.sheets())}
    return calamine.sheets(package.data, overlooked)


def _legacy(data: bytes) -> list[Sheet]:
    records = legacy.stream(data)
    if records is None or legacy.is_encrypted(records):
        data = unlocking.unlocked(data)
        if file_kinds.kind(data) is FileKind.ZIPPED:
            return _zipped(data)
        records = legacy.stream(data)
    if records is None:
        raise file_kinds.protected()
    overlooked = legacy.look(records)
    if legacy.is_excel95(records):
        return excel95.sheets(records, overlooked)
    return calamine.sheets(data, dict(enumerate(overlooked)))
