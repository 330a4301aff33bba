"""Makes the messages that bring a form to a desk: its workbook in pieces. No SQL, no signing."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from sync.agreement import form_pieces
from sync.agreement.down_checks import NotSent
from sync.agreement.sent import FormSent
from sync.agreement.values import value
from sync.township.lent import NOTHING, Lent, NotTaken

MOMENTS = ("新参保", "变更", "领取", "停止", "对账", "公示", "其他")
"""When a form is wanted; other words are taken too."""
FOR_WHOM = {
    "person": "一个人",
    "household": "一户",
    "people": "一份名单",
    "payouts": "一个月的发放名单",
    "village": "全村",
}
"""For whom one paper is filled, with its words."""
_POSTING = "公示"
_TYPES, _WORKBOOK = "[Content_Types].xml", b"spreadsheetml.sheet.main+xml"
"""The part of an .xlsx file that names its other parts, and what the workbook is called there."""
_TYPES_MOST = 1024 * 1024


@value
class FormMeant:
    """What a clerk says of a form: its name, which a later version must have too, its number, when and for whom."""

    form: str
    number: str = ""
    moment: str = ""
    for_whom: str = "person"


def form(sent: str, data: bytes, meant: FormMeant, lent: Lent = NOTHING) -> Sequence[FormSent]:
    """The messages of a form, in their order.

    Raises NotSent ``form-size``, ``form-file`` for what is no .xlsx file, ``form-name``, ``form-whom``, and, where a
    desk's program lends its check, for a workbook that no desk would install.
    """
    if not 0 < len(data) <= form_pieces.FORM_BYTES:
        raise NotSent("form-size")
    if not _is_workbook(data):
        raise NotSent("form-file")
    if meant.for_whom not in FOR_WHOM:
        raise NotSent("form-whom")
    name = " ".join(meant.form.split())
    if not 0 < len(name) <= form_pieces.NAME_LONGEST:
        raise NotSent("form-name")
    whole, digest = _whole_numbers(data, meant, lent), form_pieces.digest(data)
    described = (name, meant.number.strip(), digest, len(data), meant.moment, meant.for_whom)
    return [FormSent(f"{sent}.{piece[0]}", *described, *piece, whole) for piece in form_pieces.cut(data)]


def _is_workbook(data: bytes) -> bool:
    """Whether it is a package with a workbook in it: what can be seen without a desk's program."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(_TYPES) as types:
            return _WORKBOOK in types.read(_TYPES_MOST)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        return False


def _whole_numbers(data: bytes, meant: FormMeant, lent: Lent) -> int:
    """Whether the form prints whole numbers, as far as anybody here can say: each desk looks for itself."""
    if lent.forms is None:
        return 0
    try:
        return int(lent.forms(data, meant.moment == _POSTING or _POSTING in meant.form))
    except NotTaken as why:
        raise NotSent("as-said", detail=why.detail) from why
