"""The till: a house as a basket, the tiers of the row in hand, one sum and the one button that Enter always means."""

from functools import partial

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedWidget, QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Cancelled, DeskError, Refused
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.receipts import Payer
from village_desk.domain.rules.person_facts import Unsure
from village_desk.services import recorded
from village_desk.services.collecting import Payment
from village_desk.services.counter.house_fees import MembersRefused, MemberState, Taken
from village_desk.services.roster.belonging import Typed
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.cards import ClockNotice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.void_reason import VoidReason
from village_desk.ui.pages.collect import payment_words
from village_desk.ui.pages.collect.basket import Basket
from village_desk.ui.pages.collect.basket_card import BasketCard
from village_desk.ui.pages.collect.fee_card import FeeCard
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.ui.pages.collect.house_papers import HousePapers
from village_desk.ui.pages.collect.member_row import MemberRow
from village_desk.ui.pages.collect.receipts_card import ReceiptsCard
from village_desk.ui.pages.collect.resting import Resting
from village_desk.ui.pages.collect.slip_sheet import SlipSheet
from village_desk.ui.pages.collect.sum_card import SumCard, short_words
from village_desk.ui.paperwork import Stage
from village_desk.words import _


class CollectPage(Page):
    """The fees of one house."""

    name = "collect"
    takes_people = True
    scrolls = False

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(_("收费"), _("一户一次收清，一人一张凭条"))
        self._desk = desk
        self._basket: Basket | None = None
        self._taken: Taken | None = None
        self._change_fen = 0
        self._known: frozenset[str] = frozenset()
        self._papers = HousePapers(desk.collecting, desk.papers, jobs)
        self._papers.moved.connect(self._show)
        self._papers.recorded.connect(self.changed)
        self._papers.failed.connect(self.failed)
        self._sheet = SlipSheet(self, jobs)
        self._make_parts()
        self._connect()
        self._show()

    def _make_parts(self) -> None:
        self._clock = ClockNotice()
        self._resting = Resting()
        self._house = BasketCard()
        self._fee = FeeCard()
        self._receipts = ReceiptsCard()
        self._middle = QStackedWidget()
        for each in (self._fee, self._receipts):
            self._middle.addWidget(each)
        self._sum = SumCard()
        self.main = self._sum.main
        self._columns = row(self._house, self._middle, self._sum, gap=16)
        self._columns.setStretch(1, 1)
        self._at_work = held(self._columns, "at_work")
        self.body.addLayout(column(self._clock, gap=0))
        self.body.addWidget(self._resting, 1)
        self.body.addWidget(self._at_work, 1)
        self.body.setSpacing(8)

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
        for each in (self._resting, self._sum.cash):
            each.receipts_wanted.connect(partial(self.wanted.emit, Place("receipt_list")))
        self._sum.edited.connect(self._given)
        self._sum.main.clicked.connect(self._step)
        self._sum.wrong.clicked.connect(self._take_back)
        self._sum.later.clicked.connect(self._leave)

    # whose house it is

    def open(self, about: str) -> None:
        """Begin with a person and their house; ``about`` is their id, with ``@year`` for a year other than this one."""
        person, _at, year = about.partition("@")
        basket = self._basket
        if basket is not None and basket.focus == person and not year and self._taken is None:
            return
        with faults.presented(self):
            self._begin(person, int(year or 0))

    def _begin(self, person: str, year: int = 0, everybody: bool = False) -> None:
        house = self._desk.house_fees.house(person)
        same = self._basket is not None and any(each.member.id in self._known for each in self._basket.lines)
        here = {each.id for each in house.members}
        if not (same and here & self._known):
            self._known = frozenset()
        self._basket = Basket.begin(house, person, year, everybody)
        if not self._known:
            self._basket.alike = self._desk.till.alike(person)
        self._taken, self._change_fen = None, 0
        self._papers.begin(())
        self._fee.is_open = False
        self.notice.hide()
        self.set_stale()

    def refresh(self) -> None:
        """Read the house again, of which somebody may have paid or been corrected meanwhile; typed text stays."""
        self._clock.show_clock(self._desk.judged())
        if self._basket is not None:
            self._basket.read_again(self._desk.house_fees.house(self._basket.focus))
            self._settle_voids()
        self._show()

    def _settle_voids(self) -> None:
        """If all receipts at hand were made void on another page, their papers are no longer waited for."""
        waits = self._papers.stage in (Stage.TO_PRINT, Stage.ASKING)
        if self._papers.numbers and waits and all(each.void_reason for each in self._papers.receipts()):
            self.notice.hide()
            self._papers.put_away()

    def paper(self) -> tuple[str, bytes] | None:
        """The slips."""
        return self._papers.paper()

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

    def say(self, error: DeskError) -> None:
        """Show a refusal beside its row or field, otherwise above."""
        if not self._refuse(error):
            super().say(error)

    def _refuse(self, error: DeskError) -> bool:
        basket = self._basket
        if basket is None or self._taken is not None:
            return False
        if isinstance(error, MembersRefused):
            return self._refuse_members(basket, error)
        if getattr(error, "field", "") == "given":
            self._sum.refuse_given(error)
            return True
        return self._fee.refuse(error)

    def _refuse_members(self, basket: Basket, error: MembersRefused) -> bool:
        """Each refusal beside its row, that of the row in hand beside its field as well."""
        for person, why in error.members.items():
            basket.line(person).refused = why
        first = next(iter(error.members))
        if basket.focus not in error.members:
            basket.focus = first
        self._show()
        self._fee.refuse(error.members[basket.focus])
        return True

    # the steps

    def _step(self) -> None:
        """The action of the one button."""
        with faults.presented(self):
            if self._taken is None:
                self._take()
            elif self._papers.stage is Stage.TO_PRINT:
                self._papers.print()
            elif self._papers.stage is Stage.ASKING:
                self._confirm()
            elif self._papers.stage is Stage.OUT:
                self._leave()

    def _confirm(self) -> None:
        """The papers are there; what is missing is printed again at once."""
        self._papers.confirm()
        if self._papers.stage is Stage.TO_PRINT:
            self._papers.print()

    def _take(self) -> None:
        """Take the money; once it is recorded the page shows its receipts, whatever fails after that."""
        assert self._basket is not None
        for line in self._basket.lines:
            line.refused = None
        change = self._basket.change_fen() or 0
        with recorded.watched() as kept:
            try:
                self._taken = self._collect(self._basket)
            finally:
                if kept.receipts and self._taken is None:
                    numbers = [each.receipt for each in kept.receipts]
                    self._taken = Taken(tuple(map(self._desk.collecting.receipt, numbers)))
                if self._taken is not None:
                    self.notice.hide()
                    self._change_fen = change
                    self._papers.begin(each.number for each in self._taken.receipts)
                    self.changed.emit()
                    self._sum.main.setFocus()
        if self._papers.numbers:
            self._papers.draw()

    def _collect(self, basket: Basket) -> Taken:
        """Take what is ticked; a question in the way is put to her, and the usual answer is no."""
        basket.given_fen()
        while True:
            try:
                return self._desk.house_fees.collect(self._payments(basket))
            except MembersRefused as refused:
                question = refused.question()
                if question is None or question.code == "who_pays":
                    raise
                self._ask(basket, refused, question)

    def _payments(self, basket: Basket) -> list[Payment]:
        """The payments. A refusal of a field that cannot be read is shown with its row in hand."""
        found = []
        for line in basket.ticked:
            try:
                found.append(line.payment())
            except Refused:
                basket.focus = line.member.id
                self._show()
                raise
        return found

    def _ask(self, basket: Basket, refused: MembersRefused, question: Asked) -> None:
        person = next(each for each, why in refused.members.items() if why is question)
        line = basket.line(person)
        heading = question.message if len(basket.ticked) == 1 else f"{line.name}：{question.message}"
        if not dialogs.Sure.ask(self, heading, question.cure, _("确实要收"), _("不收了")):
            raise Cancelled
        line.sure |= {question.word}

    def _take_back(self) -> None:
        """What was just taken is made void, and the house is as it was before."""
        with faults.presented(self):
            taken, basket = self._taken, self._basket
            if taken is None or basket is None:
                return
            count = len(taken.receipts)
            words = _("作废以后号码不再使用，请先收回三联纸和找零。作废不能撤回；作废以后可以马上重收。")
            heading = _("作废刚收的 {count} 张").format(count=count) if count else _("撤销刚记下的")
            reason = VoidReason.ask(self, heading, words, _("作废"))
            if not reason:
                return
            self._desk.house_fees.take_back(taken, reason)
            self._taken, self._change_fen = None, 0
            self._papers.begin(())
            self.changed.emit()
            self.show_done(_("已作废 {count} 张，可以重新收").format(count=count), _("原因：{why}").format(why=reason))
            self._focus_row()

    def _leave(self) -> None:
        """Somebody else comes; papers that are not out are on the Today page until they are."""
        self._basket, self._taken = None, None
        self._papers.begin(())
        self.notice.hide()
        self._show()
        self.wanted.emit(Place("search"))

    def _go_on(self) -> None:
        """The rest of the house."""
        basket = self._basket
        if basket is not None:
            self._known |= {each.member.id for each in basket.lines}
            owing = self._desk.house_fees.house(basket.focus).owing
            if owing:
                self._begin(owing[0].id, everybody=True)
                self._focus_row()

    def _go_on_with(self, person: str) -> None:
        with faults.presented(self):
            self._begin(person, everybody=True)
            self._focus_row()

    # the basket

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

    def _at_hand(self) -> Basket | None:
        return self._basket if self._taken is None else None

    def _focus_row(self) -> None:
        """The keyboard on the row in hand, whose digits choose its tier."""
        row = self._house.row_of(self._basket.focus) if self._basket is not None else None
        if row is not None and self._taken is None:
            row.setFocus()

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

    # the questions

    def _line(self) -> FeeLine | None:
        basket = self._at_hand()
        return basket.line() if basket is not None else None

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

    # what is shown

    def _show(self) -> None:
        basket = self._basket
        self._resting.setVisible(basket is None)
        self._at_work.setVisible(basket is not None)
        self._lay_by_width()
        cash = self._desk.till.day()
        if basket is None:
            self._resting.show_day(cash, self._desk.collecting.recent(5), self._desk.till.begun())
            return
        self._sum.cash.show_cash(cash)
        self._show_house(basket)
        self._show_middle(basket)
        self._show_sum()

    def _show_house(self, basket: Basket) -> None:
        """The rows are made anew; the keyboard stays where it was."""
        focused = self.window().focusWidget()
        held_by_row = isinstance(focused, MemberRow) and self._house.isAncestorOf(focused)
        self._house.show_basket(basket, taken=self._taken is not None)
        if held_by_row:
            self._focus_row()

    def _show_middle(self, basket: Basket) -> None:
        self._middle.setCurrentWidget(self._fee if self._taken is None else self._receipts)
        if self._taken is not None:
            papers = self._papers
            booked = len(self._taken.booked)
            missing = sorted(papers.missing)
            self._receipts.show_receipts(papers.receipts(), papers.stage, missing, papers.failure(), booked)
            return
        line = basket.line()
        alike = basket.alike
        why_not = line.of_year.why_not
        paid = ""
        if why_not is not None:
            already = self._desk.collecting.paid_already(line.member.id, line.year) if line.is_second else None
            paid = _("{why}。").format(why=already or why_not)
        died_on = self._desk.collecting.noted_death(line.member.id)
        self._fee.show_line(line, alike, paid, died_on, self._narrow())

    def _show_sum(self) -> None:
        basket, taken = self._basket, self._taken
        if basket is None:
            return
        if taken is None:
            self._sum.show_basket(basket)
        else:
            self._sum.show_taken(taken, self._change_fen)
        words, ready = self._words_of_step(basket)
        self._sum.main.say(words)
        if not ready and self._sum.main.hasFocus():
            self._focus_row()
        self._sum.main.setEnabled(ready)
        self._sum.main.show_key("Enter" if ready else "")
        void = taken is not None and bool(taken.receipts) and all(each.void_reason for each in self._papers.receipts())
        self._sum.wrong.setVisible(taken is not None and not void)
        waits = taken is not None and self._papers.stage in (Stage.TO_PRINT, Stage.ASKING)
        self._sum.later.setVisible(waits)

    def _words_of_step(self, basket: Basket) -> tuple[str, bool]:
        """What the one button says, and whether it can be pressed; else it says what is missing."""
        if self._taken is not None:
            return self._words_of_paper()
        missing = self._missing(basket)
        return (missing, False) if missing else (payment_words.taking(basket.ticked, basket.fen), True)

    def _missing(self, basket: Basket) -> str:
        if not basket.ticked:
            return _("先勾上要缴的人")
        if basket.alike is not None:
            return _("先认人：{name}").format(name=_short(basket.alike.person.name))
        if basket.unsettled:
            return _("先答：{name}谁来缴").format(name=_short(basket.unsettled[0].name))
        change = basket.change_fen()
        return short_words(-change) if change is not None and change < 0 else ""

    def _words_of_paper(self) -> tuple[str, bool]:
        papers = self._papers
        count = len(papers.waiting())
        if papers.stage is Stage.PRINTING:
            return _("正在打印"), True
        if papers.stage is Stage.OUT:
            return _("收下一位"), True
        if papers.stage is Stage.ASKING:
            return self._words_of_asking(count)
        if papers.failure():
            return _("再打一次"), True
        return _("打印 {count} 张").format(count=count), True

    def _words_of_asking(self, count: int) -> tuple[str, bool]:
        missing = len(self._papers.missing)
        if missing:
            return _("补打 {count} 张").format(count=missing), True
        return (_("出来了") if count == 1 else _("都出来了")), True

    def _narrow(self) -> bool:
        return self.width() < style.size("narrow_page")

    def _lay_by_width(self) -> None:
        """Three columns; basket above and sum pinned below where the window is narrow."""
        narrow = self._narrow()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if narrow else across)
        self._columns.setSpacing(8 if narrow else 16)
        self._house.set_flat(narrow)
        self._sum.set_flat(narrow)
        self._resting.set_flat(narrow)
        self._receipts.set_flat(narrow)
        for each in (self.title, self.purpose):
            each.setVisible(not narrow)

    # Qt

    def first_field(self) -> QWidget | None:
        """The row in hand; after the taking the one button."""
        if self._basket is None:
            return self._resting.find_button
        return self._house.row_of(self._basket.focus) if self._taken is None else self.main

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

    # Enter

    def enter_button(self) -> QPushButton | None:
        """The one button of the till; while nobody is in hand the search."""
        return self._resting.find_button if self._basket is None else self.main

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

    def begins_with_search(self) -> bool:
        """While nobody is in hand somebody has to be found."""
        return self._basket is None

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards find their place again."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show()
        self._sheet.place()


def _short(name: str) -> str:
    most = 5
    return name if len(name) <= most else name[: most - 1] + "…"
