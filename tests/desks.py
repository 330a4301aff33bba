"""Desks for tests: a real file, a clock that stands still unless moved, people with good numbers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from stdnum.cn import ric

from sync.agreement import facts
from village_desk.desk import Desk
from village_desk.domain.villages import Village

PIN = "gou-er-2026"
VILLAGE = Village("429004103002", "沟二社区", "A")
SAMPLE = Path(__file__).parent.parent / "resources" / "sample"


class StillClock:
    """A clock that stands at the sample's day until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def id_number(birth: str, serial: int) -> str:
    """A good identity number: ``birth`` as yyyymmdd, ``serial`` 0..999, odd for a man."""
    stem = f"429004{birth}{serial:03d}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def new_desk(folder: Path, clock: StillClock | None = None) -> Desk:
    """A fresh desk of the sample village."""
    return Desk.create(folder / "desk.vdesk", PIN, VILLAGE, clock or StillClock())


def register(desk: Desk, name: str, birth: str = "19800512", serial: int = 1, **more: str | int) -> str:
    """Put a person onto the roster and return their id."""
    person = desk._store.mint()
    with desk._store.writing():
        desk._store.record(
            facts.PersonRegistered(person=person, name=name, id_number=id_number(birth, serial), **more)  # type: ignore[arg-type]
        )
    return person


def spoil(path: Path) -> bytes:
    """Change some bytes in the middle of a closed file, as a bad disk does, and met already; what the file is now."""
    content = bytearray(path.read_bytes())
    content[5000:5064] = bytes(each ^ 0xFF for each in content[5000:5064])
    path.write_bytes(content)
    Desk.doubt(path)
    return bytes(content)


def spoil_little(path: Path) -> bytes:
    """The same where it hurts little: the journal can be read still."""
    with Desk.open(path, PIN, StillClock()) as desk:
        desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        spoil_table(desk, "later_verdicts")
    Desk.doubt(path)
    return path.read_bytes()


def spoil_table(desk: Desk, table: str) -> None:
    """Change a byte of a table behind the back of whoever has the file open."""
    query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    [page] = desk._store.db.execute(query, [table]).fetchone()
    with desk.path.open("r+b") as file:
        file.seek(page * 4096 - 100)
        [byte] = file.read(1)
        file.seek(page * 4096 - 100)
        file.write(bytes([byte ^ 0xFF]))


def opened(folder: Path, letter: str) -> Desk:
    """The PC of a letter in the sample village, new or as it is."""
    path = folder / f"{letter}.vdesk"
    village = Village("429004103002", "沟二社区", letter)
    return Desk.open(path, PIN, StillClock()) if path.exists() else Desk.create(path, PIN, village, StillClock())
