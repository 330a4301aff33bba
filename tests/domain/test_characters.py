"""The one form of characters: old private codes, radicals, compatibility forms, variants."""

import unicodedata

import pytest

from village_desk.domain.basics import characters
from village_desk.domain.basics import text as texts


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("王\ue863", "王䶮"),
        ("\ue81e文", "龴文"),
        ("张\ue816", "张𠂇"),
        ("⽟珍", "玉珍"),
        ("马⻢儿", "马马儿"),
        ("⺟⻳", "母龟"),
        ("\uf9fe大明", "茶大明"),
        ("葛\U000e0100文", "葛文"),
        ("李\ufe00四", "李四"),
        ("张三\ue000", "张三\ue000"),
        ("﨎", "﨎"),
        ("𬱖䶮〇", "𬱖䶮〇"),
        ("阿依古丽･买买提", "阿依古丽·买买提"),
    ],
)
def test_a_name_has_one_form(written: str, form: str) -> None:
    assert texts.name(written) == form


def test_the_eighty_old_codes_are_eighty_characters_that_have_codes() -> None:
    forms = [characters.normal(chr(code)) for code in range(0xE815, 0xE865)]
    assert len(set(forms)) == 80
    assert all(len(form) == 1 and unicodedata.category(form) == "Lo" for form in forms)
    late = [
        0x20087,
        0x20089,
        0x200CC,
        0x9FB4,
        0x9FB5,
        0x9FB6,
        0x9FB7,
        0x215D7,
        0x9FB8,
        0x2298F,
        0x9FB9,
        0x9FBA,
        0x241FE,
    ]
    codes = (0xE816, 0xE817, 0xE818, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE831, 0xE832, 0xE83B, 0xE843, 0xE854, 0xE855)
    assert [ord(characters.normal(chr(code))) for code in codes] == late


def test_no_radical_is_left_and_a_form_is_final() -> None:
    for code in (*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)):
        form = characters.normal(chr(code))
        assert len(form) == 1 and characters.normal(form) == form
        assert code == 0x2E80 or not 0x2E80 <= ord(form) <= 0x2FDF


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("张建国(已故)", ("张建国", "已故")),
        ("马玉芬(马玉兰)", ("马玉芬", "马玉兰")),
        ("张建国[户主]", ("张建国", "户主")),
        ("张建国(已故", ("张建国", "已故")),
        ("张建国", ("张建国", "")),
        ("(张建国)", ("(张建国)", "")),
        ("阿依古丽·买买提", ("阿依古丽·买买提", "")),
    ],
)
def test_words_in_brackets_behind_a_name_are_not_the_name(written: str, parts: tuple[str, str]) -> None:
    assert texts.name_and_aside(written) == parts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("王\ue863", "王䶮", True),
        ("张建国（已故）", "张建国", True),
        ("葛\U000e0100文", "葛文", True),
        ("张建国", "张建军", False),
    ],
)
def test_a_corrected_name_is_the_same_name(one: str, other: str, same: bool) -> None:
    assert texts.is_same_name(one, other) is same
