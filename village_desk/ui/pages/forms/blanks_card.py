"""The fields that the desk does not know, to be typed before printing. What is typed stands on this paper alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from village_desk.domain.basics.errors import DeskError
from village_desk.domain.form_fields import FieldKind, FormField
from village_desk.ui.kit.arrange import column, empty
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, line
from village_desk.ui.kit.labels import label
from village_desk.words import _

_SUCH_AS = {
    FieldKind.DATE: _("如 2026-11-30"),
    FieldKind.MONTH: _("如 2026-11"),
    FieldKind.MONEY: _("元"),
    FieldKind.NUMBER: _("数字"),
}


class BlanksCard(Card):
    """A field for each. ``typed``: something in them changed."""

    typed = Signal()

    def __init__(self) -> None:
        heading = label(_("先填上，再打印"), "section")
        under = label(_("可以不填，打出来手写。只印在这张纸上，不记进资料。"), "small", wrap=True)
        self._lines = column(gap=12)
        super().__init__("", heading, under, self._lines, name="blanks_card")
        self._fields: dict[str, Field] = {}
        self.hide()

    def begin(self) -> None:
        """Another form, or somebody else: nothing is kept of what was typed."""
        empty(self._lines)
        self._fields.clear()
        self.hide()

    def offer(self, fields: Sequence[FormField]) -> None:
        """Let these be typed; what was typed stays, and its field with it."""
        names = [each.name for each in fields if each.kind is not FieldKind.PICTURE]
        for each in fields:
            if each.name in names and each.name not in self._fields:
                self._fields[each.name] = self._field(each)
                self._lines.addWidget(self._fields[each.name])
        for name, field in self._fields.items():
            field.setVisible(name in names or bool(field.text()))
        self.setVisible(any(not each.isHidden() for each in self._fields.values()))

    def words(self) -> dict[str, str]:
        """What was typed, by the names of the fields."""
        return {name: field.text().strip() for name, field in self._fields.items() if field.text().strip()}

    def accept(self) -> None:
        """Nothing is wrong any more."""
        Form(*self._fields.values()).accept()

    def refuse(self, error: DeskError) -> bool:
        """Show a refusal beside its field, and leave the keyboard where it is; False if it is about something else."""
        field = self._fields.get(getattr(error, "field", ""))
        if field is not None:
            field.show_error(str(error))
        return field is not None

    def _field(self, about: FormField) -> Field:
        control: QLineEdit = line(placeholder=_SUCH_AS.get(about.kind, ""))
        control.textChanged.connect(self.typed)
        return Field(about.name, about.name, control, about.hint)
