"""The one door to the check of a workbook that is to be a form. It installs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.agreement import form_pieces
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import FormContent, Record
from village_desk.services.forms.catalogue import Subject
from village_desk.words import _


@value
class Checked:
    """What was found. ``refusals``: why it can be no form, in words; ``whole_numbers``: it prints whole numbers.

    ``posting``: its words say that it is hung up. ``guessed``: for whom it seems to be; ``possible``: for whom it can
    be; nobody where it can be no form.
    """

    refusals: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    whole_numbers: bool = False
    posting: bool = False
    guessed: Subject | None = None
    possible: tuple[Subject, ...] = ()


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
    from village_desk.services.forms import for_whom
    from village_desk.workbooks.forms import template

    if not 0 < len(data) <= form_pieces.FORM_BYTES:
        return Checked((_("表格文件最大 5 MB。请去掉表里的图片，或换一份小一些的"),))
    try:
        problems = template.check(data, fonts.missing, posting)
    except Refused as no:
        return Checked((f"{no.message}。{no.cure}",))
    refusals = tuple(each.in_words() for each in problems if each.refuses) or _drawing_refusals(data)
    remarks = tuple(each.in_words() for each in problems if not each.refuses)
    if refusals:
        return Checked(refusals, remarks)
    read = template.read(data)
    return Checked((), remarks, read.whole_numbers, read.posting, for_whom.guess(read), for_whom.possible(read))


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


def refuse_unfit(found: Checked, of_township: bool = False) -> None:
    """Refused ``form`` with the first thing that is wrong, how many more there are, and who can mend it."""
    if found.refusals:
        more = _("（还有 {n} 处）").format(n=len(found.refusals) - 1) if len(found.refusals) > 1 else ""
        who = _("请告诉镇所换一份，或不要这张") if of_township else _("请改好再装")
        raise Refused(found.refusals[0] + more, _("原来的表格没有动。{who}").format(who=who), "form", "file")


def refuse_impossible(found: Checked, wanted: Subject) -> None:
    """Refused ``form_subject`` where one copy cannot be for those: a list of people for one, one person for a list."""
    if wanted not in found.possible:
        lists = Subject.PEOPLE in found.possible
        words = _("表里有名单（{.姓名}），不能{whom}") if lists else _("表里没有 {.姓名} 这样的一行，不能{whom}")
        known = _("、").join(each.in_words() for each in found.possible)
        options = _("、").join(f"--for {each.value}" for each in found.possible)
        raise Refused(
            words.replace("{whom}", wanted.in_words()),
            _("请选：{known}").format(known=known),
            "form_subject",
            "form_subject",
            by_command=_("可写 {options}，或不写 --for").format(options=options),
        )
