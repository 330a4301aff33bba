"""A hasty clerk and a liar at the commands: what would leave something half, or say what is not so, is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.domain.places import ENTITLEMENT, HEAD, TIERS
from tests.test_cli import Scripts
from village_desk.desk import Desk

pytestmark = pytest.mark.usefixtures("still")

MAN, WIFE, ELDER, YOUTH = (
    id_number(born, serial) for born, serial in (("19800512", 1), ("19810101", 2), ("19640310", 3), ("20101220", 5))
)
GENEROUS = """
[[second_payment]]
allowed = true
total = "free"
most_total = 5000
from = 2009-09-01
document = "test"

[[instalments]]
parts = 2
from = 2009-09-01
document = "test"

[[enrolment]]
min_age = 16
from = 2009-09-01
document = "test"

[[groups]]
key = "dibao"
name = "低保对象"

[[gov_paid]]
groups = ["dibao"]
amount = 100
list = "last_year"
from = 2009-09-01
document = "test"

[scheme_start]
on = 2011-07-01
document = "test"
"""


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk where a year may be topped up, be paid in halves, and be paid back after sixty."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    county = tmp_path / "county.toml"
    county.write_text(HEAD + TIERS + ENTITLEMENT + GENEROUS, "utf-8")
    found.done("policy", "adopt", str(county), "--since", "2011-07-01")
    for name, number in (("单雄信", MAN), ("单王氏", WIFE), ("单老汉", ELDER), ("单小满", YOUTH)):
        found.done("register", name, number, "--group", "1")
    return found


def paid(scripts: Scripts, who: str, tier: str, *more: str) -> str:
    number: str = scripts.done("collect", who, "--year", "2026", "--tier", tier, *more)["receipt"]
    scripts.done("came-out", number)
    return number


def facts(scripts: Scripts) -> int:
    with Desk.open(scripts.file, PIN, scripts.clock) as desk:
        found = desk.keeping.check()
    assert found.well
    return found.facts


def year(scripts: Scripts, who: str) -> str:
    [found] = [each for each in scripts.done("assess", who)["years"] if each["year"] == 2026]
    return str(found["kind"])


def test_a_year_is_not_taken_from_under_its_second_payment(scripts: Scripts) -> None:
    first = paid(scripts, MAN, "200")
    top = paid(scripts, MAN, "300", "--kind", "top_up")
    told = scripts.refused("void", first, "--reason", "收错")
    assert (told["error"], top in told["message"], bool(told["cure"])) == ("topped_up", True, True)
    scripts.done("void", top, "--reason", "收错")
    scripts.done("void", first, "--reason", "收错")
    assert year(scripts, MAN) == "due"


def test_a_half_stays_where_the_year_was_topped_up_and_goes_where_it_was_not(scripts: Scripts) -> None:
    halves = [paid(scripts, MAN, "200", "--kind", "instalment") for _ in range(2)]
    top = paid(scripts, MAN, "300", "--kind", "top_up")
    assert scripts.refused("void", halves[1], "--reason", "收错")["error"] == "topped_up"
    scripts.done("void", top, "--reason", "收错")
    scripts.done("void", halves[0], "--reason", "收错")
    assert paid(scripts, MAN, "200", "--kind", "instalment") and year(scripts, MAN) == "paid"


def test_one_of_two_whole_payments_goes_although_the_year_was_topped_up(scripts: Scripts) -> None:
    first = paid(scripts, MAN, "200")
    paid(scripts, MAN, "200", "--again", "两次都要")
    paid(scripts, MAN, "500", "--kind", "top_up")
    scripts.done("void", first, "--reason", "收错")
    assert year(scripts, MAN) == "paid"


def test_a_booked_year_is_not_taken_back_from_under_its_second_payment(scripts: Scripts) -> None:
    scripts.done("member", "add", MAN, "低保", "--since", "2025-03")
    scripts.done("book", MAN, "--year", "2026", "--tier", "100")
    top = paid(scripts, MAN, "300", "--kind", "top_up")
    assert scripts.refused("unbook", MAN, "--year", "2026", "--reason", "记错")["error"] == "topped_up"
    scripts.done("void", top, "--reason", "收错")
    scripts.done("unbook", MAN, "--year", "2026", "--reason", "记错")
    assert year(scripts, MAN) == "due"


def test_a_membership_without_a_beginning_is_asked_for_it_in_words_that_say_so(scripts: Scripts) -> None:
    scripts.done("member", "add", MAN, "低保")
    asked = scripts.refused("collect", MAN, "--year", "2026", "--tier", "200")
    assert (asked["error"], "不知道从哪天起" in asked["message"]) == ("membership_asked", True)
    assert "--since" in asked["cure"]


def test_what_a_note_hinders_names_the_command_that_strikes_it(scripts: Scripts) -> None:
    scripts.done("note", "death", MAN, "2026-10-01", "--told-by", "家属")
    told = scripts.refused("collect", MAN, "--year", "2026", "--tier", "200")
    assert (told["error"], "note strike" in told["cure"]) == ("noted_dead", True)


def test_a_year_that_was_paid_back_is_not_topped_up_past_what_may_be_paid_back(scripts: Scripts) -> None:
    paid(scripts, ELDER, "200")
    told = scripts.refused("collect", ELDER, "--year", "2026", "--tier", "5000", "--kind", "top_up")
    assert (told["error"], "补缴" in told["cure"]) == ("back_paid_year", True)


def test_who_is_too_young_is_told_the_day_and_nothing_of_notes_that_nobody_made(scripts: Scripts) -> None:
    told = scripts.refused("collect", YOUTH, "--year", "2026", "--tier", "200")
    assert (told["error"], told["cure"]) == ("too_young", "2026-12-20 起可以参保")


def test_a_number_typed_into_the_wrong_field_is_not_shown_whole(scripts: Scripts) -> None:
    told = scripts.refused("collect", MAN, "--year", "2026", "--tier", MAN)
    assert (told["error"], told["field"]) == ("amount", "tier")
    for call in (("--tier", MAN), ("--year", MAN, "--tier", "200")):
        year = () if "--year" in call else ("--year", "2026")
        shown = scripts.run("collect", WIFE, *year, *call)
        assert shown.exit_code == 1 and MAN[6:14] not in shown.output


def _refused(scripts: Scripts, *call: str) -> tuple[Any, Any]:
    before = facts(scripts)
    told = scripts.refused(*call)
    assert told["cure"] and facts(scripts) == before
    return told["error"], told["field"]


def test_kin_that_cannot_be_is_refused_beside_its_field(scripts: Scripts) -> None:
    scripts.done("relation", "add", MAN, "spouse", WIFE)
    scripts.done("relation", "add", MAN, "child", "--name", "单小小", "--birth", "2005")
    elsewhere = ("--name", "某人", "--birth")
    assert _refused(scripts, "relation", "add", MAN, "spouse", ELDER) == ("has_spouse", "relation")
    assert _refused(scripts, "relation", "add", ELDER, "spouse", WIFE) == ("has_spouse", "relation")
    assert _refused(scripts, "relation", "add", WIFE, "spouse", "--name", "某人") == ("has_spouse", "relation")
    assert _refused(scripts, "relation", "add", MAN, "child", *elsewhere, "2099") == ("date", "birth")
    assert _refused(scripts, "relation", "add", MAN, "parent", *elsewhere, "1990") == ("child_older", "birth")
    again = ("relation", "add", MAN, "child", "--name", "单小小", "--birth", "2005-03-01")
    assert _refused(scripts, *again) == ("same_relation", "name")
    scripts.done("relation", "add", MAN, "child", "--name", "单小小", "--birth", "2009")
    scripts.done("relation", "add", ELDER, "childless")
    assert scripts.refused("relation", "add", ELDER, "childless")["message"] == "已经记着：没有子女"


def test_a_group_is_not_called_by_the_number_of_another(scripts: Scripts) -> None:
    scripts.done("group", "add", "2")
    for name in ("2", "二组", "第9组"):
        assert _refused(scripts, "group", "name", "1", name) == ("name_taken", "name")
    assert scripts.done("group", "name", "1", "东湾一组")["group"] == 1


def test_the_last_day_of_a_group_is_refused_beside_it_and_a_denial_says_what_stands(scripts: Scripts) -> None:
    scripts.done("member", "add", MAN, "低保", "--since", "2025-03")
    assert _refused(scripts, "member", "end", MAN, "低保", "--on", "昨天吧") == ("date", "until")
    told = scripts.refused("member", "deny", MAN, "低保")
    assert told["message"] == "本台记着属于低保对象（2025-03-01 起）"


def test_a_year_that_others_pay_is_booked_once_and_the_refusal_names_the_command_that_takes_it_back(
    scripts: Scripts,
) -> None:
    scripts.done("member", "add", MAN, "低保", "--since", "2025-03")
    scripts.done("book", MAN, "--year", "2026", "--tier", "100")
    told = scripts.refused("book", MAN, "--year", "2026", "--tier", "100")
    assert (told["error"], "unbook" in told["cure"]) == ("already_booked", True)


def test_what_others_pay_is_booked_also_where_the_village_takes_no_cash(scripts: Scripts, tmp_path: Path) -> None:
    county = tmp_path / "no-cash.toml"
    mandate = '\n[[mandate]]\ncash = false\nfrom = 2009-09-01\ndocument = "test"\n'
    county.write_text((HEAD + TIERS + ENTITLEMENT + GENEROUS + mandate).replace('"test-', '"cashless-'), "utf-8")
    scripts.done("policy", "adopt", str(county), "--since", "2011-07-01")
    scripts.done("member", "add", MAN, "低保", "--since", "2025-03")
    assert scripts.refused("collect", MAN, "--year", "2026", "--tier", "200")["error"] == "no_mandate"
    scripts.done("book", MAN, "--year", "2026", "--tier", "100")
    assert year(scripts, MAN) == "government_paid"


def test_a_parent_is_named_as_the_one_who_has_the_child(scripts: Scripts) -> None:
    assert scripts.run("relation", "add", YOUTH, "parent", MAN).stdout.startswith("单雄信：子女  单小满")


def test_the_words_of_a_person_show_what_their_json_knows(scripts: Scripts) -> None:
    noted = scripts.done("member", "add", MAN, "低保")["id"]
    assert noted in scripts.run("member", "show", MAN).stdout
    words = scripts.run("offers", MAN).stdout
    assert "要问清" in words and "低保对象" in words and "还可以缴" in words


def test_who_adopts_a_file_whose_own_cases_differ_is_told(scripts: Scripts, tmp_path: Path) -> None:
    county = tmp_path / "wrong.toml"
    case = (
        '\n[[cases]]\nname = "管别处的村"\nask = "place"\n'
        'given = { village = "110101001001", on = 2026-01-01 }\nexpect = { covers = true }\n'
    )
    county.write_text(HEAD + TIERS + ENTITLEMENT + GENEROUS + case, "utf-8")
    assert scripts.done("policy", "adopt", str(county))["cases_wrong"] == ["管别处的村"]
    assert "管别处的村" in scripts.run("policy", "adopt", str(county)).stdout


def test_another_tier_holds_from_next_year_where_this_one_is_paid(scripts: Scripts) -> None:
    assert scripts.done("change", MAN, "--set", "档次=200")["tier_from"] == 2026
    paid(scripts, MAN, "200")
    told = scripts.run("change", MAN, "--set", "档次=500").stdout
    assert "新档次从 2027 年起算" in told
