"""The PIN, the lock, the newer file, the damaged file and the backup."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests import cheap_keys
from tests.desks import PIN, VILLAGE, StillClock, new_desk, register, spoil
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.services.collecting import Payment
from village_desk.store.connection import engine


def refusal(path: Path, pin: str, clock: StillClock) -> str:
    with pytest.raises(Refused) as refused:
        Desk.open(path, pin, clock)
    return refused.value.code


def test_what_was_kept_is_there_after_closing(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    person = register(desk, "单雄信")
    desk.close()
    with Desk.open(desk.path, PIN, StillClock()) as again:
        assert again.finding.person(person).name == "单雄信"
        assert again.village == VILLAGE


def test_nothing_readable_stands_in_the_file(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    register(desk, "单雄信", note="SECRET-NOTE")
    desk.close()
    for path in tmp_path.iterdir():
        if path.is_file():
            assert b"SECRET-NOTE" not in path.read_bytes()
            assert b"SQLite format" not in path.read_bytes()


def test_a_wrong_pin_is_said_plainly_and_costs_time(tmp_path: Path) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    desk.close()
    assert [refusal(desk.path, "wrong-1", clock) for _ in range(3)] == ["wrong_pin"] * 3
    assert refusal(desk.path, PIN, clock) == "wait", "even the right PIN must wait now"
    clock.move(seconds=6)
    assert refusal(desk.path, "wrong-1", clock) == "wrong_pin"
    clock.move(seconds=6)
    assert refusal(desk.path, PIN, clock) == "wait", "each further wrong one costs more"
    clock.move(minutes=20)
    Desk.open(desk.path, PIN, clock).close()


def test_no_pin_is_no_try(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.close()
    assert [refusal(desk.path, "", StillClock()) for _ in range(5)] == ["no_pin"] * 5
    Desk.open(desk.path, PIN, StillClock()).close()


def test_the_wait_is_said_with_the_wrong_pin_that_begins_it(tmp_path: Path) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    desk.close()
    said = []
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            Desk.open(desk.path, "wrong-1", clock)
        said.append((refused.value.cure, Desk.seconds_to_wait(desk.path, clock)))
    assert [("6 秒" in words, seconds) for words, seconds in said] == [(False, 0), (False, 0), (True, 6)]
    clock.move(seconds=4)
    assert Desk.seconds_to_wait(desk.path, clock) == 2


def test_a_file_of_another_pin_put_in_this_ones_place_opens_with_its_own(tmp_path: Path) -> None:
    """The companion of the file that was there before proves nothing about it."""
    (tmp_path / "other").mkdir()
    other, desk = new_desk(tmp_path / "other"), new_desk(tmp_path)
    for each in (other, desk):
        each.close()
    moved = Desk.create(tmp_path / "moved.vdesk", "other-pin-7", VILLAGE, StillClock())
    moved.close()
    desk.path.write_bytes(moved.path.read_bytes())
    with pytest.raises(Trouble, match="换过文件") as trouble:
        Desk.open(desk.path, PIN, StillClock())
    assert trouble.value.code == "another_file"
    assert refusal(desk.path, "wrong-1", StillClock()) == "wrong_pin"
    for _again in range(2):
        Desk.open(desk.path, "other-pin-7", StillClock()).close()


def test_what_stands_beside_the_file_and_makes_no_sense_shuts_nobody_out(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.close()
    for content in ("", "[]", '{"salt": "zz"}', '{"key_check": "", "wrong": 9, "wait_until": "soon", "salt": ""}'):
        desk.path.with_name("desk.vdesk.json").write_text(content, "utf-8")
        Desk.open(desk.path, PIN, StillClock()).close()


def test_a_clock_set_back_shuts_nobody_out(tmp_path: Path) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    desk.close()
    for _ in range(4):
        refusal(desk.path, "wrong-1", clock)
        clock.move(minutes=20)
    refusal(desk.path, "wrong-1", clock)
    clock.move(days=-400)
    Desk.open(desk.path, PIN, clock).close()


@pytest.mark.parametrize("pin", ["", "12345", "111111", "123456", "654321", "aaaaaaaa"])
def test_an_easy_pin_is_refused(tmp_path: Path, pin: str) -> None:
    with pytest.raises(Refused) as refused:
        Desk.create(tmp_path / "desk.vdesk", pin, VILLAGE, StillClock())
    assert refused.value.code == "weak_pin"
    assert not (tmp_path / "desk.vdesk").exists()


def test_a_second_copy_of_the_program_is_refused_in_words(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert refusal(desk.path, PIN, StillClock()) == "second_copy"
    desk.close()
    Desk.open(desk.path, PIN, StillClock()).close()


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.close()
    before = desk.path.read_bytes()
    with pytest.raises(Refused) as refused:
        new_desk(tmp_path)
    assert refused.value.code == "exists"
    assert desk.path.read_bytes() == before


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk._store.db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('village_desk', 'm999_later', '')"
    )
    desk.close()
    assert refusal(desk.path, PIN, StillClock()) == "newer_file"


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.vdesk", PIN, StillClock()) == "no_file"


@pytest.mark.parametrize("at", [0, 100, 4096 + 50, -300])
def test_a_damaged_file_is_said_and_the_last_backup_brings_it_back(tmp_path: Path, at: int) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    person = register(desk, "单雄信")
    for serial in range(2, 60):
        register(desk, "某某", serial=serial)
    desk.keeping.back_up()
    desk.close()
    damaged = bytearray(desk.path.read_bytes())
    for place in range(64):
        damaged[at + place] ^= 0xFF
    desk.path.write_bytes(damaged)
    if at not in (0, 100):
        Desk.doubt(desk.path)  # the first page is always read; another one when it is needed, and once a day
    with pytest.raises(Trouble) as trouble:
        Desk.open(desk.path, PIN, clock)
    assert trouble.value.code == ("damaged" if at else "another_file")
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert restored.finding.person(person).name == "单雄信"
        assert restored.keeping.check().well
    assert [path for path in tmp_path.iterdir() if ".damaged-" in path.name and path.read_bytes() == bytes(damaged)]


def test_a_damaged_backup_is_passed_over_for_the_one_before(tmp_path: Path) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    person = register(desk, "单雄信")
    desk.keeping.back_up()
    clock.now += timedelta(days=1)
    register(desk, "某某", serial=2)
    latest = desk.keeping.back_up()
    desk.close()
    damaged = spoil(desk.path)
    spoil(latest.path)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert (restored.finding.count(), restored.finding.person(person).name) == (1, "单雄信")
        assert restored.keeping.check().well
    assert [path.read_bytes() for path in tmp_path.iterdir() if ".damaged-" in path.name] == [damaged]


def test_where_every_backup_is_damaged_the_township_is_named(tmp_path: Path) -> None:
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    backup = desk.keeping.back_up()
    desk.close()
    damaged = spoil(desk.path)
    spoil(backup.path)
    for _again in range(2):
        with pytest.raises(Trouble, match="没有可用的备份") as trouble:
            Desk.restore(desk.path, PIN, clock)
        assert trouble.value.code == "no_backup"
    assert desk.path.read_bytes() == damaged, "it stays where it is: nothing takes its place"
    assert not [path for path in tmp_path.iterdir() if ".damaged-" in path.name or ".restoring" in path.name]


@pytest.mark.parametrize("size", [0, 5, 4095])
def test_a_file_that_was_cut_off_is_damaged_and_not_written_to(tmp_path: Path, size: int) -> None:
    desk = new_desk(tmp_path)
    desk.close()
    desk.path.write_bytes(desk.path.read_bytes()[:size])
    with pytest.raises(Trouble) as trouble:
        Desk.open(desk.path, PIN, StillClock())
    assert trouble.value.code == "damaged"
    assert desk.path.stat().st_size == size


def test_after_restores_no_receipt_number_is_used_twice(tmp_path: Path) -> None:
    """Also where the restored file is damaged before anybody made a backup of it."""
    clock = StillClock()
    desk = new_desk(tmp_path, clock)
    person = register(desk, "单雄信")
    desk.keeping.back_up()
    on_paper = [desk.collecting.collect(Payment(person, 2026, 10000)).number]
    for _again in range(2):
        desk.close()
        spoil(desk.path)
        desk = Desk.restore(desk.path, PIN, clock)
        on_paper.append(desk.collecting.collect(Payment(person, 2026, 10000)).number)
    assert len(set(on_paper)) == 3
    assert desk.keeping.check().well
    desk.close()


def test_backups_form_a_ring_that_keeps_one_of_each_month(tmp_path: Path) -> None:
    clock = StillClock()
    with new_desk(tmp_path, clock) as desk:
        for _ in range(40):
            desk.keeping.back_up()
            clock.move(days=2)
        kept = desk.keeping.backups()
    assert 14 <= len(kept) <= 18
    assert len({(each.made_at.year, each.made_at.month) for each in kept}) >= 3


def test_a_guess_of_a_pin_costs_what_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cheap_keys.REAL == 2**16, "64 MiB: a cheaper key shuts out existing files and lets a thief guess"
    salt = bytes(engine.SALT_BYTES)
    monkeypatch.setattr(engine, "KEY_COST", cheap_keys.REAL)
    expected = hashlib.scrypt(PIN.encode(), salt=salt, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)
    assert engine.key_of(PIN, salt) == expected
