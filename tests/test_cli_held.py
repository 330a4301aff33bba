"""The mending desk by command: the rows that were held, one looked at, mended, put off, not taken, brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts
from tests.workbooks.books import Row, grid, save

pytestmark = pytest.mark.usefixtures("still", "qapp")

GOOD, OTHER = id_number("19680321", 261), id_number("19710911", 5)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A roster of two, each with a number that lacks a digit."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    rows: list[Row] = [
        {"name": "程咬金", "id_number": GOOD[:-1], "group": 3},
        {"name": "罗成", "id_number": OTHER[:-1]},
    ]
    found.done("import-roster", str(save(tmp_path / "花名册.xlsx", grid(rows))))
    return found


def test_a_held_row_is_listed_masked_shown_whole_and_mended(scripts: Scripts) -> None:
    first, second = scripts.done("held", "list")
    assert (first["name"], first["why"], first["number"], first["group"]) == ("程咬金", "还差 1 位", 2, "3")
    assert GOOD[:-1] not in str(first), "masked"
    shown = scripts.done("held", "show", first["row"])
    assert {"field": "id_number", "heading": "公民身份号码", "text": GOOD[:-1]} in shown["cells"]
    assert shown["codes"] == ["id_length"]
    tried = scripts.done("held", "mend", first["row"], "--set", f"id_number={GOOD}", "--dry-run")
    assert (tried["codes"], tried["effect"]) == ([], "adds")
    assert scripts.refused("held", "mend", first["row"], "--set", "id_number=1")["error"] == "id_length"
    done = scripts.done("held", "mend", first["row"], "--set", f"id_number={GOOD}")
    assert (done["name"], done["effect"], done["left"]) == ("程咬金", "adds", 1)
    assert [each["row"] for each in scripts.done("held", "list")] == [second["row"]]
    assert scripts.done("waiting", "list", "held_rows")["count"] == 1


def test_a_held_row_is_put_off_not_taken_and_brought_back(scripts: Scripts) -> None:
    first, second = (each["row"] for each in scripts.done("held", "list"))
    assert scripts.done("held", "later", first, "--until", "2026-12-01")["until"] == "2026-12-01"
    assert scripts.done("held", "drop", second, "--reason", "moved")["reason"] == "moved"
    assert [each["row"] for each in scripts.done("held", "list")] == [first]
    scripts.done("held", "again", second)
    assert [each["row"] for each in scripts.done("held", "list")] == [second, first], "put off: last"
    assert scripts.refused("held", "drop", second, "--reason", "so")["error"] == "unknown_reason"
    assert scripts.refused("held", "show", "nothing")["error"] == "not_held"
    assert scripts.refused("held", "later", second, "--until", "2020-01-01")["error"] == "day_past"


def test_the_held_rows_are_saved_as_a_workbook(scripts: Scripts, tmp_path: Path) -> None:
    assert scripts.done("held", "save", str(tmp_path / "待改.xlsx"))["rows"] == 2
    assert scripts.done("import-roster", str(tmp_path / "待改.xlsx"), "--dry-run")["held"] == 2


def test_a_field_that_the_row_does_not_have_is_refused(scripts: Scripts) -> None:
    [first, _second] = scripts.done("held", "list")
    assert scripts.refused("held", "mend", first["row"], "--set", "colour=red")["error"] == "unknown_field"
