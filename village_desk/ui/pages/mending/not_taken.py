"""Why is this person not taken in? A list of reasons, each with its key; Enter and Esc take nobody off the list."""

from functools import partial

from PySide6.QtWidgets import QWidget

from village_desk.domain.held_rows import NOT_TAKEN
from village_desk.ui.kit.arrange import grid, held
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.dialogs import Dialog
from village_desk.words import _


class NotTaken(Dialog):
    """The reasons as large buttons."""

    enter_is_yes = False

    def __init__(self, parent: QWidget | None, name: str) -> None:
        words = _("这一行不进花名册，以后再导入同一行也不会进来。要反悔，当场按 Ctrl+Z。")
        super().__init__(parent, _("不收{name}：为什么").format(name=name), words, "")
        self.yes.hide()
        self.reason = ""
        buttons = []
        for key, (reason, called) in enumerate(NOT_TAKEN.items(), start=1):
            button = Choice(called, key=str(key), name=f"reason_{reason}")
            button.clicked.connect(partial(self._chosen, reason))
            buttons.append(button)
        self.put(held(grid(*buttons, columns=2)))

    @classmethod
    def ask(cls, parent: QWidget | None, name: str) -> str:
        """The reason, one of ``NOT_TAKEN``; "" when it was called off."""
        dialog = cls(parent, name)
        dialog.exec()
        return dialog.reason

    def _chosen(self, reason: str) -> None:
        self.reason = reason
        self.accept()
