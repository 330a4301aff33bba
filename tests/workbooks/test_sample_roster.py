"""The sample village against its answer key: each kind of damage, its count, its rows, and the values that come out."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import resources
from tests.workbooks.books import read
from village_desk.domain.basics import identity
from village_desk.workbooks.rosters.roster import RosterReading, RosterRow

KEY = json.loads(resources.path("sample/answer-key.json").read_text("utf-8"))
DAMAGE = {kind: said["count"] for kind, said in KEY["messy"]["damage"].items()}


@pytest.fixture(scope="module")
def clean() -> RosterReading:
    return read(resources.path("sample/roster.xlsx"))


@pytest.fixture(scope="module")
def messy() -> RosterReading:
    return read(resources.path("sample/roster-messy.xls"))


@pytest.fixture(scope="module")
def cells() -> dict[int, list[Any]]:
    """The cells of the messy workbook as they stand, by the row that Excel shows, without titles and totals."""
    sheet = CalamineWorkbook.from_path(resources.path("sample/roster-messy.xls")).get_sheet_by_index(0)
    return {row: found for row, found in enumerate(sheet.to_python(), 1) if isinstance(found[0], int)}


ID, NAME, SEX, PHONE, TIER = 4, 3, 5, 8, 9

NOT_VISIBLE = {"tier_as_text_with_unit": 2}
"""Two of the five rows marked for it are of people who chose no tier: their cell stayed empty."""

ACCEPTED: dict[str, Callable[[list[Any]], object]] = {
    "id_full_width_digits": lambda row: re.search("[０-９]", str(row[ID])),
    "id_lower_case_x_or_spaces": lambda row: re.search(r"\s|x", str(row[ID])),
    "id_leading_apostrophe": lambda row: str(row[ID]).startswith("'"),
    "name_inner_or_outer_spaces": lambda row: row[NAME].strip() and re.search(r"\s", row[NAME]),
    "sex_as_code": lambda row: row[SEX] in ("1", "2"),
    "phone_as_number_or_dashed": lambda row: isinstance(row[PHONE], float) or "-" in row[PHONE],
    "tier_as_text_with_unit": lambda row: isinstance(row[TIER], str) and "元" in row[TIER],
}

HELD = {
    "id_as_float_digits_lost": "id_damaged",
    "id_check_digit_wrong": "id_check_digit",
    "id_impossible_date": "id_date",
    "id_too_short": "id_length",
    "id_missing": "id_missing",
    "name_missing": "name_missing",
    "tier_not_offered": "tier_not_offered",
    "same_id_two_rows": "same_id_two_names",
}


def rows_with(reading: RosterReading, code: str) -> set[int]:
    return {problem.row for problem in reading.problems if problem.code == code}


def facts_of(person: RosterRow) -> RosterRow:
    """A person without the place in the workbook; the messy workbook has no house numbers."""
    return replace(person, sheet="", row=0, household="")


def test_the_clean_roster_is_taken_in_whole(clean: RosterReading) -> None:
    said = KEY["clean"]
    assert (clean.rows, len(clean.people), clean.held, clean.problems) == (said["rows"], said["rows"], 0, ())
    assert sum(person.tier_fen for person in clean.people) == said["sum_of_tiers_yuan"] * 100
    assert len({person.household for person in clean.people}) == said["households"]
    births = [identity.IdentityNumber(person.id_number).birth for person in clean.people]
    assert sum((2026 - day.year) - ((day.month, day.day) > (11, 1)) >= 60 for day in births) == said["aged_60_or_over"]


def test_the_messy_roster_is_divided_as_the_key_says(messy: RosterReading) -> None:
    said = KEY["messy"]
    assert (messy.rows, messy.held, len(messy.people)) == (said["rows"], said["rejected"], said["accepted"])
    assert messy.repeated == 0
    assert all(problem.holds for problem in messy.problems)


@pytest.mark.parametrize("kind", ACCEPTED)
def test_a_cell_that_can_be_cleaned_is_accepted(
    kind: str, messy: RosterReading, clean: RosterReading, cells: dict[int, list[Any]]
) -> None:
    rows = {row for row, found in cells.items() if ACCEPTED[kind](found)}
    visible = DAMAGE[kind] - NOT_VISIBLE.get(kind, 0)
    assert len(rows) == visible
    known = {facts_of(person) for person in clean.people}
    taken = [person for person in messy.people if person.row in rows]
    assert len(taken) == visible
    assert all(facts_of(person) in known for person in taken)


@pytest.mark.parametrize("kind", HELD)
def test_a_row_that_cannot_be_trusted_is_held(kind: str, messy: RosterReading) -> None:
    rows = rows_with(messy, HELD[kind])
    assert len(rows) == DAMAGE[kind]
    assert not rows & {person.row for person in messy.people}


def test_a_sex_that_contradicts_the_number_is_held(messy: RosterReading) -> None:
    """One more of these rows is held already for sharing its number with another name."""
    rows = rows_with(messy, "sex_contradicts") - rows_with(messy, "same_id_two_names")
    assert len(rows) == DAMAGE["sex_contradicts_id"]


def test_the_key_names_no_other_damage() -> None:
    assert set(DAMAGE) == {*ACCEPTED, *HELD, "sex_contradicts_id"}


def test_every_accepted_row_carries_what_the_clean_roster_says(messy: RosterReading, clean: RosterReading) -> None:
    """Heads are written on the first row of a household only, and come down past held rows."""
    assert {facts_of(person) for person in messy.people} <= {facts_of(person) for person in clean.people}


def test_rows_of_one_number_and_two_names_point_at_each_other(messy: RosterReading) -> None:
    said = {problem.row: problem.message for problem in messy.problems if problem.code == "same_id_two_names"}
    for row, message in said.items():
        [other] = [int(found) for found in re.findall("第 ([0-9]+) 行", message)]
        assert f"第 {row} 行" in said[other]


def test_a_row_may_have_several_reasons(messy: RosterReading) -> None:
    assert [problem.code for problem in messy.problems if problem.row == 731] == [
        "sex_contradicts",
        "same_id_two_names",
    ]


def test_every_problem_says_where_why_and_what_to_do(messy: RosterReading) -> None:
    assert all(problem.message and problem.cure and problem.sheet == "Sheet1" for problem in messy.problems)
    assert {problem.column for problem in messy.problems} == {"身份证号", "姓 名", "性 别", "选择档次"}


def test_no_problem_gives_a_number_away(messy: RosterReading) -> None:
    assert not [problem for problem in messy.problems if re.search("[0-9]{8}", problem.message + problem.cure)]
