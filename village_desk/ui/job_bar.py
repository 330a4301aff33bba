"""The bar of long work at the foot of the window: its name, its progress, and the button to stop it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.jobs import Job, Jobs
from village_desk.ui.kit.labels import label
from village_desk.words import _

_BEFORE_SHOWING = 300
"""Milliseconds: what is over sooner needs no bar."""


class JobBar(QWidget):
    """Shows itself while a job runs longer than a blink."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("job_bar")
        self._jobs = jobs
        self._words = label(role="strong", name="job_words")
        self._count = label(role="muted", name="job_count")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = Button(_("停下"), icon="cross", key="Esc", name="job_stop")
        self._stop.setShortcut("")
        self._stop.clicked.connect(self.stop)
        card = QFrame()
        card.setProperty("card", "plain")
        card.setLayout(row(self._words, self._bar, self._count, self._stop, margin=12))
        around, side = row(card), style.size("gap_large")
        around.setContentsMargins(side, 0, side, 14)
        self.setLayout(around)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self.show)
        jobs.started.connect(self.begin)
        jobs.idle.connect(self.end)
        self.hide()

    def begin(self, job: Job) -> None:
        """A job was started."""
        self._words.setText(job.words)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        job.progressed.connect(self.progress)
        self._delay.start(_BEFORE_SHOWING)

    def progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done} / {total}")

    def stop(self) -> None:
        """Ask the work to stop; the button is disabled until the work has ended."""
        self._stop.setEnabled(False)
        self._jobs.stop()

    def end(self) -> None:
        """Nothing is under way any more."""
        self._delay.stop()
        self.hide()
