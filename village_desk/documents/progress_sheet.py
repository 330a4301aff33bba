"""The report of a season on one A4 page: key figures with their definitions, a bar for each group, the tiers as bars.

Chinese only, like all papers. A village with more groups than have room names how many are in the workbook alone.
"""

from collections.abc import Sequence

from sync.agreement.values import value
from village_desk.documents.lettering import Ink
from village_desk.documents.paper import A4, Align, Box, Paper, Sheet, Style

_LEFT, _RIGHT, _TOP, _BOTTOM = 14.0, 196.0, 12.0, 285.0
_WIDTH = _RIGHT - _LEFT
_TITLE = Style(20, bold=True, align=Align.CENTRE)
_ABOUT, _ABOUT_RIGHT = Style(11), Style(11, align=Align.RIGHT)
_SECTION = Style(13, bold=True)
_CARD_NAME, _CARD_FIGURE, _CARD_WORDS = Style(10.5), Style(20, bold=True), Style(9.5)
_HEAD = Style(10, bold=True, align=Align.CENTRE)
_CELL, _CELL_CENTRE, _CELL_RIGHT = Style(10.5), Style(10.5, align=Align.CENTRE), Style(10.5, align=Align.RIGHT)
_TOTAL, _TOTAL_CENTRE, _TOTAL_RIGHT = (Style(10.5, bold=True, align=each) for each in Align)
_SMALL = Style(9.5)
_BAR: Ink = (0.16, 0.42, 0.36)
_BEHIND: Ink = (0.72, 0.36, 0.08)
_GROUND: Ink = (0.92, 0.93, 0.94)
_MOST_GROUPS = 22
_ROW = 5.6


@value
class KeyFigure:
    """A figure in large type: its name, the figure, and what it is made of or held against."""

    name: str
    figure: str
    words: str


@value
class GroupRow:
    """A line of the table of groups, in words; ``share`` of the due have paid, from 0 to 1; ``behind``: the last."""

    name: str
    due: str
    paid: str
    missing: str
    rate: str
    of_span: str
    last_year: str
    share: float
    behind: bool = False


@value
class TierRow:
    """A tier in words, how many, and their part of all, from 0 to 1."""

    name: str
    people: str
    share: float


@value
class ProgressSheet:
    """What stands on the page. ``notes``: definitions and warnings, a sentence each."""

    title: str
    village: str
    about: str
    figures: Sequence[KeyFigure]
    span_name: str
    groups: Sequence[GroupRow]
    whole: GroupRow
    tiers: Sequence[TierRow]
    other: Sequence[str]
    notes: Sequence[str]
    made: str


def draw(report: ProgressSheet) -> Paper:
    """The page."""
    sheet = Sheet(A4, report.title)
    sheet.put(Box(_LEFT, _TOP, _WIDTH, 10), report.title, _TITLE)
    sheet.put(Box(_LEFT, _TOP + 11, _WIDTH / 2, 7), f"单位：{report.village}", _ABOUT)
    sheet.put(Box(_LEFT + _WIDTH / 2, _TOP + 11, _WIDTH / 2, 7), report.about, _ABOUT_RIGHT)
    y = _figures(sheet, report.figures, _TOP + 20)
    y = _groups(sheet, report, y + 4)
    y = _tiers(sheet, report, y + 4)
    _foot(sheet, report, y + 3)
    sheet.end_page()
    return sheet.finish()


def _figures(sheet: Sheet, figures: Sequence[KeyFigure], y: float) -> float:
    """Up to four beside each other, in frames."""
    gap, rows = 3.0, [figures[place : place + 4] for place in range(0, len(figures), 4)]
    for row in rows:
        width = (_WIDTH - gap * (len(row) - 1)) / len(row)
        for place, each in enumerate(row):
            box = Box(_LEFT + place * (width + gap), y, width, 22)
            sheet.frame(box, 0.7)
            sheet.put(Box(box.x + 1, y + 0.8, width - 2, 5.5), each.name, _CARD_NAME)
            sheet.put(Box(box.x + 1, y + 6, width - 2, 9), each.figure, _CARD_FIGURE)
            sheet.put(Box(box.x + 1, y + 15, width - 2, 6.5), each.words, _CARD_WORDS)
        y += 24.5
    return y


_COLUMNS = ((34.0, "小组"), (17.0, "应缴"), (17.0, "已缴"), (17.0, "还差"), (20.0, "缴费率"))
_SPAN_WIDTH, _LAST_WIDTH = 20.0, 20.0


