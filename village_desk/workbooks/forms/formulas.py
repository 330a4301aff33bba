"""Formulas as forms may have them: SUM, + - × ÷ and cells of the same sheet. Read, moved and calculated, exactly."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from sync.agreement.values import value
from village_desk.workbooks.forms.form_sheet import Area, Spot, column_letters, column_number

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?)(?![\w(!.])"
    r"|(?P<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?![\w!])|(?P<sum>SUM\s*\()|(?P<sign>[-+*/(),]))\s*",
    re.IGNORECASE,
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)", re.IGNORECASE)
_LAST_ROW = 1 << 20
_DEEPEST, _LONGEST = 40, 4000
"""Brackets within brackets, and signs, of the longest formula that is read."""
_LARGEST = 1022
"""Bits before the point of the largest number that Excel knows."""
_FINEST = 10**60
"""Parts of one that are kept where a number is no short fraction; Excel keeps 15 digits."""


class NotSupported(ValueError):
    """A formula with something else in it."""


class NoResult(ValueError):
    """A formula that has no number: its text is what Excel shows, ``#DIV/0!`` or ``#VALUE!``."""


@value
class Corner:
    """A cell as a formula names it; ``fixed`` column and row have a $."""

    row: int
    column: int
    fixed_column: bool = False
    fixed_row: bool = False

    def __str__(self) -> str:
        column = "$" * self.fixed_column + column_letters(self.column)
        return column + "$" * self.fixed_row + str(self.row)


@value
class Reference:
    """A cell or a range in a formula."""

    first: Corner
    last: Corner | None = None

    @property
    def area(self) -> Area:
        """The cells that it means."""
        last = self.last or self.first
        rows, columns = sorted((self.first.row, last.row)), sorted((self.first.column, last.column))
        return rows[0], columns[0], rows[1], columns[1]

    def __str__(self) -> str:
        return f"{self.first}:{self.last}" if self.last else str(self.first)

    def rows_moved(self, first: int, last: int) -> "Reference":
        """The same columns in other rows, at most Excel's last; a range once they are several."""
        first, last = min(first, _LAST_ROW), min(last, _LAST_ROW)
        if self.last is None and first == last:
            return Reference(replace(self.first, row=first))
        return Reference(replace(self.first, row=first), replace(self.last or self.first, row=last))


Token = str | Reference
Formula = tuple[Token, ...]


def read(text: str) -> Formula:
    """The parts of a formula without its =. NotSupported where it is more than sums."""
    if len(text) > _LONGEST:
        raise NotSupported
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotSupported
        tokens.append(_reference(found["ref"]) if found["ref"] else "SUM(" if found["sum"] else found[0].strip())
        at = found.end()
    try:
        _Calculation(tokens, lambda spot: Fraction(1), lambda area: (), is_trial=True).value()
    except NoResult:  # of its own numbers alone
        raise NotSupported from None
    return tuple(tokens)


def written(formula: Formula) -> str:
    """The formula as text."""
    return "".join(map(str, formula))


def references(formula: Formula) -> tuple[Reference, ...]:
    """The cells and ranges that a formula names."""
    return tuple(each for each in formula if isinstance(each, Reference))


def moved(formula: Formula, move: Callable[[Reference], Reference]) -> Formula:
    """The formula with its references moved."""
    return tuple(move(each) if isinstance(each, Reference) else each for each in formula)


def copied(formula: Formula, down: int, right: int) -> Formula:
    """The formula as Excel copies it to a cell so far below and to the right."""
    return moved(formula, lambda ref: _copied(ref, down, right))


def result(formula: Formula, cell: Callable[[Spot], Fraction], cells: Callable[[Area], Iterable[Fraction]]) -> Fraction:
    """The formula's number, exactly. ``cell`` gives one cell's number, ``cells`` those in a range. NoResult if none."""
    return _Calculation(formula, cell, cells).value()


def kept(number: Fraction) -> Fraction:
    """A number without the digits that nobody can see, so that none grows with every step. NoResult beyond Excel's."""
    if number.numerator.bit_length() - number.denominator.bit_length() > _LARGEST:
        raise NoResult("#NUM!")
    return number if number.denominator <= _FINEST else Fraction(round(number * _FINEST), _FINEST)


