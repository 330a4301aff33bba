"""One person: who they are, what they need now, their years, their house, and their history."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from village_desk.desk import Desk
from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.people import Resident
from village_desk.services import explaining
from village_desk.services.finding import Found
from village_desk.services.roster.changing import Change
from village_desk.services.roster.leavers import Departure
from village_desk.ui.kit import faults, style, wording
from village_desk.ui.kit.arrange import Kept, column, empty, held, row
from village_desk.ui.kit.buttons import Button, Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.years import Cell, YearStrip
from village_desk.ui.pages.person import year_cells
from village_desk.ui.pages.person.attachments_card import AttachmentsCard
from village_desk.ui.pages.person.belonging_cards import BelongingCards
from village_desk.ui.pages.person.booked_years import BookedYears
from village_desk.ui.pages.person.correcting import CorrectingCard, can_mark
from village_desk.ui.pages.person.entitlement import ContradictionsCard, EntitlementCard
from village_desk.ui.pages.person.fitting_forms import FittingForms
from village_desk.ui.pages.person.house_card import HouseCard
from village_desk.ui.pages.person.leaving_card import LeavingCard
from village_desk.ui.pages.person.lifeline import HistoryCard
from village_desk.ui.pages.person.needs import Here, Need, needs_of, owes
from village_desk.ui.pages.person.notes import NotesCard
from village_desk.ui.pages.person.numbers_card import NumbersCard
from village_desk.ui.pages.person.waiting_cards import WaitingCards
from village_desk.ui.pages.person.year_cells import KnownYears
from village_desk.words import _

_SIDE = 290


class PersonPage(Page):
    """One resident of the roster."""

    name = "person"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__("", "")
        self._desk = desk
        self._finding = desk.finding
        self._registering = desk.registering
        self._collecting = desk.collecting
        self._resident: Resident | None = None
        self._known: KnownYears | None = None
        self._needs, self._numbers, self._house = row(gap=12), NumbersCard(), HouseCard()
        self._house.wanted.connect(self.wanted)
        self._numbers.whole_wanted.connect(self._show_number)
        self._kept_needs = Kept(self._needs)
        self._beside_name = row(gap=8)
        self.beside.addLayout(self._beside_name)
        self._belonging = BelongingCards(desk)
        self._belonging.recorded.connect(self._recorded)
        self._waiting = WaitingCards(desk)
        self._waiting.wanted.connect(self.wanted)
        self._waiting.done.connect(self._recorded)
        self.body.addWidget(self._waiting)
        self._build(jobs)
        self._history.opened.connect(self._show_history)

    def _build(self, jobs: Jobs) -> None:
        self._correcting = CorrectingCard(self._desk.changing)
        self._correcting.done.connect(self._corrected)
        self._correcting.hide()
        self._years = YearStrip()
        self._year_words = label(role="small", name="year_words", wrap=True)
        self._years.pointed_at.connect(self._year_words.setText)
        self._years.chosen.connect(self._open_year)
        self._paid_of = label(role="strong", name="years_sentence", wrap=True)
        self._notes = NotesCard(self._desk.noting)
        self._notes.began.connect(self._correcting.hide)
        self._notes.noted.connect(partial(self._recorded, _("记下了，重新算过")))
        self._notes.struck.connect(partial(self._recorded, _("这条记载划掉了，重新算过")))
        note = Button(_("补记年度"), icon="edit", name="note_years")
        note.clicked.connect(self._notes.begin)
        heading = row(label(_("历年缴费"), "section"), self._paid_of, note)
        self._booked = BookedYears(self._collecting, partial(self._recorded, _("记账已撤销，这一年不算缴过")))
        self._years_card = Card("", heading, self._years, self._year_words, self._booked, name="years_card")
        self._contradictions = ContradictionsCard()
        self._entitlement = EntitlementCard()
        self._entitlement.estimate_wanted.connect(self._see_estimate)
        self._attachments = AttachmentsCard(jobs)
        self._attachments.began.connect(self._correcting.hide)
        self._attachments.added.connect(partial(self._recorded, _("附件添加好了，下次上报时传到镇所")))
        self._attachments.wanted.connect(self.wanted)
        self._forms = FittingForms()
        self._forms.wanted.connect(self.wanted)
        self._build_last_cards()
        self._side_cards = column(self._numbers, self._house, None)
        self._side = held(self._side_cards)
        self._arrange()

    def _arrange(self) -> None:
        main = column(held(self._needs), self._forms, self._correcting, self._contradictions, self._entitlement, gap=24)
        cards = (self._years_card, self._notes, self._belonging, self._attachments, self._leaving, self._history)
        for each in cards:
            main.addWidget(each)
        main.addStretch(1)
        self._columns = row(gap=24)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._side)
        self.body.addLayout(self._columns)

    def _build_last_cards(self) -> None:
        self._history = HistoryCard(self._registering)
        self._leaving = LeavingCard(self._desk.leavers)
        self._leaving.began.connect(self._correcting.hide)
        self._leaving.struck_off.connect(self._struck_off)
        self._leaving.reinstated.connect(partial(self._recorded, _("注销已撤销，又在花名册上")))
        self._leaving.wanted.connect(self.wanted)

    def open(self, about: str) -> None:
        """Show the person of this id, with ``@field`` the correction with that field marked for the township.

        A new person begins at the head of the page.
        """
        person, _at, field = about.partition("@")
        if self._resident is None or self._resident.id != person:
            self.notice.hide()
            self._correcting.hide()
            self.show_top()
        with faults.presented(self):
            self._resident = self._finding.person(person)
            self.set_stale()
            if can_mark(field):
                self._mark(self._resident.id, field)

    def refresh(self) -> None:
        """Read the person again."""
        if self._resident is None:
            return
        self._resident = self._finding.person(self._resident.id)
        household = self._finding.household(self._resident)
        found = next(each for each in household if each.resident.id == self._resident.id)
        assessed = self._desk.assessing.assess(self._resident.id)
        self._show_heading(found, assessed)
        doubts = self._registering.doubts(found.resident)
        self._known = self._behind_the_years(found.resident)
        self._show_needs(needs_of(found, assessed, self._known.receipts, doubts, household, self._collecting))
        self._waiting.show_person(self._resident.id)
        self._forms.show_forms(self._resident.id, self._desk.forms.of_standing(assessed.standing))
        self._contradictions.show_contradictions(assessed)
        shown = year_cells.cells(assessed, self._known)
        payout = self._desk.paying.latest(found.resident.id)
        self._entitlement.show_assessment(assessed, payout, year_cells.nothing_known(shown))
        self._numbers.show_person(found.resident)
        self._house.show_house(found, household)
        self._show_years(shown, assessed)
        self._booked.show_person(found.resident.id)
        self._notes.show_notes(found.resident.id, list(self._known.noted))
        self._belonging.show_belonging(found.resident.id)
        self._attachments.show_attachments(found.resident.id, self._desk.attaching.of_person(found.resident.id))
        self._leaving.show_person(found.resident.id)
        self._show_history()

    def say(self, error: DeskError) -> None:
        """Beside the field of the correction where there is one."""
        if not (self._correcting.isVisible() and self._correcting.form.refuse(error)):
            super().say(error)

    def first_field(self) -> QWidget | None:
        """The field that the township marked, or the button of this person's first need."""
        marked = self._correcting.marked() if self._correcting.isVisibleTo(self) else None
        return marked or self.findChild(Choice, "need_0")

    def back(self) -> bool:
        """Hide the forms and keep their text."""
        others = (each.form for each in (self._notes, self._attachments, self._leaving))
        forms = (self._correcting, *self._belonging.forms, *others)
        was_open = any(each.isVisible() for each in forms)
        for each in forms:
            each.hide()
        return was_open

    def _show_heading(self, found: Found, assessed: Assessment) -> None:
        self.title.setText(found.resident.name)
        cadre = self._desk.group_cadres.noted(found.resident.village_group).cadre_words()
        parts = (wording.age(found), wording.house(found.resident), cadre)
        self.purpose.setText(" · ".join(filter(None, parts)))
        empty(self._beside_name)
        unclear = assessed.standing is SchemeStanding.UNCLEAR
        self._beside_name.addWidget(pill(assessed.standing.in_words(), "attention" if unclear else "plain", "standing"))
        words, tone = wording.paid(found)
        if words and (found.paid_this_year or owes(found, assessed)):
            self._beside_name.addWidget(pill(words, tone, "paid_pill"))

    # what this person needs now

    def _show_needs(self, needs: list[Need]) -> None:
        if not self._kept_needs.differs(needs):
            return
        for number, need in enumerate(needs):
            button = Choice(need.words, need.under, need.icon, "Enter" if number == 0 else "", f"need_{number}")
            button.clicked.connect(partial(self._take_up, need.place))
            self._needs.addWidget(button)
            if number == 0:
                self.main = button

    def _take_up(self, place: Place | Here) -> None:
        if isinstance(place, Place):
            self._go(place)
        elif place is Here.CORRECT:
            self._correct()
        else:
            self._notes.come_into_sight()

    def _go(self, place: Place) -> None:
        self.wanted.emit(place)

    def _correct(self) -> None:
        assert self._resident is not None
        self._notes.form.hide()
        self._correcting.begin(self._resident)
        self._correcting.show()

    def _mark(self, person: str, field: str) -> None:
        """Open the correction with the township's reason beside the field."""
        road = self._desk.road.state()
        found = [each for each in road.refused + road.remarks if (each.person, each.field) == (person, field)]
        reason = found[-1].reason if found else _("镇所指出的是这一项")
        self._correct()
        self._correcting.say(Refused(reason, "", "township", field))

    def _corrected(self, done: Change) -> None:
        self._correcting.hide()
        self._recorded(_("资料已更正，随下一批上报"), done.in_words())
        self.show_top()
        (self.first_field() or self).setFocus()

    # the cards

    def _show_number(self, field: str) -> None:
        assert self._resident is not None
        with faults.presented(self):
            number = self._registering.show_number(self._resident.id, field)
            self.changed.emit()
            self._numbers.uncover(field, number)

    def _show_years(self, shown: list[Cell], assessed: Assessment) -> None:
        self._year_words.setText(year_cells.hint(shown))
        self._years.show_cells(shown)
        self._paid_of.setText(explaining.years(assessed))
        self._years_card.setVisible(bool(shown))

    def _behind_the_years(self, resident: Resident) -> KnownYears:
        payable = [each.year for each in self._collecting.choices(resident.id).years if each.is_open]
        booked = frozenset(each.year for each in self._collecting.booked_years(resident.id))
        receipts, noted = self._collecting.paid(resident.id), self._desk.noting.noted(resident.id)
        return KnownYears(resident, receipts, noted, payable, booked)

    def _show_history(self) -> None:
        assert self._resident is not None
        with faults.presented(self):
            self._history.show_history(self._resident.id)

    def _open_year(self, year: int) -> None:
        assert self._resident is not None and self._known is not None
        receipt = self._known.receipt(year)
        if receipt is not None:
            self._go(Place("receipt", receipt.number))
        elif year_cells.can_be_collected(self._years.cells(), year):
            self._go(Place("collect", f"{self._resident.id}@{year}"))

    # what was noted, and what it would bring

    def _recorded(self, words: str, under: str = "") -> None:
        self.show_done(words, under)
        self.changed.emit()

    def _struck_off(self, done: Departure) -> None:
        self._recorded(done.in_words(), _("。").join(map(explaining.reason, done.house)))
        self.show_top()
        (self.first_field() or self).setFocus()

    def _see_estimate(self) -> None:
        assert self._resident is not None
        self._go(Place("estimate", self._resident.id))

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards at the right go below where the window is narrow."""
        narrow = self.width() < style.size("narrow_page")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)
        self._side_cards.setDirection(across if narrow else down)
        self._side.setMaximumWidth(16_777_215 if narrow else _SIDE)
        self._side.setMinimumWidth(0 if narrow else _SIDE)
        super().resizeEvent(event)
