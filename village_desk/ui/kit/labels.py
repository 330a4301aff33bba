"""Text on a page: always plain text, in the sizes and roles of the tokens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from village_desk.ui.kit import style

TONES = ("done", "attention", "now", "plain")
"""The meanings of a pill's or an edge's colour: done, needs attention, needs action now, none."""


def label(text: str = "", role: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """Plain text in a role of the style sheet: small, muted, strong, section, title, amount."""
    found = QLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setProperty("role", role)
    found.setObjectName(name)
    found.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        found.setSizePolicy(policy)
    return found


def pill(text: str, tone: str = "plain", name: str = "") -> QLabel:
    """A state as a word in its colour."""
    found = label(text, name=name)
    found.setProperty("pill", tone)
    found.setAlignment(Qt.AlignmentFlag.AlignCenter)
    found.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return found


def picture(name: str, ink: str = "muted", px: int = 0) -> QLabel:
    """An icon beside text, without meaning of its own."""
    found = QLabel()
    found.setPixmap(style.picture(name, ink, px or style.size("icon")))
    found.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return found


def restyle(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet asks for, and draw the widget by them, if Qt has drawn it before.

    An empty one is as good as none. To be handed the style makes the enums of QStyle, 4 ms of a start.
    """
    changed = {name: value for name, value in properties.items() if (widget.property(name) or "") != value}
    for name, value in changed.items():
        widget.setProperty(name, value)
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
