"""A desk file that cannot be written to is read from a copy: in a folder of this user only, deleted when it is closed.

SQLite never opens the file itself: opened as immutable, the file would be read without its WAL. Both are copied.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sync.locks import FileLock
from village_desk.domain.basics.errors import Refused
from village_desk.store.file import locks

_PREFIX = "village-desk-reading-"
_TRIES = 3


class ReadingCopy:
    """A copy of a desk file and its WAL, and the locks that keep both. ``release`` when its connections are closed."""

    def __init__(self, file: Path, held: list[FileLock]) -> None:
        self.file = file
        self._locks = held

    @classmethod
    def make(cls, path: Path, locked: bool = False) -> ReadingCopy:
        """Copy the file. Refused ``second_copy`` while another program has it; OSError when no disk takes it.

        ``locked``: the caller has the lock of the file.
        """
        theirs = None if locked else locks.take_without_writing(path)
        try:
            copy = _somewhere(path)
        except BaseException:
            if theirs:
                theirs.release()
            raise
        if theirs:
            copy._locks.append(theirs)
        return copy

    def release(self) -> None:
        """Take the copy away and let others have the file."""
        for each in self._locks:
            each.release()
        shutil.rmtree(self.file.parent, ignore_errors=True)


def _somewhere(path: Path) -> ReadingCopy:
    """On the first disk that has room; the OSError of the last one when none has."""
    trouble: OSError | None = None
    for place in _places():
        _sweep(place)
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        except OSError as error:
            trouble = error
            continue
        copy = ReadingCopy(folder / path.name, [])
        try:
            copy._locks.append(locks.take(copy.file))
            _copy_whole(path, copy.file)
            return copy
        except OSError as error:
            copy.release()
            trouble = error
    raise trouble or OSError("no folder for temporary files")


def _places() -> Iterator[Path]:
    """Where a copy may stand: where temporary files go, else in memory, where Linux has such a place."""
    yield Path(tempfile.gettempdir())
    for each in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):
        if each and Path(each).is_dir():
            yield Path(each)


def _sweep(place: Path) -> None:
    """Take away copies of ours whose program died: nobody holds their locks."""
    for folder in place.glob(_PREFIX + "*"):
        for lock in folder.glob("*.lock"):
            try:
                locks.take(lock.with_suffix("")).release()
            except (OSError, Refused):
                continue
            shutil.rmtree(folder, ignore_errors=True)


def _copy_whole(path: Path, to: Path) -> None:
    """Copy the file and its WAL as of one moment; OSError when another program goes on writing to them."""
    for _try in range(_TRIES):
        before = _marks(path)
        for tail in ("", "-wal"):
            source = path.with_name(path.name + tail)
            if source.exists():
                shutil.copyfile(source, to.with_name(to.name + tail))
        if _marks(path) == before:
            return
    raise BlockingIOError(errno.EAGAIN, "the file changes while it is copied")


def _marks(path: Path) -> list[tuple[int, int] | None]:
    files = [path.with_name(path.name + tail) for tail in ("", "-wal")]
    states = [each.stat() if each.exists() else None for each in files]
    return [(each.st_size, each.st_mtime_ns) if each else None for each in states]
