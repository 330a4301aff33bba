"""Digits find by identity number first, say what they hit, and choose nobody where several people have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import SAMPLE, id_number, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused

_LONG = id_number("19700101", 814)
"""The number of the one who is looked for."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Three people with the digits in identity number, phone and house: in the worst order."""
    found, digits = new_desk(tmp_path_factory.mktemp("finding")), _LONG[-4:]
    register(found, "胡传贵", serial=3, phone=f"1390000{digits}", group=1, household="0001")
    register(found, "高户", serial=5, group=1, household=f"0{digits}")
    person = register(found, "龙静", birth="19700101", serial=814, group=9, household="0900")
    assert found.finding.person(person).id_number == _LONG
    register(found, "罗长生", serial=7, group=2, phone="0728-3312345")
    yield found
    found.close()


def shown(desk: Desk, typed: str) -> list[tuple[str, list[str]]]:
    return [(each.resident.name, [hit.shown for hit in each.why]) for each in desk.finding.find(typed)]


def test_last_four_are_the_identity_numbers_before_a_phones_and_a_houses(desk: Desk) -> None:
    digits = _LONG[-4:]
    assert shown(desk, digits) == [
        ("龙静", [f"身份证 …{digits}"]),
        ("胡传贵", [f"电话 …{digits}"]),
        ("高户", [f"户号 0{digits}"]),
    ]


def test_the_part_that_was_typed_is_told_apart(desk: Desk) -> None:
    digits = _LONG[-4:]
    [first, *_others] = desk.finding.find(digits[:3])
    [hit] = first.why
    assert (hit.before, hit.hit, hit.after) == ("…", digits[:3], digits[3])


def test_digits_that_several_have_choose_nobody(desk: Desk) -> None:
    for typed, several in ((_LONG[-4:], True), ("龙静", False), (f"龙 {_LONG[-4:]}", False), (_LONG, False)):
        assert desk.finding.must_choose(typed, desk.finding.find(typed)) is several, typed


def test_digits_beside_a_word_say_what_they_hit(desk: Desk) -> None:
    assert shown(desk, f"huc {_LONG[-4:]}") == [("胡传贵", ["拼音 hu chuan gui", f"电话 …{_LONG[-4:]}"])]
    assert ("龙静", ["户号 0900"]) in shown(desk, "90")


def test_a_whole_identity_number_is_one_person(desk: Desk) -> None:
    assert shown(desk, _LONG) == [("龙静", [f"身份证 …{_LONG[-4:]}"])]


@pytest.mark.parametrize("typed", ["lcs", "lzs", "luochangsheng", "luozhangsheng", "changsheng", "luocs"])
def test_a_name_is_found_by_every_reading_and_says_by_which(desk: Desk, typed: str) -> None:
    [(name, [hit])] = shown(desk, typed)
    assert name == "罗长生"
    assert hit == ("拼音 luo chang sheng" if "c" in typed else "拼音 luo zhang sheng")


def test_last_four_name_the_payer_only_where_nobody_else_has_them(desk: Desk) -> None:
    with pytest.raises(Refused, match="有 3 个人") as refused:
        desk.finding.by_identity(_LONG[-4:])
    assert refused.value.code == "several_people"
    assert "胡传贵（电话" in refused.value.message
    alone = next(each.resident for each in desk.finding.roster() if each.resident.name == "罗长生")
    assert desk.finding.by_identity(alone.id_number[-4:]).id == alone.id
    for no_id in ("0900", "9999"):
        with pytest.raises(Refused, match="身份证后四位"):
            desk.finding.by_identity(no_id)


def test_on_the_sample_roster_nobodys_own_last_four_give_somebody_else(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
        shared = 0
        for each in desk.finding.roster():
            tail = each.resident.id_number[-4:]
            found = desk.finding.find(tail)
            assert found[0].resident.id_number.endswith(tail), "somebody without these digits stands first"
            if found[0].resident.id != each.resident.id:
                shared += 1
                assert desk.finding.must_choose(tail, found), "a stranger of the same digits is chosen already"
            assert each.resident.id in {hit.resident.id for hit in found}
        assert shared > 10, "the roster has people of the same last four"
