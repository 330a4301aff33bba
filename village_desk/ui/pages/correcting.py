"""The form that corrects a person's record. Full numbers are not shown in it: what is left empty stays as it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.domain import money, village_groups
from village_desk.domain.errors import DeskError, Refused
from village_desk.domain.people import Resident
from village_desk.services import telling
from village_desk.services.registering import Registering
from village_desk.ui import faults
from village_desk.ui.arrange import grid, row
from village_desk.ui.buttons import Button
from village_desk.ui.cards import Card
from village_desk.ui.forms import Field, Form, line
from village_desk.words import _

_SHOWN = ("name", "phone", "group", "household", "head", "relation", "special_group", "note")
_HIDDEN = ("id_number", "account")


class CorrectingCard(Card):
    """What can be corrected in a record, and why it is. ``done`` says that something was recorded."""

    done = Signal()

    def __init__(self, registering: Registering) -> None:
        super().__init__(_("更正资料"), name="correcting")
        self._registering = registering
        self._resident: Resident | None = None
        fields = [Field(name, telling.field_name(name), line()) for name in ("name", "id_number", "phone", "account")]
        fields += [Field(name, telling.field_name(name), line()) for name in _SHOWN if name not in ("name", "phone")]
        fields.append(Field("tier_fen", _("缴费档次（元，未选填 0）"), line()))
        fields.append(Field("reason", _("为什么更正"), line(placeholder=_("如：本人拿身份证来核对"))))
        self.form = Form(*fields)
        self.add(grid(*fields, columns=3))
        save = Button(_("存更正"), icon="save", key="Ctrl+S", name="save_correction")
        save.clicked.connect(self._save)
        close = Button(_("收起"), key="Esc", name="close_correction")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        self.add(row(None, close, save))

    def begin(self, resident: Resident) -> None:
        """Fill in the record; what was typed for the same person and not stored yet stays."""
        if self._resident == resident:
            return
        self._resident = resident
        self.form.accept()
        for name in _SHOWN:
            self._set(name, str(getattr(resident, name) or (resident.group_name if name == "group" else "")))
        for name in _HIDDEN:
            self._set(name, "")
            self._line(name).setPlaceholderText(_("不改就留空"))
        self._set("tier_fen", money.short(resident.tier_fen))
        self._set("reason", "")
        self._line("name").setFocus()

    def say(self, error: DeskError) -> None:
        """Beside the field that is named, else beside the name."""
        if not self.form.refuse(error):
            self.form.fields["name"].refuse(error)

    def marked(self) -> QWidget | None:
        """The first field with something wrong beside it."""
        return next((each.control for each in self.form.fields.values() if each.refusal()), None)

    def _save(self) -> None:
        assert self._resident is not None
        self.form.accept()
        with faults.presented(self):
            after = self._registering.correct(self._resident.id, self._changes(), self.form.text("reason"))
            self._resident = None if after != self._resident else self._resident
            self.done.emit()

    def _changes(self) -> dict[str, str | int]:
        changes: dict[str, str | int] = {name: self.form.text(name) for name in _SHOWN if name != "group"}
        changes |= {name: self.form.text(name) for name in _HIDDEN if self.form.text(name).strip()}
        group = village_groups.read(self.form.text("group"))
        return changes | {"group": group.number, "group_name": group.name, "tier_fen": self._tier()}

    def _tier(self) -> int:
        try:
            return money.read(self.form.text("tier_fen") or "0")
        except Refused as refused:
            raise Refused(refused.message, refused.cure, refused.code, "tier_fen") from None

    def _line(self, name: str) -> QLineEdit:
        control = self.form.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def _set(self, name: str, text: str) -> None:
        self._line(name).setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field stores the correction."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._save()
        else:
            super().keyPressEvent(event)
