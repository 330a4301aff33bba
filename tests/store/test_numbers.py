"""Receipt numbers: taken under the write lock, never twice, and a counter that only goes up."""

import threading
from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import new_desk, register
from village_desk.domain.basics.errors import Trouble
from village_desk.services.collecting import Payment
from village_desk.store.connection import engine
from village_desk.store.subjects import receipts


def fee(person: str, number: str, year: int) -> facts.ContributionCollected:
    return facts.ContributionCollected(
        person=person, receipt=number, year=year, tier_fen=10000, amount_fen=10000, policy="national-2014"
    )


def test_a_counter_never_goes_back_in_whatever_order_receipts_come(tmp_path: Path) -> None:
    """As when lost batches come home by two roads: the later one first."""
    with new_desk(tmp_path) as desk:
        person, store = register(desk, "单雄信"), desk._store
        with store.writing() as db:
            first = [receipts.next_receipt(db, "A", 1, 2026)]
            for serial, year in ((5, 2025), (3, 2026)):
                number = str(type(first[0])("A", 1, 2026, serial))
                store.record(fee(person, number, year))
            first.append(receipts.next_receipt(db, "A", 1, 2026))
        assert [each.serial for each in first] == [1, 6]
        desk.keeping.rebuild()
        with store.writing() as db:
            assert receipts.next_receipt(db, "A", 1, 2026).serial == 6


def test_whoever_writes_has_the_lock_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that two connections read before either writes would be on paper twice, or lose a fee."""
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    with new_desk(tmp_path) as desk, desk.again() as other:
        begun = []
        with desk._store.writing(), pytest.raises(Trouble) as told, other._store.writing():
            begun.append("the second one")
        assert (told.value.code, begun) == ("locked", [])
        with other._store.writing():
            begun.append("when the first one is done")
        assert begun == ["when the first one is done"]


def test_a_number_is_not_asked_for_outside_of_the_write_that_takes_it(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk, pytest.raises(AssertionError):
        receipts.next_receipt(desk._store.db, "A", 1, 2026)


def test_fees_that_are_taken_at_once_have_numbers_of_their_own_without_a_gap(tmp_path: Path) -> None:
    threads, each_takes = 3, 5
    with new_desk(tmp_path) as desk:
        people = [register(desk, "某某", serial=serial) for serial in range(1, threads * each_takes + 1)]
        taken: list[str] = []
        start = threading.Barrier(threads)

        def take(mine: list[str]) -> None:
            with desk.again() as own:
                start.wait()
                taken.extend(own.collecting.collect(Payment(person, 2026, 10000)).number for person in mine)

        working = [threading.Thread(target=take, args=[people[first::threads]]) for first in range(threads)]
        for each in working:
            each.start()
        for each in working:
            each.join()
        assert sorted(int(number.split("-")[2]) for number in taken) == list(range(1, len(people) + 1))
        assert desk.keeping.check().well
