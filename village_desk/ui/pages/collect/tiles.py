"""The tiers of the row in hand as tiles with their digits."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from village_desk.domain.basics import money
from village_desk.domain.rules.taking import Offer
from village_desk.ui.kit.arrange import column, empty, grid
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.pages.collect import payment_words

_HEIGHT = 64
_DIGITS = "1234567890"


class Tile(Choice):
    """One tier; Enter is the page's."""

    def __init__(self, offer: Offer, key: str) -> None:
        words = money.short(offer.least_fen)
        super().__init__(words, payment_words.under(offer), key=key, name=f"tier_{words}")
        self.setShortcut("")
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Wide enough for both lines, lower than other large buttons."""
        return QSize(super().sizeHint().width(), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and digits are the page's."""
        if event.key() in ENTER or event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)


class Tiles(QWidget):
    """The tiers. ``chosen`` gives the amount in fen."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self._columns = 4
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._grid = column(gap=0)
        self.setLayout(self._grid)

    def show_offers(self, offers: tuple[Offer, ...], tier_fen: int, wide: bool) -> None:
        """Show these tiers with the one that is chosen; ``wide``: there is room for six in a row."""
        columns = 6 if wide and len(offers) > 5 else 3 if len(offers) <= 9 else 4
        if (offers, columns) != (self._offers, self._columns):
            self._offers, self._columns = offers, columns
            self._make()
        for button in self._group.buttons():
            button.setChecked(offers[self._place(button)].takes(tier_fen))

    def _place(self, button: object) -> int:
        return next(at for at, each in enumerate(self._offers) if self._group.button(each.least_fen) is button)

    def _make(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._grid)
        tiles = []
        for at, offer in enumerate(self._offers):
            tile = Tile(offer, _DIGITS[at] if at < len(_DIGITS) else "")
            self._group.addButton(tile, offer.least_fen)
            tiles.append(tile)
        self._grid.addLayout(grid(*tiles, columns=self._columns, gap=8))

    def by_digit(self, digit: str) -> bool:
        """Take the tier with that digit; False where there is none."""
        at = _DIGITS.find(digit)
        if not 0 <= at < len(self._offers):
            return False
        self.chosen.emit(self._offers[at].least_fen)
        return True

    def step(self, tier_fen: int, by: int) -> None:
        """Take the next tier up or down."""
        at = next((at for at, each in enumerate(self._offers) if each.takes(tier_fen)), 0)
        if self._offers:
            self.chosen.emit(self._offers[max(0, min(at + by, len(self._offers) - 1))].least_fen)

    def owns(self, widget: QWidget | None) -> bool:
        """Whether the keyboard is on a tile."""
        return isinstance(widget, Tile) and self.isAncestorOf(widget)
