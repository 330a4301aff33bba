"""The last backup on another disk than the desk file, noted beside the desk file as ``checking`` notes its day.

It is about this file and not about people, so that it is no fact; no backup brings it along.
"""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

from sync import durable
from village_desk.store.connection import engine
from village_desk.store.database import Store
from village_desk.store.file import sticks
from village_desk.store.file.ring import Backup

ENDING = ".outside"


def is_outside(desk_file: Path, folder: Path) -> bool:
    """Whether the folder is on another disk than the desk file; a stick is, whatever the system calls it."""
    if any(folder == each or each in folder.parents for each in sticks.plugged()):
        return True
    try:
        return folder.stat().st_dev != desk_file.stat().st_dev
    except OSError:
        return False


def note(store: Store, made: Backup) -> None:
    """Note a backup on another disk. Where nothing can be written, it is asked for again."""
    noted = {
        "salt": store.salt.hex(),
        "path": str(made.path),
        "made_at": made.made_at.isoformat(),
        "place": list(made.place),
        "size": made.size,
    }
    with contextlib.suppress(OSError):
        durable.write(_place(store.path), json.dumps(noted).encode())


def last(path: Path) -> Backup | None:
    """The last backup of this very file on another disk; None where none is known."""
    try:
        found = json.loads(_place(path).read_text("utf-8"))
        if found["salt"] != engine.salt_of(path).hex():
            return None
        ordinal, seq = found["place"]
        made = datetime.fromisoformat(found["made_at"])
        return Backup(Path(found["path"]), made, (int(ordinal), int(seq)), int(found["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(path: Path) -> Path:
    return path.with_name(path.name + ENDING)
