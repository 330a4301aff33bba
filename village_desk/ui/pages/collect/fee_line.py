"""One member's line in the basket: what was chosen and typed for this fee so far. No widgets; it records nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked, DeskError, Refused
from village_desk.domain.receipts import Channel, Payer, PaymentKind
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.open_years import Year
from village_desk.domain.rules.taking import SELF_PAYS, Offer
from village_desk.services.collecting import Payment
from village_desk.services.counter.house_fees import HouseMember, MemberState

PAID = ("already_paid", "second_payment_window", "second_payment_most")
"""Why a year is closed that nothing but a reason lets be paid once more."""
TEXTS = ("payer_name", "relation", "government_part", "assessed_by", "again", "tier")
"""The fields that are typed; ``tier`` is a free amount."""


@dataclass
class FeeLine:
    """The fee of one member as it stands in the form. ``refused``: why the last try to take it failed."""

    member: HouseMember
    year: int
    ticked: bool = False
    kind: PaymentKind | None = None
    tier_fen: int = 0
    payer: Payer = Payer.SELF
    channel: Channel = Channel.VILLAGE_CASH
    typed: dict[str, str] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()
    refused: DeskError | None = None

    @classmethod
    def begin(cls, member: HouseMember, year: int = 0) -> FeeLine:
        """The usual case of a member: this year or the one asked for, the tier as before."""
        line = cls(member, year or member.choices.on.year)
        line.settle()
        return line

    def settle(self) -> None:
        """Kind and tier as the year offers them, where those chosen are not offered any more."""
        kinds = self.kinds()
        if self.kind not in kinds:
            self.kind = kinds[0]
        offers = self.offers()
        if not any(each.takes(self.tier_fen) for each in offers):
            self.tier_fen = self.member.choices.usual_tier(self.year, self.kind, self.is_second)

    def read_again(self, member: HouseMember) -> None:
        """What the member may choose may be another thing by now; what was typed stays."""
        self.member = member
        self.settle()

    @property
    def name(self) -> str:
        """The member's name."""
        return self.member.found.resident.name

    @property
    def of_year(self) -> Year:
        """The year as it stands."""
        return self.member.choices.year(self.year)

    @property
    def is_second(self) -> bool:
        """Whether the year is paid, and nothing but a reason lets it be paid once more."""
        why_not = self.of_year.why_not
        return why_not is not None and why_not.code in PAID

    @property
    def is_usual(self) -> bool:
        """Whether nothing but the tier was chosen: this year, the person's own cash."""
        plain = self.payer is Payer.SELF and self.channel is Channel.VILLAGE_CASH
        return plain and self.year == self.member.choices.on.year and self.kind in (None, self.of_year.kind)

    @property
    def may_pay(self) -> bool:
        """Whether there is anything to take: a fee that is owed, or another year or reason that was chosen."""
        return self.member.state is MemberState.OWES or self.of_year.is_open

    def kinds(self) -> tuple[PaymentKind, ...]:
        """What the payment may be to its year."""
        return self.member.choices.kinds(self.year, self.is_second)

    def offers(self) -> tuple[Offer, ...]:
        """The tiers that may be chosen."""
        return self.member.choices.offers(self.year, self.kind, self.is_second)

    def free(self) -> Offer | None:
        """The tier whose amount is typed, where there is one."""
        return next((each for each in self.offers() if each.is_range), None)

    def choose(self, tier_fen: int) -> None:
        """Take a tier; a free amount that was typed is over."""
        self.tier_fen = tier_fen
        self.typed.pop("tier", None)

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return self.typed.get(name, "")

    def payment(self) -> Payment:
        """The payment as filled in. Refused beside the field whose amount cannot be read."""
        relative = self.payer is Payer.RELATIVE
        return Payment(
            person=self.member.id,
            year=self.year,
            tier_fen=self._chosen_fen(),
            payer=self.payer,
            payer_name=self.text("payer_name") if relative else "",
            relation=self.text("relation") if relative else "",
            government_fen=self._amount("government_part") if self.payer is Payer.GOVERNMENT else 0,
            channel=self.channel,
            again=self.text("again") if self.is_second else "",
            sure=self.sure,
            kind=self.kind,
            assessed_by=self.text("assessed_by"),
        )

    def _chosen_fen(self) -> int:
        return self._amount("tier") if self.text("tier").strip() and self.free() else self.tier_fen

    def _amount(self, name: str) -> int:
        try:
            return money.read(self.text(name))
        except Refused as refused:
            raise Refused(refused.message, refused.cure, refused.code, name) from None

    def cost(self) -> Contribution | None:
        """Who pays which part, whatever would be asked first; None while something is wrong."""
        try:
            return self.member.choices.cost(self.payment(), every_yes=True)
        except DeskError:
            return None

    def question(self) -> Asked | None:
        """Who pays, where nobody has said it yet."""
        if self.payer is Payer.GOVERNMENT:
            return None
        return self.member.choices.who_pays(self.payment_or_usual())

    def payment_or_usual(self) -> Payment:
        """The payment, or the tier alone while an amount cannot be read."""
        try:
            return self.payment()
        except Refused:
            return Payment(self.member.id, self.year, self.tier_fen, sure=self.sure)

    def answers(self) -> frozenset[str]:
        """The words by which somebody answered who pays."""
        return frozenset(each for each in self.sure if each == SELF_PAYS or each.startswith("not-in:"))

    @property
    def own_fen(self) -> int:
        """The cash of this line; 0 while it is not known."""
        cost = None if self.question() else self.cost()
        return cost.own_fen if cost else 0
