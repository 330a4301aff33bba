"""Where the pages of the payout roster break."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.examples import line, lines, roster
from village_desk.documents import payout_roster
from village_desk.documents.payout_roster import COLUMNS, LAYOUT, arranged, row_codes
from village_desk.documents.registers.arranging import GroupStart, Page, Subtotal
from village_desk.documents.registers.register import Sums
from village_desk.documents.roster_lines import RosterLine

GROUP_SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=8)


def of_sizes(sizes: list[int]) -> tuple[RosterLine, ...]:
    return lines(*(group for group, size in enumerate(sizes, 1) for _ in range(size)))


AMOUNTS = [column.fen for column in COLUMNS if column.fen]
ROOM = 139.0
"""Of a page of the roster, as every release had it."""


def pages(payees: Sequence[RosterLine], breaks: Sequence[int] = ()) -> list[Page[RosterLine]]:
    return arranged(roster(*payees, breaks=tuple(breaks)))


def height(item: GroupStart | Subtotal | RosterLine) -> float:
    if isinstance(item, GroupStart):
        return LAYOUT.heading
    return LAYOUT.subtotal if isinstance(item, Subtotal) else LAYOUT.row


@given(GROUP_SIZES)
def test_every_payee_stands_on_the_roster_once_and_in_order(sizes: list[int]) -> None:
    payees = of_sizes(sizes)
    assert tuple(item for page in pages(payees) for item in page.items if isinstance(item, RosterLine)) == payees


@given(GROUP_SIZES)
def test_no_page_is_fuller_than_it_has_room_and_the_last_one_holds_the_words(sizes: list[int]) -> None:
    *before, last = pages(of_sizes(sizes))
    assert all(sum(map(height, page.items)) <= ROOM for page in before)
    assert sum(map(height, last.items)) + LAYOUT.words <= ROOM


@given(GROUP_SIZES)
def test_every_page_begins_with_a_heading_and_none_ends_with_one(sizes: list[int]) -> None:
    for page in pages(of_sizes(sizes)):
        assert isinstance(page.items[0], GroupStart)
        assert isinstance(page.items[1], RosterLine)
        assert not isinstance(page.items[-1], GroupStart)


@given(GROUP_SIZES)
def test_the_pages_add_up_to_the_whole(sizes: list[int]) -> None:
    payees = of_sizes(sizes)
    found = pages(payees)
    assert sum((page.sums for page in found), Sums()) == Sums.of(payees, AMOUNTS) == found[-1].running


def test_a_full_page_holds_twelve_payees() -> None:
    assert [page.sums.count for page in pages(lines(*[1] * 30))] == [12, 12, 6]


def test_a_group_that_goes_on_says_so_on_the_next_page() -> None:
    second = pages(lines(*[4] * 13))[1]
    assert second.items[0] == GroupStart((4, ""), 13, goes_on=True)


def test_each_of_several_groups_ends_with_its_own_sum() -> None:
    items = pages(lines(1, 1, 2))[0].items
    assert [item.sums.count for item in items if isinstance(item, Subtotal)] == [2, 1]


def test_a_single_group_has_no_subtotal_beside_the_total() -> None:
    assert not [item for item in pages(lines(1, 1))[0].items if isinstance(item, Subtotal)]


def test_groups_stand_in_order_and_payees_without_group_come_last() -> None:
    headings = [item.group for item in pages(lines(0, 10, 2, 10))[0].items if isinstance(item, GroupStart)]
    assert headings == [(2, ""), (10, ""), (0, "")]


def test_payees_keep_their_order_within_the_group() -> None:
    payees = [line(group=group, name=name) for group, name in ((2, "乙"), (1, "丙"), (2, "甲"))]
    assert [item.name for item in pages(payees)[0].items if isinstance(item, RosterLine)] == ["丙", "乙", "甲"]


def test_row_codes_count_within_each_group() -> None:
    assert row_codes([(3, ""), (1, ""), (3, ""), (0, "")]) == ["3-001", "1-001", "3-002", "0-001"]


def test_groups_with_names_stand_behind_the_numbered_ones_and_have_codes_of_their_own() -> None:
    named = ((0, ""), (0, "王家湾组"), (3, ""), (0, "王台组"), (0, "新台组"))
    payees = [line(group=number, group_name=name) for number, name in named]
    headings = [item.group for item in pages(payees)[0].items if isinstance(item, GroupStart)]
    assert headings == [(3, ""), (0, "新台组"), (0, "王台组"), (0, "王家湾组"), (0, "")]
    assert row_codes(named) == ["0-001", "王家-001", "3-001", "王台-001", "新-001"]


@given(GROUP_SIZES, st.floats(30.0, 200.0))
def test_pages_that_were_printed_are_the_same_in_another_room(sizes: list[int], room: float) -> None:
    """A later program may have other margins."""
    before = pages(of_sizes(sizes))
    breaks = [sum(isinstance(item, RosterLine) for item in page.items) for page in before]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payout_roster, "LAYOUT", replace(LAYOUT, bottom=room))
        assert pages(of_sizes(sizes), breaks) == before
