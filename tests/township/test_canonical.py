"""One spelling for one value: the fast way writes what the library for RFC 8785 writes, byte for byte."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sync.agreement import journal

_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e300, 1e300) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


@given(_values)
def test_every_value_is_spelled_as_the_library_spells_it(value: object) -> None:
    assert journal.canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_every_character_is_spelled_as_the_library_spells_it() -> None:
    for start in range(0, 0x3000, 64):
        text = "".join(map(chr, range(start, start + 64)))
        assert journal.canonical({"name": text, text: 1}) == rfc8785.dumps({"name": text, text: 1})
        assert json.loads(journal.canonical(text)) == text


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), float("inf"), "\ud800", {"\udc00": 1}, [2**70]])
def test_what_has_no_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        journal.canonical(value)


def test_a_value_within_itself_is_no_way_in() -> None:
    deep: list[object] = []
    for _ in range(12):
        deep = [deep]
    assert journal.canonical(deep) == b"[" * 13 + b"]" * 13
