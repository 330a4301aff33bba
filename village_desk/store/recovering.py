"""The desk's file made to agree with what its township holds: its past fetched back, its unsent facts in a new epoch.

For a restored backup, a copied disk, a new PC in place of a lost one, and a new key. All or nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sync.agreement import facts, journal
from sync.agreement.journal import Entry
from sync.agreement.values import value
from sync.desk import outbox
from sync.desk.outbox import Kept
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import migrations
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store


@value
class Recovered:
    """Facts that the township gave back, facts moved into the new epoch, and receipts that had to be renumbered.

    ``renumbered``: old and new number of each; the old one is on another person's paper too.
    """

    fetched: int
    moved: int
    renumbered: tuple[tuple[str, str], ...]


def recover(
    store: Store, theirs: list[Entry], past: Sequence[Kept], reason: str, keeps_own: bool, unseen_keys: int = 0
) -> Recovered:
    """Take the past as the township has it, open a new epoch, and move there the facts that the township never had.

    ``theirs`` are the verified facts of the batches in ``past``. ``keeps_own`` is false for a new file to be filled,
    in place of a lost one's; ``unseen_keys``: the number of earlier replacement PCs without any contact with the
    township.
    """
    with store.writing() as db:
        own = list(journal.everything(db))
        ordinals, newest = _ordinals(theirs, _epochs(db))
        known, here = {each.id for each in theirs}, {each.id for each in own}
        unsent = [each for each in own if each.id not in known and each.kind != facts.EpochOpened.KIND]
        others = [each for each in theirs if each.id not in here]
        ordinal = newest + 1 if keeps_own else _beyond_what_was_lost(newest, unseen_keys)
        moved, renumbered = _without_doubles(unsent if keeps_own else [], others, store, ordinal)
        once, received_again = _once(theirs)
        outbox.drop_all(db)
        _live_on(store, once, ordinals, [*received_again, *moved], ordinal, reason)
        for each in past:
            outbox.put_back(db, each)
            store.receive(each.answer, each.answer_bytes)
        migrations.derive_anew(db)
    return Recovered(len(known - here), len(moved), tuple(renumbered.items()))


def reopen(store: Store, there: Collection[str]) -> None:
    """Forget the answers to all batches that the township does not have, so that they are sent again.

    The verdicts of those answers are forgotten with them. Call inside ``writing()``.
    """
    db = store.db
    forgotten = outbox.reopen(db, there)
    for each in forgotten:
        db.execute("DELETE FROM heard WHERE kind = ? AND about = ?", [facts.BatchAnswered.KIND, each])
    if forgotten:
        migrations.derive_anew(db)


def rekey(store: Store, heads: set[str], ordinal: int) -> Recovered:
    """Go on under a new key without a line: facts that the township has stay, all the others move into a new epoch.

    ``heads``: the last batch of each epoch that the township answered, whether or not its answer arrived here;
    ``ordinal``: the highest epoch number that the township has seen.
    """
    with store.writing() as db:
        own, here = list(journal.everything(db)), _epochs(db)
        known = [each for each in map(partial(outbox.one, db), heads) if each]
        ends = {epoch: outbox.acknowledged_seq(db, epoch) for epoch in here}
        ends |= {each.epoch: max(ends[each.epoch], each.last_seq) for each in known}
        theirs = [each for each in own if each.seq <= ends[each.epoch]]
        moved = [each for each in own if each.seq > ends[each.epoch] and each.kind != facts.EpochOpened.KIND]
        ordinals, newest = _ordinals(theirs, here)
        for epoch, seq in ends.items():
            outbox.drop_after(db, epoch, seq)
        _live_on(store, theirs, ordinals, moved, max(newest, ordinal) + 1, "rekeyed")
        migrations.derive_anew(db)
    return Recovered(0, len(moved), ())


def _live_on(
    store: Store, theirs: list[Entry], ordinals: dict[str, int], moved: list[Entry], ordinal: int, reason: str
) -> None:
    """The journal becomes ``theirs``, and goes on in a new epoch with the facts that moved.

    Messages of the township that came behind the end of an epoch keep their place among the facts that moved.
    """
    db, before = store.db, store.head()
    lived = _epochs(db)
    journal.replace_entries(db, theirs, ordinals)
    ends = dict(db.execute("SELECT epoch, max(seq) FROM journal GROUP BY epoch").fetchall())
    epoch = journal.open_epoch(db, ordinal)
    store.record(facts.EpochOpened(epoch, ordinal, reason, before.hash))
    head = store.head()
    for each in moved:
        head = journal.append_again(db, head, each)
    places = [(lived[each.epoch], each.seq) for each in moved]
    for place, received_in, after in db.execute("SELECT place, epoch, after_seq FROM heard").fetchall():
        if after > ends.get(received_in, -1):
            seq = 1 + bisect_right(places, (lived.get(received_in, 0), after))
            db.execute("UPDATE heard SET epoch = ?, after_seq = ? WHERE place = ?", [epoch, seq, place])


def _epochs(db: Database) -> dict[str, int]:
    """The ordinal of each epoch in this file."""
    return dict(db.execute("SELECT epoch, ordinal FROM epochs").fetchall())


def _ordinals(theirs: list[Entry], here: dict[str, int]) -> tuple[dict[str, int], int]:
    """The ordinal of each epoch of the past; and the highest ordinal ever used, on either side.

    An epoch in this file keeps its own ordinal: receipts were printed in it.
    """
    stated = {each.about: int(each.body["ordinal"]) for each in theirs if each.kind == facts.EpochOpened.KIND}
    newest = max([1, *here.values(), *stated.values()])
    found: dict[str, int] = {}
    for epoch in sorted(dict.fromkeys(each.epoch for each in theirs), key=lambda epoch: epoch not in here):
        wanted = here.get(epoch, stated.get(epoch, 1))
        if wanted in found.values():  # two copies of one disk each opened their second epoch
            wanted = newest = newest + 1
        found[epoch] = wanted
    return found, newest


def _beyond_what_was_lost(newest: int, unseen_keys: int) -> int:
    """The ordinal for a PC that takes a lost one's place, with room for epochs that the township never saw.

    A restored backup or a new key begins an epoch without a line, and prints receipts in it at once. The next full
    ten leaves room for such epochs; and ten more for each PC that took the place and was lost, too, before the
    township received anything from it.
    """
    return newest + 10 - newest % 10 + 10 * unseen_keys


def _once(theirs: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The past with each fact once, and the facts that go on in the new epoch because their own epoch ended early.

    An epoch that this desk had given up may reach the township all the same, by an old stick, and holds facts again
    that moved on from it: here that epoch ends before them. Facts that only this epoch holds are recorded once more.
    """
    seen: set[str] = set()
    over: set[str] = set()
    once: list[Entry] = []
    rest: list[Entry] = []
    for each in theirs:
        over |= {each.epoch} if each.id in seen else set()
        seen.add(each.id)
        (rest if each.epoch in over else once).append(each)
    here = {each.id for each in once}
    return once, list({each.id: each for each in rest if each.id not in here}.values())


