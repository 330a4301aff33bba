"""The words of a receipt, and the text of its QR code. Nothing is drawn here."""

from dataclasses import dataclass
from datetime import datetime

from village_desk.domain.basics import money

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
    group_name: str = ""


def qr_text(slip: ReceiptSlip) -> str:
    """What the QR code says: ``VD1 NUMBER AMOUNT HASH``, separated by single spaces.

    AMOUNT is the cash in yuan with two decimals and no thousands separator; HASH is the hash of the receipt's journal
    row, in capitals: a QR code keeps these 45 characters in half the space.
    """
    yuan = money.figures(slip.amount_fen).replace(",", "")
    return f"{FORMAT} {slip.number} {yuan} {slip.hash}".upper()
