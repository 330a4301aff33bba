"""The receipt of a contribution (代收凭条): three copies on one A4 page, all from one slip (domain.md Part 5).

It is a handing-in slip, not the official ticket, and says so. Official forms are Chinese only, so their words
stand here as they print and do not go through the catalogue; only refusals do.
"""

from dataclasses import dataclass
from datetime import datetime

from village_desk.documents import fonts, voucher
from village_desk.documents.paper import A4, Paper, Sheet
from village_desk.domain import money

FORMAT = "VD1"
"""Which writing of the QR text this is."""


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """What a receipt says. Identity numbers come whole and are masked on the paper.

    ``amount_fen`` is the cash and ``government_fen`` what the government pays; ``hash`` is that of the journal row.
    ``reprint`` counts the reprints (0: the original); ``draft`` is a preview from before the number exists.
    """

    village_name: str
    village_code: str
    desk: str
    number: str
    person_name: str
    id_number: str
    group: int
    household: str
    year: int
    tier_fen: int
    amount_fen: int
    government_fen: int
    payer: str
    channel: str
    collected_at: datetime
    collected_by: str
    hash: str
    reprint: int = 0
    reprinted_at: datetime | None = None
    void_reason: str = ""
    hotline: str = ""
    draft: bool = False


def draw(slip: ReceiptSlip) -> Paper:
    """The receipt as a PDF of one page. Refused ``no_glyph`` when a word on it cannot be drawn."""
    _require_glyphs(slip)
    sheet = Sheet(A4, f"代收凭条 {slip.number}".rstrip())
    voucher.draw(sheet, slip, "" if slip.draft else qr_text(slip))
    sheet.end_page()
    return sheet.finish()


def qr_text(slip: ReceiptSlip) -> str:
    """What the QR code says: ``VD1 NUMBER AMOUNT HASH``, separated by single spaces.

    AMOUNT is the cash in yuan with two decimals and no thousands separator; HASH is the hash of the receipt's journal
    row, in capitals: a QR code keeps these 45 characters in half the space.
    """
    yuan = money.figures(slip.amount_fen).replace(",", "")
    return f"{FORMAT} {slip.number} {yuan} {slip.hash}".upper()


def _require_glyphs(slip: ReceiptSlip) -> None:
    fonts.require(slip.person_name, slip.person_name, slip.payer, slip.household)
    fonts.require(slip.collected_by, slip.collected_by)
    fonts.require(slip.village_name, slip.village_name, slip.channel, slip.void_reason, slip.hotline, slip.number)
