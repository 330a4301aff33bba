"""What is chosen for each paper of this PC: kept, used by the one key that prints, and told when a printer is gone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tests.clerk import Clerk
from tests.widgets import children
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipt_papers import ReceiptPaper, ReceiptSize
from village_desk.services.collecting import Payment
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.dialogs import Dialog
from village_desk.ui.kit.forms import Field
from village_desk.ui.kit.page import Place
from village_desk.ui.printing.print_choices import PaperSort, PrintChoice, PrintChoices

LASER, NEEDLE = "激光", "针打"


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two printers, one of them the default; what each is told lands in the folder that is given."""
    tray, programs = tmp_path / "tray", tmp_path / "programs"
    for each in (tray, programs):
        each.mkdir()
    lpstat = f"printf 'system default destination: {LASER}\\nprinter {LASER} is idle\\nprinter {NEEDLE} is idle\\n'"
    scripts = {
        "lp": f'echo "$@" >> "{tray}/asked"\n/bin/cat > "{tray}/$2.pdf"',
        "lpstat": f'[ "$1" = -e ] || {lpstat}',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return tray


def put(dialog: QWidget, **values: str) -> None:
    """Choose these in the dialog by their words, or type them."""
    for name, words in values.items():
        for box in children(dialog, QComboBox, name):
            place = box.findText(words)
            assert place >= 0, [box.itemText(each) for each in range(box.count())]
            box.setCurrentIndex(place)
        for line in children(dialog, QLineEdit, name):
            line.setText(words)


def yes(dialog: QWidget) -> None:
    assert isinstance(dialog, Dialog)
    dialog.yes.click()


def test_what_is_chosen_is_kept_for_each_paper_by_itself(tmp_path: Path) -> None:
    desk = tmp_path / "desk.vdesk"
    choices = PrintChoices(desk)
    choices.keep(PaperSort.RECEIPT, PrintChoice(NEEDLE, 2), ReceiptSize.CARBON)
    choices.keep(PaperSort.ROSTER, PrintChoice(LASER, 1, both_sides=True))
    choices.keep_offset(NEEDLE, ReceiptSize.CARBON, "2,-1.5")
    again = PrintChoices(desk)
    assert again.of(PaperSort.RECEIPT) == PrintChoice(NEEDLE, 2)
    assert again.of(PaperSort.ROSTER) == PrintChoice(LASER, 1, both_sides=True)
    assert again.of(PaperSort.FORM) == PrintChoice()
    assert again.receipt_paper() == ReceiptPaper(ReceiptSize.CARBON, 2.0, -1.5)
    again.keep(PaperSort.RECEIPT, PrintChoice(LASER), ReceiptSize.CARBON)
    assert again.receipt_paper() == ReceiptPaper(ReceiptSize.CARBON), "an offset is that of one printer and paper"


@pytest.mark.parametrize(
    "held", ["", "{", "[]", '{"copies": "many", "size": "b5"}', '{"copies": "0"}', '{"copies": "²"}']
)
def test_what_cannot_be_read_counts_as_not_chosen(tmp_path: Path, held: str) -> None:
    choices = PrintChoices(tmp_path / "desk.vdesk")
    choices._remembered.keep("print/receipt", held)
    assert choices.of(PaperSort.RECEIPT) == PrintChoice()
    assert choices.size() is ReceiptSize.A4


def test_an_offset_that_is_none_is_refused_and_not_kept(tmp_path: Path) -> None:
    choices = PrintChoices(tmp_path / "desk.vdesk")
    with pytest.raises(Refused):
        choices.keep_offset(NEEDLE, ReceiptSize.CARBON, "左")
    assert choices.offset(NEEDLE, ReceiptSize.CARBON) == ""


def test_one_key_opens_the_choice_and_the_next_receipt_is_printed_by_it(clerk: Clerk, printers: Path) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident
    number = clerk.desk.collecting.collect(Payment(person.id, 2026, 10_000)).number
    clerk.window.go(Place("receipt", number))

    def choose(_clerk: Clerk, dialog: QWidget) -> None:
        put(dialog, print_printer=NEEDLE, print_copies="2 份", print_size=ReceiptSize.CARBON.in_words(), offset="2,-1")
        yes(dialog)

    clerk.will_answer(choose).presses(Qt.Key.Key_F12)
    choices = PrintChoices(clerk.desk.path)
    clerk.qtbot.waitUntil(lambda: choices.of(PaperSort.RECEIPT).printer == NEEDLE)
    clerk.enters()
    clerk.qtbot.waitUntil(
        lambda: (printers / f"{number}.pdf").exists() and clerk.there(Button, "main").text() == "出来了"
    )
    told = (printers / "asked").read_text()
    assert f"-d {NEEDLE} -n 2 " in told and "media=Custom.241.0x93.1mm" in told
    assert (printers / f"{number}.pdf").read_bytes() == clerk.desk.papers.receipt(
        number, ReceiptPaper(ReceiptSize.CARBON, 2.0, -1.0)
    ).pdf


def test_a_wrong_offset_is_told_beside_its_field_and_nothing_is_kept(clerk: Clerk, printers: Path) -> None:
    shown: list[str] = []

    def choose(_clerk: Clerk, dialog: QWidget) -> None:
        put(dialog, print_printer=NEEDLE, offset="往左")
        yes(dialog)
        [field] = children(dialog, Field, "field_offset")
        shown.append(field.refusal())
        assert isinstance(dialog, Dialog)
        dialog.reject()

    clerk.will_answer(choose).presses(Qt.Key.Key_F12)
    clerk.qtbot.waitUntil(lambda: bool(shown))
    assert "偏移“往左”看不懂" in shown[0]
    assert PrintChoices(clerk.desk.path).of(PaperSort.RECEIPT) == PrintChoice()


def test_a_trial_page_goes_to_the_printer_that_is_being_chosen(clerk: Clerk, printers: Path) -> None:
    def choose(_clerk: Clerk, dialog: QWidget) -> None:
        put(dialog, print_printer=NEEDLE, print_size=ReceiptSize.CARBON.in_words(), offset="2,-1")
        [button] = children(dialog, Button, "print_trial")
        button.click()
        clerk.qtbot.waitUntil(lambda: (printers / "trial.pdf").exists())
        assert isinstance(dialog, Dialog)
        dialog.reject()

    clerk.will_answer(choose).presses(Qt.Key.Key_F12)
    asked = printers / "asked"
    clerk.qtbot.waitUntil(lambda: asked.exists() and "Custom.241.0x93.1mm" in asked.read_text())
    paper = clerk.desk.papers.trial_page(NEEDLE, (241.0, 93.1), (2.0, -1.0))
    assert (printers / "trial.pdf").read_bytes() == paper.pdf
    assert PrintChoices(clerk.desk.path).size() is ReceiptSize.A4, "nothing is kept by trying"


def test_a_printer_that_is_gone_stays_named_in_the_choice(clerk: Clerk, printers: Path) -> None:
    PrintChoices(clerk.desk.path).keep(PaperSort.RECEIPT, PrintChoice("旧打印机"))
    shown: list[str] = []

    def look(_clerk: Clerk, dialog: QWidget) -> None:
        [box] = children(dialog, QComboBox, "print_printer")
        shown.append(box.currentText())
        assert isinstance(dialog, Dialog)
        dialog.reject()

    clerk.will_answer(look).presses(Qt.Key.Key_F12)
    clerk.qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["旧打印机（现在找不到）"]
