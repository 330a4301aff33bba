"""Stories of the scheme: years noted from the book, facts that do not fit, two tiers and their sheet, a payee."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from sync.agreement.facts import YearsNoted
from tests.clerk import Clerk
from tests.desks import SAMPLE, register
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.kit.years import Cell, YearStrip


def cells(clerk: Clerk) -> dict[int, Cell]:
    return {each.year: each for each in clerk.there(YearStrip, "years").cells()}


def a_payer(clerk: Clerk) -> str:
    return clerk.desk.finding.find("hyz")[0].resident.id


def test_years_noted_from_the_book_stand_in_the_strip_and_count(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("add_note").fills("first", "2013").fills("last", "2015").fills("tier", "100")
    clerk.chooses("how", "政府代缴").fills("told_by", "缴费本").clicks("save_note").waits_to_see("记下了，重新算过")
    shown = cells(clerk)
    assert [shown[year].word for year in (2013, 2014, 2015, 2016, 2026)] == ["政府代缴"] * 3 + ["未缴", "应缴"]
    assert "100 元档" in shown[2014].sentence and "缴费本" in shown[2014].sentence
    assert clerk.text("years_sentence") == "已缴 3 年，需要 15 年，还差 12 年"
    assert clerk.desk.noting.noted(a_payer(clerk))[0].told_by == "缴费本"


def test_a_year_that_stands_already_is_refused_beside_its_field(clerk: Clerk) -> None:
    clerk.desk.noting.years(a_payer(clerk), 2013, 2015, 10_000)
    clerk.finds("hyz").clicks("add_note").fills("first", "2015").fills("tier", "100").clicks("save_note")
    assert "2015 年已经记过缴费" in clerk.text("first_refusal")
    assert "先划掉" in clerk.text("first_refusal"), "the cure stands there too"
    clerk.fills("first", "二〇一六").clicks("save_note")
    assert "四位数字" in clerk.text("first_refusal")
    clerk.chooses("note_kind", "死亡").fills("died_on", "2026-02-30").clicks("save_note")
    assert "没有 2026-02-30 这一天" in clerk.text("died_on_refusal")


def test_only_one_form_stands_open(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("need_1").clicks("add_note")
    correcting, noting = (clerk.page.findChild(QWidget, name) for name in ("correcting", "noting"))
    assert correcting is not None and noting is not None
    assert (correcting.isVisible(), noting.isVisible()) == (False, True)
    clerk.clicks("need_1")
    assert (correcting.isVisible(), noting.isVisible()) == (True, False)


def test_a_wrong_note_is_struck_with_a_reason(clerk: Clerk) -> None:
    person = a_payer(clerk)
    clerk.desk.noting.years(person, 2013, 2015, 10_000)
    note = clerk.desk.noting.noted(person)[0]

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.fills("reason", "看错了缴费本").clicks("yes")

    clerk.finds("hyz").will_answer(answer).clicks(f"strike_{note.id}").waits_to_see("划掉了")
    assert not clerk.desk.noting.noted(person)
    assert cells(clerk)[2014].word == "没记录"


def test_facts_that_do_not_fit_are_named_first_and_nothing_is_decided(clerk: Clerk) -> None:
    person = a_payer(clerk)
    clerk.desk.collecting.collect(Payment(person, 2026, 10_000))
    clerk.finds("hyz").clicks("add_note").chooses("note_kind", "死亡").fills("died_on", "2020-01-02")
    clerk.fills("told_by", "家属").clicks("save_note").waits_to_see("有 1 处记载对不上")
    clerk.waits_to_see("2026 年的费在 2026-11-02 缴，但人已于 2020-01-02 死亡")
    assert clerk.text("entitlement_answer") == "说不准，要先核实"
    assert clerk.there(QAbstractButton, "need_0").text() == "先核对记载"
    clerk.clicks("need_0")
    assert clerk.there(QAbstractButton, "add_note").hasFocus(), "what can be struck comes into sight"
    amount = clerk.page.findChild(QLabel, "monthly_amount")
    assert amount is not None and not amount.isVisible()


def test_somebody_who_died_is_asked_for_no_fee(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("add_note").chooses("note_kind", "死亡").fills("died_on", "2026-10-30")
    clerk.fills("told_by", "家属").clicks("save_note").waits_to_see("已终止")
    assert not clerk.sees("收 2026 年费")
    assert not clerk.sees("今年未缴")
    clerk.waits_to_see("请家属办理注销登记")


def test_two_tiers_stand_side_by_side_and_their_sheet_is_printed(clerk: Clerk, printer: Path) -> None:
    clerk.finds("hyz").clicks("see_estimate").waits_to_see("估算，按 2026-11-02 的政策")
    both = clerk.desk.assessing.compare(a_payer(clerk), 10_000, 20_000)
    assert clerk.text("monthly_left").removesuffix(" 元") == f"{both.left.monthly_fen / 100:.2f}"
    assert clerk.text("monthly_right").removesuffix(" 元") == f"{both.right.monthly_fen / 100:.2f}"
    assert f"{both.months_to_break_even} 个月" in clerk.text("difference")
    before = clerk.text("monthly_right")
    clerk.chooses("tier_other", "500 元")
    clerk.page.set_stale()
    assert clerk.text("monthly_right") != before
    clerk.qtbot.waitUntil(lambda: clerk.there(PaperView, "estimate_paper").pages() == 1, timeout=5_000)
    clerk.clicks("print_estimate").waits().waits_to_see("估算单已送到打印机")
    assert (printer / "estimate.pdf").read_bytes().startswith(b"%PDF")


def test_a_back_payment_that_the_amount_presumes_stands_beside_it_with_its_cost(clerk: Clerk) -> None:
    person = register(clerk.desk, "谭少淮", "19690512", 31, tier_fen=30000)
    clerk.desk.noting.years(person, 2016, 2017, 10000)
    clerk.window.go(Place("person", person))
    # sixty in 2029: 2026 to 2029 are 4, 2 + 4 = 6 of 15; 9 x 300 back, 4 x 300 to come
    clerk.waits_to_see("补缴 9 年，每年 300 元，共 2,700 元，补缴没有政府补贴").waits_to_see(
        "连补缴自己一共缴 3,900 元"
    )
    assert clerk.text("entitlement_answer") == "还没到龄，补够 9 年后从 2029年6月 起"
    clerk.clicks("see_estimate").waits_to_see("补缴 9 年，每年 400 元，共 3,600 元")


def test_no_amount_is_shown_where_the_years_cannot_be_enough(clerk: Clerk) -> None:
    person = register(clerk.desk, "谭少江", "19670512", 32, tier_fen=30000)
    clerk.window.go(Place("person", person))
    # sixty in 2027: 2026 and 2027, and 2014 to 2025 paid back, are 14 of 15
    assert clerk.text("entitlement_answer") == "还没到龄，到龄时年限还不够"
    amount = clerk.page.findChild(QLabel, "monthly_amount")
    assert amount is not None and not amount.isVisible()
    clerk.clicks("see_estimate").waits_to_see("每年最少 100 元")
    with pytest.raises(Refused) as refusal:
        clerk.desk.assessing.compare(person, 10_000, 20_000)
    assert refusal.value.code == "years_not_enough" and refusal.value.cure


def test_without_a_printer_the_sheet_is_kept_as_a_file(clerk: Clerk, no_printer: None, tmp_path: Path) -> None:
    clerk.finds("hyz").clicks("see_estimate").clicks("print_estimate").waits().waits_to_see("没有找到打印机")
    clerk.will_pick(tmp_path / "sheet.pdf").clicks("notice_action").waits_to_see("存好了：sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_a_payee_is_told_what_the_latest_list_pays(clerk: Clerk) -> None:
    taken = clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    line = next(each for each in clerk.desk.paying.lines(taken) if each.resident and each.account_fen)
    assert line.resident
    clerk.window.go(Place("person", line.resident.id))
    assert clerk.text("standing") == "领取中"
    assert clerk.text("entitlement_answer") == "领取中，起领月份不知道"
    assert clerk.text("amount_of") == "2026年11月的名单实发"
    assert clerk.text("monthly_amount") == f"{line.total_fen / 100:.2f} 元"
    clerk.waits_to_see("个人账户养老金")
    assert not clerk.sees("收 2026 年费")
    sheet = clerk.page.findChild(QAbstractButton, "see_estimate")
    assert sheet is not None and not sheet.isVisible(), "what a payee gets stands on the list, it is not estimated"


def test_the_first_month_of_a_payee_comes_from_a_person_and_a_list_is_none(clerk: Clerk) -> None:
    taken = clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    lines = clerk.desk.paying.lines(taken)
    payee = next(
        each.resident for each in lines if each.resident and each.account_fen and each.resident.birth.year > 1955
    )
    clerk.window.go(Place("person", payee.id))
    clerk.waits_to_see("本台见到的最早发放月份是2026年11月，实际起领月份不知道")
    clerk.waits_to_see("个人账户部分算不出：起领月份不知道")
    clerk.clicks("add_note").chooses("note_kind", "从哪个月领起养老金").fills("since", "2021-12").clicks("save_note")
    assert "待遇核定表" in clerk.text("told_by_refusal")
    clerk.fills("told_by", "存折").clicks("save_note").waits_to_see("记下了，重新算过")
    assert clerk.text("entitlement_answer") == "领取中，从 2021年12月 起"
    assert not clerk.sees("实际起领月份不知道")


def test_a_year_is_noted_with_the_day_on_its_receipt_or_with_none(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("add_note").fills("first", "2025").fills("tier", "100").fills("paid_on", "2027-01-01")
    clerk.clicks("save_note")
    assert "缴费日期还没有到" in clerk.text("paid_on_refusal")
    clerk.fills("paid_on", "2025-03-01").clicks("save_note").waits_to_see("记下了，重新算过")
    clerk.clicks("add_note").fills("first", "2024").fills("tier", "100").clicks("save_note").waits_to_see("2024")
    days = {fact.first: fact.paid_on for fact in _years_noted(clerk)}
    assert days == {2025: "2025-03-01", 2024: ""}


def _years_noted(clerk: Clerk) -> list[YearsNoted]:
    facts = [each.fact for each in clerk.desk.noting.notes(a_payer(clerk))]
    return [each for each in facts if isinstance(each, YearsNoted)]
