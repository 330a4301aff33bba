"""What was entered for a village group so far: an amount a row, their sum, and the steps back. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.services.collecting import Payment
from village_desk.services.counter.group_fees import GroupPayer, PayingGroup
from village_desk.services.counter.house_fees import HouseMember, MemberState
from village_desk.ui.pages.collect.fee_line import FeeLine

_LONGEST = 6
"""Digits of an amount in whole yuan."""


@dataclass
class EnteredFee:
    """A row. ``typed``: whole yuan; ``why``: why it cannot be taken so; ``fen``: its cash, 0 while that is not known.

    ``refused``: why the last try to take it failed, until something else is typed.
    """

    payer: GroupPayer
    line: FeeLine
    typed: str = ""
    refused: Refused | None = None
    why: Refused | None = None
    fen: int = 0

    @classmethod
    def begin(cls, payer: GroupPayer) -> EnteredFee:
        """Nothing is entered yet."""
        return cls(payer, FeeLine.begin(payer.member))

    @property
    def member(self) -> HouseMember:
        """Who pays."""
        return self.payer.member

    @property
    def is_done(self) -> bool:
        """Paid before, and nothing was typed beside it."""
        return self.member.state is MemberState.PAID and not self.typed

    @property
    def is_good(self) -> bool:
        """Whether it will be taken."""
        return bool(self.typed) and self.why is None

    @property
    def question(self) -> Asked | None:
        """What must be answered first."""
        return self.why if isinstance(self.why, Asked) else None

    @property
    def usual_fen(self) -> int:
        """The tier as before; 0 where none is offered."""
        return self.member.choices.usual_tier(self.line.year)

    @property
    def is_begun(self) -> bool:
        """Whether what is typed may be the first digits of a tier."""
        offered = (str(each.least_fen // 100) for each in self.line.offers())
        return any(each.startswith(self.typed) for each in offered)

    def enter(self, typed: str, sure: frozenset[str]) -> None:
        """Something else is typed or answered."""
        self.typed, self.line.sure, self.refused = typed[:_LONGEST], sure, None
        self.judge()

    def judge(self) -> None:
        """Ask the rules."""
        self.why, self.fen = None, 0
        if self.typed:
            try:
                self.fen = self._own_fen()
            except Refused as why:
                self.why = why
            self.why = self.refused or self.why

    def _own_fen(self) -> int:
        payment, choices = self.payment(), self.member.choices
        question = choices.who_pays(payment)
        if question is not None:
            raise question
        return choices.cost(payment).own_fen

    def payment(self) -> Payment:
        """The payment as entered."""
        self.line.tier_fen = money.read(self.typed)
        return self.line.payment()

    def read_again(self, payer: GroupPayer) -> None:
        """Somebody else may have taken it by now."""
        self.payer = payer
        self.line.read_again(payer.member)
        self.judge()


@dataclass
class GroupEntry:
    """A group in hand. ``counted``: the cash of the bag as typed; ``at``: the row in hand."""

    group: PayingGroup
    rows: list[EnteredFee] = field(default_factory=list)
    counted: str = ""
    at: int = 0
    _steps: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    _step_of: str = ""

    @classmethod
    def begin(cls, group: PayingGroup) -> GroupEntry:
        """Nothing is entered yet; the first who owes is in hand."""
        found = cls(group, [EnteredFee.begin(each) for each in group.payers])
        found.at = next((at for at, each in enumerate(found.rows) if not each.is_done), 0)
        return found

    def read_again(self, group: PayingGroup) -> None:
        """The group may be another by now; what was typed stays with whoever is still of it."""
        known = {each.member.id: each for each in self.rows}
        self.group, self.rows = group, []
        for payer in group.payers:
            row = known.get(payer.member.id)
            if row is None:
                row = EnteredFee.begin(payer)
            else:
                row.read_again(payer)
            self.rows.append(row)
        self.at = max(0, min(self.at, len(self.rows) - 1))

    @property
    def row(self) -> EnteredFee | None:
        """The row in hand."""
        return self.rows[self.at] if self.rows else None

    @property
    def good(self) -> list[EnteredFee]:
        """The rows that will be taken."""
        return [each for each in self.rows if each.is_good]

    @property
    def refused(self) -> list[EnteredFee]:
        """The rows that were entered and will not be taken."""
        return [each for each in self.rows if each.typed and each.why is not None]

    @property
    def fen(self) -> int:
        """The cash of all rows that will be taken."""
        return sum(each.fen for each in self.good)

    @property
    def is_begun(self) -> bool:
        """Whether anything was entered."""
        return any(each.typed for each in self.rows)

    def beyond_fen(self) -> int | None:
        """What was counted beyond the sum, below 0 where it is less; None where nobody counted, or it is no amount."""
        try:
            return money.read(self.counted) - self.fen if self.counted.strip() else None
        except Refused:
            return None

    def enter(self, typed: str, sure: frozenset[str] | None = None) -> None:
        """Type something else into the row in hand; until another row is in hand that is one step."""
        row = self.row
        if row is None:
            return
        if self._step_of != row.member.id:
            self._steps.append((row.member.id, row.typed, row.line.sure))
            self._step_of = row.member.id
        row.enter(typed, row.line.sure if sure is None else sure)

    def end_step(self) -> None:
        """What is entered next is another step."""
        self._step_of = ""

    def step_back(self) -> bool:
        """Undo the last step, and take its row into the hand; False where there is none."""
        self.end_step()
        while self._steps:
            person, typed, sure = self._steps.pop()
            places = [at for at, each in enumerate(self.rows) if each.member.id == person]
            if places:
                self.at = places[0]
                self.rows[self.at].enter(typed, sure)
                return True
        return False

    def next_place(self) -> int:
        """The next row below that is not paid; the same where there is none."""
        return next((at for at in range(self.at + 1, len(self.rows)) if not self.rows[at].is_done), self.at)

    def refuse(self, refused: Mapping[str, Refused]) -> int:
        """Some could not be taken, by the ids of people; the place of the first of them."""
        for each in self.rows:
            each.refused = refused.get(each.member.id)
            each.judge()
        return next((at for at, each in enumerate(self.rows) if each.refused), self.at)

    def begin_anew(self) -> None:
        """What was taken is on record: its rows are empty again, and there is no step back behind it."""
        self._steps, self.counted = [], ""
        self.end_step()
        for each in self.rows:
            if each.member.state is MemberState.PAID:
                each.enter("", frozenset())
