"""The books as workbooks, by the real command: nothing is a formula, numbers are masked, sums are those of status."""

import json
import stat
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sync.agreement.facts import PersonCorrected, PersonRegistered, ReceiptVoided
from sync.township.reports import sheets
from sync.township.reports.sheets import CellKind, ExportTable, SheetColumn
from tests.township.commands import run
from tests.township.counters import Counter
from tests.township.journals import DESK, Scribe, id_number

EVIL = '=HYPERLINK("http://x","点我")'


def sheet(path: Path, name: str = "") -> list[tuple[Any, ...]]:
    """The rows of a sheet, the headings first."""
    book = load_workbook(path)
    return [tuple(cell.value for cell in row) for row in (book[name] if name else book.worksheets[0]).iter_rows()]


@pytest.fixture
def store(scribe: Scribe, counter: Counter, tmp_path: Path) -> str:
    """Books of two villages; one person has the name of a formula."""
    people = scribe.register(3)
    evil = scribe.mint()
    scribe.record(
        PersonRegistered(
            person=evil, name=EVIL, id_number=id_number(8), group=2, phone="13812345678", account="6228480"
        ),
        PersonCorrected(person=evil, changes={"note": f"代办人 {id_number(8)}，外出"}),
    )
    scribe.collect(people[0], "A-2026-000001", fen=12345)
    scribe.collect(people[1], "A-2026-000002")
    scribe.record(ReceiptVoided(person=people[1], receipt="A-2026-000002", reason="写错"))
    counter.take(scribe)
    other = Scribe(tmp_path / "other", "429004103003-A")
    other.collect(other.register(9)[8], "A-2026-000001", fen=30000)
    counter.take(other)
    return str(counter.store.file)


def exported(store: str, folder: Path, *more: str) -> str:
    """Run the command."""
    said = run("export", str(folder), *more, store=store)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_people_contributions_and_facts_are_there_masked_and_no_formula_is(store: str, tmp_path: Path) -> None:
    out = tmp_path / "导出"
    assert "记录 18 行" in exported(store, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert sorted(each.name for each in out.iterdir()) == ["人员.xlsx", "合计.xlsx", "缴费.xlsx", "记录.xlsx"]
    people = sheet(out / "人员.xlsx")
    assert len(people) == 1 + 4 + 9
    [evil] = [row for row in people if row[3] == EVIL]
    assert (evil[4], evil[5]) == (f"429004********{id_number(8)[-4:]}", 2)
    assert "****5678" in evil
    assert f"代办人 429004********{id_number(8)[-4:]}，外出" in evil
    cells = [cell for row in load_workbook(out / "人员.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    for each in out.iterdir():
        with zipfile.ZipFile(each) as parts:
            whole = b"".join(parts.read(name) for name in parts.namelist())
        assert id_number(8).encode() not in whole
        assert b"13812345678" not in whole
    paid = {(row[2], row[3]): row for row in sheet(out / "缴费.xlsx")[1:]}
    assert len(paid) == 3
    assert paid[DESK, "A-2026-000001"][8] == 123.45
    assert paid[DESK, "A-2026-000002"][11] == "已作废"


def test_full_numbers_are_there_when_they_are_asked_for(store: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "完整号码" in exported(store, out, "--full-numbers")
    assert id_number(8) in [row[4] for row in sheet(out / "人员.xlsx")]
    heads, first = sheet(out / "记录.xlsx")[:2]
    assert heads[-1] == "原文"
    assert json.loads(str(first[-1]))["id_number"]


def test_the_sums_are_those_of_status(store: str, tmp_path: Path) -> None:
    exported(store, tmp_path / "out")
    found = json.loads(run("status", "--json", store=store).stdout)
    sums: dict[str, int] = dict(sheet(tmp_path / "out" / "合计.xlsx")[1:])
    judged = {"收下的记录": found["facts"], "退回的记录": found["refused"], "升级后再认的记录": found["kept"]}
    further = {
        "登记待更正": "people_in_doubt",
        "凭条": "receipts",
        "作废凭条": "void_receipts",
        "删去的附件": "removed_attachments",
        "另装的表格": "forms",
        "注销登记": "struck_off",
    }
    assert sums == judged | {"人员": found["people"]} | {words: found["sums"][name] for words, name in further.items()}
    assert (sums["凭条"], sums["作废凭条"]) == (2, 1)
    years = sheet(tmp_path / "out" / "合计.xlsx", "各年度")[1:]
    assert years == [(2026, *(found["money"]["2026"][f"{each}_fen"] / 100 for each in ("collected", "voided", "net")))]
    rows = sheet(tmp_path / "out" / "缴费.xlsx")[1:]
    assert sum(row[8] for row in rows if row[11] == "计入") * 100 == found["money"]["2026"]["net_fen"]


def test_one_village_or_one_desk_alone(store: str, tmp_path: Path) -> None:
    for place, more in enumerate((("--village", "429004103003"), ("--desk", "429004103003-A"))):
        exported(store, tmp_path / f"{place}", *more)
        assert {row[2] for row in sheet(tmp_path / f"{place}" / "记录.xlsx")[1:]} == {"429004103003-A"}
        assert sheet(tmp_path / f"{place}" / "合计.xlsx", "各年度")[1] == (2026, 300, 0, 300)
    said = run("export", str(tmp_path / "none"), "--village", "429004103099", store=store)
    assert (said.returncode, "没有这个村" in said.stderr) == (1, True)
    assert not list(tmp_path.glob("*none*")) + list(tmp_path.glob(".none*"))


def test_nothing_is_written_over_and_nothing_half_is_left(store: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    said = run("export", str(mine), store=store)
    assert (said.returncode, "不会覆盖" in said.stderr) == (1, True)
    assert list(mine.iterdir()) == []
    said = run("export", str(tmp_path / "nowhere" / "out"), store=store)
    assert (said.returncode, "读写不了" in said.stderr) == (1, True)


def test_a_long_table_goes_on_in_another_sheet_and_long_text_says_that_it_was_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "ROWS_MOST", 3)
    book = BytesIO()
    rows = [(f"\x01第{number}行", number) for number in range(6)] + [("长" * 40_000, 6)]
    table = ExportTable("记录", (SheetColumn("文"), SheetColumn("数", CellKind.COUNT)), iter(rows))
    assert sheets.write(book, [table]) == {"记录": 7}
    found = load_workbook(book)
    assert found.sheetnames == ["记录", "记录 2", "记录 3"]
    assert [len(list(each.iter_rows())) for each in found] == [4, 4, 2]
    assert str(found["记录 3"]["A2"].value).endswith("没有写出）")
