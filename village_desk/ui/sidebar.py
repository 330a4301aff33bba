"""The pages of the desk at the left, each with its icon and its key; icons alone when the window is narrow."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy

from village_desk.ui import style
from village_desk.ui.arrange import column
from village_desk.ui.buttons import Button
from village_desk.ui.labels import label
from village_desk.words import _

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as the sidebar names it."""

    page: str
    words: str
    icon: str
    key: str


class _Nav(Button):
    """One entry: icon, words, the number of its key."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.words, "nav", entry.icon, name=f"nav_{entry.page}")
        self.setShortcut(entry.key if entry.key.startswith("F") else f"Ctrl+{entry.key}")
        self.setToolTip(f"{entry.words}  {entry.key if entry.key.startswith('F') else 'Ctrl+' + entry.key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entry = entry

    def ink(self) -> str:
        return "side" if self.isChecked() else "on_side"

    def sizeHint(self) -> QSize:
        return QSize(style.size("target"), style.size("control") + 2)

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        icon = style.size("icon")
        narrow = self.width() < 100
        left = 5 if narrow else 12
        painter.drawPixmap(left, (self.height() - icon) // 2, style.picture(self._entry.icon, self.ink(), icon))
        if not narrow:
            painter.setPen(style.colour(self.ink()))
            painter.setFont(style.font(bold=self.isChecked()))
            painter.drawText(QRect(left + icon + 12, 0, 80, self.height()), _MIDDLE, self.text())
        painter.setPen(style.colour("side" if self.isChecked() else "on_side_muted"))
        painter.setFont(style.font("small"))
        inside = self.rect().adjusted(0, 0, -5 if narrow else -12, 0)
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignRight, self._entry.key)


class Sidebar(QFrame):
    """The way to every page."""

    wanted = Signal(str)

    def __init__(self, village: str, entries: list[Entry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._village = label(village, "section", name="village", wrap=True)
        self._desk = label(_("协办台"), "small")
        self._entries = {entry.page: _Nav(entry) for entry in entries}
        layout = column(self._village, self._desk, gap=6, margin=12)
        layout.setContentsMargins(12, 16, 12, 16)
        layout.addSpacing(12)
        for page, entry in self._entries.items():
            if page == "settings":
                layout.addStretch(1)
            entry.clicked.connect(partial(self.wanted.emit, page))
            layout.addWidget(entry)
        self.setLayout(layout)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or icons with words."""
        self.setFixedWidth(style.size("sidebar_narrow" if narrow else "sidebar"))
        self._village.setVisible(not narrow)
        self._desk.setVisible(not narrow)

    def mark(self, page: str) -> None:
        """Show which page is in sight; none when it is not one of these."""
        for name, entry in self._entries.items():
            entry.setChecked(name == page)
