"""What waits, by command: the kinds, each thing of a kind, what came of it, and its taking back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still", "qapp")


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """Two people who owe this year's fee."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    found.done("register", "王国庆", id_number("19860301", 1), "--group", "3")
    found.done("register", "李秀英", id_number("19880301", 2), "--group", "3")
    return found


def test_what_waits_is_listed_and_an_outcome_takes_it_off_until_it_is_taken_back(scripts: Scripts) -> None:
    kinds = scripts.done("waiting", "list")
    assert [each["kind"] for each in kinds] == ["pair", "unpaid", "policy"]
    kind = kinds[1]
    assert (kind["kind"], kind["count"], kind["people"], kind["put_off"]) == ("unpaid", 2, 2, 0)
    first, second = scripts.done("waiting", "list", "unpaid")["items"]
    scripts.done("waiting", "note", "unpaid", first["subject"], "promised", "--until", "2026-12-05", "--note", "晚上来")
    [left] = scripts.done("waiting", "list", "unpaid")["items"]
    assert (left["name"], left["subject"]) == ("李秀英", second["subject"])
    scripts.done("waiting", "take-back", "unpaid", first["subject"])
    assert len(scripts.done("waiting", "list", "unpaid")["items"]) == 2


def test_a_kind_a_thing_and_a_day_that_do_not_fit_are_refused(scripts: Scripts) -> None:
    [first, _second] = scripts.done("waiting", "list", "unpaid")["items"]
    assert scripts.refused("waiting", "list", "nothing")["error"] == "unknown_kind"
    assert scripts.refused("waiting", "note", "unpaid", "nobody", "moved")["error"] == "not_waiting"
    assert scripts.refused("waiting", "note", "unpaid", first["subject"], "promised")["error"] == "day_missing"
