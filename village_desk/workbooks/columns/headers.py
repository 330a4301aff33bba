"""Finds the table in a sheet: which row is its header, also over two or three rows, and the field of each column."""

import hashlib
import re
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.columns import likeness
from village_desk.workbooks.columns.vocabulary import BESIDES, OTHER_PEOPLE, OUR_COLUMNS, PERSON, SUMMED, Words
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.opening import Book
from village_desk.workbooks.formats.sheet import Corner, Sheet

Assigned = Mapping[str, Mapping[int, str]]
"""Columns assigned by a person: by a header's ``key`` the field of a column, "" for one that is not read."""

DEEPEST = 30
"""A header must stand within the first rows: below that a word in a cell is data."""

WIDEST = 500
"""Cells further right than this are no table: somebody left them behind."""

TALLEST = 3
"""A header is at most this many rows high."""

_ALONE = ("name", "id_number", "tier")
"""Fields of which two columns would leave us guessing."""
_FEWEST, _LONGEST = 2, 20
"""A row with fewer different words, or with a longer one, is no header that anybody would name."""
_FIGURES = re.compile(r"[0-9]{3}")
_TITLE = re.compile(r"[0-9]|年.*月|.{13}")
"""In the rows over a header: a title, a day or a note, which is another one next month."""


@value
class Header:
    """The place of a table's columns: ``row`` is the header's lowest row (from 0), ``labels`` its words by column.

    ``rivals`` are hidden columns of a field that a visible column holds too: they are not read. ``headings`` are the
    words over each column from above to below, ``assigned`` the columns assigned by a person.
    """

    row: int
    columns: Mapping[str, tuple[int, ...]]
    labels: Mapping[int, str]
    rivals: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    assigned: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The key under which assignments for exactly these headings are stored, without the program's own columns."""
        return _digest(self.headings)

    def label(self, field: str) -> str:
        """The heading of a field's column in the workbook; empty when there is no such column."""
        places = self.columns.get(field)
        return self.labels[places[0]] if places else ""


@value
class HeadedTable:
    """A sheet that holds people, with its header; ``below`` are the headers of further tables under it, in order."""

    sheet: Sheet
    header: Header
    below: tuple[Header, ...] = ()


class ColumnsUnclear(Refused):
    """A refusal that ends once somebody assigns the columns of ``tables``; their headers are guesses."""

    def __init__(self, message: str, cure: str, code: str, tables: Sequence[HeadedTable]) -> None:
        super().__init__(message, cure, code, "file")
        self.tables = tuple(tables)


def tables(book: Book, words: Words, needed: Sequence[str], assigned: Assigned | None = None) -> list[HeadedTable]:
    """Every visible sheet with a header that has the needed columns.

    ColumnsUnclear with ``no_header`` when there is none (``household_list`` where only heads are named),
    ``two_columns`` when two columns claim the same thing.
    """
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    found = [HeadedTable(sheet, header) for sheet in visible if (header := find(sheet, words, needed, assigned))]
    if not found:
        likely = [HeadedTable(sheet, header) for sheet in visible if (header := _likely(sheet, words, assigned))]
        _refuse_households(likely)
        names = _("、").join(f"“{words[field][0]}”" for field in needed)
        raise ColumnsUnclear(
            _("前 {rows} 行里找不到表头：要有 {names} 这几列").format(rows=DEEPEST, names=names)
            + _lacking(likely, words, needed),
            _("请把列名写在表格最上面一行，如 {names}，其余各列可有可无").format(names=names),
            "no_header",
            likely,
        )
    for table in found:
        _must_be_alone(table)
    return [replace(table, below=tuple(_below(table, words, needed, assigned or {}))) for table in found]


def _below(table: HeadedTable, words: Words, needed: Sequence[str], assigned: Assigned) -> Iterator[Header]:
    """The headers under the first, where tables are stacked in other orders of columns. A name for names tells them."""
    names = set(words["name"])
    meanings = {likeness.whole(name): field for field, names in words.items() for name in names}
    rows = [
        place
        for place, row in enumerate(table.sheet.rows[table.header.row + 1 :], table.header.row + 1)
        if not names.isdisjoint(_squeezed(row[:WIDEST]))
    ]
    part = _part(table.sheet, rows[-1] + 1 if rows else 0)
    for row in rows:
        header = _header(part, row, meanings, assigned)
        if all(len(header.columns.get(field, ())) == 1 for field in needed):
            yield header


def _squeezed(row: Sequence[cells.Cell]) -> list[str]:
    """The texts of a row without any space: at once, as every row of a sheet passes here."""
    return "".join("\0".join(cell for cell in row if isinstance(cell, str)).split()).split("\0")


