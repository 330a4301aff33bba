"""What most tests of the services need: a desk, its clock, a township that takes new desks, a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import StillClock, new_desk, opened
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.desk import Desk


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands still unless moved."""
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A fresh desk of the sample village."""
    with new_desk(tmp_path, clock) as found:
        yield found


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes the key of a desk it has not seen."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, clock=clock) as process:
        yield process


@pytest.fixture
def a(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """The village's first PC, which the township knows."""
    with opened(tmp_path, "A") as found:
        found.exchanging.send(office.url)
        yield found


@pytest.fixture
def b(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """The village's second PC, which the township knows."""
    with opened(tmp_path, "B") as found:
        found.exchanging.send(office.url)
        yield found


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty USB stick."""
    place = tmp_path / "stick"
    place.mkdir()
    return place
