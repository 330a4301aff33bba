"""The receipt of a contribution (代收凭条): three copies, all from one slip (domain.md Part 5).

On A4 all three on one page, on A5 a page each; on carbon paper one, which goes through to the others.

It is a handing-in slip, not the official ticket, and says so. Official forms are Chinese only, so their words
stand in the code as they print and do not go through the catalogue; only refusals do.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sync.agreement.values import value
from village_desk.documents import fonts, grid, qr, stamps
from village_desk.documents.grid import Cell, Row
from village_desk.documents.paper import BEIJING, PADDING, Align, Box, Paper, Sheet, Style
from village_desk.domain.basics import identity, money
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.receipt_papers import USUAL, ReceiptPaper, ReceiptSize

FORMAT = "VD1"
"""The version of the QR text."""


@value
class ReceiptSlip:
    """The contents of a receipt. Identity numbers come whole and are masked on the paper.

    ``amount_fen`` is the cash and ``government_fen`` the government's part; ``hash`` is that of the journal row.
    ``kind``, ``whole_fen`` and ``assessed_by`` as on the stored receipt: a top-up, a part of a tier, a missed year.
    ``reprint`` counts the reprints (0: the original); ``draft`` is a preview from before the number exists.
    ``takes_back``: the receipt that this red entry (红字) takes back; its cash is then below zero.
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
    kind: str = ""
    whole_fen: int = 0
    assessed_by: str = ""
    takes_back: str = ""


def qr_text(slip: ReceiptSlip) -> str:
    """What the QR code says: ``VD1 NUMBER AMOUNT HASH``, separated by single spaces.

    AMOUNT is the cash in yuan with two decimals and no thousands separator; HASH is the hash of the receipt's journal
    row, in capitals: a QR code keeps these 45 characters in half the space.
    """
    yuan = money.figures(slip.amount_fen).replace(",", "")
    return f"{FORMAT} {slip.number} {yuan} {slip.hash}".upper()


NOT_A_TICKET = "本凭条为村级代收凭条，不作报销凭证；正式票据以税务（财政）部门开具的为准。"


@value
class Copy:
    """One of the three copies: its top edge on the page, its name, and who keeps it."""

    top: float
    name: str
    keeper: str


COPIES = (
    Copy(9.0, "第一联 存根", "村里留存备查"),
    Copy(106.5, "第二联 收据", "交缴款人保存"),
    Copy(204.0, "第三联 记账联", "随缴存单交镇所"),
)
_CUTS = (99.75, 197.25)

_LEFT, _WIDTH, _MIDDLE = 12.0, 178.0, 101.0
_HEAD, _HEIGHT, _TALL = 15.5, 61.0, 85.1
"""Of a copy: its head, its form, and all of it with its foot."""
_ACROSS = 210.0
"""Of the page that the copies are laid out for; on a wider one they stand in its middle."""
_CODE_FROM, _CODE_DOWN = 146.0, 27.0
"""The QR code stands right of the first three rows."""

_TITLE = Style(17, bold=True, align=Align.CENTRE)
_LABEL = Style(10.5, align=Align.CENTRE)
_TWO_LINES = Style(10, align=Align.CENTRE)
_VALUE = Style(12.5)
_NAME = Style(17, bold=True)
_FIGURES = Style(23, bold=True)
_REASON = Style(14, bold=True)


def _pages(size: ReceiptSize) -> tuple[tuple[Copy, ...], ...]:
    """The copies that stand on each page of a receipt."""
    if size is ReceiptSize.A4:
        return (COPIES,)
    top = (size.millimetres[1] - _TALL) / 2
    if size.is_carbon:
        return ((Copy(top, "一式三联", ""),),)
    return tuple((replace(each, top=top),) for each in COPIES)


def _copies(sheet: Sheet, slip: ReceiptSlip, page: int, copies: Sequence[Copy]) -> None:
    """The copies of a page. They show the same, drawn once, and differ only in their name and keeper."""
    first = COPIES[0].top
    for copy in copies:
        sheet.repeat(f"receipt {page}", partial(_copy, sheet, first, slip), copy.top - first)
        sheet.put(_flush(136, copy.top + 0.6, 42, 7), copy.name, Style(13, bold=True, align=Align.RIGHT))
        side = Box(_LEFT + _WIDTH + 0.6, copy.top + _HEAD + 12.5, 7.5, 36)
        sheet.down(side, copy.keeper, _LABEL)
        if words := "红字" if slip.takes_back else "作废" if slip.void_reason else "草稿" if slip.draft else "":
            stamps.across(sheet, Box(_LEFT, copy.top + _HEAD, _WIDTH, _HEIGHT), words)
    for cut in _CUTS if copies is COPIES else ():
        stamps.cut(sheet, cut)


