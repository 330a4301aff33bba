"""A desk's own past by stick, as files: the desk's list of its batches, and the missing ones. Verifies nothing."""

from __future__ import annotations

from pathlib import Path

from sync.agreement import protocol
from sync.stick import stickfiles
from sync.stick.stickfiles import Ignored, Medium
from sync.wire import sealing

_ROOT, _UP, _PAST = "VD", "up", "past"


def write_here(stick: Path, desk: str, word: bytes, medium: Medium | None = None) -> None:
    """Put the desk's signed list of its batches on the stick. Raises StickTrouble."""
    stickfiles.put(stickfiles.made(stick, _ROOT, _UP) / f"{desk}.past", word, medium or Medium())


def fetch_here(path: Path, medium: Medium | None = None) -> bytes | Ignored:
    """That word, not verified. Raises StickTrouble."""
    return stickfiles.fetch(path, protocol.MESSAGE_BYTES, medium or Medium())


def write_list(stick: Path, desk: str, township: str, data: bytes, medium: Medium | None = None) -> None:
    """Put the township's list on the stick: two townships may answer on one. Raises StickTrouble."""
    stickfiles.put(_made(stick, desk) / _list_name(township), data, medium or Medium())


def read_list(stick: Path, desk: str, township: str, medium: Medium | None = None) -> bytes | None:
    """The list of this township, not verified; None when there is none that can be read. Raises StickTrouble."""
    return _read(stick, desk, _list_name(township), protocol.MESSAGE_BYTES, medium)


def write_batch(stick: Path, desk: str, batch_id: str, sealed: bytes, medium: Medium | None = None) -> None:
    """Put a batch that the desk lacks on the stick. Raises StickTrouble."""
    stickfiles.put(_made(stick, desk) / batch_name(batch_id), sealed, medium or Medium())


def read_batch(stick: Path, desk: str, batch_id: str, medium: Medium | None = None) -> bytes | None:
    """The sealed bytes of a batch; None if no readable file is there. Raises StickTrouble."""
    return _read(stick, desk, batch_name(batch_id), protocol.PACKAGE_BYTES + sealing.OVERHEAD, medium)


def batch_name(batch_id: str) -> str:
    """The file of a batch that the desk lacks."""
    return f"{batch_id}.vdp"


def _made(stick: Path, desk: str) -> Path:
    return stickfiles.made(stick, _ROOT, _PAST, desk)


def _list_name(township: str) -> str:
    return f"{township[:16]}.list"


def _read(stick: Path, desk: str, name: str, most: int, medium: Medium | None) -> bytes | None:
    return stickfiles.fetch_if_there(stickfiles.folder(stick, _ROOT, _PAST, desk), name, most, medium or Medium())
