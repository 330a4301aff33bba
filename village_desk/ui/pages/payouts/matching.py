"""The part of the page where a payout list is checked: its sums, and one card for each question. Records nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.services import columns
from village_desk.services.columns import ListKind
from village_desk.services.matching import Mismatch, Question
from village_desk.services.paying import Earlier, Second
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.pages.columns_card import ColumnsCard
from village_desk.ui.pages.payouts.question import QuestionCard
from village_desk.ui.pages.payouts.second_list import SecondListCard
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.columns import Headings

_CARDS = 200
"""More would freeze the page, and nobody reads them before the first ones are mended."""

_Mark = tuple[int, str, int, str]


class MatchingRoom(QWidget):
    """The questions of one list. ``look`` opens a person, ``marked`` signals that a line was marked as wrong.

    ``settled`` carries how the list relates to the month's other list (``Second``), ``assigned`` the assigned columns
    (``Said``).
    """

    look = Signal(str)
    marked = Signal()
    settled = Signal(object)
    assigned = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._questions: Sequence[Question] = ()
        self._marks: set[_Mark] = set()
        self._words = label(role="section", name="payout_words", wrap=True)
        self._assigned = label(role="muted", name="columns_assigned", wrap=True)
        self._columns = Button(_("各列怎么读"), "quiet", "table", name="show_columns")
        self._columns.clicked.connect(self._toggle_columns)
        self._tables: Sequence[Headings] = ()
        self._card: ColumnsCard | None = None
        self._cards = column(gap=12)
        area = Scrolled(held(self._cards, "body"))
        head = row(self._words, self._columns)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._assigned, area, gap=8))

    def begin(self) -> None:
        """Begin with another list, none of whose lines is marked."""
        self._marks.clear()

    def show_questions(self, month: Month, payees: int, total_fen: int, questions: Sequence[Question]) -> None:
        """Show the list's sums and its questions, first those that keep the list out."""
        self._questions = sorted(questions, key=lambda each: not each.holds)
        self._words.setText(_in_words(month, payees, total_fen, len(questions)))
        empty(self._cards)
        if not questions:
            self._cards.addWidget(Card("", label(_("名单上的每个人都和花名册对得上，可以打印。")), tone="done"))
        self.show_columns(())
        self._add_cards()
        if len(questions) > _CARDS:
            more = _("还有 {count} 处没有列在这里。先改好上面的，再读一次名单。").format(count=len(questions) - _CARDS)
            self._cards.addWidget(label(more, "muted", name="more_questions", wrap=True))
        self._cards.addStretch(1)

    def show_second(self, earlier: Earlier, chosen: Second | None) -> None:
        """Above the questions: the month has another list, and how this one differs."""
        card = SecondListCard(earlier, chosen)
        card.chosen.connect(self.settled)
        self._cards.insertWidget(0, card)

    def show_columns(self, tables: Sequence[Headings]) -> None:
        """Above the questions: the columns that she must assign, otherwise a button that shows all assignments."""
        self._tables = tables
        assigned = columns.in_words(ListKind.PAYOUT, tables)
        self._assigned.setText(assigned)
        self._assigned.setVisible(bool(assigned))
        self._columns.setVisible(bool(tables))
        self._card = None
        if columns.asked(tables):
            self._put_card(only_asked=True)

    def show_unknown(self, tables: Sequence[Headings]) -> None:
        """Show only the columns: nothing of the list can be read until she assigns them."""
        self._questions = ()
        self._words.setText(_("请先说明每一列是什么"))
        empty(self._cards)
        self.show_columns(tables)
        if self._card is None:
            self._put_card(only_asked=False)
        self._columns.hide()
        self._cards.addStretch(1)

    def _toggle_columns(self) -> None:
        if self._card is None:
            self._put_card(only_asked=False)
        else:
            self._cards.removeWidget(self._card)
            self._card.deleteLater()
            self._card = None

    def _put_card(self, only_asked: bool) -> None:
        self._card = ColumnsCard(ListKind.PAYOUT, self._tables, only_asked)
        self._card.assigned.connect(self.assigned)
        self._cards.insertWidget(0, self._card)

    def _add_cards(self) -> None:
        cards = [each for each in self._questions if each.kind is not Mismatch.COLUMN]
        for each in cards[:_CARDS]:
            card = QuestionCard(each, _mark(each) in self._marks)
            card.look.connect(self.look)
            card.reported.connect(self._report)
            self._cards.addWidget(card)

    def wrong(self) -> list[Question]:
        """The lines marked as faults of the list."""
        return [each for each in self._questions if _mark(each) in self._marks]

    def _report(self, question: Question, wrong: bool) -> None:
        if wrong:
            self._marks.add(_mark(question))
        else:
            self._marks.discard(_mark(question))
        self.marked.emit()


def _mark(question: Question) -> _Mark:
    return question.line, question.kind.value, question.row, question.column


def _in_words(month: Month, payees: int, total_fen: int, questions: int) -> str:
    words = _("{month}：{payees} 人，{total} 元").format(
        month=month.in_chinese(), payees=payees, total=money.figures(total_fen)
    )
    return words + (_("；有 {count} 处要看一眼").format(count=questions) if questions else "")
