"""Fields with their words above and their refusal beneath, and a form that knows its fields by name."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held, into_sight, row
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.labels import label, picture, restyle

_Read = TypeVar("_Read")

Control = QLineEdit | QComboBox | QPlainTextEdit


class Field(QWidget):
    """One field to fill in: its name above; beneath, the refusal in the words of the rule.

    ``beside``: words at the right of the name, such as what was recognised.
    """

    def __init__(self, name: str, title: str, control: Control, hint: str = "", beside: QLabel | None = None) -> None:
        super().__init__()
        self.setObjectName(f"field_{name}")
        control.setObjectName(name)
        control.setAccessibleName(title)
        self.control = control
        self._terse = False
        words = label(title, "strong")
        words.setBuddy(control)
        self._hint = label(hint, "small", wrap=True)
        self._message = label(name=f"{name}_refusal", wrap=True)
        restyle(self._message, tone="now")
        self._wrong = held(_beneath(self._message))
        self._wrong.hide()
        self._into_sight = into_sight(self)
        above = words if beside is None else row(words, None, beside)
        self.setLayout(column(above, control, self._hint, self._wrong, None, gap=6))
        self._hint.setVisible(bool(hint))

    def refuse(self, error: DeskError) -> None:
        """Show what is wrong beside the control, and put the keyboard there."""
        self.show_error(str(error))
        self.control.setFocus()
        self._into_sight.start(0)

    def show_error(self, words: str) -> None:
        """Show a message as the field's error, without taking the keyboard."""
        self._message.setText(words)
        self._wrong.show()
        self._hint.hide()
        restyle(self.control, wrong="true")

    def show_hint(self, words: str, tone: str = "") -> None:
        """Say something beneath, in its tone, wherever nothing is refused."""
        self._hint.setText(words)
        restyle(self._hint, tone=tone)
        self._hint.setVisible(bool(words) and self._wrong.isHidden())

    def set_terse(self, terse: bool) -> None:
        """Without the hint, where there is little room."""
        self._terse = terse
        self._hint.setVisible(bool(self._hint.text()) and not terse and self._wrong.isHidden())

    def accept(self) -> None:
        """Nothing is wrong here any more."""
        self._wrong.hide()
        self._hint.setVisible(bool(self._hint.text()) and not self._terse)
        restyle(self.control, wrong="")

    def refusal(self) -> str:
        """The error shown at the field; empty when there is none."""
        return self._message.text() if self._wrong.isVisibleTo(self) else ""

    def text(self) -> str:
        """The text of the field, or the value of the chosen entry."""
        if isinstance(self.control, QComboBox):
            return str(self.control.currentData() or "")
        return self.control.text() if isinstance(self.control, QLineEdit) else self.control.toPlainText()


class Form:
    """The fields of one form, by the names that refusals use."""

    def __init__(self, *fields: Field) -> None:
        self.fields = {field.control.objectName(): field for field in fields}

    def refuse(self, error: DeskError) -> bool:
        """Show a refusal beside the field that it names; False if this form has no such field."""
        field = self.fields.get(getattr(error, "field", ""))
        if field is None:
            return False
        field.refuse(error)
        return True

    def accept(self) -> None:
        """Take every refusal away."""
        for field in self.fields.values():
            field.accept()

    def text(self, name: str) -> str:
        """The text of a field."""
        return self.fields[name].text()

    def read(self, name: str, reader: Callable[[str], _Read]) -> _Read:
        """The value of a field, read by ``reader``; a refusal of the reader names the field."""
        try:
            return reader(self.text(name))
        except Refused as refused:
            raise Refused(refused.message, refused.cure, refused.code, name) from None


class Combo(QComboBox):
    """One of several. Enter is the page's, letters are the search box's, and the wheel scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
        rows = QListView()
        rows.setUniformItemSizes(True)
        self.setView(rows)  # its rows take the height that the style sheet gives them

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, space opens the list."""
        if event.key() in ENTER or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A choice that is merely passed over stays."""
        event.ignore()


def line(text: str = "", placeholder: str = "", big: bool = False) -> QLineEdit:
    """A field for one line; a ``big`` one stands alone with its question."""
    found = QLineEdit(text)
    found.setPlaceholderText(placeholder)
    found.setProperty("big", "true" if big else "")
    return found


def choice(options: list[tuple[str, str]]) -> QComboBox:
    """One of several: pairs of the words shown and the value kept."""
    found = Combo()
    for words, value in options:
        found.addItem(words, value)
    return found


def _beneath(message: QWidget) -> QHBoxLayout:
    sign = picture("alert", "now", 20)
    layout = row(sign, message, gap=6)
    layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    layout.setStretch(1, 1)
    layout.setContentsMargins(0, 0, 0, style.size("gap_small"))
    return layout
