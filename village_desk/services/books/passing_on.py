"""Cash that leaves the drawer or comes into it besides fees: paid on for people, deposited, handed over, and reversed.

The rules are ``domain/rules/drawer.py``; each fact is recorded all or nothing, and read back from the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sync.agreement import facts
from sync.agreement.facts.cash import REMIT_CHANNELS
from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Channel, Receipt, ReceiptState
from village_desk.domain.rules import drawer
from village_desk.services.collecting import Collecting
from village_desk.store.database import Store
from village_desk.store.subjects import cash_entries
from village_desk.store.subjects.cash_entries import CashEntryRow
from village_desk.words import _


@value
class Remittance:
    """Cash of a receipt that was paid on. ``channel``: phone, pos, bank, tax_counter; ``ticket``: 电子税票号码, or "".

    ``period_from``, ``period_to``: 费款所属期, ``2026-01``, or "". ``picture``: the id of an attachment, or "".
    """

    receipt: str
    channel: str
    paid_on: date
    ticket: str = ""
    period_from: str = ""
    period_to: str = ""
    picture: str = ""


class PassingOn:
    """The passing on of one desk's cash."""

    def __init__(self, store: Store, collecting: Collecting) -> None:
        self._store = store
        self._collecting = collecting

    def remit(self, remittances: Sequence[Remittance]) -> list[CashEntryRow]:
        """Record that cash was paid on for its people: all of these or none.

        Refused ``no_cash``, ``void``, ``remitted``, ``ticket_used``, ``channel``, ``other_desk``, and as
        ``drawer.refuse_day`` and ``refuse_more_than_held``.
        """
        with self._store.writing():
            return [self._remit(each) for each in remittances]

    def _remit(self, remittance: Remittance) -> CashEntryRow:
        receipt = self._collecting.own_receipt(remittance.receipt)
        self._refuse_remitting(receipt, remittance)
        fact = facts.CashRemitted(
            person=receipt.person,
            receipt=receipt.number,
            amount_fen=receipt.amount_fen,
            channel=remittance.channel,
            paid_on=remittance.paid_on.isoformat(),
            ticket=remittance.ticket.strip(),
            period_from=remittance.period_from,
            period_to=remittance.period_to,
            paid_by=self._store.by,
            picture=remittance.picture,
        )
        return self._written(fact)

    def _refuse_remitting(self, receipt: Receipt, remittance: Remittance) -> None:
        number, db = receipt.number, self._store.db
        if receipt.state is ReceiptState.VOID:
            raise Refused(_("凭条 {number} 已经作废").format(number=number), _("不用帮缴"), "void", "receipt")
        if receipt.channel != Channel.VILLAGE_CASH.value or not receipt.amount_fen:
            words = _("凭条 {number} 收的不是现金").format(number=number)
            raise Refused(words, _("不用帮缴"), "no_cash", "receipt")
        before = cash_entries.of_receipt(db, number)
        if before:
            words = _("凭条 {number} 的钱 {day}已经缴过").format(number=number, day=moments.day(_day(before.day)))
            raise Refused(words, _("记错的请先红字冲掉那一笔"), "remitted", "receipt")
        if remittance.channel not in REMIT_CHANNELS:
            raise Refused(_("没有选怎么缴的"), _("请选手机、POS 机、银行或办税窗口"), "channel", "channel")
        ticket = remittance.ticket.strip()
        used = cash_entries.of_ticket(db, ticket) if ticket else None
        if used:
            words = _("税票 {ticket} 已经记在凭条 {number} 上").format(ticket=ticket, number=used.receipt)
            raise Refused(words, _("一张税票只对一笔：请核对号码；记错的请先红字冲掉那一笔"), "ticket_used", "ticket")
        drawer.refuse_day(remittance.paid_on, self._store.today(), receipt.collected_at.date(), "paid_on")
        drawer.refuse_more_than_held(receipt.amount_fen, cash_entries.in_hand(db))

    def deposit(
        self,
        fen: int,
        place: str,
        on: date,
        slip: str = "",
        received_by: str = "",
        receipts: tuple[str, str] = ("", ""),
    ) -> CashEntryRow:
        """Record that cash went to a bank or the township on a day. ``receipts``: the first and the last, or "".

        Refused ``place`` where nobody said where to, and as ``drawer.refuse_day`` and ``refuse_more_than_held``.
        """
        with self._store.writing():
            drawer.refuse_more_than_held(fen, cash_entries.in_hand(self._store.db))
            drawer.refuse_day(on, self._store.today(), cash_entries.first_line(self._store.db), "on")
            if not place.strip():
                raise Refused(_("没有写缴存到哪里"), _("请写银行网点或镇财政所"), "place", "place")
            first, last = receipts
            return self._written(
                facts.CashDeposited(
                    deposited_on=on.isoformat(),
                    amount_fen=fen,
                    place=place.strip(),
                    slip=slip.strip(),
                    given_by=self._store.by,
                    received_by=received_by.strip(),
                    first=first,
                    last=last,
                )
            )

    def hand_over(self, fen: int, other: str, on: date, into: bool = False, reason: str = "") -> CashEntryRow:
        """Record that cash went from this desk's hands to another's, or (``into``) came from theirs.

        Refused ``other`` where nobody said who, and as ``deposit``.
        """
        with self._store.writing():
            if into:
                drawer.refuse_sum(fen)
            else:
                drawer.refuse_more_than_held(fen, cash_entries.in_hand(self._store.db))
            drawer.refuse_day(on, self._store.today(), None, "on")
            if not other.strip():
                raise Refused(_("没有写和谁交接"), _("请写对方的姓名"), "other", "other")
            giver, receiver = (other.strip(), self._store.by) if into else (self._store.by, other.strip())
            way = "in" if into else "out"
            return self._written(facts.CashHandedOver(on.isoformat(), way, fen, giver, receiver, reason.strip()))

    def reverse(self, entry: str, reason: str) -> CashEntryRow:
        """Reverse an entry (红字冲销) by the id of its fact: it counts no more, and both lines stay in the ledger.

        Refused ``unknown_entry``, ``other_desk``, ``reversed``, ``reason``; and ``more_than_held`` where the money of
        a hand-over that came in has left the drawer since.
        """
        with self._store.writing():
            found = self.entry(entry)
            if found.desk:
                raise Refused(_("这一笔是另一台电脑记的"), _("请在那台电脑上冲销"), "other_desk")
            if found.reversed_at:
                words = _("这一笔已经红字冲销过（{reason}）").format(reason=found.reversed_for)
                raise Refused(words, _("不用再冲"), "reversed")
            if not reason.strip():
                raise Refused(_("没有写为什么冲销"), _("请写清楚原因"), "reason", "reason")
            if found.fen > 0:
                drawer.refuse_more_than_held(found.fen, cash_entries.in_hand(self._store.db))
            self._store.record(facts.CashEntryReversed(entry, reason.strip()))
            return self.entry(entry)

    def entry(self, fact: str) -> CashEntryRow:
        """The entry of a fact. Refused ``unknown_entry``."""
        found = cash_entries.entry(self._store.db, fact)
        if found is None:
            raise Refused(_("账上没有这一笔"), _("请在账里点那一笔"), "unknown_entry")
        return found

    def give_proof(self, number: str, on: date, received_by: str = "") -> None:
        """Record that the proof was given back to the person or whoever came for them.

        Refused ``not_remitted`` for a receipt whose fee was not paid on, and as ``drawer.refuse_day``.
        """
        with self._store.writing():
            receipt = self._collecting.own_receipt(number)
            before = cash_entries.of_receipt(self._store.db, receipt.number)
            if before is None:
                words = _("凭条 {number} 的钱还没有缴到税务").format(number=receipt.number)
                raise Refused(words, _("先帮缴，再把缴费证明交给本人"), "not_remitted", "receipt")
            drawer.refuse_day(on, self._store.today(), _day(before.day), "given_on")
            given = facts.ProofGiven(receipt.person, receipt.number, on.isoformat(), received_by.strip())
            self._store.record(given)

    def _written(self, fact: facts.Fact) -> CashEntryRow:
        return self.entry(self._store.record(fact).id)


def _day(text: str) -> date:
    return date.fromisoformat(text)
