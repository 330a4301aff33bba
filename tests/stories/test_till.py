"""Stories at the till: a house in one go, another tier, change, questions, papers that did not come out, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tests.clerk import Clerk
from tests.desks import register
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.collect.member_row import MemberRow

HOME: dict[str, str | int] = {"group": 3, "household": "9012", "head": "单雄信"}
EIGHT = ["单雄信", "罗氏", "单小雄", "单小英", "单小兰", "单小霞", "单小敏", "单小强"]


@pytest.fixture
def eight(clerk: Clerk) -> list[str]:
    """A house of eight who owe, and a father who draws by age."""
    found = [
        register(clerk.desk, name, f"19{70 + at}0512", 20 + at, tier_fen=20000, **HOME) for at, name in enumerate(EIGHT)
    ]
    return [*found, register(clerk.desk, "单老爷", "19400101", 9, **HOME)]


def row(clerk: Clerk, person: str) -> MemberRow:
    return clerk.there(MemberRow, f"member_{person}")


def pick(clerk: Clerk, place: int = 1) -> None:
    """Answers the next question for a reason with the one of that digit."""

    def answer(_clerk: Clerk, dialog: QWidget) -> None:
        QTest.keyClick(dialog, getattr(Qt.Key, f"Key_{place}"))

    clerk.will_answer(answer)


def test_one_fee_with_another_tier_and_its_receipt_take_three_keys(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz")
    clerk.presses(Qt.Key.Key_5)  # 1
    assert clerk.text("amount") == "￥500.00" and clerk.text("amount_in_words") == "人民币伍佰元整"
    clerk.enters()  # 2
    clerk.enters().waits_to_see("纸出来了吗？")  # 3
    [receipt] = clerk.desk.collecting.recent()
    assert (receipt.amount_fen, (printer / f"{receipt.number}.pdf").exists()) == (50000, True)
    clerk.enters().waits_to_see("纸已打出")
    assert clerk.desk.collecting.receipt(receipt.number).prints == 1


def test_a_house_of_eight_is_one_sum_one_job_and_six_actions(clerk: Clerk, printer: Path, eight: list[str]) -> None:
    clerk.goes_to("collect").finds("单雄信")  # 2: typed, Enter
    clerk.presses(Qt.Key.Key_F6)  # 3
    assert (clerk.text("people"), clerk.text("amount")) == ("8 人", "￥1,600.00")
    clerk.enters()  # 4
    assert clerk.text("people") == "收好了" and clerk.sees("8 张凭条")
    clerk.waits_to_see("这一户今年缴齐了")
    clerk.enters().waits_to_see("纸都出来了吗？")  # 5
    assert [each.name for each in printer.iterdir()] == ["receipts-8.pdf"]
    clerk.enters().waits_to_see("纸已打出")  # 6
    assert not clerk.desk.collecting.unprinted() and len(clerk.desk.collecting.recent(20)) == 8


def test_a_wrong_tier_is_undone_by_two_keys_and_the_house_is_as_it_was(clerk: Clerk, eight: list[str]) -> None:
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_3).presses(Qt.Key.Key_Down)
    clerk.presses(Qt.Key.Key_Space).presses(Qt.Key.Key_5).enters()
    assert clerk.text("amount") == "￥800.00"
    pick(clerk)
    clerk.presses(Qt.Key.Key_F8)  # 1, and the digit is 2
    assert {each.void_reason for each in clerk.desk.collecting.recent()} == {"档次选错了"}
    assert (clerk.text("people"), clerk.text("amount")) == ("2 人", "￥800.00"), "ticks and tiers stand as before"
    clerk.clicks("tier_200").clicks("main")
    assert [each.amount_fen for each in clerk.desk.collecting.recent(2)] == [20000, 30000]


def test_enter_is_the_one_button_wherever_the_keyboard_is(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").clicks("tier_300")
    clerk.there(QPushButton, "tier_300").setFocus()
    clerk.enters()
    assert [each.amount_fen for each in clerk.desk.collecting.recent()] == [30000]


def test_what_cannot_be_taken_back_is_never_on_enter(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    clerk.there(QPushButton, "take_back").setFocus()
    clerk.enters().waits_to_see("纸出来了吗？")
    assert [each.void_reason for each in clerk.desk.collecting.recent()] == [""]


def test_change_is_said_and_too_little_stops_the_button(clerk: Clerk, eight: list[str]) -> None:
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_3)
    clerk.fills("given", "200")
    assert clerk.text("given_refusal") == "还差 100 元"
    main = clerk.there(QPushButton, "main")
    assert not main.isEnabled()
    row(clerk, eight[0]).setFocus()
    clerk.enters()
    assert clerk.there(QLineEdit, "given").hasFocus() and not clerk.desk.collecting.recent()
    clerk.fills("given", "500")
    assert clerk.text("change") == "200.00"
    clerk.enters()
    assert clerk.sees("找零给他") and clerk.text("change") == "200.00"


def test_nobody_ticked_leaves_the_button_off(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_Space)
    main = clerk.there(QPushButton, "main")
    assert (main.text(), main.isEnabled(), clerk.text("amount")) == ("先勾上要缴的人", False, "￥0.00")
    clerk.enters()
    assert not clerk.desk.collecting.recent()


def test_a_member_who_may_not_pay_is_refused_beside_the_row_and_nothing_is_taken(
    clerk: Clerk, eight: list[str]
) -> None:
    clerk.desk.noting.death(eight[8], date(2026, 5, 1), "家属")
    clerk.goes_to("collect").finds("单雄信").clicks("fold")
    row(clerk, eight[8]).ticked.emit(eight[8])
    assert clerk.text("people") == "2 人"
    clerk.enters()
    assert not clerk.desk.collecting.recent()
    assert "2026-05-01 死亡" in clerk.text(f"refusal_{eight[8]}")


def test_who_pays_for_the_disabled_is_asked_with_two_answers_and_no_preset(clerk: Clerk, eight: list[str]) -> None:
    clerk.desk.registering.correct(eight[1], {"special_group": "重度残疾人"})
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_F6)
    assert clerk.text("people") == "7 人，还有 1 人没定" and clerk.text("amount") == "￥1,400.00"
    assert clerk.there(QPushButton, "main").text() == "先答：罗氏谁来缴"
    clerk.enters()
    assert "重度残疾人，这一份谁来缴？" in clerk.text("question_words"), "Enter leads to the question"
    clerk.presses(Qt.Key.Key_F3)
    assert clerk.text("answered_words") == "重度残疾人：本人缴" and clerk.text("amount") == "￥1,600.00"
    clerk.presses(Qt.Key.Key_F2)
    assert clerk.there(QPushButton, "main").text() == "先答：罗氏谁来缴", "F2 asks again"
    clerk.presses(Qt.Key.Key_F2)
    assert clerk.there(QLineEdit, "government_part").hasFocus(), "the township said how much"
    clerk.fills("government_part", "100")
    assert clerk.text("amount") == "￥1,500.00"
    clerk.enters()
    assert [each.government_fen for each in clerk.desk.collecting.recent(8) if each.name == "罗氏"] == [10000]


def test_the_printer_that_went_away_is_told_and_what_is_not_printed_stays_known(
    clerk: Clerk, no_printer: None, eight: list[str]
) -> None:
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_F6).enters().enters().waits_to_see("没有找到打印机")
    assert clerk.text("people") == "收好了", "the money stays on record"
    assert clerk.there(QPushButton, "main").text() == "再打一次" and clerk.sees("没打出来")
    assert len(clerk.desk.collecting.unprinted()) == 8


def test_the_papers_that_did_not_come_out_are_printed_again_alone(
    clerk: Clerk, printer: Path, eight: list[str]
) -> None:
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_F6).enters().enters().waits_to_see("纸都出来了吗？")
    last = [each.number for each in clerk.desk.collecting.recent(2)]
    for number in last:
        clerk.clicks(f"missing_{number}")
    assert clerk.there(QPushButton, "main").text() == "补打 2 张"
    clerk.enters().waits_to_see("纸都出来了吗？")
    assert sorted(each.number for each in clerk.desk.collecting.unprinted()) == sorted(last)
    assert {each.name for each in printer.iterdir()} == {"receipts-8.pdf", "receipts-2.pdf"}
    clerk.enters().waits_to_see("纸已打出")
    assert not clerk.desk.collecting.unprinted()


def test_who_is_missing_is_said_and_goes_on_by_one_key(clerk: Clerk, printer: Path, eight: list[str]) -> None:
    clerk.goes_to("collect").finds("单雄信").enters()
    assert clerk.text("house_missing") == "还差 7 人"
    clerk.presses(Qt.Key.Key_F6)
    assert (clerk.text("people"), clerk.text("amount")) == ("7 人", "￥1,400.00")


def test_the_till_at_rest_shows_the_day_and_houses_not_finished(clerk: Clerk, eight: list[str]) -> None:
    clerk.goes_to("collect")
    assert clerk.text("day_count") == "今天还没收"
    clerk.finds("单雄信").enters().clicks("later").goes_to("today").goes_to("collect")
    assert (clerk.text("day_cash"), clerk.text("day_count")) == ("200.00", "1 笔有效")
    clerk.waits_to_see("还差 7 人 1,400 元")
    clerk.clicks(f"begun_{eight[1]}")
    assert clerk.text("people") == "7 人"


def test_people_of_one_name_are_told_apart_before_money_is_taken_once_a_visit(clerk: Clerk, eight: list[str]) -> None:
    register(clerk.desk, "单熊信", "19550101", 77, head="王五", household="9500", group=5)
    clerk.goes_to("collect").finds("单雄信")
    words = clerk.text("alike_words")
    assert "户主本人" in words and "单熊信（户主 王五" in words
    assert clerk.there(QPushButton, "main").text() == "先认人：单雄信"
    clerk.enters()
    assert not clerk.desk.collecting.recent()
    clerk.presses(Qt.Key.Key_F2).enters()
    assert len(clerk.desk.collecting.recent()) == 1
    clerk.presses(Qt.Key.Key_F6)
    assert clerk.there(QPushButton, "main").isEnabled(), "the visit is known"


def test_receipts_are_listed_narrowed_and_made_void_from_the_list(clerk: Clerk, eight: list[str]) -> None:
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_F6).enters()
    clerk.presses(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert clerk.page.name == "receipt_list"
    assert clerk.text("receipts_sum") == "8 张，作废 0 张，有效的共 1,600.00 元"
    clerk.fills("receipts_text", "罗")
    assert clerk.text("receipts_sum") == "1 张，作废 0 张，有效的共 200.00 元"
    pick(clerk, 3)
    clerk.clicks("void")
    assert clerk.text("receipts_sum") == "1 张，作废 1 张，有效的共 0.00 元"
    clerk.chooses("receipts_state", "有效")
    assert clerk.text("receipts_sum").startswith("0 张")
    clerk.fills("receipts_text", "").clicks("main")
    assert clerk.page.name == "receipt"


def test_what_was_chosen_survives_another_page_and_esc(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_5).presses(Qt.Key.Key_F4)
    clerk.chooses("payer", "亲属代缴").fills("payer_name", "郝静")
    clerk.goes_to("today").presses(Qt.Key.Key_Escape)
    assert (clerk.page.name, clerk.text("amount")) == ("collect", "￥500.00")
    assert clerk.there(QLineEdit, "payer_name").text() == "郝静"


def test_a_year_of_the_strip_opens_with_its_door(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.window.go(Place("collect", f"{person}@2025"))
    clerk.waits_to_see("2025 年 ·").enters()
    assert [each.year for each in clerk.desk.collecting.recent()] == [2025]


def test_a_printer_that_stopped_leaves_the_house_unprinted_and_its_paper_can_be_kept(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eight: list[str]
) -> None:
    """The printer took the first papers, and stands still for the next house."""
    tray, programs = tmp_path / "tray", tmp_path / "programs"
    for each in (tray, programs):
        each.mkdir()
    stops = (
        f'[ -e "{tray}/stopped" ] && echo "printer laser disabled since Mon"; echo "system default destination: laser"'
    )
    for name, script in (("lp", f'/bin/cat > "{tray}/$2.pdf"'), ("lpstat", f'[ "$1" = -e ] || {{ {stops}; }}')):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    (tray / "stopped").touch()
    clerk.goes_to("collect").finds("单雄信").presses(Qt.Key.Key_F6).enters().enters()
    clerk.waits_to_see("打印机“laser”停着，打不出来")
    assert not list(tray.glob("*.pdf")), "nothing was handed over"
    assert len(clerk.desk.collecting.unprinted()) == 8
    out = tmp_path / "八张.pdf"
    clerk.will_pick(out).clicks("notice_action")
    assert out.read_bytes().startswith(b"%PDF")
    assert len(clerk.desk.collecting.unprinted()) == 8, "a file is no paper"
    (tray / "stopped").unlink()
    clerk.enters().waits_to_see("纸都出来了吗？").enters().waits_to_see("纸已打出")
    assert not clerk.desk.collecting.unprinted()
    assert [each.name for each in tray.iterdir()] == ["receipts-8.pdf"]
