"""A USB stick at the township's counter: takes every batch that is for this township, then writes the replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sync.agreement.errors import Damaged, TownshipRefused
from sync.agreement.values import value
from sync.stick import courier, pair_files, past_files
from sync.stick.courier import StickAsk, Up
from sync.stick.stickfiles import Ignored, Medium
from sync.township import frame
from sync.township.down.downward import Downward
from sync.township.intake.applying import Raced
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.receiving import Receiver
from sync.township.keys import which_key
from sync.township.sticks.past import Lack, Past
from sync.township.sticks.stick_results import Content, Taken, Visit, Written, left, why
from sync.township.store.database import Store
from sync.township.trust.file_pairing import FilePairing, Requested
from sync.wire import attachments as road
from sync.wire import batch as batches
from sync.wire import lines
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey


def counter(store: Store, trust_new_desks: bool) -> Counter:
    """The counter over these books. Raises Damaged for a key that the password does not open."""
    key, now = frame.key_of(store), frame.now
    receiver, downward = Receiver(store, key, trust_new_desks, now), Downward(store, key, now)
    pairing, attachments, past = FilePairing(store, key, now), Attachments(store, key, now), Past(store, key, now)
    return Counter(receiver, downward, pairing, attachments, past, key)


@value
class _Wanted:
    """Which batches of a stick may be new here, by the requests of its desks."""

    asks: Sequence[StickAsk]
    pasts: Mapping[str, Lack | Ignored | TownshipRefused]

    def past_first(self, desk: str) -> bool:
        """Whether the desk lacks some of its own past, or sent an unreadable list, and must get its past back first.

        Such a desk is a restored backup, a copy or a replacement PC; taking its new batches now would record old
        facts twice.
        """
        past = self.pasts.get(desk)
        return isinstance(past, Ignored) or (isinstance(past, Lack) and bool(past.batches))

    def given_up(self, batch: SealedBatch) -> bool:
        """Whether its desk no longer asks for the batch: it is of an epoch that was given up, or of a dead disk."""
        desk = batch.manifest.desk
        asked = [{item.id for item in each.open} for each in self.asks if each.desk == desk]
        return isinstance(self.pasts.get(desk), Lack) and bool(asked) and batch.id not in asked[0]


class Counter:
    """Where sticks are handed in."""

    def __init__(
        self,
        receiver: Receiver,
        downward: Downward,
        pairing: FilePairing,
        attachments: Attachments,
        past: Past,
        key: DeskKey,
        medium: Medium | None = None,
    ) -> None:
        """``key``: the township's key; it opens the sealed files."""
        self._receiver = receiver
        self._downward = downward
        self._pairing = pairing
        self._attachments = attachments
        self._past = past
        self._key = key
        self._medium = medium or Medium()

    def take(self, stick: Path) -> Visit:
        """Take pairing requests, batches, then contents of attachments, and the desks' lists. Taken files stay taken.

        Files of a PC that waits for approval are read when its stick is taken again. Raises StickTrouble.
        """
        requests = [self._note_request(*each) for each in pair_files.read_requests(stick, self._medium)]
        asked = tuple(each for each in requests if isinstance(each, Requested))
        up = courier.read_up(stick, self._medium)
        strangers = self._strangers(up) | {each.desk for each in asked}
        pasts = {path.stem: self._lack(path) for path in up.pasts if path.stem not in strangers}
        asks = tuple(each for each in up.asks if each.township in which_key.held(self._key))
        results = [self._take(path, _Wanted(asks, pasts)) for path in up.parcels]
        contents = [self._take_content(path) for path in up.contents]
        taken = tuple(self._as_it_stands(each) for each in results if isinstance(each, Taken))
        unseen = [self._note_seen(path) for path in up.seen if path.stem not in strangers]
        refused_pasts = [_refused(desk, each) for desk, each in pasts.items()]
        left_alone = _only_ignored([*requests, *results, *contents, *unseen, *refused_pasts])
        ignored = (*up.ignored, *self._foreign(up), *left_alone)
        kept = tuple(each for each in contents if isinstance(each, Content))
        lacks = {desk: each for desk, each in pasts.items() if isinstance(each, Lack)}
        return Visit(asks, taken, ignored, asked, kept, lacks, let_in=None in requests)

    def answer(self, stick: Path, visit: Visit) -> Written:
        """Write the answers that the desks on the stick wait for, their messages, a hello, and the batches they lack.

        Raises StickTrouble; files taken in stay taken, and the answers can be written again.
        """
        waiting = {item.id: ask.desk for ask in visit.asks for item in ask.open}
        waiting |= {each.id: each.desk for each in visit.taken}
        answers = sum(self._write_answer(stick, desk, batch_id) for batch_id, desk in waiting.items())
        written = Written(answers, {desk: self._write_messages(stick, desk) for desk in visit.desks})
        for content in visit.contents:
            name = courier.kept_name(content.sha256)
            courier.write_down(stick, content.desk, name, content.kept, self._medium)
        for ask in visit.asks:
            hello = self._receiver.hello(ask.desk, ask.nonce)
            if ask.desk in visit.lacks:
                written.past[ask.desk] = self._write_past(stick, ask, visit.lacks[ask.desk], _content_of(hello)["time"])
            courier.write_down(stick, ask.desk, courier.hello_name(ask.township), hello, self._medium)
        if waiting or visit.asks or visit.contents:
            courier.write_listing(stick, ["", *written.in_words(), *visit.in_words()], self._medium)
        return written

    def _take(self, path: Path, wanted: _Wanted) -> Taken | Ignored:
        sealed = courier.fetch_parcel(path, self._medium)
        if isinstance(sealed, Ignored):
            return sealed
        try:
            data = which_key.unseal(sealed, self._key)
            batch = batches.sealed(data)
            self._receiver.vet(batch.manifest)
            if not self._has(batch.id):
                if wanted.past_first(batch.manifest.desk):
                    return left(path.name, "past-first")
                if wanted.given_up(batch) and self._receiver.has_every_fact(batch.manifest.desk, batches.read(data)[1]):
                    return left(path.name, "told-before")
            self._receiver.receive(data)
        except (Damaged, TownshipRefused) as reason:
            return left(path.name, reason.code)
        except Raced:
            return Ignored(path.name, "账本正忙，没有收，请再收一次")
        named = batch.manifest
        return Taken(named.desk, batch.id, batch.number, batch.facts, named.cash_fen, "held", named.number)

    def _has(self, batch_id: str) -> bool:
        reply = self._receiver.reply_to(batch_id)
        return reply is not None and reply.ended

    def _take_content(self, path: Path) -> Content | Ignored:
        sealed = courier.fetch_content(path, self._medium)
        if isinstance(sealed, Ignored):
            return sealed
        try:
            signed, content = road.unpack(which_key.unseal(sealed, self._key))
            kept = self._attachments.take(signed, content)
        except (Damaged, TownshipRefused) as reason:
            return left(path.name, reason.code)
        claim, _signer = road.read_claim(signed)
        return Content(claim.desk, claim.sha256, kept)

    def _note_request(self, name: str, data: bytes | Ignored) -> Requested | Ignored | None:
        if isinstance(data, Ignored):
            return data
        try:
            return self._pairing.request(data)
        except TownshipRefused as reason:
            return left(name, reason.code)

    def _note_seen(self, path: Path) -> Ignored | None:
        data = courier.fetch_seen(path, self._medium)
        if isinstance(data, Ignored):
            return data
        try:
            self._downward.note_seen(data)
        except TownshipRefused as reason:
            return left(path.name, reason.code)
        return None

    def _lack(self, path: Path) -> Lack | Ignored | TownshipRefused:
        """The desk's list; Ignored for an unreadable one, TownshipRefused for a key that is not the desk's."""
        data = past_files.fetch_here(path, self._medium)
        if isinstance(data, Ignored):
            return data
        try:
            return self._past.lacks(data)
        except TownshipRefused as reason:
            return left(path.name, reason.code) if reason.code == "request" else reason

    def _as_it_stands(self, taken: Taken) -> Taken:
        """The present state of a batch: a held one may have been applied by a batch that came after it on the stick."""
        reply = self._receiver.reply_to(taken.id)
        if reply is None:  # the batch waited on a branch that another batch of this stick has closed
            return taken
        if reply.ended:
            return replace(taken, state="answered", waits_for=0)
        return replace(taken, waits_for=_content_of(reply.body)["waits_for"])

    def _foreign(self, up: Up) -> Iterator[Ignored]:
        return (Ignored(f"{desk}.ask", why("another-reader")) for desk in sorted(self._strangers(up)))

    def _strangers(self, up: Up) -> set[str]:
        """The desks on the stick that belong to another township."""
        return {ask.desk for ask in up.asks if ask.township not in which_key.held(self._key)}

    def _write_answer(self, stick: Path, desk: str, batch_id: str) -> bool:
        reply = self._receiver.reply_to(batch_id)
        if reply is None or not reply.ended:
            return False
        courier.write_down(stick, desk, courier.answer_name(batch_id), reply.body, self._medium)
        return True

    def _write_past(self, stick: Path, ask: StickAsk, lack: Lack, time: str) -> int:
        """Write the batches that the desk lacks, each with its answer, then the list of all; returns how many."""
        for each in lack.batches:
            past_files.write_batch(stick, ask.desk, each, self._past.sealed(lack, each), self._medium)
            self._write_answer(stick, ask.desk, each)
        past_files.write_list(stick, ask.desk, ask.township, self._past.signed(lack, time), self._medium)
        return len(lack.batches)

    def _write_messages(self, stick: Path, desk: str) -> int:
        count = 0
        for number, sealed in self._downward.sealed(desk):
            courier.write_down(stick, desk, courier.message_name(number), sealed, self._medium)
            count += 1
        return count


def _refused(desk: str, past: Lack | Ignored | TownshipRefused) -> Ignored | None:
    """Why a desk's list of its past is unusable; None where it is usable, or where the desk is unknown here."""
    if isinstance(past, TownshipRefused):
        return left(f"{desk}.past", past.code) if past.code != "desk-unknown" else None
    return past if isinstance(past, Ignored) else None


def _content_of(message: bytes) -> dict[str, Any]:
    """The content of a message of our own."""
    content: dict[str, Any] = lines.strict(message)["message"]
    return content


def _only_ignored(results: Sequence[Taken | Content | Requested | Ignored | None]) -> Iterator[Ignored]:
    return (each for each in results if isinstance(each, Ignored))
