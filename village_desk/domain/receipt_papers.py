"""The papers that a receipt is printed on: A4 cut in three, A5 sheets, or carbon paper, where one print makes three.

Carbon paper is 241 mm wide with the strips of holes; a third of a form is 93.1 mm high, half a form 139.7 mm.
"""

from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

FURTHEST = 20.0
"""Millimetres by which a paper can be moved: more is a slip of the hand."""


class ReceiptSize(Enum):
    """The paper of receipts, as it is named in commands."""

    A4 = "a4"
    A5 = "a5"
    CARBON = "carbon"
    CARBON_HALF = "carbon-half"

    def in_words(self) -> str:
        """For the coordinator."""
        return {
            ReceiptSize.A4: _("A4，一张三联，裁开"),
            ReceiptSize.A5: _("A5 横放，三联三张"),
            ReceiptSize.CARBON: _("针打复写纸 241×93.1（三等分）"),
            ReceiptSize.CARBON_HALF: _("针打复写纸 241×139.7（二等分）"),
        }[self]

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height of a page."""
        return _MILLIMETRES[self]

    @property
    def is_carbon(self) -> bool:
        """One print goes through to all copies."""
        return self in (ReceiptSize.CARBON, ReceiptSize.CARBON_HALF)


_MILLIMETRES = {
    ReceiptSize.A4: (210.0, 297.0),
    ReceiptSize.A5: (210.0, 148.0),
    ReceiptSize.CARBON: (241.0, 93.1),
    ReceiptSize.CARBON_HALF: (241.0, 139.7),
}


@value
class ReceiptPaper:
    """A size of paper, and how far this printer must be corrected on it, in millimetres to the right and down."""

    size: ReceiptSize = ReceiptSize.A4
    right: float = 0.0
    down: float = 0.0


USUAL = ReceiptPaper()
"""A4, and nothing is corrected."""


def read_offset(text: str) -> tuple[float, float]:
    """``X,Y`` in millimetres, such as ``2,-1.5``; empty is none. Refused ``offset``."""
    parts = [each.strip() for each in text.replace("，", ",").split(",")] if text.strip() else ["0", "0"]
    try:
        right, down = (float(each or 0) for each in parts)
    except ValueError:
        raise _wrong(text) from None
    if not (abs(right) <= FURTHEST and abs(down) <= FURTHEST):  # this way round nan is refused, too
        raise _wrong(text)
    return right, down


def _wrong(text: str) -> Refused:
    cure = _("写两个毫米数，先左右、后上下，如 2,-1.5；最多 {most} 毫米").format(most=round(FURTHEST))
    return Refused(_("偏移“{text}”看不懂").format(text=text.strip()), cure, "offset", "offset")