def _refuse_households(likely: Sequence[HeadedTable]) -> None:
    for table in likely:
        if "head" in table.header.columns and "name" not in table.header.columns:
            raise ColumnsUnclear(
                _("“{sheet}”是按户的名单：只有“{label}”，没有每个人的姓名").format(
                    sheet=table.sheet.name, label=table.header.label("head")
                ),
                _("请选一人一行、有“姓名”和“身份证号”两列的名单"),
                "household_list",
                likely,
            )


def _lacking(likely: Sequence[HeadedTable], words: Words, needed: Sequence[str]) -> str:
    """Which headings are most like those that are lacking, in words; nothing where none is near."""
    alike: dict[str, str] = {}
    for header in (table.header for table in likely):
        read = {place for places in header.columns.values() for place in places}
        unread = [label for place, label in header.labels.items() if label and place not in read]
        for field in (field for field in needed if field not in header.columns):
            near = {name: label for label in unread if (name := likeness.nearest(label, words, [field]))}
            alike |= {label: name for name, label in near.items()}
    listed = _("、").join(_("“{label}”像是“{name}”").format(label=label, name=name) for label, name in alike.items())
    return _("；表里的{listed}").format(listed=listed) if listed else ""


def find(sheet: Sheet, words: Words, needed: Sequence[str], assigned: Assigned | None = None) -> Header | None:
    """The header with most columns that are read, then most columns at all; None without the needed ones.

    A lower row with more words over unknown columns, under headings that are not merged, belongs to the header too.
    """
    found = _headers(sheet, words, assigned)
    complete = [header for header in found if all(field in header.columns for field in needed)]

    def rank(header: Header) -> tuple[int, int, int]:
        return len(header.columns.keys() - BESIDES.keys()), len(header.columns), sum(map(bool, header.headings))

    return max(complete, key=rank, default=None)


def _likely(sheet: Sheet, words: Words, assigned: Assigned | None) -> Header | None:
    """The row that looks most like a header where none is complete: known names count, then words without figures."""

    def worded(header: Header) -> int:
        labels = [label for label in header.labels.values() if label]
        return 0 if any(len(label) > _LONGEST or _FIGURES.search(label) for label in labels) else len(set(labels))

    found = [header for header in _headers(sheet, words, assigned) if worded(header) >= _FEWEST]
    return max(found, key=lambda header: (len(header.columns), worded(header)), default=None)


def _headers(sheet: Sheet, words: Words, assigned: Assigned | None) -> list[Header]:
    meanings = {likeness.whole(name): field for field, names in words.items() for name in names}
    top = _part(sheet, DEEPEST)
    return [_header(top, row, meanings, assigned or {}) for row in range(len(top.rows))]


@value
class _Part:
    """The upper part of a sheet, where a header may stand; ``owners``: the first cell of each merged one, by place."""

    rows: Sequence[Sequence[cells.Cell]]
    hidden_columns: Set[int]
    owners: Mapping[tuple[int, int], tuple[int, int]]


def _part(sheet: Sheet, depth: int) -> _Part:
    """Rows of a page end at their last own cell: they are made as long as the cells that reach into them."""
    rows = [row[:WIDEST] for row in sheet.rows[:depth]]
    owners = _owners(sheet.merged, len(rows))
    longest = [len(row) for row in rows]
    for row, column in owners:
        longest[row] = max(longest[row], column + 1)
    filled = [row + [""] * (length - len(row)) for row, length in zip(rows, longest, strict=True)]
    return _Part(filled, sheet.hidden_columns, owners)


def _owners(merged: Sequence[tuple[Corner, Corner]], depth: int) -> dict[Corner, Corner]:
    """Merged cells do not overlap: those of a damaged workbook that do are not followed for long."""
    owners: dict[Corner, Corner] = {}
    left = 2 * depth * WIDEST
    for (top, first), (bottom, last) in merged:
        rows, columns = range(top, min(bottom + 1, depth)), range(first, min(last + 1, WIDEST))
        places = [(row, column) for row in rows for column in columns]
        owners |= {place: (top, first) for place in places if place not in owners}
        left -= len(places)
        if left < 0:
            break
    return owners


def _must_be_alone(table: HeadedTable) -> None:
    for field in _ALONE:
        if len(table.header.columns.get(field, ())) > 1:
            label = table.header.label(field)
            raise ColumnsUnclear(
                _("“{sheet}”里有两列都像是“{label}”").format(sheet=table.sheet.name, label=label),
                _("请只留一列，或者把另一列改名"),
                "two_columns",
                [table],
            )


