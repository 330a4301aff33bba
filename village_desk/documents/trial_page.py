"""The trial page of a printer: rulers along all four edges and crosses in the corners, to find how far it is off."""

from sync.agreement.values import value
from village_desk.documents import fonts
from village_desk.documents.paper import Align, Box, Line, Paper, Sheet, Style

CORNER = 10.0
"""Millimetres from either edge of the paper to a cross, where the printer is not off."""

_ARM = 4.0
_SMALL = Style(8, align=Align.CENTRE)
_WORDS = Style(10.5, align=Align.CENTRE)
_SAMPLE = "城乡居民基本养老保险费　人民币贰佰元整　阿依古丽·买买提　㛃　￥1,234.56"


@value
class TrialPage:
    """``printer``: its name, empty for the default one; ``size`` and ``moved`` (right, down) in millimetres."""

    printer: str
    size: tuple[float, float]
    moved: tuple[float, float] = (0.0, 0.0)


def draw(trial: TrialPage) -> Paper:
    """The page as a PDF. A name of a printer that no font has is left out."""
    width, height = trial.size
    sheet = Sheet(trial.size, "打印测试页")
    sheet.move(*trial.moved)
    sheet.lines([*_level(width, height), *_upright(width, height), *_crosses(width, height)], 0.4)
    _figures(sheet, width, height)
    _words(sheet, trial)
    sheet.end_page()
    return sheet.finish()


def _level(width: float, height: float) -> list[Line]:
    """The marks along the upper and the lower edge, a millimetre apart."""
    return [line for x in range(int(width) + 1) for line in ((x, 0, x, _mark(x)), (x, height - _mark(x), x, height))]


def _upright(width: float, height: float) -> list[Line]:
    """The marks along both sides."""
    return [line for y in range(int(height) + 1) for line in ((0, y, _mark(y), y), (width - _mark(y), y, width, y))]


def _mark(place: int) -> float:
    """Every fifth mark is longer, every tenth the longest."""
    return 7.0 if place % 10 == 0 else 5.5 if place % 5 == 0 else 4.0


def _crosses(width: float, height: float) -> list[Line]:
    corners = [(x, y) for x in (CORNER, width - CORNER) for y in (CORNER, height - CORNER)]
    return [line for x, y in corners for line in ((x - _ARM, y, x + _ARM, y), (x, y - _ARM, x, y + _ARM))]


def _figures(sheet: Sheet, width: float, height: float) -> None:
    """Centimetres beside the longest marks, off the corners, where the crosses stand."""
    for x in range(20, int(width) - 15, 10):
        sheet.put(Box(x - 5, 7.2, 10, 4), str(x), _SMALL)
        sheet.put(Box(x - 5, height - 11.2, 10, 4), str(x), _SMALL)
    for y in range(20, int(height) - 15, 10):
        sheet.put(Box(6.4, y - 2, 10, 4), str(y), _SMALL)
        sheet.put(Box(width - 16.4, y - 2, 10, 4), str(y), _SMALL)


def _words(sheet: Sheet, trial: TrialPage) -> None:
    width, height = trial.size
    lines = _lines(trial)
    step = min(9.0, (height - 44) / len(lines))
    top = height / 2 - step * (len(lines) + 1) / 2
    sheet.put(Box(20, top, width - 40, step), "打印测试页", Style(15, bold=True, align=Align.CENTRE))
    for place, words in enumerate(lines, 1):
        sheet.put(Box(20, top + place * step, width - 40, step), words, _WORDS)


def _lines(trial: TrialPage) -> tuple[str, ...]:
    (width, height), (right, down) = trial.size, trial.moved
    named = trial.printer if trial.printer and not fonts.missing(trial.printer) else "电脑的默认打印机"
    return (
        f"打印机：{named}",
        f"纸：{width:g} × {height:g} 毫米　已往右移 {right:g}、往下移 {down:g} 毫米",
        _SAMPLE,
        "拿直尺量左上角的十字：离纸的左边、上边应各是 10 毫米。",
        "离左边量出 12，就在“往右移”的数上减 2；离上边量出 9，就在“往下移”的数上加 1。",
        "四边的刻度缺了几毫米，打印机就有几毫米打不到；两边数不一样，纸没放正。",
    )
