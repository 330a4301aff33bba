"""What is done with the whole list of what waits: a pocket list on paper, a workbook out, and the workbook back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services.worklist.narrowing import TodoFilter
from village_desk.services.worklist.todo_papers import TodoPapers, TodoReading
from village_desk.services.worklist.worklist import Item
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _

_MOST_TOLD = 8
"""Refused rows of a workbook that are told on the screen."""
InSight = Callable[[], tuple[str, TodoFilter]]
"""Asks for the kind in sight, and whose things of it."""


class TodoPaperwork:
    """The buttons at the head of the page, and what they do. ``paper``: the last pocket list, with its name."""

    sort = PaperSort.POCKET

    def __init__(
        self, page: Page, papers: TodoPapers, jobs: Jobs, in_sight: InSight, in_hand: Callable[[], Item | None]
    ) -> None:
        self._page, self._papers, self._jobs, self._in_sight, self._in_hand = page, papers, jobs, in_sight, in_hand
        self.paper: tuple[str, bytes] | None = None
        take = Button(_("读回 Excel"), "quiet", name="todo_take")
        take.clicked.connect(self._read)
        pocket = Button(_("口袋名单"), icon="print", key="Ctrl+P", name="todo_pocket")
        pocket.clicked.connect(lambda: self._start(_("正在打印"), partial(_print, *in_sight()), self._printed))
        save = Button(_("存 Excel"), icon="save", key="Ctrl+E", name="todo_workbook")
        save.clicked.connect(self._save)
        self._of_list = (pocket, save)
        self._group = Button(_("按组录"), key="Ctrl+G", name="todo_group")
        self._group.clicked.connect(self._enter_group)
        for each in (take, self._group, pocket, save):
            page.beside.addWidget(each)

    def show_ready(self, ready: bool) -> None:
        """Whether there is a list to print or save."""
        for each in self._of_list:
            each.setEnabled(ready)
        self._group.setVisible(ready and self._in_sight()[0] == "unpaid")

    def _enter_group(self) -> None:
        """What was brought home from the group of the thing in hand is entered at once."""
        item = self._in_hand()
        group = item.whom.group if item is not None and item.whom is not None else None
        about = str(group.number or group.name) if group is not None else ""
        self._page.wanted.emit(Place("group_sheet", about))

    def _start(self, words: str, work: Callable[[Desk, Progress], Any], done: Callable[[Any], None]) -> None:
        with faults.presented(self._page):
            if not self._jobs.busy:
                self._jobs.start(words, work, done, self._page.failed)

    def _printed(self, drawn: tuple[bytes, int]) -> None:
        pdf, pages = drawn
        self.paper = (_("待办口袋名单"), pdf)
        self._page.show_done(_("口袋名单已送到打印机，共 {pages} 页").format(pages=pages))

    def _save(self) -> None:
        """What is in sight as a workbook, to be filled in."""
        out = dialogs.SaveFile.ask(self._page, _("存 Excel"), _("待办.xlsx"), "Excel (*.xlsx)")
        if out is not None:
            self._start(_("正在存"), partial(_write, *self._in_sight(), out.with_suffix(".xlsx")), self._saved)

    def _saved(self, out: Path) -> None:
        words = _("填好黄色的三列，存上，再点“读回 Excel”。")
        self._page.show_done(_("存好了：{name}").format(name=out.name), words)

    def _read(self) -> None:
        """A workbook that was filled in: looked at first; what can be taken is recorded when she says so."""
        path = dialogs.OpenFile.ask(self._page, _("读回 Excel"), "Excel (*.xlsx *.xls *.csv)")
        if path is not None:
            self._start(_("正在读"), partial(_look, path), self._ask)

    def _ask(self, reading: TodoReading) -> None:
        words = _("第 {row} 行 {name}：{why}")
        lines = [words.format(row=each.row, name=each.name, why=each.why) for each in reading.refused]
        under = "\n".join([*lines[:_MOST_TOLD], *([_("……")] if len(lines) > _MOST_TOLD else [])])
        yes = _("记下 {n} 条").format(n=len(reading.outcomes))
        with faults.presented(self._page):
            if not reading.outcomes:
                self._page.notice.say(reading.in_words(), under, "attention")
            elif dialogs.Sure.ask(self._page, reading.in_words(), under or _("都能记下"), yes):
                taken = self._papers.take(reading)
                self._page.changed.emit()
                self._page.notice.say(_("记下 {n} 条").format(n=taken), under, "attention" if lines else "done")


def _print(kind: str, wanted: TodoFilter, desk: Desk, progress: Progress) -> tuple[bytes, int]:
    paper = desk.todo_papers.pocket(kind, wanted)
    spooling.send(paper.pdf, "pocket-list", progress, PrintChoices(desk.path).of(PaperSort.POCKET))
    return paper.pdf, paper.pages


def _write(kind: str, wanted: TodoFilter, out: Path, desk: Desk, _progress: Progress) -> Path:
    places.write(out, desk.todo_papers.book(kind, wanted))
    return out


def _look(path: Path, desk: Desk, _progress: Progress) -> TodoReading:
    return desk.todo_papers.read(path)
