"""Numbers and dates in the words of an Excel number format. Pure.

The codes are those of ECMA-376 part 1, 18.8.31, as a Chinese Excel understands them.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from village_desk.documents.lettering import Ink
from village_desk.documents.sheets.date_formats import dated
from village_desk.documents.sheets.format_codes import Section, Token, literal, sections_of


def written(number: float, code: str, starts_1904: bool = False) -> tuple[str, Ink | None]:
    """The number as the format writes it, and the colour that it asks for.

    ``starts_1904`` is for workbooks that count days from 1904. Chinese numerals: see ``require``.
    """
    sections = sections_of(code)
    place = _chosen(sections, number)
    section = sections[place]
    signed = number < 0 and (place == 0 or section.condition is not None)
    if section.has("date", "elapsed", "half"):
        return dated(number, section, starts_1904) or general(number), section.ink
    if section.has("digit"):
        words = _figures(Decimal(repr(abs(number))), section)
        is_zero = not any(each in "123456789" for each in words)
        return ("-" if signed and not is_zero else "") + words, section.ink
    return "".join(_plainly(token, number if signed else abs(number)) for token in section.tokens), section.ink


def text_written(words: str, code: str) -> str:
    """Words as the format writes them: its part for text may put more around them."""
    sections = sections_of(code)
    last = sections[-1]
    if not last.has("text") or (len(sections) != 4 and len(last.tokens) == 1):
        return words
    return "".join(words if kind == "text" else literal((kind, piece)) for kind, piece in last.tokens)


def general(number: float) -> str:
    """A number without a format, as Excel writes it in a wide cell: at most eleven places."""
    size = abs(number)
    if size and (size >= 1e11 or size < 1e-9):
        mantissa, _e, exponent = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    places = max(0, 10 - max(len(str(int(size))), 1))
    words = f"{Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words == "-0" else words


def _chosen(sections: Sequence[Section], number: float) -> int:
    conditions = [section.condition for section in sections[:3]]
    if any(conditions):
        for place, condition in enumerate(conditions):
            if condition is not None and _holds(number, *condition):
                return place
        return next((place for place, each in enumerate(conditions) if each is None), 0)
    numeric = (
        len(sections) - 1 if len(sections) > 3 or (len(sections) > 1 and sections[-1].has("text")) else len(sections)
    )
    if number < 0 and numeric > 1:
        return 1
    return 2 if number == 0 and numeric > 2 else 0


def _holds(number: float, sign: str, other: float) -> bool:
    return {
        "<": number < other,
        ">": number > other,
        "=": number == other,
        "<=": number <= other,
        ">=": number >= other,
        "<>": number != other,
    }[sign]


def _plainly(token: Token, number: float) -> str:
    return general(number) if token[0] in ("general", "text") else literal(token)


def _figures(size: Decimal, section: Section) -> str:
    """The figures of a number that is not below zero, in the places of the section's digits."""
    tokens = section.tokens
    if section.has("exponent"):
        return _scientific(size, tokens)
    if ("plain", "/") in tokens:
        return _fraction(size, tokens)
    digits = [place for place, (kind, _piece) in enumerate(tokens) if kind == "digit"]
    point = next((place for place, token in enumerate(tokens) if token == ("plain", ".")), len(tokens))
    whole = [place for place in digits if place < point]
    parts = [place for place in digits if place > point]
    commas = [place for place, token in enumerate(tokens) if token == ("plain", ",")]
    last_whole = whole[-1] if whole else point
    thousands = sum(1 for place in commas if place > max(digits) or last_whole < place < point)
    grouped = any(whole and whole[0] < place < last_whole for place in commas)
    percents = sum(1 for kind, piece in tokens if kind == "plain" and piece == "%")
    scaled = (size.scaleb(2 * percents - 3 * thousands)).quantize(Decimal(1).scaleb(-len(parts)), ROUND_HALF_UP)
    figures, _point, decimals = f"{scaled:f}".partition(".")
    figured = {**_whole_places(figures, whole, tokens, grouped), **_decimal_places(decimals, parts, tokens)}
    if not whole and point < len(tokens):
        figured[point] = (figures if figures != "0" else "") + "."
    return "".join(figured.get(place, "" if place in commas else literal(token)) for place, token in enumerate(tokens))


def _whole_places(figures: str, places: Sequence[int], tokens: Sequence[Token], grouped: bool) -> dict[int, str]:
    """The figures before the point, given to the digits' places from the right; the first takes all that are left."""
    left, count, figured = list("" if figures == "0" else figures), 0, {}
    for place in reversed(places):
        taken = [left.pop()] if left else [{"0": "0", "?": " "}.get(tokens[place][1], "")]
        while place == places[0] and left:
            taken.append(left.pop())
        words = ""
        for figure in taken:
            comma = "," if grouped and count and count % 3 == 0 and figure.strip() else ""
            words = figure + comma + words
            count += bool(figure)
        figured[place] = words
    return figured


def _decimal_places(decimals: str, places: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    figured = {}
    for number, place in enumerate(places):
        empty = not decimals[number:].strip("0")
        figured[place] = {"#": "", "?": " "}.get(tokens[place][1], decimals[number]) if empty else decimals[number]
    return figured


def _fraction(size: Decimal, tokens: Sequence[Token]) -> str:
    """A number as a whole and a fraction whose denominator has at most as many figures as the format has places."""
    bar = tokens.index(("plain", "/"))
    places = sum(1 for kind, _piece in tokens[bar:] if kind == "digit")
    whole, part = divmod(Fraction(size), 1)
    near = part.limit_denominator(10 ** max(places, 1) - 1)
    if near in (0, 1):
        return str(whole + int(near))
    return f"{whole} {near.numerator}/{near.denominator}" if whole else f"{near.numerator}/{near.denominator}"


def _scientific(size: Decimal, tokens: Sequence[Token]) -> str:
    where = next(place for place, (kind, _piece) in enumerate(tokens) if kind == "exponent")
    before = tokens[:where]
    point = next((place for place, token in enumerate(before) if token == ("plain", ".")), where)
    places = sum(1 for kind, _piece in before[point:] if kind == "digit")
    least = sum(1 for kind, _piece in tokens[where:] if kind == "digit")
    mantissa, _e, exponent = f"{size:.{places}E}".partition("E")
    sign = "-" if exponent[0] == "-" else "+" * (tokens[where][1][1] == "+")
    return f"{mantissa}E{sign}{abs(int(exponent)):0{least}d}"
