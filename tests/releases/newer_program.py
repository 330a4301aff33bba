"""A program that is newer than the one it is put into: one kind of facts more, one field of people, one message down.

``install()`` before anything else of the program is imported. It stands for all that a later release may add: what it
does to tables, judge and telling is what a real addition does. Used in processes of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sync.agreement.values import value

KIND, NOTICE = "trial.deposit/1", "notice.sent/1"


def install() -> None:
    """From here on this process is the newer program."""
    know_a_trial_name()
    _more_kinds()


def know_a_trial_name() -> None:
    """``trial_name`` is one line more of the declaration: nothing else of the program is told."""
    from sync.agreement import person

    module: Any = person

    @value
    class PersonFields(person.PersonFields):
        trial_name: str = person.person_field("试用名", "试名", find=person.Find.NAME)

    module.PersonFields = PersonFields
    module.FIELDS = person.declared(PersonFields)
    module.TYPES = {name: info.content.type for name, info in person.FIELDS.items()}


_BANK = """
CREATE TABLE deposits (slip TEXT, amount_fen INTEGER, fact TEXT) STRICT;
CREATE TABLE notices (sent TEXT, title TEXT) STRICT;
"""


def _more_kinds() -> None:
    from sync.agreement import card, facts, protocol, sent
    from sync.agreement.sentences import Fen, say
    from village_desk.store import subjects as found
    from village_desk.store.subjects.card import DeskCard, DeskSubject

    version = f"1.{int(protocol.VERSION.partition('.')[2]) + 1}"

    @value
    class CashDeposited:
        KIND: ClassVar[str] = KIND
        ABOUT: ClassVar[str] = "slip"
        slip: str
        amount_fen: int

    @value
    class NoticeSent:
        KIND: ClassVar[str] = NOTICE
        ABOUT: ClassVar[str] = "sent"
        sent: str
        title: str

    def judge(fact: CashDeposited, books: object, today: date) -> card.Finding | None:
        return None if fact.amount_fen > 0 else card.Finding("amount_impossible", "amount_fen")

    def deposited(db: Any, entry: Any, fact: CashDeposited, origin: object) -> None:
        db.execute("INSERT INTO deposits VALUES (?, ?, ?)", [fact.slip, fact.amount_fen, entry.id])

    def noticed(db: Any, entry: Any, fact: NoticeSent, origin: object) -> None:
        db.execute("INSERT INTO notices VALUES (?, ?)", [fact.sent, fact.title])

    deposit = card.Card(
        fact=CashDeposited,
        since=version,
        called="现金缴存",
        work=card.Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (card.Subject("slip", fact.slip),),
        waits_for=card.never_waits,
        cash=card.Cash("amount_fen", into_drawer=False),
        judge=judge,
        enter=card.leaves_no_trace,
        sentence=lambda fact: say("缴存银行 {amount} 元，回单 {slip}", amount=Fen(fact.amount_fen), slip=fact.slip),
        mended_by=card.same_again,
        menders=card.NO_OTHER,
        codes=card.NO_CODES,
    )
    notice = card.Card(
        fact=NoticeSent,
        since=version,
        called="通知",
        work=card.Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (card.Subject("notice", fact.sent),),
        waits_for=card.never_waits,
        cash=card.NO_CASH,
        judge=card.from_above,
        enter=card.leaves_no_trace,
        sentence=lambda fact: say("镇所通知：{title}", title=fact.title),
        mended_by=card.same_again,
        menders=card.NO_OTHER,
        codes=card.NO_CODES,
    )
    for each in (deposit, notice):
        facts.CARDS[each.fact.KIND], facts.KINDS[each.fact.KIND] = each, each.fact
    sent.KINDS = (*sent.KINDS, NoticeSent)
    protocol.VERSION = version
    subjects: Any = found
    cards = (DeskCard(fact=CashDeposited, apply=deposited), DeskCard(fact=NoticeSent, apply=noticed))
    bank = DeskSubject(schema=_BANK, looked_up="", whose={}, by_fact=("deposits",), cards=cards)
    subjects.SUBJECTS = (*subjects.SUBJECTS, bank)
