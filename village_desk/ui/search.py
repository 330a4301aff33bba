"""The search box that is always there, and the list below it: name large, then group, house and number."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from village_desk.services.finding import Finding, Found
from village_desk.services.hits import Matched
from village_desk.ui.kit import painting, style, wording
from village_desk.ui.kit.arrange import column
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.labels import label, picture, restyle
from village_desk.ui.kit.table_columns import Index
from village_desk.words import _

_LINE = 68
_SHOWN = 6
_MOST = 20
"""The most people in the list: others are found by typing more."""


class _People(QAbstractListModel):
    """The people found, as a list of the view."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[Found] = ()

    def show_found(self, found: Sequence[Found]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.found[index.row()]
        return f"{found.resident.name} {wording.house(found.resident)}" if role == Qt.ItemDataRole.DisplayRole else None


class _Line(QStyledItemDelegate):
    """One person found, in two lines."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _People)
        found = model.found[index.row()]
        place, chosen = painting.cell(option)
        painting.ground(painter, place, chosen)
        inside = place.adjusted(16, 6, -16, -6)
        half = inside.height() // 2
        self._first(painter, QRect(inside.left(), inside.top(), inside.width(), half), found)
        self._second(painter, QRect(inside.left(), inside.top() + half, inside.width(), half), found)

    def _first(self, painter: QPainter, place: QRect, found: Found) -> None:
        left = place.left() + painting.words(painter, place, found.resident.name, role="section", bold=True) + 12
        age = wording.age(found)
        painting.words(painter, place.adjusted(left - place.left(), 0, 0, 0), age)
        left += QFontMetrics(style.font()).horizontalAdvance(age) + 12
        left += painting.pill(painter, left, place, found.standing_in_words(), "plain") + 8
        words, tone = wording.paid(found)
        if words:
            painting.pill(painter, left, place, words, tone)

    def _second(self, painter: QPainter, place: QRect, found: Found) -> None:
        """The matches, the matched part bold; if people share a name, group and house are bold too."""
        for each in found.why:
            place = place.adjusted(self._hit(painter, place, each) + 16, 0, 0, 0)
        apart = wording.house(found.resident)
        ink = "ink" if found.same_name else "muted"
        width = painting.words(painter, place, apart, ink, "small", bold=found.same_name)
        rest = place.adjusted(width + 16, 0, 0, 0)
        if all(each.by != "id_number" for each in found.why):
            painting.words(painter, rest, found.resident.id_number_masked, "muted", "small")

    def _hit(self, painter: QPainter, place: QRect, hit: Matched) -> int:
        """One match such as 电话 …1240, the typed digits in bold; returns its width."""
        left = place.left()
        named = f"{hit.called} {hit.before}"
        for text, ink, bold in ((named, "ink", False), (hit.hit, "primary", True), (hit.after, "ink", False)):
            rest = QRect(left, place.top(), max(place.right() - left, 0), place.height())
            left += painting.words(painter, rest, text, ink, "small", bold=bold) if text else 0
        return left - place.left()


class SearchBox(QLineEdit):
    """Finds people as one types; arrows and Enter choose. ``chosen`` says whom.

    Of several people whom digits fit nobody is chosen before she does: an arrow has to be pressed first.
    """

    chosen = Signal(object)

    def __init__(self, finding: Finding, over: QWidget) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText(_("找人：姓名、拼音首字母、身份证后四位、电话、户号"))
        self.setAccessibleName(_("找人"))
        self.setClearButtonEnabled(False)
        self._finding = finding
        self._sign = picture("search")
        self._sign.setParent(self)
        self._people = _People()
        self._over = over
        self._build_list(over)
        self.textChanged.connect(self.look)

    def _build_list(self, over: QWidget) -> None:
        self.results = QFrame(over)
        self.results.setObjectName("results")
        self.list = QListView()
        self.list.setObjectName("results_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._people)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._choose)
        self.nobody = label(_("没有找到。试试姓名里的一个字，或身份证后四位。"), "muted", "nobody", wrap=True)
        self.nobody.setContentsMargins(16, 12, 16, 12)
        self.several = label("", "strong", "several")
        self.several.setContentsMargins(16, 8, 16, 8)
        self.results.setLayout(column(self.several, self.list, self.nobody, gap=0, margin=4))
        self.results.hide()
        over.installEventFilter(self)

    def found(self) -> Sequence[Found]:
        """Whom the list shows."""
        return self._people.found if self.results.isVisible() else ()

    def look(self, text: str) -> None:
        """Show the people who match the typed text."""
        if not text.strip():
            self.results.hide()
            return
        found = self._finding.find(text, _MOST)
        self._people.show_found(found)
        several = self._finding.must_choose(text, found)
        self.list.setVisible(bool(found))
        self.nobody.setVisible(not found)
        self.several.setVisible(several)
        if several:
            self._say_several(asked=False)
        self.list.setCurrentIndex(self._people.index(-1 if several or not found else 0))
        self._place()

    def _say_several(self, asked: bool) -> None:
        """Why nobody is chosen; in the colour of what wants a hand when Enter ``asked`` for the first."""
        count = len(self._people.found)
        words = _("有 {n} 个人以上，再多打几个字") if count >= _MOST else _("有 {n} 个人，先选一个：按 ↓")
        self.several.setText(words.format(n=count))
        restyle(self.several, tone="attention" if asked else "")

    def close_list(self) -> bool:
        """Hide the list and keep the typed text; False when the list was not open."""
        was_open = self.results.isVisible()
        self.results.hide()
        return was_open

    def _place(self) -> None:
        over = self._over
        corner = self.mapTo(over, QPoint(0, self.height() + 6))
        lines = min(len(self._people.found), _SHOWN)
        height = (lines * _LINE if lines else self.nobody.sizeHint().height()) + 10
        height += self.several.sizeHint().height() if self.several.isVisibleTo(self.results) else 0
        width = min(max(self.width(), 560), over.width() - corner.x() - 16)
        self.results.setGeometry(corner.x(), corner.y(), width, min(height, over.height() - corner.y() - 16))
        self.results.show()
        self.results.raise_()

    def _choose(self, index: QModelIndex) -> None:
        found = self._people.found[index.row()]
        self.results.hide()
        self.clear()
        self.chosen.emit(found)

    def _enter(self) -> None:
        """Take who is chosen; show the list again that was put away."""
        if not self.found():
            self.look(self.text())
        elif self.list.currentIndex().isValid():
            self._choose(self.list.currentIndex())
        else:
            self._say_several(asked=True)

    def _step(self, by: int) -> None:
        at = self.list.currentIndex().row()
        row = max(0, min(at + by if at >= 0 else 0, len(self._people.found) - 1))
        self.list.setCurrentIndex(self._people.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list follows the size of the window."""
        if event.type() == QEvent.Type.Resize and self.results.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk through the list, Enter chooses, in the empty box it is the page's; all else types."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
        if self.found() and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in ENTER and not self.text().strip():
            event.ignore()  # the page's
        elif event.key() in ENTER:
            self._enter()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """The sign stands at the left."""
        self._sign.move(12, (self.height() - self._sign.sizeHint().height()) // 2)
