"""The form that corrects a person's record. It shows no full numbers: a number left empty stays unchanged."""

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.domain import village_groups
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.people import FIELDS, Content, FieldInfo, Mask, Resident
from village_desk.services import fact_words
from village_desk.services.registering import Registering
from village_desk.ui.kit import faults
from village_desk.ui.kit.arrange import grid, put_in_tab_order, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, line
from village_desk.words import _

_FORM = {name: info for name, info in FIELDS.items() if info.correctable and info.in_form}


def can_mark(field: str) -> bool:
    """Whether the form has a field of this name."""
    return field in _FORM


class CorrectingCard(Card):
    """The correctable fields of a record, and the reason for a correction. ``done`` signals that it was recorded.

    The fields are made when first wanted: few looks at a person end in a correction.
    """

    done = Signal()

    def __init__(self, registering: Registering) -> None:
        super().__init__(_("更正资料"), name="correcting")
        self._registering = registering
        self._resident: Resident | None = None

    @cached_property
    def form(self) -> Form:
        """The fields by their names."""
        fields = [Field(name, _title(name, info), line()) for name, info in _FORM.items()]
        fields.append(Field("reason", _("为什么更正"), line(placeholder=_("如：本人拿身份证来核对"))))
        self.add(grid(*fields, columns=3))
        save = Button(_("存更正"), icon="save", key="Ctrl+S", name="save_correction")
        save.clicked.connect(self._save)
        close = Button(_("收起"), key="Esc", name="close_correction")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        self.add(row(None, close, save))
        put_in_tab_order(self)
        return Form(*fields)

    def begin(self, resident: Resident) -> None:
        """Fill in the record; what was typed for the same person and not stored yet stays."""
        if self._resident == resident:
            return
        self._resident = resident
        self.form.accept()
        for name, info in _FORM.items():
            self._set(name, _filled_in(resident, name, info))
            self._line(name).setPlaceholderText(_("不改就留空") if info.mask is Mask.ALWAYS else "")
        self._set("reason", "")
        self._line("name").setFocus()

    def say(self, error: DeskError) -> None:
        """Show an error beside the field that it names, otherwise beside the name."""
        if not self.form.refuse(error):
            self.form.fields["name"].refuse(error)

    def marked(self) -> QWidget | None:
        """The first field with an error."""
        return next((each.control for each in self.form.fields.values() if each.refusal()), None)

    def _save(self) -> None:
        assert self._resident is not None
        self.form.accept()
        with faults.presented(self):
            after = self._registering.correct(self._resident.id, self._changes(), self.form.text("reason"))
            self._resident = None if after != self._resident else self._resident
            self.done.emit()

    def _changes(self) -> dict[str, str | int]:
        found: dict[str, str | int] = {}
        for name, info in _FORM.items():
            found |= self._change(name, info)
        return found

    def _change(self, name: str, info: FieldInfo) -> dict[str, str | int]:
        typed = self.form.text(name)
        if info.mask is Mask.ALWAYS and not typed.strip():
            return {}
        if info.content is Content.GROUP:
            group = village_groups.read(typed)
            return {name: group.number, "group_name": group.name}
        return {name: _fen(name, typed) if info.content is Content.FEN else typed}

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


def _title(name: str, info: FieldInfo) -> str:
    words = fact_words.field_name(name)
    return _("{field}（元，未选填 0）").format(field=words) if info.content is Content.FEN else words


def _filled_in(resident: Resident, name: str, info: FieldInfo) -> str:
    """The field's first text: empty where the whole number is covered."""
    held = getattr(resident, name)
    if info.mask is Mask.ALWAYS:
        return ""
    if info.content is Content.FEN:
        return money.short(held)
    return str(held or (resident.group_name if info.content is Content.GROUP else ""))


def _fen(name: str, typed: str) -> int:
    try:
        return money.read(typed or "0")
    except Refused as refused:
        raise Refused(refused.message, refused.cure, refused.code, name) from None
