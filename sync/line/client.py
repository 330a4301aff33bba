"""The protocol over HTTP, the desk's side: greets, sends the bytes of a batch in pieces, believes only what is signed.

It writes nothing and keeps nothing: the caller keeps the batches, the answers and the township's key.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Self

from sync.agreement import protocol
from sync.agreement.errors import Damaged, NoLine, NotTheTownship, TownshipRefused
from sync.agreement.protocol import Answered, Held, Hello, KnownTownship
from sync.line.going import Going
from sync.line.requesting import HttpLine, Reply, ending
from sync.line.requesting import Patience as Patience
from sync.line.tls import Trust as Trust
from sync.wire import batch as batches
from sync.wire import down, messages, pairing, past, problems, upload
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from sync.wire.upload import Progress as Progress

_GREET_AGAIN = 300.0
"""Seconds after which requests need a new hello: half of the time for which the township accepts one."""

_PAUSE = 0.5
"""Seconds after which a line that was cut is tried again."""
_NEVER = threading.Event()

_ATTEMPTS = 4
"""How often a piece is tried again at once when no byte more has arrived; then the caller has to wait."""


def unwatched(done: int, total: int) -> None:
    """A progress that nobody watches."""


class Township:
    """A desk's connection to the township at a URL. Use as a context manager; one conversation, one thread."""

    def __init__(
        self,
        url: str,
        desk: str,
        known: KnownTownship | None = None,
        patience: Patience | None = None,
        pace: upload.Pace | None = None,
        proxy: str = "",
        trust: Trust | None = None,
    ) -> None:
        """Nothing is sent yet. ``pace``, ``trust``: from earlier conversations over this line; ``proxy``: as
        ``HttpLine``.

        Raises NotTheTownship ``url`` or ``plain-http`` for a URL that must not be used.
        """
        self._line = HttpLine(url, patience or Patience(), proxy, trust)
        self._desk = desk
        self._pinned = known
        self.pace = pace or upload.Pace()
        self._hello: Hello | None = None
        self._greeted = 0.0
        self._begun: dict[str, int] = {}
        self._replied: dict[str, Reply] = {}
        self._without_head = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    @property
    def url(self) -> str:
        """The township's URL."""
        return self._line.url

    @property
    def known(self) -> KnownTownship:
        """The township's key, URL and timeline, to be stored after the hello. Raises LookupError before the hello."""
        if self._hello is None:
            raise LookupError("no hello yet")
        known = self._pinned or KnownTownship(self._hello.township, self.url, "")
        return replace(known, url=self.url, timeline=self._hello.timeline)

    def follow(self, known: KnownTownship) -> None:
        """The desk learnt another key of this township in this conversation."""
        self._pinned = known

    @property
    def _keys(self) -> tuple[str, ...]:
        """The public keys that the greeted township may sign with."""
        return self.known.keys

    def hello(self, first: SealedBatch | None = None) -> Hello:
        """Greet, and learn who answers, and how much of the batch that goes ``first`` has arrived already.

        Raises NoLine, NotTheTownship, and TownshipRefused ``desk-unknown`` when this desk knows no township yet and
        the one that answers takes no new desks.
        """
        nonce = secrets.token_hex(16)
        asked = {"desk": self._desk, "nonce": nonce} | ({"batch": first.id} if first else {})
        reply = self._ask("GET", "/v1/hello", params=asked)
        if reply.status != 200:
            raise ending(reply)
        hello = self._accept_hello(reply.body, nonce)
        if first and 0 <= hello.reached <= len(first.bytes):
            self._begun[_load(first).path] = hello.reached
        return hello

    def hello_with(self, batch: SealedBatch, progress: Progress = unwatched) -> Hello:
        """Greet by sending a batch never sent before; its answer comes with the hello and waits for ``send``.

        Falls back to ``hello()`` if the batch is longer than a week's, if no township is pinned yet, or on any
        unexpected reply; a line that is cut behind the hello is left to ``send``. Raises the same errors.
        """
        load, nonce = _load(batch), secrets.token_hex(16)
        if self._pinned is None or not self.pace.unasked(load.path, len(load.bytes)):
            return self.hello(batch)
        self._hello = None
        try:
            reply, _ = self._pieces(load, 0, progress, nonce)
        except NoLine:
            return self._hello or self.hello(batch)
        except TownshipRefused:  # ``send`` meets it again, where its caller knows the way out of it
            return self.hello(batch)
        if self._hello is None or reply is None or reply.status != 200:
            return self.hello(batch)
        self._replied[batch.id] = reply
        return self._hello

    def _accept_hello(self, data: bytes, nonce: str) -> Hello:
        """The hello in these bytes: who answers from now on."""
        hello = messages.read_hello(data, self._pinned.keys if self._pinned else None, nonce)
        if self._pinned is None and not hello.trusts_new:
            raise TownshipRefused("desk-unknown", "the township takes no new desks")
        self._hello, self._greeted = hello, time.monotonic()
        return hello

    def pair(self, key: DeskKey, secret: str) -> KnownTownship:
        """Become known to a township by the secret of a code (``pairing.read_code``), and learn its key: pin it.

        Raises NoLine; NotTheTownship, also when whoever answers does not hold the code; TownshipRefused ``code-wrong``,
        ``code-used``, ``code-expired``, ``key-revoked``, ``key-replaced``.
        """
        nonce = secrets.token_hex(16)
        reply = self._ask("POST", "/v1/pair", body=pairing.write_ask(key, secret, self._desk, nonce))
        if reply.status != 200:
            raise ending(reply)
        township, timeline = pairing.read_answer(reply.body, secret, self._desk, key.public, nonce)
        self._pinned = KnownTownship(township, self.url, timeline)
        return self._pinned

    def send(self, batch: SealedBatch, progress: Progress = unwatched) -> Answered | Held:
        """Send the batch and return its verified answer, or that the township waits for an earlier one.

        Raises Damaged when the desk's own copy of the batch is no longer what was sealed.
        Raises NoLine when the line fails and not a byte more gets through: try again later, it goes on from where the
        township stopped receiving. Raises NotTheTownship or TownshipRefused when trying again will not help.
        """
        if self._hello is None:
            self.hello(batch)
        reply = self._replied.pop(batch.id, None) or self.carry(_load(batch), progress)
        return self._end(reply, batch)

    def carry(self, load: upload.Load, progress: Progress = unwatched) -> Reply:
        """Send the load in pieces, on from the byte where the township stopped receiving; returns the last reply.

        The reply may be a refusal. Raises NoLine if several pieces in a row do not get a byte further.
        """
        reached, whole = self._start(load, progress), len(load.bytes)
        furthest, stuck = reached if reached < whole else -1, 0
        while True:
            reply, reached = self._step(load, reached, progress, last_try=stuck + 1 == _ATTEMPTS)
            if reply is not None:
                return reply
            if furthest < reached < whole:  # the whole is no step: it may be asked for only because nobody says how far
                furthest, stuck = reached, 0
            else:
                stuck += 1
            if stuck == _ATTEMPTS:
                raise NoLine("no-progress", f"the township stays at byte {furthest}")

    def get(self, path: str, headers: Mapping[str, str]) -> Reply:
        """A GET request. Raises NoLine and NotTheTownship; the reply may be a refusal."""
        return self._ask("GET", path, headers=headers)

    def answer(self, batch: SealedBatch) -> Answered | Held:
        """Ask for the answer to a batch without sending the batch.

        Raises TownshipRefused ``no-such-upload`` if the township never received it.
        """
        if self._hello is None:
            self.hello()
        return self._end(self._ask("GET", f"/v1/batches/{batch.id}/answer"), batch)

    def down(self, key: DeskKey, after: down.MessagePlace) -> down.Read | None:
        """The verified message that follows ``after``; None when there is none.

        ``key`` is the desk's.

        Raises as ``send``; TownshipRefused ``down-fork`` when the township never sent what the desk has: begin again
        at ``down.beginning``.
        """
        hello = self._hello or self.hello()
        ask = down.DownAsk(self._desk, after.number, after.id, hello.time, self.known.public_key)
        reply = self._ask("POST", "/v1/down", body=down.write_ask(key, ask))
        if reply.status == 204:
            return None
        if reply.status != 200:
            raise ending(reply)
        return down.read(reply.body, self._keys, self._desk)

    def past(self, key: DeskKey) -> past.Listed:
        """All batches of this desk that the township has answered. Raises as ``down``."""
        hello = self._hello or self.hello()
        reply = self._ask("POST", "/v1/past", body=past.write_ask(key, past.PastAsk(self._desk, "", hello.time)))
        if reply.status != 200:
            raise ending(reply)
        return past.read_list(reply.body, self._keys, self._desk, hello.time)

    def fetch(self, key: DeskKey, batch_id: str) -> SealedBatch:
        """One of the desk's sealed batches, fetched in parts. As ``down``; NotTheTownship ``another-batch`` besides."""
        data, length = b"", 1
        try:
            while len(data) < length:
                data += self.patiently(partial(self._part_of, key, batch_id, len(data)))
                length = batches.length_of(data)
            found = batches.sealed(data)
        except Damaged as reason:
            raise NotTheTownship("another-batch", reason.code) from reason
        if found.id != batch_id or found.manifest.desk != self._desk:
            raise NotTheTownship("another-batch")
        return found

    def patiently(self, part: Callable[[], bytes]) -> bytes:
        """The result of fetching a part, again and with shorter parts when the line is cut. Raises NoLine at last."""
        for attempt in range(_ATTEMPTS):
            try:
                began = time.monotonic()
                found = part()
            except NoLine:
                self.pace.failed(self.pace.part)
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                self.pace.took(len(found), time.monotonic() - began)
                return found
        raise AssertionError("unreachable")

    def _part_of(self, key: DeskKey, batch_id: str, first: int) -> bytes:
        ask = past.PastAsk(self._desk, batch_id, self.fresh().time, first, self.pace.part)
        reply = self._ask("POST", "/v1/past", body=past.write_ask(key, ask))
        if reply.status != 200:
            raise ending(reply)
        if not reply.body:
            raise NotTheTownship("another-batch", "less than was promised")
        return reply.body

    def fresh(self) -> Hello:
        """The hello of this conversation, or a new one if requests that repeat its time would soon be too old."""
        return self.hello() if self._hello is None or self._is_old() else self._hello

    def _is_old(self) -> bool:
        return time.monotonic() - self._greeted > _GREET_AGAIN

    def _start(self, load: upload.Load, progress: Progress) -> int:
        """The byte to begin with: as the hello said, else as HEAD says of an upload that may have begun, else 0."""
        if load.path in self._begun:
            reached = self._begun.pop(load.path)
            self.pace.found(load.path, reached)
            return reached
        return 0 if self.pace.unasked(load.path, len(load.bytes)) else self._after_a_cut(load, 0, progress)

    def _step(self, load: upload.Load, offset: int, progress: Progress, last_try: bool) -> tuple[Reply | None, int]:
        """Send on from the offset: the reply that ends the upload, or else how far the township has received."""
        try:
            return self._pieces(load, offset, progress)
        except NoLine:
            if last_try:
                raise
            return None, self._after_a_cut(load, offset, progress)

    def _pieces(self, load: upload.Load, offset: int, progress: Progress, nonce: str = "") -> tuple[Reply | None, int]:
        """As ``_step``, but raises NoLine after any cut. ``nonce``: a hello is asked for beside the first piece."""
        going = Going(self._line, self.pace, load, offset, progress)
        beside = {protocol.HELLO_BESIDE: f"{self._desk} {nonce}"} if nonce else {}
        try:
            while True:
                while going.may_send() and not (load.dated and going.under_way and self._is_old()):
                    going.send(beside)
                    beside = {}
                piece, reply = going.take()
                if nonce and piece.offset == 0 and (hello := reply.headers.get(protocol.HELLO_BESIDE, "")):
                    self._accept_hello(hello.encode(), nonce)
                reached = _offset_in(reply, load) if reply.status in (204, 409) else None
                if reached is None:
                    return reply, piece.offset
                if reached != piece.end or not going.goes_on(reply):
                    self.pace.found(load.path, reached)
                    return None, reached
        finally:
            going.end()

    def _after_a_cut(self, load: upload.Load, reached: int, progress: Progress) -> int:
        """As ``_reached``, once the line is there again. Raises NoLine where it stays away too long."""
        ends = time.monotonic() + self._line.patience.dead
        while True:
            try:
                return self._reached(load)
            except NoLine as reason:
                if reason.code != "no-line":
                    raise
                if time.monotonic() + _PAUSE > ends:
                    return self._not_said(load)
            _NEVER.wait(_PAUSE)
            progress(reached, len(load.bytes))

    def _not_said(self, load: upload.Load) -> int:
        """As ``_reached``, where HEAD gets no reply and a greeting does. Raises NoLine where nothing does."""
        self.hello()
        self._without_head = True
        return len(load.bytes)

    def _reached(self, load: upload.Load) -> int:
        """How many bytes of the load the township has; if all, an empty last piece fetches its answer or refusal.

        All, too, if nobody says: to an empty last piece that comes too early the township replies how many it has.
        """
        if self._without_head:
            return self._not_said(load)
        reply = self._ask("HEAD", load.path, headers=load.headers())
        if reply.status >= 500:
            raise NoLine(f"http-{reply.status}")
        reached = _arrived(reply, load)
        if reply.status < 400 or reply.status == 404:
            self.pace.found(load.path, reached)
        return reached

    def _end(self, reply: Reply, batch: SealedBatch) -> Answered | Held:
        if problems.code_of(reply.body) in problems.DAMAGED and reply.status >= 400:
            batches.read(batch.bytes)
            raise NoLine("damaged-on-the-way", problems.code_of(reply.body))
        if self._hello is None or reply.status not in (200, 202):
            raise ending(reply)
        read = messages.read_answer if reply.status == 200 else messages.read_held
        return read(reply.body, self._keys, batch, self._hello.timeline)

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        return self._line.ask(method, path, params, headers, body, self.pace.expected)


def _load(batch: SealedBatch) -> upload.Load:
    return upload.Load(f"/v1/batches/{batch.id}", batch.bytes)


def _arrived(reply: Reply, load: upload.Load) -> int:
    if reply.status == 404:
        return 0
    return len(load.bytes) if reply.status >= 400 else _upload_offset(reply, load)


def _upload_offset(reply: Reply, load: upload.Load) -> int:
    """The offset in the reply from which to go on; a reply without a valid one ends the conversation."""
    found = _offset_in(reply, load)
    if found is None:
        raise ending(reply)
    return found


def _offset_in(reply: Reply, load: upload.Load) -> int | None:
    text = reply.headers.get("Upload-Offset", "")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= len(load.bytes) else None
