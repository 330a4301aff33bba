"""Two real desks and their township where keys end, PCs are lost and contents travel, in any order (hypothesis).

The machine keeps its own record of every deed (``record.py``); in the end the books, the journals and the contents
must be what it says, to the fen and to the byte. ``VILLAGE_SCHEDULES``, ``VILLAGE_SEED`` as in
``tests/township/test_machine.py``.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sync.agreement import facts, protocol
from sync.agreement.errors import TownshipRefused
from sync.desk import outbox
from sync.stick import pair_files
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.store import tables
from sync.township.trust.desk_keys import Trust
from sync.township.trust.file_pairing import FilePairing
from sync.wire import attachments as road
from sync.wire import batch as batches
from sync.wire.keys import DeskKey
from tests import pictures
from tests.desks import StillClock, id_number
from tests.services.record import Fee, Put, Record, Undone, arrived, told
from tests.services.test_village_machine import PC, QUICK
from tests.township.audits import COPIED
from tests.township.counters import NOON
from tests.township.disasters import Office, spoil
from tests.township.inside import GOOD, LOST, UNHEARD, URL, InsideLine
from tests.township.test_machine import run
from village_desk.domain.attachments import AttachmentState
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.villages import Village as Place
from village_desk.services.collecting import Payment
from village_desk.services.road import keyring, week
from village_desk.store import contents, rebuilding
from village_desk.store.subjects import attachments, people

SHORT = 12
VILLAGES = ("429004103002", "429004103003")
ENDED = ("key-revoked", "key-replaced")
_any = st.integers(0, 10**6)
_pc, _who = st.integers(0, 1), st.integers(0, 2)
_faults = st.lists(st.sampled_from((GOOD, LOST, UNHEARD)) | st.integers(0, 60_000), max_size=8)


@cache
def content(which: int) -> bytes:
    """One of the pictures and papers that are put to people: one is a single piece, others are several."""
    return pictures.pdf() if which == 0 else pictures.photo(100 + 180 * which, which)


class Post(PC):
    """A PC alone in its village, with contents."""

    def __init__(self, folder: Path, village: str, line: InsideLine) -> None:
        self._line = line
        self.path = folder / f"{village}.vdesk"
        self.clock = StillClock()
        self._place = Place(village, "村", "A")
        self.lost = False
        self.open()

    def open(self) -> None:
        super().open()
        if self.store.was_put_back():
            self.store.begin_epoch("put_back")  # as ``Desk.open`` does

    def lose(self) -> None:
        """The disk is gone, the key with it; a new PC stands there."""
        self.close()
        for each in self.path.parent.glob(self.path.name + "*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        self.lost = True
        self.open()

    def person(self, who: int) -> str | None:
        found = people.by_identity(self.store.db, self.number(who))
        return found.id if found else None

    def number(self, who: int) -> str:
        """The identity number of one of the village's people."""
        return id_number("19800512", 1 + 2 * who + 100 * int(self._place.code[-1]))

    def own_keys(self) -> list[DeskKey]:
        """The key of the PC, and its next key."""
        waiting = keyring.successor(self.store)
        return [keyring.key(self.store), *([waiting] if waiting else [])]


