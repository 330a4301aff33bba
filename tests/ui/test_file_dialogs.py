"""The file dialog that Qt draws itself where the desktop has none of its own: Chinese, and readable."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.test_style import contrast_of


@pytest.fixture
def dialog(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> QFileDialog:
    (tmp_path / "花名册.xlsx").touch()
    shown = QFileDialog(None, "选花名册", str(tmp_path), "花名册 (*.xlsx *.xls)")
    shown.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_its_words_are_chinese(dialog: QFileDialog) -> None:
    words = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    words += [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert words
    assert all(
        not any("A" <= each <= "z" for each in re.sub(r"\(&\w\)", "", said))
        for said in words
        if not said.startswith("/")
    ), words


def test_its_places_can_be_read(dialog: QFileDialog) -> None:
    places = next(each for each in dialog.findChildren(QListView) if each.objectName() == "sidebar")
    corner = places.mapTo(dialog, places.rect().bottomLeft() + QPoint(6, -6))
    ground = QColor(dialog.grab().toImage().pixel(corner))
    ink = places.palette().color(QPalette.ColorRole.Text)
    assert contrast_of(ink, ground) >= 4.5
