"""Registers read back from their PDFs: sums, groups, houses, what is written by hand, the same bytes, many lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.examples import NOBODY_HAS
from tests.documents.reading import Read, read
from village_desk.documents.paper import BEIJING, ByHand
from village_desk.documents.registers import day_book, handout_roster, people_list, pocket_list, rendering
from village_desk.documents.registers.arranging import GroupStart, Subtotal, pages
from village_desk.documents.registers.day_book import ReceiptLine
from village_desk.documents.registers.people_list import PersonLine
from village_desk.documents.registers.register import Made, Register
from village_desk.domain.basics.errors import Cancelled

pytestmark = pytest.mark.usefixtures("qapp")

MADE = Made("沟二社区", "429004103002-A", "王桂香", datetime(2026, 11, 3, 9, 41, tzinfo=BEIJING))
PERSON = PersonLine("1", "雷国庆", "男 58", "第 1 组", "0001", "429004********4398", "13872941240", "200", "未缴", "")
RECEIPT = ReceiptLine(
    date(2026, 11, 3), "09:41", "A-2026-000001-0", "雷国庆", "429004********4398", "2026", "本人", 20000, 0, "有效"
)
SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=6)


def people(*sizes: int) -> list[PersonLine]:
    """Groups of so many people, two of a house."""
    places = [(group, place) for group, size in enumerate(sizes, 1) for place in range(size)]
    return [
        replace(PERSON, number=str(number), name=f"名{number}", group=f"第 {group} 组", house=f"{group}{place // 2:03}")
        for number, (group, place) in enumerate(places, 1)
    ]


def receipts(*days: int) -> list[ReceiptLine]:
    """A receipt for each day of November; the n-th is of n yuan."""
    return [replace(RECEIPT, day=date(2026, 11, day), cash_fen=fen * 100) for fen, day in enumerate(days, 1)]


def every(lines: Sequence[PersonLine]) -> list[Register[PersonLine]]:
    return [
        people_list.register(lines, MADE, "共 人"),
        pocket_list.register(lines, MADE, 2026, "今年未缴"),
        handout_roster.register(lines, MADE, "毛毯一床", "全部"),
    ]


def text(paper: Read) -> str:
    return "\n".join(map(paper.text, range(paper.pages)))


@given(SIZES)
def test_no_group_is_torn_from_its_first_line_and_no_page_is_too_full(sizes: list[int]) -> None:
    lines = people(*sizes)
    for register in every(lines):
        found = pages(register)
        for page in found:
            assert isinstance(page.items[0], GroupStart) and not isinstance(page.items[-1], GroupStart)
            assert all(
                isinstance(after, PersonLine)
                for item, after in zip(page.items, page.items[1:], strict=False)
                if isinstance(item, GroupStart)
            )
            heads = sum(isinstance(item, GroupStart) for item in page.items)
            tall = heads * register.layout.heading + (len(page.items) - heads) * register.layout.row
            assert tall <= register.room - (register.closing if page is found[-1] else 0)
        assert [item for page in found for item in page.items if isinstance(item, PersonLine)] == lines


def test_the_day_book_adds_up_by_day_by_page_and_as_a_whole() -> None:
    lines = receipts(*[3] * 10, *[4] * 15)
    lines[4] = replace(lines[4], cash_fen=0, state="作废（原 5.00）：写错")
    lines[5] = replace(lines[5], cash_fen=0, other_fen=600)
    register = day_book.register(lines, MADE, "2026 年")
    found = pages(register)
    assert [item.sums.fen for page in found for item in page.items if isinstance(item, Subtotal)] == [
        (4400, 600),
        (27000, 0),
    ]
    cash = [sum(line.cash_fen for line in page.items if isinstance(line, ReceiptLine)) for page in found]
    assert [page.sums.fen[0] for page in found] == cash
    assert [page.running.fen[0] for page in found] == [sum(cash[: place + 1]) for place in range(len(cash))]
    paper = read(rendering.draw(register))
    first, last = paper.text(0), paper.text(paper.pages - 1)
    assert f"{cash[0] / 100:,.2f}" in first and "本页小计" in first and "累计" in first
    assert "2026 年 11 月 3 日小计 10 张" in first and "44.00" in first
    assert "现金总计（大写）：人民币叁佰壹拾肆元整" in last and "总计 25 张" in last


def test_what_no_font_has_is_left_blank_in_every_register_and_the_others_print() -> None:
    lines = [PERSON, replace(PERSON, number="2", name=f"严{NOBODY_HAS}"), replace(PERSON, number="3", name="欧阳娜娜")]
    for register in every(lines):
        paper = rendering.draw(register)
        assert paper.by_hand == (ByHand("第 2 行", f"严{NOBODY_HAS}", NOBODY_HAS),)
        words = read(paper).text()
        assert "严" not in words and "雷国庆" in words and "欧阳娜娜" in words


def test_every_sheet_says_village_title_page_when_and_by_which_desk_and_masks_numbers() -> None:
    for register in every(people(60)):
        paper = read(rendering.draw(register))
        for page in range(paper.pages):
            words = paper.text(page)
            for each in ("沟二社区", register.title, "制表：王桂香", "2026-11-03 09:41", "协办台 429004103002-A"):
                assert each in words
            assert f"第 {page + 1} 页 共 {paper.pages} 页" in words
            assert register.columns[0].name in words
        assert f"总计 {60} 人" in paper.text(paper.pages - 1)


def test_a_house_is_named_once_where_it_begins_and_again_on_the_next_page() -> None:
    paper = read(rendering.draw(pocket_list.register(people(27), MADE, 2026, "今年未缴")))
    first, second = paper.text(0).split(), paper.text(1).split()
    rows = sum(each.startswith("名") for each in first)
    assert rows % 2, "the page turns within a house, else this says nothing"
    assert first.count("1000") == 1
    house = f"1{(rows - 1) // 2:03}"
    assert (first.count(house), second.count(house)) == (1, 1)


def test_pages_of_a_handout_differ_by_their_code() -> None:
    paper = read(rendering.draw(handout_roster.register(people(40), MADE, "毛毯一床", "全部")))
    assert [f"页标 11030941-A-{page + 1:02}" in paper.text(page) for page in range(paper.pages)] == [True] * paper.pages
    assert text(paper).count("毛毯一床") == 40


def test_words_stay_in_their_cells() -> None:
    long = replace(PERSON, name="阿卜杜热合曼·阿卜杜喀迪尔·买买提艾力", note="在外务工，" * 12)
    for register in every([long]):
        paper = read(rendering.draw(register))
        ink = paper.ink()
        assert ink.left() >= 23.5 and ink.right() <= register.layout.right + 0.5
        name, number = paper.place("阿卜杜热合曼"), paper.place("429004" if "429004***" in paper.text() else "男")
        assert name.right() < number.left()


def test_equal_content_gives_equal_bytes_and_5000_lines_report_each_page_and_can_be_stopped() -> None:
    register = people_list.register(people(*[100] * 50), MADE, "全部")
    seen: list[tuple[int, int]] = []
    one = rendering.draw(register, lambda done, total: seen.append((done, total)))
    other = rendering.draw(people_list.register(people(*[100] * 50), MADE, "全部"))
    assert one.pdf == other.pdf
    assert seen == [(page, one.pages) for page in range(1, one.pages + 1)]
    assert one.pdf.count(b"/Subtype /Form") < 20, "what pages share is drawn once"

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        rendering.draw(register, stop)
