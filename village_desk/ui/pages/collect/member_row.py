"""One member of the house as a row of the basket, or as a chip where the window is narrow."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from village_desk.domain.basics import money
from village_desk.services.counter.house_fees import MemberState
from village_desk.ui.kit import painting, style, wording
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.words import _

_HEIGHT, _CHECK, _CHIP = 56, 28, 84
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TIERS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_FITTING = ("section", "body")
"""The sizes of a name: the smaller one where it is too wide."""


class MemberRow(QAbstractButton):
    """A member who can be ticked. ``ticked``: the tick was pressed; ``reached``: the row was clicked.

    ``walked``: an arrow up or down was pressed; ``stepped``: one to the side, for the next tier.
    """

    ticked = Signal(str)
    reached = Signal(str)
    walked = Signal(int)
    stepped = Signal(int)

    def __init__(self, line: FeeLine, in_hand: bool, chip: bool, ticked: bool) -> None:
        super().__init__()
        self._line, self._in_hand, self._chip, self._ticked = line, in_hand, chip, ticked
        self._question = ticked and line.question() is not None
        self._words = self._state()  # not while painting: a refusal kept for later holds on to the painter
        self.setObjectName(f"member_{line.member.id}")
        self.setText(line.name)
        self.setAccessibleName(f"{line.name} {self._words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        paid = line.member.state is MemberState.PAID and not in_hand
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if paid else Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed if chip else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def person(self) -> str:
        """The id of the member."""
        return self._line.member.id

    def _state(self) -> str:
        """What stands in the chip at the right."""
        line = self._line
        if line.member.state is MemberState.PAID and not self._ticked:
            fen = sum(each.amount_fen for each in line.member.receipts)
            return _("已缴 {amount}").format(amount=money.short(fen)) if fen else _("已缴")
        if self._question:
            return _("未定")
        if not self._ticked:
            return _("这次不缴")
        cost = line.cost()
        return money.short(cost.own_fen if cost else line.tier_fen)

    def _facts(self) -> str:
        found = self._line.member.found
        resident = found.resident
        own = _("户主") if resident.head == resident.name else resident.relation
        parts = (wording.age(found), resident.special_group or own)
        return " · ".join(filter(None, parts))

    def sizeHint(self) -> QSize:
        """A row of the basket; a chip as wide as its words."""
        if not self._chip:
            return QSize(200, _HEIGHT)
        wide = QFontMetrics(style.font(bold=True)).horizontalAdvance(self._line.name)
        return QSize(min(wide, 160) + QFontMetrics(style.font()).horizontalAdvance(self._words) + 58, 44)

    def minimumSizeHint(self) -> QSize:
        """A row may be as narrow as its column."""
        return self.sizeHint()

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tick, the name over the facts, the tier; or all in one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chip:
            self._paint_chip(painter)
        else:
            self._paint_row(painter)

    def _paint_row(self, painter: QPainter) -> None:
        painting.ground(painter, self.rect(), self._in_hand)
        self._tick(painter, QPoint(19, (_HEIGHT - _CHECK) // 2))
        muted = "ink" if self._ticked or self._in_hand else "muted"
        right = self._amount(painter)
        words = QRect(59, 5, right - 59 - 8, 26)
        painting.words(painter, words, self._line.name, muted, self._fitting(words.width()), bold=self._ticked)
        painting.words(painter, words.translated(0, 25).adjusted(0, 0, 0, -3), self._facts(), "muted", "small")

    def _fitting(self, width: int) -> str:
        for role in _FITTING:
            if QFontMetrics(style.font(role, bold=True)).horizontalAdvance(self._line.name) <= width:
                return role
        return _FITTING[-1]

    def _tick(self, painter: QPainter, corner: QPoint) -> None:
        box = QRect(corner, QSize(_CHECK, _CHECK))
        if self._line.member.state is MemberState.PAID and not self._ticked:
            painter.drawPixmap(box.adjusted(2, 2, -2, -2), style.picture("tick", "done", 24))
            return
        ground, edge = ("primary", "primary") if self._ticked else ("card", "edge")
        if self._question:
            ground, edge = "attention_ground", "attention"
        painter.setPen(QPen(style.colour(edge), 2))
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(box, 5, 5)
        if self._question:
            painter.setFont(style.font("body", bold=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
        elif self._ticked:
            painter.drawPixmap(box.adjusted(2, 2, -2, -2), style.picture("tick", "on_primary", 24))

    def _amount(self, painter: QPainter) -> int:
        """The state at the right; returns where it begins."""
        words = self._words
        if self._ticked:
            box = QRect(self.width() - _CHIP - 12, 6, _CHIP, _HEIGHT - 12)
            edge = "attention" if self._question else "primary" if self._in_hand else "edge"
            painter.setPen(QPen(style.colour(edge), 2 if self._question or self._in_hand else 1))
            painter.setBrush(style.colour("attention_ground" if self._question else "card"))
            painter.drawRoundedRect(box, style.size("radius"), style.size("radius"))
            painter.setFont(style.font("body" if self._question else "section", bold=True))
            painter.setPen(style.colour("attention" if self._question else "ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            return box.left()
        width = QFontMetrics(style.font("body")).horizontalAdvance(words) + 20
        box = QRect(self.width() - width, 0, width - 16, _HEIGHT)
        painting.words_right(painter, box, words, "done" if self._is_paid() else "muted")
        return box.left()

    def _is_paid(self) -> bool:
        return self._line.member.state is MemberState.PAID

    def _paint_chip(self, painter: QPainter) -> None:
        edge = "attention" if self._question else "primary" if self._in_hand else "edge"
        painter.setPen(QPen(style.colour(edge), 2 if self._in_hand or self._question else 1))
        ground = "attention_ground" if self._question else "soft" if self._in_hand else "card"
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), style.size("radius"), style.size("radius"))
        left = 12
        if self._ticked or self._is_paid():
            painter.drawPixmap(
                QRect(8, 11, 22, 22), style.picture("tick", "done" if self._is_paid() else "primary", 22)
            )
            left = 34
        state = self._words
        wide = QFontMetrics(style.font()).horizontalAdvance(state)
        name = QRect(left, 0, self.width() - left - wide - 16, self.height())
        painting.words(painter, name, self._line.name, "ink" if self._ticked else "muted", bold=self._ticked)
        tone = "attention" if self._question else "done" if self._is_paid() else "ink" if self._ticked else "muted"
        painting.words_right(painter, self.rect().adjusted(0, 0, -10, 0), state, tone)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks, a click elsewhere takes the row into the hand."""
        if not self._chip and event.position().x() < 56 and self._line.member.state is not MemberState.PAID:
            self.ticked.emit(self.person)
        else:
            self.reached.emit(self.person)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done it."""
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whose row has the keyboard is in hand."""
        super().focusInEvent(event)
        if not self._in_hand:
            self.reached.emit(self.person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, arrows walk; Enter and digits are the page's."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.person)
        elif event.key() in _STEPS:
            self.walked.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _TIERS:
            self.stepped.emit(_TIERS[Qt.Key(event.key())])
        else:
            event.ignore()
