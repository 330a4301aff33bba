"""The day book of receipts (缴费收入日记): every receipt in its order with sums by day and page, A4 across."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.register import Column, Made, Register, across, page_number, usual_strips
from village_desk.domain.basics import money

LAYOUT = across(row=8.0)
_CENTRED = Style(10.5, align=Align.CENTRE)
_AMOUNT = Style(11, align=Align.RIGHT)


@value
class ReceiptLine:
    """One receipt. A void one keeps its line, and nothing of it is counted: its amounts are 0 and ``state`` says so."""

    day: date
    time: str
    receipt: str
    name: str
    id_number: str
    year: str
    payer: str
    cash_fen: int
    other_fen: int
    state: str


def _cash(line: ReceiptLine) -> str:
    return money.figures(line.cash_fen) if line.cash_fen else ""


def _other(line: ReceiptLine) -> str:
    return money.figures(line.other_fen) if line.other_fen else ""


COLUMNS = (
    Column[ReceiptLine](14, "时间", _CENTRED, attrgetter("time")),
    Column[ReceiptLine](39, "凭条号", _CENTRED, attrgetter("receipt")),
    Column[ReceiptLine](32, "姓名", Style(12), attrgetter("name")),
    Column[ReceiptLine](41, "公民身份号码", _CENTRED, attrgetter("id_number")),
    Column[ReceiptLine](13, "缴费", _CENTRED, attrgetter("year"), "年度"),
    Column[ReceiptLine](26, "实收现金", _AMOUNT, _cash, "（元）", attrgetter("cash_fen")),
    Column[ReceiptLine](26, "其他渠道", _AMOUNT, _other, "（元）", attrgetter("other_fen")),
    Column[ReceiptLine](32, "谁缴的", Style(10), attrgetter("payer")),
    Column[ReceiptLine](38, "状态", Style(10), attrgetter("state")),
)


def register(lines: Sequence[ReceiptLine], made: Made, about: str) -> Register[ReceiptLine]:
    """The receipts in their order; ``about`` says which days they are of."""
    return Register(
        name=f"缴费收入日记 {made.village_name}",
        title="城乡居民基本养老保险缴费收入日记",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=lambda line: f"凭条 {line.receipt}",
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("day"),
        group_words=lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
        unit="张",
        page_sums=True,
        in_words=("现金总计", 0),
        tails=("", "交款人：　　　　　　收款人："),
    )
