"""The pictures of the README, taken from the real window and the real papers: ``make pictures`` keeps them."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.ui import measuring
from village_desk.domain.rules.person_facts import YearKind
from village_desk.services.collecting import Payment


def test_the_pictures_of_the_readme_show_window_receipt_and_roster(clerk: Clerk, tmp_path: Path) -> None:
    folder = Path(os.environ.get("VILLAGE_PICTURES") or tmp_path)
    desk = clerk.desk
    due = [each.resident for each in desk.finding.roster(unpaid_only=True) if each.resident.tier_fen]
    for person in due[:40]:
        receipt = desk.collecting.collect(Payment(person.id, 2026, person.tier_fen))
        desk.papers.confirm_printed(receipt.number)
    somebody = next(each for each in due[40:] if 1970 < each.birth.year < 1980)
    desk.noting.years(somebody.id, 2014, 2023, 20000, YearKind.PAID, "缴费本")
    list_id = desk.paying.take(desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.page.changed.emit()
    clerk.goes_to("people").goes_to("today").waits_to_see("40 / ")
    keep(clerk, folder / "today.png")
    clerk.goes_to("people").finds(somebody.name)
    keep(clerk, folder / "person.png")
    clerk.goes_to("collect").finds(due[50].name)
    clerk.waits_to_see("收到")
    keep(clerk, folder / "collect.png")
    print_of(desk.papers.receipt(desk.collecting.recent()[0].number).pdf, 0, folder / "receipt.png")
    print_of(desk.papers.payout_roster(list_id).pdf, 0, folder / "roster.png")
    assert {path.name for path in folder.glob("*.png")} >= {"today.png", "person.png", "collect.png", "receipt.png"}


def keep(clerk: Clerk, place: Path) -> None:
    """The window as it is once its work is done and everything has its place."""
    clerk.waits()
    clerk.qtbot.waitUntil(lambda: not measuring.cut(clerk.window), timeout=5_000)
    picture = clerk.window.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1366, 3) for y in range(60, 760, 9)}
    assert len(colours) > 50, "not an empty window"
    assert picture.save(str(place))


def print_of(pdf: bytes, page: int, place: Path) -> None:
    """One page of a paper on white, 900 points wide."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    assert buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    size = document.pagePointSize(page)
    scaled = QSize(900, round(900 * size.height() / size.width()))
    picture = QImage(scaled, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.drawImage(0, 0, document.render(page, scaled))
    painter.end()
    assert picture.convertToFormat(QImage.Format.Format_Grayscale8).save(str(place))
