"""The list of held rows: name and group, the bad value in red figures, the reason in four words."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from village_desk.services.roster import held_words
from village_desk.services.roster.mending import HeldRow
from village_desk.ui.kit import painting, style
from village_desk.ui.kit.table_columns import Index
from village_desk.words import _

_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class _Rows(QAbstractListModel):
    """The rows, as a list of the view."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[HeldRow] = ()

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()].held
        words = f"{held_words.named(row)} {held_words.of_row(row)}"
        return words if role == Qt.ItemDataRole.DisplayRole else None


class _Line(QStyledItemDelegate):
    """One row, in two lines."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, style.size("held_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Rows)
        found = model.rows[index.row()]
        place, chosen = painting.cell(option)
        painting.ground(painter, place, chosen)
        inside = place.adjusted(24, 8, -24, -8)
        half = inside.height() // 2
        above, below = inside.adjusted(0, 0, 0, -half), inside.adjusted(0, half, 0, 0)
        why = _("先放着") if found.until and not chosen else held_words.of_row(found.held)
        painter.setFont(style.font("small", bold=True))
        painter.setPen(style.colour("muted" if found.until else "now"))
        painter.drawText(above, _RIGHT, why)
        room = above.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(why) - 12, 0)
        width = painting.words(painter, room, held_words.named(found.held), role="name", bold=True)
        painting.words(painter, room.adjusted(width + 10, 0, 0, 0), held_words.group(found.held), "muted", "small")
        painter.setFont(style.figures("name"))
        painter.setPen(style.colour("muted" if found.until else "now"))
        painter.drawText(below, _LEFT, held_words.bad_value(found.held))


class HeldList(QListView):
    """The rows that wait. The keyboard stays in the form; ``chosen``: a row was clicked (its id)."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("held_rows")
        self.setAccessibleName(_("暂扣的行"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = _Rows()
        self.setModel(self._model)
        self.setItemDelegate(_Line(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[HeldRow], current: str) -> None:
        """Show these rows, one of them chosen (its id) and in sight."""
        self._model.show_rows(rows)
        place = next((place for place, each in enumerate(rows) if each.id == current), -1)
        self.setCurrentIndex(self._model.index(place))

    def rows(self) -> Sequence[HeldRow]:
        """The rows shown."""
        return self._model.rows

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].id)
