"""The lock of a file: one program alone, or several that share it. The lock ends with its program, however that ends.

The lock is on ``<file>.lock``, which stays. Why ``filelock`` does not serve: ``docs/decisions.md``, 2026-11-29.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import IO

from sync.agreement.errors import RoadError

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""The codes for "another program has the lock"; any other means a disk without locks, or trouble."""


class InUse(RoadError):
    """Another program has the file in a way that does not go together with what was asked for."""


class FileLock:
    """A lock that is taken. As a context manager it is released at the end."""

    def __init__(self, file: IO[bytes], shared: bool) -> None:
        """Lock the open file at once, or close it. InUse; OSError."""
        self._file = file
        try:
            _lock(file, shared)
        except OSError as error:
            file.close()
            if error.errno in _TAKEN:
                raise InUse("in-use", file.name) from None
            raise

    @classmethod
    def take(cls, path: Path, shared: bool = False) -> FileLock:
        """Lock the file at once: ``shared`` with others who say so too, else alone. InUse; OSError.

        On Windows a shared lock keeps nobody out: the system itself lets nobody move a database that is open.
        """
        opened = os.open(_place(path), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        return cls(os.fdopen(opened, "ab"), shared)

    @classmethod
    def take_without_writing(cls, path: Path) -> FileLock | None:
        """The same, alone, where nothing may be made: None where no program ever had the file. Raises as ``take``."""
        place = _place(path)
        return cls(place.open("rb"), shared=False) if place.exists() else None

    def release(self) -> None:
        """Let others have the file. Harmless when done twice."""
        self._file.close()

    def __enter__(self) -> FileLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _place(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], shared: bool) -> None:
        if not shared:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes], shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
