"""The payout signing roster (待遇发放签字花名册, F11): a month's payees with room to sign, A4 across.

Official forms are Chinese only, so their words stand in the code as they print and do not go through the catalogue;
only refusals do.
"""

from collections.abc import Sequence
from functools import partial

from sync.agreement.values import value
from village_desk.documents import fonts, roster_pages
from village_desk.documents.grid import Rules
from village_desk.documents.paper import A4_ACROSS, PADDING, Align, Box, Paper, Sheet, Style, minute
from village_desk.documents.roster_lines import Group, PayoutRoster, RosterLine, Sums, row_codes
from village_desk.documents.roster_pages import HEADING, ROW, SUBTOTAL, WORDS, GroupStart, Item, Page, Subtotal
from village_desk.domain.basics import identity, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _

__all__ = ["PayoutRoster", "RosterLine", "arranged", "draw", "page_mark", "row_codes"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 24.0, 285.0, 12.0, 198.0
"""The margin on the left is 12 mm wider, for binding."""

_WIDTH = _RIGHT - _LEFT
_HEAD, _COLUMN_HEADS, _SUM, _SIGN = 15.0, 9.0, 7.0, 9.0
ROOM = _BOTTOM - _TOP - _HEAD - _COLUMN_HEADS - 2 * _SUM - _SIGN
"""Millimetres that a page has for headings, lines and subtotals."""


@value
class RosterColumn:
    """A column of the table: its width in millimetres, its name in one or two lines, the style of its words."""

    width: float
    name: str
    second: str
    style: Style


_CENTRED = Style(10.5, align=Align.CENTRE)
_AMOUNT = Style(11, align=Align.RIGHT)
_TOTAL = Style(11.5, bold=True, align=Align.RIGHT)
_SUM_OF = Style(10, bold=True, align=Align.RIGHT)
_HEADING = Style(11, bold=True)
_BOLD = Style(10.5, bold=True, align=Align.CENTRE)
_LABEL = Style(10.5)

COLUMNS = (
    RosterColumn(15, "行码", "", Style(11, bold=True, align=Align.CENTRE)),
    RosterColumn(27, "姓名", "", Style(13)),
    RosterColumn(8, "性", "别", _CENTRED),
    RosterColumn(40.5, "公民身份号码", "", _CENTRED),
    RosterColumn(24, "社保卡", "银行账号", _CENTRED),
    RosterColumn(21, "基础", "养老金", _AMOUNT),
    RosterColumn(20, "个人账户", "养老金", _AMOUNT),
    RosterColumn(19, "加发", "", _AMOUNT),
    RosterColumn(21.5, "合计", "（元）", _TOTAL),
    RosterColumn(27, "领款人签字", "（按指印）", _CENTRED),
    RosterColumn(21, "代领人", "及关系", _CENTRED),
    RosterColumn(17, "日期", "备注", Style(9)),
)
_EDGES = [_LEFT + sum(column.width for column in COLUMNS[:place]) for place in range(len(COLUMNS) + 1)]
_FIRST_AMOUNT, _AFTER_AMOUNTS = 5, 9
_MARK = Box(_RIGHT - 42, _TOP, 42, 7)
_FOOT = _BOTTOM - 6


_TABLE = _TOP + _HEAD
_FIRST_ROW = _TABLE + _COLUMN_HEADS
_HEIGHTS = {RosterLine: ROW, GroupStart: HEADING, Subtotal: SUBTOTAL}
_BETWEEN = {RosterLine: _EDGES[1:-1], GroupStart: [], Subtotal: _EDGES[_FIRST_AMOUNT : _AFTER_AMOUNTS + 1]}
"""Where the upright rules of a row of this kind stand."""


def _draw_page(sheet: Sheet, roster: PayoutRoster, page: Page, pages: int) -> None:
    """One page of the roster, whole. What it shares with other pages is drawn once for all of them."""
    kinds = tuple(map(type, page.items))
    last = page.number == pages
    sheet.repeat("head", partial(_head, sheet, roster))
    sheet.repeat(f"{last} {' '.join(kind.__name__ for kind in kinds)}", partial(_frame, sheet, kinds, last))
    _marks(sheet, roster, page, pages)
    y = _FIRST_ROW
    for item in page.items:
        if isinstance(item, RosterLine):
            _line(sheet, y, item)
        elif isinstance(item, GroupStart):
            _heading(sheet, y, item)
        else:
            _sums(sheet, y, SUBTOTAL, f"{_group(item.group)}小计　{item.sums.people} 人", item.sums)
        y += _HEIGHTS[type(item)]
    _page_sums(sheet, y, page, last)


def _page_sums(sheet: Sheet, y: float, page: Page, last: bool) -> None:
    """The sums below the rows; on the last page also the grand total in words."""
    running = page.running
    _sums(sheet, y, _SUM, f"本页小计　{page.sums.people} 人", page.sums)
    _sums(sheet, y + _SUM, _SUM, f"{'总计' if last else '累计'}　{running.people} 人", running)
    if last:
        words = f"总计金额（大写）：{money.in_words(running.total_fen)}　　￥{money.figures(running.total_fen)}"
        sheet.put(Box(_LEFT, y + 2 * _SUM, _WIDTH, WORDS), words, Style(13, bold=True))


def _frame(sheet: Sheet, kinds: Sequence[type[Item]], last: bool) -> None:
    """The table of a page with rows of these kinds: its rules, the heads of its columns, room for counts."""
    rules = Rules()
    _column_heads(sheet)
    y = _ruled(rules, _TABLE, _COLUMN_HEADS, _EDGES[1:-1])
    for kind in kinds:
        y = _ruled(rules, y, _HEIGHTS[kind], _BETWEEN[kind])
    sheet.lines([(_LEFT, edge, _RIGHT, edge) for edge in (_FIRST_ROW, y)], 1.0)
    for words in ("本页实签　　　人　代领　　　人", "全册实签　　　人　未领　　　人" if last else ""):
        y = _ruled(rules, y, _SUM, _BETWEEN[Subtotal])
        sheet.put(Box(_EDGES[_AFTER_AMOUNTS], y - _SUM, _RIGHT - _EDGES[_AFTER_AMOUNTS], _SUM), words, _LABEL)
    if last:
        y = _ruled(rules, y, WORDS, [])
        if y + 8 < _BOTTOM - _SIGN:
            sheet.put(Box(_LEFT, y + 1, _WIDTH, 6), "——　以下空白　——", _CENTRED)
    sheet.lines(rules.lines())
    sheet.frame(Box(_LEFT, _TABLE, _WIDTH, y - _TABLE))


def page_mark(roster: PayoutRoster, page: int) -> str:
    """A mark that differs for every page: month, letter, kind, edition, page.

    Such as ``2611-A-03``, ``2611-A-补03``, ``2611-A-2-03``; the first edition has no number.
    """
    month = f"{roster.month.year % 100:02d}{roster.month.number:02d}"
    edition = f"{roster.edition}-" if roster.edition > 1 else ""
    return f"{month}-{roster.desk.rpartition('-')[2]}-{roster.kind[:1]}{edition}{page:02d}"


def _head(sheet: Sheet, roster: PayoutRoster) -> None:
    """What stands above and below the table on every page."""
    anew = f"第 {roster.edition} 次编页" if roster.edition > 1 else ""
    which = "，".join(filter(None, (roster.kind, anew)))
    title = "城乡居民基本养老保险待遇发放签字花名册" + (f"（{which}）" if which else "")
    sheet.put(Box(_LEFT, _TOP, _WIDTH, 8), title, Style(18, True, Align.CENTRE))
    sheet.frame(_MARK, 0.8)
    line = _TOP + 8.6
    sheet.put(_flush(_LEFT, line, 102), f"单位：{roster.village_name}", Style(11))
    month = f"待遇所属期：{roster.month.in_chinese()}"
    sheet.put(Box(_LEFT + 103, line, 55, 6), month, Style(12, bold=True, align=Align.CENTRE))
    made = f"制表 {minute(roster.made_at)}　协办台 {roster.desk}"
    sheet.put(_flush(_RIGHT - 92, line, 92), made, Style(10.5, align=Align.RIGHT))
    places = ((0, f"制表：{roster.made_by}"), (62, "复核："), (118, "发放："), (174, "日期："))
    for start, words in places:
        sheet.put(_flush(_LEFT + start, _FOOT, 60), words, Style(11))
    sheet.lines((_LEFT + start + 12, _FOOT + 5.4, _LEFT + start + 48, _FOOT + 5.4) for start in (62, 118, 174))


def _marks(sheet: Sheet, roster: PayoutRoster, page: Page, pages: int) -> None:
    """What differs for every page."""
    sheet.put(_MARK, f"页标 {page_mark(roster, page.number)}", Style(12, bold=True, align=Align.CENTRE))
    number = f"第 {page.number} 页　共 {pages} 页"
    sheet.put(_flush(_RIGHT - 40, _FOOT, 40), number, Style(11, align=Align.RIGHT))


def _flush(x: float, y: float, width: float) -> Box:
    return Box(x - PADDING, y, width + 2 * PADDING, 6)


def _column_heads(sheet: Sheet) -> None:
    for column, x in zip(COLUMNS, _EDGES, strict=False):
        if column.second:
            sheet.put(Box(x, _TABLE + 0.5, column.width, 4.2), column.name, _BOLD)
            sheet.put(Box(x, _TABLE + 4.4, column.width, 4.2), column.second, _BOLD)
        else:
            sheet.put(Box(x, _TABLE, column.width, _COLUMN_HEADS), column.name, _BOLD)


def _line(sheet: Sheet, y: float, line: RosterLine) -> None:
    words = (
        line.code,
        line.name,
        line.sex,
        identity.mask(line.id_number),
        identity.mask_account(line.account),
        *_figures(line),
        "",
        "",
        line.note,
    )
    for column, x, each in zip(COLUMNS, _EDGES, words, strict=False):
        if each:
            sheet.put(Box(x, y, column.width, ROW), each, column.style)


def _heading(sheet: Sheet, y: float, heading: GroupStart) -> None:
    goes_on = "（续）" if heading.goes_on else ""
    words = f"{_group(heading.group)}{goes_on} · {heading.people} 人"
    sheet.put(Box(_LEFT, y, _WIDTH, HEADING), words, _HEADING)


def _sums(sheet: Sheet, y: float, height: float, words: str, sums: Sums) -> None:
    sheet.put(Box(_LEFT, y, _EDGES[_FIRST_AMOUNT] - _LEFT, height), words, _HEADING)
    for place, amount in enumerate(_figures(sums), _FIRST_AMOUNT):
        sheet.put(Box(_EDGES[place], y, COLUMNS[place].width, height), amount, _SUM_OF)


def _figures(sums: Sums | RosterLine) -> tuple[str, ...]:
    amounts = (sums.base_fen, sums.account_fen, sums.extra_fen, sums.total_fen)
    return tuple(money.figures(amount) for amount in amounts)


def _ruled(rules: Rules, y: float, height: float, edges: list[float]) -> float:
    """Rules below a row and between its cells; gives where the next row begins."""
    rules.across(_LEFT, _RIGHT, y + height)
    for x in edges:
        rules.down(x, y, y + height)
    return y + height


def _group(group: Group) -> str:
    number, name = group
    return f"第 {number} 组" if number else name or "未分组"


def arranged(roster: PayoutRoster) -> list[Page]:
    """What stands on which page."""
    return roster_pages.pages(roster.lines, ROOM, roster.breaks)


def draw(roster: PayoutRoster, progress: Progress = silent) -> Paper:
    """The roster as a PDF, groups in order. Reports each finished page to ``progress``.

    Refused ``empty`` without payees, ``no_glyph`` when a word cannot be drawn; raises Cancelled.
    """
    if not roster.lines:
        raise Refused(_("这份名单里没有领款人"), _("请先导入镇所发来的发放名单"), "empty")
    _require_glyphs(roster)
    sheet = Sheet(A4_ACROSS, f"待遇发放签字花名册 {roster.village_name} {roster.month}")
    pages = arranged(roster)
    for page in pages:
        _draw_page(sheet, roster, page, len(pages))
        sheet.end_page()
        progress(page.number, len(pages))
    return sheet.finish()


def _require_glyphs(roster: PayoutRoster) -> None:
    fonts.require(roster.village_name, roster.village_name, roster.desk)
    fonts.require(roster.made_by, roster.made_by)
    for line in roster.lines:
        fonts.require(line.name, line.name, line.note, line.code, line.group_name)
