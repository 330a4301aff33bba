"""The passport of a sealed batch, as it will print: half a page that is stamped by the village and the township."""

from functools import partial

from village_desk.domain.basics.progress import Progress
from village_desk.services.papers import Papers
from village_desk.ui.kit import faults, printing
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.words import _


class PassportPage(Page):
    """One batch's passport; ``open`` takes ``number@epoch``."""

    name = "passport"

    def __init__(self, papers: Papers, jobs: Jobs) -> None:
        super().__init__(_("批次单"), _("随批次送镇所，两边盖章，各留一份"))
        self._papers, self._jobs = papers, jobs
        self._number, self._epoch = 0, ""
        self._pdf = b""
        self._printing = False
        self._paper = PaperView("passport_paper")
        self.body.addWidget(self._paper, 1)
        save = Button(_("存成 PDF"), icon="save", key="Ctrl+S", name="save_passport")
        save.clicked.connect(self.mend)
        main = Button(_("打印批次单"), "primary", "print", "Enter", "print_passport")
        main.clicked.connect(self._print)
        self.foot(save, main=main)

    def open(self, about: str) -> None:
        """Show the passport of this batch."""
        number, _at, self._epoch = about.partition("@")
        self._number = int(number)
        self.notice.hide()
        self.set_stale()

    def refresh(self) -> None:
        """Draw the passport as things stand now: with the township's answer once there is one."""
        if self._number:
            self.title.setText(_("第 {number} 批的批次单").format(number=self._number))
            self._pdf = self._papers.passport(self._number, self._epoch).pdf
            self._paper.show_paper(self._pdf)

    def paper(self) -> tuple[str, bytes] | None:
        """The passport; its file name is the number of its batch."""
        return (self._title(), self._pdf) if self._pdf else None

    def _title(self) -> str:
        return _("批次单-{number}").format(number=self._number)

    def _print(self) -> None:
        with faults.presented(self):
            if not self._printing:
                self._printing = True  # a second Enter prints no second slip
                send = partial(_send, self._pdf, f"batch-{self._number}")
                self._jobs.start(_("正在打印"), send, self._printed, self._not_printed)

    def _not_printed(self, error: object) -> None:
        self._printing = False
        self.failed(error)

    def _printed(self, _nothing: object) -> None:
        self._printing = False
        self.show_done(_("批次单已送到打印机，A5 纸一张"), _("盖上村里的章，和 U 盘一起送镇所；镇所盖章后拿回一份。"))


def _send(pdf: bytes, title: str, _desk: object, progress: Progress) -> None:
    printing.send(pdf, title, progress, "A5")
