"""The passport of a sealed batch, as it will print: half a page that is stamped by the village and the township."""

from functools import partial

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit import faults
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.drawn_once import DrawnOnce
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _


class PassportPage(Page):
    """One batch's passport; ``open`` takes ``number@epoch``."""

    name = "passport"
    prints = "batch-slip"

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(_("批次单"), _("随批次送镇所，两边盖章，各留一份"))
        self._jobs = jobs
        self._number, self._epoch = 0, ""
        self._slip: DrawnOnce | None = None
        self._printing = False
        self._paper = PaperView("passport_paper")
        self.body.addWidget(self._paper, 1)
        save = Button(_("存成 PDF"), icon="save", key="Ctrl+S", name="save_passport")
        save.clicked.connect(self.mend)
        main = LargeButton(_("打印批次单"), "print", name="print_passport")
        main.clicked.connect(self._print)
        self.foot(save, main=main)

    def open(self, about: str) -> None:
        """Show the passport of this batch."""
        number, _at, self._epoch = about.partition("@")
        self._number, self._slip = int(number), None
        self._paper.show_nothing()
        self.notice.hide()
        self.set_stale()

    def refresh(self) -> None:
        """Draw the passport as things stand now, beside the window: with the township's answer once there is one."""
        if self._number:
            self.title.setText(_("第 {number} 批的批次单").format(number=self._number))
            self._slip = DrawnOnce(partial(_made, self._number, self._epoch))
            self._jobs.beside.start(_("正在排批次单"), self._slip.draw, self._drawn, self.failed)

    def _drawn(self, slip: DrawnOnce) -> None:
        """The slip is ready; it may be another's turn by now."""
        if slip is self._slip:
            self._paper.show_paper(slip.pdf)

    def paper(self) -> tuple[str, bytes] | None:
        """The passport; its file name is the number of its batch."""
        return (self._title(), self._slip.pdf) if self._slip and self._slip.pdf else None

    def _title(self) -> str:
        return _("批次单-{number}").format(number=self._number)

    def _print(self) -> None:
        with faults.presented(self):
            if self._slip is not None and not self._printing:
                self._printing = True  # a second Enter prints no second slip
                send = partial(_send, self._slip, f"batch-{self._number}")
                self._jobs.start(_("正在打印"), send, self._printed, self._not_printed)

    def _not_printed(self, error: object) -> None:
        self._printing = False
        self.failed(error)

    def _printed(self, _nothing: object) -> None:
        self._printing = False
        self.show_done(_("批次单已送到打印机，A5 纸一张"), _("盖上村里的章，和 U 盘一起送镇所；镇所盖章后拿回一份。"))


def _made(number: int, epoch: str, desk: Desk) -> bytes:
    return desk.papers.passport(number, epoch).pdf


def _send(slip: DrawnOnce, title: str, desk: Desk, progress: Progress) -> None:
    choice = PrintChoices(desk.path).of(PaperSort.BATCH_SLIP)
    spooling.send(slip.draw(desk).pdf, title, progress, choice)
