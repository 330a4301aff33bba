"""Batches and sticks, broken by chance: each number breaks the same kind of thing in the same way every time.

Keys and ids are new in each run, so the bytes are not the same ones; the way of breaking and its places are.

As a program (``python -m tests.township.breaking FIRST COUNT``) it hands so many of them to a township or a desk, and
prints a line for each that did not end in an answer: in a process of its own, so that its memory is known.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import zstandard

from sync.agreement import protocol
from sync.agreement.errors import NotTheTownship, RoadError, StickTrouble
from sync.agreement.facts import AttachmentAdded, PersonRegistered, ReceiptVoided
from sync.agreement.protocol import Answered, Held, KnownTownship
from sync.agreement.sent import NumbersGiven
from sync.stick import courier, pair_files
from sync.stick.stickfiles import Medium
from sync.township.down.downward import Downward, new_id
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.sticks.past import Past
from sync.township.trust.desk_keys import Trust
from sync.township.trust.file_pairing import FilePairing
from sync.wire import attachments, batch, down, lines, messages, packing, past, sealing, upload
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from sync.wire.manifest import Manifest, Payload
from tests import cheap_keys as cheap_keys
from tests import memory
from tests.services.test_village_machine import PC, number
from tests.township.counters import NOON, Counter
from tests.township.inside import URL, InsideLine
from tests.township.journals import MORNING, Scribe
from tests.township.wires import Wire
from village_desk.domain.basics.errors import DeskError
from village_desk.services.road import keyring

MOST_MEGABYTES = 300
LONGEST = 60
"""Seconds after which something is said to hang: hundreds of times what the longest takes."""

_SCRAPS = (
    *(
        b"\0",
        b"\xff",
        b'"',
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\n",
        b"1e999",
        b"NaN",
        b"-1",
        b"true",
        b"null",
    ),
    *(b"9007199254740993", b'"\\ud800"', b"[" * 60, b'{"a":' * 40, b"VDB1", b"VDS1", b"(\xb5/\xfd", "张".encode()),
)
_ODD: tuple[Any, ...] = ("", "A-2026-000001-7", -1, 0, 2**53, 10**13, True, None, [], {}, [[]], "x" * 700, "\0", 1.5)


class World:
    """A township, a desk of each kind that has met it, and the messages of both sides."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counter = Counter(folder / "office")
        self.wire = Wire(self.counter)
        self.scribe = Scribe(folder / "scribe", "429004103003-A")
        self.week = self._week()
        self.line = InsideLine()
        self.line.serve(self.counter)
        self.pc = PC(folder, "A", self.line)
        self._meet()
        self.up, self.down = folder / "up", folder / "down"
        for stick in (self.up, self.down):
            stick.mkdir()
            self.pc.desk.exchanging.write_stick(stick)
        desk = self.counter.for_sticks()
        desk.answer(self.down, desk.take(self.down))
        self.pc.close()
        self._more_on_sticks()

    def _week(self) -> SealedBatch:
        people = self.scribe.register(12)
        for place, person in enumerate(people, start=1):
            self.scribe.collect(person, f"A-2026-{place:06}-0")
        self.scribe.record(ReceiptVoided(people[0], "A-2026-000001-0", "写错了"))
        self.scribe.record(AttachmentAdded(people[0], protocol.digest(b"x"), 1, "image/png", "户口页"))
        return self.scribe.sealed()

    def _meet(self) -> None:
        """The PC has sent, and was sent something; then it worked on, and the stick takes that."""
        road = Downward(self.counter.store, self.counter.key, lambda: NOON)
        for who in range(2):
            _register(self.pc, who)
        self.pc.desk.exchanging.send(URL)
        for _ in range(3):
            road.send(self.pc.name, NumbersGiven(new_id(), "收据", f"{_:06}1", f"{_:06}9"))
        _register(self.pc, 2)

    def _more_on_sticks(self) -> None:
        """A content of an attachment, and the files of pairing, which go by no stick of the PC."""
        known = KnownTownship(self.counter.key.public, "", self.counter.store.timeline)
        claim = attachments.Claim(self.scribe.desk, protocol.digest(b"x"), 1, "")
        parcel = attachments.pack(attachments.write_claim(self.scribe.key, claim), b"x")
        courier.write_content(self.up, self.scribe.desk, claim.sha256, parcel, known, Medium())
        now = messages.sign(
            self.scribe.key, protocol.PAIR_REQUEST, {"desk": self.scribe.desk, "request": "", "proof": ""}
        )
        pair_files.write_request(self.up, self.scribe.desk, now)
        invite = messages.sign(self.counter.key, protocol.INVITE, {"desk": self.pc.name, "until": NOON.isoformat()})
        pair_files.write_invite(self.down, self.pc.name, invite)

    def close(self) -> None:
        """Nothing is open."""
        self.counter.close()


def _register(pc: PC, who: int) -> None:
    with pc.store.writing():
        pc.store.record(PersonRegistered(person=pc.store.mint(), name=f"村民{who}", id_number=number(who)))


