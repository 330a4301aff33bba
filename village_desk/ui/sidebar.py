"""The pages of the desk at the left, each with icon, word and key; words and keys alone in a narrow window."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy

from sync.agreement.values import value
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import label
from village_desk.words import _

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_PAD = 12


@value
class SidebarEntry:
    """One page in the sidebar."""

    page: str
    words: str
    icon: str
    key: str


class _Nav(Button):
    """One entry: icon, words, the number of its key."""

    def __init__(self, entry: SidebarEntry) -> None:
        super().__init__(entry.words, "nav", entry.icon, name=f"nav_{entry.page}")
        self.setShortcut(entry.key if entry.key.startswith("F") else f"Ctrl+{entry.key}")
        self.setToolTip(f"{entry.words}  {entry.key if entry.key.startswith('F') else 'Ctrl+' + entry.key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entry = entry
        self._narrow = False

    def ink(self) -> str:
        return "side" if self.isChecked() else "on_side"

    def set_narrow(self, narrow: bool) -> None:
        """Leave the icon away, or not."""
        self._narrow = narrow
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(style.size("target"), style.size("nav"))

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        icon, pad = style.size("icon"), 8 if self._narrow else _PAD
        left = pad if self._narrow else _PAD + icon + _PAD
        if not self._narrow:
            picture = QPoint(_PAD, (self.height() - icon) // 2)
            painter.drawPixmap(picture, style.picture(self._entry.icon, self.ink(), icon))
        painter.setPen(style.colour(self.ink()))
        painter.setFont(style.font(bold=self.isChecked()))
        painter.drawText(QRect(left, 0, self.width(), self.height()), _MIDDLE, self.text())
        painter.setPen(style.colour("side" if self.isChecked() else "on_side_muted"))
        painter.setFont(style.font("small"))
        key = QRect(0, 0, self.width() - pad, self.height())
        painter.drawText(key, _MIDDLE | Qt.AlignmentFlag.AlignRight, self._entry.key)


class Sidebar(QFrame):
    """The way to every page."""

    wanted = Signal(str)

    def __init__(self, village: str, entries: Sequence[SidebarEntry]) -> None:
        super().__init__()
        self.setObjectName("rooms")  # Qt's own file dialog has a "sidebar", which the style sheet must not hit
        self._village = label(village, "section", name="village", wrap=True)
        self._desk = label(_("协办台"), "small")
        self._desk.setContentsMargins(0, 0, 0, 12)
        self._entries = {entry.page: _Nav(entry) for entry in entries}
        layout = self._lines = column(self._village, self._desk, gap=6)
        for page, entry in self._entries.items():
            if page == "settings":
                layout.addStretch(1)
            entry.clicked.connect(partial(self.wanted.emit, page))
            layout.addWidget(entry)
        self.setLayout(layout)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Words and keys alone, or the full width with icons and the village's name."""
        self.setFixedWidth(style.size("sidebar_narrow" if narrow else "sidebar"))
        side, ends = (6, 6) if narrow else (12, 16)
        self._lines.setContentsMargins(side, ends, side, ends)
        self._lines.setSpacing(4 if narrow else 6)
        self._village.setVisible(not narrow)
        self._desk.setVisible(not narrow)
        for entry in self._entries.values():
            entry.set_narrow(narrow)

    def mark(self, page: str) -> None:
        """Mark the page in sight; no entry when the page is not in the sidebar."""
        for name, entry in self._entries.items():
            entry.setChecked(name == page)
