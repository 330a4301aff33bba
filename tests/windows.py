"""Fixtures for tests with a window: the dressed application, desks to open it on, a printer, and the clerk."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from tests.desks import PIN, SAMPLE, StillClock, new_desk
from village_desk.desk import Desk
from village_desk.ui.app import application
from village_desk.ui.window import Window


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in the program's own fonts and colours."""
    return application()


@pytest.fixture(scope="session")
def village_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk file that holds the clean sample roster; tests work on copies of its folder."""
    folder = tmp_path_factory.mktemp("village")
    with new_desk(folder) as desk:
        desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    return folder / "desk.vdesk"


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """What a test leaves of its windows is collected on their own thread, before a later test's thread finds it."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def clock() -> StillClock:
    """The day the sample was made."""
    return StillClock()


@pytest.fixture
def village(village_file: Path, tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """An open desk of the sample village."""
    folder = tmp_path / "village"
    shutil.copytree(village_file.parent, folder)
    with Desk.open(folder / village_file.name, PIN, clock) as desk:
        yield desk


@pytest.fixture
def fresh(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """An open desk without anybody on its roster."""
    with new_desk(tmp_path / "fresh", clock) as desk:
        yield desk


@pytest.fixture
def clerk(dressed: QApplication, qtbot: QtBot, village: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """Somebody who sits at the window of the sample village."""
    yield from _seated(qtbot, village, monkeypatch)


@pytest.fixture
def newcomer(dressed: QApplication, qtbot: QtBot, fresh: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """Somebody who sits at the window of an empty desk."""
    yield from _seated(qtbot, fresh, monkeypatch)


def _seated(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    window = Window(desk)
    window.resize(1366, 768)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield Clerk(qtbot, window, desk, monkeypatch)
    window.close()


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printer whose paper lands in the folder that is given: a real ``lp`` that keeps what it gets."""
    tray = tmp_path / "tray"
    programs = tmp_path / "programs"
    for each in (tray, programs):
        each.mkdir()
    spooler = programs / "lp"
    spooler.write_text(f'#!/bin/sh\n/bin/cat > "{tray}/$2.pdf"\n')
    spooler.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return tray


@pytest.fixture
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any printer."""
    programs = tmp_path / "nothing"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
