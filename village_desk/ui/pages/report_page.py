"""The report of the season and the lists of who is behind: shown as they will print, printed, or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sync.agreement.values import value
from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services.reports.arrears import ArrearsBy
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _

_KINDS = (
    (_("周报"), "week"),
    (_("日报"), "day"),
    (_("半月报"), "half-month"),
    (_("月报"), "month"),
    (_("年报"), "year"),
    (_("催缴名单：今年应缴还没缴的"), ArrearsBy.DUE.value),
    (_("催缴名单：去年缴过、今年还没缴的"), ArrearsBy.LAST_YEAR.value),
)
_LISTS = {each.value for each in ArrearsBy}


@value
class _ReportDrawn:
    """The paper of a kind, and the same as a workbook. ``words``: the figures in one line."""

    kind: str
    name: str
    pdf: bytes
    pages: int
    book: bytes
    words: str


class ReportPage(Page):
    """One report; ``open`` takes its kind: a span, or the list of who is behind."""

    name = "report"
    prints = "report"

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(_("进度和催缴"), _("都是从账上数出来的，不用填"))
        self._jobs = jobs
        self._drawn: _ReportDrawn | None = None
        self._kinds = choice(list(_KINDS))
        self._words = label(role="muted", name="report_words", wrap=True)
        self._paper = PaperView("report_paper")
        self._kinds.currentIndexChanged.connect(self._begin)
        chosen = row(Field("report_kind", _("哪一种"), self._kinds), self._words, gap=24)
        chosen.setStretch(1, 1)
        self.body.addLayout(chosen)
        self.body.addWidget(self._paper, 1)
        self._save = Button(_("存成 PDF"), icon="save", key="Ctrl+S", name="save_report")
        self._save.clicked.connect(self.mend)
        self._book = Button(_("存成 Excel"), icon="save", name="report_workbook")
        self._book.clicked.connect(self._save_book)
        main = LargeButton(_("数一遍"), "print", name="main")
        main.clicked.connect(self._step)
        self.foot(self._save, self._book, main=main)

    def open(self, about: str) -> None:
        """Draw the report of that kind, else of the week."""
        self._kinds.blockSignals(True)
        self._kinds.setCurrentIndex(max(self._kinds.findData(about), 0))
        self._kinds.blockSignals(False)
        self._begin()

    def first_field(self) -> QWidget | None:
        """The main button once there is a paper, else the choice of a kind."""
        return self.main if self._drawn is not None else self._kinds

    def paper(self) -> tuple[str, bytes] | None:
        """The report at hand."""
        return (self._drawn.name, self._drawn.pdf) if self._drawn else None

    def sort_of_paper(self) -> str:
        """A list is chosen for apart from the report."""
        return _sort(str(self._kinds.currentData())).value

    def _begin(self) -> None:
        """Count and draw beside the window."""
        self.notice.hide()
        self._drawn = None
        self._paper.show_nothing()
        self._show_main()
        self._jobs.start(_("正在数"), partial(_draw, str(self._kinds.currentData())), self._show, self.failed)

    def _show(self, drawn: _ReportDrawn) -> None:
        """Show the paper, unless another kind was chosen meanwhile."""
        if drawn.kind != self._kinds.currentData():
            return
        self._drawn = drawn
        self._words.setText(drawn.words)
        self._paper.show_paper(drawn.pdf)
        self._show_main()

    def _show_main(self) -> None:
        assert isinstance(self.main, Button)
        pages = self._drawn.pages if self._drawn else 0
        self.main.say(_("打印 {pages} 页").format(pages=pages) if pages else _("数一遍"))
        for each in (self._save, self._book):
            each.setVisible(bool(pages))

    def _step(self) -> None:
        """Enter prints what is shown, or counts again."""
        with faults.presented(self):
            if self._jobs.busy:
                return
            if self._drawn is None:
                self._begin()
            else:
                self._jobs.start(_("正在打印"), partial(_send, self._drawn), self._printed, self.failed)

    def _printed(self, drawn: _ReportDrawn) -> None:
        words = _("{name}已送到打印机，共 {pages} 页")
        self.show_done(words.format(name=drawn.name, pages=drawn.pages))

    def _save_book(self) -> None:
        if self._drawn is None:
            return
        out = dialogs.SaveFile.ask(self, _("存成 Excel"), f"{self._drawn.name}.xlsx", "Excel (*.xlsx)")
        if out is not None:
            with faults.presented(self):
                self._saved(out.with_suffix(".xlsx"), self._drawn.book)

    def _saved(self, out: Path, book: bytes) -> None:
        places.write(out, book)
        self.show_done(_("存好了：{name}").format(name=out.name), _("在文件夹 {folder}").format(folder=out.parent))


def _draw(kind: str, desk: Desk, _progress: Progress) -> _ReportDrawn:
    papers = desk.report_papers
    if kind in _LISTS:
        behind = desk.arrears.behind(ArrearsBy(kind))
        paper, book = papers.arrears(behind), papers.arrears_book(behind)
        return _ReportDrawn(kind, _("催缴名单"), paper.pdf, paper.pages, book, behind.rate_in_words())
    report = desk.progress_reports.report(kind)
    paper, whole = papers.progress(report), report.whole
    words = _("应缴 {due} 人，已缴 {paid} 人，{rate}")
    figures = words.format(due=whole.due, paid=whole.paid, rate=whole.rate.percent())
    return _ReportDrawn(kind, _("收缴进度"), paper.pdf, paper.pages, papers.progress_book(report), figures)


def _send(drawn: _ReportDrawn, desk: Desk, progress: Progress) -> _ReportDrawn:
    spooling.send(drawn.pdf, f"report-{drawn.kind}", progress, PrintChoices(desk.path).of(_sort(drawn.kind)))
    return drawn


def _sort(kind: str) -> PaperSort:
    return PaperSort.ARREARS if kind in _LISTS else PaperSort.REPORT
