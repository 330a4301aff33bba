"""Desks and a township under every fault at once, in any order (hypothesis): nothing lost, nothing twice, to the fen.

``make soak`` runs VILLAGE_SCHEDULES=10000 of them and prints the seed it runs with; the same VILLAGE_SEED runs the same
ones again. ``make test`` runs a few, the same ones each time.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sync.agreement import protocol
from sync.agreement.errors import Damaged, TownshipRefused
from sync.agreement.protocol import Answered
from sync.desk import outbox
from sync.wire import batch as batches
from sync.wire import keys
from sync.wire.batch import SealedBatch
from tests.township import audits
from tests.township.counters import NOON
from tests.township.disasters import Design, Letter, Office, PcDesk

SCHEDULES = int(os.environ.get("VILLAGE_SCHEDULES", "0"))
SEED = int(os.environ.get("VILLAGE_SEED", "0")) or secrets.randbits(32)
SHORT = 30
_QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Programs end and lines are cut here, but the power does not fail: no disk needs to turn."""
_STRANGER = "000000000000-Z"
_any = st.integers(0, 10**6)
_json = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=5)


@dataclass
class Copy:
    """A copy of a desk's disk."""

    desk: int
    folder: Path


class Village(RuleBasedStateMachine):
    """Two desks, copied disks, a township, sticks and letters under way, and backups of everything."""

    design = Design()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="village-machine-", dir=_QUICK))
        self.wrote: dict[str, int] = {}
        self.office = Office(self.folder)
        self.desks = [self._desk(f"42900410300{each}-A") for each in (2, 3)]
        self.sticks: list[SealedBatch] = []
        self.letters: list[Letter] = []
        self.copies: list[Copy] = []
        self.books: list[Path] = []
        self.paper: set[tuple[str, str]] = set()
        self.copied: set[str] = set()

    def _desk(self, name: str, folder: Path | None = None) -> PcDesk:
        return PcDesk(folder or self.folder / name, name, self.design, self.wrote)

    def _pick(self, some: list[Any], which: int) -> Any:
        return some[which % len(some)]

    @rule(which=_any, fees=st.integers(1, 3), wrong=st.booleans(), void=st.booleans())
    def somebody_works(self, which: int, fees: int, wrong: bool, void: bool) -> None:
        desk = self._pick(self.desks, which)
        for number in desk.work(fees, wrong, void):
            fresh = (desk.name, number) not in self.paper
            assert fresh or desk.name in self.copied, "a receipt number is on paper twice (I8)"
            self.paper.add((desk.name, number))

    @rule(which=_any)
    def a_week_is_sealed(self, which: int) -> None:
        self._pick(self.desks, which).seal()

    @rule(which=_any)
    def a_good_line(self, which: int) -> None:
        desk = self._pick(self.desks, which)
        desk.seal()
        self.letters += desk.send(self.office)

    @rule(which=_any, lost=st.lists(st.booleans(), min_size=1, max_size=4))
    def replies_are_lost(self, which: int, lost: list[bool]) -> None:
        dice = iter(lost)
        self.letters += self._pick(self.desks, which).send(self.office, lambda: next(dice, True))

    @rule(which=_any, cut=st.integers(0, 3000))
    def the_line_is_cut(self, which: int, cut: int) -> None:
        desk = self._pick(self.desks, which)
        desk.seal()
        desk.send(self.office, cut=cut)

    @rule(which=_any)
    def a_stick_is_written(self, which: int) -> None:
        desk = self._pick(self.desks, which)
        desk.seal()
        self.sticks += outbox.open_batches(desk.scribe.db)

    @precondition(lambda self: self.sticks)
    @rule(which=_any)
    def a_stick_arrives(self, which: int) -> None:
        """Any of them, in any order, again and again."""
        batch = self._pick(self.sticks, which)
        try:
            reply = self.office.counter.receiver.receive(batch.bytes)
        except TownshipRefused as refused:
            assert refused.code == "chain-fork"
            return
        if reply.ended:
            self.letters.append(Letter(batch, reply.body))

    @precondition(lambda self: self.letters)
    @rule(which=_any, desk=_any)
    def a_letter_comes_back(self, which: int, desk: int) -> None:
        self._pick(self.desks, desk).read_letter(self._pick(self.letters, which), self.office)

    @rule(which=_any)
    def a_program_starts_again(self, which: int) -> None:
        self._pick([*self.desks, self.office], which).restart()

    @precondition(lambda self: self.sticks)
    @rule(which=_any, at=_any, bit=st.integers(0, 7), cut=st.booleans())
    def a_package_is_damaged(self, which: int, at: int, bit: int, cut: bool) -> None:
        """Nothing of it is used, nothing changes (I6)."""
        data = bytearray(self._pick(self.sticks, which).bytes)
        at %= len(data)
        if cut:
            del data[at:]
        else:
            data[at] ^= 1 << bit
        self._refused(bytes(data))

    @precondition(lambda self: self.sticks)
    @rule(which=_any)
    def somebody_forges(self, which: int) -> None:
        """The manifest says another number; the desk's key never signed it."""
        batch = self._pick(self.sticks, which)
        stranger = keys.load_or_create(self.folder / "stranger.key", b"")
        forged = batches.pack(_renumbered(batch), batch.bytes[-batch.manifest.payload.bytes :], stranger)
        self._refused(forged.bytes)

    def _refused(self, data: bytes) -> None:
        before = self.office.counter.digest()
        with pytest.raises((Damaged, TownshipRefused)):
            self.office.counter.receiver.receive(data)
        assert self.office.counter.digest() == before

    @rule(lines=st.lists(_json.map(lambda value: json.dumps(value).encode()), min_size=1, max_size=4))
    def somebody_signs_nonsense(self, lines: list[bytes]) -> None:
        """Every line has one verdict, whatever its bytes (I7)."""
        key = keys.load_or_create(self.folder / "stranger.key", b"")
        epoch = os.urandom(4).hex()
        raws = [each for each in lines if b"\n" not in each]
        batch = batches.assemble(
            _STRANGER, epoch, protocol.beginning(_STRANGER, epoch), raws or [b"[]"], key, NOON, "junk"
        )
        answered = self.office.counter.hand(batch)
        assert isinstance(answered, Answered)
        assert answered.answer.refused == batch.facts

    @rule(which=_any)
    def a_disk_is_copied(self, which: int) -> None:
        which %= len(self.desks)
        copy = self.folder / f"disk-{len(self.copies)}"
        self.copies.append(Copy(which, self.desks[which].back_up(copy)))

    @precondition(lambda self: self.copies)
    @rule(which=_any, told=st.booleans())
    def a_desk_is_restored(self, which: int, told: bool) -> None:
        copy = self._pick(self.copies, which)
        desk = self.desks[copy.desk]
        desk.restore(copy.folder, told)
        self.copied.add(desk.name)

    @precondition(lambda self: self.copies and len(self.desks) < 4)
    @rule(which=_any)
    def a_copied_disk_goes_to_work(self, which: int) -> None:
        copy = self._pick(self.copies, which)
        name, folder = self.desks[copy.desk].name, self.folder / f"clone-{len(self.desks)}"
        shutil.copytree(copy.folder, folder)
        self.desks.append(self._desk(name, folder))
        self.copied.add(name)

    @rule()
    def the_books_are_backed_up(self) -> None:
        self.books.append(self.office.back_up())

    @precondition(lambda self: self.books)
    @rule(which=_any)
    def the_books_are_restored(self, which: int) -> None:
        self.office.restore(self._pick(self.books, which))

    @precondition(lambda self: self.books)
    @rule(which=_any)
    def an_old_file_is_copied_over_the_books(self, which: int) -> None:
        self.office.put_back(self._pick(self.books, which))

    @invariant()
    def the_books_are_sound(self) -> None:
        audits.books_are_sound(self.office, self.wrote, bool(self.copied))

    @invariant()
    def answers_hold(self) -> None:
        audits.answers_hold(self.office, self.desks)

    def teardown(self) -> None:
        """Without faults everything ends well (I4), wherever the faults have led; then the audit."""
        try:
            for _ in range(4):
                for desk in self.desks:
                    desk.seal()
                    desk.send(self.office)
            audits.books_are_sound(self.office, self.wrote, bool(self.copied))
            audits.settled(self.office, self.desks)
        finally:
            self.office.counter.close()
            for desk in self.desks:
                desk.close()
            shutil.rmtree(self.folder)


def _renumbered(batch: SealedBatch) -> Any:

    return dataclasses.replace(batch.manifest, created="2026-01-01T00:00:00+00:00")


def run(machine: type[RuleBasedStateMachine], short: int) -> None:
    """Play VILLAGE_SCHEDULES schedules of the seed, or the ``short`` number of them that are always the same."""
    played = settings(
        max_examples=SCHEDULES or short,
        stateful_step_count=40,
        derandomize=not SCHEDULES,
        database=None,
        phases=[Phase.generate] + [Phase.shrink] * bool(SCHEDULES),
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    if SCHEDULES:
        machine = seed(SEED)(machine)
        sys.stderr.write(f"\n{machine.__name__}: {SCHEDULES} schedules, VILLAGE_SEED={SEED}\n")
    run_state_machine_as_test(machine, settings=played)


def test_no_schedule_of_faults_loses_or_doubles_anything() -> None:
    run(Village, SHORT)
