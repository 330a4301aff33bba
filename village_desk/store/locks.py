"""The lock that lets one program at a time have a desk file. It falls when the program ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import IO

from village_desk.domain.errors import Refused
from village_desk.words import _

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""How systems say that another program has the lock; anything else is a disk that knows no locks, or trouble."""


class FileLock:
    """A held lock on ``<file>.lock``."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> FileLock:
        """Lock the desk file at once. Refused ``second_copy`` while another program has it; OSError."""
        return cls._of(os.fdopen(os.open(_place(path), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab"))

    @classmethod
    def take_without_writing(cls, path: Path) -> FileLock | None:
        """The same where nothing may be made: None where no program ever had the file. Raises as ``take``."""
        place = _place(path)
        return cls._of(place.open("rb")) if place.exists() else None

    @classmethod
    def _of(cls, file: IO[bytes]) -> FileLock:
        try:
            _lock(file)
        except OSError as error:
            file.close()
            if error.errno not in _TAKEN:
                raise
            raise Refused(
                _("这个协办台已经在另一个窗口打开了"), _("请到任务栏找到它，不要同时开两个"), "second_copy"
            ) from None
        return cls(file)

    def release(self) -> None:
        """Let others have the file. Harmless when done twice."""
        self._file.close()


def _place(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
