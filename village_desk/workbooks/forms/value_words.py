"""A value in words or as a number, in the way that its place asks for. Knows no sheets."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from village_desk.domain.basics import identity, money
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FieldKind, FormField, Of, Picture, Value
from village_desk.words import _
from village_desk.workbooks.forms.placeholders import Place

WHOLE, MASKED, OPTIONS = "全", "掩码", "选项"
_CAPITALS = "大写"
_FIGURES: Mapping[str, str] = {"0": ",.0f", "0.00": ".2f", "#,##0": ",.0f", "#,##0.00": ",.2f", "千分": ",.2f"}
NUMBER_FORMATS: Mapping[str, int] = {"0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "千分": 4}
"""The ways that are formats of numbers, with their numbers among Excel's own formats."""
_DAYS: Mapping[str, Callable[[date], str]] = {
    "年月日": lambda day: _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day),
    "年月": lambda day: _("{year}年{month}月").format(year=day.year, month=day.month),
    "年": lambda day: f"{day.year:04d}",
    "月": lambda day: str(day.month),
    "日": lambda day: str(day.day),
    "yyyy-mm-dd": lambda day: day.isoformat(),
    "yyyy.mm.dd": lambda day: f"{day.year:04d}.{day.month:02d}.{day.day:02d}",
    "yyyy-mm": lambda day: f"{day.year:04d}-{day.month:02d}",
    "yyyy.mm": lambda day: f"{day.year:04d}.{day.month:02d}",
}
_OF_IDENTITY = 18
_OF_MONTHS = tuple(way for way in _DAYS if "日" not in way and "dd" not in way)
_WAYS: Mapping[FieldKind, tuple[str, ...]] = {
    FieldKind.TEXT: (MASKED, WHOLE, OPTIONS),
    FieldKind.DATE: tuple(_DAYS),
    FieldKind.MONTH: _OF_MONTHS,
    FieldKind.MONEY: (_CAPITALS, *_FIGURES, OPTIONS),
    FieldKind.NUMBER: tuple(_FIGURES),
    FieldKind.CHOICE: (OPTIONS,),
    FieldKind.PICTURE: (),
}


def ways(kind: FieldKind) -> tuple[str, ...]:
    """The ways in which a value of that kind can be said; "" is always one."""
    return _WAYS[kind]


def offered(field: FormField) -> tuple[str, ...]:
    """Those of the ways that mean something for this field: to be named where somebody asks for one."""
    of_numbers = (MASKED, WHOLE) if field.kind is FieldKind.TEXT and not field.personal else ()
    none = of_numbers if field.has_options and not field.personal else (*of_numbers, OPTIONS)
    return tuple(each for each in ways(field.kind) if each not in none)


def longest(field: FormField) -> int:
    """How many places ``#n`` can ask for; 0 where that depends on the value."""
    if field.kind is FieldKind.DATE:
        return 8
    if field.kind is FieldKind.MONTH:
        return 6
    return _OF_IDENTITY if any("身份证号" in each for each in (field.name, *field.aliases)) else 0


def room(field: FormField, place: Place) -> str:
    """What stands between other words where nothing is known: room to write it by hand; none for what may be absent."""
    if field.optional or place.digit or place.way == OPTIONS:
        return ""
    if field.kind is FieldKind.DATE and place.way == "年月日":
        return _("＿＿＿年＿＿月＿＿日")
    return _("＿＿＿年＿＿月") if place.way == "年月" else _("＿＿＿＿")


def is_masked(field: FormField, way: str, on_list: bool) -> bool:
    """Whether the place shows only the ends of a number: numbers of people on lists, unless the form asks for all."""
    return way == MASKED or (field.personal and on_list and way != WHOLE)


def is_whole(field: FormField, way: str, on_list: bool) -> bool:
    """Whether a number of a person may stand there whole: in its own field, or in words that are to be printed whole.

    Words that people wrote, such as remarks, hold numbers too; on lists those are masked as well (``in_words``).
    """
    return not is_masked(field, way, on_list) and (field.personal or (way == WHOLE and _is_of_people(field)))


