"""Columns with unknown headings: each is reported, with the known heading that is most like it."""

from collections.abc import Collection, Iterator

from village_desk.words import _
from village_desk.workbooks.columns import likeness
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import OUR_COLUMNS, Words
from village_desk.workbooks.formats import cells

_SEARCHED = 200


def remarks(table: HeadedTable, words: Words, asked: Collection[int] = ()) -> Iterator[Problem]:
    """A remark on the header's row for each column with contents that is not read because its heading is unknown.

    Columns that are ``asked`` about get no remark besides.
    """
    header = table.header
    known = {place for places in header.columns.values() for place in places}.union(
        header.rivals, header.assigned, asked
    )
    for place, label in header.labels.items():
        if label and place not in known and label not in OUR_COLUMNS and _is_filled(table, place):
            near = likeness.nearest(label, words)
            alike = _("若是“{name}”，请把列名改成它，或说明这一列是什么").format(name=near)
            cure = alike if near else _("用不着就不用管；要读它，请说明这一列是什么")
            message = _("“{label}”这一列不认识，没有读").format(label=label)
            yield Problem(header.row + 1, table.sheet.name, label, "column_unknown", message, cure, holds=False)


def _is_filled(table: HeadedTable, place: int) -> bool:
    below = table.sheet.rows[table.header.row + 1 :][:_SEARCHED]
    return any(cells.words(row[place]) for row in below if place < len(row))
