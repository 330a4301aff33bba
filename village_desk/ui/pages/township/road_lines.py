"""Lines that the township refused, remarked on or would refuse: each with its reason, cure and way to mend it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from village_desk.services.road.precheck import Predicted
from village_desk.services.road.received import KeptMessage
from village_desk.services.road.results import RefusedLine
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Place
from village_desk.words import _

_AT_ONCE = 20
"""More lines than this are counted, not shown: nobody mends more at one sitting."""

ShownLine = RefusedLine | Predicted


class LinesCard(Card):
    """A heading and its lines; hides itself without any. ``wanted`` gives the place where a line is mended."""

    wanted = Signal(object)

    def __init__(self, heading: str, word: str, tone: str, name: str, listed: str = "") -> None:
        """``word`` is the state of a line in its pill, ``tone`` the pill's; ``listed``: the list to print."""
        super().__init__("", name=name)
        self._heading, self._word, self._tone = heading, word, tone
        self._title = label(role="section", name=f"{name}_heading")
        self._lines = column(gap=0)
        self.inside.setSpacing(4)
        heading_row = row(self._title, None)
        if listed:
            printing = Button(_("打印、存 Excel"), "quiet", "print", name=f"list_{name}")
            printing.clicked.connect(lambda: self.wanted.emit(Place("workbook", listed)))
            heading_row.addWidget(printing)
        self.add(heading_row)
        self.add(self._lines)
        self.hide()

    def show_lines(self, lines: Sequence[ShownLine]) -> None:
        """Show these instead."""
        empty(self._lines)
        self.setVisible(bool(lines))
        self._title.setText(_("{heading}：{count} 条").format(heading=self._heading, count=len(lines)))
        for number, each in enumerate(lines[:_AT_ONCE]):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(each))
        _add_rest(self._lines, len(lines))

    def _line(self, shown: ShownLine) -> QWidget:
        head = row(pill(*self._state(shown)), label(shown.words, wrap=True), gap=12)
        head.setStretch(1, 1)
        words = column(head, label(shown.reason, "strong", wrap=True), label(shown.cure, "small", wrap=True), gap=4)
        mend = Button(_("去看") if shown.corrected else _("去改"), icon="edit", name=f"mend_{shown.fact}")
        mend.clicked.connect(partial(self.wanted.emit, Place("person", f"{shown.person}@{shown.field}")))
        line = row(words, mend if shown.person else held(column()))
        line.setStretch(0, 1)
        line.setContentsMargins(0, 10, 0, 10)
        return held(line)

    def _state(self, shown: ShownLine) -> tuple[str, str]:
        if shown.corrected:
            return _("已改，随下一批上报"), "done"
        if isinstance(shown, Predicted) and shown.kept:
            return _("镇所升级后再认"), "plain"
        if isinstance(shown, Predicted) and not shown.refused:
            return _("会请你再看"), "plain"
        return self._word, self._tone


class KeptCard(Card):
    """Messages of the township that no page shows yet, listed and counted; hidden when there are none."""

    def __init__(self) -> None:
        super().__init__("", name="kept")
        self._title = label(role="section", name="kept_heading")
        self._lines = column(gap=8)
        under = _("这几样已经收好，本程序还没有页面办它们；要看内容，请问镇所。")
        for item in (self._title, label(under, "muted", wrap=True)):
            self.add(item)
        self.add(self._lines)
        self.hide()

    def show_kept(self, kept: Sequence[KeptMessage]) -> None:
        """Show these instead."""
        empty(self._lines)
        self.setVisible(bool(kept))
        self._title.setText(_("镇所下发、先存着的：{count} 件").format(count=len(kept)))
        for each in kept[:_AT_ONCE]:
            when = wording.moment(each.at)
            count = when if each.why else _("{amount} · {when}").format(amount=each.amount, when=when)
            words = column(label(each.words, wrap=True), gap=2)
            if each.why:
                words.addLayout(_cannot_be_used(each.why))
            line = row(words, label(count, "muted"))
            line.setStretch(0, 1)
            self._lines.addWidget(held(line))
        _add_rest(self._lines, len(kept))


def _cannot_be_used(why: str) -> QHBoxLayout:
    line = row(pill(_("不能用"), "attention"), label(why, "small", wrap=True), gap=12)
    line.setStretch(1, 1)
    return line


def _add_rest(lines: QVBoxLayout, count: int) -> None:
    if count > _AT_ONCE:
        lines.addWidget(label(_("还有 {count} 条，先办上面的").format(count=count - _AT_ONCE), "muted"))
