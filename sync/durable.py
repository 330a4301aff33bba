"""Names of files that stand after a power cut: what a folder says is on the disk, not only on its way to it."""

from __future__ import annotations

import os
from pathlib import Path


def rename(draft: Path, path: Path) -> None:
    """The draft takes its name, in place of what had it, in one step. Raises OSError; then nothing has changed."""
    draft.replace(path)
    settle(path.parent)


def make(path: Path) -> None:
    """An empty file of that name is on the disk, its folder too. Raises OSError."""
    if not path.parent.exists():
        path.parent.mkdir()
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
