"""What a file is by its bytes, whatever its name says. Refuses what is no Excel workbook, in words that help."""

from enum import Enum

from village_desk.domain.errors import Refused
from village_desk.words import _

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Kind(Enum):
    """The two containers that Excel writes."""

    ZIPPED = "xlsx"
    LEGACY = "xls"


def kind(data: bytes) -> Kind:
    """The container; Refused with ``empty``, ``protected`` or ``not_a_workbook`` when it is none of Excel's."""
    if not data.strip(b"\0 \r\n\t"):
        raise Refused(_("文件是空的"), _("请选填好的花名册"), "empty", "file")
    if data.startswith(_ZIP):
        return Kind.ZIPPED
    if not data.startswith(_OLE):
        raise not_a_workbook(_what_else(data))
    if _ENCRYPTED in data:
        raise protected()
    return Kind.LEGACY


def not_a_workbook(what: str) -> Refused:
    """The refusal for a file that is something else; ``what`` says what it is."""
    cure = _("请用 Excel 或 WPS 打开它，另存为 .xlsx 工作簿，再导入")
    return Refused(what, cure, "not_a_workbook", "file")


def damaged() -> Refused:
    """The refusal for a workbook that cannot be read to its end."""
    return not_a_workbook(_("这个工作簿损坏了，读不出来"))


def protected() -> Refused:
    """The refusal for a workbook that is encrypted with a password."""
    cure = _("请在 Excel 里打开它，去掉打开密码，另存一份再导入")
    return Refused(_("工作簿设了打开密码，读不了"), cure, "protected", "file")


def too_large(what: str) -> Refused:
    """The refusal for a workbook that would fill the memory; ``what`` says where it is too large."""
    cure = _("请把花名册那一部分复制到一个新工作簿，保存后再导入")
    return Refused(what, cure, "bomb", "file")


def _what_else(data: bytes) -> str:
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<", b"mime-version")):
        return _("这个文件是网页，只是名字像 Excel 工作簿")
    if start.startswith(b"%pdf"):
        return _("这个文件是 PDF，不是 Excel 工作簿")
    if b"\0" not in start and (b"," in start or b"\t" in start or b"\n" in start):
        return _("这个文件是文本，只是名字像 Excel 工作簿")
    return _("这个文件不是 Excel 工作簿")
