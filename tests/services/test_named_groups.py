"""Groups with names: from the roster to the search, the lists, the papers and the township."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import new_desk, register
from tests.documents.reading import read
from tests.workbooks.books import save
from tests.workbooks.field import FILES
from village_desk.desk import Desk
from village_desk.domain.village_groups import VillageGroup

pytestmark = pytest.mark.usefixtures("qapp")
WANG = VillageGroup(name="王家湾组")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with new_desk(tmp_path) as found:
        found.importing.take(found.importing.read(FILES / "grp-named.xlsx"))
        yield found


def names(desk: Desk, group: VillageGroup) -> list[str]:
    return [each.resident.name for each in desk.finding.roster(group)]


def test_a_named_group_is_kept_found_listed_and_stands_on_the_papers(desk: Desk) -> None:
    assert [group.in_words() for group in desk.finding.groups()] == ["新台组", "李家台组", "王家湾组"]
    assert names(desk, WANG) == ["张建国", "李秀英", "王国庆"]
    register(desk, "郑三", serial=7, group=3)
    register(desk, "郑无", serial=9)
    listed = [each.resident.village_group for each in desk.finding.roster()]
    assert list(dict.fromkeys(listed)) == desk.finding.groups() == sorted(set(listed), key=lambda group: group.rank)
    assert {each.resident.name for each in desk.finding.find("王家湾")} == {"张建国", "李秀英", "王国庆"}
    assert {each.resident.name for each in desk.finding.find("李家台组 刘")} == {"刘桂兰"}
    assert WANG in desk.reporting.today().season.by_group
    list_id = desk.paying.take(desk.paying.read(FILES / "p-base.xlsx"))
    text = read(desk.papers.payout_roster(list_id)).text()
    assert "王家湾组 · 3 人" in text and "新台组小计" in text and "王-003" in text and "未分组" not in text


def test_people_move_between_named_and_numbered_groups(desk: Desk, tmp_path: Path) -> None:
    person = desk.finding.find("张建国")[0].resident
    rows = [["姓名", "身份证号", "组别"], ["张建国", person.id_number, "3组"]]
    desk.importing.take(desk.importing.read(save(tmp_path / "a.xlsx", rows)))
    assert (names(desk, VillageGroup(3)), names(desk, WANG)) == (["张建国"], ["李秀英", "王国庆"])
    rows[1][2] = "王家湾"
    desk.importing.take(desk.importing.read(save(tmp_path / "b.xlsx", rows)))
    assert (names(desk, VillageGroup(3)), len(names(desk, WANG))) == ([], 3)
    assert desk.importing.read(tmp_path / "b.xlsx").unchanged == 1
    assert desk.keeping.check().well
