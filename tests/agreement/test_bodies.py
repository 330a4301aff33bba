"""A body that is read as it comes gives what reading it field by field gives: the fact, or the field that misfits."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.agreement import facts
from sync.agreement.fact import Fact, Misfit, _read_carefully, body, names, read_as

VALUES = st.one_of(
    st.sampled_from(["", "x", "a\0b", 0, 7, -1, 2**53 - 1, 2**53, -(2**53), True, None, 1.5]),
    st.lists(st.text(max_size=2) | st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers() | st.text(max_size=2), max_size=2),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[type[Fact], dict[str, Any]]:
    """A kind, and a body with most of its fields, and some that it does not have."""
    known = facts.KINDS[draw(st.sampled_from(sorted(facts.KINDS)))]
    fitting = {each: draw(VALUES) for each in names(known) if draw(st.integers(0, 9))}
    return known, fitting | draw(st.dictionaries(st.sampled_from(["nickname", "", "carried"]), VALUES, max_size=1))


def outcome(read: Any, known: type[Fact], given_body: dict[str, Any]) -> object:
    try:
        found = read(known, "p", given_body)
        return found, body(found)
    except Misfit as misfit:
        return misfit.field


@given(bodies())
@settings(max_examples=300)
def test_both_ways_to_read_a_body_agree(one: tuple[type[Fact], dict[str, Any]]) -> None:
    assert outcome(read_as, *one) == outcome(_read_carefully, *one)


def test_a_field_that_is_missing_is_named() -> None:
    fee = facts.ContributionCollected("p", "A-1", 2026, 100, 100, "national-2014")
    whole = body(fee)
    assert outcome(read_as, type(fee), whole) == (fee, whole)
    without = {name: value for name, value in whole.items() if name != "receipt"}
    assert outcome(read_as, type(fee), without) == "receipt"
