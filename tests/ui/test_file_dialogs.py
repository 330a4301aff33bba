"""The file dialog that Qt draws itself where the desktop has none of its own: Chinese, and readable."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListView, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from tests.ui.test_style import contrast_of
from tests.widgets import children


@pytest.fixture
def dialog(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> QFileDialog:
    (tmp_path / "花名册.xlsx").touch()
    shown = QFileDialog(None, "选花名册", str(tmp_path), "花名册 (*.xlsx *.xls)")
    shown.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_its_words_are_chinese(dialog: QFileDialog) -> None:
    words = [each.text() for each in children(dialog, QLabel) if each.isVisible()]
    words += [each.text() for each in children(dialog, QPushButton) if each.isVisible()]
    assert words
    assert all(
        not any("A" <= each <= "z" for each in re.sub(r"\(&\w\)", "", said))
        for said in words
        if not said.startswith("/")
    ), words


def test_its_columns_and_kinds_are_chinese(dialog: QFileDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "去年").mkdir()
    [table] = [each for each in children(dialog, QTreeView) if each.isVisible()]
    shown, top = table.model(), table.rootIndex()
    qtbot.waitUntil(lambda: shown.rowCount(top) == 2)
    columns = [shown.headerData(each, Qt.Orientation.Horizontal) for each in range(shown.columnCount())]
    assert columns == ["名称", "大小", "类型", "修改日期"]
    kinds = {shown.index(row, columns.index("类型"), top).data() for row in range(2)}
    assert "文件夹" in kinds
    assert all(re.search("[\u4e00-\u9fff]", each) for each in kinds), kinds


def test_its_places_can_be_read(dialog: QFileDialog) -> None:
    places = next(each for each in children(dialog, QListView) if each.objectName() == "sidebar")
    corner = places.mapTo(dialog, places.rect().bottomLeft() + QPoint(6, -6))
    ground = QColor(dialog.grab().toImage().pixel(corner))
    ink = places.palette().color(QPalette.ColorRole.Text)
    assert contrast_of(ink, ground) >= 4.5
