"""Taking a roster in: choose the workbook, see the changes and the held rows, then take the roster or leave it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services import columns
from village_desk.services.columns import Assigned, ColumnsUnknown, ListKind
from village_desk.services.importing import Importing, RosterPreview
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import column, empty, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, Empty
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.columns_card import ColumnsRoom
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.importing import Problem

_LONGEST = 22
"""Figures and letters of a cell that there is room for; of Chinese characters fewer."""

_COLUMNS = [
    Column(_("行"), lambda each: str(each.row or ""), 72, right=True),
    Column(_("姓名、列"), lambda each: each.name or "—", 150, under=lambda each: each.column),
    Column(_("写着"), lambda each: _short(each.value), 240, spare=True),
    Column(_("哪里不对，怎么办"), lambda each: each.message, under=lambda each: each.cure, least=420),
    Column(_("收不收"), lambda each: _state(each)[0], 90, spare=True, tone=lambda each: _state(each)[1]),
]


class ImportPage(Page):
    """The dry run of one workbook."""

    name = "import"
    scrolls = False

    def __init__(self, importing: Importing, jobs: Jobs) -> None:
        super().__init__(_("导入花名册"), _("先试读，看清楚，再收下"))
        self._importing = importing
        self._jobs = jobs
        self._preview: RosterPreview | None = None
        self._file = Path()
        self._assigned: Assigned = {}
        self.setAcceptDrops(True)
        self._build()
        self._show()

    def _build(self) -> None:
        self._start = Empty(
            _("选一个 Excel 名单"),
            _("把文件拖到这里也行。表头在第几行、列的先后都不要紧。试读不会改动任何资料。"),
            _("选文件"),
            "import",
            "Enter",
        )
        self._start.acted.connect(self._ask_file)
        self._counts = row(gap=16)
        self._table = Table("problems", _COLUMNS)
        self._table.setCursor(self.cursor())
        self._held_words = label(role="section", name="held_words")
        self._save = Button(_("存问题表"), icon="save", key="Ctrl+S", name="save_problems")
        self._save.clicked.connect(self._save_problems)
        self._columns = ColumnsRoom(ListKind.ROSTER)
        self._columns.assigned.connect(self._assign_columns)
        self._columns.closed.connect(self._show)
        heading = row(self._held_words, None, self._save)
        self._held = held(column(heading, self._table, gap=12))
        self._nothing_held = Empty(_("每一行都没问题"), _("按“收下”就进花名册。"), icon="tick")
        self.body.addWidget(self._start, 1)
        self.body.addLayout(self._counts)
        self.body.addWidget(self._columns, 1)
        self.body.addWidget(self._held, 1)
        self.body.addWidget(self._nothing_held, 1)
        self._other = Button(_("换一个文件"), icon="import", key="Ctrl+O", name="other_file")
        self._other.clicked.connect(self._ask_file)
        self._look = Button(_("各列怎么读"), icon="table", name="show_columns")
        self._look.clicked.connect(self._show_columns)
        main = LargeButton("", name="take")
        main.clicked.connect(self._take)
        self.foot(self._look, self._other, main=main)

    def open(self, about: str) -> None:
        """Read the workbook at this path."""
        self.read(Path(about))

    def read(self, path: Path) -> None:
        """Begin the dry run."""
        self.notice.hide()
        if path != self._file:
            self._assigned = {}
        self._file = path
        words = _("正在试读 {name}").format(name=path.name)
        self._jobs.start(words, partial(_read, path, self._assigned), self._show_preview, self._unread)

    def _unread(self, error: object) -> None:
        """Forget the earlier preview; a file with unknown columns is read once she has assigned them."""
        self._preview = None
        self._show()
        if isinstance(error, ColumnsUnknown) and error.headings:
            self._columns.show_tables(error.headings)
            self._start.hide()
            self._other.show()
        self.failed(error)

    def _show_columns(self) -> None:
        if self._preview is not None:
            self._columns.show_tables(self._preview.reading.headings)
            self._held.hide()
            self._nothing_held.hide()

    def _assign_columns(self, assigned: Assigned) -> None:
        for key, fields in assigned.items():
            self._assigned[key] = self._assigned.get(key, {}) | fields
        self.read(self._file)

    def back(self) -> bool:
        """Put the dry run away; nothing was recorded."""
        was_there, self._preview = self._preview is not None or self._columns.isVisible(), None
        self._show()
        return was_there

    def first_field(self) -> QWidget | None:
        """The button for Enter: take the roster in, or choose the file."""
        if self._preview is None:
            return self._start.findChild(Button)
        return self.main if self.main is not None and self.main.isEnabled() else self._other

    def _ask_file(self) -> None:
        path = dialogs.OpenFile.ask(self, _("选花名册"), dialogs.LISTS)
        if path is not None:
            self.read(path)

    def _show_preview(self, preview: RosterPreview) -> None:
        self._preview = preview
        self._show()
        (self.first_field() or self).setFocus()

    def _take(self) -> None:
        if self._preview is not None and not self._jobs.busy:
            self._jobs.start(_("正在收下花名册"), partial(_take, self._preview), self._taken, self.failed)

    def _taken(self, taken: RosterPreview) -> None:
        self._preview = None
        self._show()
        self.changed.emit()
        words = _("花名册收下了：新增 {added} 人，更新 {changed} 人，现在共 {after} 人").format(
            added=len(taken.to_add), changed=len(taken.to_change), after=taken.after
        )
        under = _("暂扣的 {held} 行留在这里，改好一行进一人；没改完的“今日”里还有。").format(held=taken.held)
        self.wanted.emit(Place("mending", "", words, under) if taken.held else Place("people", "", words))

    def _save_problems(self) -> None:
        if self._preview is None:
            return
        proposed = _("{name}-问题表.xlsx").format(name=self._preview.reading.source.stem)
        out = dialogs.SaveFile.ask(self, _("存问题表"), proposed, _("Excel 工作簿 (*.xlsx)"))
        if out is None:
            return
        with faults.presented(self):
            self._importing.write_problems(self._preview, out)
            self.show_done(_("问题表存好了：{name}").format(name=out.name), _("照“怎么办”一列改好，再从这里导入。"))

    def _show(self) -> None:
        preview = self._preview
        self._columns.hide()
        self._start.setVisible(preview is None)
        for each in (self._look, self._other, self.main):
            assert each is not None
            each.setVisible(preview is not None)
        empty(self._counts)
        self._held.setVisible(bool(preview and preview.problems))
        self._nothing_held.setVisible(bool(preview and not preview.problems))
        if preview is None:
            return
        for card in _counts(preview):
            self._counts.addWidget(card)
        self._table.show_rows(preview.problems)
        self._held_words.setText(_problem_words(preview))
        new = len(preview.to_add) + len(preview.to_change)
        assert isinstance(self.main, Button)
        nobody = _("留下暂扣的 {held} 行").format(held=preview.held) if preview.held else _("没有要收的")
        self.main.say(_("收下 {count} 人").format(count=new) if new else nobody)
        self.main.setEnabled(bool(new or preview.held))

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file is held over the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        urls = event.mimeData().urls()
        if urls:
            self.read(Path(urls[0].toLocalFile()))


def _problem_words(preview: RosterPreview) -> str:
    """How many rows are held, and how many remarks there are on rows that are taken."""
    remarks = sum(not each.holds for each in preview.problems)
    held = _("暂扣 {held} 行").format(held=preview.held) if preview.held else ""
    remarks_words = _("{n} 处提醒，不影响收下").format(n=remarks) if remarks else ""
    assigned = columns.in_words(ListKind.ROSTER, preview.reading.headings)
    return _("；").join(filter(None, [held, remarks_words, assigned]))


def _short(value: str) -> str:
    most = _LONGEST if value.isascii() else _LONGEST // 2 + 3
    return value if len(value) <= most else value[: most - 1] + "…"


def _state(problem: Problem) -> tuple[str, str]:
    return (_("暂扣"), "attention") if problem.holds else (_("提醒"), "plain")


def _counts(preview: RosterPreview) -> list[Card]:
    figures: list[tuple[str, int, str]] = [
        (_("名单上的人"), preview.rows, ""),
        (_("新增"), len(preview.to_add), "done" if preview.to_add else ""),
        (_("资料有更新"), len(preview.to_change), ""),
        (_("和本台一样"), preview.unchanged, ""),
        (_("暂扣"), preview.held, "attention" if preview.held else ""),
    ]
    if preview.reading.repeated:
        figures.append((_("重复的行，只收一次"), preview.reading.repeated, ""))
    return [_count(words, count, tone) for words, count, tone in figures]


def _count(words: str, count: int, tone: str) -> Card:
    number = label(str(count), "title")
    restyle(number, tone=tone)
    card = Card("", column(number, label(words, "small"), gap=0))
    card.inside.setContentsMargins(16, 10, 16, 10)
    return card


def _read(path: Path, assigned: Assigned, desk: Desk, progress: Progress) -> RosterPreview:
    return desk.importing.read(path, progress, assigned)


def _take(preview: RosterPreview, desk: Desk, progress: Progress) -> Any:
    return desk.importing.take(preview, progress)
