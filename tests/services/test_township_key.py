"""The township's key changes under its desks: each follows it, by line or stick, and nobody else leads it away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.agreement import protocol, sent
from sync.desk import inbox, outbox
from sync.township.keys import key_files
from sync.township.store.database import Store
from sync.township.trust import renewing
from sync.wire import down, key_change, keys
from sync.wire.keys import DeskKey
from tests.desks import PIN, VILLAGE, StillClock, new_desk, spoil
from tests.services.test_downlink import payee, payout, say
from tests.services.test_pairing import code_for
from tests.services.test_recovery import agree
from tests.services.test_sticks import at_the_counter, collect
from tests.township.nearby import NearbyTownship
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.villages import Village
from village_desk.services.road import township_key
from village_desk.services.road.downlink import Downlink
from village_desk.services.road.received import Received

now = StillClock()
"""The hour at the office and at its desks: the clocks of these tests stand alike."""


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes the key of a desk it has not seen."""
    (tmp_path / "office").mkdir()
    office = NearbyTownship(tmp_path / "office", clock=clock)
    yield office
    office.stop()


@pytest.fixture
def desk(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """A desk that has met its township, and sent somebody who paid."""
    with new_desk(tmp_path) as found:
        collect(found, 1)
        found.exchanging.send(office.url)
        yield found


def key_path(office: TownshipProcess) -> Path:
    return office.store.with_name(office.store.name + ".key")


def public(office: TownshipProcess) -> str:
    return keys.load(key_path(office), b"").public


def known(desk: Desk) -> tuple[str, ...]:
    """The keys that the desk believes, the newest first."""
    found = outbox.known_township(desk._store.db)
    return found.keys if found else ()


def renewed(office: TownshipProcess) -> tuple[str, str]:
    """The key was changed, and the township serves again: the old one and the new one."""
    before = public(office)
    office.stop()
    assert "新密钥做好了" in office.command("renew-key", "--yes")
    office.start()
    assert public(office) != before
    return before, public(office)


def later(office: TownshipProcess, days: int) -> None:
    """So many days pass at the township, which is then started again."""
    office.stop()
    with closing(Store.open(str(office.store))) as books:
        renewing.settle(books, b"", now() + timedelta(days=days))
    office.start()


def test_a_desk_follows_the_new_key_and_the_old_one_ends_when_all_have(desk: Desk, office: TownshipProcess) -> None:
    before, after = renewed(office)
    assert known(desk) == (before,)
    collect(desk, 2)
    sent_ = desk.exchanging.send(office.url)
    assert (sent_.received, sent_.waiting) == (Received(0, rekeyed=True), 0)
    assert "镇所换了密钥，本机已经跟着换好" in sent_.in_words()
    assert known(desk) == (after, before)
    collect(desk, 3)
    assert desk.exchanging.send(office.url).received == Received(0)
    office.stop()
    assert "各协办台都已换到新密钥" in office.command("renew-key", "--yes")
    assert not key_path(office).with_name("township.db.key.before").exists()
    assert public(office) == after, "asked again it tells how far it is, and begins no other"
    office.start()
    collect(desk, 4)
    assert desk.exchanging.send(office.url).waiting == 0
    agree(desk, office, 80000, 4)


def slow(office: TownshipProcess, folder: Path) -> Desk:
    """Another village's desk, which has met the township once and does not hear of its new key for long."""
    other = Desk.create(folder / "slow.vdesk", PIN, Village("429004103003", "沟三社区", "A"), StillClock())
    other.exchanging.send(office.url)
    return other


def test_each_desk_hears_the_key_that_it_knows(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    with slow(office, tmp_path) as other:
        before, after = renewed(office)
        desk.exchanging.send(office.url)
        say(office, desk, payout("2026-11", payee("单雄信", 1)))
        say(office, other, payout("2026-11", payee("秦叔宝", 1)))
        assert desk.exchanging.send(office.url).received.messages == 1
        office.stop()
        said = office.command("renew-key", "--yes")
        assert "429004103003-A" in said
        assert "429004103002-A" not in said
        office.start()
        assert other.exchanging.send(office.url).received == Received(1, rekeyed=True)
        assert (known(desk), known(other)) == ((after, before), (after, before))
        assert other.exchanging.send(office.url).received == Received(0)
        assert other.keeping.check().well


def test_a_desk_that_slept_longer_pairs_again_and_gets_what_was_said_meanwhile(
    desk: Desk, office: TownshipProcess
) -> None:
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    desk.exchanging.send(office.url)
    say(office, desk, payout("2026-12", payee("单雄信", 1)))
    _before, after = renewed(office)
    later(office, 91)
    collect(desk, 2)
    with pytest.raises(Trouble) as trouble:
        desk.exchanging.send(office.url)
    assert (trouble.value.code, "换过密钥的" in trouble.value.cure) == ("not_township", True)
    desk.joining.pair(office.url, code_for(office, desk))
    assert known(desk) == (after,)
    sent_ = desk.exchanging.send(office.url)
    assert (sent_.waiting, sent_.received.messages) == (0, 2), "the first of the two is known, and not taken twice"
    assert [str(each.month) for each in desk.paying.lists()] == ["2026-12", "2026-11"]
    agree(desk, office, 40000, 2)


def test_the_old_key_counts_at_the_desk_until_the_township_says_that_the_day_has_come(
    desk: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    before, after = renewed(office)
    desk.exchanging.send(office.url)
    for days, keys_ in ((89, (after, before)), (91, (after,))):
        with desk._store.writing() as db:
            township_key.note_time(db, (clock() + timedelta(days=days)).isoformat(), None, protocol.VERSION)
        assert known(desk) == keys_


def test_a_new_pc_in_place_of_a_lost_one_learns_the_new_key_and_all_that_was_said_by_the_old(
    desk: Desk, office: TownshipProcess, tmp_path: Path, clock: StillClock
) -> None:
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    desk.exchanging.send(office.url)
    _before, after = renewed(office)
    for place, ended in (("during", False), ("after", True)):
        if ended:
            later(office, 91)
        path = tmp_path / place / "desk.vdesk"
        with Desk.recover(path, PIN, VILLAGE, office.url, code_for(office, desk), clock) as new:
            assert known(new) == (after,)
            assert [str(each.month) for each in new.paying.lists()] == ["2026-11"]
            collect(new, 2 + ended)
            assert new.exchanging.send(office.url).waiting == 0
            assert new.keeping.check().well


def test_by_stick_alone_the_desk_follows_and_what_was_sealed_for_the_old_key_is_opened(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    collect(desk, 2)
    desk.exchanging.write_stick(stick)
    before, after = renewed(office)
    assert "有答复" in at_the_counter(office, stick)
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.waiting, read.ignored, read.sent.received) == (0, (), Received(0, rekeyed=True))
    assert known(desk) == (after, before)
    collect(desk, 3)
    desk.exchanging.write_stick(stick)
    office.stop()
    assert "有答复" in at_the_counter(office, stick)
    assert "各协办台都已换到新密钥" in office.command("renew-key")
    office.start()
    read = desk.exchanging.read_stick(stick)
    assert (read.sent.waiting, read.ignored, read.sent.received) == (0, (), Received(0))
    collect(desk, 4)
    desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    assert desk.exchanging.read_stick(stick).sent.waiting == 0
    agree(desk, office, 80000, 4)


def test_a_pc_whose_backup_of_before_was_put_back_catches_up_by_stick(
    desk: Desk, office: TownshipProcess, clock: StillClock, stick: Path, tmp_path: Path
) -> None:
    slow(office, tmp_path).close()
    desk.keeping.back_up()
    collect(desk, 2)
    desk.exchanging.send(office.url)
    before, after = renewed(office)
    desk.exchanging.send(office.url)
    desk.close()
    clock.move(days=1)
    spoil(desk.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert known(restored) == (before,)
        collect(restored, 3)
        for _visit in range(3):
            restored.exchanging.write_stick(stick)
            at_the_counter(office, stick)
            restored.exchanging.read_stick(stick)
        assert known(restored) == (after, before)
        agree(restored, office, 60000, 3)


def test_a_backup_of_before_is_put_back_during_the_change_and_after_it(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    say(office, desk, payout("2026-11", payee("单雄信", 1)))
    office.command("backup", str(tmp_path / "copy.db"))
    before, after = renewed(office)
    desk.exchanging.send(office.url)
    desk.exchanging.send(office.url)
    for serial, ended in ((2, False), (3, True)):
        if ended:
            later(office, 91)
            with desk._store.writing() as db:
                outbox.end_key_before(db)
        office.stop()
        office.command("restore", str(tmp_path / "copy.db"))
        office.start()
        collect(desk, serial)
        assert desk.exchanging.send(office.url).waiting == 0
        assert desk.exchanging.send(office.url).waiting == 0
        assert known(desk) == ((after,) if ended else (after, before))
        agree(desk, office, serial * 20000, serial)
    assert len(desk.paying.lists()) == 1


def told(desk: Desk, key: DeskKey, fact: sent.KeyNext) -> Received:
    """The desk takes this message, signed by that key, after its last one."""
    name = desk.village.desk
    place = inbox.place(desk._store.db, name)
    body = {each: getattr(fact, each) for each in ("before", "key", "until", "proof")}
    said = down.Down(name, place.number + 1, place.id, now().isoformat(), fact.KIND, fact.sent, body)
    return Downlink(desk._store).take([down.write(key, said)], None)


def test_nobody_leads_a_desk_to_a_key_that_he_does_not_hold_or_by_one_that_was_changed(
    desk: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    until, thief = (now() + timedelta(days=90)).isoformat(), keys.create(tmp_path / "thief", b"")
    leaked = keys.load(key_path(office), b"")
    announced = key_change.announce(leaked, thief, until)
    for wrong in (
        replace(announced, sent="x-1", proof="00" * 64),
        replace(announced, sent="x-2", proof="no digits"),
        replace(announced, sent="x-3", until=(now() + timedelta(days=900)).isoformat()),
        replace(announced, sent="x-4", key=public(office)),
    ):
        assert told(desk, leaked, wrong).unusable == 1
        assert known(desk) == (leaked.public,)
    assert "新密钥对不上" in desk.road.state().kept[0].why
    before, after = renewed(office)
    desk.exchanging.send(office.url)
    assert known(desk) == (after, before)
    told(desk, leaked, announced)
    foreign = key_change.announce(keys.load(key_path(office), b""), thief, until)
    told(desk, leaked, replace(foreign, sent="x-5"))
    assert known(desk) == (after, before), "the one who holds the old key has no say any more"
    assert desk.keeping.check().well


@pytest.mark.parametrize("cut", ["made", "noted", "told", "copied", "switched"])
def test_the_power_goes_at_any_step_of_the_change(desk: Desk, office: TownshipProcess, cut: str) -> None:
    office.stop()
    path, before = key_path(office), public(office)
    with closing(Store.open(str(office.store))) as books:
        old, until = key_files.read(path, b""), (now() + timedelta(days=90)).isoformat()
        new = key_files.make_next(path, b"")
        steps: list[Callable[[], object]] = [
            lambda: key_files.note_past(path, before, until),
            lambda: tell(books, old, new, until),
            lambda: path.with_name(path.name + ".before").write_bytes(path.read_bytes()),
            lambda: key_files.switch(path),
        ]
        for step in steps[: ["made", "noted", "told", "copied", "switched"].index(cut)]:
            step()
    office.start()
    collect(desk, 2)
    assert desk.exchanging.send(office.url).waiting == 0
    office.stop()
    office.command("renew-key", "--yes")
    office.start()
    collect(desk, 3)
    assert desk.exchanging.send(office.url).waiting == 0
    assert desk.exchanging.send(office.url).waiting == 0
    assert (public(office), known(desk)[0]) == (new.public, new.public)
    assert not path.with_name(path.name + ".next").exists()
    agree(desk, office, 60000, 3)


def tell(books: Store, old: DeskKey, new: DeskKey, until: str) -> None:
    with books.writing() as db:
        renewing._announce(db, old, new, until, now())


def test_while_it_serves_and_without_a_key_it_is_refused(office: TownshipProcess) -> None:
    assert "先停下 serve" in office.command("renew-key", "--yes", fails=True)
    office.stop()
    key_path(office).unlink()
    assert "找不到本所的密钥文件" in office.command("renew-key", "--yes", fails=True)
