"""A paper exactly as it prints, shown before it goes to the printer. QtPdf is loaded with the first paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel

from village_desk.ui.kit.arrange import Scrolled, column, held

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

_AT_ONCE = 3
"""Pages drawn before and behind the one in sight."""


def opened(pdf: bytes) -> QPdfDocument:
    """The PDF as a document that Qt can draw; the document owns its bytes."""
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


class PaperView(Scrolled):
    """The pages of a paper under each other, as wide as there is room. Pages out of sight are not drawn."""

    def __init__(self, name: str = "paper") -> None:
        self._column = column(None)
        super().__init__(held(self._column, "body"))
        self.setObjectName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._document: QPdfDocument | None = None
        self._sheets: list[QLabel] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.draw)
        self.verticalScrollBar().valueChanged.connect(self.draw)

    def show_paper(self, pdf: bytes) -> None:
        """Show this paper from its first page."""
        self._document = opened(pdf)
        while len(self._sheets) < self._document.pageCount():
            self._sheets.append(self._sheet())
        for sheet in self._sheets[self._document.pageCount() :]:
            sheet.deleteLater()
        del self._sheets[self._document.pageCount() :]
        self.verticalScrollBar().setValue(0)
        self._measure()
        self.draw()

    def show_nothing(self) -> None:
        """The paper that was shown is put away."""
        self._document = None
        for sheet in self._sheets:
            sheet.hide()
            sheet.deleteLater()
        self._sheets.clear()

    def pages(self) -> int:
        """How many pages the paper has; 0 when none is shown."""
        return self._document.pageCount() if self._document else 0

    def sheets(self) -> list[QLabel]:
        """The pages, from top to bottom."""
        return list(self._sheets)

    def _sheet(self) -> QLabel:
        sheet = QLabel()
        sheet.setProperty("card", "plain")
        sheet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column.insertWidget(len(self._sheets), sheet)
        return sheet

    def _measure(self) -> None:
        if self._document is None:
            return
        width = self.viewport().width() - 2
        for page, sheet in enumerate(self._sheets):
            paper = self._document.pagePointSize(page)
            sheet.setFixedSize(width, round(width * paper.height() / paper.width()))
            sheet.setPixmap(QPixmap())

    def draw(self) -> None:
        """Draw the pages in sight and their neighbours that are not drawn yet."""
        if self._document is None:
            return
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        for page, sheet in enumerate(self._sheets):
            near = top - height <= sheet.y() + sheet.height() and sheet.y() <= top + 2 * height
            if (near or page < _AT_ONCE) and sheet.pixmap().isNull():
                sheet.setPixmap(self._picture(page, sheet.size()))

    def _picture(self, page: int, size: QSize) -> QPixmap:
        assert self._document is not None
        scale = self.devicePixelRatioF()
        picture = QPixmap.fromImage(
            self._document.render(page, QSize(round(size.width() * scale), round(size.height() * scale)))
        )
        picture.setDevicePixelRatio(scale)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the paper as wide as the room."""
        super().resizeEvent(event)
        self._measure()
        self._later.start(0)
