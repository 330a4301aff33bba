"""Where things live on this PC: the desk file unless told otherwise, papers, logs."""

import os
from pathlib import Path

import platformdirs

from sync import durable
from village_desk.domain.errors import Trouble
from village_desk.words import _

_APP = "village-desk"


def desk_file() -> Path:
    """The desk file: VILLAGE_DESK_FILE, or one in the user's own data folder."""
    named = os.environ.get("VILLAGE_DESK_FILE")
    return Path(named) if named else Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "村务.vdesk"


def old_papers(desk: Path) -> Path:
    """Where an earlier program left the papers of a desk in clear: a folder beside its file, there or not."""
    return desk.with_name(desk.stem + "-凭条")


def try_writing(path: Path) -> None:
    """Whether a paper could be written there: Trouble when not. Leaves nothing behind and touches no paper."""
    probe = path.with_name(path.name + ".probe")
    write(probe, b"")
    probe.unlink()


def write(path: Path, content: bytes) -> None:
    """Write a paper whole or not at all, onto the disk. Trouble when it cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write(path, content)
    except OSError as error:
        raise Trouble(_("写不了文件 {name}").format(name=path.name), _("请检查文件夹和磁盘空间"), "file") from error


def logs() -> Path:
    """Where logs go, made when missing."""
    folder = Path(platformdirs.user_log_dir(_APP, appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
