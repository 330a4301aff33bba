"""What a line leaves out follows from the line before, and comes back to the letter."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agreement import journal, protocol
from sync.agreement.journal import Entry
from sync.wire import batch, lines, shortening
from sync.wire.keys import DeskKey
from tests.township.journals import DESK, MORNING
from tests.township.test_lines import EPOCH

ats = st.sampled_from(
    [
        "2026-11-24T08:30:00+08:00",
        "2026-11-24T08:30:05+08:00",
        "2026-11-24T08:30:05.250000+08:00",
        "2026-11-24T00:30:05+00:00",
        "2026-11-24T08:29:00+08:00",
        "2026-11-24 08:30:00+08:00",
        "20261124T083000",
        "9999-12-31T23:59:59+00:00",
        "gestern",
        "",
    ]
)
ids = st.sampled_from(
    ["7k2m9qx0ab-1", "7k2m9qx0ab-2", "7k2m9qx0ab-z", "7k2m9qx0ab-10", "other-2", "x", "-", "a-01", "a-2"]
)
entries = st.builds(
    Entry,
    epoch=st.just(EPOCH),
    seq=st.just(1),
    id=ids,
    at=ats,
    by=st.sampled_from(["张", "李", ""]),
    kind=st.sampled_from(["x/1", "y/1"]),
    about=ids,
    body=st.dictionaries(st.text(max_size=3), st.integers(0, 9) | st.text(max_size=3), max_size=2),
    hash=st.just(""),
)


@given(entries, entries)
def test_every_line_comes_back_to_the_letter(before: Entry, entry: Entry) -> None:
    assert shortening.expand(shortening.shorten(entry, before), before) == shortening.whole(entry, entry.body)


@pytest.mark.parametrize("count", [*range(70), 32**2 - 1, 32**2, 32**11 - 1, 32**11])
def test_the_next_id_is_the_next_number(count: int) -> None:
    """The last digit alone changes, but behind a z; an id with a zero in front is spelled anew."""
    for spelled in {journal.base32(count) or "0", f"0{journal.base32(count)}"}:
        if len(spelled) <= 12:
            first = entry(0, id=f"7k2m9qx0ab-{spelled}")
            assert shortening.expand({}, first)["id"] == f"7k2m9qx0ab-{journal.base32(count + 1)}"


def entry(count: int, **other: Any) -> Entry:
    """An entry of a program start, ``count`` seconds and ids into it."""
    at = f"2026-11-24T08:30:{count:02}+08:00"
    values = {
        "id": f"7k2m9qx0ab-{journal.base32(count)}",
        "at": at,
        "by": "张",
        "kind": "x/1",
        "about": "p",
        "body": {},
    }
    return Entry(epoch=EPOCH, seq=count, hash="", **{**values, **other})


def test_what_follows_is_not_written() -> None:
    assert lines.write(entry(2), entry(1)) == b'{"at":1,"body":{}}'
    assert lines.write(entry(3, at=entry(1).at), entry(1)) == b'{"body":{},"id":2}'
    assert lines.write(entry(33, by="李"), entry(31)) == b'{"at":2,"body":{},"by":"\xe6\x9d\x8e","id":2}'


def test_a_clock_set_back_is_written_in_full() -> None:
    assert b'"at":"2026-11-24T08:30:01+08:00"' in lines.write(entry(1), entry(2))


@pytest.mark.parametrize(
    "line",
    [
        {"about": "p", "body": {}, "at": -1},
        {"about": "p", "body": {}, "at": 10**12},
        {"about": "p", "body": {}, "at": True},
        {"about": "p", "body": {}, "id": 0},
        {"about": "p", "body": {}, "id": 1.5},
        {"about": "p", "body": {}, "kind": 1},
        {"about": 1, "body": {}},
        {"about": 1.5, "body": {}},
        {"about": "p"},
    ],
)
def test_what_does_not_follow_is_unreadable(line: dict[str, Any]) -> None:
    assert lines.read(journal.canonical(line), EPOCH, 2, "0" * 64, entry(1)).entry is None


def test_a_first_line_leaves_nothing_out(key: DeskKey) -> None:
    short = lines.write(entry(2), entry(1))
    assert lines.read(short, EPOCH, 1, "0" * 64).entry is None
    sealed = batch.assemble(DESK, EPOCH, protocol.beginning(DESK, EPOCH), [b"[]", short], key, MORNING, "")
    assert [line.entry for line in batch.read(sealed.bytes)[1]] == [None, None]


def test_an_unreadable_line_does_not_take_the_next_one_with_it(key: DeskKey) -> None:
    raws = [lines.write(entry(1)), b"[]", lines.write(entry(2), entry(1))]
    sealed = batch.assemble(DESK, EPOCH, protocol.beginning(DESK, EPOCH), raws, key, MORNING, "")
    assert [line.entry and line.entry.id for line in batch.read(sealed.bytes)[1]] == [entry(1).id, None, entry(2).id]


def test_a_moved_fact_keeps_its_digest() -> None:
    """The same fact behind another one is the same fact."""
    alone = lines.read(lines.write(entry(2)), EPOCH, 1, "0" * 64)
    behind = lines.read(lines.write(entry(2), entry(1)), EPOCH, 9, "1" * 64, entry(1))
    assert alone.digest == behind.digest
    assert alone.raw != behind.raw


@pytest.mark.parametrize(
    ("first", "second", "written"),
    [
        ("7k2m9qx0ab-2", "7k2m9qx0ab-5", b'"about":3,'),
        ("7k2m9qx0ab-5", "7k2m9qx0ab-2", b'"about":-3,'),
        ("7k2m9qx0ab-5", "7k2m9qx0ab-5", b""),
        ("7k2m9qx0ab-5", "another000-6", b'"about":"another000-6",'),
    ],
)
def test_people_go_by_a_short_number(first: str, second: str, written: bytes) -> None:
    raw = lines.write(entry(2, about=second), entry(1, about=first))
    assert raw == b"{" + written + b'"at":1,"body":{}}'
    assert lines.read(raw, EPOCH, 2, "0" * 64, entry(1, about=first)).entry is not None


def test_a_number_before_the_first_of_a_start_is_nobody() -> None:
    before = entry(1, about="7k2m9qx0ab-2")
    assert lines.read(b'{"about":-2,"at":1,"body":{}}', EPOCH, 2, "0" * 64, before).entry is None
