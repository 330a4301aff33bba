"""A USB stick at the township's counter: takes every batch that is for this township, then writes what goes back.

Any stick, in any order, any number of times: what was taken before is answered with the same bytes.
"""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync import attachments as road
from sync import batch as batches
from sync import courier, lines, pair_files, sealing
from sync.courier import Ask, Up
from sync.errors import Damaged, TownshipRefused
from sync.keys import DeskKey
from sync.stickfiles import Ignored, Medium
from sync.township import commanding
from sync.township.applying import Raced
from sync.township.attachments import Attachments
from sync.township.downward import Downward
from sync.township.file_pairing import FilePairing, Requested
from sync.township.receiving import Receiver
from sync.township.store import Store

_WORDS = {
    "not-sealed": "不是封好的批次，没有用",
    "another-reader": "是给别的镇所的，没有动",
    "seal-broken": "文件坏了，请村里重新写一次 U 盘",
    "request": "读不懂，没有用",
    "desk-unknown": "没有登记过这台协办台，没有收",
    "desk-key": "密钥和登记的不一样，没有收",
    "key-replaced": "这台协办台已换成另一台电脑，没有收",
    "key-revoked": "这台协办台的密钥已作废，没有收",
    "chain-fork": "和收过的记录接不上，像是从旧备份恢复的，没有收",
    "invite-unknown": "配对文件不是本所发的，或已换了新的，没有收",
    "invite-used": "这个配对文件已被另一台电脑用过，请问清楚，要配就重发",
    "invite-expired": "配对文件过期了，请重发",
    "format-unknown": "读不懂，没有用",
    "attachment-unnamed": "附件的记录还没有收到，没有收；请村里连同记录再送一次",
    "attachment-kind": "附件的格式和登记的不一样，没有收",
    "attachment-digest": "附件的内容和登记的不一样，没有收",
    "attachment-quota": "这个村的附件太多，超过上限，没有收",
    "schema-too-new": "协办台的程序比本所新，请先升级本所的程序",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A batch that was on the stick: ``state`` is answered or held; ``waits_for``: the batch that is missing, or 0."""

    desk: str
    id: str
    number: int
    facts: int
    fen: int
    state: str
    waits_for: int = 0

    def in_words(self) -> str:
        """One line for the clerk."""
        words = f"{self.desk} 第 {self.number} 批 {self.facts} 条 {self.fen // 100:,}.{self.fen % 100:02} 元："
        return words + ("已收，有答复" if self.state == "answered" else f"先收着，等第 {self.waits_for} 批")


@dataclass(frozen=True, slots=True)
class Content:
    """A content of an attachment that was on the stick and is here now, with the signed word on it."""

    desk: str
    sha256: str
    kept: bytes


@dataclass(frozen=True, slots=True)
class Visit:
    """What one stick brought: batches, contents of attachments, who asks to be paired, and what was left alone.

    ``let_in``: the request of a desk that is paired already lies on it still.
    """

    asks: tuple[Ask, ...]
    taken: tuple[Taken, ...]
    ignored: tuple[Ignored, ...]
    requests: tuple[Requested, ...] = ()
    contents: tuple[Content, ...] = ()
    let_in: bool = False

    @property
    def empty(self) -> bool:
        """Whether there was nothing on it for this township."""
        return not (self.asks or self.taken or self.requests or self.contents or self.let_in)

    @property
    def desks(self) -> list[str]:
        """Whose stick it is."""
        return sorted({each.desk for some in (self.asks, self.taken, self.contents) for each in some})

    def in_words(self) -> list[str]:
        """A line for each request, each batch and each thing that was left alone."""
        said = [f"{each.desk} 申请配对，请和村里核对这 16 位数字：{each.digits}" for each in self.requests]
        said += [each.in_words() for each in self.taken]
        counted = Counted(each.desk for each in self.contents)
        said += [f"{desk} 附件 {count} 个：已收" for desk, count in sorted(counted.items())]
        return said + [f"{each.name}：{each.why}" for each in self.ignored]


@dataclass(frozen=True, slots=True)
class Written:
    """What was put on the stick: answers, and for each desk how many messages that it has not said to have."""

    answers: int
    messages: dict[str, int]

    def in_words(self) -> list[str]:
        """Lines for the clerk and for the list on the stick."""
        sent = [f"{desk}：镇所下发 {count} 件" for desk, count in self.messages.items() if count]
        return [f"镇所写了答复 {self.answers} 份", *sent]


def counter(store: Store, trust_new_desks: bool) -> Counter:
    """The counter over these books. Raises Damaged for a key that the password does not open."""
    key, now = commanding.key_of(store), commanding.now
    receiver, downward = Receiver(store, key, trust_new_desks, now), Downward(store, key, now)
    return Counter(receiver, downward, FilePairing(store, key, now), Attachments(store, key, now), key)


def trouble(code: str) -> str:
    """What is wrong with the stick, for the clerk."""
    return {
        "stick-full": "U 盘满了，答复没有写完，请换一个 U 盘",
        "stick-read-only": "U 盘写不进去，请关掉写保护开关。批次已收下，答复还没写",
        "stick-gone": "找不到 U 盘，请插好再收一次",
        "stick-differs": "写进 U 盘的内容读回来不一样，请换一个 U 盘",
        "stick-odd": "U 盘上的 VD 文件夹不对，里面有链接或同名的文件，没有用",
    }.get(code, "U 盘读写出错，请重新插好，不行就换一个")


class Counter:
    """Where sticks are handed in."""

    def __init__(
        self,
        receiver: Receiver,
        downward: Downward,
        pairing: FilePairing,
        attachments: Attachments,
        key: DeskKey,
        medium: Medium | None = None,
    ) -> None:
        """``key``: the township's, which opens what was sealed for it."""
        self._receiver = receiver
        self._downward = downward
        self._pairing = pairing
        self._attachments = attachments
        self._key = key
        self._medium = medium or Medium()

    def take(self, stick: Path) -> Visit:
        """Take in requests, batches, then contents of attachments, and what the desks have seen. It stays taken.

        Raises StickTrouble.
        """
        requests = [self._note_request(*each) for each in pair_files.read_requests(stick, self._medium)]
        up = courier.read_up(stick, self._medium)
        results = [self._take(path) for path in up.parcels]
        contents = [self._take_content(path) for path in up.contents]
        asks = tuple(each for each in up.asks if each.township == self._key.public)
        taken = tuple(self._as_it_stands(each) for each in results if isinstance(each, Taken))
        unseen = [self._note_seen(path) for path in up.seen if path.stem not in self._strangers(up)]
        ignored = (*up.ignored, *self._foreign(up), *_only_ignored([*requests, *results, *contents, *unseen]))
        asked = tuple(each for each in requests if isinstance(each, Requested))
        kept = tuple(each for each in contents if isinstance(each, Content))
        return Visit(asks, taken, ignored, asked, kept, let_in=None in requests)

    def answer(self, stick: Path, visit: Visit) -> Written:
        """Write every answer that the desks on the stick wait for, what goes down to them, and a hello to each.

        Raises StickTrouble; what was taken stays taken, and the answers can be written again.
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
            courier.write_down(stick, ask.desk, courier.hello_name(self._key.public), hello, self._medium)
        if waiting or visit.asks or visit.contents:
            courier.write_listing(stick, ["", *written.in_words(), *visit.in_words()], self._medium)
        return written

    def _take(self, path: Path) -> Taken | Ignored:
        sealed = courier.fetch_parcel(path, self._medium)
        if isinstance(sealed, Ignored):
            return sealed
        try:
            data = sealing.unseal(sealed, self._key)
            batch = batches.sealed(data)
            self._receiver.receive(data)
        except (Damaged, TownshipRefused) as reason:
            return _left(path.name, reason.code)
        except Raced:
            return Ignored(path.name, "账本正忙，没有收，请再收一次")
        named = batch.manifest
        return Taken(named.desk, batch.id, batch.number, batch.facts, named.cash_fen, "held", named.number)

    def _take_content(self, path: Path) -> Content | Ignored:
        sealed = courier.fetch_content(path, self._medium)
        if isinstance(sealed, Ignored):
            return sealed
        try:
            signed, content = road.unpack(sealing.unseal(sealed, self._key))
            kept = self._attachments.take(signed, content)
        except (Damaged, TownshipRefused) as reason:
            return _left(path.name, reason.code)
        claim, _signer = road.read_claim(signed)
        return Content(claim.desk, claim.sha256, kept)

    def _note_request(self, name: str, data: bytes | Ignored) -> Requested | Ignored | None:
        if isinstance(data, Ignored):
            return data
        try:
            return self._pairing.request(data)
        except TownshipRefused as reason:
            return _left(name, reason.code)

    def _note_seen(self, path: Path) -> Ignored | None:
        data = courier.fetch_seen(path, self._medium)
        if isinstance(data, Ignored):
            return data
        try:
            self._downward.note_seen(data)
        except TownshipRefused as reason:
            return _left(path.name, reason.code)
        return None

    def _as_it_stands(self, taken: Taken) -> Taken:
        """A batch that was held may have been applied by one that came after it on the stick."""
        reply = self._receiver.reply_to(taken.id)
        if reply is None:  # it waited on a branch that another batch of this stick has closed
            return taken
        if reply.ended:
            return replace(taken, state="answered", waits_for=0)
        return replace(taken, waits_for=lines.strict(reply.body)["message"]["waits_for"])

    def _foreign(self, up: Up) -> Iterator[Ignored]:
        return (Ignored(f"{desk}.ask", _WORDS["another-reader"]) for desk in sorted(self._strangers(up)))

    def _strangers(self, up: Up) -> set[str]:
        """The desks on the stick that belong to another township."""
        return {ask.desk for ask in up.asks if ask.township != self._key.public}

    def _write_answer(self, stick: Path, desk: str, batch_id: str) -> bool:
        reply = self._receiver.reply_to(batch_id)
        if reply is None or not reply.ended:
            return False
        courier.write_down(stick, desk, courier.answer_name(batch_id), reply.body, self._medium)
        return True

    def _write_messages(self, stick: Path, desk: str) -> int:
        count = 0
        for number, sealed in self._downward.sealed(desk):
            courier.write_down(stick, desk, courier.message_name(number), sealed, self._medium)
            count += 1
        return count


def _left(name: str, code: str) -> Ignored:
    return Ignored(name, _WORDS.get(code, f"没有收（{code}）"))


def _only_ignored(results: Sequence[Taken | Content | Requested | Ignored | None]) -> Iterator[Ignored]:
    return (each for each in results if isinstance(each, Ignored))
