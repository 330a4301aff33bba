"""The way of a form's paper: drawn, sent to the printer, asked about, recorded. No widgets.

A form is recorded when she says that the paper came out, or goes on without an answer: the printer had taken it.
"""

from __future__ import annotations

from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from village_desk.services.forms.printing_forms import Forms, Wanted
from village_desk.ui.kit.jobs import Job, Jobs
from village_desk.ui.pages.forms import form_jobs
from village_desk.ui.pages.forms.form_jobs import DrawingEnded, FormOnPaper
from village_desk.words import _


class PaperStage(Enum):
    """EMPTY: nothing drawn; ASKING: the printer took it, and she sees whether it came out; OUT: it did."""

    EMPTY = "empty"
    DRAWING = "drawing"
    READY = "ready"
    PRINTING = "printing"
    ASKING = "asking"
    OUT = "out"


class FormPaper(QObject):
    """One form at a time. ``moved``: a new stage; ``drawn``: another paper is there; ``failed`` with the error."""

    moved = Signal()
    drawn = Signal()
    recorded = Signal()
    failed = Signal(object)

    def __init__(self, forms: Forms, jobs: Jobs) -> None:
        super().__init__()
        self._forms, self._jobs = forms, jobs
        self.stage = PaperStage.EMPTY
        self.paper: FormOnPaper | None = None
        self._wanted: Wanted | None = None
        self._job: Job | None = None

    def draw(self, wanted: Wanted, blink: bool) -> None:
        """Fill and draw this; the paper that is shown stays until the new one is there.

        ``blink``: it is one short paper, which waits for no long work and needs no bar.
        """
        self.settle()
        self._stop()
        self._wanted = wanted
        self._move(PaperStage.DRAWING)
        work = partial(form_jobs.draw, wanted)
        jobs = self._jobs.beside if blink else self._jobs
        self._job = jobs.start(_("正在填表、排版"), work, self._is_drawn, self._not_drawn)

    def clear(self) -> None:
        """Nothing is wanted: no paper."""
        self.settle()
        self._stop()
        self._wanted = None
        self._drop()

    def print(self) -> None:
        """Send the paper to the printer; the question follows."""
        assert self.paper is not None
        self._move(PaperStage.PRINTING)
        self._jobs.start(_("正在打印"), partial(form_jobs.send, self.paper), self._printed, self._not_printed)

    def confirm(self) -> None:
        """She holds the paper: it is recorded."""
        assert self.paper is not None
        self._forms.record(self.paper.filled)
        self._move(PaperStage.OUT)
        self.recorded.emit()

    def settle(self) -> None:
        """She goes on to something else; a paper that the printer took counts as out."""
        if self.stage is PaperStage.ASKING:
            self.confirm()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _is_drawn(self, drawing: DrawingEnded) -> None:
        """It may be another's turn by now."""
        if drawing.wanted is not self._wanted:
            return
        self._job = None
        if drawing.error is not None:
            self._drop()
            self.failed.emit(drawing.error)
            return
        if drawing.paper != self.paper:  # the same paper once more leaves the view where it was scrolled
            self.paper = drawing.paper
            self.drawn.emit()
        self._move(PaperStage.READY)

    def _not_drawn(self, error: object) -> None:
        self._drop()
        self.failed.emit(error)

    def _drop(self) -> None:
        self.paper = None
        self.drawn.emit()
        self._move(PaperStage.EMPTY)

    def _printed(self, paper: FormOnPaper) -> None:
        """The printer took it; she may have gone on to another meanwhile."""
        if self.stage is PaperStage.PRINTING:
            self._move(PaperStage.ASKING)
        else:
            self._forms.record(paper.filled)
            self.recorded.emit()

    def _not_printed(self, error: object) -> None:
        if self.stage is PaperStage.PRINTING:
            self._move(PaperStage.READY)
        self.failed.emit(error)

    def _move(self, stage: PaperStage) -> None:
        self.stage = stage
        self.moved.emit()
