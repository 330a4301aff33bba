"""How the slip of the payment being typed would look: drawn beside the window, and shown when it is ready."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress
from village_desk.services.collecting import Payment
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.preview import PaperView
from village_desk.words import _


class Draft(QObject):
    """The draft in the view. ``failed`` carries why it cannot be drawn; a form not filled in yet is no fault."""

    failed = Signal(object)

    def __init__(self, jobs: Jobs, view: PaperView) -> None:
        super().__init__()
        self._jobs = jobs
        self._view = view
        self._wanted: Payment | None = None

    def draw(self, payment: Payment) -> None:
        """Draw the slip of this payment, unless it is the one drawn last."""
        if payment != self._wanted:
            self._wanted = payment
            self._jobs.beside.start(_("正在排凭条"), partial(_draw, payment), self._show, self._not_drawn)

    def forget(self) -> None:
        """The money is taken, or it is somebody else's turn: what comes now is not shown any more."""
        self._wanted = None

    def _show(self, made: tuple[Payment, bytes]) -> None:
        payment, pdf = made
        if payment == self._wanted:
            self._view.show_paper(pdf)

    def _not_drawn(self, error: object) -> None:
        if not isinstance(error, Refused) or error.code == "no_glyph":
            self.failed.emit(error)


def _draw(payment: Payment, desk: Desk, _progress: Progress) -> tuple[Payment, bytes]:
    return payment, desk.papers.draft(payment).pdf
