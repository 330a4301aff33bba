"""The room where a payout list is checked: what it holds in words, and one card for each question. Records nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from village_desk.domain import money
from village_desk.domain.months import Month
from village_desk.services.matching import Question
from village_desk.ui.arrange import column, empty, held
from village_desk.ui.cards import Card
from village_desk.ui.labels import label
from village_desk.ui.pages.question import QuestionCard
from village_desk.words import _


class MatchingRoom(QWidget):
    """The questions of one list. ``look`` opens a person, ``marked`` tells that a line was marked as wrong."""

    look = Signal(str)
    marked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._questions: Sequence[Question] = ()
        self._marks: set[tuple[int, str]] = set()
        self._said = label(role="section", name="payout_words", wrap=True)
        self._cards = column(gap=12)
        area = QScrollArea()
        area.setWidget(held(self._cards, "body"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.setLayout(column(self._said, area, gap=12))

    def begin(self) -> None:
        """Another list: no line of it is marked yet."""
        self._marks.clear()

    def show_questions(self, month: Month, payees: int, total_fen: int, questions: Sequence[Question]) -> None:
        """Show what the list holds and what must be looked at."""
        self._questions = questions
        self._said.setText(_in_words(month, payees, total_fen, len(questions)))
        empty(self._cards)
        if not questions:
            self._cards.addWidget(Card("", label(_("名单上的每个人都和花名册对得上，可以打印。")), tone="done"))
        for each in questions:
            card = QuestionCard(each, _mark(each) in self._marks)
            card.look.connect(self.look)
            card.reported.connect(self._report)
            self._cards.addWidget(card)
        self._cards.addStretch(1)

    def wrong(self) -> list[Question]:
        """What was marked as the list's fault."""
        return [each for each in self._questions if _mark(each) in self._marks]

    def _report(self, question: Question, wrong: bool) -> None:
        if wrong:
            self._marks.add(_mark(question))
        else:
            self._marks.discard(_mark(question))
        self.marked.emit()


def _mark(question: Question) -> tuple[int, str]:
    return question.line, question.kind.value


def _in_words(month: Month, payees: int, total_fen: int, questions: int) -> str:
    words = _("{month}：{payees} 人，{total} 元").format(
        month=month.in_chinese(), payees=payees, total=money.figures(total_fen)
    )
    return words + (_("；有 {count} 处要看一眼").format(count=questions) if questions else "")
