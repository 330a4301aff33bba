"""The field that is to be mended: large figures, grouped 6-8-4 while they are shown, and a word at its right end."""

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from village_desk.ui.kit import style
from village_desk.ui.kit.labels import label, restyle

_GROUPS = (6, 14)
_LONGEST = 18


class BadField(QLineEdit):
    """A line of 64 px. An identity number is grouped on the screen; ``value`` is without the spaces."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mend_value")
        self.setProperty("big", "true")
        self.setFixedHeight(style.size("big_field"))
        self._grouped = False
        self._word = label("", "section", "mend_word")
        self._word.setParent(self)
        self.textChanged.connect(self._group)

    def show_value(self, text: str, is_number: bool) -> None:
        """Show what is written in the row; the cursor stands behind it, or all of it is marked if it is of no use."""
        self._grouped = is_number
        self.setFont(style.figures("title", bold=True) if is_number else style.font("title", bold=True))
        self.setText(text)
        self._group()
        if is_number and not _is_number(self.value()):
            self.selectAll()

    def value(self) -> str:
        """The text, of an identity number without the spaces between its groups."""
        return self.text().replace(" ", "") if self._grouped else self.text()

    def say(self, word: str, right: bool) -> None:
        """The word at the right end: 还差 1 位, 末位不对, 对了."""
        self._word.setText(word)
        restyle(self._word, tone="done" if right else "attention")
        self._word.adjustSize()
        self.setTextMargins(0, 0, self._word.width() + 16, 0)
        self._place()

    def _group(self) -> None:
        """Put the spaces where they belong; the cursor stays behind the same figure."""
        bare = self.text().replace(" ", "")
        if not self._grouped or not _is_number(bare):
            return
        shown = " ".join(filter(None, (bare[: _GROUPS[0]], bare[_GROUPS[0] : _GROUPS[1]], bare[_GROUPS[1] :])))
        if shown == self.text():
            return
        before = len(self.text()[: self.cursorPosition()].replace(" ", ""))
        self.setText(shown)
        self.setCursorPosition(before + sum(before > each for each in _GROUPS))

    def _place(self) -> None:
        self._word.move(self.width() - self._word.width() - 20, (self.height() - self._word.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z is the page's where nothing was typed that could be undone."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """The word stands at the right end."""
        self._place()


def _is_number(text: str) -> bool:
    """Whether a text may become an identity number: figures, X or x behind them."""
    return text[:-1].isdecimal() and text.isascii() and (text[-1].isdecimal() or text[-1] in "Xx")
