"""The window's fixtures, for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import StillClock
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from tests.windows import clerk, clock, dressed, fresh, newcomer, no_printer, printer, swept, village, village_file

__all__ = [
    "clerk",
    "clock",
    "dressed",
    "fresh",
    "newcomer",
    "no_printer",
    "printer",
    "swept",
    "village",
    "village_file",
]


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes the key of a desk it has not seen."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, clock=clock) as process:
        yield process
