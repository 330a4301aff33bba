"""Failures around the file: each is reported as what it is; only a damaged file is called damaged; reading goes on."""

import errno
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sync.agreement import facts
from tests import failing
from tests.desks import PIN, StillClock, new_desk, register
from tests.failing import closed, full, read_only
from village_desk.desk import Desk, as_trouble
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.store.connection import engine, troubles
from village_desk.store.file import opening
from village_desk.store.file.reading import ReadingCopy


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed desk file with people, one fee and one backup."""
    folder = tmp_path / "pc"
    folder.mkdir()
    with new_desk(folder) as desk:
        person = register(desk, "单雄信")
        for serial in range(2, 200):
            register(desk, "某某", serial=serial)
        desk.keeping.back_up()
        desk.collecting.collect(Payment(person, 2026, 10000))
    return desk.path


def opened(path: Path) -> Desk:
    return Desk.open(path, PIN, StillClock())


def trouble(path: Path) -> Trouble:
    with pytest.raises(Trouble) as told:
        opened(path)
    assert (told.value.code == "damaged") == ("恢复" in str(told.value))
    return told.value


def is_well(path: Path) -> bool:
    """The file opens, takes facts, and holds what was recorded."""
    with opened(path) as desk:
        register(desk, "秦叔宝", serial=500)
        return desk.hindrance is None and desk.keeping.check().well and len(desk.collecting.recent()) == 1


def looks(path: Path) -> tuple[str, int, int]:
    """Why the desk is only there to be read, and what is read: receipts, and people of a name."""
    with opened(path) as desk:
        assert desk.hindrance is not None
        with pytest.raises(Trouble) as told:
            register(desk, "秦叔宝", serial=500)
        assert told.value.code == desk.hindrance.code
        assert "只能看" in str(told.value) and "重新" not in str(told.value) and "再打开" in str(told.value)
        with desk.again() as other:
            return desk.hindrance.code, len(other.collecting.recent()), len(desk.finding.find("单雄信"))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where copies go: no other test's are among them."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))


def copies() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("village-desk-reading-*"))


def kept(path: Path) -> dict[str, bytes]:
    """The files of the folder; the index of the WAL is made anew by whoever opens it."""
    files = [each for each in path.parent.iterdir() if each.is_file() and not each.name.endswith("-shm")]
    return {each.name: each.read_bytes() for each in files}


def dies_with_a_wal(path: Path) -> None:
    """A fee is taken, and the program dies: the fee is in the WAL only."""
    script = (
        "import os, sys; from pathlib import Path; from tests import cheap_keys\n"
        "from tests.desks import PIN, StillClock; from village_desk.desk import Desk\n"
        "from village_desk.services.collecting import Payment\n"
        "desk = Desk.open(Path(sys.argv[1]), PIN, StillClock()); [found] = desk.finding.find('单雄信')\n"
        "desk.collecting.collect(Payment(found.resident.id, 2025, 10000)); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=120)
    assert path.with_name(path.name + "-wal").stat().st_size


def test_a_file_that_another_program_holds_is_in_use_and_not_damaged(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a virus scanner, a backup or a syncing program does: a POSIX lock on SQLite's own byte."""
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    script = (
        "import fcntl, sys; file = open(sys.argv[1], 'r+b'); fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000)\n"
        "print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert trouble(file).code == "locked"
        holder.communicate()
    assert is_well(file)


@pytest.mark.parametrize(
    ("call", "number", "ending", "share", "code"),
    [
        ("pread", errno.ETIMEDOUT, ".vdesk", 0, "disk"),
        ("pread", errno.ETIMEDOUT, ".vdesk", 0.9, "disk"),
        ("pread", errno.EIO, ".vdesk", 0.9, "disk"),
        ("pwrite", errno.EIO, "-shm", 0, "disk"),
        ("open", errno.EIO, ".vdesk", 0, "cannot_open"),
        ("open", errno.EIO, "-wal", 0, "cannot_open"),
    ],
)
def test_a_disk_that_fails_under_the_opening_is_told_and_the_file_is_not_called_damaged(
    file: Path, call: str, number: int, ending: str, share: float, code: str
) -> None:
    """``share``: of the file, from where on it fails; late enough, SQLite has read its tables' places before."""
    Desk.doubt(file)  # so that the opening reads all of it
    with failing.calls(call, number, file.parent, ending, int(file.stat().st_size * share)):
        assert trouble(file).code == code
    assert is_well(file)


def test_whichever_page_the_disk_does_not_give_it_is_the_disk_and_not_the_file(file: Path) -> None:
    with opened(file) as desk:
        desk._store.db.execute("CREATE TABLE gone (bytes BLOB)")
        desk._store.db.execute("INSERT INTO gone VALUES (zeroblob(100000))")
        desk._store.db.execute("DROP TABLE gone")  # pages that nobody uses are among them
    pages = file.stat().st_size // 4096
    told = set()
    Desk.doubt(file)
    for page in (*range(1, pages, 7), *range(pages - 5, pages)):
        with failing.calls("pread", errno.ETIMEDOUT, file.parent, ".vdesk", page * 4096):
            told.add(trouble(file).code)
    assert told == {"disk"}


def test_too_many_open_files_are_told_and_the_file_is_not_called_damaged(file: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = [os.open(os.devnull, os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (used[0] + 20, hard))
    codes = set()
    try:
        with pytest.raises(OSError) as full:  # the words are in the language of the system
            while True:
                used.append(os.open(os.devnull, os.O_RDONLY))
        assert full.value.errno == errno.EMFILE
        for _more in range(4):
            os.close(used.pop())
            with pytest.raises(Trouble) as told:
                opened(file)
            codes.add(told.value.code)
    finally:
        for each in used:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert codes == {"too_many_files"}
    assert is_well(file)


def test_what_the_disk_does_not_give_is_no_damage_though_sqlite_calls_it_so() -> None:
    """A bad sector: the kernel says EIO, SQLite "malformed". The program reads the file itself before."""
    with pytest.raises(Trouble) as told, troubles.as_trouble("没有打开", None, OSError):
        opening._read_through(Path("/proc/self/mem"))
    assert told.value.code == "disk"


def test_a_page_that_was_torn_on_its_way_out_of_the_wal_is_no_damage(file: Path) -> None:
    """The power went while a checkpoint wrote into the file: the WAL still has the page."""
    dies_with_a_wal(file)
    wal = file.with_name(file.name + "-wal").read_bytes()
    pages = {int.from_bytes(wal[at : at + 4], "big") for at in range(32, len(wal), 24 + 4096)}
    content = bytearray(file.read_bytes())
    torn = [each for each in pages if each > 1 and each * 4096 <= len(content)]
    for page in torn:
        content[page * 4096 - 1000 : page * 4096] = bytes(1000)
    file.write_bytes(content)
    with opened(file) as desk:
        assert torn and desk.keeping.check().well and len(desk.collecting.recent()) == 2


def test_a_damaged_page_that_nobody_uses_is_damage(file: Path) -> None:
    """SQLite's own check never reads such a page; the cipher's does. A disk that lost one page may lose others."""
    with opened(file) as desk:
        desk._store.db.execute("CREATE TABLE gone (bytes BLOB)")
        desk._store.db.execute("INSERT INTO gone VALUES (zeroblob(200000))")
        desk._store.db.execute("DROP TABLE gone")
        desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    content = bytearray(file.read_bytes())
    content[-3000:-2000] = bytes(1000)
    file.write_bytes(content)
    Desk.doubt(file)
    assert trouble(file).code == "damaged"


def test_on_a_full_disk_reading_goes_on_and_what_is_recorded_is_refused_in_words(file: Path) -> None:
    dies_with_a_wal(file)
    with full(file):
        before = kept(file)
        assert looks(file) == ("disk_full", 2, 1)
        assert kept(file) == before
    assert not copies()
    with opened(file) as desk:
        assert (desk.hindrance, len(desk.collecting.recent())) == (None, 2)


def test_where_nothing_can_be_written_reading_goes_on_with_what_only_the_wal_holds(file: Path) -> None:
    dies_with_a_wal(file)
    before = kept(file)
    with read_only(file.parent):
        assert looks(file)[1:] == (2, 1)
        with pytest.raises(Refused) as refused:
            Desk.open(file, "not-the-pin", StillClock())
        assert refused.value.code == "wrong_pin"
        assert not copies()
    assert kept(file) == before
    with opened(file) as desk:
        assert (desk.hindrance, len(desk.collecting.recent())) == (None, 2)


def test_a_folder_that_nobody_may_look_into_is_told_and_the_file_is_not_called_missing(file: Path) -> None:
    with closed(file.parent):
        assert Desk.is_there(file) and not Desk.is_recovering(file)
        assert trouble(file).code == "no_permission"
        village = Village.read("429004103002", "沟二社区", "A")
        for step in (
            lambda: Desk.plan_restore(file, PIN, StillClock()),
            lambda: Desk.restore(file, PIN, StillClock()),
            lambda: Desk.begin_recovery(file, PIN, village, StillClock()),
            lambda: Desk.create(file, PIN, village, StillClock()),
        ):
            with pytest.raises(Trouble) as told:
                step()
            assert told.value.code == "no_permission"
    assert is_well(file)


def test_too_little_memory_for_the_key_is_told_and_is_no_wrong_pin(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(engine, "KEY_COST", 2**17)  # more than the program asks for: as on a PC that has less
        assert trouble(file).code == "memory"
        assert Desk.seconds_to_wait(file, StillClock()) == 0
    assert is_well(file)


def test_what_a_dead_program_left_in_the_wal_is_set_aside_with_the_file_it_belongs_to(file: Path) -> None:
    """Beside the restored file SQLite would take the old WAL for the new file's, and write its pages into it."""
    dies_with_a_wal(file)
    left = file.with_name(file.name + "-wal").read_bytes()
    file.write_bytes(file.read_bytes()[:100])
    with Desk.restore(file, PIN, StillClock()) as desk:
        assert desk.set_aside is not None
        assert desk.set_aside.with_name(desk.set_aside.name + "-wal").read_bytes() == left
        assert (desk.keeping.check().well, len(desk.collecting.recent())) == (True, 0), "as the backup has it"


def test_a_copy_to_read_is_of_one_moment_though_others_write_meanwhile(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def copyfile(source: Path, to: Path) -> None:
        to.write_bytes(source.read_bytes())
        copied.append(source.name)
        if len(copied) <= writes:
            with source.open("ab") as other:
                other.write(bytes(4096))

    monkeypatch.setattr(shutil, "copyfile", copyfile)
    writes = 1
    copy = ReadingCopy.make(file)
    assert (len(copied), copy.file.stat().st_size) == (2, file.stat().st_size), "the first try was of two moments"
    copy.release()
    writes = 100
    with pytest.raises(OSError) as told:
        ReadingCopy.make(file)
    assert told.value.errno == errno.EAGAIN


def test_a_copy_to_read_that_a_dead_program_left_is_taken_away(file: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from village_desk.store.file.reading import ReadingCopy\n"
        "print(ReadingCopy.make(Path(sys.argv[1])).file, flush=True); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    left = Path(done.stdout.strip()).parent
    assert left in copies() and stat.S_IMODE(left.stat().st_mode) == 0o700
    with full(file), opened(file):
        assert not left.exists() and len(copies()) == 1
    assert not copies()


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.ETIMEDOUT, "disk"), (errno.EIO, "disk")]
)
def test_a_disk_that_fails_in_the_middle_of_work_is_told_and_nothing_is_half_saved(
    file: Path, number: int, code: str
) -> None:
    with opened(file) as desk:
        with failing.calls("pwrite", number, file.parent, "-wal"), pytest.raises(Trouble) as told:
            register(desk, "秦叔宝", serial=500)
        assert (told.value.code, "没有保存" in told.value.message) == (code, True)
        assert not desk.finding.find("秦叔宝")
        register(desk, "秦叔宝", serial=500)
        assert desk.keeping.check().well


def test_a_file_that_is_damaged_in_the_middle_of_work_is_told_as_that(file: Path) -> None:
    with opened(file) as desk:
        with file.open("r+b") as raw:
            raw.seek(60 * 4096)
            raw.write(bytes(file.stat().st_size - 60 * 4096))
        desk._store.db.execute("PRAGMA shrink_memory")
        with pytest.raises(Trouble) as told, desk._store.writing():
            desk._store.record(facts.SettingChanged("hotline", "0728"))
        assert (told.value.code, "没有保存" in told.value.message) == ("damaged", True)
        with pytest.raises(Trouble) as told, as_trouble(), desk.again() as other:
            other.reporting.today()
        assert (told.value.code, "没有做成" in told.value.message) == ("damaged", True)


def test_a_disk_that_fails_under_a_look_is_told(file: Path) -> None:
    with opened(file) as desk, failing.calls("pread", errno.ETIMEDOUT, file.parent, ".vdesk", 60 * 4096):
        with pytest.raises(Trouble) as told, as_trouble(), desk.again() as other:
            other.reporting.today()
        assert told.value.code == "disk"


def test_a_full_disk_leaves_no_half_made_desk(tmp_path: Path) -> None:
    path = tmp_path / "desk.vdesk"
    with failing.calls("pwrite", errno.ENOSPC, tmp_path), pytest.raises(Trouble) as told:
        new_desk(tmp_path)
    assert told.value.code in ("disk_full", "disk")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [path.name + ".lock"]
    new_desk(tmp_path).close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EPERM, "no_permission"),
        (errno.ENFILE, "too_many_files"),
        (errno.EBUSY, "locked"),
        (errno.ENOLCK, "no_locks"),
        (errno.EIO, "disk"),
    ],
)
def test_what_the_system_refuses_is_told_by_its_number(number: int, kind: str) -> None:
    told = troubles.of(OSError(number, os.strerror(number)), "没有做成")
    assert told is not None and told.code == kind
