"""The pieces of pages: cards, the notice at the head of a page, and the words of an empty page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from village_desk.domain.basics.clocks import JudgedClock
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import Item, column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import label, picture, restyle
from village_desk.words import _

_LINE = 560
"""A line of words that is read at one glance, in px."""

_SIGNS = {"done": "tick", "attention": "alert", "now": "stop", "plain": "info"}


class Card(QFrame):
    """A white sheet with a heading and its contents. ``tone`` colours its edge and ground."""

    def __init__(self, heading: str = "", *items: Item, tone: str = "plain", name: str = "") -> None:
        super().__init__()
        self.setProperty("card", tone)
        self.setObjectName(name)
        self.inside: QVBoxLayout = column(gap=style.size("gap"), margin=20)
        self.setLayout(self.inside)
        if heading:
            self.inside.addWidget(label(heading, "section"))
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        """Put one more thing under the others."""
        if item is None:
            self.inside.addStretch(1)
        elif isinstance(item, QWidget):
            self.inside.addWidget(item)
        else:
            self.inside.addLayout(item)


def rule() -> QFrame:
    """A thin line between two things."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


class Notice(QFrame):
    """One message at the head of a page: what happened, and what to do. Stays until closed or replaced.

    ``lasting``: the notice cannot be closed, since it holds as long as the window does.
    """

    acted = Signal()

    def __init__(self, lasting: bool = False) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._sign = picture("info")
        self._message = label(role="strong", name="notice_message", wrap=True)
        self._cure = label(name="notice_cure", wrap=True)
        self._action = Button("", name="notice_action")
        self._action.clicked.connect(self.acted)
        close = Button("", "quiet", "cross", name="notice_close")
        close.setAccessibleName(_("收起这条提示"))
        close.clicked.connect(self.hide)
        if lasting:
            close.hide()
        words = column(self._message, self._cure, gap=2)
        line = row(self._sign, words, self._action, close, gap=12)
        line.setContentsMargins(16, 8, 8, 8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, message: str, cure: str = "", tone: str = "done", action: str = "") -> None:
        """Show a message in its tone; ``action`` is the label of a button that helps."""
        self._sign.setPixmap(style.picture(_SIGNS[tone], tone, style.size("icon")))
        self._message.setText(message)
        self._cure.setText(cure)
        self._cure.setVisible(bool(cure))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        restyle(self, card=tone)
        self.show()

    def text(self) -> str:
        """The message shown now; empty while the notice is hidden."""
        return " ".join(each.text() for each in (self._message, self._cure) if each.text()) if self.isVisible() else ""


class ClockNotice(Notice):
    """A warning that the date of this PC may be wrong. Once closed it stays away until the message changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def show_clock(self, clock: JudgedClock) -> None:
        """Show the doubt about the clock, or hide if there is none."""
        words = clock.message()
        if words and words != self._shown:
            self.say(words, clock.cure(), "attention")
        elif not words:
            self.hide()
        self._shown = words


class Empty(QFrame):
    """A page or a list without content: what to do first, and the button for it with its key."""

    acted = Signal()

    def __init__(self, words: str, under: str = "", action: str = "", icon: str = "info", key: str = "") -> None:
        super().__init__()
        self.setObjectName("empty")
        heading = label(words, "section", name="empty_words")
        button = Button(action, "primary" if key else "plain", key=key, name="empty_action")
        button.setShortcut("")
        button.clicked.connect(self.acted)
        if not action:
            button.hide()
        below = label(under, "muted", wrap=True)
        below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below.setFixedWidth(_LINE)
        lines: list[Item] = [picture(icon, "muted", 40), heading, below, button]
        self.setLayout(column(None, *(_centred(each) for each in lines), None, gap=12, margin=24))


def _centred(item: Item) -> Item:
    return row(None, item, None)
