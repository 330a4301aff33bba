"""Fixtures of the road's tests: a desk's journal without the desk, and townships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import keys
from sync.keys import DeskKey
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.process import TownshipProcess, township


@pytest.fixture
def scribe(tmp_path: Path) -> Scribe:
    """A journal with an outbox and a key, and a pen."""
    return Scribe(tmp_path / "desk")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TownshipProcess]:
    """A real township process that trusts new desks."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder) as process:
        yield process


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> DeskKey:
    """A desk's key."""
    return keys.create(tmp_path_factory.mktemp("keys") / "key", b"0" * 32)


@pytest.fixture(scope="session")
def other_key(tmp_path_factory: pytest.TempPathFactory) -> DeskKey:
    """Somebody else's key."""
    return keys.create(tmp_path_factory.mktemp("keys") / "other", b"1" * 32)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A township without a network, which trusts new desks."""
    counter = Counter(tmp_path / "township")
    yield counter
    counter.close()
