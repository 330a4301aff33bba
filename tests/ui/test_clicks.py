"""A click asks nothing of the years before: twice the years, the same work. Counted in SQLite's steps, not in time."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sync.agreement import facts
from sync.desk import outbox
from tests.bench import years
from tests.bench.years import Size
from tests.counting import calls, rows, statements, steps
from village_desk.desk import Desk
from village_desk.services.road import refused
from village_desk.store import history, recovering
from village_desk.ui import rooms
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.township.batches import FEW
from village_desk.ui.window import Window

SIZE = Size(people=120, fees=60, lines=90)
SHORT, LONG = 1, 2
A_LIST = 100
"""Steps for one more line of a page on which every month's payout list has its own."""

OF_A_LIFE = 12
"""Steps for one more fee or payout in a life, on the page that reads the lives of a whole village group."""


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Desk]]:
    """Two desks of the same village, one twice as old as the other."""
    made = {each: years.make(tmp_path_factory.mktemp("years"), each, SIZE) for each in (SHORT, LONG)}
    yield made
    for desk in made.values():
        desk.close()


def _change(desk: Desk) -> None:
    """Something is recorded, so that all must be asked again."""
    with desk._store.writing():
        desk._store.record(facts.SettingChanged("hotline", desk._store.mint()))


def _somebody(desk: Desk, place: int = SIZE.people - 1) -> str:
    """Who stands there on the roster: at its end somebody whom nothing happened to in all the years."""
    return str(desk._store.db.execute("SELECT id FROM people ORDER BY place LIMIT 1 OFFSET ?", [place]).fetchone()[0])


A_DRAWER_YEAR = 9_000
"""Steps for a year's receipts on the two pages that say what lies in the drawer: it is what came in less what went out,
summed in one index; where nothing was ever passed on, all of it lies there."""


def _click(desk: Desk, name: str) -> int:
    """The steps of a page that is read again after a change, the road's with them."""
    window, about = Window(desk), _somebody(desk) if name in ("person", "collect") else ""
    window.go(Place(name, about))  # made for the first time, and all that came back is read
    _change(desk)

    def click() -> None:
        window.page().set_stale()
        window.changed()
        window.page().freshen()
        window.go(window._place)

    taken = steps(desk._store.db.conn, click)
    window.close()
    window.deleteLater()
    return taken


def test_the_long_desk_has_twice_the_journal(desks: dict[int, Desk]) -> None:
    counts = [history.count(desk._store.db) - SIZE.people for desk in desks.values()]  # people are registered once
    assert counts[1] > 1.8 * counts[0]
    assert [desk.road.count_batches() for desk in desks.values()] == [52, 104]
    assert [desk.road.state().waiting for desk in desks.values()] == [years.WAITING] * 2


@pytest.mark.parametrize("name", [*rooms.PAGES])
def test_a_click_takes_the_same_work_after_twice_the_years(
    dressed: QApplication, desks: dict[int, Desk], name: str
) -> None:
    taken = {age: _click(desk, name) for age, desk in desks.items()}
    of_lists = (LONG - SHORT) * 12 * A_LIST if name in ("today", "payouts") else 0
    of_lists += (LONG - SHORT) * (12 * SIZE.lines + SIZE.fees) * OF_A_LIFE if name == "group_sheet" else 0
    of_drawer = (LONG - SHORT) * A_DRAWER_YEAR if name in ("books", "passing") else 0
    assert taken[LONG] <= 1.2 * taken[SHORT] + of_lists + of_drawer, taken


def test_a_batch_for_each_fee_costs_a_click_no_more_than_one_a_week(
    dressed: QApplication, desks: dict[int, Desk], tmp_path: Path
) -> None:
    with years.make(tmp_path, SHORT, SIZE, each_fee=True) as each_fee:
        assert each_fee.road.count_batches() > 2 * desks[SHORT].road.count_batches()
        for name in ("today", "township", "person"):
            taken = [_click(desk, name) for desk in (desks[SHORT], each_fee)]
            assert taken[1] <= 1.2 * taken[0], (name, taken)


def test_one_change_reads_the_road_once_whoever_asks(desks: dict[int, Desk]) -> None:
    desk = desks[SHORT]
    _change(desk)
    first = steps(desk._store.db.conn, desk.road.state)
    again = steps(desk._store.db.conn, desk.road.state)
    assert again < first / 3


def test_of_the_lines_that_came_back_only_open_ones_are_read_again(desks: dict[int, Desk]) -> None:
    read = {}
    for age, desk in desks.items():
        desk.road.state()
        _change(desk)
        read[age] = rows(desk._store.db.conn, desk.road.state)
    assert read[LONG] <= read[SHORT] + 8, f"a year more has 52 such lines; one of both is open: {read}"


