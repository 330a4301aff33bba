"""A desk's journal and a township's counter, for what is proven of facts on their way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.township.counters import Counter
from tests.township.journals import Scribe


@pytest.fixture
def scribe(tmp_path: Path) -> Scribe:
    """A journal with an outbox and a key, and a pen."""
    return Scribe(tmp_path / "desk")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A township without a network, which trusts new desks."""
    counter = Counter(tmp_path / "township")
    yield counter
    counter.close()
