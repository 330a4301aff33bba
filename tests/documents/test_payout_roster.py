"""The payout signing roster read back from its PDF."""

import hashlib
import re
import zlib
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from reportlab.pdfbase.ttfonts import TTFont

import resources
from tests.documents.examples import NOBODY_HAS, RARE, line, lines, roster
from tests.documents.reading import Read, read
from village_desk.documents import payout_roster
from village_desk.documents.paper import ByHand
from village_desk.documents.payout_roster import PayoutRoster, RosterLine
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Cancelled, Refused

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(roster: PayoutRoster) -> Read:
    return read(payout_roster.draw(roster))


def sample() -> tuple[RosterLine, ...]:
    """The payees of the sample's payout list, all in one group."""
    workbook = CalamineWorkbook.from_path(str(resources.path("sample/payout-list.xlsx")))
    rows = workbook.get_sheet_by_index(0).to_python()[2:-1]
    return tuple(
        line(
            code=f"1-{number:03d}",
            name=str(row[1]),
            id_number=str(row[2]),
            base_fen=money.from_yuan(str(row[3])),
            account_fen=money.from_yuan(str(row[4])),
            extra_fen=money.from_yuan(str(row[5])),
            total_fen=money.from_yuan(str(row[6])),
            account=str(row[7]),
        )
        for number, row in enumerate(rows, 1)
    )


def test_a_line_says_who_gets_what_with_the_numbers_masked() -> None:
    text = drawn(roster(line(note="账号不同"))).text()
    for words in ("1-001", "雷国庆", "男", "429004********4398", "622***9760", "160.00", "54.96", "30.00", "账号不同"):
        assert words in text
    assert "195101254398" not in text
    assert "6228482688053569760" not in text


def test_every_page_says_village_month_title_and_who_made_it() -> None:
    paper = drawn(roster(*lines(*[1] * 30)))
    for page in range(3):
        for words in (
            "城乡居民基本养老保险待遇发放签字花名册",
            "单位：沟二社区",
            "待遇所属期：2026年11月",
            "制表 2026-11-03 09:41",
            "协办台 429004103002-A",
            "制表：王桂香",
            "复核：",
            "发放：",
            "领款人签字",
            "代领人",
            f"第 {page + 1} 页 共 3 页",
            f"页标 2611-A-{page + 1:02d}",
        ):
            assert words in paper.text(page)


def test_groups_have_headings_with_their_people_and_sums() -> None:
    text = drawn(roster(*lines(1, 1, 2, 0))).text()
    assert "第 1 组 · 2 人" in text
    assert "第 1 组小计 2 人" in text
    assert "未分组 · 1 人" in text


def test_a_group_that_goes_on_says_so() -> None:
    assert "第 1 组（续） · 13 人" in drawn(roster(*lines(*[1] * 13))).text(1)


def test_every_page_adds_up_and_carries_forward() -> None:
    paper = drawn(roster(*lines(*[1] * 30)))
    assert "本页小计 12 人" in paper.text(0)
    assert "累计 24 人" in paper.text(1)
    assert "5,879.04" in paper.text(1)
    assert "本页小计 6 人" in paper.text(2)
    assert "总计 30 人" in paper.text(2)


def test_the_grand_total_stands_in_figures_and_words_on_the_last_page_only() -> None:
    paper = drawn(roster(*lines(*[1] * 30)))
    assert "人民币柒仟叁佰肆拾捌元捌角" in paper.text(2)
    assert "￥7,348.80" in paper.text(2)
    assert not [page for page in (0, 1) if "大写" in paper.text(page) or "总计" in paper.text(page)]


def test_all_payees_of_the_sample_are_found_as_text_with_their_total() -> None:
    payees = sample()
    paper = drawn(roster(*payees))
    text = "\n".join(paper.text(page) for page in range(paper.pages))
    assert len(payees) == 286
    assert not [payee.name for payee in payees if payee.name not in text]
    assert "人民币陆万壹仟壹佰零捌元零捌分" in paper.text(paper.pages - 1)
    assert "￥61,108.08" in paper.text(paper.pages - 1)


def test_rare_characters_are_found_as_text() -> None:
    assert RARE in drawn(roster(line(name=RARE))).text()


def test_a_name_that_no_font_has_is_left_blank_to_be_written_and_stops_nobody_else() -> None:
    name = f"严{NOBODY_HAS}姣"
    payees = (
        line(code="1-002", name=name),
        line(code="1-003", name="欧阳娜娜", group_name=f"{NOBODY_HAS}湾组", group=0),
    )
    paper = payout_roster.draw(roster(line(), *payees, made_by="王桂香"))
    assert paper.by_hand[0] == ByHand("行码 1-002", name, NOBODY_HAS)
    assert {each.where for each in paper.by_hand[1:]} == {"抬头或组名"}
    text = read(paper).text()
    assert not {"严", "姣", NOBODY_HAS} & set(text)
    assert "雷国庆" in text and "欧阳娜娜" in text and "＿湾组" in text
    assert "1-002" in text and text.count("429004********4398") == 3


