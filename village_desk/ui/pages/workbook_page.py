"""A list as a workbook: which columns, then where to. What was chosen is proposed the next time on this PC."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sync.agreement.values import value
from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services.registers import workbooks
from village_desk.services.registers.workbooks import BookKind
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import empty, grid, held
from village_desk.ui.kit.buttons import Button, LargeButton, Tick
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.pages import list_jobs
from village_desk.ui.pages.list_jobs import ListOnPaper
from village_desk.ui.remembered import Remembered
from village_desk.words import _

_COLUMNS = 4
_LEFT_OUT = "columns left out of "


@value
class _Wanted:
    """What is to be saved: which list, of whom or which payout list, and where."""

    kind: BookKind
    about: str
    columns: tuple[str, ...]
    out: Path


class WorkbookPage(Page):
    """One list; ``open`` takes its kind and, after a line break, whom it shows (``Narrowed.place``) or which list."""

    name = "workbook"
    prints = "list"

    def __init__(self, jobs: Jobs, remembered: Remembered) -> None:
        super().__init__(_("存 Excel、打印"), _("点一下加上或去掉一列；身份证号和账号遮住中间几位"))
        self._jobs, self._remembered = jobs, remembered
        self._kind, self._about = BookKind.PEOPLE, ""
        self._ticks: dict[str, Tick] = {}
        self._drawn: ListOnPaper | None = None
        self._tiles = grid(columns=_COLUMNS)
        self.body.addWidget(Card(_("要哪些列"), held(self._tiles)))
        self.body.addStretch(1)
        main = LargeButton(_("存成 Excel"), "save", name="save_workbook")
        main.clicked.connect(self._save)
        self._print_button = Button(_("打印"), icon="print", key="Ctrl+P", name="print_list")
        self._print_button.clicked.connect(self._print)
        self.foot(self._print_button, main=main)

    def open(self, about: str) -> None:
        """Offer the columns of that list, those that were wanted last."""
        kind, _break, self._about = about.partition("\n")
        self._drawn = None
        self.notice.hide()
        self._kind = BookKind(kind)
        out = self._remembered.get(_LEFT_OUT + kind).split()
        empty(self._tiles)
        self._ticks = {each.name: _tick(each, each.name not in out) for each in workbooks.columns(self._kind)}
        for place, tick in enumerate(self._ticks.values()):
            tick.toggled.connect(self._show_main)
            self._tiles.addWidget(tick, place // _COLUMNS, place % _COLUMNS)
        self.title.setText(_("{list}存 Excel、打印").format(list=self._kind.in_words()))
        self._show_main()

    def _chosen(self) -> tuple[str, ...]:
        return tuple(name for name, tick in self._ticks.items() if tick.isChecked())

    def _show_main(self) -> None:
        """Without a column there is nothing to save, and the button says so."""
        assert isinstance(self.main, Button)
        count = len(self._chosen())
        self.main.setEnabled(bool(count))
        self._print_button.setEnabled(bool(count))
        self.main.say(_("存成 Excel") if count else _("先点上一列"))

    def missing(self) -> Button | None:
        """The first column, when none is wanted."""
        return next(iter(self._ticks.values()), None)

    def _save(self) -> None:
        out = dialogs.SaveFile.ask(self, _("存成 Excel"), f"{self._kind.in_words()}.xlsx", "Excel (*.xlsx)")
        if out is None:
            return
        self._keep_columns()
        wanted = _Wanted(self._kind, self._about, self._chosen(), out.with_suffix(".xlsx"))
        with faults.presented(self):
            self._jobs.start(_("正在存名单"), partial(_write, wanted), self._saved, self.failed)

    def _keep_columns(self) -> None:
        left_out = (name for name, tick in self._ticks.items() if not tick.isChecked())
        self._remembered.keep(_LEFT_OUT + self._kind.value, " ".join(left_out))

    def _print(self) -> None:
        """Draw the list with these columns and print it: two works, so that what is drawn can be kept as a file."""
        if self._jobs.busy:
            return
        self._keep_columns()
        work = partial(list_jobs.draw, self._kind, self._about, self._chosen())
        self._jobs.start(_("正在排名单"), work, self._send, self.failed)

    def _send(self, drawn: ListOnPaper) -> None:
        self._drawn = drawn
        self._jobs.start(_("正在打印"), partial(list_jobs.send, drawn), self._printed, self.failed)

    def _printed(self, drawn: ListOnPaper) -> None:
        words = _("{name}已送到打印机，共 {pages} 页").format(name=drawn.kind.in_words(), pages=drawn.pages)
        self.show_done(words, drawn.by_hand)

    def paper(self) -> tuple[str, bytes] | None:
        """The list as it was drawn last."""
        return (self._drawn.kind.in_words(), self._drawn.pdf) if self._drawn is not None else None

    def _saved(self, out: Path) -> None:
        self.show_done(_("存好了：{name}").format(name=out.name), _("在文件夹 {folder}").format(folder=out.parent))


def _tick(each: workbooks.BookColumn, wanted: bool) -> Tick:
    return Tick(each.heading, wanted, f"column_{each.name}")


def _write(wanted: _Wanted, desk: Desk, progress: Progress) -> Path:
    made = desk.workbooks.book(wanted.kind, wanted.about, wanted.columns, progress)
    places.write(wanted.out, made)
    return wanted.out
