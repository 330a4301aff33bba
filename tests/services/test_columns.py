"""What a person says of columns: kept with what is taken, used by itself for the same headings, and taken back."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.agreement import facts
from tests.workbooks.books import number, save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services import columns
from village_desk.services.columns import AUTO, ColumnsUnknown, ListKind
from village_desk.services.matching import Mismatch

HEADER = ["序号", "姓名", "公民身份号码", "基础养老金", "账户养老金", "村集体添补", "应发合计"]


def line(order: int) -> list[Any]:
    return [order, "谭少怀", number(order, "19500203"), 160, 41.48, 30, 231.48]


def listed(folder: Path, month: str = "2026年11月") -> Path:
    return save(folder / "名单.xlsx", [[f"{month}发放明细"], HEADER, line(1), line(2)])


def roster(folder: Path, *header: str) -> Path:
    return save(folder / "册.xlsx", [list(header), ["谭少怀", number(1), "13800001111"]])


def said(desk: Desk, kind: ListKind, path: Path, **what: str) -> columns.Assigned:
    headings = desk.paying.headings(path) if kind is ListKind.PAYOUT else desk.importing.headings(path)
    return columns.by_words(kind, headings, what)


def test_an_unknown_amount_column_is_a_question_and_the_answer_is_used_next_month(desk: Desk, tmp_path: Path) -> None:
    november = listed(tmp_path)
    preview = desk.paying.read(november)
    [question] = [each for each in preview.questions if each.kind is Mismatch.COLUMN]
    assert "“村集体添补”是哪一项" in question.words and "30" in question.words
    with pytest.raises(ColumnsUnknown) as refusal:
        desk.paying.take(preview)
    assert refusal.value.code == "columns_asked"
    told = said(desk, ListKind.PAYOUT, november, 村集体添补="addition")
    taken = desk.paying.take(desk.paying.read(november, assigned=told))
    assert [each.extra_fen for each in desk.paying.lines(taken)] == [3000, 3000]
    december = desk.paying.read(listed(tmp_path, "2026年12月"))
    assert not [each for each in december.questions if each.kind is Mismatch.COLUMN]
    assert (
        columns.in_words(ListKind.PAYOUT, december.reading.headings) == "按本台说过的读：“村集体添补”＝加发（补发也算）"
    )
    desk.keeping.rebuild()
    assert desk.paying.read(listed(tmp_path, "2026年12月")).assigned == {}
    assert desk.paying.take(desk.paying.read(listed(tmp_path, "2026年12月")))


def test_reading_alone_remembers_nothing(desk: Desk, tmp_path: Path) -> None:
    november = listed(tmp_path)
    desk.paying.read(november, assigned=said(desk, ListKind.PAYOUT, november, 村集体添补="addition"))
    assert columns.remembered(desk._store, ListKind.PAYOUT) == {}


def test_what_was_said_wrongly_is_said_anew_or_taken_back(desk: Desk, tmp_path: Path) -> None:
    november = listed(tmp_path)
    wrong = desk.paying.read(november, assigned=said(desk, ListKind.PAYOUT, november, 村集体添补="个人账户养老金"))
    desk.paying.take(wrong)
    again = desk.paying.read(
        listed(tmp_path, "2026年12月"), assigned=said(desk, ListKind.PAYOUT, november, 村集体添补="加发")
    )
    desk.paying.take(again)
    [fields] = columns.remembered(desk._store, ListKind.PAYOUT).values()
    assert fields == {5: "extra"}
    january = listed(tmp_path, "2027年1月")
    back = desk.paying.read(january, assigned=said(desk, ListKind.PAYOUT, january, 村集体添补=AUTO))
    assert columns.asked(back.reading.headings), "asked again"


def test_a_roster_without_a_known_name_is_read_once_its_columns_are_said(desk: Desk, tmp_path: Path) -> None:
    path = roster(tmp_path, "户内称呼", "身份证号", "联系电话")
    with pytest.raises(ColumnsUnknown) as refusal:
        desk.importing.read(path)
    assert [each.words for each in refusal.value.headings[0].columns] == ["户内称呼", "身份证号", "联系电话"]
    preview = desk.importing.read(path, assigned=said(desk, ListKind.ROSTER, path, 户内称呼="name"))
    assert [row.name for row in preview.to_add] == ["谭少怀"]
    desk.importing.take(preview)
    assert desk.importing.read(path).unchanged == 1, "remembered"
    assert desk.importing.headings(path)[0].columns[0].assigned


def test_a_heading_or_a_name_that_is_none_is_refused_with_what_there_is(desk: Desk, tmp_path: Path) -> None:
    november = listed(tmp_path)
    with pytest.raises(Refused) as refusal:
        said(desk, ListKind.PAYOUT, november, 村里="addition")
    assert (refusal.value.code, "村集体添补" in refusal.value.cure) == ("column_unknown", True)
    with pytest.raises(Refused) as refusal:
        said(desk, ListKind.PAYOUT, november, 村集体添补="phone")
    assert (refusal.value.code, "addition＝加发（补发也算）" in refusal.value.cure) == ("column_field", True)


def test_what_was_said_is_told_in_history_without_its_key(desk: Desk, tmp_path: Path) -> None:
    november = listed(tmp_path)
    desk.paying.take(desk.paying.read(november, assigned=said(desk, ListKind.PAYOUT, november, 村集体添补="加发")))
    from village_desk.services import fact_words

    [kept] = [each for each in desk._store.db.execute("SELECT name, value FROM settings WHERE name LIKE 'columns:%'")]
    assert fact_words.words(facts.SettingChanged(*kept)) == "说明表格的列是什么"


def test_rows_already_taken_in_are_marked_so_in_the_problems_workbook(desk: Desk, tmp_path: Path) -> None:
    wrong = ["谭大怀", number(2)[:-1] + "0", ""]
    good, again = ["谭少怀", number(1), ""], "和上面一行一样，不用收"
    path = save(tmp_path / "册.xlsx", [["姓名", "身份证号", "电话"], good, good, wrong])
    preview = desk.importing.read(path)
    assert statuses(desk, preview, tmp_path / "前.xlsx") == ["可以导入", again, "待改正"]
    desk.importing.take(preview)
    assert statuses(desk, preview, tmp_path / "后.xlsx") == ["已经收下", again, "待改正"]
    assert statuses(desk, desk.importing.read(path), tmp_path / "再.xlsx") == ["已经收下", again, "待改正"]


def statuses(desk: Desk, preview: Any, out: Path) -> list[str]:
    desk.importing.write_problems(preview, out)
    rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [str(row[3]) for row in rows]


def test_a_workbook_that_was_given_back_is_read_by_what_was_said(desk: Desk, tmp_path: Path) -> None:
    path = roster(tmp_path, "户内称呼", "身份证号", "联系电话")
    preview = desk.importing.read(path, assigned=said(desk, ListKind.ROSTER, path, 户内称呼="姓名"))
    desk.importing.take(preview)
    desk.importing.write_problems(preview, tmp_path / "问题.xlsx")
    assert desk.importing.read(tmp_path / "问题.xlsx").unchanged == 1
