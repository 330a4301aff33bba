"""Where things live on this PC: the desk file unless told otherwise, papers, logs."""

import os
from pathlib import Path

import platformdirs

_APP = "village-desk"


def desk_file() -> Path:
    """The desk file: VILLAGE_DESK_FILE, or one in the user's own data folder."""
    named = os.environ.get("VILLAGE_DESK_FILE")
    return Path(named) if named else Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "村务.vdesk"


def papers(desk: Path) -> Path:
    """Where the papers of a desk are kept: a folder beside its file, made when missing."""
    folder = desk.with_name(desk.stem + "-凭条")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def logs() -> Path:
    """Where logs go, made when missing."""
    folder = Path(platformdirs.user_log_dir(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
