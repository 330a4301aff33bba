"""What every test stands on: no display, the day the sample was made, a home of its own, and cheap keys."""

import os

import pytest

from tests import cheap_keys
from village_desk.store.connection import engine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def real_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own cost of a key: for files that a program of its own opens too, and for tests of the cost."""
    monkeypatch.setattr(engine, "KEY_COST", cheap_keys.REAL)
