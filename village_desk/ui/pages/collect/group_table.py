"""The grid of a village group: a row a person, whose amount is typed where the row stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from village_desk.domain.basics import money
from village_desk.services.counter.house_fees import MemberState
from village_desk.ui.kit import painting, style
from village_desk.ui.kit.cells import PAD, Cells
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.table_columns import Column, Index, Rows
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.collect.group_entry import EnteredFee
from village_desk.words import _

_TIER, _STATE = 3, 4
_FADED = 0.65
"""How strongly the row of somebody who has paid is drawn."""


def house_words(row: EnteredFee) -> str:
    """0052."""
    return row.member.found.resident.household or "—"


def facts_words(row: EnteredFee) -> str:
    """Two facts where others have the same name, else whose house it is."""
    resident = row.member.found.resident
    head = resident.head and _("户主 {name}").format(name=resident.head)
    return " · ".join(row.payer.facts) or (_("户主") if resident.head == resident.name else head)


def state_words(row: EnteredFee) -> str:
    """已缴 300 元; 重度残疾人，这一份谁来缴？; 要收 200 元."""
    if row.typed and row.why is not None:
        return row.why.message
    if row.typed and not row.fen:
        return _("由别人代缴，不收现金")
    if row.typed:
        return _("收 {yuan} 元").format(yuan=money.short(row.fen))
    if row.member.state is MemberState.PAID:
        paid = sum(each.amount_fen for each in row.member.receipts)
        return _("已缴 {yuan} 元").format(yuan=money.short(paid)) if paid else _("今年已缴")
    return _("没缴")


def cure_words(row: EnteredFee) -> str:
    """What to do about it, where it cannot be taken."""
    return row.why.cure if row.typed and row.why is not None else ""


class _EntryCells(Cells):
    """Draws paid rows faint, refusals in their colour, and what is typed as large as a name."""

    def __init__(self, table: GroupTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Rows)
        row = model.rows[index.row()]
        painter.save()
        if row.is_done:
            painter.setOpacity(_FADED)
        if index.column() == _TIER or (index.column() == _STATE and self._table.shows_why(row)):
            place, chosen = painting.cell(option)
            painting.ground(painter, place, chosen, edge=False)
            inside = place.adjusted(PAD, 0, -PAD, 0)
            _draw_typed(painter, inside, row, chosen) if index.column() == _TIER else _draw_why(painter, inside, row)
        else:
            super().paint(painter, option, index)
        painter.restore()


def _draw_typed(painter: QPainter, inside: QRect, row: EnteredFee, chosen: bool) -> None:
    """The field of the row in hand has an edge, so that she sees where digits go."""
    if chosen:
        box = inside.adjusted(-4, 8, 4, -8)
        painter.fillRect(box, style.colour("card"))
        painter.setPen(style.colour("primary"))
        painter.drawRect(box)
    painter.setFont(style.font("name", bold=True))
    painter.setPen(style.colour("ink"))
    where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(inside, where, row.typed + ("|" if chosen else ""))


def _draw_why(painter: QPainter, inside: QRect, row: EnteredFee) -> None:
    half, tone = inside.height() // 2, "attention" if row.question else "now"
    painting.words(painter, inside.adjusted(0, 6, 0, -half), state_words(row), tone, bold=True)
    painting.words(painter, inside.adjusted(0, half, 0, -8), cure_words(row), "muted", "small")


class GroupTable(Table):
    """The grid. ``typed``: a digit, or "" for one taken away; ``cleared``; ``entered``: Enter on the row in hand."""

    typed = Signal(str)
    cleared = Signal()
    entered = Signal()

    def __init__(self) -> None:
        columns = [
            Column(_("户"), house_words, 84, muted=True, spare=True),
            Column(_("姓名"), lambda each: each.member.found.resident.name, 270, under=facts_words),
            Column(_("常缴"), lambda each: money.short(each.usual_fen) if each.usual_fen else "", 90, right=True),
            Column(_("这次收（元）"), lambda each: each.typed, 124, right=True),
            Column(_("今年"), state_words, least=190),
        ]
        super().__init__("group_rows", columns)
        cells: QStyledItemDelegate = _EntryCells(self)
        self.setItemDelegate(cells)

    def shows_why(self, row: EnteredFee) -> bool:
        """Whether a refusal is shown: not while the first digits of a tier are being typed."""
        in_hand = self.currentIndex().isValid() and self.rows()[self.currentIndex().row()] is row
        return bool(row.typed) and row.why is not None and not (in_hand and self.half_typed(row))

    def half_typed(self, row: EnteredFee) -> bool:
        """Whether what stands in a row is the beginning of a tier, and not refused for another reason."""
        return row.why is not None and row.why.code in ("tier_not_offered",) and row.is_begun

    def take_in_hand(self, place: int) -> None:
        """Let a row have the keyboard."""
        self._go_to(place)
        self.scrollTo(self.currentIndex())

    def cut(self) -> list[str]:
        """Refusals stand whole under the grid while their row is in hand."""
        shown: list[Any] = [state_words(each) for each in self.rows() if each.typed and each.why is not None]
        return [each for each in super().cut() if each not in shown]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row in hand stays in sight when a refusal takes room from the grid."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Delete, Backspace and Enter are the grid's; letters go on to the search box."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.text() and event.text() in "0123456789":
            self.typed.emit(event.text())
        elif plain and event.key() == Qt.Key.Key_Backspace:
            self.typed.emit("")
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.cleared.emit()
        elif plain and event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
