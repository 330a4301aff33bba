"""Fixtures of the road's tests: a desk's journal without the desk, and townships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.wire import keys
from sync.wire.keys import DeskKey
from tests.township import nearby, postgres
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.postgres import Server
from tests.township.process import TownshipProcess, township

BOTH = ("test_receiving", "test_verdicts", "test_attachments")


@pytest.fixture
def scribe(tmp_path: Path) -> Scribe:
    """A journal with an outbox and a key, and a pen."""
    return Scribe(tmp_path / "desk")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TownshipProcess]:
    """A township on a real socket that trusts new desks."""
    folder = tmp_path / "office"
    folder.mkdir()
    with nearby.township(folder) as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[TownshipProcess]:
    """The same as a process of its own, for tests that kill or restart it."""
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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for all the tests that need one. The marks of its books are in no user's folder."""
    with postgres.server() as running:
        yield running


@pytest.fixture
def books(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, of the kind that the test's parameter says; a file of its folder else."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    server: Server = request.getfixturevalue("postgresql")
    return server.store()


@pytest.fixture
def counter(tmp_path: Path, books: str) -> Iterator[Counter]:
    """A township without a network, which trusts new desks."""
    counter = Counter(tmp_path / "township", url=books)
    yield counter
    counter.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of verdicts and answers run on both kinds of store."""
    if "counter" in metafunc.fixturenames and metafunc.module.__name__.endswith(BOTH):
        metafunc.parametrize("books", ["sqlite", "postgresql"], indirect=True)
