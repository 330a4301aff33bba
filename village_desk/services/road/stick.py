"""The road by stick: a carrier of ``roads.Road``, and the files that a desk writes for the township."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sync.agreement.errors import Damaged, NotTheTownship
from sync.agreement.protocol import Answered, Hello, KnownTownship
from sync.desk import outbox
from sync.stick import courier, past_files
from sync.stick.stickfiles import Ignored
from sync.wire import batch as sealed_batches
from sync.wire import down, messages, past, sealing
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from sync.wire.past import Listed
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress
from village_desk.services.road.results import StickWritten
from village_desk.store import history
from village_desk.store.database import Store
from village_desk.words import _


class StickRoad:
    """One stick, for one desk."""

    is_now = False

    def __init__(self, store: Store, stick: Path) -> None:
        """Refused ``never_met`` while no township is known."""
        self._store = store
        self._stick = stick
        self._desk = store.village().desk
        self._known = _known_to(store)
        self._hello: Hello | None = None
        self._strange: list[str] = []

    @property
    def known(self) -> KnownTownship:
        """The township of this desk, with the timeline from the stick."""
        return self._known

    @property
    def strange(self) -> tuple[str, ...]:
        """The files for this desk on the stick that could not be used so far, in words."""
        odd = courier.odd_ones(self._stick, self._desk)
        return (*self._strange, *(_("{name}：{why}").format(name=each.name, why=each.why) for each in odd))

    def hello(self) -> Hello | None:
        """The hello of a stick of now. One to a desk that knew another timeline is an old stick's, and left alone."""
        found = (self._hello_to(asked) for asked in self._known.keys)
        self._hello = next(filter(None, found), None)
        if self._hello is not None:
            self._known = replace(self._known, timeline=self._hello.timeline)
        return self._hello

    def answers(self, batches: Sequence[SealedBatch], progress: Progress) -> Iterator[tuple[SealedBatch, Answered]]:
        """The answers on the stick to these batches. ``progress`` counts batches."""
        wanted = {each.id: each for each in batches}
        for done, (batch_id, data) in enumerate(courier.read_answers(self._stick, self._desk, list(wanted))):
            progress(done, len(wanted))
            batch = wanted[batch_id]
            try:
                yield batch, messages.read_answer(data, self._known.keys, batch, self._known.timeline)
            except NotTheTownship:
                words = _("第 {batch} 批的答复不是本镇所当前的答复")
                self._strange.append(words.format(batch=batch.number))
        progress(len(wanted), len(wanted))

    def messages(self, key: DeskKey, after: down.MessagePlace) -> Iterator[down.Read]:
        """All messages on the stick by number, earlier ones too: they show where the township's chain differs.

        All of them are read before the first is yielded.
        """
        found = []
        for name, sealed in courier.read_messages(self._stick, self._desk):
            if isinstance(sealed, Ignored):
                self._strange.append(_("{name}：{why}").format(name=name, why=sealed.why))
                continue
            try:
                found.append(down.read(sealing.unseal(sealed, key), self._known.keys, self._desk))
            except (Damaged, NotTheTownship) as reason:
                self._strange.append(_("{name}：{why}").format(name=name, why=_message_words(reason.code)))
        yield from sorted(found, key=lambda each: each.place.number)

    def follow(self, known: KnownTownship) -> None:
        """Use the keys that the desk knows by now."""
        self._known = known

    def content_word(
        self, key: DeskKey, sha256: str, content: Callable[[], bytes | None], progress: Progress
    ) -> bytes | None:
        """The word on the stick, not verified; None when there is none."""
        return courier.read_kept(self._stick, self._desk, sha256)

    def past(self, key: DeskKey) -> Listed | None:
        """The list that was written beside the hello, for a desk that asked for one of the township's keys."""
        if self._hello is None:
            return None
        lists = (self._listed(self._hello, asked, key) for asked in self._known.keys)
        return next(filter(None, lists), None)

    def fetch(self, key: DeskKey, batch_id: str) -> SealedBatch:
        """One of the desk's sealed batches. Damaged ``past-damaged`` names the file that is damaged or missing."""
        sealed = past_files.read_batch(self._stick, self._desk, batch_id)
        try:
            found = sealed_batches.sealed(sealing.unseal(sealed or b"", key))
        except Damaged as reason:
            raise Damaged("past-damaged", past_files.batch_name(batch_id)) from reason
        if found.id != batch_id:
            raise Damaged("past-damaged", past_files.batch_name(batch_id))
        return found

    def answer(self, batch: SealedBatch) -> Answered:
        """The answer to the batch: the stored one, or the one on the stick. Damaged as ``fetch``."""
        kept = outbox.answer_of(self._store.db, batch.id)
        if kept is not None:
            return messages.read_answer(kept, None, batch, None)
        try:
            [(_id, data)] = courier.read_answers(self._stick, self._desk, [batch.id])
            return messages.read_answer(data, self._known.keys, batch, self._known.timeline)
        except (ValueError, NotTheTownship) as reason:
            raise Damaged("past-damaged", courier.answer_name(batch.id)) from reason

    def write(self, key: DeskKey, seen: bytes, progress: Progress) -> StickWritten:
        """Write every open batch, the note ``seen`` of the last message, and the list of batches here onto the stick.

        Batches that another key signed, before this desk got its present key, are not written: only their answers are
        asked for.
        """
        stick, desk, db = self._stick, self._desk, self._store.db
        batches = outbox.open_batches(db)
        waiting = [each for each in batches if each.manifest.key != key.public]
        ours = [each for each in batches if each.manifest.key == key.public]
        courier.write_seen(stick, desk, seen)
        past_files.write_here(stick, desk, past.write_here(key, desk, outbox.known(db)))
        courier.write_up(stick, desk, self._known, ours, progress, waiting=waiting)
        restored = bool(history.unanswered_epochs(db).keys() & {"restored", "put_back"})
        cash = sum(each.manifest.cash_fen for each in ours)
        return StickWritten(len(ours), sum(each.facts for each in ours), cash, restored=restored)

    def _hello_to(self, asked: str) -> Hello | None:
        """The hello to a desk that knows this key of the township, if it was written on the present timeline."""
        data = courier.read_hello(self._stick, self._desk, asked)
        nonce = sealing.nonce(self._desk, asked, self._known.timeline)
        try:
            return messages.read_hello(data, self._known.keys, nonce) if data else None
        except NotTheTownship:
            return None

    def _listed(self, hello: Hello, asked: str, key: DeskKey) -> Listed | None:
        data = past_files.read_list(self._stick, self._desk, asked)
        try:
            return past.read_list(data, self._known.keys, self._desk, hello.time, key.public) if data else None
        except NotTheTownship:
            return None


def _message_words(code: str) -> str:
    """Why a file that should bring something down is left alone."""
    return {
        "not-sealed": _("不是镇所封好的，没有用"),
        "another-reader": _("不是封给这台电脑的，没有用"),
        "seal-broken": _("文件坏了，请镇所重写一次"),
        "township-key": _("不是本镇所签发的，没有用"),
        "another-desk": _("是给别的协办台的，没有用"),
    }.get(code, _("读不懂，没有用"))


def _known_to(store: Store) -> KnownTownship:
    known = outbox.known_township(store.db)
    if known is None:
        raise Refused(
            _("本台还没有和镇所联系过，不能封好 U 盘上的资料"),
            _("请先联网上报一次，或请镇所给本台办配对"),
            "never_met",
        )
    return known
