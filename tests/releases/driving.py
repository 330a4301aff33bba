"""Works with one release of the program, in a process of its own: what the tests of old and new have it do.

    PYTHONPATH=<the release> python tests/releases/driving.py [--newer] steps < lines of steps > lines of results
    PYTHONPATH=<the release> python tests/releases/driving.py [--newer] township serve --port 0 ...

It uses nothing but the program; what stands here has to work with every release since the first.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

module: Any = import_module("rooms").module
PIN, VILLAGE = "gou-er-2026", "429004103002"


def clock() -> datetime:
    """The real time, in the country's zone: a township's process goes by it too."""
    return datetime.now(timezone(timedelta(hours=8)))


def _opened(file: str) -> Any:
    from village_desk.desk import Desk

    return Desk.open(Path(file), PIN, clock)


def create(file: str, letter: str) -> None:
    """A new desk."""
    from village_desk.desk import Desk
    from village_desk.domain.villages import Village

    Desk.create(Path(file), PIN, Village(VILLAGE, "沟二社区", letter), clock).close()


def record(file: str, kind: str, about: str, body: dict[str, Any]) -> str:
    """Any fact that the release knows; its id."""
    facts = module("sync.agreement.facts")

    with _opened(file) as desk, desk._store.writing():
        return str(desk._store.record(facts.read(kind, about, body)).id)


def collect(file: str, person: str, fen: int = 20000, year: int = 2026) -> str:
    """Take a fee; the receipt's number."""
    from village_desk.services.collecting import Payment

    with _opened(file) as desk:
        return str(desk.collecting.collect(Payment(person, year, fen)).number)


def send(file: str, url: str) -> dict[str, Any]:
    """The week goes over the line."""
    with _opened(file) as desk:
        return _sent(desk.exchanging.send(url))


def write_stick(file: str, stick: str) -> int:
    """The week goes to the stick; how many batches."""
    with _opened(file) as desk:
        return int(desk.exchanging.write_stick(Path(stick)).batches)


def read_stick(file: str, stick: str) -> dict[str, Any]:
    """Read the files that the township wrote onto the stick."""
    with _opened(file) as desk:
        return _sent(desk.exchanging.read_stick(Path(stick)).sent)


def _sent(done: Any) -> dict[str, Any]:
    names = ("sent", "accepted", "already_had", "refused", "kept", "waiting")
    of_the_first_release = hasattr(done, "came")
    received = done.came if of_the_first_release else done.received
    counts = {name: getattr(received, name) for name in ("messages", "unusable", "judged")}
    counts["passed_on"] = received.told if of_the_first_release else received.passed_on
    return {name: getattr(done, name) for name in names} | counts | {"words": done.in_words()}


def rebuild_tables(file: str) -> None:
    """Make what is derived anew."""
    with _opened(file) as desk:
        desk.keeping.rebuild()


def rebuild(file: str, letter: str, url: str, code: str) -> None:
    """A new PC in the place of a lost one."""
    from village_desk.desk import Desk
    from village_desk.domain.villages import Village

    Desk.create(Path(file), PIN, Village(VILLAGE, "沟二社区", letter), clock).close()
    with _opened(file) as desk:
        getattr(desk, "joining", desk.exchanging).rebuild(url, code)


def state(file: str) -> dict[str, Any]:
    """All that matters of a desk: people, money, the township's word on each fact, what has no page."""
    with _opened(file) as desk:
        db = desk._store.db
        standing, check = getattr(desk, "road", desk.exchanging), desk.keeping.check()
        road = standing.state()
        verdicts = dict(db.execute("SELECT fact, verdict FROM verdicts").fetchall())
        money = {str(each.year): each.net_fen for each in desk.reporting.totals()}
        people = [dict(row) for row in db.query("SELECT * FROM people ORDER BY id_number")]
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master").fetchall()}
        there = [name for name in ("deposits", "notices") if name in tables]
        return {
            "people": people,
            "money": money,
            "verdicts": verdicts,
            "waiting": road.waiting,
            "refused": [each.fact for each in road.refused],
            "for_later": road.for_later,
            "unusable": [each.words for each in road.kept if each.why],
            "predicted": len(standing.predict()),
            "fault": check.fault,
            "payees": db.execute("SELECT count(*) FROM payout_lines").fetchone()[0],
            "policy": desk.policies.on(clock().date()).id,
            "forms": [each.form for each in desk.installed_forms.in_use()] if hasattr(desk, "installed_forms") else [],
            **{name: list(db.query(f"SELECT * FROM {name}")) for name in there},
        }


def install_form(file: str, workbook: str, name: str) -> None:
    """A form of the village's own is put into use."""
    described = module("village_desk.services.forms.installing").Described

    with _opened(file) as desk:
        desk.installed_forms.install_file(Path(workbook), described(name))


def notice(store: str, desk: str, title: str) -> None:
    """A message of a kind that only the newer program knows goes down."""

    facts = module("sync.agreement.facts")
    now = module("sync.township.frame").now
    new_id = module("sync.township.down.downward").new_id
    own_key = module("sync.township.keys.own_key")

    books = module("sync.township.store.database").Store.open(store)
    module("sync.township.down.downward").Downward(books, own_key.read(books, b""), now).send(
        desk, facts.read("notice.sent/1", new_id(), {"title": title})
    )
    books.close()


def correct_above(store: str, desk: str, person: str, changes: dict[str, Any]) -> None:
    """The office changes fields of a person."""
    sent = module("sync.agreement.sent")
    now = module("sync.township.frame").now
    new_id = module("sync.township.down.downward").new_id
    own_key = module("sync.township.keys.own_key")

    books = module("sync.township.store.database").Store.open(store)
    module("sync.township.down.downward").Downward(books, own_key.read(books, b""), now).send(
        desk, sent.CorrectedAbove(new_id(), person, changes, "核对")
    )
    books.close()


def people(store: str) -> list[dict[str, Any]]:
    """What the township's books have of people."""
    from sqlalchemy import select

    tables = module("sync.township.store.tables")

    books = module("sync.township.store.database").Store.open(store)
    with books.reading() as db:
        rows = db.execute(select(tables.people.c.fields).order_by(tables.people.c.id_number)).scalars().all()
    books.close()
    return [json.loads(each) for each in rows]


def refusal(file: str) -> str:
    """Why a desk file is not opened."""
    try:
        _opened(file).close()
    except module("village_desk.domain.basics.errors").Refused as refused:
        return str(refused)
    return ""


def command(words: list[str], told: dict[str, str]) -> str:
    """The output of ``village-township``; ``told``: environment variables."""
    from click.testing import CliRunner

    from sync.township.__main__ import main as township

    done = CliRunner().invoke(township, words, env=told, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def _do_steps() -> None:
    """A line of steps after the other; a key costs little, as in all tests that are not about keys."""
    module("village_desk.store.connection.engine").KEY_COST = 2**4
    for line in sys.stdin:
        print(json.dumps([globals()[name](**values) for name, values in json.loads(line)]), flush=True)


def main() -> None:
    """By the arguments."""
    arguments = sys.argv[1:]
    if arguments[0] == "--newer":
        import_module("newer_program").install()
        arguments = arguments[1:]
    if arguments[0] == "township":
        from sync.township.__main__ import main as township

        township(arguments[1:], prog_name="village-township")
    else:
        _do_steps()


if __name__ == "__main__":
    main()
