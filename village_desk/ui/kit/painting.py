"""Painting inside lists and tables: words that are cut with an ellipsis, pills, and the ground of a chosen row."""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from village_desk.ui.kit import style

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def cell(option: QStyleOptionViewItem) -> tuple[QRect, bool]:
    """Where a cell is drawn, and whether its row is chosen."""
    from PySide6.QtWidgets import QStyle  # makes six hundred names of enums, which no start needs

    shown: Any = option  # PySide6 6.8 tells mypy nothing of an option's parts
    return shown.rect, bool(shown.state & QStyle.StateFlag.State_Selected)


def words(painter: QPainter, place: QRect, text: str, ink: str = "ink", role: str = "body", bold: bool = False) -> int:
    """Write text into a place, cut at its right end; returns the width of the uncut text."""
    font = style.font(role, bold)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(font)
    painter.setPen(style.colour(ink))
    painter.drawText(place, _MIDDLE | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def words_right(painter: QPainter, place: QRect, text: str, ink: str = "ink", bold: bool = False) -> None:
    """Write an amount against the right edge of a place."""
    painter.setFont(style.font("body", bold))
    painter.setPen(style.colour(ink))
    painter.drawText(place, _MIDDLE | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, text)


def pill_width(text: str) -> int:
    """How wide a pill with this word is."""
    return QFontMetrics(style.font("small", bold=True)).horizontalAdvance(text) + 24


def pill(painter: QPainter, left: int, place: QRect, text: str, tone: str) -> int:
    """A state as a word in its colour, in the middle of a place; gives its width."""
    width, radius = min(pill_width(text), place.right() - left), style.size("pill_radius")
    box = QRect(left, place.center().y() - radius + 1, width, 2 * radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour(f"{tone}_ground"))
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()
    painter.setFont(style.font("small", bold=True))
    painter.setPen(style.colour(tone))
    painter.drawText(box.adjusted(0, -1, 0, -1), Qt.AlignmentFlag.AlignCenter, text)
    return width


def ground(painter: QPainter, place: QRect, chosen: bool, edge: bool = True) -> None:
    """The ground of one row: softly coloured with an edge at the left when chosen, a line beneath otherwise."""
    if chosen:
        painter.fillRect(place, style.colour("soft"))
        if edge:
            painter.fillRect(QRect(place.left(), place.top(), 4, place.height()), style.colour("primary"))
    painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), style.colour("line"))
