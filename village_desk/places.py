"""Paths on this PC: the default desk file, papers, logs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync import durable
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.words import _

_APP = "village-desk"


def desk_file() -> Path:
    """The desk file: VILLAGE_DESK_FILE, or one in the user's own data folder."""
    if named := os.environ.get("VILLAGE_DESK_FILE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "村务.vdesk"


def old_papers(desk: Path) -> Path:
    """Where an earlier program left the papers of a desk in clear: a folder beside its file, there or not."""
    return desk.with_name(desk.stem + "-凭条")


PAPER = b"%PDF"
WORKBOOK = b"PK\x03\x04"


def try_writing(path: Path, kind: bytes = PAPER) -> None:
    """Whether a file that begins like ``kind`` could be written there: Refused and Trouble as ``write``.

    Leaves nothing behind and touches nothing.
    """
    with _in_words(path):
        _refuse_other(path, kind)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path.with_name(f".{path.name}.probe")
        durable.write(probe, b"")
        probe.unlink()


def write(path: Path, content: bytes, makes_folder: bool = True) -> None:
    """Write a paper or a workbook whole or not at all, onto the disk. Trouble when it cannot be written.

    Refused ``other_file`` where something else than an earlier one has the name: a list, or the desk file itself.
    """
    with _in_words(path):
        _refuse_other(path, content)
        if makes_folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write(path, content)


def _refuse_other(path: Path, content: bytes) -> None:
    if durable.is_other(path, content):
        message = _("“{name}”已经有了，是另一种文件，不会覆盖").format(name=path.name)
        raise Refused(message, _("请换一个文件名"), "other_file")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cure = _("请检查文件夹和磁盘空间；它若正在别的程序里打开，请先关掉")
        raise Trouble(_("写不了文件 {name}").format(name=path.name), cure, "file") from error


def logs() -> Path:
    """Where logs go, made when missing."""
    import platformdirs

    folder = Path(platformdirs.user_log_dir(_APP, appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
