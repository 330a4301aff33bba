"""Files that survive a power cut, whole or not at all, and that only this user can read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_KIND = 3
"""Bytes that distinguish the kinds of files written here: ``%PDF``, ``PK`` of workbooks, PNG, JPEG."""
_TAILS = ("-wal", "-shm", "-journal", "")
"""The files that SQLite may leave beside a draft that is a database."""


def write(path: Path, content: bytes) -> None:
    """Write the content under this name, replacing an existing file. Raises OSError; then nothing has changed."""
    with drafted(path) as draft:
        draft.write_bytes(content)


def create(path: Path, content: bytes) -> None:
    """The same for a name that nothing may have yet: FileExistsError, also for whoever comes second."""
    with _draft_of(path) as draft:
        draft.write_bytes(content)
        settle_file(draft)
        _rename_new(draft, path)
    settle(path.parent)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty draft to be filled; when the block ends, the draft gets the final name, replacing an existing file.

    If the block raises, or on OSError, the old file is unchanged and no draft is left.
    """
    with _draft_of(path) as draft:
        yield draft
        place(draft, path)


def place(draft: Path, path: Path) -> None:
    """A draft that was written by other means is on the disk, and takes its name in one step. Raises OSError."""
    settle_file(draft)
    rename(draft, path)


def rename(draft: Path, path: Path) -> None:
    """Rename a draft that is safely on the disk to its final name, replacing an existing file in one step.

    Raises OSError; then nothing has changed.
    """
    draft.replace(path)
    settle(path.parent)


def place_folder(draft: Path, folder: Path) -> None:
    """The same for a folder of files; nothing may have the name. Raises OSError."""
    for each in draft.iterdir():
        settle_file(each)
    settle(draft)
    draft.rename(folder)
    settle(folder.parent)


def copy(source: Path, to: Path) -> None:
    """Copy the bytes of a file to a new one for this user only; it is not on the disk yet. Raises OSError."""
    with source.open("rb") as read, _new(to) as written:
        shutil.copyfileobj(read, written)


def forget(draft: Path) -> None:
    """Delete a draft and the files that a database left beside it. Undeletable files stay; nothing reads them."""
    for tail in _TAILS:
        with suppress(OSError):
            draft.with_name(draft.name + tail).unlink(missing_ok=True)


def make(path: Path) -> None:
    """An empty file of that name is on the disk, its folder too. Raises OSError."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)  # somebody else may make it at this moment
        settle(path.parent.parent)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
    settle(path.parent)


def rename_empty(path: Path, name: Path) -> None:
    """An empty file that ``make`` made has another name in its folder, on the disk. Raises OSError.

    Its content needs no sync. Windows has none for folders: there syncing the file takes its name along.
    """
    path.replace(name)
    if os.name == "posix":
        settle(name.parent)
    else:
        settle_file(name)


def is_other(path: Path, content: bytes) -> bool:
    """Whether something has the name that is of another kind than this content: not a paper, say, by its first bytes.

    An empty file is of no kind, a device of another one; over a folder nothing can be written anyway. Raises OSError.
    """
    if not path.is_file():
        return path.exists() and not path.is_dir()
    with path.open("rb") as file:
        return file.read(_KIND) not in (b"", content[:_KIND])


def settle_file(path: Path) -> None:
    """What was written into a file is on the disk now, and is read from there again where that can be asked for.

    Raises OSError.
    """
    opened = os.open(path, os.O_RDWR)
    try:
        os.fsync(opened)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(opened)


def settle(folder: Path) -> None:
    """Make sure that renames in this folder are on the disk; Windows does so without being asked."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """An empty draft, for this user only under any umask; none is left, however the block ends.

    Whoever stops the program (KeyboardInterrupt) leaves no half a paper behind either.
    """
    draft = path.with_name(f".{path.name}.part")
    forget(draft)
    try:
        _new(draft).close()
        yield draft
    finally:
        forget(draft)


def _new(path: Path) -> IO[bytes]:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: PTH123


def _rename_new(draft: Path, path: Path) -> None:
    """The draft takes a name that nothing has. FileExistsError."""
    if os.name == "posix":  # here renaming replaces an existing file; linking does not
        try:
            os.link(draft, path)
            return
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists():
                raise FileExistsError(path) from None
    draft.rename(path)
