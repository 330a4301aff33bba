"""What stands under and between the people: totals in any spelling are checked, sign-offs and notes are nobody."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.books import Row, codes, grid, number, payee, read, read_payout, save
from tests.workbooks.field import read_list, read_roster

TOTALS = [
    *(
        "合计",
        "合　计",
        "合  计",
        "总计",
        "总  计",
        "总 计：",
        "小计",
        "小　计",
        "本页小计",
        "本页合计",
        "累计",
        "共计",
        "共　计",
    ),
    *(
        "合计（元）",
        "合计(元)：",
        "合计大写",
        "合计金额",
        "合计人数",
        "全村合计",
        "总合计",
        "总额",
        "总金额",
        "合計",
        "汇总",
    ),
    *("合计:2人", "合计（2人）", "共2人", "全村共2人", "沟二社区2026年11月合计", "Σ"),
]


@pytest.mark.parametrize("label", TOTALS)
def test_a_total_in_any_spelling_is_no_payee_and_is_checked(label: str, tmp_path: Path) -> None:
    right = read_payout(tmp_path, payee(1), payee(2), [label, "", "", 320, 82.96, 0, 402.96])
    assert (len(right.rows), right.held, right.problems) == (2, 0, ())
    wrong = read_payout(tmp_path, payee(1), payee(2), [label, "", "", 320, 82.96, 0, 902.96])
    assert (codes(wrong, 5), wrong.held) == (["total_differs"], 0)
    only = read_payout(tmp_path, payee(1), payee(2), ["", label, "", "", "", "", 902.96])
    assert (codes(only, 5), only.held) == (["total_differs"], 0)


def test_a_total_without_any_word_for_it_is_checked_too(tmp_path: Path) -> None:
    for label in ("本月", "", "～"):
        wrong = read_payout(tmp_path, payee(1), payee(2), [label, "", "", 320, 82.96, 0, 902.96])
        assert (codes(wrong, 5), wrong.held) == (["total_differs"], 0)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["合计", "3人"], "count_differs"),
        (["合 计", "", "", "", "", "3 人"], "count_differs"),
        (["共3人，402.96元"], "count_differs"),
        (["合计：2人，402.95元"], "total_differs"),
        (["大写", "肆佰零贰元玖角伍分"], "total_differs"),
        (["合计大写：", "", "", "人民币肆佰零贰元整"], "total_differs"),
        (["合", "计", "", "", "", "", 402.95], "total_differs"),
    ],
)
def test_a_total_that_is_said_in_words_is_checked_too(row: Sequence[Any], code: str, tmp_path: Path) -> None:
    assert codes(read_payout(tmp_path, payee(1), payee(2), row), 5) == [code]


@pytest.mark.parametrize(
    "row",
    [["合计大写", "肆佰零贰元玖角陆分"], ["共2人，402.96元"], ["合计", "2 人", "", "", "", "", "肆佰零贰元玖角陆分"]],
)
def test_a_total_in_words_that_agrees_is_fine(row: Sequence[Any], tmp_path: Path) -> None:
    assert read_payout(tmp_path, payee(1), payee(2), row).problems == ()


def test_a_total_may_stand_over_pages_that_lie_across_groups(tmp_path: Path) -> None:
    group, page = ["小计", "", "", "", "", "", 201.48], ["本页合计", "", "", "", "", "", 402.96]
    last = ["", "3人", "", "", "", "", 604.44]
    assert read_payout(tmp_path, payee(1), group, payee(2), page, payee(3), group, last).problems == ()


SIGN_OFFS: list[list[Any]] = [
    ["村主任（签字）：", "", "", "制表人：张三", "", "2026年11月5日"],
    ["支书签字：", "李四"],
    ["主管领导", "李四", "", "", "制表人", "王五"],
    ["监督人：李四 王五"],
    ["", "", "制表人：张三 13800001000"],
    ["备注", "本表一式三份"],
    ["说明", "1、本表一式三份；2、联系电话13800001000。"],
    ["大写", "肆佰零贰元玖角陆分"],
    ["注：", "", "", "", "", 2026],
    ["填报单位（盖章）", "", "", "", "填报时间：2026年11月"],
    ["", "以上共计二人"],
    ["第1页 共1页"],
    ["制表人", "李四", "审核人", "王五"],
    ["（此页无正文）"],
    ["", "", "", "", "", "", "", "联系电话：13800001000"],
    ["村委会", "", "镇人社所", ""],
    ["负责人意见：", "", "同意发放"],
    ["经办: 李四", "", "复核: 王五"],
]


@pytest.mark.parametrize("row", SIGN_OFFS)
@pytest.mark.parametrize("below_a_total", [True, False])
def test_the_sign_off_under_a_list_is_no_payee(row: list[Any], below_a_total: bool, tmp_path: Path) -> None:
    total = [["合　计", "", "", 320, 82.96, "", 402.96]] if below_a_total else []
    reading = read_payout(tmp_path, payee(1), payee(2), *total, row)
    assert ([each.line for each in reading.rows], reading.held, reading.problems) == ([1, 2], 0, ())


@pytest.mark.parametrize("row", SIGN_OFFS)
def test_the_sign_off_at_the_foot_of_a_printed_page_is_no_payee(row: list[Any], tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), payee(2), row, payee(3))
    assert ([each.line for each in reading.rows], reading.held) == ([1, 2, 3], 0)


@pytest.mark.parametrize("row", SIGN_OFFS)
def test_the_sign_off_under_a_roster_is_no_person(row: list[Any], tmp_path: Path) -> None:
    header, *people = grid([{"name": "张三", "id_number": number(1)}, {"name": "李四", "id_number": number(3)}])
    labels = ["序号", *header]
    rows = [[place, *each] for place, each in enumerate(people, 1)]
    reading = read(save(tmp_path / "a.xlsx", [labels, *rows, row]))
    assert (reading.rows, reading.held) == (2, 0)


def test_a_name_under_the_total_is_nobody_and_is_told(tmp_path: Path) -> None:
    reading = read_payout(tmp_path, payee(1), ["合计", "", "", "", "", "", 201.48], ["", "李四"])
    assert (codes(reading, 5), reading.held, len(reading.rows)) == (["row_aside"], 0, 1)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_payee_without_a_number_is_held_wherever_he_stands(place: int, tmp_path: Path) -> None:
    """On a signing roster nobody may be missing: a row that is a payee but for its number is one, also the last."""
    lines = [payee(1), payee(2)]
    lines.insert(place, [place + 1, "谭少怀", "", 160, 41.48, 0, 201.48])
    reading = read_payout(tmp_path, *lines, ["合计", "", "", "", "", "", 604.44])
    assert (codes(reading, 3 + place), reading.held) == (["id_missing"], 1)


def test_a_row_of_a_roster_without_a_number_is_held_also_at_the_end(tmp_path: Path) -> None:
    people = [{"name": "张三", "id_number": number(1)}, {"name": "李四"}]
    reading = read(save(tmp_path / "a.xlsx", [*grid(people), ["合计", "2人"]]))
    assert (codes(reading, 3), reading.held, reading.rows) == (["id_missing"], 1, 2)


@pytest.mark.parametrize(
    ("row", "code"), [(["合计", "", "99999"], "total_differs"), (["小计", "4人"], "count_differs")]
)
def test_a_false_total_of_a_roster_is_told(row: list[Any], code: str, tmp_path: Path) -> None:
    labels = {"name": "姓名", "id_number": "身份证号", "tier": "缴费档次"}
    people: list[Row] = [
        {"name": "张三", "id_number": number(1), "tier": 200},
        {"name": "李四", "id_number": number(3)},
    ]
    reading = read(save(tmp_path / "a.xlsx", [*grid(people, labels), row]))
    assert (codes(reading, 4), reading.held, len(reading.people)) == ([code], 0, 2)
    right = read(save(tmp_path / "b.xlsx", [*grid(people, labels), ["合计", "2人", 200]]))
    assert right.problems == ()


@pytest.mark.parametrize("name", ["p-foot-00.xlsx", "p-foot-01.xlsx", "q-full-01.xlsx", "p-base.xlsx"])
def test_the_lists_of_the_field_are_read_whole(name: str) -> None:
    reading = read_list(name)
    assert (len(reading.rows), reading.total_fen, reading.held, reading.problems) == (5, 120525, 0, ())


@pytest.mark.parametrize(
    "name", ["q-wrong-00.xlsx", "q-wrong-01.xlsx", "p-foot-14.xlsx", "p-hidden-visible-total.xlsx"]
)
def test_a_false_total_of_the_field_is_told(name: str) -> None:
    reading = read_list(name)
    assert [(each.code, each.row >= 8) for each in reading.problems if each.code == "total_differs"] == [
        ("total_differs", True)
    ]
    assert (len(reading.rows), reading.held) == (5, 0)


def test_the_merged_roster_of_the_field_has_its_eight_people() -> None:
    reading = read_roster("s-merged.xlsx")
    assert (reading.rows, reading.held, len(reading.people)) == (8, 0, 8)
