"""A county: PostgreSQL, several workers, many connections at once; each fact counts once and every check sees all."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, make_url

from sync.agreement import journal
from sync.agreement.facts import BatchAnswered, PersonRegistered
from sync.agreement.protocol import Answered
from sync.line.client import Township
from sync.township.http import app, health
from sync.township.intake.receiving import Receiver
from sync.township.intake.uploads import Uploads, WrongOffset
from sync.township.store import tables
from sync.township.store.database import Store, StoreTrouble
from sync.wire.batch import SealedBatch
from tests.township import postgres
from tests.township.commands import run
from tests.township.console.browser import Browser
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe, id_number
from tests.township.postgres import Server
from tests.township.process import TownshipProcess, township


@pytest.fixture
def county(tmp_path: Path, postgresql: Server) -> Iterator[Counter]:
    """A counter over PostgreSQL."""
    counter = Counter(tmp_path / "county", url=postgresql.store())
    yield counter
    counter.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest, tmp_path: Path, postgresql: Server) -> Iterator[TownshipProcess]:
    """Three worker processes on one store of each kind."""
    (tmp_path / "office").mkdir()
    url = postgresql.store() if request.param == "postgresql" else ""
    with township(tmp_path / "office", url=url, workers=3) as process:
        yield process


def at_once(*work: Callable[[], None]) -> None:
    """Everything at the same moment, each in a thread; what one raises is raised here."""
    gate, failed = threading.Barrier(len(work)), []

    def run(each: Callable[[], None]) -> None:
        gate.wait()
        try:
            each()
        except BaseException as reason:
            failed.append(reason)
            raise

    threads = [threading.Thread(target=run, args=[each]) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def week(scribe: Scribe, fees: int = 100) -> SealedBatch:
    """So many people, each with a fee of 200 yuan."""
    for number, person in enumerate(scribe.register(fees), start=1):
        scribe.collect(person, f"A-2026-{number:06}")
    return scribe.sealed()


def answers_at_once(county: Counter, batches: list[SealedBatch]) -> list[BatchAnswered]:
    """The replies when all batches come at the same moment, each to a receiver of its own."""
    said: list[BatchAnswered] = []

    def take(batch: SealedBatch) -> None:
        answered = county.heard(receiver_of(county).receive(batch.bytes), batch)
        assert isinstance(answered, Answered)
        said.append(answered.answer)

    at_once(*[lambda batch=batch: take(batch) for batch in batches])
    return said


def receiver_of(county: Counter) -> Receiver:
    """Another process's receiver over the same books: nothing but the database is shared."""
    return county.again().receiver


def test_six_connections_with_the_same_batch_count_it_once(scribe: Scribe, county: Counter) -> None:
    sealed = week(scribe)
    replies: list[bytes] = []
    receivers = [receiver_of(county) for _ in range(6)]
    at_once(*[lambda each=each: replies.append(each.receive(sealed.bytes).body) for each in receivers])
    assert len(replies) == 6
    assert len(set(replies)) == 1
    found = county.status()
    assert (found.facts, found.people, found.refused) == (200, 100, 0)
    assert county.net_fen(2026) == 100 * 20000
    assert found.desks[0].batches == 1


def test_the_same_facts_by_two_epochs_at_once_count_once(scribe: Scribe, county: Counter, tmp_path: Path) -> None:
    """A copied disk: the same ids in two chains, and both arrive at the same moment."""
    people = scribe.register(60)
    for number, person in enumerate(people, start=1):
        scribe.collect(person, f"A-2026-{number:06}")
    clones = [scribe.copy(tmp_path / f"clone{each}") for each in range(3)]
    batches = []
    for clone in clones:
        entries = list(journal.everything(clone.db))
        batches.append(clone.moved(entries))
    said = answers_at_once(county, batches)
    assert sorted((each.accepted, each.already_had) for each in said) == [(0, 120), (0, 120), (120, 0)]
    assert county.net_fen(2026) == 60 * 20000


