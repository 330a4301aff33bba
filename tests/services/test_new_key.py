"""A desk whose key ended is let in again with a new one: nothing lost, nothing twice, whenever the power goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.agreement import facts, journal
from sync.agreement.sent import CorrectedAbove
from sync.line.client import Township
from sync.township.down.downward import new_id
from sync.wire import pairing
from sync.wire.keys import DeskKey
from tests.desks import PIN, VILLAGE, StillClock, id_number, new_desk, register
from tests.services.test_downlink import say
from tests.services.test_pairing import code_for, revoke
from tests.services.test_recovery import agree
from tests.services.test_stick_pairing import approve, invite
from tests.services.test_sticks import at_the_counter, round_trip
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import TownshipState
from village_desk.services.collecting import Payment
from village_desk.services.road import keyring


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, trust_new_desks=False, clock=clock) as process:
        yield process


@pytest.fixture
def desk(tmp_path: Path, office: TownshipProcess, clock: StillClock) -> Iterator[Desk]:
    """A paired desk."""
    with new_desk(tmp_path, clock) as found:
        found.joining.pair(office.url, code_for(office, found))
        yield found


def collect(desk: Desk, serial: int) -> str:
    return desk.collecting.collect(Payment(register(desk, "某某", serial=serial), 2026, 20000)).number


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no:
        work()
    return no.value.code


def ids(desk: Desk) -> set[str]:
    """Of everything that was recorded, but for the openings of epochs."""
    entries = journal.everything(desk._store.db)
    return {each.id for each in entries if each.kind != facts.EpochOpened.KIND}


def public(desk: Desk) -> str:
    return keyring.key(desk._store).public


def ended_in_the_middle(desk: Desk, office: TownshipProcess) -> str:
    """Two receipts arrived; then the key was revoked; two more were sealed in vain, and one came after that."""
    for serial in (1, 2):
        collect(desk, serial)
        desk.exchanging.send()
    revoke(office, desk)
    collect(desk, 3)
    assert refused(desk.exchanging.send) == "key-revoked"
    collect(desk, 4)
    assert refused(desk.exchanging.send) == "key-revoked"
    return collect(desk, 5)


def goes_on(desk: Desk, office: TownshipProcess, before: set[str], old: str) -> None:
    """It works under a new key, with everything that was recorded, each once."""
    assert public(desk) != old
    assert keyring.successor(desk._store) is None
    assert desk.road.state().waiting == 0
    assert ids(desk) >= before
    assert collect(desk, 9).startswith("A2-")
    assert desk.exchanging.send().refused == 0
    agree(desk, office, 6 * 20000, 6)
    desk.keeping.rebuild()
    agree(desk, office, 6 * 20000, 6)


def test_a_revoked_desk_is_let_in_again_with_a_new_key(desk: Desk, office: TownshipProcess) -> None:
    last, old = ended_in_the_middle(desk, office), public(desk)
    before = ids(desk)
    words = desk.joining.pair(office.url, code_for(office, desk))
    assert "新密钥" in words
    assert desk.joining.pair(office.url, code_for(office, desk)) == "", "it happens once"
    sent = desk.exchanging.send()
    assert (sent.refused, sent.already_had, sent.happened) == (0, 0, "")
    assert desk.collecting.receipt(last).township is TownshipState.ACCEPTED
    goes_on(desk, office, before, old)


def test_a_number_that_a_person_gave_up_does_not_make_two_people_one(desk: Desk, office: TownshipProcess) -> None:
    first = register(desk, "甲某", serial=1)
    desk.registering.correct(first, {"id_number": id_number("19800512", 2)})
    desk.exchanging.send()
    revoke(office, desk)
    second = register(desk, "乙某", serial=1)
    desk.joining.pair(office.url, code_for(office, desk))
    assert desk.exchanging.send().refused == 0
    assert [desk.finding.person(each).name for each in (first, second)] == ["甲某", "乙某"]
    assert desk.finding.count() == office.status()["people"] == 2
    assert desk.keeping.check().well


def test_what_the_township_had_answered_unheard_counts_once(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    collect(desk, 1)
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)  # and the stick is lost on its way back
    collect(desk, 2)
    revoke(office, desk)
    desk.joining.pair(office.url, code_for(office, desk))
    assert desk.exchanging.send().already_had == 0, "its answer was fetched"
    agree(desk, office, 40000, 2)


def test_a_replaced_pc_that_comes_back_has_what_the_other_recorded(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    collect(desk, 1)
    desk.exchanging.send()
    late = collect(desk, 2)
    code = code_for(office, desk)
    with Desk.recover(tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code, clock) as new:
        other = collect(new, 3)
        new.exchanging.send()
        assert refused(desk.exchanging.send) == "key-replaced"
        desk.joining.pair(office.url, code_for(office, desk))
        assert desk.exchanging.send().refused == 0
        assert refused(new.exchanging.send) == "key-replaced"
    assert {late, other} <= {each.number for each in desk.collecting.recent()}
    assert collect(desk, 4).startswith("A11-")
    desk.exchanging.send()
    agree(desk, office, 80000, 4)


def let_in(desk: Desk, office: TownshipProcess, key: DeskKey) -> str:
    """The township knows the new key; its reply, and then the power, is gone. Returns the code."""
    code = code_for(office, desk)
    with Township(office.url, desk.village.desk) as line:
        line.pair(key, pairing.read_code(code))
    return code


def test_a_cut_before_the_township_heard_of_the_new_key(desk: Desk, office: TownshipProcess) -> None:
    ended_in_the_middle(desk, office)
    old, before, made = public(desk), ids(desk), keyring.make_successor(desk._store)
    assert refused(desk.exchanging.send) == "key-revoked", "a key that nobody knows is not used"
    desk.joining.pair(office.url, code_for(office, desk))
    assert public(desk) == made.public
    desk.exchanging.send()
    goes_on(desk, office, before, old)


@pytest.mark.parametrize("again", ["pair", "send"])
def test_a_cut_after_the_township_let_the_new_key_in(desk: Desk, office: TownshipProcess, again: str) -> None:
    ended_in_the_middle(desk, office)
    old, before = public(desk), ids(desk)
    code = let_in(desk, office, keyring.make_successor(desk._store))
    if again == "pair":
        desk.joining.pair(office.url, code)
    desk.exchanging.send()
    goes_on(desk, office, before, old)


def test_a_cut_after_the_new_key_took_its_place(desk: Desk, office: TownshipProcess) -> None:
    ended_in_the_middle(desk, office)
    old, before = public(desk), ids(desk)
    let_in(desk, office, keyring.make_successor(desk._store))
    keyring.adopt(desk._store)
    collect_before = desk.road.state().waiting
    assert "新密钥" in desk.exchanging.send().happened
    assert collect_before > 0
    goes_on(desk, office, before, old)


def test_a_key_file_half_written_in_a_power_cut_is_made_anew(desk: Desk, office: TownshipProcess) -> None:
    ended_in_the_middle(desk, office)
    old, before = public(desk), ids(desk)
    desk.path.with_name("desk.vdesk.key.next").write_bytes(b"-----BEGIN ENCRYPTED")
    desk.joining.pair(office.url, code_for(office, desk))
    desk.exchanging.send()
    goes_on(desk, office, before, old)


def test_a_desk_without_a_line_is_let_in_again_by_stick(
    desk: Desk, office: TownshipProcess, stick: Path, tmp_path: Path, clock: StillClock
) -> None:
    ended_in_the_middle(desk, office)
    old, before = public(desk), ids(desk)
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    assert desk.joining.pair_by_stick(stick) == digits, "one new key, however often it is asked"
    written = desk.exchanging.write_stick(stick)
    assert (written.batches, written.cash_fen) == (1, 60000)
    at_the_counter(office, stick)
    approve(office, desk, digits)
    assert "已收，有答复" in at_the_counter(office, stick)
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.refused, read.sent.already_had, read.sent.waiting) == (0, 0, 0)
    goes_on(desk, office, before, old)
    code = code_for(office, desk)
    with Desk.recover(tmp_path / "new" / "desk.vdesk", PIN, VILLAGE, office.url, code, clock) as new:
        new.exchanging.send()
        agree(new, office, 6 * 20000, 6)


def test_an_answer_lost_between_two_that_were_read_loses_nothing(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    for serial in (1, 2, 3):
        collect(desk, serial)
        desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    second = desk.road.batches()[1]
    [path] = stick.glob(f"VD/down/*/{second.id}.ack")
    path.write_bytes(path.read_bytes()[:-1])
    desk.exchanging.read_stick(stick)
    revoke(office, desk)
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    approve(office, desk, digits)
    at_the_counter(office, stick)
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.refused, read.sent.already_had, read.sent.waiting) == (0, 0, 0), "its answer came in the end"
    agree(desk, office, 60000, 3)
    assert desk.exchanging.send().happened == ""


def test_what_was_heard_keeps_its_place_among_what_moved(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    person = register(desk, "某某")
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    say(office, desk, CorrectedAbove(new_id(), person, {"name": "镇所改", "phone": "13800000001"}))
    at_the_counter(office, stick)
    desk.registering.correct(person, {"group": 3})
    assert desk.exchanging.read_stick(stick).sent.received.messages == 1
    desk.registering.correct(person, {"phone": "13800000002"})
    revoke(office, desk)
    invite(office, desk, stick)
    digits = desk.joining.pair_by_stick(stick)
    found = desk.finding.person(person)
    assert (found.name, found.phone, found.group) == ("镇所改", "13800000002", 3)
    assert desk.keeping.check().well
    at_the_counter(office, stick)
    approve(office, desk, digits)
    round_trip(desk, office, stick)
    assert desk.finding.person(person) == found
    assert desk.road.state().waiting == 0


def test_a_desk_that_was_trusted_at_first_sight_keeps_its_key_when_it_pairs(tmp_path: Path, clock: StillClock) -> None:
    folder = tmp_path / "trusting"
    folder.mkdir()
    with township(folder) as trusting, new_desk(tmp_path, clock) as desk:
        collect(desk, 1)
        desk.exchanging.send(trusting.url)
        old = public(desk)
        assert desk.joining.pair(trusting.url, code_for(trusting, desk)) == ""
        assert public(desk) == old
        assert collect(desk, 2).startswith("A-")
        assert desk.exchanging.send().happened == ""
        agree(desk, trusting, 40000, 2)
