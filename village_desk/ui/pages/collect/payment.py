"""The payment about to be taken: year, tier, payer, channel, the amount in figures and words. Records nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.people import Resident
from village_desk.domain.receipts import Channel, Payer, PaymentKind
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.taking import Offer
from village_desk.services.collecting import Collecting, Payment
from village_desk.services.fees.choices import Choices
from village_desk.ui.kit.arrange import column, empty, grid, held, row
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.pages.collect import payment_words
from village_desk.words import _


class PaymentCard(Card):
    """The form of one payment, filled with the usual case. ``edited`` signals that a field changed."""

    edited = Signal()

    def __init__(self, collecting: Collecting, tiers_in_a_row: int = 4) -> None:
        super().__init__(name="payment")
        self.inside.setSpacing(12)
        self._collecting = collecting
        self._tiers_in_a_row = tiers_in_a_row
        self._choices: Choices | None = None
        self._tier_fen = 0
        self._offers: tuple[Offer, ...] = ()
        self._sure: frozenset[str] = frozenset()
        self._make_fields()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose_tier)
        self._tiers = column(gap=0)
        self._amount = label(role="amount", name="amount")
        self._words = label(role="muted", name="amount_in_words")
        self._parts = label(role="muted", name="parts", wrap=True)
        self._lay_out()

    def _make_fields(self) -> None:
        self.year = Field("year", _("缴费年度"), choice([]))
        self.kind = Field("kind", _("怎么算"), choice([]))
        self.payer = Field("payer", _("谁来缴"), choice([(each.in_words(), each.value) for each in Payer]))
        self.channel = Field("channel", _("怎么缴"), choice([(each.in_words(), each.value) for each in Channel]))
        self.payer_name = Field("payer_name", _("代缴人姓名"), line())
        self.relation = Field("relation", _("与参保人关系"), line(placeholder=_("如：儿子")))
        self.part = Field("government_part", _("政府代缴（元）"), line(placeholder=_("如：100")))
        self.assessed_by = Field("assessed_by", _("核定单号或核定人"), line(placeholder=_("镇所核定后填")))
        self.again = Field("again", _("确实要再收，写明原因"), line())
        self.free = Field("tier", _("金额（元）"), line())
        texts = (self.payer_name, self.relation, self.part, self.assessed_by, self.again, self.free)
        self._texts = texts
        fields = (self.year, self.kind, self.payer, self.channel, *texts)
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
        self.add(row(self.kind, None))  # beside the others it would push the paper off a window of 1366
        self._paid_words = label(name="already_paid", wrap=True)
        self._second = Card("", self._paid_words, self.again, tone="attention", name="second")
        self._second.inside.setContentsMargins(16, 10, 16, 12)
        for each in (self._relative, self.part, self.assessed_by, self._second):
            self.add(each)
            each.hide()
        self.add(label(_("档次（每年）"), "strong"))
        self.add(self._tiers)
        self.add(self.free)
        self.add(row(self._amount, None))
        self.add(self._words)
        self.add(self._parts)
        self.add(None)

    def begin(self, person: Resident, year: int = 0) -> None:
        """Fill the form with the usual case of a person: this year or the one asked for, the tier as before."""
        self._choices, self._sure = self._collecting.choices(person.id), frozenset()
        self._fill_years(year)
        for field in self._texts:
            field.control.blockSignals(True)
            assert isinstance(field.control, QLineEdit)
            field.control.clear()
            field.control.blockSignals(False)
        for field in (self.payer, self.channel):
            assert isinstance(field.control, QComboBox)
            field.control.setCurrentIndex(0)
        self._tier_fen, self._offers = 0, ()
        self._make_tiers()  # those of the person before are not this one's
        self._changed()

    def read_again(self) -> None:
        """What the person may choose may be another thing by now; what was typed stays."""
        if self._choices is not None:
            self._choices = self._collecting.choices(self._choices.resident.id)
            self._fill_years(self._year())
            self._changed()

    def payment(self) -> Payment:
        """The payment as filled in; Refused beside the field when an amount cannot be read."""
        relative = self._payer() is Payer.RELATIVE
        return Payment(
            person=self._known().resident.id,
            year=self._year(),
            tier_fen=self._chosen_fen(),
            payer=self._payer(),
            payer_name=self.payer_name.text() if relative else "",
            relation=self.relation.text() if relative else "",
            government_fen=self._part_fen(),
            channel=Channel(self.channel.text()),
            again=self.again.text() if self._is_second() else "",
            sure=self._sure,
            kind=self._kind(),
            assessed_by=self.assessed_by.text(),
        )

    def already_paid(self) -> Refused | None:
        """Why the year in the form counts as paid already, by any source; None when it does not."""
        return self._collecting.paid_already(self._known().resident.id, self._year()) if self._is_second() else None

    def cost(self) -> Contribution:
        """What the payment as filled in costs whom, whatever would be asked first. Refused when it may not be taken."""
        return self._known().cost(self.payment(), every_yes=True)

    def cost_if_known(self) -> Contribution | None:
        """The same; None while something is wrong."""
        try:
            return self.cost()
        except DeskError:
            return None

    def refuse(self, error: DeskError) -> bool:
        """Put a refusal beside its field; a second payment for a year wants its reason."""
        if error.code == "already_paid" and self._is_second():
            self._show_closed()
            self.again.refuse(DeskError(error.cure))
            return True
        return self.form.refuse(error)

    def sure_of(self, word: str) -> None:
        """She answered a question about this payment with yes (``Payment.sure``)."""
        self._sure |= {word}

    def _known(self) -> Choices:
        assert self._choices is not None
        return self._choices

    def _fill_years(self, year: int) -> None:
        control = self.year.control
        assert isinstance(control, QComboBox)
        control.blockSignals(True)
        control.clear()
        for each in self._known().years:
            control.addItem(payment_words.year(each), str(each.year))
        control.setCurrentIndex(max(0, control.findData(str(year))))
        control.blockSignals(False)

    def _fill_kinds(self) -> None:
        """A year that may be begun in parts leaves a choice; every other is what it is."""
        control, found = self.kind.control, self._known().kinds(self._year(), self._is_second())
        assert isinstance(control, QComboBox)
        if [control.itemData(place) for place in range(control.count())] != [each.value for each in found]:
            control.blockSignals(True)
            control.clear()
            for each in found:
                control.addItem(each.in_words(), each.value)
            control.blockSignals(False)
        self.kind.setVisible(len(found) > 1 and self._known().year(self._year()).is_open)

    def _is_second(self) -> bool:
        """Whether the year is paid, and nothing but a reason lets it be paid once more."""
        why_not = self._known().year(self._year()).why_not
        return why_not is not None and why_not.code in _PAID

    def _year(self) -> int:
        return int(self.year.text())

    def _kind(self) -> PaymentKind:
        return PaymentKind(self.kind.text())

    def _payer(self) -> Payer:
        return Payer(self.payer.text())

    def _part_fen(self) -> int:
        return _read(self.part, "government_part") if self._payer() is Payer.GOVERNMENT else 0

    def _chosen_fen(self) -> int:
        """The tier of the button, or the free amount as typed."""
        return _read(self.free, "tier") if self.free.text().strip() and self._range() else self._tier_fen

    def _range(self) -> Offer | None:
        return next((each for each in self._offers if each.is_range), None)

    def _changed(self) -> None:
        self.form.accept()
        self._fill_kinds()
        self._relative.setVisible(self._payer() is Payer.RELATIVE)
        self.part.setVisible(self._payer() is Payer.GOVERNMENT)
        self.assessed_by.setVisible(self._known().is_assessed(self._kind()))
        self._show_closed()
        self._show_tiers()
        self._show_amount()
        self.edited.emit()

    def _show_closed(self) -> None:
        """Show why the year is closed before she presses anything; a paid one can be paid again for a reason."""
        why_not = self._known().year(self._year()).why_not
        self._second.setVisible(why_not is not None)
        self.again.setVisible(self._is_second())
        if why_not is not None:
            self._paid_words.setText(_("{paid}。").format(paid=self.already_paid() or why_not))

    def _show_tiers(self) -> None:
        """Other years and kinds may offer other tiers; the same ones are only marked anew."""
        known, second = self._known(), self._is_second()
        offers = known.offers(self._year(), self._kind(), second)
        if offers != self._offers:
            self._offers = offers
            if not any(each.takes(self._tier_fen) for each in offers):
                self._tier_fen = known.usual_tier(self._year(), self._kind(), second)
            self._make_tiers()
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == self._tier_fen)

    def _make_tiers(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        empty(self._tiers)
        buttons = []
        for offer in self._offers:
            words = money.short(offer.least_fen)
            button = Choice(words, payment_words.under(offer), name=f"tier_{words}")
            button.setCheckable(True)
            self._group.addButton(button, offer.least_fen)
            buttons.append(button)
        self._tiers.addLayout(grid(*buttons, columns=self._tiers_in_a_row, gap=8))
        self._show_range()

    def _show_range(self) -> None:
        """The field for a free amount, with its ends."""
        free = self._range()
        self.free.setVisible(free is not None)
        if free is not None:
            ends = _("{least} 至 {most} 之间任意整元，不填就是最低的")
            self.free.show_hint(ends.format(least=money.short(free.least_fen), most=money.short(free.most_fen)))

    def _choose_tier(self, tier_fen: int) -> None:
        self._tier_fen = tier_fen
        self.free.control.blockSignals(True)
        assert isinstance(self.free.control, QLineEdit)
        self.free.control.clear()
        self.free.control.blockSignals(False)
        self._show_amount()
        self.edited.emit()

    def _show_amount(self) -> None:
        """The cash, and who pays what else; while something is wrong or asked, the tier alone."""
        try:
            found = self.cost()
        except DeskError:
            self._amount.setText(_("{amount} 元").format(amount=money.figures(self._tier_fen)))
            self._words.setText(money.in_words(self._tier_fen))
            self._parts.setText("")
            return
        self._amount.setText(_("{amount} 元").format(amount=money.figures(found.own_fen)))
        self._words.setText(money.in_words(found.own_fen) if found.own_fen else _("本人不用缴，不收现金"))
        self._parts.setText(_("；").join(payment_words.who_pays(found)))


_PAID = ("already_paid", "second_payment_window", "second_payment_most")


def _read(field: Field, name: str) -> int:
    try:
        return money.read(field.text())
    except Refused as refused:
        raise Refused(refused.message, refused.cure, refused.code, name) from None
