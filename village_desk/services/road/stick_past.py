"""The desk's own past by stick: what the township gave back of it, asked for as over the line.

All of it is read and verified before anything is changed; what is damaged or missing is told, and nothing is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import ChainBroken, Damaged, NotTheTownship
from sync.desk import outbox
from village_desk.domain.basics.progress import Progress
from village_desk.services.road import keyring, pairing, recovering, sticks
from village_desk.services.road.downlink import Hearing
from village_desk.store.database import Store
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when a stick is first used
    from sync.agreement.protocol import Answered, Hello
    from sync.wire.batch import SealedBatch
    from sync.wire.keys import DeskKey
    from sync.wire.past import Listed


@dataclass(frozen=True, slots=True)
class Back:
    """What came of the desk's past: what happened, in words, and the files that were of no use.

    ``waits``: the township has more of it than this stick has brought; what speaks of that must wait too.
    """

    words: str = ""
    strange: tuple[str, ...] = ()
    waits: bool = False


class StickPast:
    """A desk's past as the files of one stick have it: the same questions as to a township on the line."""

    def __init__(self, store: Store, stick: Path, listed: Listed) -> None:
        """``listed``: what the township has of this desk, as it signed it."""
        self._store = store
        self._stick = stick
        self._listed = listed
        self._known = sticks.known_to(store)
        self._desk = store.village().desk

    def lacking(self) -> set[str]:
        """What the township has and the file does not know; nothing by a list of before: it lacks what is answered."""
        db, listed = self._store.db, set(self._listed.batches)
        return listed - outbox.known(db) if outbox.answered(db) <= listed else set()

    def past(self, key: DeskKey) -> Listed:
        """All batches of this desk that the township has answered."""
        return self._listed

    def fetch(self, key: DeskKey, batch_id: str) -> SealedBatch:
        """One of them, as it was sealed. Damaged ``past-damaged`` names the file that is damaged or missing."""
        from sync.stick import past_files
        from sync.wire import batch as batches
        from sync.wire import sealing

        sealed = past_files.read_batch(self._stick, self._desk, batch_id)
        try:
            found = batches.sealed(sealing.unseal(sealed or b"", key))
        except Damaged as reason:
            raise Damaged("past-damaged", past_files.batch_name(batch_id)) from reason
        if found.id != batch_id:
            raise Damaged("past-damaged", past_files.batch_name(batch_id))
        return found

    def answer(self, batch: SealedBatch) -> Answered:
        """Its answer: the one that is kept here, or that on the stick. Damaged as ``fetch``."""
        from sync.stick import courier
        from sync.wire import messages

        kept = outbox.answer_of(self._store.db, batch.id)
        if kept is not None:
            return messages.read_answer(kept, None, batch, None)
        try:
            [(_id, data)] = courier.read_answers(self._stick, self._desk, [batch.id])
            return messages.read_answer(data, self._known.keys, batch, self._known.timeline)
        except (ValueError, NotTheTownship) as reason:
            raise Damaged("past-damaged", courier.answer_name(batch.id)) from reason


def on_stick(store: Store, stick: Path, hello: Hello | None) -> StickPast | None:
    """The desk's past on the stick, by the list that was written beside this hello for this key; None without one."""
    if hello is None:
        return None
    listed = (_listed(store, stick, hello, asked) for asked in sticks.known_to(store).keys)
    return next((StickPast(store, stick, each) for each in listed if each is not None), None)


def _listed(store: Store, stick: Path, hello: Hello, asked: str) -> Listed | None:
    """The list that was written for a desk that asked for this key of the township."""
    from sync.stick import past_files
    from sync.wire import past

    known, desk = sticks.known_to(store), store.village().desk
    data = past_files.read_list(stick, desk, asked)
    try:
        return past.read_list(data, known.keys, desk, hello.time, keyring.key(store).public) if data else None
    except NotTheTownship:
        return None


def take_back(store: Store, key: DeskKey, stick: Path, hello: Hello | None, progress: Progress) -> Back:
    """Where the file is older than what the township has, or a copy: make it agree, by what is on the stick.

    ``progress`` counts batches. Raises the road's StickTrouble.
    """
    found = on_stick(store, stick, hello)
    if found is None:
        more = hello is not None and hello.position > len(outbox.known(store.db))
        return Back(_not_whole(), waits=True) if more else Back()
    if not found.lacking():
        return Back()
    try:
        return Back(recovering.in_words(recovering.take_back(store, found, key, progress)))
    except (Damaged, ChainBroken) as reason:
        return Back(_not_whole(), (_("{name}：缺了或坏了，没有用").format(name=reason.detail),), waits=True)


def rebuild(store: Store, stick: Path, progress: Progress) -> str:
    """Ask for the past of a lost PC, by the office's invitation: the digits to be compared; or fill the file: empty.

    Raises the road's errors, Refused ``not_fresh`` and ``nothing_kept``. After a cut: the same again.
    """
    recovering.refuse_unless_fresh(store)
    hello = sticks.hear_hello(store, stick) if outbox.known_township(store.db) else None
    found = on_stick(store, stick, hello)
    if hello is None or found is None:
        digits = pairing.ask_by_stick(store, pairing.invitation(store, stick), stick)
        key = keyring.key(store)
        sticks.write(store, key, Hearing(store).seen(key), stick, progress)
        return digits
    _fill(store, found, hello.position, progress)
    came, _unread = sticks.came_down(store, keyring.key(store), stick)
    Hearing(store).take(came, hello, progress)
    return ""


def _fill(store: Store, found: StickPast, position: int, progress: Progress) -> None:
    """The address that the invitation named stays, in place of that of the lost PC."""
    address = office.settings(store.db).get("township_url", "")
    try:
        recovering.fill(store, found, keyring.key(store), position, progress)
    except ChainBroken as reason:
        raise Damaged("past-damaged", reason.detail) from reason
    if address:
        pairing.keep_address(store, address)


def _not_whole() -> str:
    return _(
        "镇所有本机没有的旧记录，这个 U 盘没有带全，还没有取回。请再“写到 U 盘”一次送去镇所，写好后把 U 盘拿回来读"
    )
