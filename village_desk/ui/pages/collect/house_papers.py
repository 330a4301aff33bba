"""The papers of what was just taken: drawn once beside the window, printed as one job, confirmed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.domain.receipt_papers import ReceiptPaper
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting
from village_desk.services.papers import Bundle, Papers
from village_desk.ui.kit.drawn_once import DrawnOnce
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.paperwork import Stage, after_the_money
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _


class _Slips(DrawnOnce):
    """The papers of these receipts as one PDF. ``bundle``: what stands in it; ``error``: why it failed."""

    def __init__(self, receipts: Sequence[Receipt], on: ReceiptPaper) -> None:
        super().__init__(self._make_pdf)
        self.receipts = tuple(receipts)
        self.on = on
        self.bundle: Bundle | None = None
        self.error: DeskError | Cancelled | None = None

    @property
    def state(self) -> tuple[ReceiptPaper, tuple[tuple[str, int, str], ...]]:
        """What makes one drawing differ from another."""
        return self.on, tuple((each.number, each.prints, each.void_reason) for each in self.receipts)

    @property
    def title(self) -> str:
        """The name of the job at the printer: never anybody's name."""
        return self.receipts[0].number if len(self.receipts) == 1 else f"receipts-{len(self.receipts)}"

    def _make_pdf(self, desk: Desk) -> bytes:
        try:
            self.bundle = desk.papers.receipts(self.receipts, on=self.on)
        except DeskError as error:
            raise after_the_money(error, self.receipts[0].number) from None
        return self.bundle.paper.pdf


class HousePapers(QObject):
    """Takes the receipts at hand from stored to paper. ``moved``: another stage; ``recorded``: some were confirmed."""

    moved = Signal()
    recorded = Signal()
    failed = Signal(object)

    def __init__(self, collecting: Collecting, papers: Papers, jobs: Jobs) -> None:
        super().__init__()
        self._collecting, self._papers, self._jobs = collecting, papers, jobs
        self.begin(())

    def begin(self, numbers: Iterable[str]) -> None:
        """These receipts are at hand now."""
        self.numbers = list(numbers)
        self.missing: set[str] = set()
        self.stage = Stage.TO_PRINT if self.numbers else Stage.OUT
        self._slips: _Slips | None = None
        self._sent: _Slips | None = None

    def receipts(self) -> list[Receipt]:
        """The receipts at hand as they stand now."""
        return [self._collecting.receipt(each) for each in self.numbers]

    def waiting(self) -> list[Receipt]:
        """Those of them whose paper nobody has confirmed, else all: a second paper is a reprint."""
        standing = [each for each in self.receipts() if not each.void_reason]
        return [each for each in standing if not each.prints] or standing

    def paper(self) -> tuple[str, bytes] | None:
        """What was drawn last, with its name."""
        return (self._slips.title, self._slips.pdf) if self._slips is not None and self._slips.pdf else None

    def draw(self) -> None:
        """Draw what waits beside the window, if it was not drawn as it stands now."""
        wanted = self._wanted()
        if wanted.receipts and (self._slips is None or self._slips.state != wanted.state):
            self._slips = wanted
            self._jobs.beside.start(_("正在排凭条"), partial(_draw, wanted), self._is_drawn, self.failed.emit)

    def print(self) -> None:
        """Send what waits to the printer as one job; the question follows when it is queued."""
        wanted = self._wanted()
        if not wanted.receipts or self.stage is Stage.PRINTING:
            return
        if self._slips is None or self._slips.state != wanted.state or any(each.prints for each in wanted.receipts):
            self._slips = wanted
        self._sent = self._slips
        self._move(Stage.PRINTING)
        self._jobs.start(_("正在打印"), partial(_send, self._sent), self._printed, self._bug)

    def _wanted(self) -> _Slips:
        return _Slips(self.waiting(), PrintChoices(self._jobs.path).receipt_paper())

    def turn(self, number: str) -> None:
        """The paper of a receipt did not come out, or did after all."""
        self.missing ^= {number}
        self.moved.emit()

    def confirm(self) -> None:
        """She holds all papers that were sent, but for those that are missing: these are printed again."""
        sent, missing = self._sent, self.missing
        if sent is None or sent.bundle is None:
            return
        copies = {number: copy for number, copy in sent.bundle.copies.items() if number not in missing}
        self._papers.confirm_all_printed(copies)
        left_out = {each.number for each in sent.receipts} - set(sent.bundle.copies)
        self.missing = set()
        self._move(Stage.TO_PRINT if missing or left_out else Stage.OUT)
        self.recorded.emit()

    def put_away(self) -> None:
        """Nobody wants these papers any more."""
        self._move(Stage.OUT)

    def failure(self) -> str:
        """Why the last try to print failed, in words; empty when it did not."""
        return next(filter(None, map(self._papers.failure, self.numbers)), "")

    def _is_drawn(self, slips: _Slips) -> None:
        if slips.error is not None and slips is self._slips:
            self.failed.emit(slips.error)

    def _printed(self, slips: _Slips) -> None:
        """The printer took the job, or not. She may have gone on to the next house meanwhile."""
        why = slips.error.message if isinstance(slips.error, DeskError) else ""
        for each in slips.receipts:
            if slips.error is None:
                self._papers.went_to_the_printer(each.number)
            else:
                self._papers.did_not_print(each.number, why)
        if slips is self._sent:
            self._move(Stage.ASKING if slips.error is None else Stage.TO_PRINT)
            if slips.error is None and slips.bundle is not None and slips.bundle.left_out:
                self.failed.emit(slips.bundle.left_out[0])
        if slips.error is not None:
            self.failed.emit(slips.error)

    def _bug(self, error: object) -> None:
        self._move(Stage.TO_PRINT)
        self.failed.emit(error)

    def _move(self, stage: Stage) -> None:
        self.stage = stage
        self.moved.emit()


def _draw(slips: _Slips, desk: Desk, _progress: Progress) -> _Slips:
    slips.error = None
    try:
        slips.draw(desk)
    except DeskError as error:
        slips.error = error
    return slips


def _send(slips: _Slips, desk: Desk, progress: Progress) -> _Slips:
    slips.error = None
    try:
        choice = PrintChoices(desk.path).of(PaperSort.RECEIPT)
        spooling.send(slips.draw(desk).pdf, slips.title, progress, choice)
    except (DeskError, Cancelled) as error:
        slips.error = error
    return slips
