"""Facts of the village's other PC: they count at once when nothing is missing, and wait when their person is
unknown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.agreement import facts
from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    ContributionCollected,
    DeathNoted,
    Fact,
    NumberShown,
    PersonCorrected,
    PersonRegistered,
    PolicyAdopted,
    ReceiptVoided,
)
from sync.agreement.journal import Entry, canonical
from sync.agreement.sent import DeskTold, PassedOnLine
from tests import newer
from tests.desks import id_number, register
from tests.newer import CashDeposited
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.services.collecting import Payment
from village_desk.store import applying, history
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import receipts
from village_desk.store.subjects.card import DeskCard, Origin

OTHER = "429004103002-B"
AT = "2026-11-02T09:00:00+08:00"
_numbers = itertools.count(1)


def line(told: Fact) -> PassedOnLine:
    body = canonical(facts.body(told)).decode()
    return PassedOnLine(f"f-{next(_numbers)}", AT, "李四", told.KIND, facts.about(told), body)


def hear(desk: Desk, *told: Fact) -> None:
    """The other PC recorded these."""
    lines = map(line, told)
    with desk._store.writing():
        desk._store.receive(DeskTold(f"d-{next(_numbers)}", OTHER, 3, tuple(lines)), b"")


def count(desk: Desk, table: str) -> int:
    found: int = desk._store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


@contextmanager
def deposits() -> Iterator[list[tuple[str, Origin]]]:
    """Inside, the desk knows deposits: which slips were applied, and where they came from."""
    applied: list[tuple[str, Origin]] = []

    def apply(db: Database, entry: Entry, fact: CashDeposited, origin: Origin) -> None:
        applied.append((fact.slip, origin))

    with newer.knowing(), pytest.MonkeyPatch.context() as patched:
        patched.setitem(applying.CARDS, CashDeposited.KIND, DeskCard(fact=CashDeposited, apply=apply))
        yield applied


THEIRS = str(ReceiptNumber("B", 1, 2026, 1))


def collected(person: str, receipt: str = THEIRS, year: int = 2026) -> ContributionCollected:
    return ContributionCollected(person, receipt, year, 20_000, 20_000, "p")


def test_a_fact_about_nobody_counts_at_once_and_says_whose_it_is(desk: Desk) -> None:
    with deposits() as applied:
        hear(desk, CashDeposited("slip 1", "2026-11-02", 500))
        assert [(slip, origin.desk, origin.order) for slip, origin in applied] == [("slip 1", OTHER, 3)]
    assert (count(desk, "parked"), count(desk, "told")) == (0, 1)


def test_facts_about_somebody_unknown_wait_for_the_registration_and_keep_their_order(desk: Desk) -> None:
    hear(
        desk,
        DeathNoted("p", "2026-11-01"),
        PersonCorrected("p", {"phone": "222"}),
        PersonCorrected("p", {"phone": "3"}),
    )
    hear(desk, collected("p"), ReceiptVoided("p", THEIRS, "多收"), NumberShown("p", "phone"))
    assert (count(desk, "parked"), count(desk, "told")) == (5, 1)
    hear(desk, PersonRegistered("p", "单雄信", id_number("19800512", 1)))
    assert (count(desk, "parked"), count(desk, "told"), count(desk, "notes")) == (0, 7, 1)
    assert desk.finding.person("p").phone == "3"
    [receipt] = receipts.of_person(desk._store.db, "p")
    assert (receipt.desk, receipt.void_reason, receipt.prints) == (OTHER, "多收", 1)
    assert {each.by for each in history.of_person(desk._store.db, "p")} == {"李四（B 台）"}
    assert desk.keeping.check().well


def test_they_are_of_the_person_whom_this_desk_has_under_another_id(desk: Desk) -> None:
    here = register(desk, "单雄信", birth="19800512")
    hear(desk, DeathNoted("p", "2026-11-01"))
    hear(desk, PersonRegistered("p", "单雄信", id_number("19800512", 1), phone="222"))
    assert (count(desk, "parked"), count(desk, "people"), desk.finding.person(here).phone) == (0, 1, "222")
    assert len(desk.noting.noted(here)) == 1
    assert desk.keeping.check().well


def test_a_receipt_under_a_number_of_this_desk_is_left_out_and_the_rest_counts(desk: Desk) -> None:
    here = register(desk, "单雄信")
    own = desk.collecting.collect(Payment(here, 2026, 20_000))
    hear(desk, collected(here, own.number, 2025), DeathNoted(here, "2026-11-01"))
    assert [each.desk for each in receipts.of_person(desk._store.db, here)] == [""]
    assert (count(desk, "told"), count(desk, "notes")) == (1, 1)
    assert desk.keeping.check().well


def test_a_receipt_that_waited_is_left_out_too_when_this_desk_has_its_number_by_then(desk: Desk) -> None:
    number = desk.collecting.collect(Payment(register(desk, "秦琼", serial=3), 2026, 20_000)).number
    hear(desk, collected("p", number))
    assert count(desk, "parked") == 1
    hear(desk, PersonRegistered("p", "单雄信", id_number("19800512", 1)))
    assert (count(desk, "parked"), count(desk, "told"), count(desk, "receipts")) == (0, 1, 1)
    assert desk.keeping.check().well


def test_a_policy_that_the_other_pc_adopted_holds_here_too(desk: Desk) -> None:
    """It is about no person either."""
    hear(desk, PolicyAdopted("hubei-2024", "2027-01-01"))
    assert count(desk, "parked") == 0
    assert ("hubei-2024", "2027-01-01") in desk._store.db.execute("SELECT policy, since FROM policies").fetchall()


def test_a_void_waits_for_its_receipt_and_a_removal_for_what_it_removes(desk: Desk) -> None:
    """As when the township tells them in another order."""
    hear(desk, PersonRegistered("p", "单雄信", id_number("19800512", 1)))
    attached = line(AttachmentAdded("p", "a" * 64, 5, "image/png", "身份证"))
    hear(desk, ReceiptVoided("p", THEIRS, "多收"), AttachmentRemoved("p", attached.id, "不清楚"))
    assert count(desk, "parked") == 2
    with desk._store.writing():
        desk._store.receive(DeskTold("d-added", OTHER, 4, (attached,)), b"")
    hear(desk, collected("p"))
    assert count(desk, "parked") == 0
    [receipt] = receipts.of_person(desk._store.db, "p")
    assert receipt.void_reason == "多收"
    assert desk.attaching.of_person("p") == []
    assert desk.keeping.check().well


def test_nobody_else_makes_a_receipt_of_this_desk_void(desk: Desk) -> None:
    here = register(desk, "单雄信")
    own = desk.collecting.collect(Payment(here, 2026, 20_000))
    hear(desk, ReceiptVoided(here, own.number, "多收"))
    assert desk.collecting.receipt(own.number).void_reason == ""
    assert desk.keeping.check().well
