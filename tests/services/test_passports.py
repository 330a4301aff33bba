"""The passport of a sealed batch: its sums are the batch's, kind by kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.desk import outbox
from tests.desks import new_desk, register
from tests.documents.reading import read
from tests.township.nearby import township
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services import passports
from village_desk.services.collecting import Payment

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that has sent a batch with a void, and then another."""
    office = tmp_path / "office"
    office.mkdir()
    with new_desk(tmp_path) as found, township(office) as process:
        people = [register(found, "单雄信", serial=serial) for serial in range(1, 6)]
        numbers = [found.collecting.collect(Payment(person, 2026, 20000)).number for person in people]
        found.collecting.void(numbers[4], "收错")
        found.exchanging.send(process.url)
        found.collecting.void(numbers[3], "收错")
        found.exchanging.send(process.url)
        yield found


def test_the_lines_make_up_the_batch_and_its_money(desk: Desk) -> None:
    made = passports.made(desk._store, desk.collecting, 1)
    [_, first] = desk.road.batches()
    assert sum(each.count for each in made.lines) == made.facts == first.facts
    by_words = {each.words: (each.count, each.fen) for each in made.lines}
    assert by_words["参保登记"] == (5, None)
    assert by_words["代收养老保险费"] == (5, 100000)
    assert by_words["作废凭条"] == (1, -20000)
    assert (made.net_fen, made.receipt_count, made.void_count) == (first.net_fen, 5, 1) == (80000, 5, 1)
    assert (made.batch, made.head_hash) == (first.id, _head_hash(desk))
    assert made.answer == f"镇所已答复：收下 {first.facts} 条，退回 0 条"


def test_a_void_counts_in_the_batch_that_carries_it(desk: Desk) -> None:
    made = passports.made(desk._store, desk.collecting, 2)
    assert (made.net_fen, made.receipts, made.void_count) == (-20000, None, 1)
    assert [(each.words, each.fen) for each in made.lines if each.fen] == [("作废凭条", -20000)]


def test_the_paper_carries_the_batch_in_words_and_code(desk: Desk) -> None:
    found = read(desk.papers.passport(1))
    made = passports.made(desk._store, desk.collecting, 1)
    assert found.codes() == [f"VDB1 {made.batch} {made.desk} 1 {made.facts} 800.00".upper()]
    assert "人民币捌佰元整" in found.text()
    assert "单雄信" not in found.text()


def test_a_batch_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.papers.passport(3)
    assert refused.value.code == "unknown_batch"


def _head_hash(desk: Desk) -> str:
    rows = desk._store.db.execute("SELECT head_hash FROM batches WHERE number = 1").fetchall()
    assert outbox.open_batches(desk._store.db) == []
    return str(rows[0][0])
