"""The payment about to be taken: year, tier, payer, channel, the amount in figures and words. Records nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.people import Resident
from village_desk.domain.receipts import Channel, Payer, Receipt
from village_desk.services.collecting import Collecting, Payment, TierOffer
from village_desk.ui.kit.arrange import column, empty, grid, held, row
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.words import _


class PaymentCard(Card):
    """The form of one payment, filled with the usual case. ``edited`` signals that a field changed."""

    edited = Signal()

    def __init__(self, collecting: Collecting, tiers_in_a_row: int = 4) -> None:
        super().__init__(name="payment")
        self.inside.setSpacing(12)
        self._collecting = collecting
        self._tiers_in_a_row = tiers_in_a_row
        self._person: Resident | None = None
        self._tier_fen = 0
        self._offers: list[TierOffer] = []
        self._sure: frozenset[str] = frozenset()
        self._make_fields()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose_tier)
        self._tiers = column(gap=0)
        self._amount = label(role="amount", name="amount")
        self._words = label(role="muted", name="amount_in_words")
        self._lay_out()

    def _make_fields(self) -> None:
        self.year = Field("year", _("缴费年度"), choice([]))
        self.payer = Field("payer", _("谁来缴"), choice([(each.in_words(), each.value) for each in Payer]))
        self.channel = Field("channel", _("怎么缴"), choice([(each.in_words(), each.value) for each in Channel]))
        self.payer_name = Field("payer_name", _("代缴人姓名"), line())
        self.relation = Field("relation", _("与参保人关系"), line(placeholder=_("如：儿子")))
        self.part = Field("government_part", _("政府代缴（元）"), line(placeholder=_("如：100")))
        self.again = Field("again", _("确实要再收，写明原因"), line())
        fields = (self.year, self.payer, self.channel, self.payer_name, self.relation, self.part, self.again)
        self.form = Form(*fields)
        for field in fields:
            if isinstance(field.control, QComboBox):
                field.control.currentIndexChanged.connect(self._changed)
            elif isinstance(field.control, QLineEdit):
                field.control.textChanged.connect(self._changed)

    def _lay_out(self) -> None:
        self._relative = held(row(self.payer_name, self.relation))
        above = row(self.year, self.payer, self.channel, gap=12)
        for place in range(3):
            above.setStretch(place, 1)
        self.add(above)
        self._paid_words = label(name="already_paid", wrap=True)
        self._second = Card("", self._paid_words, self.again, tone="attention", name="second")
        self._second.inside.setContentsMargins(16, 10, 16, 12)
        for each in (self._relative, self.part, self._second):
            self.add(each)
            each.hide()
        self.add(label(_("档次（每年）"), "strong"))
        self.add(self._tiers)
        self.add(row(self._amount, None))
        self.add(self._words)
        self.add(None)

    def begin(self, person: Resident, year: int = 0) -> None:
        """Fill the form with the usual case of a person: this year or the one asked for, the tier as before."""
        self._person, self._sure = person, frozenset()
        self._fill_years(person, year)
        for field in (self.payer_name, self.relation, self.part, self.again):
            field.control.blockSignals(True)
            assert isinstance(field.control, QLineEdit)
            field.control.clear()
            field.control.blockSignals(False)
        for field in (self.payer, self.channel):
            assert isinstance(field.control, QComboBox)
            field.control.setCurrentIndex(0)
        self._tier_fen = self._collecting.usual_tier(person, self._year())
        self._changed()

    def payment(self) -> Payment:
        """The payment as filled in; Refused beside the field when an amount cannot be read."""
        assert self._person is not None
        return Payment(
            person=self._person.id,
            year=self._year(),
            tier_fen=self._tier_fen,
            payer=self._payer(),
            payer_name=self.payer_name.text() if self._payer() is Payer.RELATIVE else "",
            relation=self.relation.text() if self._payer() is Payer.RELATIVE else "",
            government_fen=self._part_fen(),
            channel=Channel(self.channel.text()),
            again=self.again.text(),
            sure=self._sure,
        )

    def already_paid(self) -> Refused | None:
        """Why the year in the form counts as paid already, by any source; None when it does not."""
        assert self._person is not None
        return self._collecting.paid_already(self._person.id, self._year())

    def refuse(self, error: DeskError) -> bool:
        """Put a refusal beside its field; a second payment for a year wants its reason."""
        if error.code == "already_paid":
            self._show_paid()
            self.again.refuse(DeskError(error.cure))
            return True
        return self.form.refuse(error)

    def sure_of(self, word: str) -> None:
        """She answered a question about this payment with yes (``Payment.sure``)."""
        self._sure |= {word}

    def _fill_years(self, person: Resident, year: int) -> None:
        control = self.year.control
        assert isinstance(control, QComboBox)
        paid = {each.year for each in self._standing()}
        control.blockSignals(True)
        control.clear()
        for each in self._collecting.years():
            words = _("{year} 已缴") if each in paid else _("{year} 年")
            control.addItem(words.format(year=each), str(each))
        control.setCurrentIndex(max(0, control.findData(str(year))))
        control.blockSignals(False)

    def _standing(self) -> list[Receipt]:
        assert self._person is not None
        return [each for each in self._collecting.paid(self._person.id) if not each.void_reason]

    def _year(self) -> int:
        return int(self.year.text())

    def _payer(self) -> Payer:
        return Payer(self.payer.text())

    def _part_fen(self) -> int:
        if self._payer() is not Payer.GOVERNMENT:
            return 0
        try:
            return money.read(self.part.text())
        except Refused as refused:
            raise Refused(refused.message, refused.cure, refused.code, "government_part") from None

    def _changed(self) -> None:
        self.form.accept()
        self._relative.setVisible(self._payer() is Payer.RELATIVE)
        self.part.setVisible(self._payer() is Payer.GOVERNMENT)
        self._show_paid()
        self._show_tiers()
        self._show_amount()
        self.edited.emit()

    def _show_paid(self) -> None:
        """Show that the year is paid before she presses anything."""
        paid = self.already_paid()
        self._second.setVisible(paid is not None)
        if paid is not None:
            self._paid_words.setText(_("{paid}。").format(paid=paid))

    def _show_tiers(self) -> None:
        """Other years may offer other tiers; the same ones are only marked anew."""
        offers = self._collecting.tiers(self._year())
        if offers != self._offers:
            self._offers = offers
            self._make_tiers()
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == self._tier_fen)

    def _make_tiers(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._tiers)
        buttons = []
        for offer in self._offers:
            under = _("补 {amount} 元").format(amount=money.short(offer.subsidy_fen)) if offer.subsidy_fen else ""
            button = Choice(money.short(offer.tier_fen), under, name=f"tier_{money.short(offer.tier_fen)}")
            button.setCheckable(True)
            self._group.addButton(button, offer.tier_fen)
            buttons.append(button)
        self._tiers.addLayout(grid(*buttons, columns=self._tiers_in_a_row, gap=8))

    def _choose_tier(self, tier_fen: int) -> None:
        self._tier_fen = tier_fen
        self._show_amount()
        self.edited.emit()

    def _show_amount(self) -> None:
        try:
            fen = self._tier_fen - self._part_fen()
        except Refused:
            fen = self._tier_fen
        self._amount.setText(_("{amount} 元").format(amount=money.figures(fen)))
        self._words.setText(money.in_words(fen))
