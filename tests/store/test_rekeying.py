"""Another PIN: it opens the file, its attachments and its key; the old one opens nothing but the earlier backups."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests import failing, pictures
from tests.desks import PIN, StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused, Trouble
from village_desk.services.road import keyring
from village_desk.store import contents
from village_desk.store.file import backups

NEW = "xin-kou-ling-7"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed desk file with a person, a picture, the desk's key and a backup."""
    folder = tmp_path / "pc"
    folder.mkdir()
    with new_desk(folder) as desk:
        person = register(desk, "单雄信")
        desk.attaching.add(person, pictures.photo(200), "身份证正面")
        keyring.key(desk._store)
        desk.keeping.back_up()
        return desk.path


def opens(path: Path, pin: str) -> bool:
    try:
        Desk.open(path, pin, StillClock()).close()
    except Refused as refused:
        assert refused.code == "wrong_pin"
        return False
    return True


def test_the_new_pin_opens_all_of_it_and_the_old_one_nothing(file: Path) -> None:
    with Desk.open(file, PIN, StillClock()) as desk:
        before, public = desk.keeping.held(), keyring.key(desk._store).public
    Desk.change_pin(file, PIN, NEW, StillClock())
    assert not opens(file, PIN)
    with Desk.open(file, NEW, StillClock()) as desk:
        assert desk.keeping.check().well and desk.keeping.held() == before
        assert keyring.key(desk._store).public == public
        with contents.opened(desk._store) as held:
            [digest] = held.here()
            assert held.get(digest)
        register(desk, "秦叔宝", serial=2)
        assert desk.keeping.back_up().own
    assert not list(file.parent.glob("*.newpin*"))


def test_earlier_backups_keep_the_pin_with_which_they_were_made(file: Path, tmp_path: Path) -> None:
    [backup] = backups.listed(file)
    Desk.change_pin(file, PIN, NEW, StillClock())
    assert [each.own for each in backups.listed(file)] == [True], "they are still backups of this file"
    alone = tmp_path / "copy.vdesk"
    alone.write_bytes(backup.path.read_bytes())
    assert opens(alone, PIN) and not opens(alone, NEW)


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("falsch-falsch", NEW, "wrong_pin", "pin"),
        ("", NEW, "no_pin", "pin"),
        (PIN, "1234", "weak_pin", "new_pin"),
        (PIN, PIN, "same_pin", "new_pin"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(file: Path, old: str, new: str, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        Desk.change_pin(file, old, new, StillClock())
    assert (refused.value.code, refused.value.field) == (code, field)
    assert opens(file, PIN) and not list(file.parent.glob("*.newpin*"))


def test_a_full_disk_or_somebody_who_stops_it_leaves_the_old_pin(file: Path) -> None:
    def stopped(_done: int, _total: int) -> None:
        raise Cancelled

    draft = file.with_name(file.name + ".newpin.part")
    with failing.calls("pwrite", errno.ENOSPC, draft), pytest.raises(Trouble) as full:
        Desk.change_pin(file, PIN, NEW, StillClock())
    assert "还用旧口令" in full.value.message
    with pytest.raises(Cancelled):
        Desk.change_pin(file, PIN, NEW, StillClock(), stopped)
    assert opens(file, PIN) and not draft.exists()


def test_attachments_that_cannot_be_read_are_left_as_they_are(file: Path) -> None:
    held = contents.place(file)
    spoilt = bytes(len(held.read_bytes()))
    held.write_bytes(spoilt)
    Desk.change_pin(file, PIN, NEW, StillClock())
    assert opens(file, NEW) and held.read_bytes() == spoilt


def test_a_file_in_use_is_not_locked_anew(file: Path) -> None:
    with Desk.open(file, PIN, StillClock()), pytest.raises(DeskError) as refused:
        Desk.change_pin(file, PIN, NEW, StillClock())
    assert refused.value.code == "second_copy"
