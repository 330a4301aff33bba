"""A fact of a kind that the township does not know yet: kept whole, counted nowhere, judged after the upgrade."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sync.agreement import facts, protocol
from sync.agreement.errors import Damaged, NotTheTownship
from sync.agreement.protocol import Answered
from sync.agreement.sent import DeskTold, LaterVerdict, VerdictsTold
from sync.township.reports import status
from sync.township.store import timelines
from sync.wire import batch as batches
from sync.wire import down, messages
from sync.wire.batch import SealedBatch
from sync.wire.lines import KindSum
from sync.wire.manifest import Manifest
from tests import newer
from tests.newer import CashDeposited
from tests.township.counters import Counter
from tests.township.journals import DESK, MORNING, Scribe
from tests.township.test_siblings import downward, meet

B = "429004103002-B"
NEW = CashDeposited.KIND


def week(scribe: Scribe) -> SealedBatch:
    """People and money, and three deposits, one of which is wrong; sealed by a newer program."""
    with newer.knowing():
        one, other = scribe.register(2)
        scribe.collect(one, "A-2026-000001")
        scribe.record(CashDeposited("工 1", "2026-11-24", 15000), CashDeposited("工 2", "2026-11-24", 0))
        scribe.collect(other, "A-2026-000002")
        scribe.record(CashDeposited("工 3", "2027-11-24", 5000))
        return scribe.sealed()


def heard(counter: Counter, desk: str) -> list[object]:
    """Everything that went down to a desk, verified, as a newer program reads it."""
    with newer.knowing():
        read = [down.read(data, counter.key.public, desk).down for _number, data in downward(counter).files(desk)]
        return [facts.read(each.kind, each.about, each.body) for each in read]


def answered(counter: Counter, batch: SealedBatch) -> Answered:
    found = counter.hand(batch)
    assert isinstance(found, Answered)
    return found


def test_a_kind_that_is_not_known_is_kept_and_holds_up_nothing(scribe: Scribe, counter: Counter) -> None:
    batch = week(scribe)
    assert batch.manifest.kinds[NEW] == KindSum(3, -20000)
    said = answered(counter, batch).answer
    assert (said.accepted, said.already_had, said.refused, said.kept) == (4, 0, 0, 3)
    assert (said.accepted_fen, said.refused_fen, said.kept_fen) == (40000, 0, -20000)
    assert [(each.verdict, each.code, each.seq) for each in said.not_accepted] == [
        ("kept", "kind_unknown", 4),
        ("kept", "kind_unknown", 5),
        ("kept", "kind_unknown", 7),
    ]
    assert all("升级" in each.cure and "重新登记" not in each.cure for each in said.not_accepted)
    found = counter.status()
    assert (found.facts, found.refused, found.kept, found.people) == (4, 0, 3, 2)
    assert counter.net_fen(2026) == 40000


def test_the_money_of_a_kind_that_is_not_known_never_refuses_the_week(scribe: Scribe, counter: Counter) -> None:
    """Nor does it make a hole in the sums of what is known: they are looked at as ever."""
    batch = week(scribe)
    wrong = {**batch.manifest.kinds, protocol.COLLECTED: KindSum(2, 39000)}
    with pytest.raises(Damaged, match="sums-differ"):
        counter.receiver.receive(_with_kinds(batch, wrong, scribe).bytes)
    fewer = {**batch.manifest.kinds, NEW: KindSum(2, -20000)}
    with pytest.raises(Damaged, match="sums-differ"):
        counter.receiver.receive(_with_kinds(batch, fewer, scribe).bytes)
    assert answered(counter, batch).answer.kept == 3


def test_a_batch_of_an_older_program_that_holds_newer_facts_again_is_taken(scribe: Scribe, counter: Counter) -> None:
    """A desk that was rebuilt by an older program writes 0 as the cash of what it does not know."""
    with newer.knowing():
        scribe.record(CashDeposited("工 1", "2026-11-24", 15000))
    batch = scribe.sealed()
    assert (batch.manifest.schema, batch.manifest.kinds[NEW]) == (protocol.VERSION, KindSum(1, 0))
    with newer.knowing():
        found = answered(counter, batch).answer
        assert (found.accepted, found.accepted_fen) == (1, 0)
        wrong = {NEW: KindSum(1, -15000)}
        with pytest.raises(Damaged, match="sums-differ"):
            counter.receiver.receive(_with_kinds(batch, wrong, scribe).bytes)


def test_sums_that_nobody_could_write_down_are_refused_at_the_door(scribe: Scribe, counter: Counter) -> None:
    batch = week(scribe)
    for fen in (2**53 - 1, 1 - 2**53):
        much = {**batch.manifest.kinds, NEW: KindSum(3, fen), "moon.landed/1": KindSum(0, fen)}
        with pytest.raises(Damaged, match="manifest-invalid"):
            counter.receiver.receive(_with_kinds(batch, much, scribe).bytes)


def _with_kinds(batch: SealedBatch, kinds: dict[str, KindSum], scribe: Scribe) -> SealedBatch:
    described: Manifest = batch.manifest
    payload = batch.bytes[len(batch.bytes) - described.payload.bytes :]
    changed = {name: getattr(described, name) for name in Manifest.__dataclass_fields__} | {"kinds": kinds}
    return batches.pack(Manifest(**changed), payload, scribe.key)


def test_an_answer_whose_four_sums_do_not_add_up_is_none(scribe: Scribe, counter: Counter) -> None:
    batch = week(scribe)
    signed = json.loads(answered(counter, batch).bytes)["message"]
    for wrong in ({"kept": 2}, {"kept_fen": 0}, {"kept": 0, "refused": 3}, {"accepted": 7}):
        forged = messages.sign(counter.key, protocol.ANSWER, signed | wrong)
        with pytest.raises(NotTheTownship, match="does-not-add-up"):
            messages.read_answer(forged, counter.key.public, batch, counter.store.timeline)


def test_what_was_kept_is_kept_again_in_whatever_epoch_it_comes(scribe: Scribe, counter: Counter) -> None:
    raw = json.dumps(
        {"id": "x-1", "at": MORNING.isoformat(), "by": "", "kind": NEW, "about": "工", "body": {}}
    ).encode()
    for epoch in ("11111111", "22222222"):
        sealed = batches.assemble(DESK, epoch, protocol.beginning(DESK, epoch), [raw, raw], scribe.key, MORNING, "")
        said = answered(counter, sealed).answer
        assert (said.kept, said.already_had, said.refused) == (2, 0, 0)
    assert counter.status().kept == 1


def test_a_newer_program_judges_in_order_by_the_day_of_the_batch_and_tells_the_desk(
    scribe: Scribe, counter: Counter
) -> None:
    first = week(scribe)
    counter.hand(first)
    with newer.knowing():
        scribe.record(CashDeposited("工 4", "2026-11-24", 100))
        second = scribe.sealed()
    counter.hand(second)
    assert heard(counter, DESK) == []
    with newer.knowing():
        again = counter.again()
        days = [(slip, day) for _desk, slip, day in newer.judged]
    assert days == [(slip, date(2026, 11, 27)) for slip in ("工 1", "工 2", "工 3", "工 4")]
    found = again.status()
    assert (found.facts, found.refused, found.kept) == (7, 1, 0)
    one, two = heard(again, DESK)
    assert isinstance(one, VerdictsTold) and isinstance(two, VerdictsTold)
    assert (one.batch, two.batch) == (first.id, second.id)
    assert [(each.verdict, each.code, each.field) for each in one.lines] == [
        ("accepted", "", ""),
        ("refused", "amount_impossible", "amount_fen"),
        ("accepted", "clock_suspect", "on"),
    ]
    assert one.lines[1].reason and one.lines[1].cure
    assert [each.verdict for each in two.lines] == ["accepted"]
    assert all(each.sent.startswith(again.store.timeline) for each in (one, two))


def test_the_answer_stays_as_it_was_signed_and_a_fact_sent_again_is_had(scribe: Scribe, counter: Counter) -> None:
    batch = week(scribe)
    before = counter.receiver.receive(batch.bytes)
    with newer.knowing():
        again = counter.again()
        assert again.receiver.receive(batch.bytes) == before
        entries = [each.entry for each in batches.read(batch.bytes)[1] if each.entry]
        said = answered(again, scribe.moved(entries)).answer
        assert (said.accepted, said.already_had, said.refused, said.kept) == (0, 6, 1, 0)
        assert (said.already_had_fen, said.refused_fen, said.kept_fen) == (20000, 0, 0)


def test_it_is_judged_once_however_many_start(scribe: Scribe, counter: Counter) -> None:
    counter.hand(week(scribe))
    with newer.knowing():
        counter.again()
        assert len(newer.judged) == 3
        counter.again()
        assert len(newer.judged) == 3
    counter.again()
    assert counter.status().kept == 0
    assert len(heard(counter, DESK)) == 1


def test_an_older_program_leaves_what_it_does_not_know(scribe: Scribe, counter: Counter) -> None:
    counter.hand(week(scribe))
    assert counter.again().status().kept == 3
    assert heard(counter, DESK) == []


def test_the_other_pc_hears_of_it_when_it_is_judged_under_the_order_of_its_batch(
    scribe: Scribe, tmp_path: Path, counter: Counter
) -> None:
    second = Scribe(tmp_path / "second", desk=B)
    meet(counter, scribe, second)
    batch = week(scribe)
    order = answered(counter, batch).answer.order
    second.record(facts.SettingChanged("hotline", "12345"))
    counter.take(second)
    [before] = heard(counter, B)
    assert isinstance(before, DeskTold)
    assert NEW not in {line.kind for line in before.lines}
    with newer.knowing():
        again = counter.again()
    _before, later = heard(again, B)
    assert isinstance(later, DeskTold)
    assert (later.desk, later.order, before.order) == (DESK, order, order)
    assert [(line.kind, line.about) for line in later.lines] == [(NEW, "工 1"), (NEW, "工 3")]


def test_restored_books_judge_again_and_tell_again(scribe: Scribe, counter: Counter) -> None:
    """A desk applies each message once: the second telling is on another timeline, and has another id."""
    counter.hand(week(scribe))
    with newer.knowing():
        counter.again()
    with counter.store.writing() as db:  # as books of before the upgrade that are put back, but for the messages
        timelines.begin(db)
        db.exec_driver_sql("UPDATE facts SET verdict = 'kept', code = 'kind_unknown' WHERE kind = 'trial.deposit/1'")
    with newer.knowing():
        counter.again()
    one, two = heard(counter, DESK)
    assert isinstance(one, VerdictsTold) and isinstance(two, VerdictsTold)
    assert one.lines == two.lines
    assert one.sent != two.sent


def test_a_long_week_of_such_facts_is_told_in_several_messages(scribe: Scribe, counter: Counter) -> None:
    with newer.knowing():
        scribe.record(*(CashDeposited(f"工 {each}", "2026-11-24", 1) for each in range(1001)))
        counter_batch = scribe.sealed()
    counter.hand(counter_batch)
    with newer.knowing():
        counter.again()
    told = heard(counter, DESK)
    assert [len(each.lines) for each in told if isinstance(each, VerdictsTold)] == [1000, 1]
    assert all(isinstance(line, LaterVerdict) for each in told if isinstance(each, VerdictsTold) for line in each.lines)


def test_the_status_says_it_in_words(scribe: Scribe, counter: Counter) -> None:
    from sync.township.__main__ import _in_words

    counter.hand(week(scribe))
    assert "3 条是本程序还不认识的记录" in _in_words(status.read(counter.store))
