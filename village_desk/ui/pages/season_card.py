"""The year's collecting as a picture: a bar for each village group, as long as it has people due."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from village_desk.domain.basics import money
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.worklist.reporting import Progress, Season
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, empty, row
from village_desk.ui.kit.bars import Bar
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.words import _

_NAME, _FIGURES, _THICK = 66, 84, 14


class _GroupBar(Button):
    """One group: its name, its bar, how many of how many; a click shows who has not paid."""

    def __init__(self, group: VillageGroup, progress: Progress, most: int, behind: bool) -> None:
        self._figures = f"{progress.paid_people} / {progress.due_people}"
        super().__init__(group.in_words(), "quiet", name=f"season_{group.number or group.name}")
        self._share = progress.paid_people / progress.due_people
        self._length = progress.due_people / most
        self._behind = behind
        words = _("{group}：已缴 {paid} 人，应缴 {due} 人，点一下看没缴的")
        words = words.format(group=group.in_words(), paid=progress.paid_people, due=progress.due_people)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(_NAME + _FIGURES + 60, style.size("control"))

    def _draw_parts(self, painter: QPainter, left: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, middle = "attention" if self._behind else "done", Qt.AlignmentFlag.AlignVCenter
        painter.setFont(style.font(bold=self._behind))
        painter.setPen(style.colour("ink"))
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, _NAME)
        painter.drawText(QRect(0, 0, _NAME, self.height()), middle, name)
        painter.setPen(style.colour(tone if self._behind else "ink"))
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._figures)
        wide = max((self.width() - _NAME - _FIGURES) * self._length, _THICK)
        place = QRectF(_NAME + 6, (self.height() - _THICK) / 2, wide, _THICK)
        painter.setPen(style.colour("edge"))
        painter.setBrush(style.colour("plain_ground"))
        painter.drawRoundedRect(place, 4, 4)
        if self._share:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour(tone))
            painter.drawRoundedRect(QRectF(place.left(), place.top(), max(wide * self._share, 8), _THICK), 4, 4)


class SeasonCard(Card):
    """The whole and its groups.

    ``show_unpaid`` is called with the group whose people are wanted, ``show_report`` for the report of the week.
    """

    def __init__(self, show_unpaid: Callable[[VillageGroup], None], show_report: Callable[[], None]) -> None:
        super().__init__(name="season")
        self._lines = column(gap=6)
        self.add(self._lines)
        self._show_unpaid, self._show_report = show_unpaid, show_report

    def show_season(self, season: Season) -> None:
        """Draw it again."""
        empty(self._lines)
        whole = season.whole
        heading = label(_("{year} 年收缴").format(year=season.year), "section")
        if not whole.due_people:
            self._lines.addWidget(heading)
            self._lines.addWidget(label(_("导入花名册以后，这里显示应缴、已缴和金额。"), "muted", wrap=True))
            return
        people = label(f"{whole.paid_people} / {whole.due_people} " + _("人"), "section")
        amount = label(_("已收 {amount} 元").format(amount=money.figures(whole.collected_fen)))
        self._lines.addLayout(row(heading, None, people))
        self._lines.addLayout(row(amount, None, label(whole.rate, "muted", name="season_rate")))
        words = _("已缴 {paid} 人，应缴 {due} 人").format(paid=whole.paid_people, due=whole.due_people)
        self._lines.addWidget(Bar(whole.paid_people, whole.due_people, words))
        self._show_groups({group: each for group, each in season.by_group.items() if each.due_people})
        report = Button(_("周报和催缴名单"), "quiet", "print", name="season_report")
        report.clicked.connect(self._show_report)
        self._lines.addLayout(row(None, report))

    def _show_groups(self, groups: dict[VillageGroup, Progress]) -> None:
        most = max(each.due_people for each in groups.values())
        shares = {group: each.paid_people / each.due_people for group, each in groups.items()}
        last = min(shares.values())
        for group, each in groups.items():
            behind = shares[group] == last < max(shares.values())
            bar = _GroupBar(group, each, most, behind)
            bar.clicked.connect(partial(self._show_unpaid, group))
            self._lines.addWidget(bar)