def test_of_two_villages_that_register_one_number_at_once_one_is_told(county: Counter, tmp_path: Path) -> None:
    """Neither transaction sees the other's rows: without one judge at a time nobody would notice."""
    for round_ in range(5):
        batches = []
        for village in range(4):
            scribe = Scribe(tmp_path / f"{round_}-{village}", f"42900410{village:02}{round_:02}-A")
            scribe.record(PersonRegistered(person=scribe.mint(), name="王秀英", id_number=id_number(round_), group=1))
            batches.append(scribe.sealed())
        said = answers_at_once(county, batches)
        assert [each.accepted for each in said] == [1, 1, 1, 1]
        remarks = sorted([remark.code for remark in each.remarks] for each in said)
        assert remarks == [[], ["known_elsewhere"], ["known_elsewhere"], ["known_elsewhere"]]


def test_one_desk_with_one_receipt_number_in_two_batches_is_told(scribe: Scribe, county: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, "A-2026-000001")
    assert county.take(scribe).accepted == 3
    scribe.collect(other, "A-2026-000001")
    assert county.verdict(scribe).code == "receipt_used"
    assert county.net_fen(2026) == 20000


def test_pieces_at_the_same_place_at_once_are_kept_once(county: Counter) -> None:
    batch, kept, late = "b" * 64, [], []

    def keep() -> None:
        try:
            kept.append(Uploads(county.again().store, lambda: datetime.now(UTC)).keep(batch, 0, b"x" * 1000))
        except WrongOffset as wrong:
            late.append(wrong.reached)

    at_once(*[keep] * 6)
    assert (kept, late) == ([1000], [1000] * 5)


def test_workers_count_a_batch_once_whoever_gets_it(scribe: Scribe, busy: TownshipProcess) -> None:
    sealed = week(scribe)
    answers: list[bytes] = []

    def send() -> None:
        with Township(busy.url, DESK) as line:
            answered = line.send(sealed)
            assert isinstance(answered, Answered)
            answers.append(answered.bytes)

    at_once(*[send] * 6)
    assert len(answers) == 6
    assert len(set(answers)) == 1
    found = busy.status()
    assert (found["facts"], found["money"]["2026"]["net_fen"]) == (200, 100 * 20000)


def test_workers_take_many_villages_at_once_and_end_when_told(tmp_path: Path, busy: TownshipProcess) -> None:
    desks = [f"42900410{each:04}-A" for each in range(8)]
    batches = {desk: week(Scribe(tmp_path / desk, desk), 20) for desk in desks}

    def send(desk: str) -> None:
        with Township(busy.url, desk) as line:
            assert isinstance(line.send(batches[desk]), Answered)

    at_once(*[lambda desk=desk: send(desk) for desk in desks])
    found = busy.status()
    assert (found["facts"], found["people"], len(found["desks"])) == (8 * 40, 8 * 20, 8)
    assert busy.stop() == 0


def test_workers_end_with_the_process_that_watches_them(busy: TownshipProcess) -> None:
    """Killed by the system when memory is short: workers that went on alone would keep the port and the books."""
    with Township(busy.url, DESK) as line:
        line.hello()
    assert busy.killed_with_all_its_workers()
    busy.start()
    assert busy.status()["facts"] == 0


def test_what_postgresql_cannot_keep_is_no_poison(scribe: Scribe, county: Counter) -> None:
    """A zero character in any field, and numbers beyond four bytes: a verdict each, and the next batch follows."""
    nul = "\0"
    person = scribe.register(1)[0]
    scribe.record(PersonRegistered(person=scribe.mint(), name=f"王{nul}", id_number=f"{nul}x", group=2**50))
    scribe.collect(person, f"A{nul}1")
    scribe.collect(f"{person}?", "A-2", year=2**50, fen=2**50)
    said = county.take(scribe)
    scribe.collect(person, "".join(chr(0x4E00 + place) for place in range(5000)))
    assert (said.accepted, said.refused) == (1, 3)
    assert county.verdict(scribe).code == "misfit"
    scribe.collect(person, "A-2026-000001")
    assert county.take(scribe).accepted == 1


