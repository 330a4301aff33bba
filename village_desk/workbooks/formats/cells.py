"""A cell as a workbook holds it, and as the text that a coordinator sees. Knows no columns."""

from datetime import date, datetime, time, timedelta

from sync.agreement.values import value
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

EXACT = 10**15
"""Excel keeps 15 digits of a number: from here on the last ones are zeros or inventions."""

_NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无", "空"}


@value
class Unread:
    """A cell whose value the file does not hold: ``error`` (``#N/A``), or ``formula`` that was never calculated."""

    kind: str
    shown: str


Value = str | int | float | bool | date | datetime | time | timedelta
Cell = Value | Unread


def text(cell: Cell) -> str:
    """The cell's content in plain text; a whole number has no ``.0``, a long number looks as Excel shows it."""
    if isinstance(cell, str):
        return texts.plain(cell)
    if isinstance(cell, Unread):
        return cell.shown
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _figures(cell)
    return str(cell)


def as_written(cell: Cell) -> str:
    """The cell's content with all its spaces, for writing the workbook again."""
    return cell if isinstance(cell, str) else text(cell)


def words(cell: Cell) -> str:
    """The cell's text, but "" for the strokes and words that people write for nothing."""
    if cell == "":
        return ""
    found = text(cell)
    return "" if found in _NOTHING else found


def is_blank(cell: Cell) -> bool:
    """Whether the cell says nothing."""
    return not words(cell)


def lost_digits(cell: Cell) -> bool:
    """Whether Excel kept a long number as a number, so that its last digits are gone."""
    return is_number(cell) and abs(cell) >= EXACT  # type: ignore[operator,arg-type]


def is_number(cell: Cell) -> bool:
    """Whether the cell holds a number; TRUE and dates are none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_date(cell: Cell) -> bool:
    """Whether the cell holds a date or a time; Excel makes one of any text that looks like one."""
    return isinstance(cell, date | time | timedelta)


def readable(cell: Cell) -> Cell:
    """The cell again; Refused with ``formula_without_value`` or ``error_value`` when the file holds no value for it."""
    if not isinstance(cell, Unread):
        return cell
    if cell.kind == "formula":
        raise Refused(
            _("这一格是公式，文件里没有存下算出的结果"),
            _("请用 Excel 或 WPS 打开，保存一次再导入；或者把公式改成填好的内容"),
            "formula_without_value",
        )
    raise Refused(_("这一格是 Excel 的错误值 {shown}").format(shown=cell.shown), _("请填上正确的内容"), "error_value")


def _figures(number: float) -> str:
    if abs(number) >= EXACT:
        digits, power = f"{number:.14E}".split("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    return str(int(number)) if number == int(number) else f"{number:.15g}"
