"""Desks that take minutes to make: made once, kept in ``out/bench`` or ``$VILLAGE_BENCH``, and copied for each use.

Their names hold the sizes and a digest of all that they depend on, so that they are made anew when the program's facts
or tables change, or how they are made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import village_desk
from sync.agreement import facts
from tests import desks
from tests.bench import villages, years
from tests.desks import new_desk
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import migrations

_FILE = "desk.vdesk"


def room() -> Path:
    """The folder of what the bench keeps, outside of what is committed."""
    return Path(os.environ.get("VILLAGE_BENCH") or Path(__file__).parents[2] / "out" / "bench")


def of_years(folder: Path, age: int, size: years.Size, each_fee: bool = False) -> Path:
    """The file of a desk after so many years, in the folder. ``each_fee``: it sent a batch for each fee, not a week."""
    name = f"years-{age}-{size.people}-{size.fees}-{size.lines}-{'fees' if each_fee else 'weeks'}"
    return _copy(name, folder, lambda at: years.make(at, age, size, each_fee))


def large(folder: Path, people: int, receipts: int) -> Path:
    """The file of a large village's desk that took so many fees this year, in the folder."""

    def make(at: Path) -> Desk:
        desk = new_desk(at)
        _collect(desk, villages.people(desk, people), receipts)
        return desk

    return _copy(f"large-{people}-{receipts}", folder, make)


def _collect(desk: Desk, payers: list[str], receipts: int) -> None:
    with desk._store.writing():
        for place in range(receipts):
            person, number = payers[place % len(payers)], str(ReceiptNumber("A", 1, 2026, place + 1))
            desk._store.record(facts.ContributionCollected(person, number, 2026, 10000, 10000, "national-2014"))
            desk._store.record(facts.ReceiptPrinted(person, number, 1))


def _copy(name: str, folder: Path, make: Callable[[Path], Desk]) -> Path:
    """One bench at a time makes and copies: so nobody's desk is made twice, or deleted while it is copied."""
    place = room() / f"{name}-{_digest()}"
    room().mkdir(parents=True, exist_ok=True)
    with (room() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            _make(name, place, make)
        shutil.copytree(place, folder / name)
    return folder / name / _FILE


def _make(name: str, place: Path, make: Callable[[Path], Desk]) -> None:
    """Whole or not at all; what was kept under another digest is deleted, and what was not made to its end."""
    for other in place.parent.glob(f"{name}-{'?' * len(_digest())}*"):
        shutil.rmtree(other)
    draft = place.with_name(f"{place.name}.draft")
    draft.mkdir()
    make(draft).close()
    draft.rename(place)


def _digest() -> str:
    """Of the program's version, steps, kinds of facts and tables, and of the modules that make these desks."""
    program = [village_desk.__version__, *sorted(migrations._STEPS), *sorted(migrations._derives_now())]
    makers = [Path(each.__file__ or "").read_bytes() for each in (desks, villages, years)]
    return hashlib.sha256(repr(program).encode() + Path(__file__).read_bytes() + b"".join(makers)).hexdigest()[:8]