def test_a_view_of_the_books_stays_one_view(scribe: Scribe, county: Counter) -> None:
    """Who counts desks and then money must not see a batch that came between."""
    sealed = week(scribe, 3)
    with county.store.reading() as db:
        assert db.execute(tables.desks.select()).all() == []
        receiver_of(county).receive(sealed.bytes)
        assert db.execute(tables.contributions.select()).all() == []
    assert county.status().facts == 6


def test_what_was_answered_is_on_the_disk_whatever_the_server_was_told(county: Counter) -> None:
    with county.store.writing() as db:
        assert db.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_no_batch_reads_a_whole_table_of_books_without_statistics(scribe: Scribe, county: Counter) -> None:
    """As after a restore: PostgreSQL then believes that each number has many bearers, and would read everybody."""
    scribe.register(1)
    county.take(scribe)
    with county.store.writing() as db:
        db.exec_driver_sql("ALTER TABLE people SET (autovacuum_enabled = false)")
        columns = "'p' || n, '', '4290041985' || n, '{}', '' FROM people, generate_series(1, 20000) n"
        db.exec_driver_sql(f"INSERT INTO people SELECT desk, {columns}")
    before = rows_read_in_a_row(county)
    scribe.register(200)
    county.take(scribe)
    assert rows_read_in_a_row(county) == before


def rows_read_in_a_row(county: Counter) -> int:
    """How many rows of people were read by reading the table from its beginning."""
    with county.store.reading() as db:
        db.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    with county.store.reading() as db:
        of_people = "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'people'"
        return int(db.exec_driver_sql(of_people).scalar_one())


def test_a_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    for address in ("clerk:secret@127.0.0.1:9/books", "127.0.0.1:9/books?user=clerk&password=secret"):
        said = run("status", store=f"postgresql://{address}")
        assert said.returncode == 1
        assert "store-away" in said.stderr
        assert "127.0.0.1:9" in said.stderr
        assert "secret" not in said.stderr
        assert "Traceback" not in said.stderr


def test_no_password_of_a_database_stands_on_a_command_line(tmp_path: Path) -> None:
    before, behind = "postgresql://clerk:secret@127.0.0.1:9/books", "postgresql:///books?password=secret"
    for command, address in (("status", before), ("serve", before), ("backup", behind)):
        said = run(command, *["copy"] * (command == "backup"), "--store", address)
        assert (said.returncode, said.stdout, "secret" in said.stderr) == (1, "", False)
        assert "VILLAGE_TOWNSHIP_STORE" in said.stderr


def test_a_database_of_another_kind_or_without_books_is_refused(postgresql: Server) -> None:
    with pytest.raises(StoreTrouble, match="store-kind"):
        Store.open("mysql://127.0.0.1/books")
    with pytest.raises(StoreTrouble, match="store-missing"):
        Store.open(postgresql.store())


def test_processes_that_make_the_same_store_at_once_make_one(postgresql: Server) -> None:
    url, made = postgresql.store(), []

    def make() -> None:
        store = Store.create(url, lambda: datetime.now(UTC))
        made.append(store.timeline)
        store.close()

    at_once(*[make] * 6)
    assert len(made) == 6
    assert len(set(made)) == 1
    engine = create_engine(url)
    with engine.connect() as db:
        assert len(db.execute(tables.township.select()).all()) == 1
    engine.dispose()


def test_no_process_shows_the_password_on_its_command_line(postgresql: Server, tmp_path: Path) -> None:
    url = postgresql.store()
    password = make_url(url).password
    assert password
    with township(tmp_path, url=url, workers=2) as process:
        requests.get(f"{process.url}/health", timeout=60)  # a worker is there when it has answered
        lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in family(process.pid)]
    assert len(lines) >= 2
    assert not any(password.encode() in line for line in lines)


def family(pid: int) -> list[int]:
    """The process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def test_who_watches_the_township_is_told_when_the_books_do_not_answer(tmp_path: Path) -> None:
    with postgres.server() as running:
        counter = Counter(tmp_path, url=running.store())
        watching = Browser(
            app.make(counter.receiver, Uploads(counter.store, lambda: NOON), beside=[health.route(counter.store)])
        )
        assert (watching.get("/health").status, watching.page.text) == (200, "ok")
    assert (watching.get("/health").status, watching.page.text) == (503, "books")
    counter.close()
