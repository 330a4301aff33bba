"""A page reads no more people than it shows: three times the village, the same rows. Counted, not timed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sync.agreement import facts
from tests.bench import villages
from tests.counting import rows, statements, steps
from tests.desks import new_desk
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.people import Standing
from village_desk.domain.receipts import ReceiptNumber
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Found, Listing, Only
from village_desk.ui import rooms
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.table_columns import GroupHeading, Paged
from village_desk.ui.kit.table_views import Table
from village_desk.ui.window import Window

SMALL, LARGE = 240, 720
GROUPS = 4
A_PERSON = {"today": 125, "todo": 150, "people": 50, "groups": 30, "collect": 30, "receipt_list": 30, "group_sheet": 80}
A_PERSON |= {"books": 14, "passing": 90}
"""Steps for one more person on pages that count everybody in an index, or list what was paid; the others look up whom
they show."""

LISTED = {"collect": 1.1, "todo": 1.1, "receipt_list": 0.34, "passing": 0.68, "group_sheet": 0.9}
"""Rows for one more person on pages that show a list of them: every third was paid for today, without a paper yet, and
these villages have the same few names again and again. Of a village group, a quarter of them, everybody is a row."""

LIVES = {"group_sheet": 2.2}
"""Statements for one more person on a page that shows everybody of a village group, a quarter of the village, each by
what is known of their life: some eight statements for each of them."""


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Desk]]:
    """Two villages of the same groups, one three times as large; every third person has paid."""
    made = {count: _village(new_desk(tmp_path_factory.mktemp("village")), count) for count in (SMALL, LARGE)}
    yield made
    for desk in made.values():
        desk.close()


def _village(desk: Desk, count: int) -> Desk:
    with desk._store.writing():
        for place, each in enumerate(villages.residents(count)):
            person = desk._store.mint()
            desk._store.record(dataclasses.replace(each, person=person, group=place // 3 % GROUPS + 1))
            if place % 3 == 0:
                desk._store.record(_fee(person, place + 1))
    return desk


def _fee(person: str, serial: int) -> facts.ContributionCollected:
    number = str(ReceiptNumber("A", 1, 2026, serial))
    return facts.ContributionCollected(person, number, 2026, 10000, 10000, "national-2014")


def _clicks(desks: dict[int, Desk], name: str) -> Iterator[tuple[int, Desk, Callable[[], None]]]:
    """For each desk, the page read again after something was recorded; the tenth of the village is the same one."""
    for count, desk in desks.items():
        [person] = desk._store.db.execute("SELECT id FROM people WHERE place = 10").fetchone()
        window = Window(desk)
        window.resize(1366, 768)
        window.go(Place(name, person if name in ("person", "collect", "estimate") else ""))

        def click(desk: Desk = desk, window: Window = window) -> None:
            with desk._store.writing():
                desk._store.record(facts.SettingChanged("hotline", desk._store.mint()))
            window.changed()
            window.page().freshen()

        click()
        yield count, desk, click
        window.close()
        window.deleteLater()


@pytest.mark.parametrize("name", [*rooms.PAGES])
def test_a_page_reads_no_more_people_than_it_shows(dressed: QApplication, desks: dict[int, Desk], name: str) -> None:
    read, run, taken = {}, {}, {}
    for count, desk, click in _clicks(desks, name):
        connection = desk._store.db.conn
        read[count], run[count] = rows(connection, click), statements(connection, click)
        taken[count] = steps(connection, click)
    assert run[SMALL] <= run[LARGE] <= run[SMALL] + LIVES.get(name, 0) * (LARGE - SMALL), run
    assert read[LARGE] <= read[SMALL] + GROUPS + LISTED.get(name, 0) * (LARGE - SMALL), read
    assert taken[LARGE] <= 1.2 * taken[SMALL] + A_PERSON.get(name, 0) * (LARGE - SMALL), taken


def test_the_table_walks_to_the_last_row_and_reads_only_what_it_shows(
    dressed: QApplication, desks: dict[int, Desk]
) -> None:
    desk = desks[LARGE]
    everybody = desk.finding.roster()
    window = Window(desk)
    window.resize(1366, 768)
    window.show()
    window.go(Place("people"))
    [table] = children(window, Table, "people_table")

    def to_the_end() -> None:
        QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        table.grab()

    assert rows(desk._store.db.conn, to_the_end) <= 2 * Paged.PAGE
    assert len(table.rows()) == len(everybody) + GROUPS
    assert table.currentIndex().row() == len(table.rows()) - 1
    bar = table.verticalScrollBar()
    assert bar.value() == bar.maximum()
    shown = list(table.rows())
    assert [each.found for each in shown if not isinstance(each, GroupHeading)] == everybody
    assert [place for place, each in enumerate(shown) if isinstance(each, GroupHeading)] == [
        place * (len(everybody) // GROUPS + 1) for place in range(GROUPS)
    ]
    window.close()


@pytest.mark.parametrize("group", [None, VillageGroup(2)])
@pytest.mark.parametrize("standing", [None, *Standing])
@pytest.mark.parametrize("only", [None, *Only])
def test_a_narrowed_list_has_those_of_whom_it_is_true(
    desks: dict[int, Desk], group: VillageGroup | None, standing: Standing | None, only: Only | None
) -> None:
    desk = desks[LARGE]
    soon = {each.resident.id for each in desk.finding.listing(only=Only.SOON_SIXTY).part(0, LARGE)}
    wanted: dict[Only | None, Callable[[Found], bool]] = {
        None: lambda each: True,
        Only.UNPAID: lambda each: each.owes_this_year,
        Only.SOON_SIXTY: lambda each: each.resident.id in soon,
        Only.SPECIAL_GROUP: lambda each: bool(each.resident.special_group),
        Only.LEFT: lambda each: False,  # nobody of these villages has left
    }
    found = desk.finding.listing(group, standing, only)
    assert found.part(0, LARGE) == [
        each
        for each in desk.finding.roster()
        if group in (None, each.resident.village_group) and standing in (None, each.standing) and wanted[only](each)
    ]
    assert sum(count for _group, count in found.groups) == len(found)


def test_pages_are_read_once_and_the_rows_of_one_that_cannot_be_read_are_empty() -> None:
    asked: list[int] = []

    def read(first: int, count: int) -> list[int]:
        asked.append(first)
        return list(range(first, min(first + count, 200)))

    paged = Paged([(GroupHeading("a"), 3), (GroupHeading("b"), 197)], read)
    assert (len(paged), paged[0], paged[1], paged[4], paged[5], paged[-1]) == (
        202,
        GroupHeading("a"),
        0,
        GroupHeading("b"),
        3,
        199,
    )
    assert list(paged)[5:] == paged[5:] == list(range(3, 200))
    assert asked == [0, 192, 64, 128]
    broken = Paged([(GroupHeading("a"), 3)], lambda first, count: [])
    assert list(broken) == [GroupHeading("a"), *[GroupHeading("")] * 3]


def test_a_file_that_cannot_be_read_while_scrolling_is_said_above_the_table(
    dressed: QApplication, desks: dict[int, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(desks[SMALL])
    window.resize(1366, 768)
    window.show()
    window.go(Place("people"))
    [table] = children(window, Table, "people_table")

    def broken(self: Listing, first: int, count: int) -> list[object]:
        raise Trouble("读不了文件", "请检查磁盘", "disk")

    monkeypatch.setattr(Listing, "part", broken)
    QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    table.grab()
    assert window.page().notice.isVisible()
    window.close()
