"""The files that village offices hand in (tests/data/field), read as the desk reads them."""

from pathlib import Path

from tests.workbooks.books import TODAY, read
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.payouts.payout_list import PayoutReading
from village_desk.workbooks.rosters.roster import RosterReading

FILES = Path(__file__).resolve().parents[1] / "data" / "field"


def read_list(name: str) -> PayoutReading:
    """A payout list of the field."""
    return payout_list.read(FILES / name, TODAY)


def read_roster(name: str) -> RosterReading:
    """A roster of the field."""
    return read(FILES / name)
