"""Stories of the policy: it is read on the screen, another is adopted, one with a mistake changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox

import resources
from tests.clerk import Clerk

TODAY = date(2026, 11, 2)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county's own file: the national frame under another name."""
    text = resources.path("policies/national-2014.toml").read_text("utf-8")
    file = tmp_path / "county.toml"
    file.write_text(text.replace('id = "national-2014"', 'id = "county-2026"', 1), "utf-8")
    return file


def adopt(clerk: Clerk) -> QAbstractButton | None:
    return clerk.page.findChild(QAbstractButton, "adopt_policy")


def test_the_policy_in_force_is_read_from_the_settings(clerk: Clerk) -> None:
    clerk.goes_to("settings")
    name = clerk.desk.policies.on(TODAY).name
    assert clerk.text("policy_words") == f"正在用《{name}》，从 2026 年 11 月 2 日 起"
    clerk.clicks("see_policy").waits_to_see("缴费档次")
    assert clerk.text("policy_name") == f"《{name}》在 2026 年 11 月 2 日 的规定"
    assert clerk.sees("依据：")
    button = adopt(clerk)
    assert button is not None and not button.isVisible(), "what is in use cannot be adopted once more"


def test_a_carried_policy_is_adopted_from_a_day_on(clerk: Clerk) -> None:
    clerk.goes_to("settings").clicks("see_policy")
    box = clerk.there(QComboBox, "policy")
    box.setCurrentIndex(box.findData("hubei-2024"))
    clerk.page.set_stale()
    clerk.fills("since", "2027年1月1日").clicks("adopt_policy").waits_to_see("从 2027-01-01 起按《湖北")
    assert clerk.desk.policies.on(date(2027, 1, 1)).id == "hubei-2024"
    assert clerk.desk.policies.on(TODAY).id == "national-2014"
    assert "2027 年 1 月 1 日 起换成" in clerk.text("policy_now")


def test_a_policy_of_another_place_and_a_day_that_is_none_are_refused(clerk: Clerk) -> None:
    clerk.goes_to("settings").clicks("see_policy")
    box = clerk.there(QComboBox, "policy")
    box.setCurrentIndex(box.findData("yunnan-2014"))
    clerk.page.set_stale()
    clerk.clicks("adopt_policy").waits_to_see("不管本村")
    clerk.fills("since", "明天").clicks("adopt_policy")
    assert "不是日期" in clerk.text("since_refusal")
    assert clerk.desk.policies.on(TODAY).id == "national-2014"


def test_a_file_with_a_mistake_is_refused_with_its_line_and_the_old_one_stays(clerk: Clerk, county: Path) -> None:
    lines = county.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if line.startswith("name ="))
    lines.insert(place, 'colour = "blue"')
    county.write_text("\n".join(lines), "utf-8")
    clerk.goes_to("settings").clicks("see_policy").will_pick(county).clicks("policy_file")
    said = clerk.page.notice.text()
    assert "county.toml" in said and f"第 {place + 1} 行" in said and "colour" in said
    assert clerk.desk.policies.on(TODAY).id == "national-2014"
    assert clerk.there(QComboBox, "policy").currentText() == "正在用的"


def test_a_countys_file_is_seen_first_and_then_adopted(clerk: Clerk, county: Path) -> None:
    clerk.goes_to("settings").clicks("see_policy").will_pick(county).clicks("policy_file")
    assert "county.toml" in clerk.there(QComboBox, "policy").currentText()
    assert clerk.desk.policies.on(TODAY).id == "national-2014", "looking at a file changes nothing"
    clerk.clicks("adopt_policy").waits_to_see("起按《国家框架")
    assert clerk.desk.policies.on(TODAY).id == "county-2026"


def test_the_file_of_the_province_is_proposed_on_the_first_day_and_taken_with_one_click(clerk: Clerk) -> None:
    assert "现在先按国家框架办" in " ".join(each.words for each in clerk.desk.worklist.at_a_glance())
    clerk.goes_to("settings").clicks("see_policy")
    assert "湖北" in clerk.text("proposal_words")
    clerk.clicks("take_hubei-2024").waits_to_see("从 2024-01-01 起按《湖北")
    assert clerk.desk.policies.on(TODAY).id == clerk.desk.policies.on(date(2024, 1, 1)).id == "hubei-2024"
    assert clerk.desk.policies.proposed(TODAY) == ()
    assert not clerk.desk.worklist.of_kind("policy").items
