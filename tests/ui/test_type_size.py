"""Larger type: chosen in the settings, kept on this PC, told to Qt before the next start makes its application."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from tests.clerk import Clerk
from village_desk.ui import type_size
from village_desk.ui.remembered import Remembered


def test_larger_type_is_chosen_and_holds_from_the_next_start(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    facts = clerk.desk.keeping.held().facts
    clerk.goes_to("settings").chooses("type_size", "大一些")
    box = clerk.there(QComboBox, "type_size")
    box.activated.emit(1)
    clerk.waits_to_see("关掉程序再打开")
    assert Remembered(clerk.desk.path).get(type_size.NAME) == "115"
    assert clerk.desk.keeping.held().facts == facts, "it is about the screen of this PC"
    type_size.apply(clerk.desk.path)
    assert os.environ.pop("QT_SCALE_FACTOR") == "1.15"


def test_what_the_administrator_told_qt_stays_and_nonsense_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk.vdesk"
    Remembered(desk).keep(type_size.NAME, "130")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    type_size.apply(desk)
    assert os.environ["QT_SCALE_FACTOR"] == "2"
    monkeypatch.delenv("QT_SCALE_FACTOR")
    Remembered(desk).keep(type_size.NAME, "9999")
    type_size.apply(desk)
    assert "QT_SCALE_FACTOR" not in os.environ
