"""A paper read back the way a reader sees it: its text, where words stand, its picture, its QR codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import zxingcpp
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from village_desk.documents.paper import MM, Paper


@dataclass
class Read:
    """A paper opened by QtPdf, the same reader that the window previews with."""

    document: QPdfDocument
    buffer: QBuffer

    @property
    def pages(self) -> int:
        return self.document.pageCount()

    def text(self, page: int = 0) -> str:
        return self.document.getAllText(page).text().replace("\r\n", "\n").replace("\u3000", " ")

    def place(self, words: str, page: int = 0) -> QRectF:
        """Where the first of these words stand, in millimetres from the top left corner."""
        start = self.document.getAllText(page).text().index(words)
        box = self.document.getSelectionAtIndex(page, start, len(words)).boundingRectangle()
        return QRectF(box.x() / MM, box.y() / MM, box.width() / MM, box.height() / MM)

    def picture(self, page: int = 0, dots_per_mm: int = 4) -> QImage:
        size = self.document.pagePointSize(page)
        pixels = QSize(round(size.width() / MM * dots_per_mm), round(size.height() / MM * dots_per_mm))
        sheet = QImage(pixels, QImage.Format.Format_Grayscale8)
        sheet.fill(Qt.GlobalColor.white)
        with QPainter(sheet) as painter:
            painter.drawImage(0, 0, self.document.render(page, pixels))
        return sheet

    def ink(self, page: int = 0) -> QRectF:
        """The smallest rectangle that holds all ink, in millimetres."""
        dots = 4
        image = self.picture(page, dots)
        rows = [y for y in range(image.height()) if any(_row(image, y))]
        columns = [x for row in map(set, map(list, (_dark(image, y) for y in rows))) for x in (min(row), max(row))]
        left, right, top, bottom = min(columns), max(columns), rows[0], rows[-1]
        return QRectF(left / dots, top / dots, (right - left + 1) / dots, (bottom - top + 1) / dots)

    def codes(self, page: int = 0) -> list[str]:
        """What the QR codes of a page say, from the top down."""
        found = zxingcpp.read_barcodes(self.picture(page, 8))
        return [each.text for each in sorted(found, key=lambda each: each.position.top_left.y)]


def read(paper: Paper) -> Read:
    """The paper, opened."""
    buffer = QBuffer()
    buffer.setData(QByteArray(paper.pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.status() == QPdfDocument.Status.Ready
    return Read(document, buffer)


def _row(image: QImage, y: int) -> list[bool]:
    line = bytes(cast(memoryview, image.constScanLine(y)))[: image.width()]
    return [dot < 128 for dot in line]


def _dark(image: QImage, y: int) -> Iterator[int]:
    return (x for x, dark in enumerate(_row(image, y)) if dark)
