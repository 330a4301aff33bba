"""Kin by command, and the bundling that looks at it: an elder's children, on the roster and elsewhere (W21)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.domain.places import ENTITLEMENT, HEAD, TIERS
from tests.test_cli import Scripts
from tests.township.nearby import township
from village_desk.desk import Desk
from village_desk.domain.villages import Village

pytestmark = pytest.mark.usefixtures("still")

ELDER, SON, DAUGHTER = id_number("19490505", 1), id_number("19820101", 1), id_number("19790101", 2)
BUNDLED = """
[scheme_start]
on = 2011-07-01
document = "test"

[[enrolment]]
min_age = 16
from = 2009-09-01
document = "test"

[[bundling]]
from = 2009-09-01
document = "test"
"""


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk where an elder draws once the children have enrolled."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    county = tmp_path / "county.toml"
    county.write_text(HEAD + TIERS + ENTITLEMENT + BUNDLED, "utf-8")
    found.done("policy", "adopt", str(county), "--since", "2011-07-01")
    for name, number in (("单老汉", ELDER), ("单雄信", SON), ("单小妹", DAUGHTER)):
        found.done("register", name, number)
    return found


def answer(scripts: Scripts) -> tuple[str, str]:
    found = scripts.done("assess", ELDER)["entitlement"]
    return found["answer"], found["reasons"][-1]["code"]


def test_where_no_child_is_known_nothing_is_promised_and_the_cure_is_named(scripts: Scripts) -> None:
    assert answer(scripts) == ("undecided", "children_unknown")
    scripts.done("relation", "add", ELDER, "childless")
    assert answer(scripts)[0] == "yes"


def test_a_child_of_the_roster_is_enrolled_and_one_elsewhere_is_as_was_noted(scripts: Scripts) -> None:
    scripts.done("relation", "add", ELDER, "child", SON)
    assert answer(scripts)[0] == "yes"
    away = scripts.done("relation", "add", ELDER, "child", "--name", "单小弟", "--birth", "1985")
    assert answer(scripts) == ("undecided", "child_unknown")
    assert "单小弟" in str(scripts.done("assess", ELDER)["entitlement"]["reasons"][-1]["words"])
    scripts.done("relation", "end", ELDER, away["id"], "--reason", "问清了")
    known = ("--enrolled", "no", "--student", "no", "--other-scheme", "no")
    scripts.done("relation", "add", ELDER, "child", "--name", "单小弟", "--birth", "1985", *known)
    assert answer(scripts) == ("no", "child_not_enrolled")


@pytest.mark.parametrize(
    ("marks", "birth"),
    [
        (("--enrolled", "yes"), ""),
        (("--student", "yes"), "2009"),
        (("--other-scheme", "yes"), "1980-05-12"),
        ((), "2015"),
    ],
)
def test_a_child_who_need_not_enrol_holds_nobody_up(scripts: Scripts, marks: tuple[str, ...], birth: str) -> None:
    scripts.done("relation", "add", ELDER, "child", "--name", "单小弟", "--birth", birth, *marks)
    assert answer(scripts)[0] == "yes"


def test_a_relation_is_seen_from_both_ends_and_taken_back_at_either(scripts: Scripts) -> None:
    noted = scripts.done("relation", "add", SON, "parent", ELDER)
    assert (noted["relation"], noted["name"]) == ("child", "单雄信")
    [seen] = scripts.done("relation", "list", SON)
    assert (seen["relation"], seen["name"]) == ("parent", "单老汉")
    scripts.done("relation", "end", SON, seen["id"], "--reason", "不是他的儿子")
    assert scripts.done("relation", "list", ELDER) == scripts.done("relation", "list", SON) == []
    assert answer(scripts) == ("undecided", "children_unknown")


REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "oneself": ((ELDER, "spouse", ELDER), "relation_self", "other"),
    "a child older than the parent": ((SON, "child", ELDER), "child_older", "other"),
    "a parent younger than the child": ((ELDER, "parent", SON), "child_older", "other"),
    "a child elsewhere who is older": ((ELDER, "child", "--name", "单大", "--birth", "1940"), "child_older", "birth"),
    "nobody": ((ELDER, "child"), "relation_missing", "name"),
    "no relation": ((ELDER, "cousin", SON), "relation_unknown", "relation"),
    "no day": ((ELDER, "child", "--name", "单大", "--birth", "五月"), "date", "birth"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_beside_the_field_with_the_cure(scripts: Scripts, case: str) -> None:
    call, code, field = REFUSED[case]
    refused = scripts.refused("relation", "add", *call)
    assert (refused["error"], refused["field"]) == (code, field) and refused["cure"]
    assert scripts.done("relation", "list", ELDER) == []


def test_what_stands_is_not_noted_again_nor_contradicted(scripts: Scripts) -> None:
    scripts.done("relation", "add", ELDER, "child", SON)
    assert scripts.refused("relation", "add", SON, "parent", ELDER)["error"] == "same_relation"
    assert scripts.refused("relation", "add", ELDER, "childless")["error"] == "has_children"


def test_the_other_pc_knows_the_kin_also_of_whom_it_registered_itself(
    scripts: Scripts, still: StillClock, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    other = Desk.create(tmp_path / "other.vdesk", PIN, Village("429004103002", "沟二社区", "B"), still)
    scripts.done("relation", "add", ELDER, "child", SON)
    with township(folder, clock=still) as office, other:
        other.newcomers.register({"name": "单雄信", "id_number": SON})
        for _each in range(2):
            other.exchanging.send(office.url)
            scripts.done("send", "--to", office.url)
        other.exchanging.send(office.url)
        here = other.finding.by_identity(SON)
        [parent] = other.relations.of_person(here.id)
        [child] = other.relations.of_person(other.finding.by_identity(ELDER).id)
        assert (parent.relation, parent.name, child.other) == ("parent", "单老汉", here.id)
        assert other.keeping.check().well
    scripts.done("rebuild")
    assert scripts.done("check")["well"]
