"""The steps of a receipt's paper: print, ask whether the paper came out, print again or void. Shared by two pages."""

from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.services.collecting import Collecting
from village_desk.services.papers import Papers
from village_desk.ui.kit import dialogs, printing
from village_desk.ui.kit.jobs import Jobs
from village_desk.words import _


class Stage(Enum):
    """The stage of a receipt's paper.

    ASKING: the printer took it just now, and whoever waits beside the printer sees the paper. UNSEEN: nobody here
    knows whether the paper came out.
    """

    TO_PRINT = "to_print"
    PRINTING = "printing"
    ASKING = "asking"
    UNSEEN = "unseen"
    OUT = "out"


class Paperwork(QObject):
    """Takes one receipt at a time from stored to paper in hand. ``moved`` signals a new stage."""

    moved = Signal()
    recorded = Signal()
    failed = Signal(object)

    def __init__(self, collecting: Collecting, papers: Papers, jobs: Jobs) -> None:
        super().__init__()
        self._collecting = collecting
        self._papers = papers
        self._jobs = jobs
        self.number = ""
        self.stage = Stage.TO_PRINT

    def begin(self, number: str) -> None:
        """This receipt is at hand now."""
        self.number = number
        self._move(Stage.TO_PRINT)

    def pdf(self) -> bytes:
        """The slip as stored; Refused when a character of a name has no font."""
        return self._papers.receipt(self.number).pdf

    def print(self) -> None:
        """Send the slip to the printer; the question follows when the slip is queued."""
        pdf = self.pdf()
        self._move(Stage.PRINTING)
        self._jobs.start(_("正在打印"), partial(_print, pdf, self.number), self._printed, self._not_printed)

    def ask(self) -> None:
        """The paper may have come out before the lights went: only the coordinator knows."""
        self._move(Stage.UNSEEN)

    def put_away(self) -> None:
        """Nobody wants the paper any more."""
        self._move(Stage.OUT)

    def failure(self) -> str:
        """Why the last try to print the receipt at hand failed, in words; empty when it did not."""
        return self._papers.failure(self.number)

    def confirm_printed(self) -> None:
        """The coordinator holds the paper."""
        self._papers.confirm_printed(self.number)
        self._move(Stage.OUT)
        self.recorded.emit()

    def void(self, over: QWidget) -> bool:
        """Ask for a reason, and make the receipt void; False when she cancels."""
        heading = _("作废凭条 {number}").format(number=self.number)
        words = _("作废以后这个号不再使用，{year}。请先收回三联纸。作废不能撤回。")
        words = words.format(year=self._collecting.once_void(self.number))
        reason = dialogs.Reason.ask(over, heading, words, _("作废"))
        if not reason:
            return False
        self._collecting.void(self.number, reason)
        self.recorded.emit()
        return True

    def _printed(self, _nothing: object) -> None:
        self._papers.went_to_the_printer(self.number)
        self._move(Stage.ASKING)

    def _not_printed(self, error: object) -> None:
        self._papers.did_not_print(self.number, error.message if isinstance(error, DeskError) else "")
        self._move(Stage.TO_PRINT)
        self.failed.emit(error)

    def _move(self, stage: Stage) -> None:
        self.stage = stage
        self.moved.emit()


def _print(pdf: bytes, title: str, _desk: object, progress: Progress) -> None:
    printing.send(pdf, title, progress)
