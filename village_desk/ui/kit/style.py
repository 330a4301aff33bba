"""The look: tokens of resources/style, the style sheet filled with them, fonts, icons. No colour stands elsewhere."""

import tomllib
from functools import cache
from string import Template
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

import resources
from village_desk.ui.kit import chinese


@cache
def tokens() -> dict[str, Any]:
    """The tables of tokens.toml."""
    return tomllib.loads(resources.path("style/tokens.toml").read_text("utf-8"))


def size(name: str) -> int:
    """A measure in px, such as ``gap``."""
    return int(tokens()["size"][name])


def points(name: str) -> int:
    """A size of type in px, such as ``body``."""
    return int(tokens()["type"][name])


def side_margin(width: int) -> int:
    """What stays free at each side of a room of that width: its contents are no wider than can be read."""
    return max(size("gap_large"), (width - size("widest")) // 2)


def colour(name: str) -> QColor:
    """A colour by its use, such as ``ink``."""
    return QColor(tokens()["colour"][name])


def font(name: str = "body", bold: bool = False) -> QFont:
    """The program's font in a size of the tokens."""
    found = QFont(QApplication.font())
    found.setPixelSize(points(name))
    found.setBold(bold)
    return found


def figures(name: str = "body", bold: bool = False) -> QFont:
    """The same with figures of one width, for numbers that are compared digit by digit."""
    found = font(name, bold)
    found.setFamilies([*_FIGURES, *found.families()])
    found.setStyleHint(QFont.StyleHint.Monospace)
    return found


_FIGURES = ("Consolas", "DejaVu Sans Mono", "Liberation Mono")
"""Of Windows and of Linux; where none is there, the program's own font stands in."""


def sheet() -> str:
    """The style sheet with every ``$name`` filled from the tokens; KeyError names a token that does not exist."""
    tables = tokens()
    names = {f"type_{name}": value for name, value in tables["type"].items()} | tables["colour"] | tables["size"]
    names["tick"] = resources.path("icons/tick.svg").as_posix()
    names["chevron"] = resources.path("icons/chevron.svg").as_posix()
    return Template(resources.path("style/desk.qss").read_text("utf-8")).substitute(names)


def dress(app: QApplication) -> None:
    """Give the program its fonts, colours and style sheet. Call once, before the first window."""
    chinese.speak(app)
    app.setFont(_font())
    app.setPalette(_palette())
    app.setStyleSheet(sheet())


def icon(name: str, ink: str = "ink", px: int = 0) -> QIcon:
    """The outline icon of that name, drawn in a colour of the tokens."""
    return QIcon(picture(name, ink, px or size("icon")))


@cache
def picture(name: str, ink: str, px: int, scale: float = 2.0) -> QPixmap:
    """The icon as a picture, sharp up to ``scale`` times its size."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = resources.path(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", colour(ink).name())
    pixmap = QPixmap(round(px * scale), round(px * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _font() -> QFont:
    """Every Chinese character the scheme may meet: the families of resources.fonts(), in their order."""
    families: list[str] = []
    for file in [*resources.fonts(), resources.fonts(bold=True)[0]]:
        number = QFontDatabase.addApplicationFont(str(file))
        families += [each for each in QFontDatabase.applicationFontFamilies(number)[:1] if each not in families]
    found = QFont()
    found.setFamilies(families)
    found.setPixelSize(points("body"))
    return found


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "paper",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "paper",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Highlight: "primary",
        QPalette.ColorRole.HighlightedText: "on_primary",
        QPalette.ColorRole.ToolTipBase: "ink",
        QPalette.ColorRole.ToolTipText: "card",
        QPalette.ColorRole.Link: "primary",
    }
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    return palette
