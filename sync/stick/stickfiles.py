"""Files on a USB stick: written so that a stick pulled out leaves the old file or the new one, read with suspicion.

Nothing on a stick is deleted, followed, run or unpacked; files that are not ours are reported in words and left
alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sync import durable
from sync.agreement.errors import StickTrouble
from sync.agreement.values import value

MOST_ENTRIES = 10_000
"""The most entries of a folder that are read."""

_REPARSE = 0x400
"""Windows' mark of links and junctions (FILE_ATTRIBUTE_REPARSE_POINT)."""
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@value
class Ignored:
    """Something on the stick that was left alone: its name, fit to be shown, and why."""

    name: str
    why: str


class Medium:
    """The stick as an operating system sees it. A test's medium fails where a real one would."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file and wait until it is on the stick."""
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o644), "wb") as file:  # noqa: PTH123
            if hasattr(os, "fchmod"):  # the other side is another user on another PC; files on a stick are sealed
                with suppress(OSError):
                    os.fchmod(file.fileno(), 0o644)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if hasattr(os, "posix_fadvise"):  # so that the file is read back from the stick, not from memory
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def read(self, path: Path, most: int) -> bytes:
        """A regular file, never longer than ``most`` and one byte."""
        with open(os.open(path, os.O_RDONLY | _NO_LINKS), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            return file.read(most + 1)

    def rename(self, draft: Path, path: Path) -> None:
        """Rename the draft to its final name, replacing an existing file."""
        durable.rename(draft, path)


def folder(stick: Path, *names: str, make: bool = False) -> Path | None:
    """A folder of ours on the stick, made if ``make``; None when there is none.

    Raises StickTrouble ``stick-gone`` without a stick, ``stick-odd`` where a link or a file stands in its place.
    """
    with _in_words():
        if not stick.is_dir():
            raise StickTrouble("stick-gone", "no such folder")
        path = stick
        for name in names:
            path = path / name
            if make and not _is_there(path):
                path.mkdir()
                with suppress(OSError):
                    path.chmod(0o755)
            if not _is_there(path):
                return None
            if not _is(path.lstat(), stat.S_IFDIR):
                raise StickTrouble("stick-odd", name)
        return path


def is_there(path: Path) -> bool:
    """Whether something has that name. Raises StickTrouble where nobody may look."""
    with _in_words():
        return _is_there(path)


def made(stick: Path, *names: str) -> Path:
    """A folder of ours on the stick, made if it is not there. Raises StickTrouble as ``folder``."""
    place = folder(stick, *names, make=True)
    if place is None:
        raise StickTrouble("stick-gone")
    return place


def put(path: Path, data: bytes, medium: Medium) -> None:
    """Write a file under a draft name, read it back, then rename it.

    Raises StickTrouble; the old file is then unchanged, and a ``.tmp`` may lie beside it.
    """
    draft = path.with_name(path.name + ".tmp")
    with _in_words():
        draft.unlink(missing_ok=True)
        medium.write(draft, data)
        if hashlib.sha256(medium.read(draft, len(data))).digest() != hashlib.sha256(data).digest():
            raise StickTrouble("stick-differs", path.name)
        medium.rename(draft, path)


def fetch(path: Path, most: int, medium: Medium) -> bytes | Ignored:
    """All of a file's bytes, or why it was left alone. Raises StickTrouble when the stick cannot be read."""
    with _in_words():
        if not os.path.lexists(path):
            raise StickTrouble("stick-gone", path.name)
        if not _is(path.lstat(), stat.S_IFREG):
            return Ignored(shown(path.name), "不是普通文件，没有打开")
        data = medium.read(path, most)
    return data if len(data) <= most else Ignored(shown(path.name), "文件太大，没有读")


def fetch_if_there(place: Path | None, name: str, most: int, medium: Medium) -> bytes | None:
    """The bytes of a file of this folder; None where there is none, or none that can be read.

    Raises StickTrouble when the stick cannot be read.
    """
    if place is None or not os.path.lexists(place / name):
        return None
    data = fetch(place / name, most, medium)
    return data if isinstance(data, bytes) else None


def listed(place: Path, wanted: re.Pattern[str]) -> tuple[list[Path], list[Ignored]]:
    """The files of a folder whose names match the pattern, sorted by name; and the other entries with the reason."""
    found, ignored = [], []
    with _in_words(), os.scandir(place) as entries:
        for count, entry in enumerate(entries):
            if count == MOST_ENTRIES:
                ignored.append(Ignored(shown(place.name), f"文件超过 {MOST_ENTRIES} 个，后面的没有看"))
                break
            why = _odd(entry, wanted)
            if why:
                ignored.append(Ignored(shown(entry.name), why))
            else:
                found.append(place / entry.name)
    return sorted(found), sorted(ignored, key=lambda each: each.name)


def shown(name: str) -> str:
    """A name that a stranger chose, fit to be shown on a line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80]


def _odd(entry: os.DirEntry[str], wanted: re.Pattern[str]) -> str:
    """Why an entry is not one of our files; empty when it may be one."""
    if entry.name.endswith(".tmp"):
        return "没写完的文件"
    if not wanted.fullmatch(entry.name):
        return "不是协办台的文件"
    return "" if _is(entry.stat(follow_symlinks=False), stat.S_IFREG) else "不是普通文件，没有打开"


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _is(found: os.stat_result, kind: int) -> bool:
    return stat.S_IFMT(found.st_mode) == kind and not getattr(found, "st_file_attributes", 0) & _REPARSE


_CODES = {
    errno.ENOSPC: "stick-full",
    errno.EFBIG: "stick-full",
    errno.EDQUOT: "stick-full",
    errno.EROFS: "stick-read-only",
    errno.EACCES: "stick-read-only",
    errno.EPERM: "stick-read-only",
    errno.ENOENT: "stick-gone",
    errno.ENODEV: "stick-gone",
    errno.ENXIO: "stick-gone",
    errno.EEXIST: "stick-odd",
    errno.EISDIR: "stick-odd",
    errno.ENOTDIR: "stick-odd",
    errno.ELOOP: "stick-odd",
}


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        code = _CODES.get(reason.errno or 0, "stick-io")
        raise StickTrouble(code, type(reason).__name__) from reason
