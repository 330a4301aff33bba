"""What has to stand after a power cut is on the disk when it is said: settings, witness, backup, restored file."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests import syncing
from tests.desks import PIN, StillClock, new_desk, register, spoil
from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.services.collecting import Payment
from village_desk.store import contents
from village_desk.store.connection import engine, witness

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cipher_status": "1",
    "cipher_use_hmac": "1",
    "cipher_page_size": "4096",
    "cipher_hmac_algorithm": "HMAC_SHA512",
}


def settings(db: engine.Database) -> dict[str, Any]:
    return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}


def test_every_connection_writes_through_to_the_disk_and_proves_its_pages(tmp_path: Path) -> None:
    """A new file, an opened one, one for another thread, the contents of attachments, and a backup that is checked."""
    with new_desk(tmp_path) as desk:
        assert settings(desk._store.db) == SETTINGS
        with contents.opened(desk._store) as file:
            assert settings(file._db) == SETTINGS
    with Desk.open(desk.path, PIN, StillClock()) as desk, desk.again() as other:
        assert settings(desk._store.db) == settings(other._store.db) == SETTINGS


@pytest.mark.parametrize("name", [name for name in SETTINGS if name != "trusted_schema"])
def test_a_desk_does_not_start_on_a_setting_that_was_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """SQLite ignores a setting in silence; here the expected value is changed, so that the answer differs."""
    new_desk(tmp_path).close()
    monkeypatch.setitem(engine._SAFE, name, "another")
    with pytest.raises(Trouble) as trouble:
        Desk.open(tmp_path / "desk.vdesk", PIN, StillClock())
    assert (trouble.value.code, "断电" in trouble.value.message) == ("settings", True)


def test_a_connection_that_does_not_sync_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a SQLite would be that takes the setting for another one."""

    class Unsynced(dbapi2.Connection):  # type: ignore[misc]
        def execute(self, sql: str, *values: Any) -> Any:
            return super().execute(sql.replace("synchronous=FULL", "synchronous=OFF"), *values)

    connect = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *given, **more: connect(*given, factory=Unsynced, **more))
    with pytest.raises(engine.UnsafeSettings, match="synchronous"):
        engine.connect(tmp_path / "x", bytes(32), bytes(16))


def test_a_number_is_witnessed_on_the_disk_before_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_desk(tmp_path) as desk:
        person = register(desk, "单雄信")
        for year in (2026, 2025):
            with syncing.written_down(monkeypatch) as disk:
                desk.collecting.collect(Payment(person, year, 10000))
            [name] = [each.name for each in witness.folder_of(desk.path).iterdir()]
            given = next(place for place, call in enumerate(disk.calls) if call.endswith(f" {name}"))
            assert not disk.unsettled()
            if year == 2026:
                assert disk.calls[given] == f"make {name}" and f"sync {name}" in disk.calls[given:]
                assert "sync " + tmp_path.name + "/" in disk.calls, "the folder of the witness is new"
            else:
                assert disk.calls[given].startswith("rename ")
                assert disk.calls[given + 1 :] == [f"sync {desk.path.name}.witness/"]


@pytest.mark.parametrize("gone", ["the note", "the folder"])
def test_a_witness_that_somebody_takes_away_while_the_desk_is_open_is_made_anew(tmp_path: Path, gone: str) -> None:
    with new_desk(tmp_path) as desk:
        person = register(desk, "单雄信")
        for year in (2026, 2025):
            desk.collecting.collect(Payment(person, year, 10000))
            folder = witness.folder_of(desk.path)
            [note] = folder.iterdir()
            assert witness.last(desk.path, desk.village.desk) is not None
            note.unlink()
            if gone == "the folder":
                folder.rmdir()
        desk.papers.receipt(desk.collecting.paid(person)[0].number)
        assert witness.last(desk.path, desk.village.desk) is not None


def test_a_backup_is_on_the_disk_under_its_name_when_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_desk(tmp_path) as desk:
        register(desk, "单雄信")
        with syncing.written_down(monkeypatch) as disk:
            desk.keeping.back_up()
    assert any(each.startswith("rename ") for each in disk.calls)
    assert not disk.unsettled()
    assert not disk.unwritten()


def test_a_restored_file_and_the_one_set_aside_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_desk(tmp_path) as desk:
        register(desk, "单雄信")
        desk.keeping.back_up()
    spoil(desk.path)
    with syncing.written_down(monkeypatch) as disk:
        Desk.restore(desk.path, PIN, StillClock()).close()
    renamed = [each.split(" ")[1:] for each in disk.calls if each.startswith("rename desk.vdesk")]
    aside = next(each for each in renamed if each[0] == "desk.vdesk" and ".damaged-" in each[1])
    home = renamed.index(["desk.vdesk.restoring", "desk.vdesk"])
    assert renamed.index(aside) < home
    between = disk.calls[
        disk.calls.index("rename " + " ".join(aside)) : disk.calls.index("rename desk.vdesk.restoring desk.vdesk")
    ]
    assert f"sync {tmp_path.name}/" in between, "the old file is safe under its new name before its own is taken"
    assert not disk.unsettled()
    assert set(disk.unwritten()) <= {"desk.vdesk", "desk.vdesk-wal", "desk.vdesk-shm", "desk.vdesk.restoring"}
    assert "sync desk.vdesk.restoring.part" in disk.calls


def test_a_paper_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with syncing.written_down(monkeypatch) as disk:
        places.write(tmp_path / "凭条.pdf", b"%PDF-1.3")
    assert disk.calls[-2:] == ["rename .凭条.pdf.part 凭条.pdf", f"sync {tmp_path.name}/"]
    assert (disk.unwritten(), disk.unsettled()) == ([], [])


def test_a_copy_that_the_disk_gives_back_without_the_last_facts_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that forgets the last writes returns a sound file: an older one."""
    real_sync = os.fsync
    with new_desk(tmp_path) as desk:
        older = desk.keeping.back_up().path.read_bytes()
        register(desk, "单雄信")

        def fsync(file: int) -> None:
            path = Path(f"/proc/self/fd/{file}").readlink()
            real_sync(file)
            if path.suffix == ".part":
                path.write_bytes(older)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(Trouble) as told:
            desk.keeping.back_up()
        assert told.value.code == "backup"
        assert len(desk.keeping.backups()) == 1
