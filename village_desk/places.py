"""Where things live on this PC: the desk file unless told otherwise, papers, logs."""

import contextlib
import os
from pathlib import Path

import platformdirs

from village_desk.domain.errors import Trouble
from village_desk.words import _

_APP = "village-desk"


def desk_file() -> Path:
    """The desk file: VILLAGE_DESK_FILE, or one in the user's own data folder."""
    named = os.environ.get("VILLAGE_DESK_FILE")
    return Path(named) if named else Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "村务.vdesk"


def papers(desk: Path) -> Path:
    """Where the papers of a desk are kept: a folder beside its file, made when missing. Trouble when it cannot be."""
    folder = desk.with_name(desk.stem + "-凭条")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(_("建不了文件夹 {name}").format(name=folder.name), _("请检查磁盘空间和权限"), "file") from error
    return folder


def try_writing(path: Path) -> None:
    """Whether a paper could be written there: Trouble when not. Leaves nothing behind and touches no paper."""
    probe = path.with_name(path.name + ".probe")
    write(probe, b"")
    probe.unlink()


def write(path: Path, content: bytes) -> None:
    """Write a paper whole or not at all. Trouble when it cannot be written."""
    draft = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise Trouble(_("写不了文件 {name}").format(name=path.name), _("请检查文件夹和磁盘空间"), "file") from error


def logs() -> Path:
    """Where logs go, made when missing."""
    folder = Path(platformdirs.user_log_dir(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
