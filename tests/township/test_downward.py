"""What goes down: numbered without a gap, chained, signed, for its own desk only; the township's mistakes stay up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.agreement import sent
from sync.agreement.down_checks import NotSent
from sync.agreement.errors import NotTheTownship, TownshipRefused
from sync.agreement.sent import (
    CorrectedAbove,
    ListSent,
    NumbersGiven,
    PaidLine,
    PaidListSent,
    PayoutListSent,
    PayoutSentLine,
)
from sync.township.down import lists
from sync.township.down.downward import Downward, new_id
from sync.township.trust.desk_keys import Trust
from sync.wire import down
from sync.wire.down import DownAsk, MessagePlace
from sync.wire.keys import DeskKey
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe, id_number


@pytest.fixture
def downward(counter: Counter, scribe: Scribe) -> Downward:
    """A township that knows the scribe's desk."""
    scribe.register(2)
    counter.take(scribe)
    return Downward(counter.store, counter.key, lambda: NOON)


def block(first: str = "000001") -> NumbersGiven:
    return NumbersGiven(new_id(), "收据", first, "000900")


def ask(key: DeskKey, after: MessagePlace, time: str = NOON.isoformat(), desk: str = DESK) -> bytes:
    return down.write_ask(key, DownAsk(desk, after.number, after.id, time))


def fetched(downward: Downward, scribe: Scribe, counter: Counter) -> list[down.Read]:
    """Everything that a desk which has nothing is given."""
    place, found = down.beginning(DESK), []
    while (data := downward.reply(ask(scribe.key, place))) is not None:
        read = down.read(data, counter.key.public, DESK)
        assert (read.down.number, read.down.prev) == (place.number + 1, place.id)
        place = read.place
        found.append(read)
    return found


def test_messages_are_numbered_chained_and_seen(downward: Downward, scribe: Scribe, counter: Counter) -> None:
    assert [downward.send(DESK, block()) for _each in range(3)] == [1, 2, 3]
    assert downward.send("429004103003-A", block()) == 1
    found = fetched(downward, scribe, counter)
    assert [each.down.number for each in found] == [1, 2, 3]
    assert [each.seen for each in downward.listed(DESK)] == [True, True, True]
    assert [each.seen for each in downward.listed("429004103003-A")] == [False]
    assert list(downward.files(DESK)) == []


def test_numbers_have_no_gap_though_clerks_send_at_the_same_moment(
    downward: Downward, scribe: Scribe, counter: Counter
) -> None:
    def clerk() -> None:
        for _each in range(10):
            downward.send(DESK, block())

    clerks = [threading.Thread(target=clerk) for _each in range(4)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert len(fetched(downward, scribe, counter)) == 40


def test_a_stick_carries_what_the_desk_has_not_said_to_have(
    downward: Downward, scribe: Scribe, counter: Counter
) -> None:
    for _each in range(3):
        downward.send(DESK, block())
    first = down.read(dict(downward.files(DESK))[1], counter.key.public, DESK)
    downward.note_seen(ask(scribe.key, first.place, time=""))
    assert [number for number, _data in downward.files(DESK)] == [2, 3]
    downward.note_seen(ask(scribe.key, MessagePlace(2, "0" * 64), time=""))
    assert [number for number, _data in downward.files(DESK)] == [1, 2, 3], "it has what we never sent"
    Trust(counter.store, counter.key, lambda: NOON).revoke(DESK)
    assert list(downward.sealed(DESK)) == [], "nothing for a key that ended"


def test_only_the_desk_itself_is_told(downward: Downward, scribe: Scribe, other_key: DeskKey) -> None:
    downward.send(DESK, block())
    start = down.beginning(DESK)
    late = (NOON - timedelta(minutes=11)).isoformat()
    unknown = "429004103003-A"
    asked = [
        (ask(other_key, start), "desk-key"),
        (ask(scribe.key, down.beginning(unknown), desk=unknown), "desk-unknown"),
        (ask(scribe.key, start, late), "ask-stale"),
        (ask(scribe.key, start, ""), "ask-stale"),
        (ask(scribe.key, start, "noon"), "ask-stale"),
        (ask(scribe.key, MessagePlace(1, "0" * 64)), "down-fork"),
        (ask(scribe.key, MessagePlace(9, start.id)), "down-fork"),
        (b"{}", "request"),
    ]
    for data, code in asked:
        with pytest.raises(TownshipRefused) as refused:
            downward.reply(data)
        assert refused.value.code == code
    assert [each.seen for each in downward.listed(DESK)] == [False]


def test_bytes_that_were_touched_are_nobodys_word(downward: Downward, counter: Counter, other_key: DeskKey) -> None:
    downward.send(DESK, block())
    [(_number, data)] = downward.files(DESK)
    read = down.read(data, counter.key.public, DESK)
    forged = down.write(other_key, read.down).bytes
    for damaged, desk, code in [
        (data[:-1], DESK, "not-signed"),
        (b"not zstd", DESK, "not-signed"),
        (data, "429004103003-A", "another-desk"),
        (forged, DESK, "township-key"),
    ]:
        with pytest.raises(NotTheTownship) as refused:
            down.read(damaged, counter.key.public, desk)
        assert refused.value.code == code
    for place in range(len(data)):
        touched = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            assert down.read(touched, counter.key.public, DESK).down == read.down  # a bit that zstd does not look at
        except NotTheTownship:
            continue


def test_the_same_message_is_not_sent_twice(downward: Downward) -> None:
    once = block()
    assert downward.send(DESK, once) == 1
    with pytest.raises(NotSent, match="sent-before"):
        downward.send(DESK, once)
    assert downward.send(DESK, block()) == 2, "the number that failed is used by the next"


def payee(number: str = id_number(1), fen: int = 100) -> PayoutSentLine:
    return PayoutSentLine("某某", number, fen, 0, fen)


def payout(*lines: PayoutSentLine, month: str = "2026-11", total: int | None = None) -> PayoutListSent:
    fen = sum(line.total_fen for line in lines) if total is None else total
    return PayoutListSent("x", month, len(lines), fen, lines)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (payout(payee(), month="2026-13"), "month"),
        (payout(), "lines"),
        (payout(payee("429004198005120001")), "id_number"),
        (payout(payee(), payee()), "twice"),
        (payout(payee(), total=99), "total"),
        (payout(PayoutSentLine("某某", id_number(1), 100, 0, 99)), "total"),
        (PaidListSent("x", " ", "tax", (PaidLine(id_number(1), 2026, 1),)), "title"),
        (PaidListSent("x", "n", "cash", (PaidLine(id_number(1), 2026, 1),)), "channel"),
        (PaidListSent("x", "n", "tax", (PaidLine(id_number(1), 1999, 1),)), "year"),
        (PaidListSent("x", "n", "tax", (PaidLine(id_number(1), 2026, 0),)), "amount"),
        (PaidListSent("x", "n", "tax", (PaidLine(id_number(1), 2026, 1, paid_on="2026-02-30"),)), "day"),
        (ListSent("x", "t", ("一",), (sent.Question("", "", ()),)), "cells"),
        (sent.PolicySent("x", "a", "2027-01-01", "id = 'b'"), "policy"),
        (sent.PolicySent("x", "a", "2027-01-01", "id = "), "policy"),
        (sent.PolicySent("x", "a", "soon", "id = 'a'"), "day"),
        (NumbersGiven("x", "收据", "2", "1"), "numbers"),
        (CorrectedAbove("x", "nobody", {"name": "某"}), "person_unknown"),
    ],
)
def test_a_mistake_of_the_township_is_not_signed(downward: Downward, fact: Any, code: str) -> None:
    with pytest.raises(NotSent) as refused:
        downward.send(DESK, fact)
    assert refused.value.code == code
    assert downward.listed() == []


