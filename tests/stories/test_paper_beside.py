"""The paper of a fee is drawn beside the window: once, on a thread of its own, while she goes on."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from reportlab.pdfgen.canvas import Canvas

from tests.bench import years
from tests.clerk import Clerk
from tests.documents.examples import NOBODY_HAS
from village_desk.services.collecting import Payment
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.preview import PaperView


@dataclass
class Press:
    """What was asked of segno, on which threads; while the gate is shut, drawing waits in it."""

    threads: list[int] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A receipt makes one QR code, so the codes count the papers that were drawn; a draft has none."""
    press, real = Press(), segno.make_qr
    press.gate.set()

    def spied(text: str, **how: Any) -> Any:
        press.threads.append(threading.get_ident())
        press.gate.wait(30)
        return real(text, **how)

    monkeypatch.setattr(segno, "make_qr", spied)
    yield press
    press.gate.set()


def wait_for_the_slip(clerk: Clerk, press: Press, papers: int) -> None:
    clerk.qtbot.waitUntil(lambda: len(press.threads) == papers, timeout=5_000)
    clerk.qtbot.waitUntil(lambda: clerk.page.paper() is not None, timeout=5_000)


def test_the_paper_of_a_fee_is_drawn_once_and_not_on_the_screens_thread(
    clerk: Clerk, printer: Path, press: Press
) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    wait_for_the_slip(clerk, press, 1)
    shown = clerk.page.paper()
    clerk.enters().waits_to_see("纸出来了吗？").enters()
    [receipt] = clerk.desk.collecting.recent()
    assert len(press.threads) == 1 and press.threads[0] != threading.get_ident()
    assert shown == (receipt.number, (printer / f"{receipt.number}.pdf").read_bytes()), "shown as it was printed"


def test_enter_says_that_the_money_is_recorded_before_the_paper_is_drawn_and_a_second_one_takes_no_more(
    clerk: Clerk, printer: Path, press: Press
) -> None:
    press.gate.clear()
    clerk.goes_to("collect").finds("hyz").enters()
    [receipt] = clerk.desk.collecting.recent()
    assert clerk.sees("钱已记下，还没打印") and clerk.there(QLabel, f"number_{receipt.number}")
    assert clerk.page.paper() is None
    clerk.enters().enters().enters()
    assert len(clerk.desk.collecting.recent()) == 1
    assert clerk.sees("正在打印……")
    press.gate.set()
    clerk.waits_to_see("纸出来了吗？")
    assert len(press.threads) == 1, "preview and printer have one paper"


def test_the_next_one_is_served_while_a_paper_is_drawn(clerk: Clerk, printer: Path, press: Press) -> None:
    press.gate.clear()
    clerk.goes_to("collect").finds("hyz").enters()
    clerk.waits_to_see("钱已记下，还没打印")
    other = next(each for each in clerk.desk.finding.find("王", 20) if each.owes_this_year)
    clerk.finds(other.resident.id_number)
    clerk.waits_to_see("收下").enters()
    assert len({each.person for each in clerk.desk.collecting.recent()}) == 2
    press.gate.set()
    wait_for_the_slip(clerk, press, 2)
    paper = clerk.page.paper()
    assert paper is not None and paper[0] == clerk.desk.collecting.recent()[0].number
    assert len(clerk.desk.collecting.unprinted()) == 2


def test_a_paper_that_cannot_be_drawn_is_told_as_that_after_the_money(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("payer", "亲属代缴").fills(
        "payer_name", f"郝{NOBODY_HAS}"
    )
    clerk.fills("relation", "女儿").enters()
    [receipt] = clerk.desk.collecting.recent()
    told = f"凭条 {receipt.number} 已经记下，只是纸没有排出来"
    clerk.qtbot.waitUntil(lambda: clerk.text("notice_message").startswith(told), timeout=5_000)
    assert NOBODY_HAS in clerk.text("notice_message")
    assert clerk.text("notice_cure").startswith("不要再收一次")
    clerk.enters().waits()
    assert clerk.text("notice_message").startswith(told)
    assert len(clerk.desk.collecting.recent()) == 1
    assert len(clerk.desk.collecting.unprinted()) == 1


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads on which papers were drawn to their end, one for each paper."""
    threads, real = list[int](), Canvas.save

    def spied(canvas: Canvas) -> None:
        threads.append(threading.get_ident())
        real(canvas)

    monkeypatch.setattr(Canvas, "save", spied)
    return threads


def test_the_sheet_of_an_estimate_is_drawn_once_and_not_on_the_screens_thread(
    clerk: Clerk, printer: Path, drawn: list[int]
) -> None:
    clerk.finds("hyz").clicks("see_estimate")
    clerk.qtbot.waitUntil(lambda: clerk.there(PaperView, "estimate_paper").pages() == 1, timeout=5_000)
    shown = clerk.page.paper()
    clerk.clicks("print_estimate").waits().waits_to_see("估算单已送到打印机")
    assert shown is not None and (printer / "estimate.pdf").read_bytes() == shown[1]
    assert len(drawn) == 1 and drawn[0] != threading.get_ident()
    other = next(each for each in clerk.desk.finding.find("王", 20) if each.owes_this_year)
    clerk.page.open(other.resident.id)
    assert (clerk.page.paper(), clerk.there(PaperView, "estimate_paper").pages()) == (None, 0), "nobody else's"


def test_the_slip_of_a_batch_is_drawn_once_and_not_on_the_screens_thread(
    clerk: Clerk, printer: Path, drawn: list[int], tmp_path: Path
) -> None:
    office = years.office(clerk.desk, tmp_path)
    years.send(clerk.desk, office, refuses=False)
    clerk.desk.collecting.collect(Payment(clerk.desk.finding.find("hyz")[0].resident.id, 2026, 10_000))
    years.send(clerk.desk, office, refuses=False)
    clerk.window.go(Place("passport", "1@"))
    clerk.qtbot.waitUntil(lambda: clerk.there(PaperView, "passport_paper").pages() == 1, timeout=5_000)
    shown = clerk.page.paper()
    clerk.enters().waits().waits_to_see("批次单已送到打印机")
    assert shown is not None and (printer / "batch-1.pdf").read_bytes() == shown[1]
    assert len(drawn) == 1 and drawn[0] != threading.get_ident()
    clerk.page.open("2@")
    assert (clerk.page.paper(), clerk.there(PaperView, "passport_paper").pages()) == (None, 0), "no other batch's"
    clerk.enters().waits().waits_to_see("批次单已送到打印机")
    assert shown[1] != (printer / "batch-2.pdf").read_bytes(), "printed before it is shown, it is the new one's"
    clerk.page.open("3@")
    clerk.waits_to_see("没有第 3 批")


def test_a_second_enter_prints_no_second_sheet(clerk: Clerk, printer: Path) -> None:
    clerk.finds("hyz").clicks("see_estimate")
    begun: list[str] = []
    clerk.window.jobs.started.connect(lambda job: begun.append(job.words))
    clerk.clicks("print_estimate").clicks("print_estimate").waits().waits_to_see("估算单已送到打印机")
    assert begun == ["正在打印"]
    clerk.clicks("print_estimate").waits()
    assert len(begun) == 2, "she may print it again"