def _header(sheet: _Part, row: int, meanings: Mapping[str, str], assigned: Assigned) -> Header:
    columns: dict[str, tuple[int, ...]] = {}
    stacks = [list(_stack(sheet, row, column)) for column in range(len(sheet.rows[row]))]
    labels = {column: stack[0] if stack else "" for column, stack in enumerate(stacks)}
    titles = _titles(sheet, row)
    headings = tuple(_heading(stack, titles) for stack in stacks)
    by_person = assigned.get(_digest(headings), {}) if assigned else {}
    for column, stack in enumerate(stacks):
        field = by_person[column] if column in by_person else _meaning(stack, meanings)
        if field:
            columns[field] = (*columns.get(field, ()), column)
    columns = _plainest(columns, labels, by_person)
    shown = _without_rivals(columns, sheet.hidden_columns)
    rivals = {place for places in columns.values() for place in places} - {
        place for places in shown.values() for place in places
    }
    return Header(row, shown, labels, tuple(sorted(rivals)), headings, frozenset(by_person))


def _titles(sheet: _Part, row: int) -> set[str]:
    """Texts that stand alone in a row above the header: they are about the whole table, in whichever cell they are."""
    over = [
        [words for cell in above if (words := cells.text(cell))] for above in sheet.rows[max(0, row - TALLEST) : row]
    ]
    return {words[0] for words in over if len(words) == 1}


def _heading(stack: Sequence[str], titles: Set[str]) -> str:
    """The words over a column from above to below, without what stands over the whole table."""
    over = [words for words in reversed(stack[1:]) if words not in titles and not _TITLE.search(words)]
    return "/".join([*over, *stack[:1]])


def _digest(headings: Sequence[str]) -> str:
    """A digest of the headings, without the two columns that the program adds and whatever follows at the right."""
    kept = ["" if heading in OUR_COLUMNS else heading for heading in headings]
    return hashlib.sha256("\n".join(kept).rstrip("\n").encode()).hexdigest()[:16]


def _plainest(
    columns: Mapping[str, tuple[int, ...]], labels: Mapping[int, str], assigned: Container[int]
) -> dict[str, tuple[int, ...]]:
    """The columns without a second one for a name or number: 姓名 counts and 缴费人 not, who may be somebody else.

    A column assigned by a person counts as plain.
    """
    found = dict(columns)
    for field in _ALONE:
        places = found.get(field, ())
        plain = tuple(
            place for place in places if place in assigned or not likeness.bare(labels[place]).startswith(PERSON)
        )
        if plain:
            found[field] = plain
    return found


def _without_rivals(columns: Mapping[str, tuple[int, ...]], hidden: Set[int]) -> dict[str, tuple[int, ...]]:
    """The columns without hidden ones of a field that a visible column holds: an unseen column must not win."""
    visible = {
        field: tuple(place for place in places if place not in hidden or field in SUMMED)
        for field, places in columns.items()
    }
    return {field: visible[field] or places for field, places in columns.items()}


def _stack(sheet: _Part, row: int, column: int) -> Iterator[str]:
    """The words over a column from the header's lowest row upwards, each merged cell once."""
    last = None
    for height in range(min(TALLEST, row + 1)):
        place = sheet.owners.get((row - height, column), (row - height, column))
        words = cells.text(_at(sheet, *place))
        if words and place != last:
            yield words
        last = place


def _at(sheet: _Part, row: int, column: int) -> cells.Cell:
    return sheet.rows[row][column] if column < len(sheet.rows[row]) else ""


def _meaning(stack: Sequence[str], meanings: Mapping[str, str]) -> str | None:
    """The field that a column's words name, those above taken with those below: 户主 over 姓名 is the head's name."""
    for height in range(len(stack), 1, -1):
        field = _field("".join(reversed(stack[:height])), meanings)
        if field:
            return field
    if not stack or any(likeness.bare(above).startswith(OTHER_PEOPLE) for above in stack[1:]):
        return None
    return _field(stack[0], meanings)


def _field(label: str, meanings: Mapping[str, str]) -> str | None:
    whole = meanings.get(likeness.whole(label))
    if whole:
        return whole
    of_others = [words for words in likeness.in_brackets(label) if any(other in words for other in OTHER_PEOPLE)]
    if of_others:
        return meanings.get(likeness.whole(of_others[0]) + likeness.bare(label), "other_person")
    without = meanings.get(likeness.bare(label.replace("/", "")))
    if without:
        return without
    parts = {meanings[likeness.bare(part)] for part in re.split("[/或]", label) if likeness.bare(part) in meanings}
    return parts.pop() if len(parts) == 1 else None
