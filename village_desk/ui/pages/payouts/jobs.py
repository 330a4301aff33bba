"""The long work of the payouts page, each with a desk of its own on a background thread."""

from pathlib import Path

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services.columns import Assigned
from village_desk.services.paying import PayoutPreview, Second
from village_desk.services.signing_rosters import DrawnRoster, RosterPart
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices


def read(path: Path, assigned: Assigned, desk: Desk, progress: Progress) -> PayoutPreview:
    """Read and match the list in a file."""
    return desk.paying.read(path, progress, assigned)


def take(preview: PayoutPreview, second: Second | None, sure: frozenset[str], desk: Desk, progress: Progress) -> str:
    """Take the list in; its id."""
    desk.papers.payout_draft(preview)  # a list that cannot be printed is refused before anything is recorded
    return desk.paying.take(preview, progress, second, sure)


def roster(list_id: str, anew: bool, part: RosterPart, desk: Desk, progress: Progress) -> DrawnRoster:
    """Draw the signing roster or a part of it, with ``anew`` by the groups of now."""
    return desk.papers.signing_roster(list_id, progress, anew, part)


def print_(pdf: bytes, title: str, desk: Desk, progress: Progress) -> None:
    """Send the roster to the printer."""
    spooling.send(pdf, title, progress, PrintChoices(desk.path).of(PaperSort.ROSTER))
