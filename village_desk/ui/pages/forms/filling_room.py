"""One form at hand: for whom, what stays empty, and its paper as it will print. Shows; the page decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from village_desk.services.forms.catalogue import Form, Origin
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.forms.blanks_card import BlanksCard
from village_desk.ui.pages.forms.form_jobs import FormOnPaper
from village_desk.ui.pages.forms.form_paper import PaperStage
from village_desk.ui.pages.forms.whom_card import WhomCard
from village_desk.words import _

_LEFT, _LEFT_NARROW = 360, 310
_NAMED = 6
"""Of what stays empty, so many by name above the paper."""


class FillingRoom(QWidget):
    """The room; its buttons are the page's to connect.

    The main one is never out of reach, so that the keyboard never strays to another: it is the page that lets it rest.
    """

    def __init__(self, whom: WhomCard, blanks: BlanksCard) -> None:
        super().__init__()
        self._whom = whom
        self.main = LargeButton("", "print", name="print_form")
        self.again = Button(_("没有，再打"), icon="print", key="Ctrl+P", name="again")
        self.again.hide()
        self.as_workbook = Button(_("存 Excel"), icon="table", key="Ctrl+E", name="save_workbook")
        self.as_pdf = Button(_("存 PDF"), icon="save", key="Ctrl+S", name="save_pdf")
        self.withdraw = Button(_("停用这张表……"), "quiet", "void", name="withdraw_form")
        self.withdraw.hide()
        self._remarks = column(gap=6)
        self._remarks_card = Card("", self._remarks, tone="attention", name="form_remarks")
        self._remarks_card.inside.setContentsMargins(16, 10, 16, 10)
        self.paper = PaperView("form_paper")
        self._build(blanks)
        self.show_paper(None)

    def _build(self, blanks: BlanksCard) -> None:
        cards = Scrolled(held(column(self._whom, blanks, row(self.withdraw, None), None), "body"))
        cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        cards.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left = column(cards, self.main, self.again, gap=10)
        left.setStretch(0, 1)
        self._left = held(left)
        right = column(self._remarks_card, self.paper, gap=12)
        right.setStretch(1, 1)
        both = row(self._left, right)
        both.setStretch(1, 1)
        self.setLayout(both)

    def show_form(self, form: Form) -> None:
        """Another form: one of the program's cannot be withdrawn."""
        self.withdraw.setVisible(form.origin is not Origin.SHIPPED)

    def show_stage(self, stage: PaperStage) -> None:
        """The words of the buttons at this stage, and which can be pressed."""
        copies = self._whom.copies()
        words = {
            PaperStage.EMPTY: _("排出 {n} 份来看").format(n=copies) if copies > 1 else _("排出来看"),
            PaperStage.DRAWING: _("正在排……"),
            PaperStage.PRINTING: _("正在打印"),
            PaperStage.ASKING: _("纸出来了"),
            PaperStage.OUT: _("再打一份"),
        }
        self.main.say(words.get(stage, _("打印")) if self._whom.is_enough() else self._whom.lacking())
        self.again.setVisible(stage is PaperStage.ASKING)
        kept = stage in (PaperStage.READY, PaperStage.ASKING, PaperStage.OUT)
        for each in (self.as_workbook, self.as_pdf):
            each.setEnabled(kept)

    def show_paper(self, paper: FormOnPaper | None) -> None:
        """The paper with what to know before it is printed; None for none."""
        empty(self._remarks)
        remarks = _sentences(paper) if paper else []
        for place, words in enumerate(remarks):
            line = label(words, name=f"form_remark_{place}", wrap=True)
            restyle(line, tone="attention")
            self._remarks.addWidget(line)
        self._remarks_card.setVisible(bool(remarks))
        if paper:
            self.paper.show_paper(paper.pdf)
        else:
            self.paper.show_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The left is narrower where there is little room."""
        self._left.setFixedWidth(_LEFT if self.width() >= style.size("narrow_page") else _LEFT_NARROW)
        super().resizeEvent(event)


def _sentences(paper: FormOnPaper) -> list[str]:
    found = [_("这张表会印出完整的身份证号、电话或账号，每打一次都记下来")] if paper.filled.whole_numbers else []
    return [*_empty(paper.filled.blanks), *found, *paper.remarks]


def _empty(blanks: Sequence[str]) -> list[str]:
    if not blanks:
        return []
    more = _(" 等") if len(blanks) > _NAMED else ""
    return [_("{count} 处留空：{fields}").format(count=len(blanks), fields=_("、").join(blanks[:_NAMED]) + more)]
