"""The desk's file made to agree with what its township holds: its past fetched back, its unsent facts in a new epoch.

For a restored backup, a copied disk and a new PC in place of a lost one. All or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync import facts, journal, outbox
from sync.journal import Entry
from sync.outbox import Kept
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import replaying, tables
from village_desk.store.database import Store


@dataclass(frozen=True, slots=True)
class Recovered:
    """Facts that the township gave back, facts moved into the new epoch, and receipts that had to be renumbered.

    ``renumbered``: old and new number of each; the old one is on another person's paper too.
    """

    fetched: int
    moved: int
    renumbered: tuple[tuple[str, str], ...]


def recover(store: Store, theirs: list[Entry], past: Sequence[Kept], reason: str, keeps_own: bool) -> Recovered:
    """Take the past as the township has it, open a new epoch, and move there what the township never had.

    ``theirs`` are the verified facts of the batches in ``past``. ``keeps_own`` is false for a file made only to be
    filled.
    """
    with store.writing() as db:
        own = list(journal.everything(db))
        ordinals, newest = _ordinals(theirs, dict(db.execute("SELECT epoch, ordinal FROM epochs").fetchall()))
        known, here = {each.id for each in theirs}, {each.id for each in own}
        unsent = [each for each in own if each.id not in known and each.kind != facts.EpochOpened.KIND]
        moved, renumbered = _without_doubles(unsent if keeps_own else [], theirs, store, newest + 1)
        before = store.head()
        outbox.drop_all(db)
        journal.keep_as_came(db, theirs, ordinals)
        for each in past:
            outbox.put_back(db, each)
        epoch = journal.open_epoch(db, newest + 1)
        store.record(facts.EpochOpened(epoch, newest + 1, reason, before.hash))
        _move(store, moved, list(ordinals))
        for each in past:
            store.hear(each.said, each.answer)
        tables.drop(db)
        tables.make(db)
        replaying.replay(db, db)
    return Recovered(len(known - here), len(moved), tuple(renumbered.items()))


def reopen(store: Store, there: Collection[str]) -> None:
    """Forget the answers to all batches but those that are ``there`` at the township: they go again.

    What followed from those answers is forgotten with them. Call inside ``writing()``.
    """
    db = store.db
    forgotten = outbox.reopen(db, there)
    for each in forgotten:
        db.execute("DELETE FROM heard WHERE kind = ? AND about = ?", [facts.BatchAnswered.KIND, each])
    if forgotten:
        tables.drop(db)
        tables.make(db)
        replaying.replay(db, db)


def _move(store: Store, moved: list[Entry], past_epochs: list[str]) -> None:
    """The unsent facts go behind the opening of the epoch; what was heard in an epoch that is gone goes with them."""
    db, head = store.db, store.head()
    for each in moved:
        head = journal.append_again(db, head, each)
    marks = ", ".join("?" for _ in past_epochs)
    values = [head.epoch, head.seq, head.epoch, *past_epochs]
    db.execute(f"UPDATE heard SET epoch = ?, after_seq = ? WHERE epoch NOT IN (?, {marks})", values)


def _ordinals(theirs: list[Entry], here: dict[str, int]) -> tuple[dict[str, int], int]:
    """The ordinal of each epoch of the past, as lived; and the highest that was ever in use, on either side."""
    told = {each.about: int(each.body["ordinal"]) for each in theirs if each.kind == facts.EpochOpened.KIND}
    newest = max([1, *here.values(), *told.values()])
    found: dict[str, int] = {}
    for epoch in dict.fromkeys(each.epoch for each in theirs):
        wanted = told.get(epoch, here.get(epoch, 1))
        if wanted in found.values():  # two copies of one disk opened their second life each
            wanted = newest = newest + 1
        found[epoch] = wanted
    return found, newest


def _without_doubles(
    unsent: list[Entry], theirs: list[Entry], store: Store, ordinal: int
) -> tuple[list[Entry], dict[str, str]]:
    """The unsent facts where two copies of a disk lived apart: one person stays one, a number is on one receipt.

    A receipt whose number the other copy gave away gets one of the new series, with all that speaks of it.
    """
    taken = {str(each.body["receipt"]) for each in theirs if each.kind == facts.ContributionCollected.KIND}
    people = {each.body["id_number"]: each.about for each in theirs if each.kind == facts.PersonRegistered.KIND}
    same: dict[str, str] = {}
    receipts: dict[str, str] = {}
    kept = []
    for each in unsent:
        if each.kind == facts.PersonRegistered.KIND and each.body["id_number"] in people:
            same[each.about] = people[each.body["id_number"]]
            continue
        if each.kind == facts.ContributionCollected.KIND and each.body["receipt"] in taken:
            old = ReceiptNumber.read(str(each.body["receipt"]))
            number = ReceiptNumber(store.village().letter, ordinal, old.year, len(receipts) + 1)
            receipts[str(each.body["receipt"])] = str(number)
        kept.append(_renamed(each, same | receipts))
    return kept, receipts


def _renamed(entry: Entry, names: dict[str, str]) -> Entry:
    body: dict[str, Any] = dict(entry.body)
    for field in ("person", "receipt"):
        if body.get(field) in names:
            body[field] = names[body[field]]
    return replace(entry, about=names.get(entry.about, entry.about), body=body)