class Losses(RuleBasedStateMachine):
    """Two villages, their sticks, what lies about on other sticks, and one township."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="village-loss-", dir=QUICK))
        self.office, self.line, self.record = Office(self.folder), InsideLine(), Record()
        self.line.serve(self.office.counter)
        self.pcs = [Post(self.folder, village, self.line) for village in VILLAGES]
        for pc in self.pcs:
            self.record.held[pc.name] = set()
            (self.folder / pc.name).mkdir()
        self.count = itertools.count(1)
        self.keys: dict[str, DeskKey] = {}
        self.ended: set[tuple[str, str]] = set()
        self.lying: list[bytes] = []
        self.on_stick: dict[str, set[str]] = {}
        self.disks: list[tuple[Post, Path, set[str]]] = []
        self.books: list[tuple[Path, set[tuple[str, str]]]] = []
        self.silent = False

    # what is done at a desk

    def _working(self, pc: int) -> Post | None:
        """The PC, unless it has to be rebuilt first."""
        here = self.pcs[pc]
        return None if here.lost else here

    @rule(pc=_pc, who=_who, fees=st.integers(0, 2), tier=st.sampled_from((20000, 30000)))
    def somebody_comes(self, pc: int, who: int, fees: int, tier: int) -> None:
        if (here := self._working(pc)) is None:
            return
        person = here.person(who)
        if person is None:
            person = here.store.mint()
            with here.store.writing():
                here.store.record(facts.PersonRegistered(person=person, name=f"村民{who}", id_number=here.number(who)))
        for year in (2025, 2026)[:fees]:
            with suppress(Refused):  # it is paid already
                number = here.desk.collecting.collect(Payment(person, year, tier)).number
                fact = self._fact_of(here, number)
                self.record.printed(here.name, number, fact)
                self.record.did(fact, Fee(here.name, here.number(who), year, tier))

    @rule(pc=_pc, which=_any)
    def a_receipt_is_void(self, pc: int, which: int) -> None:
        if (here := self._working(pc)) is None:
            return
        good = here.desk.collecting.recent(50)
        if good:
            number = good[which % len(good)].number
            with suppress(Refused):  # it is void already
                here.desk.collecting.void(number, "写错")
                self.record.did(self._last(here), Undone(here.name, self._fact_of(here, number)))

    @rule(pc=_pc, who=_who, which=st.integers(0, 2))
    def something_is_put_to_a_person(self, pc: int, who: int, which: int) -> None:
        if (here := self._working(pc)) is None or (person := here.person(who)) is None:
            return
        with suppress(Refused):  # it is there already
            put = here.desk.attaching.add(person, content(which), "签字页")
            self.record.did(put.id, Put(here.name, here.number(who), put.sha256))

    @rule(pc=_pc, which=_any)
    def something_is_removed(self, pc: int, which: int) -> None:
        if (here := self._working(pc)) is None:
            return
        if named := self._attachments(here):
            gone = named[which % len(named)]
            here.desk.attaching.remove(gone, "不清楚")
            self.record.did(self._last(here), Undone(here.name, gone))

    def _attachments(self, pc: Post) -> list[str]:
        found = [each for who in range(3) if (person := pc.person(who)) for each in pc.desk.attaching.of_person(person)]
        return [each.attachment.id for each in found]

    def _last(self, pc: Post) -> str:
        return str(pc.store.db.execute("SELECT id FROM journal ORDER BY rowid DESC LIMIT 1").fetchone()[0])

    def _fact_of(self, pc: Post, number: str) -> str:
        named = "kind = ? AND json_extract(body, '$.receipt') = ?"
        rows = pc.store.db.execute(f"SELECT id FROM journal WHERE {named}", [protocol.COLLECTED, number]).fetchall()
        return str(rows[0][0])

    # the roads

    def _speaker(self, pc: Post) -> str:
        """The key that the township has for the desk; empty for one that it does not know."""
        return next((row.public_key for row in self.office.rows(tables.desks) if row.desk == pc.name), "")

    def _is_good(self, pc: Post) -> bool:
        """Whether the township listens to this PC; one that it does not know has no past there to ask for."""
        speaker = self._speaker(pc)
        if not speaker:
            return not week.has_new_key(pc.store, keyring.key(pc.store))
        known = {each.public for each in pc.own_keys()}
        return speaker in known and (pc.name, speaker) not in self.ended

    @rule(pc=_pc, faults=_faults)
    def facts_go(self, pc: int, faults: list[str | int]) -> None:
        if here := self._working(pc):
            self._send(here, faults)

    def _send(self, here: Post, faults: list[str | int]) -> None:
        self.line.faults = iter(faults)
        good = self._is_good(here)
        try:
            sent = here.desk.exchanging.send(URL)
        except Trouble:
            assert faults, "without a fault there is no trouble"
        except Refused as no:
            assert not good, f"a desk that is let in is refused: {no.code}"
            assert no.code in (*ENDED, "desk-key", "desk-unknown"), no.code
        else:
            assert good or (sent.received.cut and not sent.sent), "a key that ended was listened to"
            assert not good or outbox.waiting(here.store.db).facts == 0, "something holds up the facts"
            if good:
                self.record.talked(here.name, self.office)
        self.line.faults = iter(())

    @rule(pc=_pc, faults=_faults)
    def contents_go(self, pc: int, faults: list[str | int]) -> None:
        if (here := self._working(pc)) is None:
            return
        self.line.faults = iter(faults)
        with suppress(Trouble, Refused):
            here.desk.carrying.send(URL)
        self.line.faults = iter(())

    @rule(pc=_pc, which=_any, faults=_faults)
    def a_content_is_fetched(self, pc: int, which: int, faults: list[str | int]) -> None:
        if (here := self._working(pc)) is None:
            return
        if named := self._attachments(here):
            self.line.faults = iter(faults)
            with suppress(Trouble, Refused):
                here.desk.carrying.fetch(named[which % len(named)], URL)
            self.line.faults = iter(())

    @rule(pc=_pc)
    def a_stick_is_written(self, pc: int) -> None:
        if (here := self._working(pc)) is None:
            return
        with suppress(Refused):  # it has not met its township yet, or has another key
            here.desk.exchanging.write_stick(self._stick(here))
        self.lying += [each.bytes for each in outbox.open_batches(here.store.db)]

    def _stick(self, pc: Post) -> Path:
        return self.folder / pc.name

    @rule(pc=_pc)
    def a_stick_is_at_the_township(self, pc: int) -> None:
        desk = self.office.counter.for_sticks()
        where, name = self._stick(self.pcs[pc]), self.pcs[pc].name
        if name in desk.answer(where, desk.take(where)).past:
            self.on_stick[name] = arrived(self.office)

    @rule(pc=_pc)
    def a_stick_comes_home(self, pc: int) -> None:
        """It may bring the PC's own past back: then a new epoch begins, as over the line."""
        if (here := self._working(pc)) is None:
            return
        epoch = here.store.head().epoch
        with suppress(Refused):
            here.desk.exchanging.read_stick(self._stick(here))
        if here.store.head().epoch != epoch:
            self.record.came_back(here.name, self.on_stick[here.name])

    @rule(pc=_pc, which=_any, at=_any, cut=st.booleans())
    def a_file_on_a_stick_is_damaged(self, pc: int, which: int, at: int, cut: bool) -> None:
        kinds = (".vda", ".vdb", ".vdp", ".past", ".list", ".hello", ".ask")
        files = sorted(each for each in self._stick(self.pcs[pc]).rglob("*") if each.suffix in kinds)
        if files:
            spoil(files[which % len(files)], at, cut)

    @precondition(lambda self: self.lying)
    @rule(which=_any)
    def an_old_stick_arrives(self, which: int) -> None:
        """A batch signed by an ended key is refused for ever, whoever brings it."""
        data = self.lying[which % len(self.lying)]
        manifest = batches.sealed(data).manifest
        if (manifest.desk, manifest.key) in self.ended:
            self._refused(data)
            return
        with suppress(TownshipRefused):  # chain-fork, or a key that this township never let in
            self.office.counter.receiver.receive(data)

    def _refused(self, data: bytes) -> None:
        before = self.office.counter.digest()
        try:
            self.office.counter.receiver.receive(data)
        except TownshipRefused as no:
            assert no.code in ENDED, no.code
        else:
            raise AssertionError("a batch that an ended key sealed was taken")
        assert self.office.counter.digest() == before

    # keys and disks

    @rule(pc=_pc)
    def a_key_is_revoked(self, pc: int) -> None:
        here = self.pcs[pc]
        if speaker := self._speaker(here):
            self.ended.add((here.name, speaker))
            self._trust().revoke(here.name)

    def _trust(self) -> Trust:
        return Trust(self.office.counter.store, self.office.counter.key, _now)

    @rule(pc=_pc, faults=_faults)
    def a_desk_is_let_in(self, pc: int, faults: list[str | int]) -> None:
        """With its key, or with a new one where that has ended; or a new PC in the place of a lost one."""
        here = self.pcs[pc]
        if here.lost:
            self._rebuild(here, faults)
        else:
            self._pair(here, faults)

    def _pair(self, here: Post, faults: list[str | int]) -> None:
        code, _ends = self._trust().invite(here.name)
        before = self._speaker(here)
        self.line.faults = iter(faults)
        try:
            here.desk.joining.pair(URL, code)
        except (Trouble, Refused) as no:
            assert faults, f"the office let it in, and it was refused: {no.code}"
        self.line.faults = iter(())
        self._note_end(here, before)

    def _rebuild(self, here: Post, faults: list[str | int]) -> None:
        code, _ends = self._trust().invite(here.name)
        before = self._speaker(here)
        self.line.faults = iter(faults)
        try:
            here.desk.joining.rebuild(URL, code)
        except Trouble:
            assert faults, "without a fault there is no trouble"
        else:
            here.lost = False
            assert told(self.office, here.name) == here.store.head().ordinal, "a rebuilt PC's life is not known above"
            self.record.talked(here.name, self.office)
        self.line.faults = iter(())
        self._note_end(here, before)

    @rule(pc=_pc, which=_any, at=_any, spoilt=st.booleans())
    def a_new_pc_comes_by_stick(self, pc: int, which: int, at: int, spoilt: bool) -> None:
        """In place of a lost one, without a line: the stick asks, is answered, and comes back, perhaps damaged."""
        here = self.pcs[pc]
        if not here.lost:
            return
        stick, offices = self._stick(here), FilePairing(self.office.counter.store, self.office.counter.key, _now)
        pair_files.write_invite(stick, here.name, offices.invite(here.name)[0])
        before = self._speaker(here)
        if digits := self._ask_by_stick(here):
            self.a_stick_is_at_the_township(pc)
            with suppress(TownshipRefused):  # it was let in before
                offices.approve(here.name, digits)
            self._note_end(here, before)
            self.a_stick_is_at_the_township(pc)
            if spoilt:
                self.a_file_on_a_stick_is_damaged(pc, which, at, cut=False)
            assert not self._ask_by_stick(here) or spoilt, "a whole stick brings all of it"

    def _ask_by_stick(self, here: Post) -> str:
        """The digits while the PC is empty still."""
        digits = "not yet"
        with suppress(Refused):  # something on the stick is damaged
            digits = here.desk.joining.rebuild_by_stick(self._stick(here))
        if not digits:
            here.lost = False
            self.record.came_back(here.name, self.on_stick[here.name])
        return digits

    def _note_end(self, here: Post, before: str) -> None:
        if before and self._speaker(here) != before:
            self.ended.add((here.name, before))

    @precondition(lambda self: self.ended)
    @rule(which=_any)
    def somebody_uses_an_old_key(self, which: int) -> None:
        """The old key seals the next batch, and claims contents: the township takes none of them, nothing changes."""
        desk, public = sorted(self.ended)[which % len(self.ended)]
        key = self.keys[public]
        chain = next((row for row in self.office.rows(tables.chains) if row.desk == desk), None)
        epoch = chain.epoch if chain else "0badc0de"
        place = protocol.BatchPlace(*chain[2:6]) if chain else protocol.beginning(desk, epoch)
        self._refused(batches.assemble(desk, epoch, place, [b"[]"], key, NOON, "thief").bytes)
        kept = Attachments(self.office.counter.store, self.office.counter.key, _now)
        for row in self.office.rows(tables.attachments):
            for time in ("", NOON.isoformat()):
                claim = road.write_claim(key, road.Claim(desk, row.sha256, row.bytes, time))
                try:
                    kept.checked_claim(claim, on_line=bool(time))
                except TownshipRefused as no:
                    assert no.code in ENDED, no.code
                else:
                    raise AssertionError("a claim of an ended key was heard")

    @rule(pc=_pc, which=_any)
    def other_bytes_come(self, pc: int, which: int) -> None:
        """Somebody with the desk's own key brings as many bytes that are not the content: they are forgotten."""
        kept = Attachments(self.office.counter.store, self.office.counter.key, _now)
        name = self.pcs[pc].name
        here = {row.sha256 for row in self.office.rows(tables.attachment_contents)}
        rows = self.office.rows(tables.attachments)
        coming = [row for row in rows if not row.removed and row.desk == name and row.sha256 not in here]
        if coming:
            named = coming[which % len(coming)]
            real = next(content(each) for each in range(3) if protocol.digest(content(each)) == named.sha256)
            kept.uploads.put(named.sha256, real[:-1] + bytes([real[-1] ^ 1]))
            try:
                kept.finish(road.Claim(name, named.sha256, named.bytes, ""))
            except TownshipRefused as no:
                assert no.code == "attachment-digest", no.code
            else:
                raise AssertionError("other bytes were called whole")
            assert kept.uploads.reached(named.sha256) is None

    @rule(pc=_pc)
    def a_pc_is_lost(self, pc: int) -> None:
        """Where the township has something of it; else there is nothing to be rebuilt."""
        here = self.pcs[pc]
        if not here.lost and self.office.has(here.name):
            self.record.lost(here.name, here.store.head().ordinal, self.office)
            here.lose()

    @rule(pc=_pc)
    def a_disk_is_copied(self, pc: int) -> None:
        if here := self._working(pc):
            copy = self.folder / f"disk-{len(self.disks)}"
            here.copy(copy)
            self.disks.append((here, copy, set(self.record.held[here.name])))

    @precondition(lambda self: self.disks)
    @rule(which=_any, told=st.booleans())
    def a_desk_is_restored(self, which: int, told: bool) -> None:
        here, copy, then = self.disks[which % len(self.disks)]
        if not here.lost:
            here.put_back(copy, told)
            self.record.put_back(here.name, then)
            self.silent = True

    @rule(pc=_pc)
    def a_program_starts_again(self, pc: int) -> None:
        self.pcs[pc].close()
        self.pcs[pc].open()

    @rule(pc=_pc)
    def the_tables_are_rebuilt(self, pc: int) -> None:
        rebuilding.rebuild(self.pcs[pc].store)

    @rule()
    def the_books_are_backed_up(self) -> None:
        self.books.append((self.office.back_up(), set(self.ended)))

    @precondition(lambda self: self.books and not any(pc.lost for pc in self.pcs))
    @rule(which=_any)
    def the_books_are_restored(self, which: int) -> None:
        """The township knows again whom it knew then; a PC that nobody else has is not lost meanwhile."""
        copy, self.ended = self.books[which % len(self.books)]
        self.ended = set(self.ended)
        self.office.restore(copy)
        self.line.serve(self.office.counter)

    # what must be true

    @invariant()
    def keys_are_noted(self) -> None:
        self.keys |= {key.public: key for pc in self.pcs for key in pc.own_keys()}

    @invariant()
    def a_content_is_here_only_whole(self) -> None:
        """On both sides: proven by its digest; and at the township named by a standing attachment."""
        named = {row.sha256 for row in self.office.rows(tables.attachments) if not row.removed}
        here = {row.sha256 for row in self.office.rows(tables.attachment_contents)}
        assert here <= named, "a content is kept that nobody names"
        blocks: dict[str, list[Any]] = {}
        for row in self.office.rows(tables.attachment_blocks):
            blocks.setdefault(row.sha256, []).append((row.start, row.bytes))
        for digest in here:
            whole = b"".join(data for _start, data in sorted(blocks[digest]))
            assert protocol.digest(whole) == digest, "a content is here that is not whole"
        for pc in self.pcs:
            self._desk_is_right(pc, here, named)

    def _desk_is_right(self, pc: Post, here: set[str], named: set[str]) -> None:
        assert outbox.count_answered(pc.store.db) == len(outbox.answered(pc.store.db)), "an epoch's batches with a gap"
        known = outbox.known_township(pc.store.db)
        listed = attachments.unsent(pc.store.db)
        assert len({each.id for each in listed}) == len(listed)
        if known and known.timeline == self.office.timeline and not pc.lost:
            kept = {
                row[0]
                for row in pc.store.db.execute(
                    "SELECT sha256 FROM attachments_kept WHERE timeline = ?", [known.timeline]
                ).fetchall()
            }
            assert kept & named <= here, "the desk believes that a content is there"
        if contents.place(pc.path).exists():
            with contents.opened(pc.store) as file:
                assert all(file.get(each) is not None for each in file.here()), "half a content is on the desk"

    def teardown(self) -> None:
        """Without faults everything ends well, wherever the faults have led; then the audit."""
        try:
            for _round in range(4):
                for pc in self.pcs:
                    self._settle(pc)
            self.a_content_is_here_only_whole()
            self._money_is_as_recorded()
            for pc in self.pcs:
                self._contents_are_as_recorded(pc)
                self._file_is_sound(pc)
        finally:
            self.close()

    def close(self) -> None:
        """Nothing is left."""
        self.office.counter.close()
        for pc in self.pcs:
            pc.close()
        shutil.rmtree(self.folder)

    def _settle(self, pc: Post) -> None:
        pc.clock.now = NOON
        if pc.lost:
            self._rebuild(pc, [])
        if not self._is_good(pc):
            self._pair(pc, [])
        self._send(pc, [])
        pc.desk.carrying.send(URL)
        for each in self._attachments(pc):
            if pc.desk.attaching.attached(each).state is AttachmentState.ABOVE:
                with suppress(Refused):  # the only PC that had it was lost before it went
                    pc.desk.carrying.fetch(each, URL)

    def _money_is_as_recorded(self) -> None:
        """The books and each journal say what the machine did itself, to the fen."""
        wanted = self.record.fen(self.office)
        desks = {row.id: row.desk for row in self.office.rows(tables.facts)}
        books = dict.fromkeys(wanted, 0)
        for row in self.office.rows(tables.contributions):
            if row.state == "counted":
                place = (desks[row.fact], row.year)
                books[place] = books.get(place, 0) + row.amount_fen
        assert books == wanted, "the township's money is not what was taken"
        for pc in self.pcs:
            sums = {(pc.name, each.year): each.net_fen for each in pc.desk.reporting.totals()}
            mine = {place: fen for place, fen in wanted.items() if place[0] == pc.name}
            assert sums == mine, f"{pc.name}: the desk's money is not what was taken"

    def _contents_are_as_recorded(self, pc: Post) -> None:
        """The attachments are those put and not removed; contents on any disk are at the township; there are
        no others.
        """
        wanted = self.record.contents(self.office)
        rows = self.office.rows(tables.attachments)
        assert {row.sha256 for row in rows if not row.removed} == wanted, "other contents are named"
        there = {row.sha256 for row in self.office.rows(tables.attachment_contents)}
        mine = attachments.named(pc.store.db)
        here = contents.here(pc.store)
        assert here & mine <= there <= wanted, "a content that is on a disk is not at the township"
        assert mine & there <= here, "a content that is at the township was not fetched"
        assert not pc.desk.carrying.unsent().count, "a content still waits"

    def _file_is_sound(self, pc: Post) -> None:
        refused = {row.code for row in self.office.rows(tables.facts) if row.verdict == "refused"}
        assert refused <= (COPIED | {"attachment_unknown"} if self.silent else set()), f"refused: {refused}"
        assert rebuilding.first_difference(pc.store) == "", "a rebuild makes other tables"
        there = arrived(self.office)
        own = pc.store.db.execute("SELECT id, kind FROM journal").fetchall()
        assert all(each in there for each, kind in own if kind != protocol.CARRIED_ALONG), "not at the township"


def _now() -> Any:
    return NOON


def test_whatever_is_lost_or_stolen_the_record_the_books_and_the_contents_agree() -> None:
    run(Losses, SHORT)
