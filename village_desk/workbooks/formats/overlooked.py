"""Details of a sheet that the reading library does not give: cells without a value, and hidden parts."""

from dataclasses import field

from sync.agreement.values import value
from village_desk.workbooks.formats.cells import Unread

Unreads = dict[tuple[int, int], Unread]


@value
class Overlooked:
    """Details of one sheet, rows and columns from 0: ``unread`` cells; rows and columns hidden, also by a filter."""

    unread: Unreads = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
