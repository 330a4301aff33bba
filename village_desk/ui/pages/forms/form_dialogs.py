"""Questions of the page of forms: where a paper or workbooks are kept, which file is added, why one is withdrawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from village_desk.services.forms.printing_forms import FilledForm
from village_desk.ui.kit import dialogs
from village_desk.words import _


def where_for_pdf(over: QWidget, filled: FilledForm) -> Path | None:
    """The file for the paper; its name is the form's and never a person's."""
    return dialogs.SaveFile.ask(over, _("存 PDF"), f"{filled.form.title}.pdf", "PDF (*.pdf)")


def where_for_workbooks(over: QWidget, filled: FilledForm) -> Path | None:
    """The file for a workbook, or the folder for several."""
    if len(filled.workbooks) > 1:
        return dialogs.OpenFolder.ask(over, _("存到哪个文件夹"))
    return dialogs.SaveFile.ask(over, _("存 Excel"), f"{filled.form.title}.xlsx", "Excel (*.xlsx)")


def which_file(over: QWidget) -> Path | None:
    """The file that is to become a form."""
    return dialogs.OpenFile.ask(over, _("选一张表格"), _("Excel 表格 (*.xlsx)"))


def why_declined(over: QWidget, form: str) -> str:
    """Why what the township sent is not taken; "" when she thinks better of it."""
    heading, words = _("不要 {form}").format(form=form), _("它不再等着装上；正在用的同名的表不动。镇所会看到为什么。")
    return dialogs.Reason.ask(over, heading, words, _("不要这张"), _("如：字段写错了，请换一份"))


def why_withdrawn(over: QWidget, title: str) -> str:
    """Why the form is used no more; "" when she thinks better of it."""
    heading = _("停用 {form}").format(form=title)
    words = _("停用以后清单里不再有它；程序自带的同名表会再用上。要用时再添加一次。")
    return dialogs.Reason.ask(over, heading, words, _("停用"), _("如：县里换了新表"))
