"""The passport of a batch (上报批次交接单): half a page that goes with the week and is stamped on both sides.

The passport has sums and no names. Chinese only, like all papers: its words stand in the code as they print.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sync.agreement.values import value
from village_desk.documents import fonts, grid, qr
from village_desk.documents.grid import Cell, Row
from village_desk.documents.paper import A5_ACROSS, PADDING, Align, Box, Paper, Sheet, Style, minute
from village_desk.domain.basics import money

_SHORT = 16


@value
class PassportLine:
    """One kind of work in the batch: its name, the number of facts, and the money (fen) where it has any."""

    words: str
    count: int
    fen: int | None = None


@value
class Passport:
    """A sealed batch as its paper shows it. ``first_at``, ``last_at``: the times of its first and last fact.

    ``collected_fen`` is all cash that came in, ``paid_out_fen`` what went out of the drawer, ``voided_fen`` the cash
    that its voids take back. ``answer`` is the township's answer in words, or empty.
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
    paid_out_fen: int
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
        """The cash to hand in with the batch; negative when voids and what went out exceed its receipts."""
        return self.collected_fen - self.paid_out_fen - self.voided_fen


def qr_text(passport: Passport) -> str:
    """What the QR code says: ``VDB1 BATCH DESK NUMBER FACTS NET``, separated by single spaces, in capitals.

    BATCH is the batch's id, NET the cash to hand in (``Passport.net_fen``) in yuan with two decimals and no thousands
    separator.
    """
    net = money.figures(passport.net_fen).replace(",", "")
    return f"VDB1 {passport.batch} {passport.desk} {passport.number} {passport.facts} {net}".upper()


def _span(passport: Passport) -> str:
    """From when to when, and from which fact to which."""
    when = f"{minute(passport.first_at)} 至 {minute(passport.last_at)}"
    return f"{when}（流水第 {passport.first_seq} 至 {passport.last_seq} 条）"


def _receipts(passport: Passport) -> str:
    """The receipts that the batch takes money for, and how many it makes void."""
    void = f"；作废 {passport.void_count} 张" if passport.void_count else "；没有作废"
    if not passport.receipts:
        return "没有新开凭条" + void
    first, last = passport.receipts
    series = first if first == last else f"{first} 至 {last}"
    return f"{series}，共 {passport.receipt_count} 张{void}"


def _handed_in(passport: Passport) -> str:
    """The one sum of the paper, in figures and words: what both sides stamp."""
    return f"￥{money.figures(passport.net_fen)}　{money.in_words(passport.net_fen)}"


def _made_of(passport: Passport) -> str:
    """What the sum is made of, where something was made void or went out."""
    parts = [("作废", passport.voided_fen), ("已付出", passport.paid_out_fen)]
    less = [f"{words} {money.figures(fen)}" for words, fen in parts if fen]
    return "，".join([f"代收 {money.figures(passport.collected_fen)}", *less]) if less else ""


def _short(digest: str) -> str:
    """The first digits of a digest, four by four, to be read out and compared."""
    return " ".join(digest[start : start + 4] for start in range(0, _SHORT, 4))


_LEFT, _RIGHT, _TOP, _BOTTOM = 10.0, 200.0, 8.0, 141.0
_WIDTH = _RIGHT - _LEFT
_LABEL_END, _CODE, _PARTS = 26.0, 36.0, 58.0
_ROW, _LINE = 7.0, 6.2
_SIGN = 30.0

_TITLE = Style(18, bold=True, align=Align.CENTRE)
_NUMBER = Style(15, bold=True, align=Align.RIGHT)
_HEAD = Style(11)
_LABEL = Style(10, align=Align.CENTRE)
_WORDS, _COUNT = Style(10.5), Style(10.5, align=Align.RIGHT)
_SUM, _SUM_FIGURE = Style(11, bold=True), Style(11, bold=True, align=Align.RIGHT)
_SMALL = Style(8)


def _page(sheet: Sheet, passport: Passport) -> None:
    """The page."""
    y = _facts(sheet, passport, _head(sheet, passport))
    _lines(sheet, passport, y + 2)
    _sign(sheet, passport)


def _head(sheet: Sheet, passport: Passport) -> float:
    sheet.put(Box(_LEFT, _TOP, _WIDTH, 8), "上报批次交接单", _TITLE)
    where = f"{passport.village_name}　区划 {passport.village_code}　协办台 {passport.desk}"
    sheet.put(Box(_LEFT - PADDING, _TOP + 8.5, _WIDTH - 30, 6.5), where, _HEAD)
    sheet.put(Box(_RIGHT - 40 + PADDING, _TOP + 8, 40, 7), f"第 {passport.number} 批", _NUMBER)
    return _TOP + 15.5


