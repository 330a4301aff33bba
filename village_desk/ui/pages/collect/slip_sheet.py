"""One receipt's paper over the page, as large as it is printed, until it is put away."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.words import _

_MOST = 860
"""A4 at its own size, in px, with its margins."""


class SlipSheet(QFrame):
    """The sheet; Esc puts it away."""

    def __init__(self, page: Page, jobs: Jobs) -> None:
        super().__init__(page)
        self.setObjectName("slip_sheet")
        self.setProperty("card", "plain")
        self._page, self._jobs = page, jobs
        self._number = ""
        self._heading = label(role="section", name="slip_number")
        self._paper = PaperView("slip_paper")
        close = Button(_("收起"), "plain", "cross", "Esc", name="slip_close")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        self.setLayout(column(row(self._heading, None, close), self._paper, gap=8, margin=12))
        self.hide()

    def show_slip(self, number: str) -> None:
        """Draw the paper of that receipt beside the window, and show it."""
        self._number = number
        self._heading.setText(_("凭条 {number}").format(number=number))
        self._paper.show_nothing()
        self.place()
        self.show()
        self.raise_()
        self._jobs.beside.start(_("正在排凭条"), partial(_draw, number), self._show, self._page.failed)

    def place(self) -> None:
        """In the middle of the page, as high as that is."""
        over: QWidget = self._page
        width = min(_MOST, over.width() - 32)
        self.setGeometry((over.width() - width) // 2, 8, width, over.height() - 16)

    def _show(self, drawn: tuple[str, bytes]) -> None:
        number, pdf = drawn
        if number == self._number and self.isVisible():
            self._paper.show_paper(pdf)
            self._paper.setFocus(Qt.FocusReason.OtherFocusReason)


def _draw(number: str, desk: Desk, _progress: Progress) -> tuple[str, bytes]:
    return number, desk.papers.receipt(number).pdf