def broken(dice: Random, data: bytes) -> bytes:
    """The bytes with a few things wrong in them."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(found) + 1)
        how = dice.randrange(6)
        if how == 0 and found:
            found[at % len(found)] ^= 1 << dice.randrange(8)
        elif how == 1:
            del found[at:]
        elif how == 2:
            del found[at : at + dice.randrange(1, 40)]
        elif how == 3:
            found[at:at] = dice.choice(_SCRAPS)
        elif how == 4:
            found[at : at + 4] = dice.choice((b"\0" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff"))
        else:
            found[at:at] = found[max(0, at - dice.randrange(1, 200)) : at] * dice.choice((1, 2, 50))
    return bytes(found)


def _odd_value(dice: Random, value: Any) -> Any:
    """The JSON value with another one somewhere in it."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        name = dice.choice(sorted(value))
        return {**value, name: _odd_value(dice, value[name])} if dice.random() < 0.8 else {**value, "odd": 1}
    return dice.choice(_ODD)


def over_the_line(world: World, dice: Random) -> None:
    """A batch changed on its way: refused in words of ours, or taken because nothing was changed."""
    data = broken(dice, world.week.bytes)
    name = world.week.id if dice.random() < 0.7 else protocol.digest(data)
    piece = upload.Piece(data, 0, len(data), lambda *_: None)
    heard = world.wire.ask("PATCH", f"/v1/batches/{name}", data, piece.headers())
    assert heard is not None, "silence"
    assert heard.status in (200, 204) or (400 <= heard.status < 500 and heard.code), heard
    world.wire.uploads.drop(name)


def signed_lines(world: World, dice: Random) -> None:
    """Lines of any kind that their desk signs: one verdict each, and sums that add up."""
    whole = [line.raw for line in batch.read(world.week.bytes)[1]]
    raws = list(whole)
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(raws))
        if dice.random() < 0.5:
            raws[at] = broken(dice, raws[at]).replace(b"\n", b"")[: protocol.LINE_BYTES]
        else:
            raws[at] = json.dumps(_odd_value(dice, json.loads(whole[at])), ensure_ascii=dice.random() < 0.5).encode()
    answered = _handed(world, dice.randbytes(8).hex(), raws)
    assert isinstance(answered, Answered)
    said = answered.answer
    assert said.accepted + said.already_had + said.refused + said.kept == len(raws)


def _handed(world: World, epoch: str, raws: list[bytes]) -> Answered | Held:
    after = protocol.beginning(world.scribe.desk, epoch)
    return world.counter.hand(batch.assemble(world.scribe.desk, epoch, after, raws, world.scribe.key, MORNING, ""))


def signed_manifest(world: World, dice: Random) -> None:
    """A manifest that says anything, signed by its desk, over a payload that may be anything."""
    described, payload = world.week.manifest, world.week.bytes[-world.week.manifest.payload.bytes :]
    if dice.random() < 0.6:
        plain = broken(dice, zstandard.decompress(payload))
        payload = zstandard.compress(plain) if dice.random() < 0.7 else broken(dice, payload)
        told = len(plain) if dice.random() < 0.8 else dice.randrange(protocol.PLAIN_BYTES)
        own = Payload(len(payload), protocol.digest(payload), told, protocol.digest(plain))
        described = replace(described, payload=own)
    if dice.random() < 0.6:
        field = dice.choice(sorted(set(Manifest.__dataclass_fields__) - {"key", "payload"}))
        changed: dict[str, Any] = {field: dice.choice((*_ODD, 1, 2, 5000, "0" * 64, {}, {"": lines.KindSum(1, 0)}))}
        described = replace(described, **changed)
    try:
        sealed = batch.pack(described, payload, world.scribe.key)
    except (ValueError, TypeError, AttributeError):
        return  # what no desk can write
    try:
        world.counter.receiver.receive(sealed.bytes)
    except RoadError as reason:
        assert reason.code


def on_a_stick(world: World, dice: Random) -> None:
    """A stick as a desk wrote it, with some of its files broken, sealed again or not: each told in words or taken."""
    stick = _copied(world.up, world.folder / "stick")
    _break_some(dice, stick, world.counter.key)
    desk = world.counter.for_sticks()
    try:
        visit = desk.take(stick)
        assert visit.in_words() or visit.empty
        assert desk.answer(stick, visit).in_words() is not None
    except StickTrouble as reason:
        assert reason.code


def at_the_desk(world: World, dice: Random) -> None:
    """A stick written by the township, then broken: the desk takes the sound files, and reports the others."""
    stick = _copied(world.down, world.folder / "stick")
    for tail in ("", ".json"):
        source = world.pc.path.with_name(world.pc.path.name + tail)
        if source.exists():
            shutil.copyfile(source, source.with_name("kept-" + source.name))
    world.pc.open()
    try:
        _break_some(dice, stick, keyring.key(world.pc.desk._store))
        assert world.pc.desk.exchanging.read_stick(stick).in_words()
    except DeskError as reason:
        assert reason.message
    finally:
        world.pc.close()
        for kept in world.folder.glob("kept-*"):
            kept.replace(kept.with_name(kept.name.removeprefix("kept-")))


