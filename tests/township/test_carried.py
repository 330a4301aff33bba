"""Fields of a person that this program does not know: kept beside the others, changed and passed on as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.agreement import facts, journal
from sync.agreement.facts import PersonCorrected, PersonRegistered
from sync.agreement.sent import DeskTold
from tests.township.counters import Counter
from tests.township.journals import Scribe, id_number
from tests.township.test_siblings import B, meet, told


def newer(person: str, number: int, name: str = "单雄信", **more: facts.Scalar) -> PersonRegistered:
    """A registration by a program that knows more of people."""
    return PersonRegistered(person, name, id_number(number), carried=tuple(sorted(more.items())))


def fields(counter: Counter, person: str) -> dict[str, Any]:
    found: dict[str, Any] = {row.person: json.loads(row.fields) for row in counter.rows("people")}[person]
    return found


def test_a_fact_reads_and_says_them_among_the_others() -> None:
    fact = newer("p", 1, nickname="小五", shoe=42)
    body = facts.body(fact)
    assert (body["nickname"], body["shoe"]) == ("小五", 42)
    assert facts.read_as(PersonRegistered, "p", body) == fact
    assert "carried" not in body


@pytest.mark.parametrize("value", [True, None, 1.5, [], {}, "x" * 201, "a\0b", 2**53])
def test_nothing_else_is_carried(value: object) -> None:
    body = {"name": "单雄信", "id_number": id_number(1), "nickname": value}
    assert facts.read_as(PersonRegistered, "p", body).carried == ()


@pytest.mark.parametrize("name", ["", "Nick", "nick name", "x" * 41, "1st", "昵称"])
def test_a_field_has_a_name_that_a_table_can_have(name: str) -> None:
    body = {"name": "单雄信", "id_number": id_number(1), name: "x"}
    assert facts.read_as(PersonRegistered, "p", body).carried == ()


def test_they_are_kept_at_the_township_in_registration_and_correction_alike(scribe: Scribe, counter: Counter) -> None:
    scribe.record(newer("p", 1, nickname="小五", shoe=42))
    scribe.record(PersonCorrected("p", {"phone": "222", "nickname": "五哥"}))
    scribe.record(PersonCorrected("p", {"phone": "333", "hat": 7}))
    said = counter.take(scribe)
    assert (said.accepted, said.refused, said.kept) == (3, 0, 0)
    found = fields(counter, "p")
    assert {name: found.get(name) for name in ("nickname", "shoe", "hat", "phone")} == {
        "nickname": "五哥",
        "shoe": 42,
        "hat": 7,
        "phone": "333",
    }


def test_a_correction_that_waits_for_its_registration_has_them_too(scribe: Scribe, counter: Counter) -> None:
    scribe.record(PersonCorrected("p", {"nickname": "五哥", "phone": "333"}))
    counter.take(scribe)
    scribe.record(newer("p", 1, nickname="小五", shoe=42))
    assert counter.take(scribe).refused == 0
    found = fields(counter, "p")
    assert (found["nickname"], found["shoe"], found["phone"]) == ("五哥", 42, "333")


def test_one_person_of_two_desks_has_the_newer_of_them(scribe: Scribe, tmp_path: Path, counter: Counter) -> None:
    second = Scribe(tmp_path / "second", desk=B)
    meet(counter, scribe, second)
    scribe.record(newer("p", 1, nickname="小五", shoe=42))
    counter.take(scribe)
    second.record(newer("q", 1, nickname="五哥"))
    counter.take(second)
    found = fields(counter, "p")
    assert (found["nickname"], found["shoe"]) == ("五哥", 42)


def test_they_go_down_to_the_other_desk_as_they_came(scribe: Scribe, tmp_path: Path, counter: Counter) -> None:
    """Also of somebody whose registration was refused at first."""
    second = Scribe(tmp_path / "second", desk=B)
    meet(counter, scribe, second)
    scribe.record(newer("p", 1, nickname="小五"))
    scribe.record(PersonCorrected("p", {"nickname": "五哥"}))
    scribe.record(newer("r", 2, name="", nickname="六哥"))
    counter.take(scribe)
    scribe.record(PersonCorrected("r", {"name": "秦琼"}))
    counter.take(scribe)
    lines = [line for each in told(counter, B) if isinstance(each, DeskTold) for line in each.lines]
    said = [json.loads(line.body) for line in lines if "nick" in line.body]
    assert [each.get("nickname") or each["changes"]["nickname"] for each in said] == ["小五", "五哥", "六哥"]


def test_a_later_program_whose_field_has_another_type_is_stopped_by_none_of_it(
    scribe: Scribe, counter: Counter
) -> None:
    """As if ``phone`` were new: a number was carried for it."""
    scribe.record(newer("p", 1))
    counter.take(scribe)
    with counter.store.writing() as db:
        carried = journal.canonical({"name": "单雄信", "id_number": id_number(1), "phone": 5}).decode()
        db.exec_driver_sql(f"UPDATE people SET fields = '{carried}'")
    scribe.record(PersonCorrected("p", {"note": "低保"}))
    assert counter.take(scribe).refused == 0
    fact = facts.with_changes(newer("p", 1), {"phone": 5, "note": "低保"})
    assert (fact.phone, fact.note) == ("", "低保")
