"""The township's monthly list: exact amounts, sums that must agree, nobody twice, the month it is for."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import resources
from tests.workbooks.books import PAYOUT_HEADER, TODAY, codes, number, payee, read_payout, save
from tests.workbooks.field import read_list
from village_desk.domain.basics.errors import Cancelled, Refused
from village_desk.domain.basics.months import Month
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.payouts.payout_list import PayoutReading


def test_the_sample_list_meets_its_key() -> None:
    said = json.loads(resources.path("sample/answer-key.json").read_text("utf-8"))["payout"]
    reading = payout_list.read(resources.path("sample/payout-list.xlsx"), TODAY)
    assert (len(reading.rows), reading.total_fen) == (said["payees"], said["total_fen"])
    assert (reading.month, reading.held, reading.problems) == (Month(2026, 11), 0, ())
    assert all(row.base_fen + row.account_fen + row.extra_fen == row.total_fen for row in reading.rows)


def test_a_line_is_read_as_it_stands(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(3))
    [row] = reading.rows
    assert (row.row, row.line, row.name, row.id_number) == (3, 3, "谭少怀", number(3, "19500203"))
    assert (row.base_fen, row.account_fen, row.extra_fen, row.total_fen) == (16000, 4148, 0, 20148)
    assert (row.account, row.way, reading.total_fen) == ("6213363012176684800", "社会化发放", 20148)


@pytest.mark.parametrize(
    ("base", "account", "extra", "total"),
    [
        (160.1, 41.2, 0, 160.1 + 41.2),
        (160.0, 41.48, 30, 231.48),
        (0.1, 0.2, "", 0.1 + 0.2),
        ("1,160.00", "41.48", "—", "1,201.48"),
        ("１６０", "41.48元", None, 201.48),
    ],
)
def test_amounts_are_exact_whatever_excel_made_of_them(
    base: Any, account: Any, extra: Any, total: Any, tmp_path: Path
) -> None:
    reading = read_payout(tmp_path, payee(1, base, account, extra, total))
    assert reading.problems == ()
    assert (
        reading.rows[0].total_fen == reading.rows[0].base_fen + reading.rows[0].account_fen + reading.rows[0].extra_fen
    )


@pytest.mark.parametrize("total", [201.485, "201.485", "", "待定", -201.48, "2e2", 1e14, True])
def test_a_total_that_is_no_amount_of_whole_fen_holds_the_line(total: Any, tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1, total=total), payee(2))
    assert codes(reading, 3) == ["amount"]
    assert ([row.line for row in reading.rows], reading.held, reading.total_fen) == ([2], 1, 20148)


def test_a_part_with_a_third_decimal_holds_the_line(tmp_path: Path) -> None:
    assert codes(read_payout(tmp_path, payee(1, account=41.485)), 3) == ["amount"]


def test_parts_that_do_not_make_the_total_hold_the_line(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1, extra=30.0))
    assert (codes(reading, 3), reading.rows) == (["parts_differ"], ())
    assert "231.48" in reading.problems[0].message and "201.48" in reading.problems[0].message


def test_what_is_taken_back_is_a_part_too(tmp_path: Path) -> None:
    header = ["姓名", "公民身份号码", "基础养老金", "补发", "扣回", "实发合计"]
    line = ["张三", number(1), 160, 20, 30, 150]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [["2026年11月"], header, line]), TODAY)
    assert [(row.extra_fen, row.total_fen) for row in reading.rows] == [(-1000, 15000)]


def test_columns_of_one_part_are_added_up(tmp_path: Path) -> None:
    header = ["姓名", "公民身份号码", "总额", "中央", "省", "市", "县", "加发", "个账个人缴费", "个账省补"]
    line = ["张三", number(1), 161, 100, 10, 10, 10, 1, 20, 10]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [["2026年11月"], header, line]), TODAY)
    assert [(row.base_fen, row.account_fen, row.extra_fen) for row in reading.rows] == [(13000, 3000, 100)]


def test_two_totals_that_disagree_hold_the_line(tmp_path: Path) -> None:
    header = ["姓名", "公民身份号码", "应发合计", "实发合计"]
    lines = [["张三", number(1), 160, 150], ["李四", number(3), 160, 160]]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [["2026年11月"], header, *lines]), TODAY)
    assert (codes(reading, 3), [row.name for row in reading.rows]) == (["totals_differ"], ["李四"])


def test_a_person_on_two_lines_is_remarked_on_at_both(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), payee(2), payee(1))
    assert codes(reading, 3) == codes(reading, 5) == ["double_payee"]
    assert "第 5 行" in reading.problems[0].message
    assert ([row.row for row in reading.rows], reading.held) == ([3, 4, 5], 0)
    assert not any(problem.holds for problem in reading.problems)


@pytest.mark.parametrize(
    ("written", "code"), [("429004195002030", "id_length"), (4.29004195002030e17, "id_damaged"), ("", "id_missing")]
)
def test_a_bad_identity_number_holds_the_line(written: Any, code: str, tmp_path: Path) -> None:
    line = payee(1)
    line[2] = written
    reading = read_payout(tmp_path, line, payee(2))
    assert (codes(reading, 3), reading.held) == ([code], 1)


def test_a_damaged_account_is_left_out_and_said(tmp_path: Path) -> None:
    line = payee(1)
    line[7] = 6.21336301217668e18
    reading = read_payout(tmp_path, line)
    assert (codes(reading, 3), reading.rows[0].account) == (["account_damaged"], "")


@pytest.mark.parametrize("total", [402.96, "402.96元"])
def test_a_total_row_that_agrees_is_fine(total: Any, tmp_path: Path) -> None:
    assert read_payout(tmp_path, payee(1), payee(2), ["", "合计", "2人", "", "", "", total]).problems == ()


def test_a_total_row_that_disagrees_is_a_problem_of_its_row(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), payee(2), ["", "合计", "3人", "", "", "", 402.95])
    assert codes(reading, 5) == ["total_differs", "count_differs"]
    assert "402.95" in reading.problems[0].message and "402.96" in reading.problems[0].message
    assert (len(reading.rows), reading.total_fen) == (2, 40296)


def test_page_totals_may_count_their_page_or_all_so_far(tmp_path: Path) -> None:
    page, whole = ["", "本页小计", "", "", "", "", 201.48], ["", "总计", "", "", "", "", 402.96]
    assert read_payout(tmp_path, payee(1), page, payee(2), page, whole).problems == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2026年11月待遇发放明细", "Sheet1"),
        ("2026 年 11 月待遇发放明细（制表日期：2026年12月3日）", "Sheet1"),
        ("待遇发放明细 2026-11", "表"),
        ("待遇发放明细", "202611"),
        ("待遇发放明细（制表 2026-12-03）", "2026.11"),
        ("２０２６年１１月", "202611"),
        ("2026年11月286人待遇发放明细", "Sheet1"),
        ("二〇二六年十一月待遇发放明细", "Sheet1"),
        ("二○二六年十一月份待遇发放明细", "Sheet1"),
        ("２０２６年十一月待遇发放明细", "Sheet1"),
        ("待遇发放明细（2026年11月，打印时间：2026年12月）", "Sheet1"),
    ],
)
def test_the_month_stands_in_the_title_or_the_sheets_name(title: str, name: str, tmp_path: Path) -> None:
    assert read_payout(tmp_path, payee(1), title=title, name=name).month == Month(2026, 11)


def test_the_month_may_stand_in_a_column(tmp_path: Path) -> None:
    header = ["费款所属期", "姓名", "公民身份号码", "总额"]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [header, [202611, "张三", number(1), 160]]), TODAY)
    assert reading.month == Month(2026, 11)


@pytest.mark.parametrize(
    "title",
    [
        date(2026, 11, 1),
        datetime.fromisoformat("2026-11-01"),
        "2026/11/01",
        "2026-11-1 待遇发放",
        "26年11月待遇发放",
        "二六年十一月",
    ],
)
def test_a_month_that_is_only_likely_is_taken_and_told_as_doubtful(title: Any, tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), title=title)
    assert (reading.month, len(reading.rows)) == (Month(2026, 11), 1)
    assert [(each.code, each.row, each.holds) for each in reading.problems] == [("month_doubtful", 1, False)]
    assert "2026年11月" in reading.problems[0].message


def test_what_is_said_plainly_outweighs_what_is_only_likely(tmp_path: Path) -> None:
    header: list[Sequence[Any]] = [["2026年11月待遇发放明细"], ["制表", date(2026, 12, 1)], PAYOUT_HEADER]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [*header, payee(1)]), TODAY)
    assert (reading.month, reading.problems) == (Month(2026, 11), ())


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 11, 1),
        datetime.fromisoformat("2026-11-30"),
        "2026-11",
        "2026/11/01",
        "20261101",
        "2026年11月",
        202611.0,
    ],
)
def test_a_column_of_months_may_hold_dates(written: Any, tmp_path: Path) -> None:
    header = ["费款所属期", "姓名", "公民身份号码", "总额"]
    path = save(tmp_path / "a.xlsx", [header, [written, "张三", number(1), 160], ["", "合计", "", 160]])
    reading = payout_list.read(path, TODAY)
    assert (reading.month, reading.problems) == (Month(2026, 11), ())


@pytest.mark.parametrize("name", ["p-month-00.xlsx", "p-monthcell-date2.xlsx", "p-monthcol-date.xlsx"])
def test_the_months_of_the_field_are_read(name: str) -> None:
    reading = read_list(name)
    assert (reading.month, len(reading.rows), reading.held) == (Month(2026, 11), 5, 0)


@pytest.mark.parametrize(
    ("title", "name", "code"),
    [
        ("待遇发放明细", "Sheet1", "no_month"),
        ("2026年11月3日制", "表", "no_month"),
        ("2026年11月", "202610", "two_months"),
    ],
)
def test_a_month_that_is_missing_or_double_is_refused(title: str, name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_payout(tmp_path, payee(1), title=title, name=name)
    assert (refused.value.code, bool(refused.value.cure)) == (code, True)


def test_a_roster_is_no_payout_list(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        payout_list.read(resources.path("sample/roster.xlsx"), TODAY)
    assert refused.value.code == "no_header"
    assert "应发合计" in refused.value.message


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        payout_list.read(save(tmp_path / "a.xlsx", [["2026年11月"], PAYOUT_HEADER, payee(1)]), TODAY, stop)


def test_the_name_of_a_payee_is_put_into_its_form_and_told() -> None:
    reading = read_list("p-pua.xlsx")
    assert ([row.name for row in reading.rows][1], reading.held) == ("李䶮英", 0)
    assert [each.code for each in reading.problems] == ["name_form"]


def test_words_behind_the_name_of_a_payee_are_told(tmp_path: Path) -> None:
    line = payee(1)
    line[1] = "谭少怀（已故）"
    reading = read_payout(tmp_path, line)
    assert (reading.rows[0].name, codes(reading, 3), reading.held) == ("谭少怀", ["name_aside"], 0)


DEDUCTED = ["姓名", "身份证号", "基础养老金", "个人账户养老金", "应发金额", "扣回金额", "实发金额"]


def deducted(*lines: Sequence[Any], header: Sequence[str] = tuple(DEDUCTED), folder: Path) -> PayoutReading:
    return payout_list.read(save(folder / "a.xlsx", [["2026年11月"], header, *lines]), TODAY)


def test_what_is_due_and_what_is_paid_may_differ_by_what_is_taken_back(tmp_path: Path) -> None:
    lines = [["张三", number(1), 160, 40, 200, 50, 150], ["李四", number(3), 160, 40, 200, 0, 200]]
    reading = deducted(*lines, ["合计", "", 320, 80, 400, 50, 350], folder=tmp_path)
    assert ([row.total_fen for row in reading.rows], reading.held, reading.problems) == ([15000, 20000], 0, ())
    wrong = deducted(*lines, ["合计", "", 320, 80, 400, 50, 360], folder=tmp_path)
    assert codes(wrong, 5) == ["total_differs"]


def test_what_is_taken_back_is_not_all_the_parts_of_a_total(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "应发金额", "扣款", "实发金额"]
    lines = [["张三", number(1), 200, 20, 180], ["李四", number(3), 200, 0, 200]]
    reading = deducted(*lines, header=header, folder=tmp_path)
    assert ([row.total_fen for row in reading.rows], reading.problems) == ([18000, 20000], ())


def test_an_amount_with_a_comma_for_its_point_is_held_and_never_taken_for_thousands(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1, total="201,48"), payee(2))
    assert (codes(reading, 3), reading.total_fen, reading.held) == (["amount"], 20148, 1)


def test_an_amount_in_words_is_held_against_the_one_in_figures(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "发放金额（元）", "发放金额（大写）"]
    right, wrong = (["张三", number(1), 201.48, words] for words in ("贰佰零壹元肆角捌分", "贰佰壹拾元整"))
    assert deducted(right, header=header, folder=tmp_path).total_fen == 20148
    assert codes(deducted(wrong, header=header, folder=tmp_path), 3) == ["totals_differ"]


@pytest.mark.parametrize("written", [2026.1, "2026.1"])
def test_a_month_of_which_excel_cut_the_zero_is_asked_about(written: Any, tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "所属期", "金额"]
    line = ["张三", number(1), written, 201.48]
    with pytest.raises(Refused) as refusal:
        payout_list.read(save(tmp_path / "a.xlsx", [header, line]), TODAY)
    assert (refusal.value.code, "10 月" in refusal.value.message) == ("month_cut", True)
    for month in (1, 10):
        reading = payout_list.read(save(tmp_path / "a.xlsx", [[f"2026年{month}月"], header, line]), TODAY)
        assert reading.month == Month(2026, month)


@pytest.mark.parametrize(
    "title",
    ["2026年10月至12月养老金", "2026年9、10月养老金", "2026年10月—11月", "2026年10-12月份", "2026年10月、11月发放表"],
)
def test_a_list_of_several_months_is_not_taken_for_one_of_them(title: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_payout(tmp_path, payee(1), title=title)
    assert refusal.value.code == "two_months"


def test_a_day_of_another_month_behind_a_range_of_days_is_no_second_month(tmp_path: Path) -> None:
    assert read_payout(tmp_path, payee(1), title="2026年11月（11月3日至11月5日领取）").month == Month(2026, 11)


def test_payees_on_another_sheet_that_was_not_read_are_told(tmp_path: Path) -> None:
    book = Workbook()
    first, second, third = book.worksheets[0], book.create_sheet("2组"), book.create_sheet("3组")
    for row in (["2026年11月"], PAYOUT_HEADER, payee(1)):
        first.append(row)
    for row in (payee(2), payee(3)):
        second.append(row)
        third.append(row)
    third.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = payout_list.read(tmp_path / "a.xlsx", TODAY)
    told = [(each.sheet, each.code, each.holds) for each in reading.problems]
    assert told == [("2组", "sheet_unread", True), ("3组", "sheet_hidden", False)]
    assert "2 行" in reading.problems[0].message


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [
        ("支付状态", "支付失败", "state_ended"),
        ("失败原因", "账户已销户", "state_ended"),
        ("待遇状态", "暂停发放", "state_ended"),
        ("备注", "已死亡待核实", "state_dead"),
        ("业务类型", "DF0002 乡村教师", "state_kind"),
        ("代发类型", "独生子女父母奖励", "state_kind"),
    ],
)
def test_what_a_column_that_is_not_read_says_against_a_payee_is_told(
    heading: str, written: str, code: str, tmp_path: Path
) -> None:
    lines = [["张三", number(1), 201.48, ""], ["李四", number(3), 201.48, written]]
    reading = deducted(*lines, header=["姓名", "身份证号", "金额", heading], folder=tmp_path)
    assert (codes(reading, 3), codes(reading, 4), reading.held) == ([], [code], 0)


@pytest.mark.parametrize(
    ("heading", "written"), [("支付状态", "支付成功"), ("业务类型", "城乡居民养老保险"), ("备注", "新增")]
)
def test_what_goes_without_saying_is_not_told(heading: str, written: str, tmp_path: Path) -> None:
    line = ["张三", number(1), 201.48, written]
    assert deducted(line, header=["姓名", "身份证号", "金额", heading], folder=tmp_path).problems == ()


def test_a_sheet_that_is_a_copy_of_another_is_told_once_for_all(tmp_path: Path) -> None:
    lists = [[["2026年11月"], PAYOUT_HEADER, payee(1), payee(2)]] * 2
    reading = payout_list.read(save(tmp_path / "a.xlsx", *lists, names=["名单", "名单 (2)"]), TODAY)
    assert [(each.sheet, each.holds) for each in reading.problems if each.code == "sheets_alike"] == [
        ("名单 (2)", True)
    ]
    assert "表“名单 (2)”第 3 行" in next(each.message for each in reading.problems if each.code == "double_payee")
    others = [[["2026年11月"], PAYOUT_HEADER, payee(1)], [["2026年11月"], PAYOUT_HEADER, payee(2)]]
    assert payout_list.read(save(tmp_path / "a.xlsx", *others), TODAY).problems == ()


def test_a_payee_of_nothing_is_told_and_does_not_refuse_the_month(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), payee(2, base=0.0, account=0.0, total=0.0))
    assert (codes(reading, 4), reading.held, len(reading.rows)) == (["nothing_paid"], 0, 2)
    unsaid = payee(2, base=0.0, account=0.0)
    unsaid[6] = None
    assert codes(read_payout(tmp_path, payee(1), unsaid), 4) == ["amount"], "no total is none"
    assert read_payout(tmp_path, payee(1), payee(2, total=0.0)).held == 1, "its parts say otherwise"
