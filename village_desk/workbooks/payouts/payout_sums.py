"""Does a payout list add up: each line's parts, its totals, and nobody paid twice."""

from collections.abc import Iterable, Iterator

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _
from village_desk.workbooks.columns import amounts
from village_desk.workbooks.columns.headings import Unclear
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.totals import Totals

_PAID = ("base", "account_part", "extra")
"""The parts that make a total; a list that only says besides what is taken back gives no parts."""


_REFUSED = -1
"""In place of a total that could not be read."""


@value
class PayoutRow:
    """One payee of one month. ``row`` as Excel shows it, ``line`` is the list's own number; money in fen.

    ``extra_fen``: everything besides base and account pension: for age, back pay, less amounts claimed back.
    ``drawn_from``: the first month of drawing, where the list has a column for it.
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
    drawn_from: Month | None = None


@value
class SumLine:
    """A line of the list: a payee, or when ``row`` is None a total or what was taken for no payee."""

    line: Line
    row: PayoutRow | None


def one_total(line: Line, taken_back: int) -> int:
    """The amount of a line in fen; a problem and 0 when its totals (应发, 实发) are missing, no amounts, or disagree.

    They do not disagree where they differ by the amount ``taken_back``.
    """
    totals = line.read_all("total", amounts.to_be_paid, _REFUSED)
    if _REFUSED in totals:
        return 0
    if len(set(totals)) > 1:
        if set(totals) == {min(totals), min(totals) + taken_back}:
            return min(totals)
        words = _("、").join(_("{yuan} 元").format(yuan=money.figures(each)) for each in totals)
        line.doubt("total", _refusal("totals_differ", _("几个合计不一样：{words}").format(words=words)))
        return 0
    return totals[0]


def check_parts(line: Line, row: PayoutRow, unclear: Unclear) -> None:
    """Holds a line whose parts do not make its total; a list that gives no parts is not asked.

    Where a column that no name explains may hold what is missing, the line is right and the column is asked about.
    """
    given = any(line.header.columns.get(name) for name in _PAID)
    parts = row.base_fen + row.account_fen + row.extra_fen
    if given and not line.held and parts != row.total_fen and not unclear.explains(line, row.total_fen - parts):
        message = _("各项相加是 {parts} 元，合计写的是 {total} 元").format(
            parts=money.figures(parts), total=money.figures(row.total_fen)
        )
        line.doubt("total", _refusal("parts_differ", message))
    elif not line.held and not row.total_fen:
        _doubt_nothing(line, given)


def _doubt_nothing(line: Line, given: bool) -> None:
    """Zero yuan is taken where the parts say so too; a bare zero may be a sum that nobody calculated."""
    if not given:
        line.doubt("total", amounts.no_amount(line.cell("total")))
        return
    cure = _("没错就不用管；该有钱的，请问镇上要更正的名单")
    line.doubt("total", Refused(_("这个月是 0 元"), cure, "nothing_paid"), holds=False)


def remark_on_double_payees(entries: Iterable[SumLine]) -> None:
    """Remarks on every line of a person who stands on the list more than once: back pay may have a line of its own."""
    by_number: dict[str, list[SumLine]] = {}
    for entry in entries:
        if entry.row and entry.row.id_number:
            by_number.setdefault(entry.row.id_number, []).append(entry)
    for same in by_number.values():
        for entry in same if len(same) > 1 else ():
            others = _("、").join(_place(each.line, entry.line) for each in same if each is not entry)
            message = _("与{others}是同一个身份证号，一个人发两次").format(others=others)
            entry.line.doubt("id_number", _refusal("double_payee", message), holds=False)


def _place(line: Line, seen_from: Line) -> str:
    if line.sheet == seen_from.sheet:
        return _("第 {row} 行").format(row=line.row)
    return _("表“{sheet}”第 {row} 行").format(sheet=line.sheet, row=line.row)


def sheets_alike(entries: Iterable[SumLine]) -> Iterator[Problem]:
    """A problem for each sheet with the same people and amounts as one before it: a forgotten copy."""
    sheets: dict[str, list[tuple[str, int]]] = {}
    for entry in entries:
        if entry.row:
            sheets.setdefault(entry.row.sheet, []).append((entry.row.id_number, entry.row.total_fen))
    first: dict[tuple[tuple[str, int], ...], str] = {}
    for sheet, payees in sheets.items():
        other = first.setdefault(tuple(sorted(payees)), sheet)
        if other != sheet:
            message = _("工作表“{sheet}”和“{other}”的人和钱一模一样，这些人会发两次").format(sheet=sheet, other=other)
            cure = _("多出来的一张请删掉再收；真要发两次，请问镇所")
            yield Problem(0, sheet, "", "sheets_alike", message, cure)


def check_totals(entries: Iterable[SumLine]) -> None:
    """Adds a problem to every total that does not agree with the lines above."""
    sums = Totals("total", _cure())
    for entry in entries:
        if entry.row:
            sums.add(entry.row.total_fen, _before_deduction(entry))
        elif entry.line.sort is Sort.TOTAL:
            sums.check(entry.line, holds=True)


def _before_deduction(entry: SumLine) -> int:
    """A payee's amount before anything was claimed back, where the list has both."""
    if entry.row is None or entry.line.held:
        return 0
    return max(amounts.amount(cell) for cell in entry.line.fields("total"))


def _refusal(code: str, message: str) -> Refused:
    return Refused(message, _cure(), code)


def _cure() -> str:
    return _("请问镇上要更正的名单")
