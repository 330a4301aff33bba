"""One vocabulary for reading lists and for filling forms."""

import pytest

from village_desk.domain import form_fields
from village_desk.domain.form_fields import FieldKind
from village_desk.domain.people import FIELDS
from village_desk.workbooks.columns.vocabulary import PAYOUT, ROSTER, SUMMED, column
from village_desk.workbooks.forms.dictionary import fields

COLUMNS = {**ROSTER, **PAYOUT}
PARTS = [each for each in SUMMED if each in ("base", "account_part")]
"""Columns of which lists have dozens of parts that no form names."""


def test_a_heading_that_a_list_may_have_is_a_name_that_a_form_may_write() -> None:
    named = {each.column for each in fields() if each.column}
    for words in (ROSTER, PAYOUT):
        for field, names in words.items():
            if field in named and field not in PARTS:
                found = {name: fields().find(name) for name in names}
                assert not [name for name, each in found.items() if each is None or each.column != field], field


def test_a_column_that_a_field_names_is_one_of_lists() -> None:
    assert not [each.name for each in fields() if each.column not in {"", *COLUMNS, *map(column, FIELDS)}]


def test_every_field_of_a_person_is_a_field_of_forms() -> None:
    named = {each.person for each in fields() if each.person}
    assert {name for name, info in FIELDS.items() if info.headings} <= named
    assert named <= set(FIELDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("身份证号码", "公民身份号码"),
        ("ＡＡＣ００２", "公民身份号码"),
        ("参保人 姓名", "姓名"),
        ("待遇开始月", "领取月"),
        ("组", "村民小组"),
    ],
)
def test_names_of_the_offices_find_the_field(written: str, meant: str) -> None:
    found = fields().find(written)
    assert found is not None
    assert found.name == meant


def test_the_nearest_name_is_offered_for_a_wrong_one() -> None:
    assert fields().find("公民身份正号码") is None
    assert fields().nearest("公民身份正号码") in ("公民身份证号码", "公民身份号码")
    assert fields().nearest("zzz") == ""
    assert (fields().nearest("姓明"), fields().nearest("性例"), fields().nearest("甲乙")) == ("姓名", "性别", "")
    assert fields().nearest_list("未到帐") == "未到账"


def test_numbers_of_people_are_personal() -> None:
    numbers = {each.name for each in fields() if "身份证号码" in (each.name, *each.aliases) or "电话" in each.name}
    assert not {each.name for each in fields() if each.name in numbers and not each.personal} - {
        *("服务电话", "监督电话", "协办员电话")
    }


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two fields"):
        form_fields.read('["人"]\n"甲" = {}\n"乙" = { also = "甲" }')


def test_a_word_that_no_field_has_is_refused() -> None:
    with pytest.raises(ValueError, match="masked"):
        form_fields.read('["人"]\n"甲" = { masked = true }')


def test_kinds_that_have_sums() -> None:
    assert {each for each in FieldKind if each.is_summed} == {FieldKind.MONEY, FieldKind.NUMBER}