def test_the_pages_are_drawn_with_the_operations_of_every_release() -> None:
    """Somebody signed pages that were printed before: a page that is printed again is the same in every point."""
    pdf = payout_roster.draw(roster(*lines(*[1] * 30, *[2] * 45, *[0] * 3), kind="补发", edition=2)).pdf
    streams = (each.strip(b"\r\n") for each in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL))
    drawn = [words for each in streams if b" Tm" in (words := zlib.decompressobj().decompress(each))]
    assert len(drawn) == 7 + 4, "pages, and what they share"
    assert (
        hashlib.sha256(b"".join(drawn)).hexdigest()
        == "b05f11468ceec36fdc3e7d56ebf3c37511d2b6fb9cb4f644ecf7a33d1a4b29fd"
    )


def test_an_empty_roster_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        payout_roster.draw(roster())
    assert refusal.value.code == "empty"


def test_a_row_is_tall_enough_to_sign_in() -> None:
    paper = drawn(roster(*lines(1, 1)))
    assert paper.place("1-002").top() - paper.place("1-001").top() >= 10.9


def test_a_long_name_stays_in_its_cell() -> None:
    name = "阿卜杜热合曼·阿卜杜喀迪尔·买买提艾力·阿不都克里木·吐尔逊江·依明尼亚孜汗"
    paper = drawn(roster(line(name=name)))
    cell = paper.place("1-001")
    first, last = paper.place("阿卜杜热合曼"), paper.place("依明尼亚孜汗")
    assert name in "".join(paper.text().split())
    assert cell.right() < first.left()
    assert last.right() < paper.place("男").left()
    assert abs((first.top() + last.bottom()) / 2 - cell.center().y()) < 1
    assert last.bottom() - first.top() < 11


def test_a_long_village_name_ends_before_the_month() -> None:
    village = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克镇巴西里格村民委员会"
    paper = drawn(roster(line(), village_name=village))
    assert village in "".join(paper.text().split())
    assert paper.place("委员会").right() < paper.place("待遇所属期").left()


def test_amounts_end_at_the_same_place() -> None:
    paper = drawn(roster(line(base_fen=16000), line(code="1-002", base_fen=123456789)))
    assert paper.place("160.00").right() == pytest.approx(paper.place("1,234,567.89").right(), abs=0.5)


def test_the_left_margin_leaves_room_to_bind_and_the_others_to_print() -> None:
    ink = drawn(roster(*lines(*[1] * 12))).ink()
    assert ink.left() >= 23.5
    assert ink.top() >= 11.5
    assert ink.right() <= 297 - 11.5
    assert ink.bottom() <= 210 - 11.5


def test_progress_counts_the_pages() -> None:
    seen: list[tuple[int, int]] = []
    payout_roster.draw(roster(*lines(*[1] * 30)), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_cancelled_roster_stops_at_the_page() -> None:
    seen: list[int] = []

    def stop_at_two(done: int, total: int) -> None:
        seen.append(done)
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        payout_roster.draw(roster(*lines(*[1] * 60)), stop_at_two)
    assert seen == [1, 2]


def test_words_that_come_again_are_split_and_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    split: Counter[tuple[str, str]] = Counter()
    measured: Counter[tuple[str, str]] = Counter()
    real_split, real_width = TTFont.splitString, TTFont.stringWidth

    def splitting(font: TTFont, text: str, *more: Any) -> Any:
        split[font.fontName, text] += 1
        return real_split(font, text, *more)

    def measuring(font: TTFont, text: str, *more: Any) -> Any:
        measured[font.fontName, text] += 1
        return real_width(font, text, *more)

    monkeypatch.setattr(TTFont, "splitString", splitting)
    monkeypatch.setattr(TTFont, "stringWidth", measuring)
    payout_roster.draw(roster(*lines(*[1] * 130, *[2] * 130)))
    assert {times for times in split.values()} == {1}
    assert not [words for words, times in measured.items() if times > 1]
    assert not [words for _font, words in split if words.isascii() and words.strip()], "figures need no splitting"


def test_heads_and_frames_are_drawn_once_however_many_pages_have_them() -> None:
    few, many = (payout_roster.draw(roster(*lines(*[1] * count))) for count in (12 * 5, 12 * 50))
    assert (few.pages, many.pages) == (6, 51)
    assert few.pdf.count(b"/Subtype /Form") == many.pdf.count(b"/Subtype /Form") < 6


def test_the_same_roster_gives_the_same_bytes() -> None:
    made = roster(*lines(1, 1, 2))
    assert payout_roster.draw(made) == payout_roster.draw(replace(made))


def test_a_note_with_signs_is_printed_and_can_be_searched() -> None:
    text = drawn(roster(line(note="见①※ 35℃ ☑Ⅳ"))).text()
    assert "见①※" in text and "℃" in text and "☑Ⅳ" in text
