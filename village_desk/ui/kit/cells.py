"""How the cells of a table are drawn and measured: text, amounts, pills, two lines, headings between groups."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from village_desk.ui.kit import painting, style
from village_desk.ui.kit.table_columns import Column, GroupHeading, Index, Rows

PAD = 12
"""The space between the edge of a cell and its text."""


class Cells(QStyledItemDelegate):
    """Draws cells in the tokens' sizes: text, amounts, pills and headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Rows)
        (place, chosen), found = painting.cell(option), model.rows[index.row()]
        if isinstance(found, GroupHeading):
            painter.fillRect(place, style.colour("paper"))
            painting.ground(painter, place, chosen=False)
            painting.words(painter, place.adjusted(PAD, 0, -PAD, 0), found.text, "muted", "small", bold=True)
            return
        painting.ground(painter, place, chosen, edge=index.column() == 0)
        _draw(painter, place.adjusted(PAD, 0, -PAD, 0), model.columns[index.column()], found)


def _draw(painter: QPainter, inside: QRect, column: Column, found: Any) -> None:
    text = column.text(found)
    if not text:
        return
    if column.tone is not None:
        painting.pill(painter, inside.left(), inside, text, column.tone(found))
    elif column.right:
        painting.words_right(painter, inside, text, "muted" if column.muted else "ink", bold=column.strong)
    elif column.under is not None:
        _draw_two_lines(painter, inside, text, column.under(found))
    else:
        ink, role = "muted" if column.muted else "ink", _role(column, text, inside.width())
        painting.words(painter, inside, text, ink, role, bold=column.strong)


def _role(column: Column, text: str, room: int) -> str:
    """Names stand larger than the rest where they fit."""
    wide = QFontMetrics(style.font("name", bold=True)).horizontalAdvance(text) > room
    return "name" if column.strong and not wide else "body"


def measured(column: Column, found: Any) -> list[tuple[str, int]]:
    """The texts of a cell with the widths that they take."""
    text = column.text(found)
    if column.tone is not None:
        return [(text, painting.pill_width(text))]
    bold = column.strong or column.under is not None
    above = (text, QFontMetrics(style.font(bold=bold)).horizontalAdvance(text))
    if column.under is None:
        return [above]
    under = column.under(found)
    return [above, (under, QFontMetrics(style.font("small")).horizontalAdvance(under))]


def _draw_two_lines(painter: QPainter, inside: QRect, text: str, under: str) -> None:
    half = inside.height() // 2
    painting.words(painter, inside.adjusted(0, 6, 0, -half), text, bold=True)
    painting.words(painter, inside.adjusted(0, half, 0, -8), under, "muted", "small")
