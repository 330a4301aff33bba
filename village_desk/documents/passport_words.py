"""The words of a batch's passport: figures from the sealed batch, in a clerk's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from village_desk.documents.paper import minute
from village_desk.domain.basics import money

_SHORT = 16


@dataclass(frozen=True, slots=True)
class PassportLine:
    """One kind of work in the batch: its name, the number of facts, and the money (fen) where it has any."""

    words: str
    count: int
    fen: int | None = None


@dataclass(frozen=True, slots=True)
class Passport:
    """A sealed batch as its paper shows it. ``first_at``, ``last_at``: the times of its first and last fact.

    ``collected_fen`` is all collected cash, ``voided_fen`` the cash that its voids take back. ``answer`` is the
    township's answer in words, or empty.
    """

    village_name: str
    village_code: str
    desk: str
    number: int
    batch: str
    epoch: str
    head_hash: str
    first_seq: int
    last_seq: int
    first_at: datetime
    last_at: datetime
    sealed_at: datetime
    lines: Sequence[PassportLine]
    collected_fen: int
    voided_fen: int
    receipts: tuple[str, str] | None
    receipt_count: int
    void_count: int
    made_by: str
    answer: str = ""

    @property
    def facts(self) -> int:
        """How many facts."""
        return self.last_seq - self.first_seq + 1

    @property
    def net_fen(self) -> int:
        """The cash to hand in with the batch; negative when its voids exceed its receipts."""
        return self.collected_fen - self.voided_fen


def qr_text(passport: Passport) -> str:
    """What the QR code says: ``VDB1 BATCH DESK NUMBER FACTS NET``, separated by single spaces, in capitals.

    BATCH is the batch's id, NET the collected cash less the voids in yuan with two decimals and no thousands separator.
    """
    net = money.figures(passport.net_fen).replace(",", "")
    return f"VDB1 {passport.batch} {passport.desk} {passport.number} {passport.facts} {net}".upper()


def span(passport: Passport) -> str:
    """From when to when, and from which fact to which."""
    when = f"{minute(passport.first_at)} 至 {minute(passport.last_at)}"
    return f"{when}（流水第 {passport.first_seq} 至 {passport.last_seq} 条）"


def receipts(passport: Passport) -> str:
    """The receipts that the batch takes money for, and how many it makes void."""
    void = f"；作废 {passport.void_count} 张" if passport.void_count else "；没有作废"
    if not passport.receipts:
        return "没有新开凭条" + void
    first, last = passport.receipts
    series = first if first == last else f"{first} 至 {last}"
    return f"{series}，共 {passport.receipt_count} 张{void}"


def handed_in(passport: Passport) -> str:
    """The one sum of the paper, in figures and words: what both sides stamp."""
    return f"￥{money.figures(passport.net_fen)}　{money.in_words(passport.net_fen)}"


def made_of(passport: Passport) -> str:
    """What the sum is made of, where something was made void."""
    if not passport.voided_fen:
        return ""
    return f"代收 {money.figures(passport.collected_fen)}，作废 {money.figures(passport.voided_fen)}"


def short(digest: str) -> str:
    """The first digits of a digest, four by four, to be read out and compared."""
    return " ".join(digest[start : start + 4] for start in range(0, _SHORT, 4))
