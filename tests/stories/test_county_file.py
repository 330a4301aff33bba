"""A clerk's county file, begun from the example as the README says: checked, shown, adopted since the past, used."""

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")

PERSON = id_number("19700610", 1)
VILLAGE = ("--village", "429004103002", "--name", "沟二社区", "--letter", "A")


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    return Scripts(tmp_path, still)


def written(scripts: Scripts, folder: Path) -> Path:
    """The example, made the county's own: its id, its name, its place, and villages that take cash."""
    file = folder / "我县.toml"
    scripts.done("policy", "example", "--out", str(file))
    text = file.read_text("utf-8")
    for old, new in (
        ('id = "example-county" ', 'id = "xiantao-2026" '),
        ('name = "示例县（照着改，不能直接用）"', 'name = "仙桃市"'),
        ('jurisdiction = "999999" ', 'jurisdiction = "429004" '),
        ("999999001001", "429004103002"),
        ("cash = false\n", "cash = true\n"),
        ('expect = { refused = "no_mandate" }', "expect = { said = true }"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return file


def test_a_countys_file_is_written_checked_shown_adopted_since_the_past_and_used(
    scripts: Scripts, tmp_path: Path
) -> None:
    file = written(scripts, tmp_path)
    checked = scripts.done("policy", "check", str(file))
    assert (checked["policy"], checked["unwritten"], checked["absent"]) == ("xiantao-2026", [], ["income_scheme"])
    assert all(each["passed"] for each in scripts.done("policy", "try", str(file)))
    shown = [line["words"] for part in scripts.done("policy", "show", str(file)) for line in part["lines"]]
    assert "缴费渠道：税务、银行" in shown and not any("village_cash" in words for words in shown)
    assert "村里可以代收现金" in shown

    begun = scripts.done("new", *VILLAGE)
    assert begun["policies"] == ["hubei-2024"], "the carried file of the province is proposed"
    scripts.done("register", "单雄信", PERSON, "--tier", "300")
    assert scripts.refused("policy", "adopt", str(file), "--since", "2011-06-30")["error"] == "policy_period"
    adopted = scripts.done("policy", "adopt", str(file), "--since", "2011-07-01")
    assert (adopted["since"], adopted["until"], adopted["dropped"]) == ("2011-07-01", None, [])
    assert scripts.done("policy", "propose") == []
    for day in ("2012-05-01", "2026-11-02"):
        assert scripts.done("assess", PERSON, "--on", day)["policy"] == "xiantao-2026"
    assert scripts.refused("collect", PERSON, "--year", "2026", "--tier", "400")["error"] == "tier_not_offered"
    assert scripts.done("collect", PERSON, "--year", "2026", "--tier", "300")["amount_fen"] == 30000
    found = scripts.done("assess", PERSON)
    assert (found["entitlement"]["required"], found["entitlement"]["paid"]) == (15, 1)


def test_the_example_left_as_it_is_covers_no_village_and_a_file_with_a_mistake_says_where(
    scripts: Scripts, tmp_path: Path
) -> None:
    scripts.done("new", *VILLAGE)
    assert scripts.refused("policy", "adopt", "example-county")["error"] == "policy_place"
    file = written(scripts, tmp_path)
    file.write_text(file.read_text("utf-8").replace("amount = 12.50", "amount = -3"), "utf-8")
    refused = scripts.refused("policy", "check", str(file))
    assert "base_pension[3].amount" in refused["message"] and "不能是负数" in refused["message"]


def test_a_village_without_a_file_is_told_so(scripts: Scripts) -> None:
    begun = scripts.run("new", "--village", "610102001001", "--name", "某村", "--letter", "A")
    assert "没有管本村的政策文件，先按国家框架办" in begun.output
    assert scripts.done("policy", "propose") == []


def test_cash_is_not_taken_where_the_file_says_that_villages_may_not(scripts: Scripts, tmp_path: Path) -> None:
    file = written(scripts, tmp_path)
    text = file.read_text("utf-8").replace("cash = true\nfrom = 2020", "cash = false\nfrom = 2020")
    file.write_text(text, "utf-8")
    scripts.done("new", *VILLAGE)
    scripts.done("register", "单雄信", PERSON, "--tier", "300")
    scripts.done("policy", "adopt", str(file), "--since", "2011-07-01")
    refused = scripts.refused("collect", PERSON, "--year", "2026", "--tier", "300")
    assert (refused["error"], refused["field"]) == ("no_mandate", "channel")
    assert "村里不代收现金" in refused["message"]
    assert scripts.done("collect", PERSON, "--year", "2026", "--tier", "300", "--channel", "tax")["amount_fen"] == 30000