def _copy(sheet: Sheet, top: float, slip: ReceiptSlip) -> None:
    """What every copy shows, from its top edge on the page."""
    rows = [*_person(slip), _amount(slip), _hands(slip), _void(slip) if slip.void_reason else _signatures()]
    form = Box(_LEFT, top + _HEAD, _WIDTH, _HEIGHT)
    _head(sheet, top, slip)
    grid.draw(sheet, form, rows)
    _code(sheet, form, slip)
    _foot(sheet, form, slip)


def _head(sheet: Sheet, top: float, slip: ReceiptSlip) -> None:
    sheet.put(Box(_LEFT, top, _WIDTH, 7), "城乡居民基本养老保险费代收凭条", _TITLE)
    sheet.lines((_MIDDLE - 49, y, _MIDDLE + 49, y) for y in (top + 7.8, top + 8.5))
    line = top + 9.2
    sheet.put(_flush(0, line, 65, 6), f"收款单位：{slip.village_name}", Style(11))
    sheet.put(Box(_MIDDLE - 24, line, 48, 6), _moment(slip.collected_at), Style(11, align=Align.CENTRE))
    number = f"№ {slip.number}" if slip.number else "№（收款后编号）"
    sheet.put(_flush(111, line, 67, 6), number, Style(11, bold=True, align=Align.RIGHT))
    if slip.reprint:
        stamps.reprint(sheet, Box(_LEFT, top, 33, 8.6), slip.reprint, slip.reprinted_at)


def _flush(start: float, y: float, width: float, height: float) -> Box:
    """A box whose words, not its padding, stand flush with the form below or above it."""
    return Box(_LEFT + start - PADDING, y, width + 2 * PADDING, height)


def _person(slip: ReceiptSlip) -> Sequence[Row]:
    group = f"第 {slip.group} 组" if slip.group else slip.group_name or "未分组"
    house = f"{group}　{slip.household} 户" if slip.household else group
    government = f"{money.figures(slip.government_fen)} 元" if slip.government_fen else "无"
    number = identity.mask(slip.id_number)
    return (
        _pairs(10.0, "姓　　名", Cell(77, slip.person_name, _NAME), "身份证号", number),
        _pairs(8.5, "村组户号", Cell(77, house, _VALUE), "缴费年度", _year(slip)),
        _pairs(8.5, "缴费档次", Cell(77, _tier(slip), _VALUE), "政府代缴", government),
    )


def _year(slip: ReceiptSlip) -> str:
    return f"{slip.year} 年补缴" if slip.kind == "back_payment" else f"{slip.year} 年"


def _tier(slip: ReceiptSlip) -> str:
    """The tier of a whole year; of a top-up what it adds; of a part the whole tier, and who set a missed year."""
    amount = money.short(slip.tier_fen)
    if slip.kind == "top_up":
        return f"补足（二次缴费）{amount} 元"
    if slip.kind == "instalment":
        return f"每年 {money.short(slip.whole_fen)} 元，本次 {amount} 元"
    if slip.assessed_by:
        return f"{amount} 元（核定 {slip.assessed_by}）"
    return f"每年 {amount} 元"


def _pairs(height: float, label: str, value: Cell, second_label: str, second: str) -> Row:
    return Row(
        height,
        (Cell(21, label, _LABEL), value, Cell(98, second_label, _LABEL), Cell(_CODE_FROM, second, _VALUE)),
    )


def _amount(slip: ReceiptSlip) -> Row:
    is_red = bool(slip.takes_back)
    return Row(
        12.5,
        (
            Cell(21, "冲销金额" if is_red else "实收金额", _TWO_LINES, "（大写）"),
            Cell(98, money.in_words(slip.amount_fen), replace(_NAME, red=is_red)),
            Cell(114, "（小写）", _TWO_LINES),
            Cell(_WIDTH, f"￥{money.figures(slip.amount_fen)}", replace(_FIGURES, red=is_red)),
        ),
    )


