"""The signing roster keeps what was printed on which page, whoever changes their group afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agreement import facts, journal, protocol
from tests.desks import register
from tests.documents.reading import read
from tests.services.test_both_learn import take
from tests.workbooks.books import payee
from village_desk.desk import Desk
from village_desk.services.signing_rosters import DrawnRoster
from village_desk.store import tables

BIRTH = "19500203"


@pytest.fixture
def listed(desk: Desk, tmp_path: Path) -> str:
    """A list of forty payees in three groups, one of whom nobody knows."""
    for each in range(1, 40):
        register(desk, "谭少怀", BIRTH, each, group=each % 3 + 1, household=f"{50 - each:03}")
    return take(desk, tmp_path, *(payee(each) for each in range(1, 41)))


def prints(desk: Desk, list_id: str, anew: bool = False) -> DrawnRoster:
    drawn = desk.papers.signing_roster(list_id, anew=anew)
    desk.paying.printed(drawn.printed)
    return drawn


def moves(desk: Desk, line: int, group: int) -> None:
    [who] = [each.resident for each in desk.finding.roster() if each.resident.household == f"{50 - line:03}"]
    desk.registering.correct(who.id, {"group": group})


def words(drawn: DrawnRoster) -> list[str]:
    """The words of each page."""
    paper = read(drawn.paper)
    return [paper.text(page) for page in range(paper.pages)]


def places(desk: Desk) -> dict[int, tuple[int, int]]:
    rows = desk._store.db.execute(
        "SELECT l.number, coalesce(p.edition, 0), coalesce(p.page, 0) FROM payout_lines l"
        " LEFT JOIN payout_places p USING (payout_list, number)"
    )
    return {number: (edition, page) for number, edition, page in rows}


def test_what_was_printed_keeps_its_pages_when_somebody_changes_the_group(desk: Desk, listed: str) -> None:
    first = prints(desk, listed)
    assert not first.outdated
    moves(desk, 2, 1)
    moves(desk, 30, 3)
    again = desk.papers.signing_roster(listed)
    assert again.outdated
    assert (again.printed, words(again)) == (first.printed, words(first))
    desk.paying.printed(again.printed)
    anew = prints(desk, listed, anew=True)
    assert (anew.printed.edition, anew.outdated) == (2, False)
    assert anew.printed.pages != first.printed.pages
    assert desk.papers.signing_roster(listed).printed == anew.printed
    assert desk.papers.signing_roster(listed, anew=True).printed == anew.printed, (
        "asked for twice it is no third edition"
    )
    assert desk.keeping.check().well


def test_every_line_is_on_one_page_and_a_line_knows_where(desk: Desk, listed: str) -> None:
    assert set(places(desk).values()) == {(0, 0)}
    first = prints(desk, listed)
    pages = first.printed.pages
    assert sorted(number for page in pages for number in page.lines) == list(range(1, 41))
    assert sum(each.lines for each in first.printed.groups) == 40
    assert [(each.group, each.name) for each in first.printed.groups] == [(1, ""), (2, ""), (3, ""), (0, "")]
    assert {number: (1, page) for page, each in enumerate(pages, 1) for number in each.lines} == places(desk)
    moves(desk, 2, 1)
    second = prints(desk, listed, anew=True).printed.pages
    assert {number: (2, page) for page, each in enumerate(second, 1) for number in each.lines} == places(desk)
    desk.keeping.rebuild()
    assert {number: (2, page) for page, each in enumerate(second, 1) for number in each.lines} == places(desk)
    assert "payout_editions" in tables.names()


def test_the_marks_of_two_editions_differ(desk: Desk, listed: str) -> None:
    first = read(prints(desk, listed).paper).text()
    moves(desk, 2, 1)
    second = read(prints(desk, listed, anew=True).paper).text()
    assert ("2611-A-01" in first, "编页" in first) == (True, False)
    assert ("2611-A-2-01" in second, "（第 2 次编页）" in second) == (True, True)


def test_a_print_of_the_first_release_is_arranged_by_the_groups_of_now(desk: Desk, listed: str) -> None:
    with desk._store.writing():
        desk._store.record(facts.PayoutRosterPrinted(listed, 4))
    assert desk.paying.lists()[0].printed_pages == 4
    drawn = desk.papers.signing_roster(listed)
    assert (drawn.printed.edition, drawn.outdated) == (1, False)


def test_the_print_of_the_longest_list_fits_a_line_of_the_road() -> None:
    pages = tuple(facts.RosterPage(tuple(range(start, start + 12))) for start in range(10_000, 40_000, 12))
    groups = tuple(facts.RosterGroup(each, 12) for each in range(len(pages)))
    printed = facts.PayoutPagesPrinted("list", 1, pages, groups)
    raw = journal.canonical(facts.body(printed))
    assert len(raw) < protocol.LINE_BYTES / 4
    assert facts.read(printed.KIND, "list", facts.body(printed)) == printed
    with pytest.raises(facts.Misfit):
        facts.read(printed.KIND, "list", {**facts.body(printed), "pages": [{"lines": ["1"]}]})


def test_a_payee_who_is_registered_later_stands_in_the_group_and_is_no_question(desk: Desk, tmp_path: Path) -> None:
    list_id = take(desk, tmp_path, payee(1), payee(2))
    assert len(desk.paying.questions(list_id)) == 2
    register(desk, "谭少怀", BIRTH, 1, group=3)
    [known, unknown] = desk.paying.lines(list_id)
    assert (known.resident and known.resident.group, unknown.resident) == (3, None)
    assert len(desk.paying.questions(list_id)) == 1
    assert [each.group for each in prints(desk, list_id).printed.groups] == [3, 0]
