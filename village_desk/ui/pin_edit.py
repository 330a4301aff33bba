"""A field for a PIN: an eye shows what was typed, a word says how strong it is, and Caps Lock is told of."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import label, restyle
from village_desk.words import _

_INSIDE = 6
"""Between the words inside the field and its edge."""


class PinEdit(QLineEdit):
    """``caps`` signals whether Caps Lock seems to be on, as far as the letters typed tell.

    ``judged``: the word inside says how strong the PIN is; else ``say`` fills it.
    """

    caps = Signal(bool)

    def __init__(self, judged: bool = False, big: bool = False) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setProperty("big", "true" if big else "")
        self.word = label(role="strong")
        self.word.setParent(self)
        self.word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.eye = Button("", "quiet", "eye", name="eye")
        self.eye.setParent(self)
        self.eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.eye.setCheckable(True)
        self.eye.setAccessibleName(_("看一眼口令"))
        self.eye.setToolTip(_("看一眼口令  Alt+V"))
        self.eye.toggled.connect(self._look)
        self._caps = False
        if judged:
            self.textChanged.connect(self._judge)
        self._fit()

    def say(self, words: str, tone: str = "attention") -> None:
        """The word inside the field, in its tone; empty for none."""
        self.word.setText(words)
        restyle(self.word, tone=tone)
        self._fit()

    def _judge(self, text: str) -> None:
        from village_desk.domain import pins  # a door that only asks for a PIN does without
        from village_desk.domain.pins import Strength

        found = pins.strength(text)
        tones = {Strength.SHORT: "attention", Strength.EASY: "now", Strength.GOOD: "done"}
        self.say(found.value if text else "", tones[found])

    def _look(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _fit(self) -> None:
        """The eye at the right, the word beside it, and what is typed left of both."""
        eye, word = self.eye.sizeHint(), _width(self.word)
        right = self.width() - eye.width() - 1
        self.eye.setGeometry(right, (self.height() - eye.height()) // 2, eye.width(), eye.height())
        self.word.setGeometry(right - word - _INSIDE, 0, word, self.height())
        self.word.setVisible(bool(self.word.text()))
        self.setTextMargins(0, 0, eye.width() + (word + _INSIDE if word else 0), 0)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words inside move along."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Alt+V is the eye, and no shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_eye(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+V looks; a letter tells whether Caps Lock is on."""
        if _is_eye(event):
            self.eye.toggle()
            return
        if event.key() == Qt.Key.Key_CapsLock:
            self._note_caps(not self._caps)
        elif len(event.text()) == 1 and event.text().isascii() and event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._note_caps(event.text().isupper() != shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was shown is hidden when the keyboard leaves."""
        self.eye.setChecked(False)
        super().focusOutEvent(event)

    def _note_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps.emit(on)


def caps_words(on: bool) -> str:
    """What is said beneath the field while Caps Lock is on."""
    return _("大写锁定开着（CapsLock），字母会变成大写") if on else ""


def _is_eye(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_V and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


def _width(words: QLabel) -> int:
    return words.sizeHint().width() if words.text() else 0
