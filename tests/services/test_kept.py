"""A desk whose township does not know a kind yet: nothing waits, nothing is refused, and later verdicts arrive."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agreement import facts, protocol, sent
from sync.desk import outbox
from tests import newer
from tests.desks import PIN, StillClock, id_number, new_desk, register
from tests.newer import CashDeposited
from tests.services.test_sticks import at_the_counter
from tests.township.process import TownshipProcess
from village_desk.commands import output
from village_desk.desk import Desk
from village_desk.domain.receipts import TownshipState
from village_desk.services import passports
from village_desk.services.road import message_checks
from village_desk.services.road.downlink import Downlink
from village_desk.services.road.results import StickRead
from village_desk.store import contacts, from_township, history, recovering
from village_desk.ui.pages.township import batches


@pytest.fixture
def desk(tmp_path: Path, office: TownshipProcess) -> Iterator[Desk]:
    """A desk that has met its township once, over the line."""
    with new_desk(tmp_path) as found:
        found.exchanging.send(office.url)
        yield found


def deposit(desk: Desk, *slips: CashDeposited) -> list[str]:
    with newer.knowing(), desk._store.writing():
        return [desk._store.record(each).id for each in slips]


def by_stick(desk: Desk, office: TownshipProcess, stick: Path, township_knows: bool) -> StickRead:
    """The desk is newer; the township is, or is not."""
    with newer.knowing():
        desk.exchanging.write_stick(stick)
    if township_knows:
        with newer.knowing():
            at_the_counter(office, stick)
    else:
        at_the_counter(office, stick)
    with newer.knowing():
        return desk.exchanging.read_stick(stick)


def states(desk: Desk, ids: list[str]) -> list[TownshipState]:
    with newer.knowing():
        found = {each.id: each.township for each in history.latest(desk._store.db, 50, (CashDeposited.KIND,))}
    return [found[each] for each in ids]


GOOD, BAD = CashDeposited("1", "2026-11-02", 500), CashDeposited("2", "2026-11-02", 0)


def test_what_the_township_keeps_is_told_and_waits_for_nothing(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    register(desk, "单雄信")
    ids = deposit(desk, GOOD, BAD)
    read = by_stick(desk, office, stick, township_knows=False)
    assert (read.sent.accepted, read.sent.refused, read.sent.kept, read.sent.waiting) == (1, 0, 2, 0)
    assert "镇所升级后再认 2 条" in read.in_words() and "退回" not in read.in_words()
    road = desk.road.state()
    assert (road.waiting, road.refused, road.for_later) == (0, (), 2)
    assert states(desk, ids) == [TownshipState.KEPT] * 2
    [batch, *_] = desk.road.batches()
    assert (batch.kept, batch.refused) == (2, 0)
    assert batches.state(batch) == ("收下，2 条镇所升级后再认", "plain")
    passport = passports.made(desk._store, desk.collecting, batch.number)
    assert passport.answer == "镇所已答复：收下 1 条，退回 0 条，镇所升级后再认 2 条"
    with newer.knowing():
        slip = passports.made(desk._store, desk.collecting, batch.number)
        assert (slip.collected_fen, slip.paid_out_fen, slip.net_fen) == (0, 500, -500)
        assert sum(each.fen or 0 for each in slip.lines) == slip.net_fen
    assert output.status(desk)["kept"] == 2
    assert "镇所收着 2 条" in output.status_words(desk)
    assert desk.keeping.check().well


def test_the_desk_says_before_sending_what_a_township_of_an_older_program_will_keep(desk: Desk) -> None:
    person = register(desk, "单雄信")
    with desk._store.writing():
        desk._store.record(facts.ReceiptVoided(person, "B-2026-000001-0", "写错"))
    ids = deposit(desk, GOOD, BAD)
    with newer.knowing():
        told = desk.road.predict()
    assert [(each.kept, each.refused) for each in told] == [(False, True), (True, False), (True, False)]
    assert [each.fact for each in told[1:]] == ids
    assert "镇所升级后再认" in told[1].reason
    assert output.predicted(told)["refused"] == 1
    assert output.predicted_words(told).count("会收好：缴存银行") == 2
    with desk._store.writing() as db:
        contacts.note_time(db, desk._store.clock().isoformat(), desk._store.clock(), newer.CARD.since)
    with newer.knowing():
        assert [(each.fact, each.kept, each.refused) for each in desk.road.predict()[1:]] == [(ids[1], False, True)]


@pytest.mark.parametrize(
    ("version", "since", "expected"),
    [("1.0", "1.0", True), ("1.0", "1.1", False), ("1.10", "1.9", True), ("2.0", "1.9", True), ("", "1.0", False)],
)
def test_a_version_knows_what_came_with_it_or_before(version: str, since: str, expected: bool) -> None:
    assert protocol.knows(version, since) == expected


def test_the_desk_hears_by_itself_what_became_of_it(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    ids = deposit(desk, GOOD, BAD)
    by_stick(desk, office, stick, township_knows=False)
    read = by_stick(desk, office, stick, township_knows=True)
    assert (read.sent.received.judged, read.sent.received.messages) == (2, 0)
    assert "原先收着的 2 条认过了" in read.in_words()
    assert states(desk, ids) == [TownshipState.ACCEPTED, TownshipState.REFUSED]
    with newer.knowing():
        road = desk.road.state()
        assert road.for_later == 0
        [line] = road.refused
        assert (line.fact, line.field) == (ids[1], "amount_fen")
        assert line.reason and line.cure
    assert desk.keeping.check().well
    desk.keeping.rebuild()
    assert states(desk, ids) == [TownshipState.ACCEPTED, TownshipState.REFUSED]


def test_the_later_word_stands_whatever_came_first(desk: Desk, office: TownshipProcess, stick: Path) -> None:
    """A message may come by another stick than the answer."""
    [known] = deposit(desk, BAD)
    with newer.knowing():
        desk.exchanging.write_stick(stick)
    at_the_counter(office, stick)
    batch = outbox.open_batches(desk._store.db)[0]
    line = sent.LaterVerdict(known, "refused", "amount_impossible", "amount_fen", "不对", "请改")
    with desk._store.writing():
        desk._store.receive(sent.VerdictsTold("t-1", batch.id, (line,)), b"")
    with newer.knowing():
        desk.exchanging.read_stick(stick)
    assert states(desk, [known]) == [TownshipState.REFUSED]
    with desk._store.writing():
        accepted = dataclasses.replace(line, verdict="accepted", code="clock_suspect", field="on")
        desk._store.receive(sent.VerdictsTold("t-2", batch.id, (accepted,)), b"")
    assert states(desk, [known]) == [TownshipState.ACCEPTED]
    with newer.knowing():
        assert [each.code for each in history.remarked(desk._store.db)] == ["clock_suspect"]
    assert desk.keeping.check().well


def test_what_was_said_later_says_nothing_of_a_batch_that_restored_books_forgot(
    desk: Desk, office: TownshipProcess, stick: Path
) -> None:
    """The batch is sent again, and its new answer counts."""
    [known] = deposit(desk, BAD)
    by_stick(desk, office, stick, township_knows=False)
    by_stick(desk, office, stick, township_knows=True)
    assert states(desk, [known]) == [TownshipState.REFUSED]
    with desk._store.writing():
        recovering.reopen(desk._store, set())
    assert states(desk, [known]) == [TownshipState.WAITING]
    batch = outbox.open_batches(desk._store.db)[-1]
    said = facts.BatchAnswered(batch.id, batch.number, batch.epoch, batch.last_seq, batch.facts, 0, 0, order=9)
    with desk._store.writing():
        desk._store.receive(said, b"")
    assert states(desk, [known]) == [TownshipState.ACCEPTED]


def test_a_verdict_that_nobody_knows_is_kept_as_unusable(desk: Desk) -> None:
    body = {"batch": "b", "lines": [{"fact": "f", "verdict": "postponed"}]}
    found = message_checks.usable(desk._store, sent.VerdictsTold.KIND, "v", body)
    assert isinstance(found, sent.Unusable) and found.code == "verdict_unknown"


def test_an_older_program_predicts_nothing_of_what_it_does_not_know(tmp_path: Path) -> None:
    """As in a file that was filled from the township by a program older than the one that recorded it."""
    with new_desk(tmp_path) as desk:
        deposit(desk, GOOD, BAD)
        person = register(desk, "单雄信")
        with desk._store.writing():
            desk._store.record(facts.ReceiptVoided(person, "A-2026-000009-9", "错"))
        assert [type(each.fact) for each in desk.road.predict()] == [str]
        path = desk.path
    with Desk.open(path, PIN, StillClock()) as again:
        assert again.keeping.check().well


def test_what_another_desk_is_told_more_of_a_batch_is_heard(desk: Desk) -> None:
    """Books of before an upgrade were restored: the batch comes again, and the newer program tells all of it."""
    other = f"{desk.village.code}-B"

    def line(name: str) -> sent.PassedOnLine:
        body = json.dumps({"id_number": id_number("19800512", len(name)), "name": name})
        at = "2026-11-02T09:00:00+08:00"
        return sent.PassedOnLine(f"f-{name}", at, "", facts.PersonRegistered.KIND, f"p-{name}", body)

    downlink = Downlink(desk._store)
    for lines in ((line("程咬金"),), (line("程咬金"), line("秦琼")), (line("程咬金"), line("秦琼"))):
        told = sent.DeskTold("batch-0", other, 7, lines)
        with desk._store.writing():
            if not desk._store.receive(told, b""):
                downlink._keep_another_version(told, b"")
    assert [desk.finding.person(f"p-{name}").name for name in ("程咬金", "秦琼")] == ["程咬金", "秦琼"]
    assert from_township.versions(desk._store.db, "batch-0") == 2
    assert desk.keeping.check().well