def _facts(sheet: Sheet, passport: Passport, y: float) -> float:
    lines = (("起止", _span(passport)), ("凭条", _receipts(passport)))
    rows = [Row(_ROW, (Cell(_LABEL_END, label, _LABEL), Cell(_WIDTH, value, _WORDS))) for label, value in lines]
    rows.append(_sum(passport))
    grid.draw(sheet, Box(_LEFT, y, _WIDTH, _ROW * len(rows)), rows)
    return y + _ROW * len(rows)


def _sum(passport: Passport) -> Row:
    """The cash handed in, large; beside it, small, its parts, so that the paper states one sum."""
    parts = _made_of(passport)
    end = _WIDTH - _PARTS if parts else _WIDTH
    cells = (Cell(_LABEL_END, "实交金额", _LABEL), Cell(end, _handed_in(passport), _SUM))
    return Row(_ROW, (*cells, Cell(_WIDTH, parts, _SMALL)) if parts else cells)


def _lines(sheet: Sheet, passport: Passport, y: float) -> None:
    """The kinds of work on the left, the code for the counter on the right."""
    width = _WIDTH - _CODE - 3
    rows = [_row(width, "项目", "条数", "金额（元）", _LABEL, _LABEL)]
    rows += [_row(width, *_cells(line), _WORDS, _COUNT) for line in passport.lines]
    rows.append(_row(width, "合计", str(passport.facts), _net(passport), _SUM, _SUM_FIGURE))
    grid.draw(sheet, Box(_LEFT, y, width, _LINE * len(rows)), rows)
    qr.draw(sheet, Box(_RIGHT - _CODE, y - 1, _CODE, _CODE), qr_text(passport))
    for place, words in enumerate(_beside(passport)):
        sheet.put(Box(_RIGHT - _CODE - 1, y + _CODE - 1 + place * 4.2, _CODE + 2, 4.2), words, _SMALL)


def _row(width: float, what: str, count: str, fen: str, style: Style, figures: Style) -> Row:
    ends = (width - 58, width - 34, width)
    return Row(_LINE, (Cell(ends[0], what, style), Cell(ends[1], count, figures), Cell(ends[2], fen, figures)))


def _cells(line: PassportLine) -> tuple[str, str, str]:
    return line.words, str(line.count), "" if line.fen is None else money.figures(line.fen)


def _net(passport: Passport) -> str:
    """The total of the column, if any line has money."""
    return money.figures(passport.net_fen) if any(line.fen is not None for line in passport.lines) else ""


def _beside(passport: Passport) -> Iterator[str]:
    yield f"批号 {_short(passport.batch)}"
    yield f"链尾 {_short(passport.head_hash)}"


def _sign(sheet: Sheet, passport: Passport) -> None:
    """Room for a stamp and a signature on either side, and the township's answer so far."""
    y, half = _BOTTOM - _SIGN - 5, _WIDTH / 2
    for place, (office, person) in enumerate((("村（社区）盖章", "协办员"), ("乡镇人社所盖章", "经办人"))):
        box = Box(_LEFT + place * half, y, half, _SIGN)
        sheet.frame(box, 0.5)
        sheet.put(Box(box.x, y + 1, half, 6), office, _WORDS)
        sheet.put(Box(box.x, y + _SIGN - 7, half, 6), f"{person}：　　　　　　　　　　　　年　　月　　日", _WORDS)
    made = f"封批 {minute(passport.sealed_at)}　制表 {passport.made_by}　流水册 {passport.epoch}"
    answer = passport.answer or "镇所尚未答复"
    sheet.put(Box(_LEFT - PADDING, _BOTTOM - 4.5, _WIDTH + 2 * PADDING, 4.5), f"{made}　{answer}", _SMALL)


def draw(passport: Passport) -> Paper:
    """The passport as a PDF of one page, A5 across. Refused ``no_glyph`` when a word cannot be drawn."""
    fonts.require(passport.made_by, passport.made_by)
    fonts.require(passport.village_name, passport.village_name)
    sheet = Sheet(A5_ACROSS, f"上报批次交接单 {passport.desk} {passport.number}")
    _page(sheet, passport)
    sheet.end_page()
    return sheet.finish()
