"""Who has the desk file: one program at a time, told in the coordinator's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.locks import FileLock, InUse
from village_desk.domain.basics.errors import Refused
from village_desk.words import _


def take(path: Path) -> FileLock:
    """Lock the desk file at once. Refused ``second_copy`` while another program has it; OSError."""
    with _in_words():
        return FileLock.take(path)


def take_without_writing(path: Path) -> FileLock | None:
    """The same where nothing may be made: None where no program ever had the file. Raises as ``take``."""
    with _in_words():
        return FileLock.take_without_writing(path)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except InUse:
        message = _("这个协办台已经在另一个窗口打开了")
        raise Refused(message, _("请到任务栏找到它，不要同时开两个"), "second_copy") from None
