"""A week's send costs what the week holds: on a desk of four years the same rows, statements and bytes as of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.agreement.facts import BatchAnswered
from sync.agreement.protocol import HELLO_BESIDE, Hello
from sync.desk import outbox
from sync.wire import batch, keys, messages
from sync.wire.keys import DeskKey
from tests import counting
from tests.bench import years
from tests.township.moods import Stranger, moody
from village_desk.desk import Desk

SIZE = years.Size(people=20, fees=20, lines=5)
AGES = (1, 4)


@dataclass
class Office:
    """Answers a greeting beside a week of one piece, as the township of these years would; it has no messages.

    ``position``: the batches that it answered so far; ``crossed``: bytes up and down.
    """

    key: DeskKey
    position: int
    crossed: int = 0

    def reply(self, stranger: Stranger) -> None:
        """One request; anything but the week is a question for messages."""
        data = stranger.body()
        if stranger.command != "PATCH":
            stranger.send_response(204)
            stranger.end_headers()
            return
        nonce = stranger.headers[HELLO_BESIDE].partition(" ")[2]
        hello = Hello(self.key.public, years.TIMELINE, "2026-11-02T09:30:00+08:00", nonce, False, self.position)
        beside = messages.write_hello(self.key, hello).decode()
        answer = messages.write_answer(self.key, answer_to(data))
        self.crossed += len(str(stranger.headers)) + len(data) + len(beside) + len(answer)
        stranger.send_response(200)
        stranger.send_header(HELLO_BESIDE, beside)
        stranger.send_header("Content-Length", str(len(answer)))
        stranger.end_headers()
        stranger.wfile.write(answer)


def answer_to(data: bytes) -> BatchAnswered:
    """All of it is accepted."""
    sealed = batch.sealed(data)
    return BatchAnswered(
        batch=sealed.id,
        number=sealed.number,
        epoch=sealed.epoch,
        last_seq=sealed.last_seq,
        accepted=sealed.facts,
        already_had=0,
        refused=0,
        not_accepted=(),
        timeline=years.TIMELINE,
        accepted_fen=sealed.manifest.cash_fen,
    )


@dataclass(frozen=True)
class Cost:
    """Steps of SQLite's machine, statements, and bytes outside the file."""

    steps: int
    statements: int
    outside: int


def cost(desk: Desk, work: Callable[[], object], outside: Callable[[], int] = int) -> Cost:
    connection, run = desk._store.db.conn, list[int]()
    steps = counting.steps(connection, lambda: run.append(counting.statements(connection, work)))
    return Cost(steps, run[0], outside())


@dataclass(frozen=True)
class Week:
    """The week in its order: on a stick, over the line, and its slip."""

    stick: Cost
    line: Cost
    slip: Cost


def week_of(desk: Desk, office: DeskKey, stick: Path) -> Week:
    stick.mkdir()
    town = Office(office, outbox.count_answered(desk._store.db))
    by_stick = cost(desk, lambda: desk.exchanging.write_stick(stick))
    with desk._store.writing():  # never sent, so that it goes with the greeting
        outbox.drop_after(desk._store.db, *last_place(desk))
    with moody(town.reply) as server:
        by_line = cost(desk, lambda: desk.exchanging.send(server.url), lambda: town.crossed)
    number = desk.road.batches(1)[0].number
    return Week(by_stick, by_line, cost(desk, lambda: desk.papers.passport(number)))


def last_place(desk: Desk) -> tuple[str, int]:
    [epoch] = desk._store.db.execute("SELECT epoch FROM epochs").fetchone()
    return epoch, outbox.acknowledged_seq(desk._store.db, epoch)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Week]]:
    found = {}
    for age in AGES:
        folder = tmp_path_factory.mktemp(f"years-{age}")
        with years.make(folder, age, SIZE) as desk:
            assert outbox.count_answered(desk._store.db) == len(outbox.answered(desk._store.db)) == 52 * age
            found[age] = week_of(desk, keys.load_or_create(folder / "office.key", b""), folder / "stick")
    yield found


def test_a_weeks_send_costs_the_same_on_a_desk_of_four_years(weeks: dict[int, Week]) -> None:
    young, old = (weeks[age].line for age in AGES)
    assert old.statements == young.statements
    assert old.steps <= young.steps * 1.02, "nothing of the years is read"
    assert abs(old.outside - young.outside) < 20, "the digits of a number"


def test_its_slip_and_a_stick_cost_the_same(weeks: dict[int, Week]) -> None:
    young, old = (weeks[age] for age in AGES)
    assert old.slip.statements == young.slip.statements
    assert old.slip.steps <= young.slip.steps * 1.02
    assert old.stick.statements == young.stick.statements
    batches = 52 * (AGES[1] - AGES[0])
    assert old.stick.steps <= young.stick.steps + 7 * batches, "the list of the batches that are here, and no more"
