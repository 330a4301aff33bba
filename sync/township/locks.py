"""Who has the books of a SQLite file open: many at once, or one alone to put others in their place. Falls with the
program, however it ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sync.township.engines import StoreTrouble


class BooksLock:
    """A held lock on ``<file>.lock``."""

    def __init__(self, path: Path, alone: bool) -> None:
        """StoreTrouble ``store-in-use`` at once when somebody else stands in the way."""
        self._file = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file, alone)
        except OSError as reason:
            self.close()
            raise StoreTrouble("store-in-use", str(path)) from reason

    def close(self) -> None:
        """Let others have the books. Harmless when done twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


if sys.platform == "win32":

    def _lock(file: int, alone: bool) -> None:
        """Windows itself lets nobody move a database that a program has open."""
else:
    import fcntl

    def _lock(file: int, alone: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
