"""Files that stand after a power cut, and that nobody but this user can read: whole or not at all, name and content."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_KIND = 3
"""So many bytes tell the kinds of files apart that are written here: ``%PDF``, ``PK`` of workbooks, PNG, JPEG."""


def rename(draft: Path, path: Path) -> None:
    """The draft takes its name, in place of what had it, in one step. Raises OSError; then nothing has changed."""
    draft.replace(path)
    settle(path.parent)


def write(path: Path, content: bytes) -> None:
    """A file of that content has the name, in place of what had it, and is on the disk. Raises OSError; then nothing
    has changed.

    It was written under another name, and is for this user only under any umask.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rename(draft, path)
    except BaseException:  # whoever stops the program leaves no half a paper behind either
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def is_other(path: Path, content: bytes) -> bool:
    """Whether something has the name that is of another kind than this content: not a paper, say, by its first bytes.

    An empty file is of no kind, a device of another one; over a folder nothing can be written anyway. Raises OSError.
    """
    if not path.is_file():
        return path.exists() and not path.is_dir()
    with path.open("rb") as file:
        return file.read(_KIND) not in (b"", content[:_KIND])


def make(path: Path) -> None:
    """An empty file of that name is on the disk, its folder too. Raises OSError."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700)
        settle(path.parent.parent)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
    settle(path.parent)


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
    """What happened to the names of a folder is on the disk now; Windows sees to that by itself."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
