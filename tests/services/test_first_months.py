"""The first month of drawing that the township's list has a column for is noted once, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import id_number, register
from tests.workbooks.books import save
from village_desk.desk import Desk
from village_desk.domain.basics.months import Month
from village_desk.services.matching import Mismatch

ELDER, OTHER = id_number("19600301", 1), id_number("19610301", 2)


def taken(desk: Desk, folder: Path, month: str, *starts: object) -> list[tuple[Mismatch, str]]:
    """A list of that month is taken with these first months; the questions about them."""
    people = (("单雄信", ELDER), ("秦叔宝", OTHER))
    rows: list[list[object]] = [
        [number, *people[number - 1], "160", start] for number, start in enumerate(starts, start=1)
    ]
    head: list[object] = ["序号", "姓名", "身份证号", "应发金额", "待遇领取年月"]
    path = save(folder / f"{month}.xlsx", [[f"{month}养老金发放明细"], head, *rows])
    preview = desk.paying.read(path)
    desk.paying.take(preview)
    return [(each.kind, each.words) for each in preview.questions]


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    return register(desk, "单雄信", birth="19600301"), register(desk, "秦叔宝", serial=2, birth="19610301")


def noted(desk: Desk, person: str) -> list[tuple[str, str]]:
    found = [each.fact for each in desk.noting.notes(person)]
    return [(each.since, each.told_by) for each in found if isinstance(each, facts.DrawingNoted)]


@pytest.mark.parametrize("written", ["202004", 202004, "2020-04", "2020年4月", "2020-04-01", "20200401", "2020.04"])
def test_the_column_is_noted_of_those_of_whom_nobody_noted_a_month(
    desk: Desk, two: tuple[str, str], tmp_path: Path, written: object
) -> None:
    desk.noting.drawing(two[1], Month(2021, 4), "存折")
    questions = taken(desk, tmp_path, "2026年10月", written, "2021-05")
    assert noted(desk, two[0]) == [("2020-04", "2026年10月发放名单")]
    assert noted(desk, two[1]) == [("2021-04", "存折")], "what a person noted stands"
    [(kind, words)] = questions
    assert kind is Mismatch.FIRST_MONTH
    assert "秦叔宝" in words and "2021-04" in words
    assert str(desk.assessing.assess(two[0]).entitlement.first) == "2020-04"
    taken(desk, tmp_path, "2026年11月", "2020-04", "2021-04")
    assert len(noted(desk, two[0])) == 1, "the next list says it again"


def test_a_month_after_the_list_is_asked_about_and_one_that_cannot_be_read_is_told(
    desk: Desk, two: tuple[str, str], tmp_path: Path
) -> None:
    questions = taken(desk, tmp_path, "2026年10月", "2026-12", "满60岁")
    assert noted(desk, two[0]) == noted(desk, two[1]) == []
    assert {kind for kind, _words in questions} == {Mismatch.FIRST_MONTH, Mismatch.WORKBOOK}
    assert any("看不懂" in words for _kind, words in questions)
