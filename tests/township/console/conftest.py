"""Fixtures of the console's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.township.console.offices import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A township with a console, empty, on a clock that stands at noon."""
    office = Office(tmp_path)
    yield office
    office.close()