def test_what_refused_lines_is_what_a_fresh_look_finds(desks: dict[int, Desk]) -> None:
    desk = desks[LONG]
    road, db = desk.road.state(), desk._store.db
    fresh = refused.RefusedLines()
    assert (road.refused, road.remarks) == (fresh.refused(db), fresh.remarked(db))
    assert len(road.refused) + len(road.remarks) == 1, "all but the last were mended a week later"
    _correct_what_refused_lines(desk)
    assert [each.corrected for each in (desk.road.state().refused + desk.road.state().remarks)] == [True]


def _correct_what_refused_lines(desk: Desk) -> None:
    road = desk.road.state()
    [line] = road.refused + road.remarks
    desk.registering.correct(line.person, {"phone": "13900000000"})


def test_a_start_asks_no_more_after_twice_the_years(dressed: QApplication, desks: dict[int, Desk]) -> None:
    asked = {}
    for age, desk in desks.items():
        with desk.again() as fresh:
            asked[age] = statements(fresh._store.db.conn, lambda fresh=fresh: Window(fresh).deleteLater())  # type: ignore[misc]
    assert asked[LONG] <= asked[SHORT], asked


def test_of_a_long_life_no_more_is_read_than_is_shown(desks: dict[int, Desk]) -> None:
    taken, lived = [], []
    for desk in desks.values():
        person = _somebody(desk, 2)
        desk.registering.latest(person, 8)
        taken.append(calls(lambda desk=desk, person=person: desk.registering.latest(person, 8)))  # type: ignore[misc]
        lived.append(desk.registering.latest(person, 8)[1])
        assert desk.registering.latest(person, 8)[0] == desk.registering.history(person)[:8]
    assert lived[1] - lived[0] >= 12, "a year of payout lists"
    assert taken[1] - taken[0] <= 4 * (lived[1] - lived[0]), (taken, lived)


def test_of_whoever_paid_and_drew_all_the_years_a_click_reads_what_it_shows(
    dressed: QApplication, desks: dict[int, Desk]
) -> None:
    read, lived = {}, {}
    for age, desk in desks.items():
        window, person = Window(desk), _somebody(desk, 2)
        window.go(Place("person", person))
        _change(desk)
        read[age] = rows(desk._store.db.conn, window.changed) + rows(desk._store.db.conn, window.page().refresh)
        lived[age] = desk.registering.latest(person, 8)[1]
        window.deleteLater()
    assert lived[LONG] >= lived[SHORT] + 12, "a year of payout lists, and more"
    assert read[LONG] <= read[SHORT] + 6, f"the receipt of the year more, for all who ask: {read}"


def test_the_latest_of_some_kinds_are_those_at_the_end_of_the_journal(desks: dict[int, Desk]) -> None:
    db = desks[LONG]._store.db
    kinds = (facts.ContributionCollected.KIND, facts.PayoutListPart.KIND, facts.PersonCorrected.KIND)
    marks = ", ".join("?" for _kind in kinds)
    ids = f"SELECT id FROM journal WHERE kind IN ({marks}) ORDER BY seq DESC LIMIT 10"
    wanted = [row[0] for row in db.execute(ids, list(kinds)).fetchall()]
    assert [each.id for each in history.latest(db, 10, kinds)] == wanted


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_the_township_takes_back_and_what_another_thread_writes_is_read_again(
    tmp_path: Path, elsewhere: bool
) -> None:
    with years.make(tmp_path, 1, Size(people=20, fees=10, lines=5)) as desk:
        assert desk.road.state().waiting == years.WAITING
        with contextlib.ExitStack() as opened:
            other = opened.enter_context(desk.again()) if elsewhere else desk
            with other._store.writing():
                recovering.reopen(other._store, set(sorted(outbox.answered(other._store.db))[:20]))
        road, db = desk.road.state(), desk._store.db
        assert road.waiting > years.WAITING
        fresh = refused.RefusedLines()
        assert (road.refused, road.remarks) == (fresh.refused(db), fresh.remarked(db))
        assert road.refused or road.remarks


def test_the_batches_of_before_are_shown_when_asked_for(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with years.make(tmp_path, 1, Size(people=20, fees=10, lines=5)) as desk:
        window = Window(desk)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.go(Place("township"))
        table, more = window.findChild(Table, "batches"), window.findChild(Button, "more_batches")
        assert table is not None and more is not None
        assert (len(table.rows()), more.isVisible(), more.text()) == (FEW, True, f"看以前的 {52 - FEW} 批")
        more.click()
        assert (len(table.rows()), more.isVisible()) == (52, False)
        window.changed()
        assert len(table.rows()) == 52, "they stay"
        window.close()


def test_all_that_pages_need_is_loaded_behind_the_window(
    dressed: QApplication, qtbot: QtBot, desks: dict[int, Desk]
) -> None:
    window = Window(desks[SHORT])
    qtbot.addWidget(window)
    window.load_pages()
    qtbot.waitUntil(lambda: not window.jobs.beside.busy, timeout=10_000)
    assert all(f"village_desk.ui.pages.{each.module}" in sys.modules for each in rooms.PAGES.values())
    assert len(gc.get_objects()) < gc.get_freeze_count(), "no key waits for a pass over all modules and pages"
    window.close()
