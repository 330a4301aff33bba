"""Paper: a real spooler takes the PDF unchanged; without one, or when it fails, an error with words is shown."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from village_desk.desk import Desk
from village_desk.documents import trial_page
from village_desk.documents.trial_page import TrialPage
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import silent
from village_desk.services.collecting import Payment
from village_desk.ui.kit import faults, preview
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PrintChoice


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
    spooling.send(slip, "A-2026-000001-0")
    assert (printer / "A-2026-000001-0.pdf").read_bytes() == slip


def asked(folder: Path, monkeypatch: pytest.MonkeyPatch, pdf: bytes, choice: PrintChoice) -> str:
    """What a spooler is told of a paper."""
    program = folder / "lp"
    program.write_text(f'#!/bin/sh\necho "$@" > {folder}/asked\n/bin/cat > {folder}/kept\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    spooling.send(pdf, "paper", choice=choice)
    assert (folder / "kept").read_bytes() == pdf
    return (folder / "asked").read_text()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((210, 297), "media=A4 "),
        ((297, 210), "media=A4 "),
        ((210, 148), "media=A5 "),
        ((241, 93.1), "media=Custom.241.0x93.1mm "),
    ],
)
def test_the_printer_is_told_the_size_of_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[float, float], words: str
) -> None:
    pdf = trial_page.draw(TrialPage("", size)).pdf
    assert words in asked(tmp_path, monkeypatch, pdf, PrintChoice())


def test_the_printer_is_told_what_was_chosen(slip: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = asked(tmp_path, monkeypatch, slip, PrintChoice("针打", 3, both_sides=True))
    assert words.startswith("-t paper -d 针打 -n 3 ")
    assert "sides=two-sided-long-edge" in words
    assert "sides=one-sided" in asked(tmp_path, monkeypatch, slip, PrintChoice())


def test_a_paper_that_lies_across_turns_like_a_book_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    across = trial_page.draw(TrialPage("", (297, 210))).pdf
    assert "sides=two-sided-short-edge" in asked(tmp_path, monkeypatch, across, PrintChoice(both_sides=True))


def test_no_printer_is_said_and_what_to_do(slip: bytes, no_printer: None) -> None:
    with pytest.raises(Trouble) as trouble:
        spooling.send(slip, "A-2026-000001-0")
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
        spooling.send(slip, "A-2026-000001-0")
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


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, printers: str, wrong: str = "") -> None:
    """A PC whose ``lpstat`` tells of these printers, and whose ``lp`` fails with these words."""
    spooler(folder, wrong, 1 if wrong else 0, monkeypatch)
    tells = folder / "lpstat"
    tells.write_text(f"#!/bin/sh\n[ \"$1\" = -e ] && exit 0\nprintf '%b' '{printers}'\n")
    tells.chmod(0o755)


STANDING = "printer 激光 is idle.  enabled since Mon\\nprinter 针打 disabled since Mon -\\n"


@pytest.mark.parametrize(
    ("printers", "wrong", "chosen", "code", "words"),
    [
        (STANDING, "lp: Error - no default destination available.", "", "no_default", "没有设默认打印机"),
        ("", "lp: Error - no default destination available.", "", "no_printer", "没有找到打印机"),
        (STANDING, "lp: The printer or class does not exist.", "彩打", "printer_gone", "彩打"),
        (STANDING, "", "针打", "printer_paused", "针打"),
        ("system default destination: 针打\\n" + STANDING, "", "", "printer_paused", "针打"),
        (STANDING, "lp: Destination is not accepting jobs.", "激光", "printer_paused", "激光"),
        (STANDING, "lp: jammed", "激光", "printer", "没有接下"),
    ],
)
def test_what_is_wrong_with_a_printer_is_told_with_a_cure(
    slip: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printers: str,
    wrong: str,
    chosen: str,
    code: str,
    words: str,
) -> None:
    told(tmp_path, monkeypatch, printers, wrong)
    with pytest.raises(Trouble) as trouble:
        spooling.send(slip, "A", choice=PrintChoice(chosen))
    assert (trouble.value.code, words in trouble.value.message) == (code, True)
    assert trouble.value.code in faults.UNPRINTED
    assert trouble.value.cure


def test_a_printer_of_qt_gets_the_pages_the_size_and_the_copies(dressed: QApplication, tmp_path: Path) -> None:
    """The way on Windows, onto a printer that writes a file."""
    pdf = trial_page.draw(TrialPage("", (241, 93.1), (2, -1))).pdf
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    seen: list[tuple[int, int]] = []
    spooling.draw_on(printer, pdf, "trial", lambda done, total: seen.append((done, total)), PrintChoice(copies=2))
    assert seen == [(0, 1)]
    assert printer.copyCount() == 2
    page = preview.opened((tmp_path / "out.pdf").read_bytes()).pagePointSize(0)
    assert (page.width() / 72 * 25.4, page.height() / 72 * 25.4) == pytest.approx((241, 93.1), abs=0.5)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_begin_is_a_trouble(dressed: QApplication, slip: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "out.pdf"))
    with pytest.raises(Trouble) as trouble:
        spooling.draw_on(printer, slip, "A", silent, PrintChoice())
    assert trouble.value.code == "printer"
