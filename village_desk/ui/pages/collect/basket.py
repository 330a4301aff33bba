"""The basket of a house: its lines, which of them are ticked, their sum, and what is missing before it can be taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.services.counter.house_fees import FeeHouse, MemberState
from village_desk.services.counter.till import Alike
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.words import _


@dataclass
class Basket:
    """The fees of one house at the till. ``focus``: the person in hand; ``alike``: whom they may be taken for."""

    lines: list[FeeLine]
    focus: str
    alike: Alike | None = None
    given: str = ""
    folded: bool = field(default=True)

    @classmethod
    def begin(cls, house: FeeHouse, person: str, year: int = 0, everybody: bool = False) -> Basket:
        """The house of a person who is ticked, with the others who owe where ``everybody`` is wanted."""
        lines = [FeeLine.begin(each, year if each.id == person else 0) for each in house.members]
        for line in lines:
            line.ticked = line.member.id == person or (everybody and line.member.state is MemberState.OWES)
        return cls(lines, person)

    def read_again(self, house: FeeHouse) -> None:
        """The house may be another by now; what was chosen and typed stays with whoever is still of it."""
        known = {each.member.id: each for each in self.lines}
        self.lines = []
        for member in house.members:
            line = known.get(member.id)
            if line is None:
                line = FeeLine.begin(member)
            else:
                line.read_again(member)
            self.lines.append(line)

    def line(self, person: str = "") -> FeeLine:
        """The line of a person, else the one in hand."""
        wanted = person or self.focus
        return next(each for each in self.lines if each.member.id == wanted)

    @property
    def shown(self) -> list[FeeLine]:
        """The lines that are rows: who owes and who is in hand or ticked first, then who has paid."""
        owing = [each for each in self.lines if self._is_row(each)]
        paid = [each for each in self.lines if each not in owing and each.member.state is MemberState.PAID]
        return owing + paid

    @property
    def beside(self) -> list[FeeLine]:
        """The lines that are folded away: who draws, is too young, or is gone."""
        return [each for each in self.lines if each not in self.shown]

    def _is_row(self, line: FeeLine) -> bool:
        return line.member.state is MemberState.OWES or line.member.id == self.focus or line.ticked

    @property
    def ticked(self) -> list[FeeLine]:
        """The lines that are to be taken."""
        return [each for each in self.lines if each.ticked]

    @property
    def unsettled(self) -> list[FeeLine]:
        """The ticked lines of which nobody has said who pays."""
        return [each for each in self.ticked if each.question() is not None]

    @property
    def fen(self) -> int:
        """The cash of all ticked lines that are settled."""
        return sum(each.own_fen for each in self.ticked)

    def payments(self) -> list[Payment]:
        """What is to be taken. Refused beside a field."""
        return [each.payment() for each in self.ticked]

    def given_fen(self) -> int | None:
        """The cash that was given; None where nothing was typed. Refused when it is no amount."""
        return money.read(self.given) if self.given.strip() else None

    def change_fen(self) -> int | None:
        """The change, below 0 where too little was given; None where nobody said what was given."""
        try:
            given = self.given_fen()
        except Refused:
            return None
        return None if given is None else given - self.fen

    def in_words(self) -> str:
        """How many pay: 2 人，还有 1 人没定."""
        open_ones, count = len(self.unsettled), len(self.ticked)
        if not open_ones:
            return _("{count} 人").format(count=count)
        return _("{count} 人，还有 {open} 人没定").format(count=count - open_ones, open=open_ones)
