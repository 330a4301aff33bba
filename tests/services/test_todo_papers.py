"""What waits as a workbook and on paper; the workbook back: taken row by row, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.agreement.facts import VillageGroupNoted
from tests.desks import StillClock, new_desk, register
from tests.documents import reading
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.collecting import Payment
from village_desk.services.worklist.narrowing import TodoFilter
from village_desk.services.worklist.todo_papers import TodoReading

HEADS = ("谁", "结果", "约定日期", "说明", "编号")


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """Four who owe, of two groups and three houses."""
    with new_desk(tmp_path, clock) as made:
        for serial, (name, group, house) in enumerate(
            (("冯军", 3, "0052"), ("冯玉珍", 3, "0052"), ("徐冬", 3, "0061"), ("曾英枝", 4, "0066")), 1
        ):
            register(made, name, serial=serial, group=group, household=house, head=name, phone="13812345678")
        with made._store.writing():
            made._store.record(VillageGroupNoted("3", cadre="王秀英"))
        yield made


class Sheet:
    """The workbook of a list, to be filled in as she does."""

    def __init__(self, desk: Desk, folder: Path, **wanted: object) -> None:
        self.path = folder / "todo.xlsx"
        self.path.write_bytes(desk.todo_papers.book("unpaid", TodoFilter(**wanted)))  # type: ignore[arg-type]
        self.book = load_workbook(self.path)
        self.sheet = self.book["待办"]
        heads = [str(each.value) for each in self.sheet[3]]
        self.columns = {name: heads.index(name) + 1 for name in HEADS}

    @property
    def names(self) -> list[str]:
        """Whom the rows name."""
        return [str(self.sheet.cell(row, self.columns["谁"]).value) for row in range(4, self.sheet.max_row + 1)]

    def fill(self, name: str, **cells: str) -> Sheet:
        """Write into the row of that name."""
        row = self.names.index(name) + 4
        for head, text in cells.items():
            self.sheet.cell(row, self.columns[head]).value = text
        return self

    def saved(self) -> Path:
        self.book.save(self.path)
        return self.path


def back(desk: Desk, sheet: Sheet) -> TodoReading:
    return desk.todo_papers.read(sheet.saved())


def noted(desk: Desk) -> dict[str, str]:
    found = desk.worklist.of_kind("unpaid")
    return {each.name: each.noted.words for each in (*found.items, *found.away) if each.noted}


def test_the_list_goes_out_is_filled_in_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    sheet = Sheet(desk, tmp_path)
    assert sorted(sheet.names) == sorted(["冯军", "冯玉珍", "徐冬", "曾英枝"])
    sheet.fill("冯军", 结果="打不通").fill("徐冬", 结果="答应哪天缴", 约定日期="2026-12-05").fill(
        "曾英枝", 说明="卖了猪来缴"
    )
    found = back(desk, sheet)
    assert (len(found.outcomes), found.already, found.refused) == (3, 0, ())
    assert noted(desk) == {}, "looking records nothing"
    assert desk.todo_papers.take(found) == 3
    assert noted(desk) == {"冯军": "打不通", "徐冬": "答应哪天缴", "曾英枝": "记了一句"}
    again = back(desk, sheet)
    assert (len(again.outcomes), again.already) == (0, 3), "the same file again changes nothing"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"结果": "死了"}, "没有“死了”这个结果"),
        ({"结果": "答应哪天缴"}, "没有写约定日期"),
        ({"结果": "答应哪天缴", "约定日期": "下个月"}, "下个月"),
        ({"结果": "答应哪天缴", "约定日期": "2026-11-01"}, "已经到了"),
        ({"结果": "打不通", "编号": ""}, "编号看不懂"),
        ({"结果": "打不通", "编号": "unpaid|2026|x|0|00000000"}, "编号和姓名对不上"),
        ({"结果": "打不通", "谁": "冯大军"}, "编号和姓名对不上"),
        ({"说明": "长" * 300}, "最多"),
        ({"约定日期": "2026-12-05"}, "没有写结果"),
        ({"结果": "打不通", "约定日期": "2026-12-05"}, "不用写日期"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_alone(
    desk: Desk, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    sheet = Sheet(desk, tmp_path).fill("冯玉珍", 结果="不在家").fill("冯军", **cells)
    found = back(desk, sheet)
    [refused] = found.refused
    assert words in refused.why
    assert refused.cure
    assert len(found.outcomes) == 1


def test_a_row_of_what_was_done_meanwhile_and_a_row_twice(desk: Desk, tmp_path: Path) -> None:
    sheet = Sheet(desk, tmp_path).fill("冯军", 结果="打不通").fill("徐冬", 结果="不在家")
    row = sheet.names.index("徐冬") + 4
    for column in range(1, sheet.sheet.max_column + 1):
        sheet.sheet.cell(sheet.sheet.max_row + (column == 1), column).value = sheet.sheet.cell(row, column).value
    paid = next(each.waiting.person for each in desk.worklist.of_kind("unpaid").items if each.name == "冯军")
    desk.collecting.collect(Payment(paid, 2026, 20000))
    found = back(desk, sheet)
    assert [each.why for each in found.refused] == ["这件事已经不在等了", f"和第 {row} 行是同一件事"]
    assert [each.waiting.person for each in found.outcomes] != [paid]


def test_a_list_of_last_year_and_one_of_another_village(desk: Desk, tmp_path: Path, clock: StillClock) -> None:
    sheet = Sheet(desk, tmp_path).fill("冯军", 结果="打不通")
    clock.move(days=90)
    [refused] = back(desk, sheet).refused
    assert "2026 的待办" in refused.why
    with new_desk(tmp_path / "other", StillClock()) as other:
        register(other, "冯军", serial=9)
        [strange] = back(other, sheet).refused
        assert strange.why in ("这件事已经不在等了", "编号和姓名对不上：不是本村的表，或者这一行被改过")


def test_another_book_has_no_heading(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("姓名,身份证号\n王二,1\n", "utf-8")
    with pytest.raises(Refused) as none:
        desk.todo_papers.read(tmp_path / "people.csv")
    assert none.value.code == "no_header"


def test_a_part_by_group_house_and_cadre(desk: Desk, tmp_path: Path) -> None:
    assert len(Sheet(desk, tmp_path, group=VillageGroup(3)).names) == 3
    assert len(Sheet(desk, tmp_path, household="0052").names) == 2
    assert len(Sheet(desk, tmp_path, cadre="王秀英").names) == 3
    with pytest.raises(Refused) as none:
        desk.todo_papers.book("unpaid", TodoFilter(cadre="谁也不是"))
    assert none.value.code == "empty"
    assert TodoFilter(VillageGroup(3), "0052", "王秀英").in_words() == "第 3 组 · 户 0052 · 包组 王秀英"


def test_the_pocket_list_has_houses_together_with_phones_and_the_cadre(desk: Desk) -> None:
    paper = reading.read(desk.todo_papers.pocket("unpaid"))
    text = paper.text(0)
    assert "2026 年待办口袋名单" in text and "13812345678" in text and "王秀英" in text
    assert text.index("冯军") < text.index("冯玉珍") < text.index("徐冬") < text.index("曾英枝")


def test_nothing_in_the_workbook_is_a_formula_or_a_full_number(desk: Desk, tmp_path: Path) -> None:
    register(desk, "=cmd|' /c calc'!A0", serial=7, group=3)
    sheet = Sheet(desk, tmp_path)
    cells = [each for row in sheet.sheet.iter_rows() for each in row]
    assert not [each for each in cells if each.data_type == "f"]
    assert not [each for each in cells if "19800512" in str(each.value)]


def test_an_older_file_changes_nothing_that_was_noted_after_it(desk: Desk, tmp_path: Path, clock: StillClock) -> None:
    sheet = Sheet(desk, tmp_path).fill("冯军", 结果="打不通").fill("徐冬", 结果="不在家")
    desk.todo_papers.take(back(desk, sheet))
    clock.move(days=1)
    assert (len(back(desk, sheet).outcomes), back(desk, sheet).already) == (0, 2), "nor on the next day"
    [waiting] = [each.waiting for each in desk.worklist.of_kind("unpaid").items if each.name == "冯军"]
    desk.worklist.note(waiting, "refuses")
    [refused] = back(desk, sheet).refused
    assert "后来又记过：今年不缴" in refused.why
