"""A backup is looked at beside the open desk: what would change; another PIN or file and a bad one are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.services.collecting import Payment
from village_desk.services.keeping import restore_words

NEW = "xin-kou-ling-7"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed desk file: a person and a backup, then a fee."""
    with new_desk(tmp_path / "pc") as desk:
        person = register(desk, "单雄信")
        desk.keeping.back_up()
        desk.collecting.collect(Payment(person, 2026, 10_000))
    return desk.path


def test_what_would_change_is_known_while_the_desk_is_open(file: Path) -> None:
    with Desk.open(file, PIN, StillClock()) as desk:
        [backup] = desk.keeping.backups()
        plan = desk.keeping.plan_restore(backup.path)
        assert (plan.lost.facts, plan.lost.receipts, plan.lost.fen) == (1, 1, 10_000)
        assert plan.lost.numbers[0] in restore_words(plan) and "100 元" in restore_words(plan)
        assert desk.keeping.check().well
    assert not [each for each in file.parent.iterdir() if ".restoring" in each.name]


def test_a_backup_under_the_old_pin_asks_for_that_and_the_desk_keeps_its_own(file: Path) -> None:
    Desk.change_pin(file, PIN, NEW, StillClock())
    with Desk.open(file, NEW, StillClock()) as desk:
        [backup] = desk.keeping.backups()
        for given, words in (("", "换口令以前"), ("falsch-falsch", "打不开")):
            with pytest.raises(Refused) as refused:
                desk.keeping.plan_restore(backup.path, given)
            assert refused.value.field == "backup_pin" and words in refused.value.message
        assert desk.keeping.plan_restore(backup.path, PIN).people == 1
    restored = Desk.restore(file, NEW, StillClock(), backup.path, chosen=True, backup_pin=PIN)
    with restored as desk:
        assert desk.keeping.check().well and desk.set_aside is not None
    Desk.open(file, NEW, StillClock()).close()


def test_another_file_and_a_damaged_backup_are_refused(file: Path, tmp_path: Path) -> None:
    with new_desk(tmp_path / "other") as other:
        stranger = other.keeping.back_up().path
    with Desk.open(file, PIN, StillClock()) as desk:
        with pytest.raises(Refused) as refused:
            desk.keeping.plan_restore(stranger)
        assert refused.value.code == "other_file"
        [backup] = desk.keeping.backups()
        content = bytearray(backup.path.read_bytes())
        content[6000:7000] = bytes(1000)
        backup.path.write_bytes(content)
        with pytest.raises(Trouble) as damaged:
            desk.keeping.plan_restore(backup.path)
        assert damaged.value.code == "backup_damaged"
        with pytest.raises(Trouble) as missing:
            desk.keeping.plan_restore(tmp_path / "none.vdesk")
        assert missing.value.code == "no_backup"
    with pytest.raises(Trouble):
        Desk.restore(file, PIN, StillClock(), backup.path, chosen=True)
    Desk.open(file, PIN, StillClock()).close()


def test_a_wrong_pin_puts_no_sound_file_aside(file: Path) -> None:
    with Desk.open(file, PIN, StillClock()) as desk:
        [backup] = desk.keeping.backups()
    with pytest.raises(Refused) as refused:
        Desk.restore(file, "falsch-falsch", StillClock(), backup.path, chosen=True)
    assert refused.value.code == "wrong_pin"
    assert not list(file.parent.glob("*.damaged-*"))
