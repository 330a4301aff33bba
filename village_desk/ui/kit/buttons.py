"""Buttons: an icon, the words, and the key that does the same, drawn in the tokens' colours."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from village_desk.ui.kit import style
from village_desk.ui.kit.enter import ENTER, is_of_another

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_INKS = {"primary": "on_primary", "quiet": "primary", "danger": "now", "answer": "attention"}


class Button(QPushButton):
    """One action. ``key`` is shown on the button, and is its shortcut unless it is Enter.

    ``kind``: primary (one a page, filled), plain (outlined), quiet (words only), danger (what cannot be taken back),
    answer (one of two to a question that must be answered).
    """

    def __init__(self, text: str, kind: str = "plain", icon: str = "", key: str = "", name: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon, self._key, self._kind = icon, key, kind
        if key and key != "Enter":
            self.setShortcut(QKeySequence(key))

    def say(self, text: str) -> None:
        """Change the words; the button grows with them, and keeps its key, which Qt takes away with the old words."""
        kept = self.shortcut()
        self.setText(text)
        self.setShortcut(kept)
        self.updateGeometry()

    def show_key(self, key: str) -> None:
        """Show another key; nothing else is pressed by it."""
        self._key = key
        self.updateGeometry()

    def ink(self) -> str:
        """The token of the words' colour in the button's present state."""
        if not self.isEnabled():
            return "on_off"
        return _INKS.get(self._kind, "ink")

    def _faint(self) -> str:
        if not self.isEnabled():
            return "on_off"
        return "key_on_primary" if self._kind == "primary" else "muted"

    def _font(self) -> QFont:
        chosen = self._kind == "tick" and self.isChecked()
        return style.font(bold=chosen or self._kind in ("primary", "danger", "answer"))

    def _key_font(self) -> QFont:
        return style.font("small")

    def _words(self) -> QFontMetrics:
        return QFontMetrics(self._font())

    def _parts(self) -> list[int]:
        """The widths of icon, words and key, 0 for missing ones."""
        icon = style.size("icon") if self._icon else 0
        key = QFontMetrics(self._key_font()).horizontalAdvance(self._key) if self._key else 0
        return [icon, self._words().horizontalAdvance(self.text()) if self.text() else 0, key]

    def _inside(self) -> int:
        shown = [each for each in self._parts() if each]
        return sum(shown) + 8 * (len(shown) - 1)

    def sizeHint(self) -> QSize:
        """Wide enough for every word."""
        padding = 20 if self._kind == "quiet" else 36
        return QSize(max(self._inside() + padding, style.size("control")), style.size("control"))

    def minimumSizeHint(self) -> QSize:
        """A button is never narrower than its words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let Qt draw the box, where the style sheet leaves no colour to the words; then icon, words and key as one."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_parts(painter, (self.width() - self._inside()) // 2)

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        icon, words, key = self._parts()
        if icon:
            painter.drawPixmap(QPoint(left, (self.height() - icon) // 2), style.picture(self._icon, self.ink(), icon))
            left += icon + 8
        if words:
            painter.setFont(self._font())
            painter.setPen(style.colour(self.ink()))
            painter.drawText(QRect(left, 0, words + 2, self.height()), _MIDDLE, self.text())
            left += words + 8
        if key:
            painter.setFont(self._key_font())
            painter.setPen(style.colour(self._faint()))
            painter.drawText(QRect(left, 0, key + 2, self.height()), _MIDDLE, self._key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore the second click of a double click: the first one has already done the action."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """The button's shortcut presses it at once and leaves the keyboard focus where it was."""
        if event.type() == QEvent.Type.Shortcut and self.isEnabled():
            self.click()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is left to the one button that shows it; where there is none it presses as the space bar does, once."""
        if event.key() in ENTER and is_of_another(self):
            event.ignore()
        elif event.key() in ENTER:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class Tick(Button):
    """One of several things that are wanted or not; a sign says so besides the colour."""

    def __init__(self, text: str, wanted: bool, name: str) -> None:
        super().__init__(text, "tick", "tick", name=name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setChecked(wanted)

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        icon = style.size("icon")
        if self.isChecked():
            painter.drawPixmap(QPoint(16, (self.height() - icon) // 2), style.picture("tick", "primary", icon))
        painter.setFont(self._font())
        painter.setPen(style.colour(self.ink()))
        painter.drawText(self.rect().adjusted(24 + icon, 0, 0, 0), _MIDDLE, self.text())


class LargeButton(Button):
    """The next thing to do, where the eye already is: filled, as wide as its room, and higher than all others."""

    def __init__(self, text: str, icon: str = "", key: str = "Enter", name: str = "") -> None:
        super().__init__(text, "primary", icon, key, name)
        self.setProperty("large", "true")
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    role = "title"
    """The size of the type of its words."""

    def _font(self) -> QFont:
        return style.font(self.role, bold=True)

    def _key_font(self) -> QFont:
        return style.font("section")

    def sizeHint(self) -> QSize:
        """Wide enough for every word."""
        return QSize(super().sizeHint().width(), style.size("large_control"))


class Choice(Button):
    """A large button with a line of small words under its own; ``checkable`` for one out of several."""

    def __init__(self, text: str, under: str = "", icon: str = "", key: str = "", name: str = "") -> None:
        super().__init__(text, "choice", icon, key, name)
        self._under = under
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(under)

    def under(self) -> str:
        """The small line."""
        return self._under

    def sizeHint(self) -> QSize:
        """Wide enough for both lines."""
        icon = style.size("icon") + 12 if self._icon else 0
        key = QFontMetrics(style.font("small")).horizontalAdvance(self._key) + 12 if self._key else 0
        above = QFontMetrics(style.font("section", bold=True)).horizontalAdvance(self.text()) + key
        under = QFontMetrics(style.font("small")).horizontalAdvance(self._under)
        return QSize(icon + max(above, under) + 34, style.size("large_control"))

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        left = 16
        if self._icon:
            side = style.size("icon")
            painter.drawPixmap(QPoint(left, (self.height() - side) // 2), style.picture(self._icon, "primary", side))
            left += side + 12
        width, half = self.width() - left - 12, self.height() // 2
        painter.setFont(style.font("section", bold=True))
        painter.setPen(style.colour(self.ink()))
        top = QRect(left, 6, width, half - 2) if self._under else QRect(left, 0, width, self.height())
        painter.drawText(top, _MIDDLE, self.text())
        painter.setFont(style.font("small"))
        painter.setPen(style.colour(self._faint()))
        painter.drawText(QRect(left, half + 2, width, half - 8), _MIDDLE, self._under)
        painter.drawText(top.adjusted(0, 0, -4, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, self._key)
