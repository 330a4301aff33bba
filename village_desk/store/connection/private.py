"""Makes a desk file and all files beside it readable by this user only, under any umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700


def tighten(path: Path) -> None:
    """Take every right on the desk file, and on the files beside it under its name, from everybody else.

    A file whose rights cannot be changed (a stick without rights, somebody else's file) stays as it is.
    """
    for each in _files_of(path):
        only_ours(each)


def only_ours(path: Path) -> None:
    """The same for one existing file or folder."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        wanted = _FOLDER if stat.S_ISDIR(mode) else _FILE
        if os.name == "posix" and not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & ~wanted:
            path.chmod(wanted)


def _files_of(path: Path) -> Iterator[Path]:
    """The desk file, the files and folders named after it (``desk.vdesk.key``, ``desk.vdesk-wal``), their contents."""
    with suppress(OSError):
        for each in [*path.parent.iterdir()]:
            if each.name == path.name or each.name.startswith((f"{path.name}.", f"{path.name}-")):
                yield each
                yield from each.rglob("*") if each.is_dir() and not each.is_symlink() else ()
