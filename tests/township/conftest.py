"""Fixtures of the road's tests: a desk's journal without the desk, and townships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