def test_a_correction_from_above_is_in_the_books_that_judge_the_next_batch(
    downward: Downward, scribe: Scribe, counter: Counter
) -> None:
    person = scribe.register(4)[3]
    counter.take(scribe)
    downward.send(DESK, CorrectedAbove(new_id(), person, {"id_number": id_number(77)}))
    with pytest.raises(NotSent, match="id_number_taken"):
        downward.send(DESK, CorrectedAbove(new_id(), person, {"id_number": id_number(0)}))
    scribe.register(78)
    said = counter.take(scribe)
    first = said.last_seq - 77
    assert [each.seq - first for each in said.not_accepted] == [0, 1, 2, 77], "3 was given up for 77"


def test_lists_of_other_programs_are_read_in_both_encodings(tmp_path: Path) -> None:
    text = f'年度,身份证号,金额,姓名\n2026,{id_number(1)},"1,200.50",徐𬱖\n'
    for encoding in ("utf-8-sig", "utf-8", "gb18030"):
        file = tmp_path / encoding
        file.write_bytes(text.encode(encoding))
        read = lists.paid("x", "税务", "tax", lists.text_of(file))
        assert read.lines == (PaidLine(id_number(1), 2026, 120050, "徐𬱖"),)
    json = f'[{{"id_number": "{id_number(1)}", "year": 2026, "amount_fen": 120050}}]'
    assert lists.paid("x", "税务", "tax", json).lines[0].amount_fen == 120050


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lambda: lists.paid("x", "n", "tax", "身份证号,年度,金额\n1,2026,1.005\n"), "amount"),
        (lambda: lists.paid("x", "n", "tax", "身份证号,年度,金额\n1,2026,NaN\n"), "amount"),
        (lambda: lists.paid("x", "n", "tax", "身份证号,年度\n1,2026\n"), "columns"),
        (lambda: lists.paid("x", "n", "tax", "身份证号,年度,金额\n1,2026\n"), "cells"),
        (lambda: lists.paid("x", "n", "tax", '[{"year": "2026"}]'), "columns"),
        (lambda: lists.paid("x", "n", "tax", "[1]"), "columns"),
        (lambda: lists.paid("x", "n", "tax", "[{"), "json"),
    ],
)
def test_a_list_that_cannot_be_read_names_what_is_wrong(read: Callable[[], Any], code: str) -> None:
    with pytest.raises(NotSent) as refused:
        read()
    assert refused.value.code == code