def in_words(field: FormField, value: Value, place: Place, on_list: bool) -> str:
    """The value in words, or the one digit of it that the place asks for."""
    if place.digit:
        return _digit(field, value, place, on_list)
    return _shown(field, _words(field, value, place.way), place.way, on_list)


def _shown(field: FormField, words: str, way: str, on_list: bool) -> str:
    """The words as they may be seen: numbers of people covered where they must be."""
    if is_masked(field, way, on_list):
        return masked(words)
    return identity.mask_known(words) if on_list and way != WHOLE and _is_of_people(field) else words


def _is_of_people(field: FormField) -> bool:
    """Whether it holds words of or about people; the telephones of village and office are to be known."""
    return field.kind in (FieldKind.TEXT, FieldKind.CHOICE) and field.of not in (Of.VILLAGE, Of.COORDINATOR, Of.YEAR)


def masked(words: str) -> str:
    """A number of a person with its middle covered, alone or within other words."""
    if identity.is_one(words):
        return identity.mask(words)
    figures = words.replace(" ", "").replace("-", "")
    return identity.mask_account(words) if figures.isdigit() else identity.mask_in(words)


def as_number(field: FormField, value: Value) -> Decimal | None:
    """The number that a cell holds for the value: yuan for money. None for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    if isinstance(value, Fraction):
        return _decimal(value)
    return Decimal(value) / 100 if field.kind is FieldKind.MONEY else Decimal(value)


def as_day(value: Value) -> date | None:
    """The day that a cell with a format of dates holds: the first one of a month."""
    if isinstance(value, Month):
        return value.first_day()
    return date(value.year, value.month, value.day) if isinstance(value, date) else None


def serial(day: date, is_1904: bool) -> int | None:
    """The number by which Excel counts a day; None before March 1900, where it counts a day that never was."""
    if is_1904:
        return (day - date(1904, 1, 1)).days if day.year >= 1904 else None
    return (day - date(1899, 12, 30)).days if day >= date(1900, 3, 1) else None


def alone(field: FormField, value: Value) -> str:
    """The words of a cell that holds only the value, when they cannot be a number: days as 2026-11-30."""
    if isinstance(value, Month):
        return str(value)
    day = as_day(value)
    return day.isoformat() if day else _words(field, value, "")


def _words(field: FormField, value: Value, way: str) -> str:
    day = as_day(value)
    if day is not None:
        known = way if way in _DAYS else "年月日"
        return _DAYS[_of_month(known) if isinstance(value, Month) else known](day)
    number = as_number(field, value)
    if number is None:
        return "" if isinstance(value, Picture) else str(value)
    if way == _CAPITALS:
        return money.in_words(int(number * 100))
    if way in _FIGURES:
        return _rounded(number, way)
    return money.short(int(number * 100)) if field.kind is FieldKind.MONEY else f"{number.normalize():f}"


def _rounded(number: Decimal, way: str) -> str:
    step = Decimal(1) if way in ("0", "#,##0") else Decimal("0.01")
    return format(number.quantize(step, ROUND_HALF_UP), _FIGURES[way] if way != "0" else ".0f")


def _digit(field: FormField, value: Value, place: Place, on_list: bool) -> str:
    """One character, counted from the left; of money from the right, 1 is 分, with ¥ before the first digit."""
    day, number = as_day(value), as_number(field, value)
    if field.kind is FieldKind.MONEY and number is not None:
        figures = "¥" + str(int(number * 100)).zfill(3)
        return figures[-place.digit] if place.digit <= len(figures) else ""
    written = "%Y%m" if isinstance(value, Month) else "%Y%m%d"
    words = _words(field, value, "") if day is None else format(day, written)
    shown = words if day is not None else _shown(field, words, place.way, on_list)
    return shown[place.digit - 1 : place.digit]


def _of_month(way: str) -> str:
    """The way without the day, which a month has not."""
    return way.removesuffix("日").removesuffix("-dd").removesuffix(".dd") or "月"


def _decimal(value: Fraction) -> Decimal:
    """The number with as many digits as Excel keeps."""
    return Context(prec=15).divide(Decimal(value.numerator), Decimal(value.denominator))


def amount(words: str) -> Decimal:
    """The number that digits with commas say."""
    return Decimal(words.replace(",", ""))
