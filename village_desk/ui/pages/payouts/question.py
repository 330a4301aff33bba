"""One question of the matching as a card: the disagreement, the cure, and its two answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from village_desk.services.matching import Mismatch, Question, place
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, pill, restyle
from village_desk.words import _

_TONES = {Mismatch.UNKNOWN: "now", Mismatch.WORKBOOK: "now"}


class QuestionCard(Card):
    """A line of the list that needs a look. ``look`` opens the person, ``reported`` says that the list is wrong."""

    look = Signal(str)
    reported = Signal(object, bool)

    def __init__(self, question: Question, reported: bool) -> None:
        super().__init__(name=f"question_{question.line}_{question.kind.value}")
        self._question = question
        self.inside.setContentsMargins(16, 12, 16, 12)
        name = label(question.name if question.line else "", "strong")
        head = row(label(place(question), "small"), name, self._pill(), None, gap=12)
        words = column(head, label(question.words, wrap=True), label(question.cure, "small", wrap=True), gap=4)
        ours = Button(_("花名册错，去改"), "quiet", "edit", name="look")
        ours.clicked.connect(self._open)
        if not question.person:
            ours.hide()
        self._theirs = Button("", name="report")
        self._theirs.setCheckable(True)
        self._theirs.setChecked(reported)
        self._theirs.toggled.connect(self._report)
        line = row(words, ours, self._theirs)
        line.setStretch(0, 1)
        self.add(line)
        self._show_mark()

    def _pill(self) -> QLabel:
        return pill(self._question.kind.in_words(), _TONES.get(self._question.kind, "attention"))

    def _open(self) -> None:
        self.look.emit(self._question.person)

    def _report(self, wrong: bool) -> None:
        self.reported.emit(self._question, wrong)
        self._show_mark()

    def _show_mark(self) -> None:
        wrong = self._theirs.isChecked()
        self._theirs.say(_("已记：报镇所") if wrong else _("名单错，报镇所"))
        restyle(self, card="attention" if wrong else "plain")
