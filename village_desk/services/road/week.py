"""The week on its way to the township: new facts are sealed, open batches answered, and each answer stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.desk import outbox
from village_desk.domain.basics.progress import Progress
from village_desk.services.road import keyring, township_key
from village_desk.store.database import Store

if TYPE_CHECKING:  # requests and cryptography are loaded when the road is first used
    from sync.agreement.protocol import Hello
    from sync.wire.batch import SealedBatch
    from sync.wire.keys import DeskKey
    from village_desk.services.road.line import LineRoad
    from village_desk.services.road.roads import Replies, Reply, Road


def has_new_key(store: Store, key: DeskKey, in_use: bool = False) -> bool:
    """Whether another key signed open batches, which this key cannot send; ``in_use``: in the present epoch only.

    Open batches of an earlier epoch may wait for their answers.
    """
    found = outbox.of_another_key(store.db, key.public)
    return store.head().epoch in found if in_use else bool(found)


def seal(store: Store) -> set[str]:
    """Seal the new facts, and return the new batches' ids; but nothing in an epoch that another key began.

    A new epoch has to be opened first.
    """
    from sync.wire.manifest import Clock

    key, judged = keyring.key(store), store.judged()
    seen = judged.township.isoformat() if judged.township else ""
    clock = Clock(judged.suspect, seen)
    made: set[str] = set()
    if has_new_key(store, key, in_use=True):
        return made
    with store.writing() as db:
        while sealed := outbox.seal(db, store.village().desk, key, judged.now, clock=clock):
            made.add(sealed.id)
    return made


def greet(store: Store, line: LineRoad, fresh: set[str], progress: Progress) -> Hello:
    """Greet; with the first batch beside, if it is of ``fresh``: sealed in this conversation and never sent."""
    first = next(iter(outbox.open_batches(store.db)), None)
    straight = first is not None and first.id in fresh and keyring.successor(store) is None
    return line.hello_with(first, progress) if first and straight else line.hello(first)


def remember(store: Store, road: Road, hello: Hello) -> None:
    """Note who answered, and the township's time."""
    with store.writing() as db:
        outbox.remember_township(db, road.known, store.clock())
        township_key.note_time(db, hello.time, store.clock() if road.is_now else None, hello.version)


def keep_answers(store: Store, road: Road, progress: Progress) -> Replies:
    """Store the township's answer to each open batch before asking for the next."""
    replies = []
    for sealed, reply in road.answers(outbox.open_batches(store.db), progress):
        _keep(store, sealed, reply)
        replies.append((sealed, reply))
    return replies


def _keep(store: Store, sealed: SealedBatch, reply: Reply) -> None:
    from sync.agreement.protocol import Answered

    if isinstance(reply, Answered):
        with store.writing() as db:
            outbox.keep_answer(db, sealed.id, reply.bytes, store.clock())
            store.receive(reply.answer, reply.bytes)
