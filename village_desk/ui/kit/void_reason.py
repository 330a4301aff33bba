"""Why a receipt is made void: one of the usual reasons by one key, or another one in her own words."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from village_desk.ui.kit.arrange import grid, held
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.dialogs import Reason
from village_desk.words import _

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
