"""The page object that drives the real window as the coordinator does: by names, keys and words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets import children
from village_desk.desk import Desk
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.table_views import Table
from village_desk.ui.window import Window

W = TypeVar("W", bound=QWidget)


class Clerk:
    """Somebody at the window. Methods are named for what she does and return herself, so that a story reads on."""

    def __init__(self, qtbot: QtBot, window: Window, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.qtbot = qtbot
        self.window = window
        self.desk = desk
        self._monkeypatch = monkeypatch

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self.window.page()

    # what she does

    def goes_to(self, page: str) -> Clerk:
        """Presses an entry of the sidebar."""
        return self.clicks(f"nav_{page}")

    def clicks(self, name: str) -> Clerk:
        """Clicks the button of that name."""
        self.there(QAbstractButton, name).click()
        return self

    def fills(self, name: str, text: str) -> Clerk:
        """Puts text into the field of that name."""
        self.there(QLineEdit, name).setText(text)
        return self

    def chooses(self, name: str, words: str) -> Clerk:
        """Takes one of several by its words."""
        box = self.there(QComboBox, name)
        place = box.findText(words)
        assert place >= 0, [box.itemText(each) for each in range(box.count())]
        box.setCurrentIndex(place)
        return self

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Clerk:
        """Presses a key wherever the keyboard is."""
        focused = QApplication.focusWidget() or self.window.focusWidget() or self.window
        QTest.keyClick(focused, key, modifier)
        return self

    def enters(self) -> Clerk:
        """Presses Enter."""
        return self.presses(Qt.Key.Key_Return)

    def looks_for(self, text: str) -> Clerk:
        """Types into the search box."""
        self.window.seek()
        self.window.search.setText(text)
        return self

    def finds(self, text: str) -> Clerk:
        """Types into the search box and takes the first."""
        return self.looks_for(text).enters()

    def opens(self, table: str, row: int) -> Clerk:
        """Clicks a row of a table."""
        found = self.there(Table, table)
        found.clicked.emit(found.model().index(row, 0))
        return self

    # what she will answer

    def will_pick(self, path: Path) -> Clerk:
        """Answers the next question for a file or a folder."""
        for question in (dialogs.OpenFile, dialogs.OpenFolder, dialogs.SaveFile):
            self._monkeypatch.setattr(question, "ask", classmethod(lambda _cls, *_asked: path))
        return self

    def will_answer(self, answer: Callable[[Clerk, QWidget], None]) -> Clerk:
        """Waits until a dialog is there, then answers it."""
        timer = QTimer(self.window)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                timer.stop()
                answer(self, dialog)

        timer.timeout.connect(look)
        timer.start(10)
        return self

    # what she sees

    def there(self, kind: type[W], name: str) -> W:
        """The widget in sight of that name; fails when none comes."""

        def in_sight() -> list[W]:
            return [each for each in children(self._over(), kind, name) if each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(in_sight()), timeout=3_000)
        return in_sight()[0]

    def words(self) -> list[str]:
        """Every text in sight, on labels and buttons."""
        root, found = self._over(), list[str]()
        for each in children(root, QLabel):
            found += [each.text()] * each.isVisible()
        for button in children(root, QAbstractButton):
            under = button.under() if isinstance(button, Choice) else ""
            found += [button.text(), under] * button.isVisible()
        return [each for each in found if each]

    def sees(self, text: str) -> bool:
        """Whether a text in sight contains this."""
        return any(text in each for each in self.words())

    def waits_to_see(self, text: str) -> Clerk:
        """Waits until a text in sight contains this."""
        self.qtbot.waitUntil(lambda: self.sees(text), timeout=15_000)
        return self

    def waits(self) -> Clerk:
        """Waits until no long work is under way."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=30_000)
        return self

    def text(self, name: str) -> str:
        """The text of the label of that name."""
        return self.there(QLabel, name).text()

    def found(self) -> list[str]:
        """The names in the list under the search box."""
        return [each.resident.name for each in self.window.search.found()]

    def _over(self) -> QWidget:
        return QApplication.activeModalWidget() or self.window