def _hands(slip: ReceiptSlip) -> Row:
    return Row(
        8.5,
        (
            Cell(21, "缴 款 人", _LABEL),
            Cell(77, slip.payer, _VALUE),
            Cell(98, "缴费方式", _LABEL),
            Cell(129, slip.channel, _VALUE),
            Cell(_CODE_FROM, "收款人", _LABEL),
            Cell(_WIDTH, slip.collected_by, _VALUE),
        ),
    )


def _signatures() -> Row:
    """Room to sign, and for the number of the official ticket that comes later."""
    return Row(
        13.0,
        (
            Cell(21, "缴款人签字", _TWO_LINES, "（按指印）"),
            Cell(77, "", _VALUE),
            Cell(98, "收款人签字", _TWO_LINES, "（盖章）"),
            Cell(129, "", _VALUE),
            Cell(_CODE_FROM, "正式票据", _TWO_LINES, "号　　码"),
            Cell(_WIDTH, "", _VALUE),
        ),
    )


def _void(slip: ReceiptSlip) -> Row:
    if slip.takes_back:
        label, what = Cell(21, "红字冲销", _LABEL), f"冲原凭条 № {slip.takes_back}：{slip.void_reason}"
        return Row(13.0, (label, Cell(_WIDTH, what, replace(_REASON, red=True))))
    return Row(13.0, (Cell(21, "作废原因", _LABEL), Cell(_WIDTH, slip.void_reason, _REASON)))


def _code(sheet: Sheet, form: Box, slip: ReceiptSlip) -> None:
    box = Box(form.x + _CODE_FROM, form.y, _WIDTH - _CODE_FROM, _CODE_DOWN)
    sheet.lines([(box.x, box.bottom, box.right, box.bottom)])
    if slip.draft or slip.takes_back:
        sheet.put(box, "收款后生成二维码" if slip.draft else "红字凭条", _TWO_LINES)
    else:
        qr.draw(sheet, box, qr_text(slip))


def _foot(sheet: Sheet, form: Box, slip: ReceiptSlip) -> None:
    sheet.put(_flush(0, form.bottom + 0.8, 132, 4.6), NOT_A_TICKET, Style(10))
    if slip.hotline:
        hotline = Style(10, align=Align.RIGHT)
        sheet.put(_flush(132, form.bottom + 0.8, 46, 4.6), f"咨询电话 {slip.hotline}", hotline)
    proof = "" if slip.draft else f"　校验码 {slip.hash[:16].upper()}"
    sheet.put(_flush(0, form.bottom + 5.2, 150, 3.4), f"协办台 {slip.desk}{proof}", Style(8.5))


def _moment(at: datetime) -> str:
    there = at.astimezone(BEIJING)
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


def draw(slip: ReceiptSlip, paper: ReceiptPaper = USUAL) -> Paper:
    """The receipt as a PDF. Refused ``no_glyph`` when a word cannot be drawn."""
    require_glyphs(slip)
    return draw_all([slip], f"代收凭条 {slip.number}".rstrip(), paper=paper)


def draw_all(
    slips: Sequence[ReceiptSlip], title: str, progress: Progress = silent, paper: ReceiptPaper = USUAL
) -> Paper:
    """The receipts as one PDF, one after the other, in their order. Ask ``require_glyphs`` of each of them before.

    Reports each finished receipt to ``progress``; raises Cancelled.
    """
    width, height = paper.size.millimetres
    sheet = Sheet((width, height), title)
    middle = (width - _ACROSS) / 2
    for done, slip in enumerate(slips, 1):
        for copies in _pages(paper.size):
            sheet.move(paper.right + middle, paper.down)
            _copies(sheet, _on_one_line(slip), done, copies)
            sheet.end_page()
        progress(done, len(slips))
    return sheet.finish()


def _on_one_line(slip: ReceiptSlip) -> ReceiptSlip:
    """The reason of a void and who set a missed year are typed by hand: they may hold line breaks."""
    void_reason, assessed_by = (" ".join(each.split()) for each in (slip.void_reason, slip.assessed_by))
    return replace(slip, void_reason=void_reason, assessed_by=assessed_by)


def require_glyphs(slip: ReceiptSlip) -> None:
    """Refused ``no_glyph`` when a word of the receipt cannot be drawn."""
    slip = _on_one_line(slip)
    fonts.require(slip.person_name, slip.person_name, slip.payer, slip.household, slip.group_name)
    fonts.require(slip.collected_by, slip.collected_by)
    fonts.require(slip.village_name, slip.village_name, slip.channel, slip.void_reason, slip.hotline, slip.number)
    fonts.require(slip.assessed_by, slip.assessed_by)
