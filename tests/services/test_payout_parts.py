"""A payout list is one fact in parts: short enough for the road, in any order, kept once, and whole or not there."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.agreement import facts, journal, protocol, sent, verdicts
from sync.agreement.books import Books
from sync.agreement.facts import PayoutListLine, PayoutListPart
from sync.wire import lines as wire_lines
from tests.desks import register
from tests.services.test_both_learn import line, read, take, told
from tests.township.journals import DESK
from tests.workbooks.books import number, payee
from village_desk.desk import Desk
from village_desk.services import paying

BIRTH = "19500203"


def listed(each: int, **more: Any) -> PayoutListLine:
    written = PayoutListLine(each, f"人{each}", number(each, BIRTH), 18900, 1248, 20148)
    return replace(written, **more)


def parts(*sizes: int, name: str = "list-b", month: str = "2026-11") -> list[PayoutListPart]:
    """A list in parts of so many lines."""
    whole = (name, month, sum(sizes), sum(sizes) * 20148, "f" * 64)
    counted = itertools.count(1)
    taken = [tuple(listed(next(counted)) for _line in range(size)) for size in sizes]
    return [PayoutListPart(*whole, part, len(sizes), lines) for part, lines in enumerate(taken, start=1)]


def record(desk: Desk, *recorded: facts.Fact) -> None:
    with desk._store.writing():
        for each in recorded:
            desk._store.record(each)


def bodies(desk: Desk) -> list[bytes]:
    """The lines that the desk's facts are on the road."""
    return [wire_lines.write(each) for each in journal.everything(desk._store.db)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 1, 2, 2, 0)])
def test_the_parts_of_another_pcs_list_come_in_any_order_and_twice(desk: Desk, order: tuple[int, ...]) -> None:
    here = register(desk, "谭少怀", BIRTH, 3)
    came = [line(each, count) for count, each in enumerate(parts(2, 2, 1))]
    for count, place in enumerate(order):
        assert desk.paying.all_lists() == [], "a list that has not come whole"
        told(desk, came[place], name=f"batch-{count}")
    [found] = desk.paying.lists()
    assert (found.id, found.payees, found.total_fen) == ("list-b", 5, 5 * 20148)
    assert [each.line for each in desk.paying.lines("list-b")] == [1, 2, 3, 4, 5]
    assert [each.line for each in desk.paying.lines("list-b") if each.resident and each.resident.id == here] == [3]
    told(desk, *came, name="batch-again")
    assert len(desk.paying.lines("list-b")) == 5
    assert desk.keeping.check().well
    desk.keeping.rebuild()
    assert [each.line for each in desk.paying.lines("list-b")] == [1, 2, 3, 4, 5]


def test_a_part_that_does_not_fit_its_list_is_left_out_and_stops_nothing(desk: Desk) -> None:
    one, two, three = parts(1, 1, 1)
    odd: list[facts.Fact] = [
        replace(two, part=1),
        replace(two, part=4),
        replace(two, month="2026-12"),
        replace(two, month="2026-13"),
        replace(two, total_fen=1),
        replace(two, lines=(listed(1),)),
        replace(two, lines=(listed(2), listed(2))),
        replace(two, lines=(listed(2), listed(3), listed(4))),
    ]
    lines: list[facts.Fact] = [
        facts.PayoutLineTaken("x", "list-b", 2, "人", number(9, BIRTH), 1, 1, 2),
        facts.PayoutListTaken("list-b", "2026-11", 3, 1, "e" * 64),
    ]
    told(desk, *(line(each, count) for count, each in enumerate((one, *odd, *lines))), name="first")
    assert desk.paying.all_lists() == []
    told(desk, *(line(each, count) for count, each in enumerate([two, three], start=50)), name="rest")
    assert [each.name for each in desk.paying.lines("list-b")] == ["人1", "人2", "人3"]
    assert len(desk.paying.lists()) == 1
    assert desk.keeping.check().well


def test_the_same_list_is_one_whether_it_came_in_parts_line_by_line_or_from_the_township(
    desk: Desk, tmp_path: Path
) -> None:
    take(desk, tmp_path, payee(1), payee(2))
    [mine] = desk.paying.lists()
    same = [
        PayoutListLine(each.line, each.name, each.id_number, each.base_fen, each.account_fen, each.total_fen)
        for each in reversed(desk.paying.lines(mine.id))
    ]
    written = [replace(each, account="6213363012176684800", way="社会化发放") for each in same]
    whole = ("list-b", "2026-11", 2, mine.total_fen, "e" * 64)
    told(desk, *(line(PayoutListPart(*whole, n, 2, (each,)), n) for n, each in enumerate(written, 1)), name="parts")
    assert [each.id for each in desk.paying.all_lists()] == [mine.id]
    money = [(each.base_fen, each.account_fen, each.total_fen, 0, each.account, each.way) for each in written]
    old: list[facts.Fact] = [facts.PayoutListTaken("list-c", *whole[1:])]
    old += [
        facts.PayoutLineTaken("x", "list-c", n, each.name, each.id_number, *fen)
        for n, (each, fen) in enumerate(zip(written, money, strict=True), 1)
    ]
    told(desk, *(line(each, count) for count, each in enumerate(old, 10)), name="lines")
    assert [each.id for each in desk.paying.all_lists()] == [mine.id]
    assert desk.keeping.check().well


