"""Identity numbers, bank cards and division codes: the vectors of domain.md 4.3."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.sexes import Sex

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("number", "sex", "birth"),
    [
        ("11010519491231002X", Sex.FEMALE, date(1949, 12, 31)),
        ("440524188001010014", Sex.MALE, date(1880, 1, 1)),
        ("999999195202290036", Sex.MALE, date(1952, 2, 29)),
        ("999999196104301226", Sex.FEMALE, date(1961, 4, 30)),
    ],
)
def test_a_good_number_tells_birth_and_sex(number: str, sex: Sex, birth: date) -> None:
    found = identity.read(number, TODAY)
    assert (str(found), found.sex, found.birth) == (number, sex, birth)


@pytest.mark.parametrize(
    "typed",
    ["１１０１０５１９４９１２３１００２Ｘ", "'11010519491231002x", " 110105 19491231 002x", "110105-19491231-002X"],
)
def test_a_number_is_cleaned_before_it_is_checked(typed: str) -> None:
    assert str(identity.read(typed, TODAY)) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id_missing"),
        ("4.40524E+17", "id_damaged"),
        ("4.20102199003077E+17", "id_damaged"),
        ("110105194912310021", "id_check_digit"),
        ("11010519491331002X", "id_date"),
        ("110105203012310027", "id_date"),
        ("11010519491231", "id_length"),
        ("110105491231002", "id_length"),
        ("1101051949123100²X", "id_length"),
        ("abc", "id_length"),
    ],
)
def test_a_number_that_cannot_be_trusted_is_refused_by_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        identity.read(typed, TODAY)
    assert refusal.value.code == code
    assert refusal.value.cure


@pytest.mark.parametrize(
    ("old", "new"), [("110105491231002", "11010519491231002X"), ("999999550731005", "999999195507310050")]
)
def test_the_old_number_of_fifteen_digits_has_one_new_form(old: str, new: str) -> None:
    assert identity.from_fifteen(old) == new


@given(st.integers(min_value=0, max_value=17), st.integers(min_value=1, max_value=9))
def test_any_single_wrong_digit_is_noticed(place: int, shift: int) -> None:
    good = "429004200903117380"
    digit = str((int(good[place]) + shift) % 10)
    with pytest.raises(Refused):
        identity.read(good[:place] + digit + good[place + 1 :], TODAY)


def test_masks_keep_the_length_and_the_last_four() -> None:
    assert identity.mask("42900420090311738X") == "429004********738X"
    assert identity.mask_account("6213369577941607140") == "621***7140"
    assert set(identity.mask("12345")) == {"*"}


@pytest.mark.parametrize("card", ["6222021234567890128", "622848001234567894", "6217003456789015"])
def test_a_good_card_raises_no_doubt(card: str) -> None:
    assert identity.card_doubt(card) == ""


@pytest.mark.parametrize("card", ["6222021234567890129", "123", "62220212345678901x8"])
def test_a_mistyped_card_raises_a_doubt(card: str) -> None:
    assert identity.card_doubt(card)


def test_a_division_code_has_twelve_digits() -> None:
    assert identity.division_code("４２９００４１０３００２") == "429004103002"
    with pytest.raises(Refused):
        identity.division_code("42900410300")
