"""The payout list: matched line by line, and the roster that the elders sign."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import SAMPLE, new_desk
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services import printable
from village_desk.services.matching import Mismatch

KEY = json.loads((SAMPLE / "answer-key.json").read_text("utf-8"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with new_desk(tmp_path) as found:
        found.importing.take(found.importing.read(SAMPLE / "roster.xlsx"))
        yield found


def test_the_sample_list_is_matched_whole(desk: Desk) -> None:
    preview = desk.paying.read(SAMPLE / "payout-list.xlsx")
    assert (preview.payees, preview.total_fen) == (KEY["payout"]["payees"], KEY["payout"]["total_fen"])
    assert str(preview.month) == "2026-11"
    assert preview.questions == ()


def test_who_is_unknown_or_differs_is_told_without_full_numbers(desk: Desk, tmp_path: Path) -> None:
    people = {each.resident.id_number: each.resident for each in desk.finding.roster()}
    rows = desk.paying.read(SAMPLE / "payout-list.xlsx").reading.rows
    renamed, moved, stranger = [row for row in rows if row.account][:3]
    desk.registering.correct(people[renamed.id_number].id, {"name": "改了名"})
    desk.registering.correct(people[moved.id_number].id, {"account": "6217003456789012346"})
    desk.registering.correct(people[stranger.id_number].id, {"id_number": "11010519491231002X"})
    questions = desk.paying.read(SAMPLE / "payout-list.xlsx").questions
    assert [(each.line, each.kind) for each in questions] == [
        (renamed.line, Mismatch.NAME),
        (moved.line, Mismatch.ACCOUNT),
        (stranger.line, Mismatch.UNKNOWN),
    ]
    for question in questions:
        assert question.cure
        assert not any(row.id_number in question.words or row.account in question.words for row in [moved, stranger])


def test_a_list_taken_is_kept_with_its_lines_and_its_paper(desk: Desk) -> None:
    preview = desk.paying.read(SAMPLE / "payout-list.xlsx")
    list_id = desk.paying.take(preview)
    lines = desk.paying.lines(list_id)
    assert sum(line.total_fen for line in lines) == KEY["payout"]["total_fen"]
    assert all(line.resident for line in lines)
    roster = desk.papers.signing_roster(list_id)
    paper = roster.paper
    desk.paying.printed(roster.printed)
    [kept] = desk.paying.lists()
    assert (kept.payees, kept.printed_pages) == (286, paper.pages)
    assert desk.keeping.check().well


def test_the_same_list_is_taken_once(desk: Desk) -> None:
    desk.paying.take(desk.paying.read(SAMPLE / "payout-list.xlsx"))
    again = desk.paying.read(SAMPLE / "payout-list.xlsx")
    assert desk.paying.known(again)
    with pytest.raises(Refused) as refusal:
        desk.paying.take(again)
    assert refusal.value.code == "list_known"


def test_a_roster_is_no_payout_list(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.paying.read(SAMPLE / "roster.xlsx")


def test_a_payee_whose_name_no_font_has_is_left_blank_and_named(desk: Desk) -> None:
    line = facts.PayoutListLine(1, "王\uf8f0", "11010519491231002X", 20000, 0, 20000)
    list_id = "list-1"
    with desk._store.writing():
        desk._store.record(facts.PayoutListPart(list_id, "2026-11", 1, 20000, "f" * 64, 1, 1, (line,)))
    blanks = desk.papers.payout_roster(list_id).by_hand
    assert [(each.where, each.words, each.missing) for each in blanks] == [("行码 0-001", "王\uf8f0", "\uf8f0")]
    assert "0-001" in printable.by_hand(blanks) and "U+F8F0" in printable.by_hand(blanks)
