"""Puts a finished workbook on disk: whole or not at all, and never half over an older one."""

from pathlib import Path

from sync import durable
from village_desk.domain.errors import Refused, Trouble
from village_desk.words import _


def save(data: bytes, out: Path) -> None:
    """Writes ``data`` to ``out``. Trouble when disk, folder or another program says no.

    Refused ``other_file`` where something else than a workbook has the name.
    """
    try:
        if durable.is_other(out, data):
            said = _("“{name}”已经有了，是另一种文件，不会覆盖").format(name=out.name)
            raise Refused(said, _("请换一个文件名"), "other_file")
        durable.write(out, data)
    except OSError as fault:
        raise Trouble(
            _("写不了文件 {name}：{reason}").format(name=out.name, reason=fault.strerror),
            _("它若正在 Excel 里打开，请先关掉；或者换个文件夹再存"),
            "cannot_write",
        ) from fault
