"""The type of a file by its bytes, whatever its name. Refuses files without a table, in words that help."""

import struct
import zlib
from enum import Enum
from xml.parsers.expat import ExpatError

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RECORDS = ((0x00, 4), (0x02, 6), (0x04, 6), (0x08, 4), (0x08, 6), (0x08, 8), (0x08, 16))
"""How workbooks begin that are older than the container, or were written by hand without one: 09 xx, then a length."""


MUTILATED: tuple[type[Exception], ...] = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError),
    *(TypeError, ValueError, EOFError, struct.error, zlib.error, ExpatError),
)
"""The exceptions that libraries raise, besides their own, on a damaged file."""


class FileKind(Enum):
    """The ways in which a table arrives as a file."""

    ZIPPED = "xlsx"
    LEGACY = "xls"
    RECORDS = "xls without a container"
    TEXT = "text, web page or XML"


def kind(data: bytes) -> FileKind:
    """How to read the file; Refused with ``empty`` or ``not_a_workbook`` when there is no way."""
    if not data.strip(b"\0 \r\n\t"):
        raise empty()
    if data.startswith(_ZIP):
        return FileKind.ZIPPED
    if data.startswith(_OLE):
        return FileKind.LEGACY
    if data[0] == 9 and any(data[1:4] == bytes((version, length, 0)) for version, length in _RECORDS):
        return FileKind.RECORDS
    if data.startswith(b"%PDF"):
        raise not_a_workbook(_("这个文件是 PDF，不是表格"))
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise archive()
    return FileKind.TEXT


def empty() -> Refused:
    """The refusal for a file in which nothing stands."""
    return Refused(_("文件里什么也没有"), _("请选填好的表格"), "empty", "file")


def not_a_workbook(what: str, cure: str = "") -> Refused:
    """The refusal of a file that is something else; ``what`` is a sentence that names its type."""
    way = cure or _("请选表格文件：.xlsx、.xls、.csv、.txt 或网页表格都行；没有的话，请向发来的人要")
    return Refused(what, way, "not_a_workbook", "file")


def archive() -> Refused:
    """The refusal for a packed file that is no workbook."""
    return not_a_workbook(_("这个文件是压缩包，不是表格"), _("请先解压，再选里面的表格"))


def damaged() -> Refused:
    """The refusal for a workbook that cannot be read to its end."""
    return not_a_workbook(_("这个工作簿损坏了，读不出来"), _("请把原来的文件再拷一次，或者请发来的人重发"))


def protected() -> Refused:
    """The refusal for a workbook that is encrypted with a password of its own."""
    cure = _("请在 Excel 里打开它，去掉打开密码，另存一份再导入")
    return Refused(_("工作簿设了打开密码，读不了"), cure, "protected", "file")


def too_large(what: str) -> Refused:
    """The refusal of a workbook that would fill the memory; ``what`` is a sentence that names the part too large."""
    cure = _("请把花名册那一部分复制到一个新工作簿，保存后再导入")
    return Refused(what, cure, "bomb", "file")


def too_many() -> Refused:
    """The refusal for a text with more rows or cells than any township has people."""
    cure = _("请向发来的人要小一些的文件，一个村一个")
    return Refused(_("文件里的行或格子多得不正常，没有打开"), cure, "bomb", "file")
