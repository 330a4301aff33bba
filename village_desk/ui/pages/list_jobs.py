"""The works of a list on paper: drawn with the columns that were chosen, sent to the printer."""

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services import printable
from village_desk.services.registers.workbooks import BookKind
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices


@value
class ListOnPaper:
    """A list as it was drawn; ``by_hand``: what must be written into it, in words."""

    kind: BookKind
    pdf: bytes
    pages: int
    by_hand: str


def draw(kind: BookKind, about: str, columns: tuple[str, ...], desk: Desk, progress: Progress) -> ListOnPaper:
    """The list with these columns. Refused and Cancelled as ``Workbooks.paper``."""
    paper = desk.workbooks.paper(kind, about, columns, progress)
    return ListOnPaper(kind, paper.pdf, paper.pages, printable.by_hand(paper.by_hand))


def send(drawn: ListOnPaper, desk: Desk, progress: Progress) -> ListOnPaper:
    """Print it; Trouble as ``spooling.send``."""
    choice = PrintChoices(desk.path).of(PaperSort.LIST)
    spooling.send(drawn.pdf, f"list-{drawn.kind.value}", progress, choice)
    return drawn
