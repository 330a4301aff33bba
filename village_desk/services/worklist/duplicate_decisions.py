"""What the township decided on duplicates: what is left for this village to do, and one step that does it.

Nothing is stored of it: a decision is carried out once the person left, the number is another one, the receipt is void.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.people import Resident
from village_desk.services.finding import Finding
from village_desk.store import decided
from village_desk.store.database import Store
from village_desk.store.decided import DecidedAbove
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.leavers import Leavers

_LEAVES, _WRONG_NUMBER = "leaves", "wrong_number"


@value
class DuplicateDecision:
    """A decision about one of the village's people; ``open``: it is not carried out yet."""

    sent: str
    outcome: str
    resident: Resident
    receipt: str
    elsewhere: str
    why: str
    open: bool

    @property
    def leaves(self) -> bool:
        """Whether the person is to be struck off here."""
        return self.outcome == _LEAVES

    @property
    def number_is_wrong(self) -> bool:
        """Whether the identity number is to be corrected."""
        return self.outcome == _WRONG_NUMBER

    def in_words(self) -> str:
        """What is to be done, and the clerk's words."""
        what = {
            _LEAVES: _("{name}归{elsewhere}办理，本村注销登记"),
            _WRONG_NUMBER: _("{name}的身份证号写错了，请更正"),
            "refund": _("{name}缴重了，请退款并作废凭条 {receipt}"),
            "take_anew": _("{name}的凭条 {receipt} 号码重了，请作废，用新号码重开"),
        }
        words = what[self.outcome].format(name=self.resident.name, elsewhere=self.elsewhere, receipt=self.receipt)
        return _("{what}（镇所说明：{why}）").format(what=words, why=self.why) if self.why else words


class DuplicateDecisions:
    """The decisions that one desk heard of."""

    def __init__(self, store: Store, finding: Finding, leavers: Callable[[], Leavers]) -> None:
        self._store = store
        self._finding = finding
        self._leavers = leavers

    def waiting(self) -> list[DuplicateDecision]:
        """Those that are not carried out, the earliest first."""
        return [each for each in self._all() if each.open]

    def of_person(self, person: str) -> list[DuplicateDecision]:
        """The same of one person."""
        return [each for each in self.waiting() if each.resident.id == person]

    def strike_off(self, person: str, sure: Collection[str] = ()) -> Resident:
        """Strike somebody off as the township decided, by the rules of every strike-off.

        Refused ``no_decision``, and as ``Leavers.strike_off``; Asked ``strike_off``, and as its questions.
        """
        from village_desk.services.roster.leavers import Saying

        found = next((each for each in self.of_person(person) if each.leaves), None)
        if found is None:
            raise Refused(_("镇所没有说要注销这个人"), _("请先和镇所核对"), "no_decision", "person")
        who = found.resident
        word = who.id_number[-4:]
        if word not in sure:
            words = _("注销 {name} 的登记：{what}").format(name=who.name, what=found.in_words())
            cure = _("请先告诉本人；注销以后，名单和应缴里都没有这个人")
            raise Asked(words, cure, "strike_off", word, "person")
        saying = Saying("other", self._store.today(), _("镇所"), found.elsewhere)
        self._leavers().strike_off(person, saying, {*sure, "other"})
        return self._finding.person(person)

    def _all(self) -> list[DuplicateDecision]:
        return [self._read(each) for each in decided.latest(self._store.db)]

    def _read(self, found: DecidedAbove) -> DuplicateDecision:
        fact = found.fact
        resident = self._finding.person(found.person)
        here = (fact.sent, fact.outcome, resident, fact.receipt_number, fact.elsewhere, fact.why)
        return DuplicateDecision(*here, open=decided.is_open(self._store.db, found))