def in_order(formulas: Mapping[Spot, Formula]) -> tuple[list[Spot], Spot | None]:
    """The cells of formulas so that each comes after those it needs, and a cell that needs itself, if there is one."""
    needs = {spot: _needed(spot, formula, formulas) for spot, formula in formulas.items()}
    done: dict[Spot, None] = {}
    for start in formulas:
        open_cells, path = [start], dict[Spot, None]()
        while open_cells:
            spot = open_cells[-1]
            if spot in done:
                open_cells.pop()
                continue
            path[spot] = None
            missing = [each for each in needs[spot] if each not in done]
            if any(each in path for each in missing):
                return list(done), spot
            open_cells += missing
            if not missing:
                done[spot] = None
                path.pop(spot, None)
    return list(done), None


def _needed(spot: Spot, formula: Formula, formulas: Mapping[Spot, Formula]) -> list[Spot]:
    found: list[Spot] = []
    for top, left, bottom, right in (each.area for each in references(formula)):
        size = (bottom - top + 1) * (right - left + 1)
        if size <= len(formulas):
            inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            found += [each for each in inside if each in formulas]
        else:
            found += [each for each in formulas if top <= each[0] <= bottom and left <= each[1] <= right]
    return found


def _reference(text: str) -> Reference:
    first, _colon, last = text.partition(":")
    return Reference(_corner(first), _corner(last) if last else None)


def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    assert found is not None
    return Corner(int(found[4]), column_number(found[2]), bool(found[1]), bool(found[3]))


def _copied(reference: Reference, down: int, right: int) -> Reference:
    last = reference.last
    return Reference(_moved_corner(reference.first, down, right), last and _moved_corner(last, down, right))


def _moved_corner(corner: Corner, down: int, right: int) -> Corner:
    row = corner.row if corner.fixed_row else corner.row + down
    column = corner.column if corner.fixed_column else corner.column + right
    return replace(corner, row=max(1, row), column=max(1, column))


class _Calculation:
    """A formula read from left to right. × and ÷ bind more than + and -."""

    def __init__(
        self,
        tokens: Iterable[Token],
        cell: Callable[[Spot], Fraction],
        cells: Callable[[Area], Iterable[Fraction]],
        is_trial: bool = False,
    ) -> None:
        self._tokens = list(tokens)
        self._cell, self._cells = cell, cells
        self._is_trial = is_trial
        self._at = self._depth = 0

    def value(self) -> Fraction:
        """The whole formula's number."""
        found = self._sum()
        if self._at != len(self._tokens):
            raise NotSupported
        return found

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *signs: str) -> str:
        token = self._next()
        if isinstance(token, str) and token in signs:
            self._at += 1
            return token
        return ""

    def _sum(self) -> Fraction:
        found = self._product()
        while sign := self._take("+", "-"):
            found += self._product() if sign == "+" else -self._product()
        return kept(found)

    def _product(self) -> Fraction:
        found = self._factor()
        while sign := self._take("*", "/"):
            other = self._factor()
            found = kept(found * other if sign == "*" else self._divided(found, other))
        return found

    def _divided(self, found: Fraction, other: Fraction) -> Fraction:
        if not other and not self._is_trial:
            raise NoResult("#DIV/0!")
        return found / (other or 1)

    def _factor(self) -> Fraction:
        sign = 1
        while taken := self._take("+", "-"):
            sign = -sign if taken == "-" else sign
        return sign * self._one()

    def _one(self) -> Fraction:
        token = self._next()
        self._at += 1
        if isinstance(token, Reference):
            if token.last is not None:
                raise NotSupported
            return self._cell((token.first.row, token.first.column))
        if token == "SUM(":
            return self._within(self._terms)
        if token == "(":
            return self._within(self._sum)
        if token is None or not token.strip(".").replace(".", "").isdecimal():
            raise NotSupported
        return Fraction(token if token[0] != "." else f"0{token}")

    def _within(self, inside: Callable[[], Fraction]) -> Fraction:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotSupported
        found = inside()
        if not self._take(")"):
            raise NotSupported
        self._depth -= 1
        return found

    def _terms(self) -> Fraction:
        found = self._term()
        while self._take(","):
            found += self._term()
        return found

    def _term(self) -> Fraction:
        """A term of SUM: cells alone, of which words count nothing, or a calculation."""
        token, after = self._next(), self._tokens[self._at + 1 : self._at + 2]
        if isinstance(token, Reference) and after and after[0] in (",", ")"):
            self._at += 1
            return sum(self._cells(token.area), Fraction(0))
        return self._sum()
