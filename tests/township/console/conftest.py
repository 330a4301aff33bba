"""Fixtures of the console's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.township.console.offices import Office
from tests.township.postgres import Server

BOTH = ("test_board", "test_clocks", "test_waiting", "test_people", "test_duplicates", "test_tries")


@pytest.fixture(scope="session")
def county(postgresql: Server) -> str:
    """The address of one store on PostgreSQL, which every test finds empty: a database for each would be slow."""
    return postgresql.store()


@pytest.fixture
def books(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, of the kind that the test's parameter says; a file of its folder else."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    url: str = request.getfixturevalue("county")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute("DROP SCHEMA public CASCADE")
        db.execute("CREATE SCHEMA public")
    return url


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
