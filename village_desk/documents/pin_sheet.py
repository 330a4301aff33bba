"""The sheet to lock away: room to write the PIN by hand, and what it is for. The program never prints a PIN itself."""

from datetime import datetime

from sync.agreement.values import value
from village_desk.documents.paper import A5, Align, Box, Paper, Sheet, Style, minute

_LEFT, _WIDTH = 16.0, 116.0
_TITLE = Style(24, bold=True, align=Align.CENTRE)
_NAME, _WORDS, _LINE, _SMALL = Style(18, bold=True, align=Align.CENTRE), Style(14), Style(12), Style(11)
_BOX, _BOX_TOP = 26.0, 62.0
_STEP = 9.0

_LINES = (
    "忘了口令，谁也打不开，镇所和做程序的人也不行。",
    "写好折起来，装信封封口，锁进柜子，不要贴在电脑上。",
    "换人管的，当面交接，并在程序里换口令。",
    "换过口令的，旧的别扔：以前的备份还用旧口令打开。",
)


@value
class PinSheet:
    """The village and its desk, which may not be known yet (empty), and when the sheet was drawn."""

    village: str
    desk: str
    at: datetime


def draw(content: PinSheet) -> Paper:
    """One A5 page. Refused ``no_glyph`` for a name that no font can print."""
    sheet = Sheet(A5, "口令封存单")
    sheet.put(Box(_LEFT, 16, _WIDTH, 14), "协办台口令封存单", _TITLE)
    sheet.put(Box(_LEFT, 33, _WIDTH, 11), content.village, _NAME)
    sheet.put(Box(_LEFT, 51, _WIDTH, 8), "口令（用笔写，大小写写清楚）：", _WORDS)
    sheet.frame(Box(_LEFT, _BOX_TOP, _WIDTH, _BOX))
    for nth, words in enumerate(_LINES):
        sheet.put(Box(_LEFT, _BOX_TOP + _BOX + 6 + nth * _STEP, _WIDTH, _STEP), f"{nth + 1}. {words}", _LINE)
    below = _BOX_TOP + _BOX + 6 + len(_LINES) * _STEP + 8
    sheet.put(Box(_LEFT, below, _WIDTH, 9), "封存人：____________    日期：____________", _WORDS)
    sheet.put(Box(_LEFT, below + 14, _WIDTH, 9), "启封人：____________    日期：____________", _WORDS)
    made = f"{content.desk}  打印于 {minute(content.at)}".strip()
    sheet.put(Box(_LEFT, 192, _WIDTH, 7), made, _SMALL)
    sheet.end_page()
    return sheet.finish()
