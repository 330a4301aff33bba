"""Reading lines is total: whatever bytes a desk signs, each line is read or is unreadable, and the chain goes on."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agreement import journal, protocol
from sync.wire import batch, lines
from sync.wire.keys import DeskKey
from sync.wire.lines import Line
from tests.township.journals import DESK, MORNING

EPOCH = "9f31c2aa"
GOOD: dict[str, Any] = {"id": "a-1", "at": MORNING.isoformat(), "by": "张", "kind": "x/1", "about": "p", "body": {}}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
almost = st.fixed_dictionaries(dict.fromkeys(GOOD, json_values)) | st.fixed_dictionaries(
    {**{name: st.just(value) for name, value in GOOD.items() if name != "body"}, "body": json_values}
)
raw_lines = (json_values | almost).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=80).map(
    lambda raw: raw.replace(b"\n", b"")
)


def one(raw: bytes) -> Line:
    return lines.read(raw, EPOCH, 1, "0" * 64)


def test_a_good_line_is_an_entry_with_the_journals_hash() -> None:
    line = one(journal.canonical(GOOD))
    assert line.entry is not None
    assert line.hash == journal.hash_of("0" * 64, line.entry)


@pytest.mark.parametrize(
    "raw",
    [
        b"[]",
        b'"x"',
        b"null",
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({**GOOD, "body": []}).encode(),
        json.dumps({**GOOD, "id": 5}).encode(),
        json.dumps({**GOOD, "id": ""}).encode(),
        json.dumps({**GOOD, "id": "x" * 65}).encode(),
        json.dumps({**GOOD, "more": 1}).encode(),
        json.dumps({**GOOD, "body": {"a": 2**53}}).encode(),
        json.dumps({**GOOD, "body": {"a": "\ud800"}}).encode(),
        json.dumps({**GOOD, "body": {"a": float("nan")}}).encode(),
        json.dumps({**GOOD, "about": "\x00"}).encode(),
        b'{"about":"p","at":"t","body":{},"by":"b","id":"1","id":"2","kind":"k"}',
        b'{"about":"p","at":"t","body":{"a":' + b"9" * 5000 + b'},"by":"b","id":"1","kind":"k"}',
        b'{"about":"p","at":"t","body":{"a":' + b"[" * 900 + b"]" * 900 + b'},"by":"b","id":"1","kind":"k"}',
    ],
    ids=range(19),
)
def test_what_is_no_fact_is_unreadable_and_has_a_hash(raw: bytes) -> None:
    line = one(raw)
    assert line.entry is None
    assert protocol.DIGEST.fullmatch(line.hash)
    assert (line.kind, line.cash_fen) == (lines.UNREADABLE, 0)


@given(st.lists(raw_lines, min_size=1, max_size=6))
def test_whatever_is_signed_is_read_line_by_line(key: DeskKey, raws: list[bytes]) -> None:
    sealed = batch.assemble(DESK, EPOCH, protocol.beginning(DESK, EPOCH), raws, key, MORNING, "")
    again, read = batch.read(sealed.bytes)
    assert [line.raw for line in read] == raws
    assert sum(each.facts for each in again.manifest.kinds.values()) == len(raws)
