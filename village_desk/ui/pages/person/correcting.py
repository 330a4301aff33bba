"""The form that corrects a person's record. It shows no full numbers: a number left empty stays unchanged."""

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked, DeskError
from village_desk.domain.people import FIELDS, Content, FieldInfo, Mask, Resident
from village_desk.services import fact_words
from village_desk.services.roster.changing import Change, Changing
from village_desk.ui.kit import dialogs, faults
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
    """The correctable fields of a record, and the reason for a correction. ``done`` hands over the Change.

    The fields are made when first wanted: few looks at a person end in a correction.
    """

    done = Signal(object)

    def __init__(self, changing: Changing) -> None:
        super().__init__(_("更正资料"), name="correcting")
        self._changing = changing
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
            done = self._changed_when_sure(self._resident, self.form.text("reason"))
            self._resident = None if done.fields else self._resident
            self.done.emit(done)

    def _changed_when_sure(self, resident: Resident, reason: str) -> Change:
        """Change; each question in the way is put to her, and the usual answer is no, shown beside its field."""
        sure: list[str] = []
        while True:
            try:
                return self._changing.change(resident.id, self._typed(resident), reason, sure)
            except Asked as asked:
                if not dialogs.Sure.ask(self, asked.message, asked.cure, _("确实要改"), _("先不改")):
                    raise
                sure.append(asked.word)

    def _typed(self, resident: Resident) -> dict[str, str]:
        """The fields that are not as they were filled in."""
        typed = {name: self.form.text(name).strip() for name in _FORM}
        return {name: text for name, text in typed.items() if text != _filled_in(resident, name, _FORM[name])}

    def _line(self, name: str) -> QLineEdit:
        control = self.form.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def _set(self, name: str, text: str) -> None:
        self._line(name).setText(text)

    def enter_button(self) -> None:
        """In this form Enter stores from a field; a button with the keyboard is pressed itself."""

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
