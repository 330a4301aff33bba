"""What a failure of the desk file, or of its surroundings, means for her: damage, or a trouble with a cure of its own.

Only a malformed file is damage. The kind is read from SQLite's code and the system's errno, never from the words of an
error.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from village_desk.domain.basics.errors import Trouble
from village_desk.store.connection import engine
from village_desk.words import _

PROBE = ".village-desk.probe"
"""A file that is written and deleted at once, to find out the system's error."""
_PROBE_BYTES = 64 * 1024
"""Somewhat more than what SQLite has to put beside a file before it can be read."""

_PROBE_FILES = 8
"""At least as many as one connection opens."""

_BY_CODE = {
    3: "no_permission",  # SQLITE_PERM
    5: "locked",  # SQLITE_BUSY
    6: "locked",  # SQLITE_LOCKED
    7: "memory",  # SQLITE_NOMEM
    8: "read_only",  # SQLITE_READONLY
    10: "disk",  # SQLITE_IOERR
    11: "damaged",  # SQLITE_CORRUPT
    13: "disk_full",  # SQLITE_FULL
    14: "cannot_open",  # SQLITE_CANTOPEN
    15: "locked",  # SQLITE_PROTOCOL: two programs about the WAL
    22: "disk_full",  # SQLITE_NOLFS: the disk takes no file of that size
    23: "no_permission",  # SQLITE_AUTH
    26: "damaged",  # SQLITE_NOTADB, once the PIN is known to be right
}
_VAGUE = ("disk", "cannot_open", "read_only")
"""Kinds that a probe can make more exact."""

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.ENOMEM: "memory",
    errno.EBUSY: "locked",
    errno.EAGAIN: "locked",
    errno.ENOLCK: "no_locks",
    errno.ENOSYS: "no_locks",
    errno.EOPNOTSUPP: "no_locks",
}
_SHARING = (32, 33)
"""Windows' own numbers of "another program has it"."""


def of(error: Exception, outcome: str, path: Path | None = None) -> Trouble | None:
    """The error as a Trouble whose message begins with ``outcome``; None if the surroundings have not failed.

    ``path`` is the file in question: if the error is vague, the system is asked about that place. The kinds are those
    of ``named``.
    """
    kind = _kind(error)
    if kind in _VAGUE and path is not None:
        kind = _around(path) or kind
    return named(kind, outcome) if kind else None


@contextlib.contextmanager
def as_trouble(outcome: str, path: Path | None = None, *also: type[Exception]) -> Iterator[None]:
    """Raise a database error from inside the block, or one of ``also`` (mostly OSError), as its Trouble."""
    try:
        yield
    except (engine.UnsafeSettings, engine.DatabaseError, *also) as error:
        trouble = of(error, outcome, path)
        if trouble is None:
            raise
        raise trouble from error


def is_damage(error: BaseException) -> bool:
    """Whether the error means that the file was changed after it was written."""
    return _kind(error) == "damaged"


def named(kind: str, outcome: str) -> Trouble:
    """The Trouble of a kind, with the words for it after ``outcome``.

    The kinds: ``locked``, ``disk_full``, ``disk``, ``read_only``, ``no_permission``, ``no_locks``,
    ``too_many_files``, ``memory``, ``cannot_open``, ``damaged``, ``settings``.
    """
    return Trouble(*_words(kind, outcome), kind)


def by_code(code: int, outcome: str) -> Trouble | None:
    """As ``of``, for a bare SQLite code from SQLite's own check of a file; None when the code means damage."""
    kind = _BY_CODE.get(code & 0xFF, "damaged")
    return None if kind == "damaged" else named(kind, outcome)


def _kind(error: BaseException) -> str:
    if isinstance(error, engine.UnsafeSettings):
        return "settings"
    if isinstance(error, engine.DatabaseError):
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # the driver gives no code when copying a file fails
            return "disk" if isinstance(error, engine.OperationalError) else ""
        return _BY_CODE.get(code & 0xFF, "")
    if isinstance(error, OSError):
        if getattr(error, "winerror", 0) in _SHARING:
            return "locked"
        return _BY_ERRNO.get(error.errno or 0, "disk")
    return ""


def _around(path: Path) -> str:
    """The kind of trouble when writing beside the file fails; empty when writing works.

    The files of the database are not opened for this: closing them would drop the locks that this program has on them.
    """
    probe = path.with_name(PROBE)
    try:
        with contextlib.ExitStack() as held:
            for _each in range(_PROBE_FILES):
                held.enter_context(Path(os.devnull).open("rb"))
            probe.write_bytes(bytes(_PROBE_BYTES))
            probe.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
        return _kind(error)
    files = (path.with_name(path.name + tail) for tail in ("", "-wal", "-shm"))
    barred = any(each.exists() and not os.access(each, os.R_OK | os.W_OK) for each in files)
    return "no_permission" if barred else ""


def _words(kind: str, outcome: str) -> tuple[str, str]:
    message, cure = {
        "locked": (
            _("别的程序正占着协办台文件"),
            _("请等一会儿再试；还是不行，请关掉正在杀毒、备份或同步这个文件的程序"),
        ),
        "disk_full": (_("磁盘满了"), _("请删掉或移走不用的文件，腾出至少 200 MB")),
        "disk": (
            _("磁盘读写出错"),
            _("请看看硬盘、U 盘插好没有，再试一次；还是不行，这块盘可能要坏了，请找人检查"),
        ),
        "read_only": (
            _("文件所在的磁盘或文件夹只能读，不能写"),
            _("请打开 U 盘的写保护开关，或请人取消只读；也可以整个文件夹复制到本机硬盘上用"),
        ),
        "no_permission": (
            _("现在登录的帐户没有权限读写这个文件"),
            _("请用平时的帐户登录电脑，或请人改回文件和文件夹的权限"),
        ),
        "no_locks": (
            _("这块盘防不住两个程序同时写一个文件，像是网络盘"),
            _("请把协办台文件放到本机硬盘上，再打开"),
        ),
        "settings": (
            _("这台电脑上的程序不能保证断电不丢"),
            _("请重新安装程序，或把协办台文件放到本机硬盘上"),
        ),
        "too_many_files": (_("这台电脑同时打开的文件太多了"), _("请关掉几个别的程序，或重启电脑再试")),
        "memory": (_("电脑内存不够了"), _("请关掉几个别的程序再试")),
        "cannot_open": (_("系统没有让程序打开这个文件"), _("请重启电脑再试；还是不行，请找人检查文件夹和杀毒软件")),
        "damaged": (_("协办台文件损坏了"), _("请不要再操作，关掉程序再打开一次，照打开时说的做")),
    }[kind]
    return _("{what}，{outcome}").format(what=message, outcome=outcome), cure
