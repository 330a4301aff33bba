"""What every test stands on: no display, no stick, cheap keys, and a folder where no disk turns."""

import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from sync.township.console import passwords
from tests import cheap_keys
from tests.desks import StillClock
from village_desk import desk
from village_desk.store.connection import engine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("VILLAGE_DESK_STICKS", "")
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # a machine that has other work is no fault of the program

MEMORY, ENOUGH = Path("/dev/shm"), 2**31
"""Tests end programs, never the machine: what they write need not reach a disk, where a commit waits for milliseconds.
What they wrote is forgotten with them, but for those that failed (pyproject.toml)."""
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """The clock of the commands: they are given none, and go by the PC's."""
    clock = StillClock()
    monkeypatch.setattr(desk, "datetime", SimpleNamespace(now=lambda zone: clock().astimezone(zone)))
    return clock


@pytest.fixture
def real_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own costs: for files that a program of its own opens too, and for tests of what they are."""
    monkeypatch.setattr(engine, "KEY_COST", cheap_keys.REAL)
    monkeypatch.setattr(passwords, "LOG_N", cheap_keys.REAL_LOG_N)
