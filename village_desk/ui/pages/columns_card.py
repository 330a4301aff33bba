"""The card on which a person assigns columns: each heading, a few of its cells, and a choice. Records nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from village_desk.services import columns
from village_desk.services.columns import AUTO, Assigned, ListKind
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import choice
from village_desk.ui.kit.labels import label
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.columns import Heading, Headings

_KEEP = "keep"
_HEADING, _SAMPLES, _CHOICE = range(3)
_CHOICE_WIDTH, _HEADING_LEAST = 280, 130


class ColumnsCard(Card):
    """``assigned`` carries the choices (``Assigned``) when she presses the button and at least one has changed."""

    assigned = Signal(object)

    def __init__(self, kind: ListKind, tables: Sequence["Headings"], only_asked: bool) -> None:
        super().__init__("", tone="attention" if only_asked else "plain", name="columns")
        self.inside.setContentsMargins(16, 12, 16, 14)
        self._kind = kind
        self._boxes: list[tuple[str, int, QComboBox]] = []
        words = _("这几列是什么？说一次，以后同样表头的名单就照这样读。")
        self.add(label(words if only_asked else _("每一列读作什么；不对的可以改，改一次就记得。"), "strong", wrap=True))
        lines = QGridLayout()
        lines.setHorizontalSpacing(style.size("gap"))
        lines.setVerticalSpacing(8)
        lines.setColumnStretch(_SAMPLES, 1)
        for table in {each.key: each for each in tables}.values():
            for heading in table.columns:
                if heading.asked or not only_asked:
                    self._add(lines, table.key, heading)
        self.add(lines)
        button = Button(_("照这样读"), icon="tick", name="say_columns")
        button.clicked.connect(self._emit_choices)
        self.add(row(None, button))

    def _add(self, lines: QGridLayout, key: str, heading: "Heading") -> None:
        place = lines.rowCount()
        box = choice(_options(self._kind, heading))
        box.setObjectName(f"column_{heading.words}")
        box.setAccessibleName(_("“{heading}”这一列是什么").format(heading=heading.words))
        box.setFixedWidth(_CHOICE_WIDTH)
        shown: list[QWidget] = [
            label(heading.words.replace("/", " · "), "strong", wrap=True),
            label(_("、").join(heading.samples) or _("（空的）"), "muted", wrap=True),
            box,
        ]
        for across, widget in enumerate(shown):
            lines.addWidget(widget, place, across, Qt.AlignmentFlag.AlignVCenter)
        lines.setColumnMinimumWidth(_HEADING, _HEADING_LEAST)
        self._boxes.append((key, heading.column, box))

    def _emit_choices(self) -> None:
        found: Assigned = {}
        for key, place, box in self._boxes:
            if box.currentData() != _KEEP:
                found.setdefault(key, {})[place] = box.currentData()
        if found:
            self.assigned.emit(found)


def _options(kind: ListKind, heading: "Heading") -> list[tuple[str, str]]:
    """The choices for a column: the present one first, then all others."""
    now = columns.reading_of(kind, heading).partition("（")[0]
    first = (
        _("{field}（按说过的）") if heading.assigned else _("{field}（程序认的）") if heading.field else _("请选一项")
    )
    others = [
        (words, field) for field, words in kind.fields().items() if field != heading.field or not heading.assigned
    ]
    back = [(_("不再按说过的，由程序认"), AUTO)] if heading.assigned else []
    return [(first.format(field=now), _KEEP), *others, *back]


class ColumnsRoom(Scrolled):
    """The card in a scrolling area, as a page of its own. ``closed``: she leaves all columns as they are."""

    assigned = Signal(object)
    closed = Signal()

    def __init__(self, kind: ListKind) -> None:
        self._inside = column(gap=12)
        super().__init__(held(self._inside, "body"))
        self._kind = kind
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_tables(self, tables: Sequence["Headings"]) -> None:
        """Show how the columns of these tables are read."""
        empty(self._inside)
        card = ColumnsCard(self._kind, tables, only_asked=False)
        card.assigned.connect(self.assigned)
        close = Button(_("不改了"), "quiet", name="close_columns")
        close.clicked.connect(self.closed)
        self._inside.addWidget(card)
        self._inside.addLayout(row(None, close))
        self._inside.addStretch(1)
        self.show()
