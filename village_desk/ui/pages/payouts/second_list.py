"""The card of a month's second payout list: how it differs from the first one, and which of the two counts."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QWidget

from village_desk.services.paying import Earlier, Second
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.words import _

_LINES_SHOWN = 5


class SecondListCard(Card):
    """Shown above the questions. ``chosen`` tells which of the two choices she took; none is taken beforehand."""

    chosen = Signal(object)

    def __init__(self, earlier: Earlier, chosen: Second | None) -> None:
        super().__init__("", tone="attention", name="second_list")
        self.inside.setContentsMargins(16, 12, 16, 12)
        self.add(label(earlier.in_words(), "strong", name="second_list_words", wrap=True))
        lines = earlier.difference.lines()
        if lines:
            self.add(_lines(lines))
        self.add(column(label(_("这一份是："), "small"), row(*self._choices(chosen), None, gap=12), gap=6))

    def _choices(self, chosen: Second | None) -> list[Choice]:
        words = {
            Second.REPLACES: (_("更正过的，换成这一份"), _("以后打印、查金额都按这一份；那一份留底")),
            Second.SUPPLEMENTS: (_("补发的，两份都留"), _("另打一份花名册；月养老金仍看那一份")),
        }
        group = QButtonGroup(self)
        buttons = []
        for each, (title, under) in words.items():
            button = Choice(title, under, name=f"second_{each.value}")
            button.setCheckable(True)
            button.setChecked(each is chosen)
            button.clicked.connect(partial(self.chosen.emit, each))
            group.addButton(button)
            buttons.append(button)
        return buttons


def sure(over: QWidget, earlier: Earlier | None, second: Second | None) -> frozenset[str] | None:
    """The words of what she is sure of, after a question if her choice raises one; None when she answers no."""
    doubt = earlier.doubt(second) if earlier else None
    if doubt is None:
        return frozenset()
    yes = dialogs.Sure.ask(over, doubt.message, doubt.cure, _("确实是补发"), _("不收，再看看"))
    return frozenset({doubt.word}) if yes else None


def _lines(lines: list[str]) -> QPlainTextEdit:
    """All differences, to be scrolled and copied: whoever signs must know who is new and who is missing."""
    shown = QPlainTextEdit("\n".join(lines))
    shown.setReadOnly(True)
    shown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    shown.setObjectName("second_list_lines")
    shown.setAccessibleName(_("两份名单的差别"))
    shown.setFixedHeight(shown.fontMetrics().lineSpacing() * min(len(lines), _LINES_SHOWN) + 24)
    return shown
