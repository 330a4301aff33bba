"""Special groups by command: noted with their days, ended, denied, asked about; both PCs come to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.test_cli import Scripts
from tests.township.nearby import township
from village_desk.desk import Desk
from village_desk.domain.villages import Village

pytestmark = pytest.mark.usefixtures("still")

ZHANG, LI, WANG = (id_number("19800512", serial) for serial in (1, 2, 3))


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk of a county that pays for three groups by the list of last year."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "500101001200", "--name", "沟二社区", "--letter", "A")
    found.done("register", "张三", ZHANG, "--special-group", "低保户")
    found.done("register", "李四", LI, "--special-group", "残疾")
    found.done("register", "王五", WANG, "--special-group", "原低保对象已退出")
    found.done("policy", "adopt", "chongqing-government-paid", "--since", "2018-12-01")
    return found


def groups(scripts: Scripts, who: str) -> list[tuple[str, str, str]]:
    told = scripts.done("member", "show", who)
    return [(each["group"], each["state"], each["since"]) for each in told["groups"]]


def asked(scripts: Scripts, who: str) -> list[tuple[str, str]]:
    return [(each["group"], each["before"]) for each in scripts.done("member", "show", who)["questions"]]


def test_the_roster_counts_from_today_and_what_it_does_not_say_is_asked(scripts: Scripts) -> None:
    assert groups(scripts, ZHANG) == [("低保对象", "now", "")]
    assert asked(scripts, ZHANG) == [("低保对象", "2026-11-01")]
    assert (groups(scripts, LI), asked(scripts, LI)) == ([], [("重度残疾人（一、二级）", "")])
    assert (groups(scripts, WANG), asked(scripts, WANG)) == ([], [])


def test_a_membership_with_its_days_settles_the_question_and_ends(scripts: Scripts) -> None:
    added = scripts.done("member", "add", ZHANG, "低保", "--source", "民政名单", "--since", "2025-03")
    assert (added["group"], added["since"], added["state"]) == ("低保对象", "2025-03-01", "now")
    assert asked(scripts, ZHANG) == []
    assert [each["name"] for each in scripts.done("member", "list", "--group", "低保")] == ["张三"]
    ended = scripts.done("member", "end", ZHANG, "低保", "--on", "2026-10-31", "--reason", "收入超标")
    assert (ended["state"], ended["until"]) == ("over", "2026-10-31")
    assert scripts.done("member", "list") == []
    scripts.done("member", "strike", ZHANG, ended["id"], "--reason", "记错人了")
    assert groups(scripts, ZHANG) == [("低保对象", "now", "")]


def test_a_grade_says_which_of_the_disabled_somebody_is(scripts: Scripts) -> None:
    told = scripts.refused("member", "add", LI, "残疾")
    assert (told["error"], told["field"]) == ("group_unknown", "group")
    assert "没有说清" in told["message"] and "重度残疾人" in told["cure"]
    added = scripts.done("member", "add", LI, "残疾", "--grade", "二级", "--certificate", "残 12")
    assert (added["group"], added["grade"], added["certificate"]) == ("重度残疾人（一、二级）", "二级", "残 12")
    assert [each["before"] for each in scripts.done("member", "show", LI)["questions"]] == ["2026-11-01"]
    scripts.done("member", "add", LI, "残疾", "--grade", "二级", "--since", "2019-05-01")
    assert groups(scripts, LI) == [("重度残疾人（一、二级）", "now", "2019-05-01")]
    assert asked(scripts, LI) == []


def test_who_does_not_belong_is_asked_about_no_more_and_a_change_of_mind_is_asked(scripts: Scripts) -> None:
    scripts.done("member", "deny", LI, "重度残疾人", "--source", "残疾证是三级")
    assert (groups(scripts, LI)[0][1], asked(scripts, LI)) == ("denied", [])
    told = scripts.refused("member", "add", LI, "重度残疾人")
    assert (told["error"], told["sure"]) == ("was_denied", "重度残疾人（一、二级）")
    scripts.done("member", "add", LI, "重度残疾人", "--since", "2026-09", "--sure", told["sure"])
    assert groups(scripts, LI)[0] == ("重度残疾人（一、二级）", "now", "2026-09-01")


def test_last_year_is_settled_for_itself(scripts: Scripts) -> None:
    scripts.done("member", "deny", ZHANG, "低保", "--until", "2025-12")
    assert asked(scripts, ZHANG) == []
    assert ("低保对象", "now", "") in groups(scripts, ZHANG)


def test_what_only_the_roster_says_ends_by_a_denial_from_the_day_after(scripts: Scripts) -> None:
    ended = scripts.done("member", "end", ZHANG, "低保")
    assert (ended["state"], ended["since"]) == ("denied", "2026-11-03")
    assert scripts.done("check")["well"]


REFUSED: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    # the call; the code, the field beside which it stands, and words that it must say
    "an unknown group": (("add", ZHANG, "退役军人"), "group_unknown", "group", "有这些：特困人员、低保对象"),
    "words of the past": (("add", ZHANG, "原低保"), "group_unknown", "group", "有这些"),
    "an end before the beginning": (
        ("add", ZHANG, "特困", "--since", "2026-05", "--until", "2026-04"),
        "until_before_since",
        "until",
        "早于",
    ),
    "a day to come": (("add", ZHANG, "特困", "--since", "2026-12-01"), "date", "since", "还没有到"),
    "before the birth": (("add", ZHANG, "特困", "--since", "1979-12"), "date", "since", "出生"),
    "no day": (("add", ZHANG, "特困", "--since", "去年"), "date", "since", "2026-11"),
    "an end of nothing": (("end", ZHANG, "特困"), "no_membership", "group", "今天不属于"),
    "an end to come": (("end", ZHANG, "低保", "--on", "2026-11-03"), "date", "until", "还没有到"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_beside_the_field_with_the_cure(scripts: Scripts, case: str) -> None:
    call, code, field, words = REFUSED[case]
    told = scripts.refused("member", *call)
    assert (told["error"], told["field"]) == (code, field)
    assert words in told["message"] + told["cure"] and told["cure"]


def test_the_same_time_is_not_noted_twice_and_what_stands_is_not_denied(scripts: Scripts) -> None:
    scripts.done("member", "add", ZHANG, "低保", "--since", "2025-03", "--until", "2025-12")
    told = scripts.refused("member", "add", ZHANG, "低保户", "--since", "2025-12-31")
    assert (told["error"], "2025-12-31 为止" in told["message"]) == ("same_membership", True)
    scripts.done("member", "add", ZHANG, "低保", "--since", "2026-01")
    assert scripts.refused("member", "deny", ZHANG, "低保")["error"] == "belongs"
    assert [each[1] for each in groups(scripts, ZHANG)] == ["now", "over"]


def test_both_pcs_and_tables_that_are_made_anew_know_the_same(
    scripts: Scripts, still: StillClock, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    other = Desk.create(tmp_path / "other.vdesk", PIN, Village("500101001200", "沟二社区", "B"), still)
    scripts.done("member", "add", ZHANG, "低保", "--since", "2025-03", "--source", "民政名单")
    scripts.done("member", "end", ZHANG, "低保", "--on", "2026-10-31")
    scripts.done("member", "deny", LI, "重度残疾人")
    with township(folder, clock=still) as office, other:
        other.exchanging.send(office.url)
        assert scripts.done("send", "--to", office.url)["refused"] == 0
        other.exchanging.send(office.url)
        for who in (ZHANG, LI):
            lines = other.belonging.lines(other.finding.by_identity(who).id)
            assert [(each.group, each.state.value, each.since) for each in lines] == groups(scripts, who)
        assert other.keeping.check().well
    before = groups(scripts, ZHANG)
    scripts.done("rebuild")
    assert (groups(scripts, ZHANG), scripts.done("check")["well"]) == (before, True)
