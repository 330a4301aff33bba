"""What may stand between the braces of a form: every field and way of saying, copied with a click."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from village_desk import places
from village_desk.services.forms import catalogue, field_guide
from village_desk.services.forms.field_guide import GuideLine
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Scrolled, column, empty, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.table_columns import Column, GroupHeading
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

_COLUMNS = [
    Column(_("点一下复制"), lambda each: each.written, strong=True, least=270),
    Column(_("印出来是"), lambda each: _briefly(each.says), 440, muted=True, spare=True),
]
_BESIDE = 300
_AT_ONE_GLANCE = 26
"""Characters: what is longer stands beside the table alone."""


class FieldsPage(Page):
    """The dictionary of fields."""

    name = "fields"
    scrolls = False

    def __init__(self) -> None:
        super().__init__(_("表格里能写什么"), _("写在 Excel 的格子里，打印时换成这个人的资料"))
        save = Button(_("存成 Excel 照抄"), icon="table", key="Ctrl+E", name="save_fields")
        save.clicked.connect(self._save)
        self.beside.addWidget(save)
        self._table = Table("fields_table", _COLUMNS)
        self._table.chosen.connect(self._copy_line)
        self._table.selectionModel().currentChanged.connect(self._show_current)
        self._says = label(wrap=True, name="field_says")
        self._written = label(role="section", wrap=True, name="field_written")
        self._ways = column(gap=8)
        self._also = label(role="small", wrap=True, name="field_also")
        self._one = Card("", self._written, self._says, self._ways, self._also, None, name="field_card")
        beside = Scrolled(self._one)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setFixedWidth(_BESIDE)
        both = row(self._table, beside)
        both.setStretch(0, 1)
        self.body.addLayout(both, 1)
        main = LargeButton(_("复制"), name="copy_field")
        main.clicked.connect(self._copy_current)
        self.foot(main=main)

    def refresh(self) -> None:
        """Show the dictionary: it is the same for all desks."""
        lines: list[GuideLine | GroupHeading] = []
        for chapter in field_guide.chapters(catalogue.fields()):
            lines += [GroupHeading(chapter.title), *chapter.lines]
        self._table.show_rows(lines)
        self._show_current()

    def first_field(self) -> QWidget | None:
        """The table, so that the arrows walk at once."""
        return self._table

    def _current(self) -> GuideLine | None:
        place = self._table.currentIndex().row()
        found = self._table.rows()[place] if 0 <= place < len(self._table.rows()) else None
        return found if isinstance(found, GuideLine) else None

    def _show_current(self, *_indexes: object) -> None:
        found = self._current()
        self._one.setVisible(found is not None)
        if found is None:
            return
        self._written.setText(found.written)
        self._says.setText(found.says)
        empty(self._ways)
        for place, way in enumerate(found.ways):
            button = Button(way.written, name=f"way_{place}")
            button.clicked.connect(partial(self._copy, way.written))
            self._ways.addLayout(row(button, None))
            self._ways.addWidget(label(way.sample, role="small", wrap=True, name=f"sample_{place}"))
        self._also.setText(_("也可以写：{names}").format(names=_("、").join(found.also)) if found.also else "")

    def _copy_current(self) -> None:
        self._copy_line(self._current())

    def _copy_line(self, found: Any) -> None:
        if isinstance(found, GuideLine):
            self._copy(found.written)

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.show_done(_("复制了 {words}").format(words=words), _("到 Excel 的格子里粘贴。"))

    def _save(self) -> None:
        out = dialogs.SaveFile.ask(self, _("存成 Excel"), _("表格字段.xlsx"), "Excel (*.xlsx)")
        if out is not None:
            with faults.presented(self):
                places.write(out, field_guide.workbook(catalogue.fields()))
                self.show_done(_("存好了：{name}").format(name=out.name), _("从里面复制到自己的表里。"))


def _briefly(says: str) -> str:
    return says if len(says) <= _AT_ONE_GLANCE else says.partition("，")[0]
