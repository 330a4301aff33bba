"""Disks that fail under SQLite: a system call of its own answers with an errno for the files of one folder.

The failure comes from below: SQLite's table of system calls is what its makers test it with. Only its own calls fail;
what Python writes there is not touched. Linux only.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import _sqlite3

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
