"""The steps of a receipt's paper: print, ask whether the paper came out, print again or void. Shared by two pages.

A paper is drawn on a thread of its own, never on the screen's, and once: whichever needs it first, preview or printer.
"""

from __future__ import annotations

from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.domain.receipt_papers import ReceiptPaper
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting
from village_desk.services.papers import Papers
from village_desk.ui.kit.dialogs import VoidReason
from village_desk.ui.kit.drawn_once import DrawnOnce
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _


class Slip(DrawnOnce):
    """One receipt as it stands now, for the paper of now: not printed yet, printed so often, or void."""

    def __init__(self, receipt: Receipt, on: ReceiptPaper) -> None:
        super().__init__(partial(_drawn, receipt.number, on))
        self.number = receipt.number
        self.state = (receipt.number, receipt.prints, receipt.void_reason, on)


def _drawn(number: str, on: ReceiptPaper, desk: Desk) -> bytes:
    """The PDF of a receipt. A DeskError says first that the money is recorded."""
    try:
        return desk.papers.receipt(number, on).pdf
    except DeskError as error:
        raise after_the_money(error, number) from None


def after_the_money(error: DeskError, number: str) -> DeskError:
    """The error of a paper, after a word that its money is safe; the witness's own trouble says so by itself."""
    if error.code != "witness":
        words = _("凭条 {number} 已经记下，只是纸没有排出来：{why}")
        error.message = words.format(number=number, why=error.message)
        error.cure = _("不要再收一次。{cure}；好了再到“今日”里打印这一张").format(cure=error.cure)
    return error


@value
class _Ended:
    """How drawing or printing a slip ended; ``error``: why it failed."""

    slip: Slip
    error: DeskError | Cancelled | None = None


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
    """Takes one receipt at a time from stored to paper in hand.

    ``moved`` signals a new stage, ``drawn`` that the paper at hand can be shown.
    """

    moved = Signal()
    drawn = Signal()
    recorded = Signal()
    failed = Signal(object)

    def __init__(self, collecting: Collecting, papers: Papers, jobs: Jobs) -> None:
        super().__init__()
        self._collecting = collecting
        self._papers = papers
        self._jobs = jobs
        self.number = ""
        self.stage = Stage.TO_PRINT
        self._slip: Slip | None = None
        self._copy = 1

    def begin(self, number: str) -> None:
        """This receipt is at hand now; with ``""`` none is."""
        self.number, self.stage, self._slip, self._copy = number, Stage.TO_PRINT, None, 1

    @property
    def pdf(self) -> bytes:
        """The slip as stored; empty until it is drawn."""
        return self._slip.pdf if self._slip else b""

    def draw(self) -> None:
        """Draw the slip beside the window, if it was not drawn as it stands now; ``drawn`` follows."""
        wanted = self._wanted(self._collecting.receipt(self.number))
        if self._slip is None or self._slip.state != wanted.state:
            self._slip = wanted
            self._jobs.beside.start(_("正在排凭条"), partial(_draw, self._slip), self._is_drawn, self.failed.emit)

    def print(self) -> None:
        """Send the slip to the printer; the question follows when the slip is queued. A reprint states its own time."""
        receipt = self._collecting.receipt(self.number)
        wanted = self._wanted(receipt)
        if self._slip is None or self._slip.state != wanted.state or receipt.prints:
            self._slip = wanted
        self._copy = receipt.prints + 1
        self._move(Stage.PRINTING)
        self._jobs.start(_("正在打印"), partial(_print, self._slip), self._printed, self._bug)

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
        """The coordinator holds the paper that was printed here last, else the first; another page may know it."""
        self._papers.confirm_printed(self.number, self._copy)
        self._move(Stage.OUT)
        self.recorded.emit()

    def void(self, over: QWidget) -> bool:
        """Ask for a reason, and make the receipt void; False when she cancels."""
        heading = _("作废凭条 {number}").format(number=self.number)
        words = _("作废以后这个号不再使用，{year}。请先收回三联纸。作废不能撤回。")
        words = words.format(year=self._collecting.once_void(self.number))
        reason = VoidReason.ask(over, heading, words, _("作废"))
        if not reason:
            return False
        self._collecting.void(self.number, reason)
        self.recorded.emit()
        return True

    def _wanted(self, receipt: Receipt) -> Slip:
        return Slip(receipt, PrintChoices(self._jobs.path).receipt_paper())

    def _is_drawn(self, ended: _Ended) -> None:
        """The paper is ready, or failed; its receipt may not be at hand any more."""
        if ended.error is not None:
            self.failed.emit(ended.error)
        elif ended.slip is self._slip:
            self.drawn.emit()

    def _printed(self, ended: _Ended) -> None:
        """The printer took the slip, or not. She may have gone on to the next one meanwhile."""
        number, error = ended.slip.number, ended.error
        if error is None:
            self._papers.went_to_the_printer(number)
        else:
            self._papers.did_not_print(number, error.message if isinstance(error, DeskError) else "")
        if number == self.number:
            self._move(Stage.ASKING if error is None else Stage.TO_PRINT)
            self._is_drawn(_Ended(ended.slip))
        if error is not None:
            self.failed.emit(error)

    def _bug(self, error: object) -> None:
        self._papers.did_not_print(self.number, "")
        self._move(Stage.TO_PRINT)
        self.failed.emit(error)

    def _move(self, stage: Stage) -> None:
        self.stage = stage
        self.moved.emit()


def _draw(slip: Slip, desk: Desk, _progress: Progress) -> _Ended:
    try:
        slip.draw(desk)
    except DeskError as error:
        return _Ended(slip, error)
    return _Ended(slip)


def _print(slip: Slip, desk: Desk, progress: Progress) -> _Ended:
    try:
        choice = PrintChoices(desk.path).of(PaperSort.RECEIPT)
        spooling.send(slip.draw(desk).pdf, slip.number, progress, choice)
    except (DeskError, Cancelled) as error:
        return _Ended(slip, error)
    return _Ended(slip)
