"""The township's rule for identity numbers is the desk's rule: what one door lets in, the other does not send back."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from sync.agreement import identity as agreed
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused

TODAY = date(2026, 11, 23)
first_seventeen = st.builds(
    lambda place, born, count: f"{place:06}{born:%Y%m%d}{count:03}",
    st.integers(0, 999999),
    st.dates(date(1870, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@given(first=first_seventeen, last=st.sampled_from("0123456789X"), right=st.booleans())
@example(first="42900419540229123", last="0", right=True)
def test_both_doors_say_the_same(first: str, last: str, right: bool) -> None:
    number = first + last
    if right and first[6:14] != "19540229":
        number = first + agreed.check_character(first)
    try:
        code = ""
        identity.read(number, TODAY)
    except Refused as refused:
        code = refused.code
    assert agreed.doubt(number, TODAY) == code


def test_a_number_of_the_standard() -> None:
    assert agreed.doubt("11010519491231002X", TODAY) == ""
    assert agreed.doubt("110105194912310021", TODAY) == "id_check_digit"
