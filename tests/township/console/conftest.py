"""Fixtures of the console's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.township.console.offices import Office

BOTH = ("test_board", "test_waiting", "test_people", "test_duplicates", "test_door")


@pytest.fixture
def office(tmp_path: Path, books: str) -> Iterator[Office]:
    """A township with a console, empty, on a clock that stands at noon."""
    office = Office(tmp_path, books)
    yield office
    office.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What the console reads and keeps is the same on both kinds of store."""
    if "office" in metafunc.fixturenames and metafunc.module.__name__.endswith(BOTH):
        metafunc.parametrize("books", ["sqlite", "postgresql"], indirect=True)
