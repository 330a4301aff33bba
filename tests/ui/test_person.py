"""One person's page: what they need, numbers that are shown on record, corrections refused beside the field."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from tests.clerk import Clerk
from tests.widgets import children
from village_desk.domain.rules.person_facts import YearKind
from village_desk.ui.kit.buttons import Button, Choice
from village_desk.ui.kit.forms import Field
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.years import YearStrip


def cell(clerk: Clerk, year: int) -> tuple[str, str]:
    found = next(each for each in clerk.there(YearStrip, "years").cells() if each.year == year)
    return found.word, found.tone


def test_who_owes_is_offered_to_pay_first(clerk: Clerk) -> None:
    clerk.finds("hyz")
    assert (clerk.text("title"), clerk.text("paid_pill")) == ("韩玉珍", "今年未缴")
    assert clerk.there(Choice, "need_0").text() == "收 2026 年费"
    clerk.enters()
    assert clerk.page.name == "collect"
    clerk.waits_to_see("收下 100 元")


def test_who_has_paid_is_offered_the_receipt(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    number = clerk.desk.collecting.recent()[0].number
    clerk.goes_to("people").finds("hyz")
    assert clerk.text("paid_pill") == "今年已缴"
    assert clerk.there(Choice, "need_0").under() == number
    assert cell(clerk, 2026) == ("已缴", "done")


def test_the_strip_says_what_is_missing_and_what_need_not_be(clerk: Clerk) -> None:
    clerk.finds("hyz")
    assert cell(clerk, 2026) == ("应缴", "attention")
    assert cell(clerk, 2015) == ("没记录", "plain")
    young = next(each for each in clerk.desk.finding.roster() if each.age == 17)
    clerk.window.open_person(young)
    shown = clerk.there(YearStrip, "years").cells()
    assert min(each.year for each in shown) >= young.resident.birth.year + 16, "no cell before the age of joining"


def test_the_arrows_say_each_year_and_the_space_bar_goes_to_it(clerk: Clerk) -> None:
    clerk.finds("hyz")
    clerk.there(YearStrip, "years").setFocus()
    clerk.presses(Qt.Key.Key_Left)
    assert clerk.text("year_words").startswith("2025 年")
    clerk.presses(Qt.Key.Key_Space)
    assert clerk.page.name == "collect"
    assert clerk.sees("收下 100 元")


def test_the_year_under_the_mouse_and_the_year_in_hand_are_said(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.noting.years(person, 2024, 2024, 20_000, YearKind.WAIVED, "镇所")
    clerk.finds("hyz")
    strip = clerk.there(YearStrip, "years")
    at = [each.year for each in strip.cells()].index(2024)
    point = QPointF(strip.place(at).center())
    nothing, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, point, strip.mapToGlobal(point), nothing, nothing, plain)
    QApplication.sendEvent(strip, move)
    clerk.waits_to_see("2024 年：免缴（他人代付），200 元档，补记（镇所）")
    strip.setFocus()
    clerk.waits_to_see("2026 年：今年应缴")


def test_an_estimate_that_rests_on_nothing_says_so(clerk: Clerk) -> None:
    clerk.finds("hyz").waits_to_see("本台没有以前年度的缴费记录")
    assert clerk.text("years_sentence").startswith("本台记着 0 年缴费，以前的没有记录")
    clerk.clicks("note_years").fills("first", "2020").fills("last", "2025").fills("tier", "100").clicks("save_note")
    clerk.waits_to_see("已缴 6 年")
    assert not clerk.sees("本台没有以前年度的缴费记录")


def test_a_year_that_was_noted_is_not_offered_for_collecting(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.noting.years(person, 2025, 2025, 10_000)
    clerk.finds("hyz")
    clerk.there(YearStrip, "years").setFocus()
    clerk.presses(Qt.Key.Key_Left).presses(Qt.Key.Key_Space)
    assert clerk.page.name == "person"


def test_a_masked_number_is_shown_on_record(clerk: Clerk) -> None:
    clerk.finds("hyz")
    person = clerk.desk.finding.find("hyz")[0].resident
    assert clerk.text("shown_id_number") == person.id_number_masked
    clerk.clicks("show_id_number")
    assert clerk.text("shown_id_number") == person.id_number
    assert clerk.desk.registering.history(person.id)[0].words == "查看完整身份证号"
    clerk.goes_to("today").finds("hyz")
    clerk.window.changed()
    assert clerk.text("shown_id_number") == person.id_number_masked


def test_a_correction_is_stored_with_enter_and_leaves_the_hidden_numbers_alone(clerk: Clerk) -> None:
    before = clerk.desk.finding.find("hyz")[0].resident
    clerk.finds("hyz").clicks("need_1").fills("phone", "13912345678")
    clerk.there(QLineEdit, "phone").setFocus()
    clerk.enters().waits_to_see("资料已更正")
    after = clerk.desk.finding.person(before.id)
    assert after.phone == "13912345678"
    assert (after.id_number, after.account) == (before.id_number, before.account)


def test_a_wrong_identity_number_is_refused_beside_its_field(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("need_1").fills("id_number", "42900419730612006").clicks("save_correction")
    assert "18 位" in clerk.text("id_number_refusal")
    assert clerk.there(QLineEdit, "id_number").text() == "42900419730612006", "what was typed stays"
    clerk.fills("id_number", "").fills("group", "1-2组").clicks("save_correction")
    assert "不止一个小组" in clerk.text("group_refusal")


def test_the_house_leads_to_its_other_members(clerk: Clerk) -> None:
    clerk.finds("hyz")
    other = clerk.desk.finding.household(clerk.desk.finding.find("hyz")[0].resident)[0].resident
    clerk.clicks(f"member_{other.id}")
    assert clerk.text("title") == other.name
    assert clerk.there(QPushButton, "need_0").hasFocus()


def test_a_change_of_something_else_makes_no_card_anew(clerk: Clerk) -> None:
    clerk.finds("hyz")
    cards = [clerk.there(QWidget, name) for name in ("need_0", "history", "notes", "attachments", "shown_phone")]
    before = [[card, *children(card, QWidget)] for card in cards]
    clerk.desk.keeping.set("hotline", "12333")
    clerk.window.changed()
    assert [[card, *children(card, QWidget)] for card in cards] == before
    clerk.desk.registering.correct(clerk.desk.finding.find("hyz")[0].resident.id, {"phone": "13912345678"})
    clerk.window.changed()
    clerk.qtbot.waitUntil(lambda: len(_corrected(clerk)) == 1, timeout=3_000)
    assert clerk.text("shown_phone").endswith("5678")


def test_of_many_contradictions_a_few_are_shown_until_all_are_asked_for(clerk: Clerk) -> None:
    young = next(each.resident for each in clerk.desk.finding.roster() if each.age == 17)
    clerk.desk.noting.years(young.id, young.birth.year + 3, young.birth.year + 11, 10_000)
    clerk.window.go(Place("person", young.id))
    clerk.waits_to_see("有 9 处记载对不上").waits_to_see("未满 16 岁")
    assert len(_too_young(clerk)) == 3
    assert clerk.there(Button, "contradictions_more").text() == "再看 6 处"
    clerk.clicks("contradictions_more")
    clerk.window.changed()
    clerk.qtbot.waitUntil(lambda: len(_too_young(clerk)) == 9, timeout=3_000)  # they stay
    assert not clerk.sees("再看 ")


def _too_young(clerk: Clerk) -> list[str]:
    return [each for each in clerk.words() if "未满 16 岁" in each]


def test_of_the_next_person_the_first_of_the_history_are_shown_again(clerk: Clerk) -> None:
    one, other = (clerk.desk.finding.find("王", 20)[place].resident.id for place in (0, 1))
    for person in (one, other):
        for phone in range(13900000000, 13900000012):
            clerk.desk.registering.correct(person, {"phone": str(phone)})
    clerk.window.go(Place("person", one))
    clerk.clicks("history_more")
    clerk.qtbot.waitUntil(lambda: len(_corrected(clerk)) == 12, timeout=3_000)
    clerk.window.go(Place("person", other))
    clerk.qtbot.waitUntil(lambda: len(_corrected(clerk)) == 8, timeout=3_000)
    assert clerk.there(Button, "history_more").text() == "再看 5 条"


def _corrected(clerk: Clerk) -> list[str]:
    return [each for each in clerk.words() if "电话" in each and "139" in each]


def test_forms_are_made_when_wanted_and_tab_goes_through_the_page_in_order(clerk: Clerk) -> None:
    clerk.finds("hyz")
    assert not children(clerk.page, Field), "none is open"
    for year in ("2020", "2021"):
        clerk.clicks("add_note").presses(Qt.Key.Key_Tab)
        assert clerk.there(QLineEdit, "first").hasFocus(), "the first time, and after a note was taken"
        clerk.fills("first", year).fills("tier", "100").clicks("save_note").waits_to_see("记下了，重新算过")
    clerk.clicks("add_attachment").clicks("add_note").clicks("need_1")
    page = ("need_1", "name", "save_correction", "years", "add_note", "note_kind", "first", "save_note")
    in_order = (*page, "add_attachment", "attachment_kind", "attachment_title", "pick_attachment")
    assert [each for each in tabbed(clerk) if each in in_order] == list(in_order)


def tabbed(clerk: Clerk) -> list[str]:
    """What Tab reaches on the page, by name and in its order."""
    found, each = list[str](), clerk.there(Choice, "need_0").nextInFocusChain()
    while each is not None and each.objectName() != "need_0":
        found.append(each.objectName())
        each = each.nextInFocusChain()
    return found