def _without_doubles(
    unsent: list[Entry], theirs: list[Entry], store: Store, ordinal: int
) -> tuple[list[Entry], dict[str, str]]:
    """The unsent facts after two copies of a disk were used apart: one person stays one, a number is on one receipt.

    A receipt whose number the other copy gave out gets a number of the new series, in every fact that refers to it.
    """
    taken = {str(each.body["receipt"]) for each in theirs if each.kind == facts.ContributionCollected.KIND}
    people = {each.body["id_number"]: each.about for each in theirs if each.kind == facts.PersonRegistered.KIND}
    same: dict[str, str] = {}
    receipts: dict[str, str] = {}
    serials = Counter[int]()
    kept = []
    for each in unsent:
        if each.kind == facts.PersonRegistered.KIND and each.body["id_number"] in people:
            same[each.about] = people[each.body["id_number"]]
            continue
        if each.kind == facts.ContributionCollected.KIND and each.body["receipt"] in taken:
            old = ReceiptNumber.read(str(each.body["receipt"]))
            serials[old.year] += 1
            number = ReceiptNumber(store.village().letter, ordinal, old.year, serials[old.year])
            receipts[str(each.body["receipt"])] = str(number)
        kept.append(_renamed(each, same | receipts))
    return kept, receipts


def _renamed(entry: Entry, names: dict[str, str]) -> Entry:
    body: dict[str, Any] = dict(entry.body)
    for field in ("person", "receipt"):
        if body.get(field) in names:
            body[field] = names[body[field]]
    return replace(entry, about=names.get(entry.about, entry.about), body=body)
