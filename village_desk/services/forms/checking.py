"""The one door to the check of a workbook that is to be a form. It installs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.agreement import form_pieces
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import FormContent, Record
from village_desk.words import _


@value
class Checked:
    """What was found. ``refusals``: why it can be no form, in words; ``whole_numbers``: it prints whole numbers."""

    refusals: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    whole_numbers: bool = False


def read_file(path: Path) -> bytes:
    """The bytes of a workbook, of one that is too large only its beginning. Refused ``file``."""
    try:
        with path.open("rb") as file:
            return file.read(form_pieces.FORM_BYTES + 1)
    except OSError as error:
        raise Refused(_("这个文件读不了"), _("请检查文件，或先拷到本机"), "file") from error


def check(data: bytes, posting: bool = False) -> Checked:
    """Look through a workbook, all of it. ``posting``: it is put up on a wall, and no whole number may stand on it."""
    from village_desk.documents import fonts
    from village_desk.workbooks.forms import template

    if not 0 < len(data) <= form_pieces.FORM_BYTES:
        return Checked((_("表格文件最大 5 MB。请去掉表里的图片，或换一份小一些的"),))
    try:
        problems = template.check(data, fonts.missing, posting)
    except Refused as no:
        return Checked((f"{no.message}。{no.cure}",))
    refusals = tuple(each.in_words() for each in problems if each.refuses) or _drawing_refusals(data)
    remarks = tuple(each.in_words() for each in problems if not each.refuses)
    return Checked(refusals, remarks, not refusals and template.read(data).whole_numbers)


def _drawing_refusals(data: bytes) -> tuple[str, ...]:
    """What shows only when the form is drawn, such as a column whose width is no number: drawn here, not on the day."""
    from village_desk.documents import sheets
    from village_desk.workbooks.forms import filling, template

    read = template.read(data)
    people: Sequence[Record] = ({}, {})
    try:
        sheets.draw(filling.fill(read, FormContent({}, {each.list: people for each in read.blocks})).data)
    except Refused as no:
        cure = no.cure if no.code != "damaged" else _("请在 Excel 里打开它，另存一次，再添加")
        return (f"{no.message}。{cure}",)
    return ()


def refuse_unfit(found: Checked) -> None:
    """Refused ``form`` with the first thing that is wrong, and how many more there are."""
    if found.refusals:
        more = _("（还有 {n} 处）").format(n=len(found.refusals) - 1) if len(found.refusals) > 1 else ""
        raise Refused(found.refusals[0] + more, _("原来的表格没有动。请改好再装"), "form", "file")
