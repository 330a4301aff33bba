"""What was chosen for each paper on this PC: printer, copies, sides, and for receipts the paper and its offset.

Printers are this PC's and no fact of the village: the choices stand beside the desk (``Remembered``).
"""

import json
from enum import Enum
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain import receipt_papers
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipt_papers import ReceiptPaper, ReceiptSize
from village_desk.ui.remembered import Remembered
from village_desk.words import _

MOST_COPIES = 20


class PaperSort(Enum):
    """The sorts of paper that are chosen for, each by itself; those of registers have the words of their kinds."""

    RECEIPT = "receipt"
    ROSTER = "roster"
    PEOPLE = "people"
    POCKET = "pocket"
    DAY_BOOK = "day-book"
    HANDOUT = "handout"
    HOUSEHOLDS = "households"
    FORM = "form"
    POSTING = "posting"
    ESTIMATE = "estimate"
    BATCH_SLIP = "batch-slip"
    REPORT = "report"
    ARREARS = "arrears"
    LIST = "list"

    def in_words(self) -> str:
        """Its name."""
        return _NAMES[self]

    @classmethod
    def known(cls, word: str) -> "PaperSort":
        """The sort of that word; a paper that has none of its own is one of the other lists."""
        return cls(word) if word in {each.value for each in cls} else cls.LIST


_NAMES = {
    PaperSort.RECEIPT: _("凭条"),
    PaperSort.ROSTER: _("发放签字花名册"),
    PaperSort.PEOPLE: _("人员名单"),
    PaperSort.POCKET: _("催缴入户名单"),
    PaperSort.DAY_BOOK: _("缴费收入日记"),
    PaperSort.HANDOUT: _("发放签收表"),
    PaperSort.HOUSEHOLDS: _("住户登记单"),
    PaperSort.FORM: _("表格"),
    PaperSort.POSTING: _("公示"),
    PaperSort.ESTIMATE: _("养老金估算单"),
    PaperSort.BATCH_SLIP: _("批次单"),
    PaperSort.REPORT: _("收缴进度"),
    PaperSort.ARREARS: _("催缴名单"),
    PaperSort.LIST: _("别的单子"),
}


@value
class PrintChoice:
    """How one paper is printed. ``printer``: its name, or empty for the PC's default; ``both_sides``: like a book."""

    printer: str = ""
    copies: int = 1
    both_sides: bool = False


class PrintChoices:
    """The choices of one PC. What cannot be read counts as not chosen: A4, one copy, one side, the default printer."""

    def __init__(self, desk: Path) -> None:
        """``desk``: the file of the desk."""
        self._remembered = Remembered(desk)

    def of(self, sort: PaperSort) -> PrintChoice:
        """What was chosen for a paper."""
        held = self._held(sort)
        copies = held.get("copies", "1")
        return PrintChoice(held.get("printer", ""), read_copies(copies), held.get("sides") == "two")

    def size(self) -> ReceiptSize:
        """The paper of receipts."""
        word = self._held(PaperSort.RECEIPT).get("size", "")
        return ReceiptSize(word) if word in {each.value for each in ReceiptSize} else ReceiptSize.A4

    def keep(self, sort: PaperSort, choice: PrintChoice, size: ReceiptSize = ReceiptSize.A4) -> None:
        """Keep what was chosen; ``size`` counts for receipts."""
        sides = "two" if choice.both_sides else ""
        held = {"printer": choice.printer, "copies": str(choice.copies), "sides": sides, "size": size.value}
        self._remembered.keep(_key(sort), json.dumps({name: each for name, each in held.items() if each}))

    def offset(self, printer: str, size: ReceiptSize) -> str:
        """``X,Y``: how far receipts are moved on this printer and paper; empty when they are not."""
        return self._remembered.get(_offset(printer, size))

    def keep_offset(self, printer: str, size: ReceiptSize, offset: str) -> None:
        """Keep an offset. Refused ``offset``."""
        right, down = receipt_papers.read_offset(offset)
        self._remembered.keep(_offset(printer, size), f"{right:g},{down:g}" if right or down else "")

    def receipt_paper(self) -> ReceiptPaper:
        """The paper that receipts are made for now, moved as their printer needs."""
        size = self.size()
        try:
            right, down = receipt_papers.read_offset(self.offset(self.of(PaperSort.RECEIPT).printer, size))
        except Refused:
            right = down = 0.0
        return ReceiptPaper(size, right, down)

    def _held(self, sort: PaperSort) -> dict[str, str]:
        try:
            found = json.loads(self._remembered.get(_key(sort)) or "{}")
            return {str(name): str(each) for name, each in found.items()}
        except (ValueError, AttributeError):
            return {}


def read_copies(text: str) -> int:
    """So many copies; 1 where it is no number that makes sense."""
    return int(text) if text.isdecimal() and 1 <= int(text) <= MOST_COPIES else 1


def _key(sort: PaperSort) -> str:
    return f"print/{sort.value}"


def _offset(printer: str, size: ReceiptSize) -> str:
    return f"offset/{printer}/{size.value}"
