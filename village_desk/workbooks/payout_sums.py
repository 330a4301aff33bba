"""Does a payout list add up: each line's parts, its totals, and nobody paid twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from village_desk.domain import money
from village_desk.domain.errors import Refused
from village_desk.words import _
from village_desk.workbooks import amounts, cells
from village_desk.workbooks.lines import Line

_PARTS = ("base", "account_part", "extra", "minus")


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One payee of one month. ``row`` as Excel shows it, ``line`` is the list's own number; money in fen.

    ``extra_fen`` is everything besides base and account pension: for age, back pay, less what is taken back.
    """

    row: int
    line: int
    name: str
    id_number: str
    base_fen: int
    account_fen: int
    extra_fen: int
    total_fen: int
    account: str
    way: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a payee, or a total when ``row`` is None."""

    line: Line
    row: PayoutRow | None


def one_total(line: Line) -> int:
    """What a line pays in fen; a problem and 0 when its totals (应发, 实发) are missing, no amounts, or disagree."""
    totals = line.read_all("total", amounts.to_be_paid, 0)
    if len(set(totals)) > 1 and all(totals):
        words = _("、").join(_("{yuan} 元").format(yuan=money.figures(each)) for each in totals)
        line.doubt("total", _refusal("totals_differ", _("几个合计不一样：{words}").format(words=words)))
        return 0
    return totals[0]


def check_parts(line: Line, row: PayoutRow) -> None:
    """Holds a line whose parts do not make its total; a list that gives no parts is not asked."""
    given = any(line.header.columns.get(name) for name in _PARTS)
    parts = row.base_fen + row.account_fen + row.extra_fen
    if given and not line.held and parts != row.total_fen:
        message = _("各项相加是 {parts} 元，合计写的是 {total} 元").format(
            parts=money.figures(parts), total=money.figures(row.total_fen)
        )
        line.doubt("total", _refusal("parts_differ", message))


def hold_double_payees(entries: Iterable[Entry]) -> None:
    """Holds every line of a person who stands on the list more than once."""
    by_number: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.row and entry.row.id_number:
            by_number.setdefault(entry.row.id_number, []).append(entry)
    for same in by_number.values():
        for entry in same if len(same) > 1 else ():
            others = _("、").join(_("第 {row} 行").format(row=each.line.row) for each in same if each is not entry)
            message = _("与{others}是同一个身份证号，一个人发两次").format(others=others)
            entry.line.doubt("id_number", _refusal("double_payee", message))


def check_totals(entries: Sequence[Entry]) -> None:
    """Holds each total against the lines above it: all of them, or those since the total before."""
    everything: list[int] = []
    section: list[int] = []
    for entry in entries:
        if entry.row:
            everything.append(entry.row.total_fen)
            section.append(entry.row.total_fen)
        else:
            _check_sum(entry.line, (sum(everything), sum(section)))
            _check_count(entry.line, (len(everything), len(section)))
            section = []


def _check_sum(line: Line, sums: Sequence[int]) -> None:
    for written in line.read_all("total", amounts.amount, 0):
        if written and written not in sums:
            message = _("合计写的是 {written} 元，上面各行相加是 {sum} 元").format(
                written=money.figures(written), sum=money.figures(sums[0])
            )
            line.doubt("total", _refusal("total_differs", message))


def _check_count(line: Line, counts: Sequence[int]) -> None:
    for cell in line.cells:
        text = cells.text(cell)
        number = text.removesuffix("人")
        if number != text and number.isdecimal() and int(number) not in counts:
            message = _("合计写的是 {written} 人，上面是 {count} 人").format(written=number, count=counts[0])
            line.doubt("", _refusal("count_differs", message))


def _refusal(code: str, message: str) -> Refused:
    return Refused(message, _("请问镇上要更正的名单"), code)
