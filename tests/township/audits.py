"""What must be true of desks and township after every step, and once everything has settled (I1 to I9)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sync.agreement import journal, protocol
from sync.desk import outbox
from sync.township.store import tables
from sync.wire import shortening
from tests.township.disasters import Office, PcDesk, timeline_of

WRONG = {"id_check_digit"}
"""What the machine's people get wrong: refused, whatever happens."""
COPIED = {"id_number_taken", "receipt_used", "receipt_unknown", "receipt_void_already"}
"""What two PCs with one name bring about besides: both count on from the same numbers until the township tells them."""


def books_are_sound(office: Office, wrote: Mapping[str, int], copied: bool) -> None:
    """No fact but those that happened, each once, and money to the fen (I2, I3). ``copied``: a disk was."""
    facts = {row.id: row for row in office.rows(tables.facts) if row.desk != "000000000000-Z"}
    strange = facts.keys() - wrote.keys()
    assert not strange, f"facts that nobody wrote, or one of them twice: {sorted(strange)}"
    paid = {row.fact: row for row in office.rows(tables.contributions) if row.state != "refused"}
    taken = {id_ for id_, row in facts.items() if row.verdict == "accepted" and row.kind == protocol.COLLECTED}
    assert paid.keys() == taken, "money stands for every accepted fee, and for nothing else"
    assert all(row.amount_fen == wrote[id_] for id_, row in paid.items()), "to the fen"
    refused = {row.code for row in facts.values() if row.verdict == "refused"}
    borne = WRONG | COPIED if copied else WRONG
    assert refused <= borne, f"refused: {refused - borne}"


def answers_hold(office: Office, desks: Iterable[PcDesk]) -> None:
    """What a desk counts as answered on this timeline is in the books, with the same bytes (I5, I9)."""
    for desk in desks:
        for batch, answer in desk.answers():
            if timeline_of(answer) == office.timeline:
                reply = office.counter.receiver.reply_to(batch)
                assert reply is not None, "an answer of this timeline that the township does not know"
                assert reply.body == answer


def settled(office: Office, desks: Iterable[PcDesk]) -> None:
    """After a session without faults nothing waits and nothing is missing (I1, I3, I4)."""
    facts = {row.id: row for row in office.rows(tables.facts)}
    for desk in desks:
        db = desk.scribe.db
        assert outbox.waiting(db).facts == 0, "something still waits"
        assert not outbox.open_batches(db)
        assert journal.verify(db, desk.name) == len(list(journal.everything(db)))
        for entry in journal.everything(db):
            assert entry.id in facts, f"{entry.kind} {entry.id} is on the desk and not at the township"
            digest = protocol.digest(journal.canonical(shortening.whole(entry, entry.body)))
            assert facts[entry.id].digest == digest, "another fact stands at the township under this id"
        both = [(protocol.cash_of(e.kind, e.body), facts[e.id]) for e in journal.everything(db)]
        assert sum(fen for fen, _ in both) == sum(json.loads(row.body).get("amount_fen", 0) for _, row in both)
