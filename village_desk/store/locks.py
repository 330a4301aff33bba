"""The lock that lets one program at a time have a desk file. It falls when the program ends, however it ends."""

import sys
from pathlib import Path
from typing import IO

from village_desk.domain.errors import Refused, Trouble
from village_desk.words import _


class FileLock:
    """A held lock on ``<file>.lock``."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> "FileLock":
        """Lock the desk file at once or say who cannot have it: Refused ``second_copy``."""
        try:
            file = path.with_name(path.name + ".lock").open("ab")
        except OSError as error:
            raise Trouble(_("这个文件夹不能写入"), _("请换一个文件夹，或检查是否只读"), "folder") from error
        try:
            _lock(file)
        except OSError:
            file.close()
            raise Refused(
                _("这个协办台已经在另一个窗口打开了"), _("请到任务栏找到它，不要同时开两个"), "second_copy"
            ) from None
        return cls(file)

    def release(self) -> None:
        """Let others have the file. Harmless when done twice."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
