"""Dialogs: only to confirm a step that cannot be undone, to ask for a reason, and to report a bug. Each has ``ask``."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import Item, column, grid, held, row
from village_desk.ui.kit.buttons import Button, Choice
from village_desk.ui.kit.forms import Field, line
from village_desk.ui.kit.labels import label
from village_desk.words import _

LISTS = _("名单文件 (*.xlsx *.xls *.xlsm *.et *.csv *.txt *.htm *.html *.mht *.xml)")
"""The files that rosters and payout lists come in."""


class Dialog(QDialog):
    """A question over the window: its heading, its words, its fields, and the two answers."""

    enter_is_yes: ClassVar[bool] = True

    def __init__(self, parent: QWidget | None, heading: str, words: str, yes: str, no: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.setMinimumWidth(style.size("door"))
        self.middle = column()
        usual = self.enter_is_yes
        self.yes = self._answer(yes, "yes", "Enter" if usual else "Ctrl+Y")
        self.yes.clicked.connect(self.answer_yes)
        self.no = self._answer(no or _("不做了"), "no", "Esc" if usual else "Enter")
        self.no.clicked.connect(self.reject)
        text = label(words, "muted", name="dialog_words", wrap=True)
        answers = row(None, self.no, self.yes)
        self.setLayout(column(label(heading, "section", name="dialog_heading"), text, self.middle, answers, margin=24))
        (self.yes if usual else self.no).setFocus()  # Enter presses what has the keyboard

    def _answer(self, words: str, name: str, key: str) -> Button:
        """The answer that Enter gives is the filled one."""
        button = Button(words, "primary" if key == "Enter" else "plain", key=key, name=name)
        if key == "Esc":
            button.setShortcut("")
        button.setAutoDefault(False)
        return button

    def put(self, item: Item) -> None:
        """Ask for something more than yes or no."""
        if isinstance(item, QWidget):
            self.middle.addWidget(item)

    def answer_yes(self) -> None:
        """The answer is yes."""
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the height to the words at this width: a label that wraps does not report its height by itself."""
        super().showEvent(event)
        layout = self.layout()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        self.resize(self.width(), max(self.height(), wanted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the usual answer, Esc is no."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.yes if self.enter_is_yes else self.no).click()
        else:
            super().keyPressEvent(event)


class Sure(Dialog):
    """Is this really meant? The usual answer is no: Enter and Esc are no, and yes has a key of its own."""

    enter_is_yes = False

    @classmethod
    def ask(cls, parent: QWidget | None, heading: str, words: str, yes: str, no: str = "") -> bool:
        """True when the answer is yes."""
        return cls(parent, heading, words, yes, no).exec() == QDialog.DialogCode.Accepted


class Reason(Dialog):
    """Asks for a reason. An empty answer is not taken."""

    def __init__(self, parent: QWidget | None, heading: str, words: str, yes: str, such_as: str = "") -> None:
        super().__init__(parent, heading, words, yes)
        such_as = such_as or _("如：金额写错了，已当面收回三联")
        self._field = Field("reason", _("原因"), line(placeholder=such_as))
        self.put(self._field)
        self._field.control.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, heading: str, words: str, yes: str, such_as: str = "") -> str:
        """The reason as typed; nothing when it was called off. ``such_as`` stands in the empty field."""
        dialog = cls(parent, heading, words, yes, such_as)
        return dialog._field.text().strip() if dialog.exec() == QDialog.DialogCode.Accepted else ""

    def field_text(self, text: str) -> None:
        """Put a reason into the field."""
        control = self._field.control
        assert isinstance(control, QLineEdit)
        control.setText(text)

    def answer_yes(self) -> None:
        """Yes, if there is a reason."""
        if self._field.text().strip():
            self.accept()
        else:
            self._field.refuse(DeskError(_("请写明原因"), _("写一句话，日后查得清")))


REASONS = (_("档次选错了"), _("收错了人"), _("钱数不对"), _("不缴了，钱已退"))
"""What was wrong in most cases, as it stands in the journal."""


class VoidReason(Reason):
    """Asks why; a reason of the list needs no typing."""

    def __init__(self, parent: QWidget | None, heading: str, words: str, yes: str, such_as: str = "") -> None:
        super().__init__(parent, heading, words, yes, such_as or _("别的原因，写一句话"))
        buttons = [
            Choice(words, key=str(place), name=f"reason_{place}") for place, words in enumerate(REASONS, start=1)
        ]
        self._reasons = QButtonGroup(self)
        for place, button in enumerate(buttons):
            button.setShortcut("")
            button.setAutoDefault(False)
            self._reasons.addButton(button, place)
        self._reasons.idClicked.connect(self._take)
        self.middle.insertWidget(0, held(grid(*buttons, columns=2)))
        buttons[0].setFocus()

    def _take(self, place: int) -> None:
        self.field_text(REASONS[place])
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The digit of a reason takes it."""
        digit = event.text()
        if digit.isdigit() and 1 <= int(digit) <= len(REASONS):
            self._take(int(digit) - 1)
        else:
            super().keyPressEvent(event)


class Notice(Dialog):
    """A message to read; with optional lines that can be copied for whoever helps."""

    def __init__(self, parent: QWidget | None, heading: str, words: str, lines: str = "") -> None:
        super().__init__(parent, heading, words, _("知道了"))
        self.no.hide()
        if not lines:
            return
        shown = QPlainTextEdit(lines)
        shown.setReadOnly(True)
        shown.setObjectName("told_lines")
        self.put(shown)

    @classmethod
    def ask(cls, parent: QWidget | None, heading: str, words: str, lines: str = "") -> None:
        """Show the dialog and wait until it is closed."""
        cls(parent, heading, words, lines).exec()


class OpenFile:
    """Which file shall be read?"""

    @classmethod
    def ask(cls, parent: QWidget, heading: str, kinds: str) -> Path | None:
        """The file chosen, or nothing."""
        name, _kind = QFileDialog.getOpenFileName(parent, heading, str(Path.home()), kinds)
        return Path(name) if name else None


class OpenFolder:
    """Which folder, or stick, shall be used?"""

    @classmethod
    def ask(cls, parent: QWidget, heading: str) -> Path | None:
        """The folder chosen, or nothing."""
        name = QFileDialog.getExistingDirectory(parent, heading, str(Path.home()))
        return Path(name) if name else None


class SaveFile:
    """Where shall a file be written?"""

    @classmethod
    def ask(cls, parent: QWidget, heading: str, proposed: str, kinds: str) -> Path | None:
        """The place chosen, or nothing."""
        name, _kind = QFileDialog.getSaveFileName(parent, heading, str(Path.home() / proposed), kinds)
        return Path(name) if name else None
