"""A report for whoever helps: versions, health, counts and the log in one zip. No name and no number of a person.

What is counted comes from the tables; what is text comes from the log, where no value is ever written (``logs.py``),
and goes through the mask of numbers all the same. Of settings only which are filled in is told.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol

from village_desk import places
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.care import about
from village_desk.services.care.about import AboutDesk
from village_desk.settings import Settings
from village_desk.store import history
from village_desk.store.database import Store

_MOST = 2_000_000
"""Bytes of one log file that are taken along, from its end."""


class CheckUp(Protocol):
    """What a check of the whole desk found."""

    @property
    def facts(self) -> int:
        """Facts recorded."""

    @property
    def people(self) -> int:
        """People on the roster."""

    @property
    def receipts(self) -> int:
        """Receipts given out."""

    @property
    def fault(self) -> str:
        """The first fault in words, or empty."""

    @property
    def doubt(self) -> str:
        """What should be looked into, or empty."""


class Care(Protocol):
    """Who checks the desk and knows its settings."""

    def check(self, progress: Progress) -> CheckUp:
        """The first fault of the desk, if there is one."""

    def settings(self) -> Settings:
        """Its settings."""


def write(out: Path, store: Store, found: AboutDesk, keeping: Care, progress: Progress = silent) -> list[str]:
    """Write the zip; returns the names of what is in it. Raises as ``places.write``, and Cancelled."""
    content = {
        "about.json": _json(values(found)),
        "health.json": _json(_health(keeping, progress)),
        "counts.json": _json(_counts(store)),
        "settings.json": _json(_settings(keeping.settings())),
        "files.json": _json(_files(store.path)),
    }
    content |= {f"logs/{each.name}": _masked(each) for each in about.log_files(found.logs)}
    places.write(out, _zipped(content))
    return list(content)


def values(found: AboutDesk) -> dict[str, Any]:
    """About the desk, for scripts and for the report; folders of the user stand there without their names."""
    last = found.outside.last
    return {
        "version": found.version,
        "python": found.python,
        "database": found.database,
        "system": found.system,
        "desk": found.desk,
        "policy": found.policy,
        "policy_since": found.policy_since.isoformat() if found.policy_since else None,
        "checked": found.checked.isoformat() if found.checked else None,
        "file_bytes": found.size,
        "free_bytes": found.free,
        "backup_at": found.backup.made_at.isoformat() if found.backup else None,
        "outside_at": last.made_at.isoformat() if last else None,
        "outside_days": found.outside.days,
        "outside_new": found.outside.new,
        "outside_due": found.outside.is_due,
        "faults": found.faults,
    }


def _health(keeping: Care, progress: Progress) -> dict[str, Any]:
    try:
        found = keeping.check(progress)
    except DeskError as error:
        return {"well": None, "trouble": error.code}
    counts = {"facts": found.facts, "people": found.people, "receipts": found.receipts}
    return {"well": not found.fault, "fault": found.fault, "doubt": bool(found.doubt), **counts}


def _counts(store: Store) -> dict[str, Any]:
    return {"kinds": history.kinds(store.db), "verdicts": history.verdict_codes(store.db)}


def _settings(found: Settings) -> dict[str, Any]:
    """Choices as they are; of what is written freely only whether it is there."""
    shown = ("auto_send", "backup_room", "lock_minutes")
    texts = {each.name: getattr(found, each.name) for each in fields(found)}
    return {name: text if name in shown else bool(text) for name, text in texts.items()}


def _files(path: Path) -> dict[str, int]:
    """The files beside the desk file by their endings, with their bytes."""
    beside = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    return {each.name.removeprefix(path.name) or "desk": _size(each) for each in sorted(beside)}


def _size(place: Path) -> int:
    parts = place.rglob("*") if place.is_dir() else [place]
    return sum(each.stat().st_size for each in parts if each.is_file())


def _masked(written: Path) -> bytes:
    with written.open("rb") as file:
        file.seek(max(0, written.stat().st_size - _MOST))
        text = file.read().decode("utf-8", "replace")
    return identity.mask_known(text.replace(str(Path.home()), "~")).encode()


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _zipped(content: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return held.getvalue()
