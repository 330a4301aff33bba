"""A roster comes in: exactly what can be trusted, all or nothing, and nobody twice."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.desks import SAMPLE, id_number, register
from tests.workbooks.books import grid, number, save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, Refused, Trouble

KEY = json.loads((SAMPLE / "answer-key.json").read_text("utf-8"))


def test_the_clean_workbook_is_taken_whole(desk: Desk) -> None:
    taken = desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    assert (taken.rows, taken.accepted, taken.held) == (KEY["clean"]["rows"], KEY["clean"]["rows"], 0)
    people = desk.finding.roster()
    assert len(people) == KEY["clean"]["rows"]
    assert sum(each.resident.tier_fen for each in people) == KEY["clean"]["sum_of_tiers_yuan"] * 100
    assert sum(each.age >= 60 for each in people) == KEY["clean"]["aged_60_or_over"]
    assert len({each.resident.household for each in people}) == KEY["clean"]["households"]
    assert desk.keeping.check().well


def test_the_messy_workbook_meets_the_answer_key(desk: Desk) -> None:
    taken = desk.importing.take(desk.importing.read(SAMPLE / "roster-messy.xls"))
    assert (taken.rows, taken.accepted, taken.held) == (
        KEY["messy"]["rows"],
        KEY["messy"]["accepted"],
        KEY["messy"]["rejected"],
    )
    assert desk.finding.count() == KEY["messy"]["accepted"]
    holding = [each for each in taken.problems if each.holds]
    assert all(each.message and each.cure for each in holding)


def test_the_dry_run_records_nothing(desk: Desk) -> None:
    before = desk.keeping.check().facts
    desk.importing.read(SAMPLE / "roster.xlsx")
    assert desk.keeping.check().facts == before


def test_the_same_workbook_again_doubles_nobody(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    again = desk.importing.read(SAMPLE / "roster.xlsx")
    assert (len(again.to_add), len(again.to_change), again.unchanged) == (0, 0, 962)


def test_after_the_messy_one_the_clean_one_adds_only_the_held(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster-messy.xls"))
    clean = desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    assert (len(clean.to_add), clean.held) == (36, 0)
    assert desk.finding.count() == 962
    assert desk.keeping.check().well


def test_whoever_was_told_of_ids_foresees_none_of_the_people_to_come(desk: Desk) -> None:
    """The other PC receives ids: if it registered the next one first, that person would get this PC's fees."""
    seen: set[str] = set()
    for file in ("roster-messy.xls", "roster.xlsx"):
        known = {each.resident.id for each in desk.finding.roster()}
        desk.importing.take(desk.importing.read(SAMPLE / file))
        new = {each.resident.id for each in desk.finding.roster()} - known
        assert not {_start(each) for each in new} & seen
        seen |= {_start(each) for each in new}
        seen |= {_start(row[0]) for row in desk._store.db.execute("SELECT id FROM journal")}


def _start(id_: str) -> str:
    return id_.rpartition("-")[0]


def test_the_problems_workbook_corrected_comes_in_without_doubling(desk: Desk, tmp_path: Path) -> None:
    preview = desk.importing.take(desk.importing.read(SAMPLE / "roster-messy.xls"))
    out = tmp_path / "待改.xlsx"
    desk.importing.write_problems(preview, out)
    book = openpyxl.load_workbook(out)
    sheet = book[preview.problems[0].sheet]
    missing = next(each for each in preview.problems if each.code == "id_missing")
    header = {str(cell.value).replace(" ", ""): place for place, cell in enumerate(sheet[4], start=1)}
    sheet.cell(missing.row, header["身份证号"]).value = "11010519491231002X"
    sheet.cell(missing.row, header["性别"]).value = "女"
    book.save(out)
    again = desk.importing.take(desk.importing.read(out))
    assert (len(again.to_add), again.held) == (1, 35)
    assert desk.finding.count() == 927


def test_a_workbook_that_gives_a_known_number_another_name_is_held(desk: Desk, tmp_path: Path) -> None:
    first = desk.importing.read(SAMPLE / "roster.xlsx").to_add[0]
    with desk._store.writing():
        from sync.agreement import facts

        desk._store.record(facts.PersonRegistered(person="p-1", name="别人", id_number=first.id_number))
    preview = desk.importing.read(SAMPLE / "roster.xlsx")
    assert [each.code for each in preview.problems if each.holds] == ["id_other_name"]
    assert preview.accepted == 961