def what_is_answered(world: World, dice: Random) -> None:
    """Any reply from the township's address: an unsigned one is not the township's."""
    key = world.counter.key
    reply = world.counter.receiver.reply_to(world.week.id)
    data = reply.body if reply else messages.sign(key, protocol.ANSWER, {"batch": world.week.id})
    kinds: list[Callable[[bytes], Any]] = [
        lambda raw: messages.read_answer(raw, key.public, world.week, None),
        lambda raw: messages.read_hello(raw, key.public, "12345678"),
        lambda raw: messages.read_held(raw, key.public, world.week, ""),
        lambda raw: down.read(raw, key.public, world.scribe.desk),
        lambda raw: past.read_list(raw, (key.public,), world.scribe.desk, ""),
        packing.unpack,
    ]
    message = {"key": key.public, "message": _odd_value(dice, json.loads(data)["message"]), "signature": "0" * 128}
    raw = broken(dice, dice.choice((data, packing.pack(data), json.dumps(message).encode())))
    try:
        dice.choice(kinds)(raw)
    except NotTheTownship as reason:
        assert reason.code


def signed_asks(world: World, dice: Random) -> None:
    """Whatever a desk asks for, signed by its key: an answer, or a refusal of ours."""
    store, key, desk = world.counter.store, world.counter.key, world.scribe.desk
    clock, own = (lambda: NOON), world.scribe.key
    time, digest = NOON.isoformat(), protocol.digest(b"x")
    road, kept, behind = Downward(store, key, clock), Attachments(store, key, clock), Past(store, key, clock)
    asks: list[tuple[str, dict[str, Any], Callable[[bytes], object]]] = [
        (protocol.DOWN_ASK, {"desk": desk, "after": 0, "id": digest, "time": time, "township": ""}, road.reply),
        (protocol.DOWN_ASK, {"desk": desk, "after": 0, "id": digest, "time": "", "township": ""}, road.note_seen),
        (protocol.PAST_ASK, {"desk": desk, "batch": "", "time": time, "first": 0, "most": 0}, behind.reply),
        (protocol.PAST_ASK, {"desk": desk, "batch": world.week.id, "time": time, "first": 9, "most": 9}, behind.reply),
        (protocol.PAST_HERE, {"desk": desk, "batches": world.week.id}, behind.lacks),
        (protocol.ATTACHMENT_CLAIM, {"desk": desk, "sha256": digest, "bytes": 1, "time": time}, kept.checked_claim),
        (protocol.PAIR_ASK, {"desk": desk, "nonce": "0" * 32, "proof": digest}, Trust(store, key, clock).pair),
        (protocol.PAIR_REQUEST, {"desk": desk, "request": "", "proof": digest}, FilePairing(store, key, clock).request),
    ]
    domain, message, hear = dice.choice(asks)
    odd = _odd_value(dice, message)
    try:
        data = messages.sign(own, domain, odd)
    except ValueError:
        return  # what nobody can sign
    try:
        hear(data if dice.random() < 0.8 else broken(dice, data))
    except RoadError as reason:
        assert reason.code


def _copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def _break_some(dice: Random, stick: Path, reader: DeskKey) -> None:
    files = sorted(each for each in stick.rglob("*") if each.is_file())
    for path in dice.sample(files, min(len(files), dice.randrange(1, 4))):
        data = path.read_bytes()
        if data.startswith(sealing.MAGIC) and dice.random() < 0.7:
            try:
                data = sealing.seal(broken(dice, sealing.unseal(data, reader)), reader.public)
            except RoadError:
                data = broken(dice, data)
        else:
            data = broken(dice, data)
        if dice.random() < 0.1:
            path = dice.choice(files)
        path.write_bytes(data)


KINDS = (over_the_line, signed_lines, signed_manifest, on_a_stick, at_the_desk, what_is_answered, signed_asks)


def main(first: int, count: int) -> None:
    """Break so many, and say what did not end in an answer."""
    folder = Path(tempfile.mkdtemp(prefix="village-breaking-"))
    world = World(folder)
    try:
        for seed in range(first, first + count):
            kind, dice = KINDS[seed % len(KINDS)], Random(seed)
            signal.alarm(LONGEST)
            try:
                kind(world, dice)
            except Exception:  # noqa: BLE001  (whatever it is, it is the finding)
                print(f"seed {seed} {kind.__name__}: {traceback.format_exc()}")
            signal.alarm(0)
        whole = [line.raw for line in batch.read(world.week.bytes)[1]]
        assert isinstance(_handed(world, "0" * 8, whole), Answered), "an honest batch is answered after all that"
    finally:
        world.close()
        shutil.rmtree(folder)
    used = memory.peak_kib() // 1024
    if used > MOST_MEGABYTES:
        print(f"seed {first} and {count} more: {used} MB")
    print(f"broke {count}")


def _hangs(_number: int, _frame: object) -> None:
    raise TimeoutError(f"no answer after {LONGEST} s")


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _hangs)
    main(int(sys.argv[1]), int(sys.argv[2]))
