"""Disks that fail, are full, or take nothing: the failure comes from below the program. Linux only.

``calls`` lets system calls of SQLite fail, by the table that its makers test it with; Python's own are not touched.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import _sqlite3

from village_desk.store.connection import troubles

_PLACE, _COUNT, _OFFSET = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64
_BYTES = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, _PLACE, _COUNT, _OFFSET, use_errno=True)
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int, use_errno=True)


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs`` version 3, as far as it is needed."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("version", "file_size", "longest_path")),
        *((name, _PLACE) for name in ("next", "name", "data")),
        *((f"method_{number}", _PLACE) for number in range(13)),
        ("set_call", ctypes.CFUNCTYPE(ctypes.c_int, _PLACE, ctypes.c_char_p, _PLACE)),
        ("get_call", ctypes.CFUNCTYPE(_PLACE, _PLACE, ctypes.c_char_p)),
    ]


def _vfs() -> Any:
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    return library.sqlite3_vfs_find(None)


@contextlib.contextmanager
def calls(call: str, number: int, folder: Path, ending: str = "", beyond: int = 0) -> Iterator[None]:
    """``pwrite``, ``pread`` or ``open`` fail with that errno for files in the folder whose name has that ending.

    ``beyond``: only at that offset of the file and further on.
    """
    vfs, name = _vfs(), call.encode()
    kind = _OPEN if call == "open" else _BYTES
    real = kind(vfs.contents.get_call(ctypes.cast(vfs, _PLACE), name))

    def fails(first: Any, *others: Any) -> int:
        path = os.fsdecode(first) if call == "open" else str(Path(f"/proc/self/fd/{first}").readlink())
        if Path(path).parent == folder and path.endswith(ending) and (call == "open" or others[-1] >= beyond):
            ctypes.set_errno(number)
            return -1
        answer = int(real(first, *others))
        ctypes.set_errno(ctypes.get_errno())
        return answer

    ours = kind(fails)
    vfs.contents.set_call(ctypes.cast(vfs, _PLACE), name, ctypes.cast(ours, _PLACE))
    try:
        yield
    finally:
        vfs.contents.set_call(ctypes.cast(vfs, _PLACE), name, None)


@contextlib.contextmanager
def full(path: Path) -> Iterator[None]:
    """The disk of that file takes nothing more: SQLite finds no room there, and the kernel says so once when asked."""
    path.with_name(troubles.PROBE).symlink_to("/dev/full")
    with calls("pwrite", errno.ENOSPC, path.parent):
        yield


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write there, root neither: as on a locked stick, or under another account."""
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.iterdir())}
    for each in modes:
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        with _under_the_rules():
            yield
    finally:
        for each, mode in modes.items():
            each.chmod(mode)


class _Capability(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


_VERSION, _OVERRIDES = 0x20080522, 0b110
"""Version 3 of the kernel's structure; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: who has them asks no permission."""


@contextlib.contextmanager
def _under_the_rules() -> Iterator[None]:
    """This thread asks permission like everybody else, also as root."""
    library = ctypes.CDLL(None, use_errno=True)
    header, held = (ctypes.c_uint32 * 2)(_VERSION, 0), (_Capability * 2)()
    assert library.capget(header, held) == 0
    before = held[0].effective
    held[0].effective = before & ~_OVERRIDES
    assert library.capset(header, held) == 0
    try:
        yield
    finally:
        held[0].effective = before
        assert library.capset(header, held) == 0


@contextlib.contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nobody may look into the folder, whoever runs the tests: the superuser works as somebody else meanwhile."""
    mode, user = folder.stat().st_mode, os.geteuid()
    folder.chmod(0)
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(0)
        folder.chmod(mode)
