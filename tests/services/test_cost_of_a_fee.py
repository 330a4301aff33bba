"""What one fee asks of the file and the disk, counted: the same on every computer, and for every size of village."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.desks import new_desk, register
from village_desk.desk import Desk
from village_desk.services.collecting import Payment
from village_desk.store.database import Store


def statements(desk: Desk, payment: Payment) -> Counter[str]:
    """What the fee asks of SQLite, each statement by its text with the values taken out."""
    seen: list[str] = []
    connection = desk._store.db.conn
    connection.set_trace_callback(seen.append)
    try:
        desk.collecting.collect(payment)
    finally:
        connection.set_trace_callback(None)
    return Counter(" ".join(each.split()[:9]).split("VALUES")[0] for each in seen)


def test_a_fee_asks_each_thing_once(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        people = [register(desk, name, serial=serial) for serial, name in enumerate(("单雄信", "秦叔宝"), 1)]
        desk.collecting.collect(Payment(people[0], 2026, 10000))
        seen = statements(desk, Payment(people[1], 2026, 10000))
    about_receipts = {each for each in seen if each.startswith("SELECT r.number")}
    assert [each for each, times in seen.items() if times > 1 and each not in about_receipts] == []
    assert sum(seen[each] for each in about_receipts) == 1, "the receipt that it became"
    assert seen["COMMIT"] == 1
    assert sum(seen.values()) <= 23


def test_the_clock_is_judged_once_a_fee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = 0
    real = Store.judged

    def counting(store: Store) -> Any:
        nonlocal judged
        judged += 1
        return real(store)

    with new_desk(tmp_path) as desk:
        person = register(desk, "单雄信")
        monkeypatch.setattr(Store, "judged", counting)
        desk.collecting.collect(Payment(person, 2025, 10000))
    assert judged == 1


def test_a_fee_after_the_first_syncs_once_beside_its_commit_and_lists_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite syncs its log once a commit; with the witness these are two syncs a fee."""
    asked: Counter[str] = Counter()

    def counted(name: str) -> None:
        real = getattr(os, name)

        def counting(*given: Any, **more: Any) -> Any:
            asked[name] += 1
            return real(*given, **more)

        monkeypatch.setattr(os, name, counting)

    with new_desk(tmp_path) as desk:
        people = [register(desk, name, serial=serial) for serial, name in enumerate(("单雄信", "秦叔宝", "罗成"), 1)]
        desk.collecting.collect(Payment(people[0], 2026, 10000))
        for name in ("fsync", "listdir", "scandir"):
            counted(name)
        for person in people[1:]:
            desk.collecting.collect(Payment(person, 2026, 10000))
        assert asked == {"fsync": 2}
        desk.papers.receipt(desk.collecting.recent(1)[0].number)
        assert asked["fsync"] == 2, "printing the last receipt notes nothing new"


def test_a_fee_writes_twelve_pages(tmp_path: Path) -> None:
    """Five of the journal and its indexes, six of the receipts and theirs. Each is encrypted and authenticated."""
    with new_desk(tmp_path) as desk:
        people = [register(desk, name, serial=serial) for serial, name in enumerate(("单雄信", "秦叔宝", "罗成"), 1)]
        log, each = desk.path.with_name(f"{desk.path.name}-wal"), []
        for person in people:
            before = log.stat().st_size
            desk.collecting.collect(Payment(person, 2026, 10000))
            each.append((log.stat().st_size - before) / (_FRAME + _PAGE))
    assert each == [12, 12, 12]


_FRAME, _PAGE = 24, 4096
"""Bytes of a page in SQLite's log, and of what stands before it there."""
