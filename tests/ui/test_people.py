"""The roster: groups under headings, filters said in words, the lists that other pages lead to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton

from tests.clerk import Clerk
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Only
from village_desk.ui.kit.table_columns import GroupHeading
from village_desk.ui.kit.table_views import Table


def rows(clerk: Clerk) -> list[object]:
    return list(clerk.there(Table, "people_table").rows())


def test_groups_stand_under_headings_with_their_counts(clerk: Clerk) -> None:
    clerk.goes_to("people")
    headings = [each.text for each in rows(clerk) if isinstance(each, GroupHeading)]
    assert len(headings) == len(clerk.desk.finding.groups())
    assert headings[0] == f"第 1 组　{len(clerk.desk.finding.roster(VillageGroup(1)))} 人"


def test_the_filter_and_its_count_are_said_in_words(clerk: Clerk) -> None:
    clerk.goes_to("people")
    assert clerk.text("filter_words") == "962 人"
    clerk.chooses("filter_group", "第 3 组").chooses("filter_more", "今年未缴")
    count = len(clerk.desk.finding.roster(VillageGroup(3), unpaid_only=True))
    owing = clerk.desk.finding.roster(VillageGroup(3), unpaid_only=True)
    due = sum(each.resident.tier_fen for each in owing if not each.resident.special_group) // 100
    assert clerk.text("filter_words") == f"第 3 组 · 今年未缴 · {count} 人 · 应收 {due:,} 元"
    unknown = sum(not each.resident.tier_fen or bool(each.resident.special_group) for each in owing)
    assert clerk.text("filter_unknown") == f"另 {unknown} 人缴多少没定"
    clerk.clicks("filter_clear")
    assert clerk.text("filter_words") == "962 人"


def test_a_group_with_a_name_has_its_heading_and_its_filter(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident
    clerk.desk.registering.correct(person.id, {"group": 0, "group_name": "王家湾组"})
    clerk.goes_to("people").chooses("filter_group", "王家湾组")
    assert clerk.text("filter_words") == "王家湾组 · 1 人"
    assert [each.text for each in rows(clerk) if isinstance(each, GroupHeading)] == ["王家湾组　1 人"]


def test_nobody_is_left_by_a_filter_and_the_page_says_so(clerk: Clerk) -> None:
    clerk.goes_to("people").chooses("filter_standing", "领取期").chooses("filter_more", "今年未缴")
    assert clerk.sees("没有这样的人")
    clerk.clicks("empty_action")
    assert clerk.text("filter_words") == "962 人"


def test_esc_takes_the_filters_away_before_it_leaves_the_page(clerk: Clerk) -> None:
    clerk.goes_to("people").chooses("filter_group", "第 3 组").presses(Qt.Key.Key_Escape)
    assert (clerk.page.name, clerk.text("filter_words")) == ("people", "962 人")
    assert clerk.presses(Qt.Key.Key_Escape).page.name == "today"


def test_enter_opens_whom_the_button_names(clerk: Clerk) -> None:
    clerk.goes_to("people").presses(Qt.Key.Key_Down)
    name = clerk.there(Table, "people_table").rows()[2].resident.name
    clerk.waits_to_see(f"打开 {name}").enters()
    assert clerk.text("title") == name


def test_the_page_has_the_measures_that_were_drawn(clerk: Clerk) -> None:
    clerk.goes_to("people")
    table, foot = clerk.there(Table, "people_table"), clerk.there(QFrame, "people_foot")
    assert (table.horizontalHeader().height(), table.rowHeight(1)) == (44, 44)
    main = clerk.there(QPushButton, "open_person")
    assert (foot.height(), main.height()) == (67, 48) and main.width() >= 224


def test_the_first_page_leads_to_who_will_soon_be_sixty(clerk: Clerk) -> None:
    clerk.clicks("todo_soon_sixty")
    people = [each for each in clerk.there(Table, "todo_items").rows() if not isinstance(each, GroupHeading)]
    assert len(people) == clerk.desk.finding.count_of(Only.SOON_SIXTY) > 0


def test_a_click_on_a_row_opens_the_person_and_on_a_heading_nothing(clerk: Clerk) -> None:
    clerk.goes_to("people").opens("people_table", 0)
    assert clerk.page.name == "people"
    clerk.opens("people_table", 1)
    assert clerk.page.name == "person"


def test_people_of_one_name_are_told_apart(clerk: Clerk) -> None:
    names = [each.resident.name for each in clerk.desk.finding.roster()]
    double = next(name for name in names if names.count(name) > 1)
    clerk.looks_for(double)
    found = [each for each in clerk.window.search.found() if each.resident.name == double]
    assert len(found) > 1
    assert all(each.same_name for each in found)
