"""Puts a finished workbook on disk: whole or not at all, and never half over an older one."""

import os
from pathlib import Path

from village_desk.domain.errors import Trouble
from village_desk.words import _


def save(data: bytes, out: Path) -> None:
    """Writes ``data`` beside ``out`` and moves it there. Trouble when disk, folder or another program says no."""
    beside = out.with_name(f".{out.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise Trouble(
            _("写不了文件 {name}：{reason}").format(name=out.name, reason=fault.strerror),
            _("它若正在 Excel 里打开，请先关掉；或者换个文件夹再存"),
            "cannot_write",
        ) from fault
