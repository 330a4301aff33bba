"""The headings of a table as shown to a person: the field of each column, and a few of its cells."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.columns import amounts, headers
from village_desk.workbooks.columns.headers import ColumnsUnclear, HeadedTable
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.vocabulary import OUR_COLUMNS, Words
from village_desk.workbooks.formats import cells, opening
from village_desk.workbooks.formats.cells import Cell

_SAMPLES, _SAMPLE_LONGEST, _SEARCHED = 3, 20, 200
_PERHAPS = ("paid", "government")
"""Fields that are no pension as a rule, and may be a part of it in this list."""
_TRIED = 10
"""With more columns than this not every combination is tried."""
_MOST_FEN = 10**9
"""Ten million yuan: a larger number is a code."""


@value
class Heading:
    """One column, from 0: its words, its ``field`` ("" for none), and some of its cells, long numbers masked.

    ``assigned``: a person assigned the field, before or now. ``asked``: it must be assigned before the list can be
    taken in.
    """

    column: int
    words: str
    field: str
    samples: tuple[str, ...]
    assigned: bool = False
    asked: bool = False


@value
class Headings:
    """All columns of one table; ``key`` is the key under which their assignments are stored."""

    sheet: str
    key: str
    columns: tuple[Heading, ...]


def of(table: HeadedTable, asked: Collection[int] = ()) -> Headings:
    """The headings of a table, in order, without the two columns that the program adds to a workbook."""
    header = table.header
    fields = {place: field for field, places in header.columns.items() for place in places}
    columns = tuple(
        Heading(place, words or _unnamed(place), fields.get(place, ""), shown, place in header.assigned, place in asked)
        for place, words in enumerate(header.headings)
        if ((shown := tuple(_samples(table, place))) or words) and words not in OUR_COLUMNS
    )
    return Headings(table.sheet.name, header.key, columns)


def of_refusal(refusal: ColumnsUnclear) -> tuple[Headings, ...]:
    """The headings of the tables that a refusal could not understand."""
    return tuple(map(of, refusal.tables))


def of_file(path: Path, words: Words, needed: Sequence[str], assigned: headers.Assigned) -> tuple[Headings, ...]:
    """The headings of a workbook, understood or not. Raises as ``opening.open_book``."""
    book = opening.open_book(path)
    try:
        return tuple(map(of, headers.tables(book, words, needed, assigned)))
    except ColumnsUnclear as why:
        return of_refusal(why)


def _unnamed(place: int) -> str:
    """A column without a name, by the letter that Excel shows over it."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return _("{letters} 列（没有列名）").format(letters=letters)


def _samples(table: HeadedTable, place: int) -> Iterator[str]:
    seen = set[str]()
    for row in table.sheet.rows[table.header.row + 1 :][:_SEARCHED]:
        words = cells.words(row[place]) if place < len(row) else ""
        if words and words not in seen:
            seen.add(words)
            yield identity.mask_in(words)[:_SAMPLE_LONGEST]
        if len(seen) == _SAMPLES:
            return


class Unclear:
    """The amount columns of a payout list with unknown names. Collects the shortfalls of the lines."""

    def __init__(self, table: HeadedTable, below: Sequence[Line]) -> None:
        header = table.header
        named = {place for field, places in header.columns.items() for place in places if field not in _PERHAPS}
        known = named | {*header.rivals, *header.assigned}
        people = [line for line in below if line.sort is Sort.PERSON]
        self._columns = [
            place for place in range(len(header.headings)) if place not in known and _holds_amounts(people, place)
        ]
        self._lacking: list[tuple[int, dict[int, int]]] = []

    def explains(self, line: Line, lacking_fen: int) -> bool:
        """Whether such a column may hold the amount by which a line's parts fall short of its total."""
        cells_of = {place: line.cells[place] for place in self._columns if place < len(line.cells)}
        found = {place: fen for place, cell in cells_of.items() if (fen := _fen(cell))}
        if found:
            self._lacking.append((lacking_fen, found))
        return bool(found)

    def asked(self) -> frozenset[int]:
        """The columns to ask about: the fewest that explain every line's shortfall, else all with an amount there."""
        every = sorted({place for _lacking, found in self._lacking for place in found})
        if len(every) <= _TRIED:
            for count in range(1, len(every)):
                for some in combinations(every, count):
                    if self._make_it_up(some):
                        return frozenset(some)
        return frozenset(every)

    def _make_it_up(self, some: Sequence[int]) -> bool:
        sums = [(lacking, sum(found.get(place, 0) for place in some)) for lacking, found in self._lacking]
        return all(lacking == held for lacking, held in sums) or all(lacking == -held for lacking, held in sums)


def _holds_amounts(people: Sequence[Line], place: int) -> bool:
    """Whether a column holds amounts for people and nothing else, and for somebody more than none."""
    found = [_fen(line.cells[place]) for line in people if place < len(line.cells)]
    return None not in found and any(found)


def _fen(cell: Cell) -> int | None:
    """The fen of an amount, 0 for an empty cell, None for what is no amount of somebody's pension."""
    try:
        fen = amounts.amount(cells.readable(cell))
    except Refused:
        return None
    return fen if abs(fen) <= _MOST_FEN else None
