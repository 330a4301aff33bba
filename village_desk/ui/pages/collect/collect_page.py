"""The till: a house as a basket, the tiers of the row in hand, one sum and the one button that Enter always means."""

from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.receipts import Payer
from village_desk.domain.rules.person_facts import Unsure
from village_desk.services.counter.house_fees import MemberState
from village_desk.services.roster.belonging import Typed
from village_desk.ui.kit import faults
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.ui.pages.collect.member_row import MemberRow
from village_desk.ui.pages.collect.till_steps import TillSteps
from village_desk.words import _


class CollectPage(TillSteps):
    """The fees of one house: ticks, tiers, questions and keys."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self._connect()

    def _connect(self) -> None:
        self._house.ticked.connect(self._tick)
        self._house.reached.connect(self._reach)
        self._house.walked.connect(self._walk)
        self._house.stepped.connect(self._step_tier)
        self._house.whole_wanted.connect(self._tick_all)
        self._house.rest_wanted.connect(self._go_on)
        self._house.unfolded.connect(self._unfold)
        self._fee.edited.connect(self._edited)
        self._fee.opened.connect(self._show)
        self._fee.by_others.connect(self._by_others)
        self._fee.by_person.connect(self._by_person)
        self._fee.answer_undone.connect(self._undo_answer)
        self._fee.known.connect(self._know)
        self._fee.somebody_else.connect(self._leave)
        self._receipts.seen.connect(self._sheet.show_slip)
        self._receipts.missing.connect(self._papers.turn)
        self._resting.begun.connect(self._go_on_with)
        self._resting.seen.connect(lambda number: self.wanted.emit(Place("receipt", number)))
        self._resting.search_wanted.connect(partial(self.wanted.emit, Place("search")))
        self._resting.group_wanted.connect(partial(self.wanted.emit, Place("group_sheet")))
        for each in (self._resting, self._sum.cash):
            each.receipts_wanted.connect(partial(self.wanted.emit, Place("receipt_list")))
        self._sum.edited.connect(self._given)
        self._sum.main.clicked.connect(self._step)
        self._sum.wrong.clicked.connect(self._take_back)
        self._sum.later.clicked.connect(self._leave)

    def back(self) -> bool:
        """Esc puts the sheet away, then the other ways to pay."""
        if self._sheet.isVisible():
            self._sheet.hide()
            return True
        if self._fee.is_open and self._taken is None and self._basket is not None:
            self._fee.is_open = False
            self._show()
            return True
        return False

    def _tick(self, person: str) -> None:
        basket = self._at_hand()
        if basket is not None:
            line = basket.line(person)
            line.ticked = not line.ticked
            line.refused = None
            basket.focus = person
            self._show()
            self._focus_row()

    def _tick_all(self) -> None:
        basket = self._at_hand()
        if basket is not None:
            for line in basket.lines:
                line.ticked = line.ticked or line.member.state is MemberState.OWES
            self._show()
            self._focus_row()

    def _reach(self, person: str) -> None:
        """Take a row into the hand; after the taking nothing is changed any more."""
        basket = self._at_hand()
        if basket is not None and basket.focus != person:
            basket.focus = person
            self._show()
        self._focus_row()

    def _unfold(self) -> None:
        """Show who is folded away; of a line of chips the next one."""
        if self._narrow() and self._taken is None:
            self._walk(1, around=True)
        elif self._basket is not None:
            self._basket.folded = not self._basket.folded
            self._show()

    def _edited(self) -> None:
        """The line in hand was changed; whoever is given a fee by it is ticked."""
        basket = self._at_hand()
        if basket is not None:
            basket.line().ticked = True
            self._show()

    def _given(self) -> None:
        if self._basket is not None:
            self._basket.given = self._sum.given.text()
            self._show_sum()

    def _know(self) -> None:
        """She compared two facts: it is this person, for the whole visit of this house."""
        if self._basket is not None:
            self._known = frozenset(each.member.id for each in self._basket.lines)
            self._basket.alike = None
            self._show()
            self._focus_row()

    def _by_others(self) -> None:
        """The government pays: the membership is noted, or the part is typed as the township told it."""
        line = self._line()
        question = line.question() if line is not None else None
        if line is None or question is None:
            return
        with faults.presented(self):
            doubt = next(iter(line.member.choices.doubts()), None)
            if question.code == "who_pays" or doubt is None:
                line.payer = Payer.GOVERNMENT
                self._fee.open_ways()
                self._fee.ways.part.control.setFocus()
            else:
                self._note_membership(line, doubt)

    def _note_membership(self, line: FeeLine, doubt: Unsure) -> None:
        """Since when somebody belongs to a group is noted on their own page, where only that is unknown."""
        if doubt.is_about_before:
            self.wanted.emit(Place("person", line.member.id))
            return
        name = special_groups.name(line.member.choices.policy, doubt.group)
        self._desk.belonging.add(line.member.id, Typed(name, source=_("收费时问的")))
        self.changed.emit()
        self._focus_row()

    def _by_person(self) -> None:
        line = self._line()
        question = line.question() if line is not None else None
        if line is not None and question is not None:
            line.sure |= {question.word}
            line.refused = None
            self._show()
            self._focus_row()

    def _undo_answer(self) -> None:
        line = self._line()
        if line is not None:
            line.sure -= line.answers()
            self._show()
            self._focus_row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rows and tiles own their digits."""
        focused = self.window().focusWidget()
        if self._at_hand() is None or not self._owned(event, focused):
            super().keyPressEvent(event)

    def _owned(self, event: QKeyEvent, focused: QWidget | None) -> bool:
        """Whether the key is one that rows and tiles show, and was used."""
        on_row, line = isinstance(focused, MemberRow) or focused is self, self._line()
        if line is None or not (on_row or self._fee.tiles.owns(focused)):
            return False
        return event.text().isdigit() and self._fee.tiles.by_digit(event.text())

    def _step_tier(self, by: int) -> None:
        """Take the next tier up or down."""
        line = self._line()
        if line is not None:
            self._fee.tiles.step(line.tier_fen, by)

    def _walk(self, by: int, around: bool = False) -> None:
        """Take the next row up or down into the hand, one that is out of sight too; ``around``: the first after all."""
        basket = self._at_hand()
        if basket is not None:
            order = [each.member.id for each in basket.shown if each.member.id == basket.focus or each.may_pay]
            at = order.index(basket.focus) + by
            self._reach(order[at % len(order) if around else max(0, min(at, len(order) - 1))])

    def missing(self) -> QWidget | None:
        """What is missing before the button works."""
        basket = self._at_hand()
        if basket is None:
            return None
        if not basket.ticked:
            return self._house.row_of(basket.focus)
        if basket.alike is not None:
            return self._fee.guard.first
        if basket.unsettled:
            basket.focus = basket.unsettled[0].member.id
            self._show()
            return self._fee.question.first
        return self._sum.given
