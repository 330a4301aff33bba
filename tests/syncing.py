"""What a program asked the disk to keep, in order: the syncs of files and folders, and the names that were given.

The calls are done as ever; they are only written down. SQLite's own syncs are its own business and are not seen here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Disk:
    """The calls so far: ``sync <path>``, ``rename <from> <to>``, ``make <path>``, by the paths' last names."""

    calls: list[str] = field(default_factory=list)
    folders: dict[str, str] = field(default_factory=dict)

    def unsettled(self) -> list[str]:
        """Names that a power cut may undo: their folder was not synced after they were given."""
        return [call for place, call in enumerate(self.calls) if self._is_open(place, call)]

    def unwritten(self) -> list[str]:
        """Files that got their name before their content was on the disk: after a power cut they may be empty."""
        renamed = [(place, call.split(" ")[1]) for place, call in enumerate(self.calls) if call.startswith("rename ")]
        return [name for place, name in renamed if f"sync {name}" not in self.calls[:place]]

    def _is_open(self, place: int, call: str) -> bool:
        kind, *names = call.split(" ")
        if kind == "sync":
            return False
        return f"sync {self.folders[names[-1]]}/" not in self.calls[place + 1 :]


@contextmanager
def written_down(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Write down what happens inside."""
    disk = Disk()
    real_sync, real_replace, real_open = os.fsync, os.replace, os.open

    def sync(file: Any) -> None:
        path = Path(f"/proc/self/fd/{file if isinstance(file, int) else file.fileno()}").readlink()
        disk.calls.append(f"sync {path.name}{'/' if path.is_dir() else ''}")
        real_sync(file)

    def replace(source: Any, target: Any, **more: Any) -> None:
        disk.folders[Path(target).name] = Path(target).parent.name
        disk.calls.append(f"rename {Path(source).name} {Path(target).name}")
        real_replace(source, target, **more)

    def open_(path: Any, flags: int, *more: Any, **others: Any) -> int:
        if flags & os.O_CREAT and not Path(path).exists():
            disk.folders[Path(path).name] = Path(path).parent.name
            disk.calls.append(f"make {Path(path).name}")
        return real_open(path, flags, *more, **others)

    with monkeypatch.context() as patched:
        for name, ours in (("fsync", sync), ("replace", replace), ("open", open_)):
            patched.setattr(os, name, ours)
        yield disk
