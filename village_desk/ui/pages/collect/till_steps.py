"""The steps of the till: a house is begun, its fees are taken, their papers printed, all of it taken back."""

from village_desk.domain.basics.errors import Asked, Cancelled, DeskError, Refused
from village_desk.services import recorded
from village_desk.services.collecting import Payment
from village_desk.services.counter.house_fees import MembersRefused, Taken
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.dialogs import VoidReason
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.collect.basket import Basket
from village_desk.ui.pages.collect.till_frame import TillFrame
from village_desk.ui.paperwork import Stage
from village_desk.words import _


class TillSteps(TillFrame):
    """What the one button does, and where its refusals stand."""

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