def test_an_empty_cell_wipes_nothing(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    row = next(each.resident for each in desk.finding.roster() if not each.resident.phone)
    desk.registering.correct(row.id, {"phone": "13800001234"})
    assert desk.importing.read(SAMPLE / "roster.xlsx").unchanged == 962


def test_a_cancelled_import_leaves_nothing(desk: Desk) -> None:
    preview = desk.importing.read(SAMPLE / "roster.xlsx")
    before = desk.keeping.check().facts

    def stop_at_500(done: int, total: int) -> None:
        if done == 500:
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.importing.take(preview, stop_at_500)
    assert (desk.finding.count(), desk.keeping.check().facts) == (0, before)
    assert desk.importing.take(preview).after == 962


def test_a_full_disk_in_the_middle_of_an_import_leaves_nothing(desk: Desk) -> None:
    preview = desk.importing.read(SAMPLE / "roster.xlsx")
    pages = desk._store.db.execute("PRAGMA page_count").fetchone()[0]
    desk._store.db.execute(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(Trouble) as trouble:
        desk.importing.take(preview)
    assert trouble.value.code == "disk_full"
    assert desk.finding.count() == 0
    desk._store.db.execute("PRAGMA max_page_count = 1000000")
    assert desk.importing.take(preview).after == 962
    assert desk.keeping.check().well


def test_a_roster_changed_since_the_dry_run_is_not_overrun(desk: Desk) -> None:
    preview = desk.importing.read(SAMPLE / "roster.xlsx")
    register(desk, "单雄信")
    with pytest.raises(Refused) as refusal:
        desk.importing.take(preview)
    assert refusal.value.code == "changed_meanwhile"
    assert desk.finding.count() == 1


def test_rows_that_say_the_same_are_counted_in_words(desk: Desk, tmp_path: Path) -> None:
    person = ["张三", id_number("19800512", 1)]
    book = openpyxl.Workbook()
    for row in (["姓名", "身份证号"], person, person, ["李四", id_number("19800512", 3)]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    preview = desk.importing.read(tmp_path / "a.xlsx")
    assert (preview.rows, preview.accepted, preview.held) == (3, 2, 0)
    assert preview.repeated_in_words().startswith("1 行")
    assert desk.importing.read(SAMPLE / "roster.xlsx").repeated_in_words() == ""


def test_a_tier_of_a_child_is_taken_and_told_by_the_age_of_the_policy(desk: Desk, tmp_path: Path) -> None:
    child = {"name": "胡小宝", "id_number": number(1, "20150203"), "group": "1组", "household": "01", "tier": 200}
    grown = {"name": "胡大宝", "id_number": number(3, "20100203"), "group": "1组", "household": "02", "tier": 200}
    none = child | {"id_number": number(5, "20150203"), "tier": ""}
    path = save(tmp_path / "花名册.xlsx", grid([child, grown, none]))
    preview = desk.importing.read(path)
    told = [
        (each.row, each.holds, each.column, each.name) for each in preview.problems if each.code == "tier_too_young"
    ]
    assert told == [(2, False, "缴费档次", "胡小宝")]
    taken = desk.importing.take(preview)
    assert [each.tier_fen for each in taken.to_add] == [20000, 20000, 0]
    out = tmp_path / "待改.xlsx"
    desk.importing.write_problems(taken, out)
    written = [[str(cell.value) for cell in row[-2:]] for row in openpyxl.load_workbook(out).worksheets[0].rows]
    assert (written[1][0], "未满 16 周岁，却选了 200 元档" in written[1][1]) == ("已经收下", True)
    assert written[2] == ["已经收下", "None"]
    people = {each.resident.name: each.resident for each in desk.finding.roster() if each.resident.tier_fen}
    assert desk.registering.doubts(people["胡小宝"])[0] == "未满 16 周岁，却选了 200 元档"
    assert not any("周岁" in each for each in desk.registering.doubts(people["胡大宝"]))
