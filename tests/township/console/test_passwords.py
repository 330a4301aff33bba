"""How passwords of clerks are kept."""

import pytest

from sync.township.console import passwords
from sync.township.console.passwords import TooWeak


def test_the_right_password_fits_and_another_does_not() -> None:
    kept = passwords.keep("correct horse")
    assert passwords.fits("correct horse", kept)
    assert not passwords.fits("correct horsf", kept)
    assert not passwords.fits("", kept)


def test_what_is_kept_does_not_tell_the_password_nor_that_two_are_the_same() -> None:
    first, second = passwords.keep("correct horse"), passwords.keep("correct horse")
    assert "correct" not in first
    assert first != second


@pytest.mark.usefixtures("real_keys")
def test_guessing_costs_sixteen_megabytes_and_five_passes_each_for_an_unknown_name_too() -> None:
    assert passwords.keep("correct horse").startswith("scrypt$14$8$5$")
    assert passwords.nobodys().startswith("scrypt$14$8$5$")


def test_nothing_fits_the_password_of_an_unknown_name() -> None:
    assert not any(passwords.fits(each, passwords.nobodys()) for each in ("", "0", "correct horse"))


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "too-short"), ("九个字的密码太短了", "too-short"), ("a" * 20, "too-plain"), ("ab" * 101, "too-long")],
)
def test_a_weak_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(TooWeak) as refused:
        passwords.keep(password)
    assert refused.value.code == code


def test_passwords_that_are_made_up_differ_and_will_do() -> None:
    made = {passwords.make_up() for _ in range(200)}
    assert len(made) == 200
    assert all(passwords.fits(each, passwords.keep(each)) for each in list(made)[:1])
    assert not set("".join(made)) & set("il1o0")


def test_a_very_long_guess_is_no_way_in() -> None:
    kept = passwords.keep("wxyz" * 50)
    assert not passwords.fits("wxyz" * 50 + "more", kept)