def _groups(sheet: Sheet, report: ProgressSheet, y: float) -> float:
    sheet.put(Box(_LEFT - 1.4, y, _WIDTH, 6), "各组进度（按缴费率排）", _SECTION)
    y += 6.5
    heads = (*_COLUMNS, (_SPAN_WIDTH, report.span_name), (_LAST_WIDTH, "去年同期"))
    x = _LEFT
    for width, name in heads:
        sheet.put(Box(x, y, width, _ROW), name, _HEAD)
        x += width
    sheet.put(Box(x, y, _RIGHT - x, _ROW), "进度", _HEAD)
    sheet.lines([(_LEFT, y, _RIGHT, y), (_LEFT, y + _ROW, _RIGHT, y + _ROW)], 0.7)
    y += _ROW
    shown = report.groups[:_MOST_GROUPS]
    for each in shown:
        _group(sheet, each, y, (_CELL, _CELL_CENTRE, _CELL_RIGHT), x)
        y += _ROW
        sheet.lines([(_LEFT, y, _RIGHT, y)], 0.25)
    if len(report.groups) > len(shown):
        left = f"另有 {len(report.groups) - len(shown)} 个组，见 Excel"
        sheet.put(Box(_LEFT, y, _WIDTH, _ROW), left, _CELL)
        y += _ROW
    _group(sheet, report.whole, y, (_TOTAL, _TOTAL_CENTRE, _TOTAL_RIGHT), x)
    sheet.lines([(_LEFT, y, _RIGHT, y), (_LEFT, y + _ROW, _RIGHT, y + _ROW)], 0.7)
    return y + _ROW


def _group(sheet: Sheet, row: GroupRow, y: float, styles: tuple[Style, Style, Style], bar_at: float) -> None:
    left, _centre, right = styles
    cells = (row.name, row.due, row.paid, row.missing, row.rate, row.of_span, row.last_year)
    widths = (*(width for width, _name in _COLUMNS), _SPAN_WIDTH, _LAST_WIDTH)
    x = _LEFT
    for place, (width, words) in enumerate(zip(widths, cells, strict=True)):
        sheet.put(Box(x, y, width, _ROW), words, right if place else left)
        x += width
    _bar(sheet, Box(bar_at + 2, y + 1.2, _RIGHT - bar_at - 2, _ROW - 2.4), row.share, _BEHIND if row.behind else _BAR)


def _bar(sheet: Sheet, box: Box, share: float, ink: Ink) -> None:
    sheet.shade([box], _GROUND)
    if share > 0:
        sheet.shade([Box(box.x, box.y, max(box.width * min(share, 1.0), 0.6), box.height)], ink)


def _tiers(sheet: Sheet, report: ProgressSheet, y: float) -> float:
    """The tiers at the left, what else happened at the right."""
    half = _WIDTH / 2
    sheet.put(Box(_LEFT - 1.4, y, half, 6), "档次分布", _SECTION)
    sheet.put(Box(_LEFT + half, y, half, 6), "其他", _SECTION)
    y += 6.5
    most = max((each.share for each in report.tiers), default=1.0) or 1.0
    for place, each in enumerate(report.tiers):
        at = y + place * _ROW
        sheet.put(Box(_LEFT, at, 22, _ROW), each.name, _CELL_RIGHT)
        sheet.put(Box(_LEFT + 22, at, 18, _ROW), each.people, _CELL_RIGHT)
        _bar(sheet, Box(_LEFT + 42, at + 1.2, half - 46, _ROW - 2.4), each.share / most, _BAR)
    if not report.tiers:
        sheet.put(Box(_LEFT, y, half, _ROW), "还没有人缴费", _CELL)
    for place, words in enumerate(report.other):
        sheet.put(Box(_LEFT + half, y + place * _ROW, half, _ROW), words, _CELL)
    return y + max(len(report.tiers), len(report.other), 1) * _ROW


def _foot(sheet: Sheet, report: ProgressSheet, y: float) -> None:
    for words in report.notes:
        sheet.put(Box(_LEFT - 1.4, y, _WIDTH + 2.8, 5), words, _SMALL)
        y += 5
    sheet.put(Box(_LEFT, _BOTTOM - 14, _WIDTH, 7), "填报人（签字）：　　　　　　　　　村负责人（签字）：", _ABOUT)
    sheet.put(Box(_LEFT - 1.4, _BOTTOM - 5, _WIDTH, 5), report.made, _SMALL)
