"""Makes what a release leaves behind: two desks of a village and their township, with something of everything.

    PYTHONPATH=<the release> python tests/releases/making.py FOLDER [address of an empty PostgreSQL store]

Run once by each release, on the release's own code; ``tests/data/releases/`` keeps what came of it. It uses nothing but
the program: what stands here has to work with every release.
"""

from __future__ import annotations

import socket
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import uvicorn
from stdnum.cn import ric

from sync.agreement import facts, sent
from sync.township.down.downward import Downward, new_id
from sync.township.http import serving
from sync.township.keys import own_key
from sync.township.store.database import Store
from village_desk.desk import Desk
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment

PIN = "gou-er-2026"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))
VILLAGE = "429004103002"
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")


def clock() -> datetime:
    """It is always noon."""
    return NOON


def id_number(serial: int) -> str:
    """A good identity number, a man's or a woman's in turn."""
    stem = f"42900419{80 + serial % 20}0512{serial:03}"
    return stem + str(ric.calc_check_digit(stem + "0"))


@contextmanager
def office(store: str, key: Path) -> Iterator[str]:
    """The township's address while it serves."""
    books = Store.create(store, clock, key)
    listening = socket.create_server(("127.0.0.1", 0))
    application = serving.township(books, True, clock)
    server = uvicorn.Server(uvicorn.Config(application, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, args=[[listening]], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        books.close()


def register(desk: Desk, name: str, serial: int) -> str:
    """Put a person onto the roster and return their id."""
    person = desk._store.mint()
    with desk._store.writing():
        desk._store.record(facts.PersonRegistered(person=person, name=name, id_number=id_number(serial), group=1))
    return person


def correct(desk: Desk, person: str, **changes: str) -> None:
    """Change fields of a person."""
    with desk._store.writing():
        desk._store.record(facts.PersonCorrected(person, changes))


def make(folder: Path, store: str = "") -> None:
    """Desks A and B in ``folder``, and the township's books beside them or in ``store``."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "township.db.key"
    with (
        office(store or str(folder / "township.db"), key) as url,
        Desk.create(folder / "a" / "desk.vdesk", PIN, Village(VILLAGE, "沟二社区", "A"), clock) as one,
        Desk.create(folder / "b" / "desk.vdesk", PIN, Village(VILLAGE, "沟二社区", "B"), clock) as other,
    ):
        people = [register(one, name, serial) for serial, name in enumerate(("单雄信", "程咬金", "秦琼"), start=1)]
        receipts = [one.collecting.collect(Payment(person, 2026, 20000)).number for person in people]
        one.collecting.void(receipts[2], "收错")
        one.attaching.add(people[0], PICTURE, "身份证")
        one.exchanging.send(url)
        one.carrying.send(url)
        theirs = register(other, "徐茂公", 4)
        other.collecting.collect(Payment(theirs, 2026, 30000))
        other.exchanging.send(url)
        correct(other, people[0], phone="13900000000")
        other.exchanging.send(url)
        _sent_down(store or str(folder / "township.db"), key, people[1])
        one.exchanging.send(url)
        one.collecting.collect(Payment(people[1], 2025, 20000))
        one.exchanging.write_stick(_made(folder / "stick"))
        one.collecting.collect(Payment(people[2], 2026, 50000))


def _sent_down(store: str, key: Path, person: str) -> None:
    """A payout list, a correction, a list that no page shows."""
    books = Store.open(store, key_file=key)
    downward = Downward(books, own_key.read(books, b""), clock)
    line = sent.PayoutSentLine("程咬金", id_number(2), 15000, 0, 15000)
    for fact in (
        sent.PayoutListSent(new_id(), "2026-11", 1, 15000, (line,)),
        sent.CorrectedAbove(new_id(), person, {"note": "低保"}, "核对"),
        sent.ListSent(new_id(), "存疑名单", ("情况",), (sent.Question(id_number(1), "单雄信", ("重复",)),)),
    ):
        downward.send(f"{VILLAGE}-A", fact)
    books.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    make(Path(sys.argv[1]), *sys.argv[2:])
