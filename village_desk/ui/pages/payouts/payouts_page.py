"""Payouts: the month's list comes in, is checked question by question, and its signing roster is printed."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.services import printable
from village_desk.services.columns import Assigned, ColumnsUnknown
from village_desk.services.matching import in_words
from village_desk.services.papers import Papers
from village_desk.services.paying import Earlier, Paying, PayoutList, PayoutPreview, Second
from village_desk.services.signing_rosters import WHOLE, DrawnRoster, RosterPart
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import column, held
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Empty
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.steps import Steps
from village_desk.ui.pages.payouts import jobs as payout_jobs
from village_desk.ui.pages.payouts import lists as payout_lists
from village_desk.ui.pages.payouts import second_list
from village_desk.ui.pages.payouts.matching import MatchingRoom
from village_desk.ui.pages.payouts.roster_room import RosterRoom
from village_desk.words import _

_RECEIVE, _CHECK, _PRINT, _SIGN = range(4)


class PayoutsPage(Page):
    """The payout lists of the desk, and the one at hand."""

    name = "payouts"
    prints = "roster"
    scrolls = False

    def __init__(self, paying: Paying, papers: Papers, jobs: Jobs) -> None:
        super().__init__(_("发放"), _("镇所的名单来了，对一遍，打出签字花名册"))
        self._paying = paying
        self._papers = papers
        self._jobs = jobs
        self._preview: PayoutPreview | None = None
        self._list, self._file = "", Path()
        self._earlier: Earlier | None = None
        self._second: Second | None = None
        self._assigned: Assigned = {}
        self._pdf, self._blanks = b"", ""
        self._roster: DrawnRoster | None = None
        self._build()

    def _build(self) -> None:
        self._steps = Steps([_("收到名单"), _("核对"), _("打印"), _("签字回来")])
        self._rooms = QStackedWidget()
        for room in (self._receiving(), self._checking(), self._printing(), self._signing()):
            self._rooms.addWidget(room)
        self.body.setSpacing(12)
        self.body.addWidget(self._steps)
        self.body.addWidget(self._rooms, 1)
        self._other = Button(_("返回"), icon="back", key="Esc", name="other")
        self._other.setShortcut("")
        self._other.clicked.connect(lambda: self.back())
        self._reports = Button(_("报镇所的清单"), icon="table", key="Ctrl+L", name="reports")
        self._reports.clicked.connect(self._show_reports)
        self._anew = Button(_("按现在的组重新编页"), icon="table", name="anew")
        self._anew.setToolTip(_("打印过的页不会变；有人换了组，可以另编一版，页标上会写明第几版"))
        self._anew.clicked.connect(partial(self._draw, WHOLE, anew=True))
        self._workbook = payout_lists.workbook(lambda: self.wanted.emit(Place("workbook", f"payouts\n{self._list}")))
        main = LargeButton("", name="main")
        main.clicked.connect(self._step)
        self.foot(self._other, self._reports, self._anew, self._workbook, main=main)

    def _receiving(self) -> QWidget:
        self._table = payout_lists.table()
        self._table.chosen.connect(self._open_list)
        self._none = Empty(
            _("还没有收过发放名单"), _("镇所每月发来的待遇发放名单，在这里选它的 Excel 文件。"), icon="payouts"
        )
        return held(column(self._table, self._none, gap=0))

    def _checking(self) -> QWidget:
        self._matching = MatchingRoom()
        self._matching.look.connect(lambda person: self.wanted.emit(Place("person", person)))
        self._matching.marked.connect(self._show_marks)
        self._matching.settled.connect(self._settle)
        self._matching.assigned.connect(self._assign_columns)
        return self._matching

    def _printing(self) -> QWidget:
        self._paper = RosterRoom()
        self._paper.chosen.connect(self._draw)
        return self._paper

    def _signing(self) -> QWidget:
        self._signed = Empty(
            _("等签字回来"),
            _("逐人签字或按手印，代领的写上代领人。收齐以后和名单一起存档。"),
            _("再打一份"),
            "payouts",
        )
        self._signed.acted.connect(lambda: self._show_step(_PRINT))
        return self._signed

    def refresh(self) -> None:
        """Read the lists again, and the questions of the one at hand: the roster may have been corrected for them."""
        lists = self._paying.all_lists()
        self._table.show_rows(lists)
        self._table.setVisible(bool(lists))
        self._none.setVisible(not lists)
        if self._steps.at == _CHECK and self._preview is not None:
            self.read(self._file)
        elif self._steps.at == _CHECK:
            self._show_questions()
        self._show_step(self._steps.at)

    def back(self) -> bool:
        """Go one step back; recorded facts stay recorded."""
        if self._steps.at == _RECEIVE:
            return False
        self._preview = None
        self.notice.hide()
        self._show_step(_RECEIVE)
        return True

    def first_field(self) -> QWidget | None:
        """The main button; if it is not enabled yet, the page itself, so that Enter out of habit presses nothing."""
        return self.main if self.main is not None and self.main.isEnabled() else self

    def paper(self) -> tuple[str, bytes] | None:
        """The signing roster."""
        return (self._month(), self._pdf) if self._pdf else None

    # the steps

    def _step(self) -> None:
        steps = {_RECEIVE: self._ask_file, _CHECK: self._take, _PRINT: self._print, _SIGN: self.back}
        if self._jobs.busy:
            return
        with faults.presented(self):
            steps[self._steps.at]()

    def _ask_file(self) -> None:
        path = dialogs.OpenFile.ask(self, _("选发放名单"), dialogs.LISTS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Begin to match the list in this file; nothing is recorded yet."""
        self.notice.hide()
        if path != self._file:
            self._matching.begin()
            self._second, self._assigned = None, {}
        self._file = path
        self._jobs.start(_("正在核对名单"), partial(payout_jobs.read, path, self._assigned), self._matched, self.failed)

    def _assign_columns(self, assigned: Assigned) -> None:
        for key, fields in assigned.items():
            self._assigned[key] = self._assigned.get(key, {}) | fields
        self.read(self._file)

    def failed(self, error: object) -> None:
        """Show the columns of a list that could not be read because its columns are unknown."""
        if isinstance(error, ColumnsUnknown) and error.headings and error.code != "columns_asked":
            self._preview, self._list = None, ""
            self._matching.show_unknown(error.headings)
            self._show_step(_CHECK)
        super().failed(error)

    def _matched(self, preview: PayoutPreview) -> None:
        self._preview, self._list = preview, self._paying.known(preview)
        if self._list:
            self._preview = None
            self.show_done(_("这份名单已经收过了"), _("可以直接打印花名册。"))
        self._check()

    def _check(self) -> None:
        self._show_questions()
        self._show_step(_CHECK)
        (self.first_field() or self).setFocus()

    def _settle(self, second: Second) -> None:
        self._second = second
        self._show_step(_CHECK)
        (self.first_field() or self).setFocus()

    def _take(self) -> None:
        sure = second_list.sure(self, self._earlier, self._second)
        if sure is None:
            return
        if self._preview is not None:
            work = partial(payout_jobs.take, self._preview, self._second, sure)
            self._jobs.start(_("正在收下名单"), work, self._taken, self.failed)
            return
        if self._earlier is not None and self._second is not None:
            self._paying.settle(self._list, self._second, sure)
            self.changed.emit()
        self._draw()

    def _taken(self, list_id: str) -> None:
        self._list, self._preview, self._earlier = list_id, None, None
        self._paper.begin()
        self.changed.emit()
        self._draw()

    def _draw(self, part: RosterPart | None = None, anew: bool = False) -> None:
        work = partial(payout_jobs.roster, self._list, anew, part or self._paper.part())
        self._jobs.start(_("正在画花名册"), work, self._drawn, self.failed)

    def _drawn(self, roster: DrawnRoster) -> None:
        self._pdf, self._roster = roster.paper.pdf, roster
        self._paper.show_roster(roster)
        self._blanks = printable.by_hand(roster.paper.by_hand)
        if self._blanks:
            self.notice.say(self._blanks, "", "attention")
        self._show_step(_PRINT)

    def _print(self) -> None:
        work = partial(payout_jobs.print_, self._pdf, self._month())
        self._jobs.start(_("正在打印"), work, self._printed, self.failed)

    def _month(self) -> str:
        return str(self._taken_list().month)

    def _taken_list(self) -> PayoutList:
        return next(each for each in self._paying.all_lists() if each.id == self._list)

    def _printed(self, _nothing: object) -> None:
        with faults.presented(self):
            whole = self._roster is None or self._roster.part.is_whole
            if whole:  # a part is on record since the whole was
                self._record_printed()
            self.show_done(_("花名册已送打印机，共 {pages} 页").format(pages=self._paper.pages()), self._blanks)
            self._show_step(_SIGN if whole else _PRINT)
            self.changed.emit()

    def _record_printed(self) -> None:
        """Record the print. If that fails, the paper is out all the same, and the error says so."""
        try:
            assert self._roster is not None
            self._paying.printed(self._roster.printed)
        except DeskError as error:
            error.message = _("花名册已经送到打印机，只是没有记下：{why}").format(why=error.message)
            raise

    def _open_list(self, taken: Any) -> None:
        self._list, self._preview, self._second = taken.id, None, None
        self._matching.begin()
        self._paper.begin()
        with faults.presented(self):
            if self._paying.questions(taken.id) or self._paying.beside(taken.id):
                self._check()
            else:
                self._draw()

    # what is shown

    def _show_questions(self) -> None:
        if self._preview is None and not self._list:
            return
        if self._preview is not None:
            of = self._preview
            self._earlier = of.earlier
            self._matching.show_questions(of.month, of.payees, of.total_fen, of.questions)
            self._matching.show_columns(of.reading.headings)
        else:
            taken = self._taken_list()
            self._earlier = self._paying.beside(self._list)
            questions = self._paying.questions(self._list)
            self._matching.show_questions(taken.month, taken.payees, taken.total_fen, questions)
        if self._earlier is not None:
            self._matching.show_second(self._earlier, self._second)

    def _show_marks(self) -> None:
        self._reports.setVisible(self._steps.at == _CHECK and bool(self._matching.wrong()))

    def _show_reports(self) -> None:
        """Show the township's faults as lines that can be copied into a message."""
        lines = "\n".join(in_words(each) for each in self._matching.wrong())
        dialogs.Notice.ask(self, _("报镇所的清单"), _("可以全选复制，发给镇所经办人。"), lines)

    def _show_step(self, step: int) -> None:
        self._steps.go(step)
        self._rooms.setCurrentIndex(step)
        main = {
            _RECEIVE: _("收一份名单"),
            _CHECK: _("收下名单") if self._preview else _("看花名册"),
            _PRINT: _("打印"),
            _SIGN: _("知道了"),
        }[step]
        assert isinstance(self.main, Button)
        self.main.say(main)
        known = self._preview is not None or bool(self._list)
        settled = self._earlier is None or self._second is not None
        self.main.setEnabled(step != _CHECK or (known and settled))
        self._other.setVisible(step != _RECEIVE)
        self._workbook.setVisible(step in (_PRINT, _SIGN) and bool(self._list))
        self._anew.setVisible(step == _PRINT and self._roster is not None and self._roster.outdated)
        self._show_marks()
