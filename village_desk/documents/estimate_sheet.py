"""The estimate sheet (养老金估算单): one A5 page that the person takes home, in type that old people can read.

The sheet is an estimate and no decision, and says so. Chinese only, like all papers: its words stand in the code as
they print; only refusals go through the catalogue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sync.agreement.values import value
from village_desk.documents import estimate_words as words
from village_desk.documents import fonts, grid
from village_desk.documents.estimate_words import EstimateSheet, FigureLine
from village_desk.documents.fonts import chain
from village_desk.documents.grid import Cell, Row
from village_desk.documents.paper import A5, BEIJING, MM, PADDING, Align, Box, Paper, Sheet, Style, minute
from village_desk.documents.paragraphs import Paragraph, paragraph
from village_desk.domain.basics import identity

__all__ = ["EstimateSheet", "draw"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 9.0, 139.0, 8.5, 201.5
_WIDTH = _RIGHT - _LEFT
_NAME_WIDTH, _LABELS = 60.0, 40.0
_ROW, _MAIN_ROW, _ANSWER_ROW = 8.2, 11.5, 8.6
_SIGN = 21.5
_GAP, _BETWEEN_STEPS = 2.0, 0.8
_MOST_TALLER, _MOST_APART = 2.4, 6.0
"""By how much the rows and the gaps may grow when there is room, in millimetres."""

_LEADS = ("下一步：", "然后：", "还有：")
_STEPS_BESIDE_A_TABLE = 2

_TITLE = Style(24, bold=True, align=Align.CENTRE)
_CAUTION = Style(16, align=Align.CENTRE)
_NAME = Style(22, bold=True)
_STANDING = Style(16, bold=True, align=Align.CENTRE)
_ANSWER, _ANSWER_LAST = Style(20), Style(20, bold=True)
_LABEL, _MAIN_LABEL = Style(16), Style(20, bold=True)
_FIGURE, _FIRST_FIGURE = Style(20, align=Align.RIGHT), Style(20, bold=True, align=Align.RIGHT)
_MAIN_FIGURE = Style(26, bold=True, align=Align.RIGHT)
_ELDER, _LONG_NAME = Style(16), Style(16, bold=True)
_FOOT, _FOOT_RIGHT = Style(13), Style(13, align=Align.RIGHT)
_SMALL = Style(10)
_SMALLER = (14.0, 12.0, 10.5)
"""The sizes for a step that is too long for the type of elders."""


@value
class Middle:
    """The part between head and foot: the table, the advantage of the dearer plan, the next steps."""

    table: Sequence[FigureLine]
    difference: Sequence[Paragraph]
    steps: Sequence[Paragraph]

    @property
    def height(self) -> float:
        """The least height of this part."""
        heights = [_least(self.table), _height(self.difference), _height(self.steps, _BETWEEN_STEPS)]
        return sum(heights) + _GAP * sum(map(bool, heights))


def _page(sheet: Sheet, estimate: EstimateSheet) -> None:
    """The page. Room that is left over makes the rows taller and the gaps wider."""
    top = _put_answer(sheet, estimate, _person(sheet, estimate, _head(sheet, estimate)))
    small = paragraph(words.small_print(estimate), _WIDTH, _SMALL)
    bottom = _BOTTOM - _SIGN - small.height
    _draw_middle(sheet, _fitted(estimate, bottom - _GAP - top), top, bottom - _GAP)
    small.put(sheet, _LEFT, bottom)
    _sign(sheet, estimate)


def _head(sheet: Sheet, estimate: EstimateSheet) -> float:
    sheet.put(Box(_LEFT, _TOP, _WIDTH, 9.4), "养老金估算单", _TITLE)
    sheet.put(_flush(_TOP + 9.6, 7), words.caution(estimate), _CAUTION)
    sheet.lines([(_LEFT, _TOP + 17.6, _RIGHT, _TOP + 17.6)], 1.2)
    return _TOP + 18.8


def _flush(y: float, height: float, start: float = 0.0, width: float = _WIDTH) -> Box:
    """A box whose words, not its padding, stand flush with the form."""
    return Box(_LEFT + start - PADDING, y, width + 2 * PADDING, height)


def _person(sheet: Sheet, estimate: EstimateSheet, y: float) -> float:
    """Name, age, standing; a name that is too long for its place has lines of its own."""
    name = paragraph(estimate.person_name, _NAME_WIDTH, _NAME)
    if len(name.lines) > 1:
        y = paragraph(estimate.person_name, _WIDTH, _LONG_NAME).put(sheet, _LEFT, y + 0.6)
    else:
        name.put(sheet, _LEFT, y + 0.3)
    sheet.put(_flush(y, 9.8, _NAME_WIDTH + 2, 22), f"{estimate.age} 岁", _ANSWER)
    standing = Box(_RIGHT - 44, y + 0.6, 44, 8.6)
    sheet.frame(standing, 0.8)
    sheet.put(standing, estimate.assessment.standing.in_words(), _STANDING)
    return y + 10.4


def _put_answer(sheet: Sheet, estimate: EstimateSheet, y: float) -> float:
    answer = estimate.assessment.entitlement
    for line, style in ((words.years(answer), _ANSWER), (words.entitlement(answer), _ANSWER_LAST)):
        if line:
            sheet.put(_flush(y, _ANSWER_ROW), line, style)
            y += _ANSWER_ROW
    return y


def _fitted(estimate: EstimateSheet, room: float) -> Middle:
    """The fullest middle that has room."""
    table, difference = words.table(estimate), words.difference(estimate.plans)
    most = _STEPS_BESIDE_A_TABLE if table else len(_LEADS)
    least = most if any(plan.back for plan in estimate.plans) else 1
    tried = list(_ways(table, difference, words.steps(estimate.assessment)[:most], least))
    return next((each for each in tried if each.height <= room), tried[-1])


def _ways(table: Sequence[FigureLine], difference: Sequence[str], steps: Sequence[str], least: int) -> Iterator[Middle]:
    """The middle with all steps, then with fewer, then without the difference, then without the parts of the pension.

    At last the step is in smaller type. So many steps as ``least`` are worth more than the difference and the parts: by
    them it is said what must be paid back.
    """
    compared = [paragraph(each, _WIDTH, _ELDER) for each in difference]
    for count in range(len(steps), min(least, len(steps)) - 1, -1):
        yield Middle(table, compared, _steps(steps[:count], _ELDER))
    if not steps:
        yield Middle(table, compared, ())
    short = [line for line in table if not line.part]
    for count in range(len(steps), 1, -1):
        yield Middle(table, (), _steps(steps[:count], _ELDER))
        if count <= least:
            yield Middle(short, (), _steps(steps[:count], _ELDER))
    yield Middle(table, (), _steps(steps[:1], _ELDER))
    for size in (_ELDER.size, *_SMALLER):
        yield Middle(short, (), _steps(steps[:1], Style(size)))


def _steps(steps: Sequence[str], style: Style) -> Sequence[Paragraph]:
    return [paragraph(step, _WIDTH, style, lead) for step, lead in zip(steps, _LEADS, strict=False)]


def _least(table: Sequence[FigureLine]) -> float:
    return sum(_MAIN_ROW if line.main else _ROW for line in table)


def _height(paragraphs: Sequence[Paragraph], apart: float = 0.0) -> float:
    return sum(each.height + apart for each in paragraphs)


def _draw_middle(sheet: Sheet, middle: Middle, y: float, bottom: float) -> None:
    spare = bottom - y - middle.height
    taller = min(_MOST_TALLER, spare / len(middle.table) / 2) if middle.table else 0.0
    apart = _GAP + min(_MOST_APART, (spare - taller * len(middle.table)) / 3)
    y += apart / 2
    if middle.table:
        y = _table(sheet, middle.table, y, taller) + apart
    for each in middle.difference:
        y = each.put(sheet, _LEFT, y)
    y += apart if middle.difference else 0
    for each in middle.steps:
        y = each.put(sheet, _LEFT, y) + _BETWEEN_STEPS


def _table(sheet: Sheet, table: Sequence[FigureLine], y: float, taller: float) -> float:
    rows = [_row(line, taller, _figure_style(line, first=line is table[0])) for line in table]
    form = Box(_LEFT, y, _WIDTH, sum(row.height for row in rows))
    grid.draw(sheet, form, rows)
    above = y
    for line, row in zip(table, rows, strict=True):
        if line.main:
            sheet.lines([(form.x, each, form.right, each) for each in (above, above + row.height)], 1.2)
        above += row.height
    return form.bottom


def _row(line: FigureLine, taller: float, style: Style) -> Row:
    wide = (_WIDTH - _LABELS) / len(line.figures)
    figures = [Cell(_LABELS + wide * (place + 1), figure, style) for place, figure in enumerate(line.figures)]
    label = Cell(_LABELS, line.label, _MAIN_LABEL if line.main else _LABEL)
    return Row((_MAIN_ROW if line.main else _ROW) + taller, (label, *figures))


def _figure_style(line: FigureLine, first: bool) -> Style:
    """All figures of a line in one size, so that the longest fits."""
    style = _MAIN_FIGURE if line.main else _FIRST_FIGURE if first else _FIGURE
    room = ((_WIDTH - _LABELS) / len(line.figures) - 2 * PADDING) * MM
    widest = max(map(chain(style.bold).width, line.figures))
    return replace(style, size=min(style.size, room / widest))


def _sign(sheet: Sheet, estimate: EstimateSheet) -> None:
    y = _BOTTOM - _SIGN + 1
    sheet.lines([(_LEFT, y, _RIGHT, y)], 0.5)
    sheet.put(_flush(y + 0.4, 8, 0, 62), estimate.village_name, _FOOT)
    if estimate.hotline:
        sheet.put(_flush(y + 0.4, 8, 64, 66), f"咨询电话 {estimate.hotline}", Style(16, align=Align.RIGHT))
    sheet.put(_flush(y + 9.6, 6, 0, 30), "协办员签字", _FOOT)
    sheet.lines([(_LEFT + 25, y + 15.4, _LEFT + 80, y + 15.4)], 0.5)
    day = words.day(estimate.made_at.astimezone(BEIJING).date())
    sheet.put(_flush(y + 9.6, 6, 84, 46), day, _FOOT_RIGHT)
    who = f"身份证号 {identity.mask(estimate.id_number)}　协办台 {estimate.desk}"
    sheet.put(_flush(y + 16.6, 3.6), f"{who}　制表 {estimate.made_by} {minute(estimate.made_at)}", Style(8.5))


def draw(estimate: EstimateSheet) -> Paper:
    """The sheet as a PDF of one page. Refused ``no_glyph`` when a word cannot be drawn."""
    _require_glyphs(estimate)
    sheet = Sheet(A5, f"养老金估算单 {estimate.assessment.on}")
    _page(sheet, estimate)
    sheet.end_page()
    return sheet.finish()


def _require_glyphs(estimate: EstimateSheet) -> None:
    fonts.require(estimate.person_name, estimate.person_name)
    fonts.require(estimate.made_by, estimate.made_by)
    texts = (*words.steps(estimate.assessment), words.small_print(estimate))
    fonts.require(estimate.village_name, estimate.village_name, estimate.hotline, *texts)