def test_a_list_of_before_is_read_as_ever(desk: Desk) -> None:
    """The journal of a desk of the first release has each line as a fact of its own."""
    here = register(desk, "谭少怀", BIRTH, 1)
    record(
        desk,
        facts.PayoutListTaken("list-a", "2026-11", 2, 30000, "f" * 64),
        facts.PayoutLineTaken(here, "list-a", 7, "谭少怀", number(1, BIRTH), 15000, 0, 15000, account="62133630"),
        facts.PayoutLineTaken("", "list-a", 9, "某人", number(2, BIRTH), 14000, 1000, 15000, 200, "", "存折"),
    )
    one, other = desk.paying.lines("list-a")
    assert (one.line, one.account, one.resident and one.resident.id) == (7, "62133630", here)
    assert (other.line, other.extra_fen, other.way, other.resident) == (9, 200, "存折", None)
    assert [each.words for each in desk.registering.history(here)][0] == "列入待遇发放名单，150 元"
    assert desk.paying.latest(here) is not None
    assert desk.keeping.check().well


def test_a_list_is_few_facts_and_stands_in_the_history_of_each_person_once(desk: Desk, tmp_path: Path) -> None:
    here = register(desk, "谭少怀", BIRTH, 1)
    before = len(bodies(desk))
    list_id = take(desk, tmp_path, *(payee(each) for each in range(1, paying.PART_LINES + 2)))
    assert len(bodies(desk)) - before == 2
    said = [each.words for each in desk.registering.history(here)]
    assert said.count("列入待遇发放名单，201.48 元") == 1
    [done] = [each for each in desk.reporting.today().done if "名单" in each.words]
    assert "251 人" in done.words
    assert [each.line for each in desk.paying.lines(list_id)] == list(range(1, paying.PART_LINES + 2))
    record(desk, replace(parts(1)[0], payout_list="list-b", lines=(listed(5),)))
    assert [each.words for each in desk.registering.history(here)] == said


def test_the_other_pcs_list_and_the_townships_stand_in_the_history_too(desk: Desk) -> None:
    here = register(desk, "谭少怀", BIRTH, 1)
    told(desk, *(line(each, count) for count, each in enumerate(parts(1, 1))))
    [other] = [each for each in desk.registering.history(here) if "名单" in each.words]
    assert (other.words, "B 台" in other.by) == ("列入待遇发放名单，201.48 元", True)
    below = sent.PayoutSentLine("人1", number(1, BIRTH), 14000, 0, 14000)
    with desk._store.writing():
        desk._store.receive(sent.PayoutListSent("s-1", "2026-12", 1, 14000, (below,)), b"")
    said = [each.words for each in desk.registering.history(here) if "名单" in each.words]
    assert sorted(said) == ["列入待遇发放名单，140 元", "列入待遇发放名单，201.48 元"]


@pytest.mark.parametrize("long", ["长" * 32000, '"' * 32000, "," * 32000, "\x1f" * 32000])
def test_a_part_fits_a_line_of_the_road_however_long_the_names_are(long: str) -> None:
    """Three cells of Excel, each full, and in each of the lines."""
    lines = [listed(each, name=long, account=long, way=long) for each in range(1, 9)]
    taken = list(paying.in_parts([*(listed(each) for each in range(20, 260)), *lines]))
    assert [each for part in taken for each in part][-8:] == lines
    for part in taken:
        whole = PayoutListPart("l", "2026-11", 9999, 1, "f" * 64, 1, 9, tuple(part))
        raw = journal.canonical(facts.body(whole))
        assert len(raw) < protocol.LINE_BYTES * 3 // 4
        assert wire_lines.marks(raw) < protocol.LINE_MARKS


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"month": "2026-13"}, "date_impossible"),
        ({"part": 0}, "part_impossible"),
        ({"part": 2}, "part_impossible"),
        ({"payees": 0}, "part_impossible"),
        ({"lines": (listed(1, total_fen=-1),)}, "sum_negative"),
        ({"lines": (listed(1, total_fen=-5), listed(2, total_fen=5)), "payees": 2}, ""),
    ],
)
def test_the_township_judges_months_parts_and_sums(changed: dict[str, Any], code: str) -> None:
    fact = replace(parts(1)[0], **changed)
    entry = journal.Entry("e", 1, "f-1", "2026-11-24T08:30:00+08:00", "李", fact.KIND, "list-b", facts.body(fact), "")
    finding = verdicts.judge(entry, Books(DESK), date(2026, 11, 29))
    assert (finding.code if finding else "") == code


def test_what_a_newer_program_adds_to_a_line_of_a_list_is_ignored() -> None:
    [fact] = parts(1)
    body = facts.body(fact)
    body["lines"] = [{**each, "heir": "王"} for each in body["lines"]]
    assert facts.read(fact.KIND, "list-b", body) == fact
    for odd in ("x", 1, None, {"number": 1}):
        with pytest.raises(facts.Misfit):
            facts.read(fact.KIND, "list-b", {**body, "lines": [odd]})


def test_a_list_read_again_is_the_one_that_the_other_pc_took_in(desk: Desk, tmp_path: Path) -> None:
    list_id = take(desk, tmp_path, payee(1), payee(2))
    assert read(desk, tmp_path, payee(2), payee(1)).same is not None
    assert facts.line_id(list_id, 2) == f"{list_id}.2"
