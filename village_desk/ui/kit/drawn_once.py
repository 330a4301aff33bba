"""A paper that is drawn beside the window, never on its thread, and once: for preview or printer, whoever is first."""

import threading
from collections.abc import Callable
from typing import Self

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress, silent


class DrawnOnce:
    """One paper as it stands when ``make`` draws it as PDF. Raises what ``make`` raises; then the next one tries."""

    def __init__(self, make: Callable[[Desk], bytes]) -> None:
        self.pdf = b""
        self._make = make
        self._drawing = threading.Lock()

    def draw(self, desk: Desk, _progress: Progress = silent) -> Self:
        """The work of a job: the paper with its PDF, drawn by the first thread that asks."""
        with self._drawing:
            self.pdf = self.pdf or self._make(desk)
        return self
