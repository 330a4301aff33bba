"""What every test stands on: no display, the day the sample was made, a home of its own, and cheap keys."""

import os

import pytest

from sync.township.console import passwords
from tests import cheap_keys
from village_desk.store.connection import engine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def real_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own costs: for files that a program of its own opens too, and for tests of what they are."""
    monkeypatch.setattr(engine, "KEY_COST", cheap_keys.REAL)
    monkeypatch.setattr(passwords, "LOG_N", cheap_keys.REAL_LOG_N)
