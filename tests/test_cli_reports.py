"""The season's report, and who is behind, by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk with three who owe; one of them paid."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    for serial, (name, group) in enumerate((("单雄信", "3"), ("罗氏", "3"), ("秦琼", "4")), 1):
        found.done("register", name, id_number("19800512", serial), "--group", group)
    found.done("collect", id_number("19800512", 1), "--year", "2026", "--tier", "200")
    return found


def test_the_report_in_figures_on_paper_and_as_a_workbook(scripts: Scripts, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "r.pdf", tmp_path / "r.xlsx"
    found = scripts.done("report", "--period", "month", "--pdf", str(pdf), "--xlsx", str(xlsx))
    whole = found["whole"]
    assert (whole["due"], whole["paid"], whole["missing"], whole["rate"], whole["fen"]) == (3, 1, 2, "33.33%", 20000)
    assert [(each["group"], each["rate"]) for each in found["groups"]] == [("第 3 组", "50.00%"), ("第 4 组", "0.00%")]
    assert (found["from"], found["to"], whole["last_year_same_day"]) == ("2026-11-01", "2026-11-02", None)
    assert (pdf.read_bytes()[:4], xlsx.read_bytes()[:2]) == (b"%PDF", b"PK")
    assert "参保缴费率 = 已缴人数 ÷ 应缴人数" in scripts.run("report").stdout
    assert scripts.refused("report", "--period", "fortnight")["error"] == "period"


def test_who_is_behind_in_one_group_with_the_rate_and_no_full_number(scripts: Scripts, tmp_path: Path) -> None:
    found = scripts.done("unpaid", "--group", "3", "--pdf", str(tmp_path / "u.pdf"))
    assert ([each["name"] for each in found["people"]], found["rate"]) == (["罗氏"], "50.00%")
    assert "应缴" in found["rate_definition"]
    assert id_number("19800512", 2) not in scripts.run("unpaid", "--json").stdout
    assert scripts.done("unpaid", "--last-year")["people"] == []
    assert scripts.refused("unpaid", "--last-year", "--pdf", str(tmp_path / "n.pdf"))["error"] == "empty"
