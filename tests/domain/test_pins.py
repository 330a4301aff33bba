"""How strong a PIN is, in a word; the same rule refuses a weak one."""

import pytest

from village_desk.domain import pins
from village_desk.domain.basics.errors import Refused
from village_desk.domain.pins import Strength


@pytest.mark.parametrize(
    ("pin", "strength"),
    [
        ("", Strength.SHORT),
        ("a1b2c", Strength.SHORT),
        ("123456", Strength.EASY),
        ("987654", Strength.EASY),
        ("112211", Strength.EASY),
        ("qwerty", Strength.EASY),
        ("ABCDEF", Strength.EASY),
        ("700512", Strength.EASY),
        ("19700512", Strength.EASY),
        ("13800001234", Strength.EASY),
        ("29700512", Strength.GOOD),
        ("709912", Strength.GOOD),
        ("gou-er-2026", Strength.GOOD),
        ("沟二社区好办事", Strength.GOOD),
    ],
)
def test_a_pin_has_its_word_and_only_a_good_one_is_taken(pin: str, strength: Strength) -> None:
    assert pins.strength(pin) is strength
    if strength is Strength.GOOD:
        pins.check(pin)
        return
    with pytest.raises(Refused) as refused:
        pins.check(pin, "new_pin")
    assert (refused.value.code, refused.value.field) == ("weak_pin", "new_pin")
