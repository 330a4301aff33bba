"""Serial numbers of Excel as dates and times, in the pieces of a number format's section."""

from datetime import datetime, timedelta

from village_desk.documents.sheets.format_codes import Section, Token, literal

_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LAST = 2958466
"""The first day of the year 10000, which Excel does not know."""


def dated(number: float, section: Section, starts_1904: bool) -> str | None:
    """A serial number as a time; None for one that Excel's calendar has no day for."""
    if not 0 <= number < _LAST:
        return None
    at = _moment(number, starts_1904, section)
    half_day = section.has("half")
    return "".join(_time_piece(token, at, number, half_day) for token in section.tokens)


def _moment(number: float, starts_1904: bool, section: Section) -> datetime:
    """The time of a serial number; Excel believes that 1900 was a leap year."""
    start = datetime(1904, 1, 1) if starts_1904 else datetime(1899, 12, 31 if number < 60 else 30)  # noqa: DTZ001
    to_seconds = any(kind == "date" and piece[0] in "sS" for kind, piece in section.tokens)
    step = 1 if to_seconds else 60
    seconds = number % 1 * 86400
    near = round(seconds)
    return start + timedelta(days=int(number), seconds=near if step == 1 else near // 60 * 60)


def _time_piece(token: Token, at: datetime, number: float, half_day: bool) -> str:
    kind, piece = token
    if kind == "half":
        return piece.split("/")[at.hour >= 12]
    if kind == "elapsed":
        unit = {"h": 24, "m": 1440, "s": 86400}[piece[0].lower()]
        return f"{int(number * unit + 1e-6):0{len(piece)}d}"
    if kind == "digit":
        return "0"
    return _date_piece(piece, at, half_day) if kind == "date" else literal(token)


def _date_piece(piece: str, at: datetime, half_day: bool) -> str:
    letter, count = piece[0].lower(), len(piece)
    if letter == "'":
        return f"{at.minute:0{count - 1}d}"
    if letter == "m" and count > 2:
        return f"{_LONG_MONTHS[at.month - 1]}月" if count > 3 else _MONTHS[at.month - 1]
    if letter == "a" or (letter == "d" and count > 2):
        day = _WEEKDAYS[at.weekday()]
        return day if piece == "aaa" else f"星期{day}"
    if letter in "ye":
        return f"{at.year % 100:02d}" if count <= 2 and letter == "y" else f"{at.year:04d}"
    hour = (at.hour % 12 or 12) if half_day else at.hour
    value = {"m": at.month, "d": at.day, "h": hour, "s": at.second}[letter]
    return f"{value:0{min(count, 2)}d}"
