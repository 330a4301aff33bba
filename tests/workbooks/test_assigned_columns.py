"""Columns that no name explains: asked about, and read as a person said for that exact set of headings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.books import TODAY, codes, number, offers, save
from village_desk.workbooks.columns import headers, headings
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.payouts.payout_list import PayoutReading
from village_desk.workbooks.rosters import roster

HEADER = ["序号", "姓名", "公民身份号码", "基础养老金", "账户养老金", "村集体添补", "门牌", "应发合计"]


def line(order: int, more: Any = 30.0, total: Any = 231.48) -> list[Any]:
    return [order, "谭少怀", number(order, "19500203"), 160, 41.48, more, 76, total]


def read(folder: Path, *lines: Sequence[Any], assigned: headers.Assigned | None = None, **what: Any) -> PayoutReading:
    title = what.get("title", "2026年11月待遇发放明细")
    path = save(folder / "名单.xlsx", [[title], what.get("header", HEADER), *lines])
    return payout_list.read(path, TODAY, assigned=assigned)


def asked(reading: PayoutReading) -> list[str]:
    return [each.words for shown in reading.headings for each in shown.columns if each.asked]


def test_an_amount_that_the_parts_lack_is_asked_about_by_its_column_and_holds_nobody(tmp_path: Path) -> None:
    reading = read(tmp_path, line(1), line(2))
    assert (asked(reading), reading.held) == (["村集体添补"], 0)
    assert [(each.code, each.column) for each in reading.problems] == [("column_unknown", "门牌")]
    [shown] = reading.headings
    [column] = [each for each in shown.columns if each.asked]
    assert (column.column, column.field, column.samples) == (5, "", ("30",))


def test_a_line_that_no_unclear_column_explains_is_held(tmp_path: Path) -> None:
    unknown = read(tmp_path, line(1), line(2, more="", total=231.48))
    assert asked(unknown) == ["村集体添补", "门牌"], "they do not make it up either: nobody knows yet"
    told = {unknown.headings[0].key: {6: ""}}
    assert codes(read(tmp_path, line(1), line(2, more="", total=231.48), assigned=told), 4) == ["parts_differ"]


def test_columns_of_figures_are_left_alone_where_the_parts_make_the_total(tmp_path: Path) -> None:
    reading = read(tmp_path, line(1, more="", total=201.48), line(2, more="", total=201.48))
    assert (asked(reading), len(reading.rows)) == ([], 2)


def test_what_a_person_said_is_read_and_checked(tmp_path: Path) -> None:
    key = read(tmp_path, line(1)).headings[0].key
    reading = read(tmp_path, line(1), line(2), assigned={key: {5: "extra", 6: ""}})
    assert (asked(reading), reading.problems) == ([], ())
    assert [(row.extra_fen, row.total_fen) for row in reading.rows] == [(3000, 23148)] * 2
    wrong = read(tmp_path, line(1), assigned={key: {5: "minus", 6: ""}})
    assert codes(wrong, 3) == ["parts_differ"]


@pytest.mark.parametrize(
    ("what", "same"),
    [
        ({"title": "2026年12月待遇发放明细"}, True),
        ({"title": "第2次发放名单　2026年12月"}, True),
        ({"header": [*HEADER, "状态", "原因/怎么办"]}, True),
        ({"header": [*HEADER[:5], "村集体补贴", *HEADER[6:]]}, False),
        ({"header": [*HEADER[:5], HEADER[6], HEADER[5], HEADER[7]]}, False),
    ],
)
def test_it_is_remembered_for_that_exact_set_of_headings(what: dict[str, Any], same: bool, tmp_path: Path) -> None:
    key = read(tmp_path, line(1)).headings[0].key
    try:
        other = read(tmp_path, line(1), **what).headings[0].key
    except headers.ColumnsUnclear as why:
        [shown] = headings.of_refusal(why)
        other = shown.key
    assert (other == key) is same


def test_a_heading_of_two_rows_is_known_by_both(tmp_path: Path) -> None:
    top = ["序号", "姓名", "公民身份号码", "基础养老金", "", "应发合计"]
    low = ["", "", "", "中央", "片区", ""]
    reading = read(tmp_path, low, [1, "谭少怀", number(1, "19500203"), 160, 5, 165], header=top)
    assert asked(reading) == ["片区"]


def test_a_table_without_a_name_that_is_known_tells_its_likely_headings(tmp_path: Path) -> None:
    path = save(tmp_path / "册.xlsx", [["沟二社区花名册"], ["户内称呼", "证号", "联系电话"], ["谭少怀", number(1), ""]])
    with pytest.raises(headers.ColumnsUnclear) as refusal:
        roster.read(path, offers, TODAY)
    assert refusal.value.code == "no_header"
    [shown] = headings.of_refusal(refusal.value)
    assert [(each.words, each.field) for each in shown.columns] == [
        ("户内称呼", ""),
        ("证号", ""),
        ("联系电话", "phone"),
    ]
    assert shown.columns[1].samples == ("429004********" + number(1)[-4:],)
    reading = roster.read(path, offers, TODAY, assigned={shown.key: {0: "name", 1: "id_number"}})
    assert [row.name for row in reading.people] == ["谭少怀"]
    assert [each.assigned for each in reading.headings[0].columns] == [True, True, False]


def test_of_two_columns_for_one_thing_a_person_says_which(tmp_path: Path) -> None:
    path = save(tmp_path / "册.xlsx", [["姓名", "身份证号", "证件号码"], ["谭少怀", number(1), "A1"]])
    with pytest.raises(headers.ColumnsUnclear) as refusal:
        roster.read(path, offers, TODAY)
    assert refusal.value.code == "two_columns"
    [shown] = headings.of_refusal(refusal.value)
    reading = roster.read(path, offers, TODAY, assigned={shown.key: {2: ""}})
    assert [row.id_number for row in reading.people] == [number(1)]


def test_own_numbers_that_begin_again_on_every_sheet_are_counted_on(tmp_path: Path) -> None:
    sheet = [["2026年11月"], HEADER]
    path = save(tmp_path / "名单.xlsx", [*sheet, line(1)], [*sheet, [1, *line(2)[1:]]])
    assert [row.line for row in payout_list.read(path, TODAY).rows] == [1, 2]
