"""A stick was plugged in: ask on every page for a copy, if there is something new to copy. One button copies."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from village_desk.desk import Desk
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held
from village_desk.ui.kit.cards import Notice
from village_desk.ui.kit.page import Place
from village_desk.ui.window import Window
from village_desk.words import _

_EVERY = 3000
"""Milliseconds between two looks."""


class StickWatch(QObject):
    """Looks for sticks while a window is open. One that was there before it opened is Today's, not asked for here."""

    def __init__(self, window: Window, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._plugged = desk.sticks()
        self.notice = Notice()
        self.notice.setObjectName("stick_notice")
        self.notice.acted.connect(self._copy)
        lines = column(self.notice)
        margin = style.size("gap_large")
        lines.setContentsMargins(margin, style.size("gap_small"), margin, 0)
        window.add_notice(held(lines, "body"))
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more: the desk is about to be closed."""
        self._timer.stop()

    def look(self) -> None:
        """Ask when one came, and ask no more when it went; nobody is asked while the window is out of sight."""
        if not self._window.isVisible():
            return
        before, self._plugged = self._plugged, self._desk.sticks()
        if self._plugged == before:
            return
        self._window.went_by_itself()  # the lines that tell of sticks
        new = [each for each in self._plugged if each not in before]
        if new:
            self._ask(new[0])
        elif not self._plugged:
            self.notice.hide()

    def _ask(self, stick: Path) -> None:
        found = self._desk.keeping.outside_standing()
        if found.new == 0 or self._desk.hindrance is not None:
            return
        words = _("U 盘插上了：{stick}").format(stick=stick.name or stick)
        self.notice.say(words, found.in_words(), "attention", _("备份到 U 盘"))

    def _copy(self) -> None:
        self.notice.hide()
        self._window.go(Place("settings", "copy"))
