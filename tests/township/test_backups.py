"""Copies of the books by the real commands: made while it serves, put back on a new timeline, and old books noticed."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from sync.agreement.protocol import Answered
from sync.line.client import Township
from sync.township.store import backups, books_lock, timelines
from sync.township.store.engines import StoreTrouble
from tests.township.commands import run
from tests.township.counters import Counter
from tests.township.journals import DESK, Scribe
from tests.township.postgres import Server
from tests.township.process import TownshipProcess


def timeline(office: TownshipProcess) -> str:
    """That the running township names."""
    with Township(office.url, DESK) as line:
        return line.hello().timeline


def sent(office: TownshipProcess, scribe: Scribe, count: int) -> None:
    """A batch with so many people is at the township."""
    scribe.register(count)
    with Township(office.url, DESK) as line:
        assert isinstance(line.send(scribe.sealed()), Answered)


def test_a_copy_made_while_it_serves_is_put_back_on_a_new_timeline(
    scribe: Scribe, served: TownshipProcess, tmp_path: Path
) -> None:
    sent(served, scribe, 3)
    before, copy = timeline(served), tmp_path / "copy.db"
    said = served.command("backup", str(copy))
    assert "记录 3 条，人员 3 人，缴费 0 笔，已答复 1 批" in said
    assert f"{served.store}.key" in said
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "desk", "office"]
    scribe.collect(scribe.register(1)[0], "A-2026-000001")
    with Township(served.url, DESK) as line:
        line.send(scribe.sealed())
    assert "正在使用" in served.command("restore", str(copy), fails=True)
    assert (served.status()["facts"], timeline(served)) == (4, before)
    served.stop()
    assert "记录 3 条" in served.command("restore", str(copy))
    served.start()
    assert served.status()["facts"] == 3
    assert timeline(served) != before
    [old] = served.store.parent.glob("township.db.before-*")
    with sqlite3.connect(old) as db:
        assert db.execute("SELECT count(*) FROM facts").fetchone() == (5,)
    db.close()
    with sqlite3.connect(served.store) as db:
        assert db.execute("SELECT clerk, action FROM console_actions").fetchall() == [("本机命令", "restored_books")]
    db.close()


def test_a_copy_is_never_written_over_a_file(office: TownshipProcess, tmp_path: Path) -> None:
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"picture")
    assert "已经有了" in office.command("backup", str(other), fails=True)
    assert other.read_bytes() == b"picture"
    assert "没有这个文件夹" in office.command("backup", str(tmp_path / "nowhere" / "copy.db"), fails=True)


def test_what_is_no_copy_of_ours_is_not_put_back(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(2)
    counter.take(scribe)
    books, copy = counter.store.file, tmp_path / "copy.db"
    backups.make(books, copy)
    counter.close()
    whole, before = copy.read_bytes(), books.read_bytes()
    for odd in (b"hello" * 1000, whole[: len(whole) // 2], b""):
        copy.write_bytes(odd)
        with pytest.raises(StoreTrouble, match="backup-odd"):
            backups.restore(books, copy, counter.key.public)
    copy.write_bytes(whole)
    with pytest.raises(StoreTrouble, match="another-township"):
        backups.restore(books, copy, "00" * 32)
    with pytest.raises(StoreTrouble, match="backup-same"):
        backups.restore(books, books, counter.key.public)
    assert books.read_bytes() == before
    assert not list(books.parent.glob("*.part*"))


def test_without_its_key_no_books_are_put_back(scribe: Scribe, office: TownshipProcess, tmp_path: Path) -> None:
    """A new key would be another township to every desk."""
    sent(office, scribe, 2)
    office.command("backup", str(tmp_path / "copy.db"))
    office.stop()
    Path(f"{office.store}.key").unlink()
    assert "--key-lost" in office.command("restore", str(tmp_path / "copy.db"), fails=True)
    office.command("restore", str(tmp_path / "copy.db"), "--key-lost")


def test_books_that_were_lost_with_the_disk_are_put_back(
    scribe: Scribe, office: TownshipProcess, tmp_path: Path
) -> None:
    sent(office, scribe, 2)
    office.command("backup", str(tmp_path / "copy.db"))
    office.stop()
    office.store.unlink()
    office.command("restore", str(tmp_path / "copy.db"))
    assert office.status()["facts"] == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_a_running_township_speaks_on_the_new_timeline_at_once(scribe: Scribe, tmp_path: Path, workers: int) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office = TownshipProcess(folder, workers=workers)
    try:
        scribe.register(2)
        sealed = scribe.sealed()
        with Township(office.url, DESK) as line:
            old, before = line.send(sealed), timeline(office)
        office.command("new-timeline", "--yes")
        assert {timeline(office) for _ in range(8)}.isdisjoint({before})
        with Township(office.url, DESK) as line:
            new, again = line.send(sealed), line.answer(sealed)
        assert isinstance(old, Answered) and isinstance(new, Answered) and isinstance(again, Answered)
        assert new.bytes == again.bytes != old.bytes
        assert new.answer.accepted == old.answer.accepted == 2
    finally:
        office.kill()


def test_a_new_timeline_wants_a_yes(office: TownshipProcess) -> None:
    before = timeline(office)
    assert "开始吗" in run("new-timeline", "--store", str(office.store)).stdout
    assert timeline(office) == before


def test_an_old_file_copied_over_the_books_is_noticed_at_the_next_start(
    scribe: Scribe, served: TownshipProcess, tmp_path: Path
) -> None:
    sent(served, scribe, 2)
    before, copy = timeline(served), tmp_path / "copy.db"
    served.command("backup", str(copy))
    scribe.collect(scribe.mint(), "A-2026-000009")
    with Township(served.url, DESK) as line:
        line.send(scribe.sealed())
    served.kill()
    for tail in ("-wal", "-shm"):
        Path(f"{served.store}{tail}").unlink(missing_ok=True)
    shutil.copyfile(copy, served.store)
    served.start()
    assert timeline(served) != before
    assert "账本比上次用的时候旧" in (served.store.parent / "township.err").read_text()
    after = timeline(served)
    served.kill()
    served.start()
    assert timeline(served) == after, "it is noticed once"


def test_books_of_a_timeline_that_ended_are_noticed(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    """Put back to before a restore: as many batches as then, but what was said since is gone."""
    books = counter.store.file
    counter.close()
    shutil.copyfile(books, tmp_path / "old.db")
    counter = counter.again()
    with counter.store.writing() as db:
        timelines.begin(db)
    counter.store.note_mark()
    counter.close()
    for _ in range(2):
        shutil.copyfile(tmp_path / "old.db", books)
        again = counter.again()
        assert again.store.put_back
        again.close()
    assert not counter.again().store.put_back


def test_a_database_server_has_tools_of_its_own(postgresql: Server, tmp_path: Path) -> None:
    url = postgresql.store()
    with closing(Counter(tmp_path / "key", url=url)) as counter:
        before = counter.store.timeline
        for command in (("backup", str(tmp_path / "copy")), ("restore", __file__)):
            said = run(*command, store=url)
            assert (said.returncode, "pg_dump" in said.stderr) == (1, True)
        assert run("new-timeline", "--yes", store=url).returncode == 0
        assert counter.store.timeline != before


def test_who_holds_the_books_is_asked_before_they_are_moved(counter: Counter) -> None:
    with pytest.raises(StoreTrouble, match="store-in-use"):
        books_lock.take(counter.store.file, alone=True)
    counter.close()
    books_lock.take(counter.store.file, alone=True).release()


@pytest.mark.parametrize("in_the_way", ["", "-wal"])
def test_a_restore_that_the_system_refuses_leaves_nothing_to_be_finished_later(
    scribe: Scribe, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_the_way: str
) -> None:
    """As on Windows, where a file that a program has open cannot be moved."""
    scribe.register(2)
    counter.take(scribe)
    books, copy = counter.store.file, tmp_path / "copy.db"
    backups.make(books, copy)
    counter.close()
    for tail in ("-wal", "-shm"):
        books.with_name(books.name + tail).write_bytes(b"")
    before = {each.name: each.read_bytes() for each in books.parent.iterdir()}
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == books.with_name(books.name + in_the_way):
            reason = PermissionError(13, "in use")
            reason.winerror = 32  # type: ignore[attr-defined]
            raise reason
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(StoreTrouble, match="store-in-use"):
        backups.restore(books, copy, counter.key.public)
    assert {each.name: each.read_bytes() for each in books.parent.iterdir()} == before
