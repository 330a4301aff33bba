"""Paper: a real spooler takes the PDF unchanged; without one, or when it fails, an error with words is shown."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.services.collecting import Payment
from village_desk.ui.kit import preview, printing


@pytest.fixture
def slip(village: Desk) -> bytes:
    """The PDF of a slip."""
    person = village.finding.find("hyz")[0].resident
    return village.papers.receipt(village.collecting.collect(Payment(person.id, 2026, 10_000)).number).pdf


def spooler(folder: Path, words: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit {code}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_the_printer_gets_the_pdf_byte_for_byte(slip: bytes, printer: Path) -> None:
    printing.send(slip, "A-2026-000001-0")
    assert (printer / "A-2026-000001-0.pdf").read_bytes() == slip


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_the_printer_is_told_the_size_of_the_paper(
    slip: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n/bin/cat > {tmp_path}/kept\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    printing.send(slip, "estimate", size=size)
    assert f"media={size}" in (tmp_path / "asked").read_text()
    assert (tmp_path / "kept").read_bytes() == slip


def test_no_printer_is_said_and_what_to_do(slip: bytes, no_printer: None) -> None:
    with pytest.raises(Trouble) as trouble:
        printing.send(slip, "A-2026-000001-0")
    assert trouble.value.code == "no_printer"
    assert "PDF" in trouble.value.cure


@pytest.mark.parametrize(
    ("words", "code"), [("lp: Error - no default destination available.", "no_printer"), ("lp: jammed", "printer")]
)
def test_a_spooler_that_refuses_is_a_trouble(
    slip: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, code: str
) -> None:
    spooler(tmp_path, words, 1, monkeypatch)
    with pytest.raises(Trouble) as trouble:
        printing.send(slip, "A-2026-000001-0")
    assert trouble.value.code == code


def test_a_paper_is_drawn_as_wide_as_its_room(dressed: QApplication, qtbot: QtBot, slip: bytes) -> None:
    view = preview.PaperView()
    qtbot.addWidget(view)
    view.resize(400, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.show_paper(slip)
    assert view.pages() == 1
    [sheet] = view.sheets()
    assert sheet.pixmap().deviceIndependentSize().toSize() == sheet.size()
    view.resize(300, 600)
    qtbot.waitUntil(lambda: 250 < sheet.width() < 300 and not sheet.pixmap().isNull())
