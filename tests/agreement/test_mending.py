"""When a later fact makes good what the township found: one rule for the desk's list and the console's."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from sync.agreement import facts, verdicts
from sync.agreement.card import Happened, TownshipFinding
from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    ContributionCollected,
    DeathNoted,
    Fact,
    NoteStruck,
    PersonCorrected,
    PersonRegistered,
    ReceiptVoided,
)
from sync.agreement.sent import CorrectedAbove

PAID: dict[str, Any] = {"tier_fen": 20000, "amount_fen": 20000, "policy": "national-2014"}
FEE = ContributionCollected("p", "A-2026-000001-0", 2026, **PAID)
ANEW = ContributionCollected("p", "A-2026-000002-0", 2026, **PAID)
LAST_YEAR = ContributionCollected("p", "A-2026-000003-0", 2025, **PAID)
VOID, VOID_ANEW = ReceiptVoided("p", FEE.receipt, "x"), ReceiptVoided("p", ANEW.receipt, "x")
VOID_LAST_YEAR = ReceiptVoided("p", LAST_YEAR.receipt, "x")
SOMEBODY = PersonRegistered("p", "张三", "1")
NUMBER, PHONE = PersonCorrected("p", {"id_number": "2"}), PersonCorrected("p", {"phone": "2"})
ABOVE = CorrectedAbove("c", "p", {"id_number": "3"})
PAPER = AttachmentAdded("p", "a" * 64, 1, "image/png", "x")
DEATH = DeathNoted("p", "2026-11-01")
STRUCK, REMOVED = NoteStruck("p", "told", "x"), AttachmentRemoved("p", "told", "x")


@pytest.mark.parametrize(
    ("fact", "code", "field", "other", "expected"),
    [
        (FEE, "year_impossible", "year", VOID, True),
        (FEE, "year_impossible", "year", VOID_ANEW, False),
        (FEE, "year_impossible", "year", ANEW, False),
        (FEE, "collected_twice", "year", VOID_ANEW, True),
        (FEE, "collected_twice", "year", VOID_LAST_YEAR, False),
        (FEE, "receipt_used", "receipt", VOID, False),
        (FEE, "receipt_used", "receipt", ANEW, True),
        (FEE, "receipt_used", "receipt", LAST_YEAR, False),
        (FEE, "person_awaited", "person", VOID, False),
        (FEE, "person_awaited", "person", SOMEBODY, True),
        (FEE, "person_in_doubt", "person", PHONE, True),
        (FEE, "person_in_doubt", "person", SOMEBODY, False),
        (VOID, "receipt_awaited", "receipt", FEE, True),
        (VOID, "receipt_awaited", "receipt", ANEW, False),
        (SOMEBODY, "id_length", "id_number", NUMBER, True),
        (SOMEBODY, "id_length", "id_number", ABOVE, True),
        (SOMEBODY, "id_length", "id_number", PHONE, False),
        (NUMBER, "misfit", "", PHONE, False),
        (NUMBER, "misfit", "", ABOVE, True),
        (PAPER, "attachment_kind", "media", AttachmentRemoved("p", "told", "x"), True),
        (PAPER, "attachment_kind", "media", AttachmentRemoved("p", "another", "x"), False),
        (DEATH, "date_impossible", "at", NoteStruck("p", "told", "x"), True),
        (DEATH, "date_impossible", "at", NoteStruck("p", "another", "x"), False),
        (DEATH, "date_impossible", "at", DEATH, True),
    ],
)
def test_what_makes_good_what(fact: Fact, code: str, field: str, other: Fact, expected: bool) -> None:
    lived = [Happened("told", fact), *(Happened(f"f{place}", each) for place, each in enumerate((ANEW, LAST_YEAR)))]
    told = TownshipFinding("told", code, field)
    assert verdicts.mends(told, fact, Happened("other", other), True, lived) == expected


def test_a_card_names_every_kind_that_makes_good_what_was_found() -> None:
    """A desk reads the facts of these kinds and no others."""
    everything: tuple[Fact, ...] = (FEE, ANEW, VOID, SOMEBODY, NUMBER, PHONE, ABOVE, PAPER, DEATH, STRUCK, REMOVED)
    lived = [Happened("told", each) for each in everything]
    for fact, other, code in product(everything, everything, verdicts.codes()):
        told = TownshipFinding("told", code, "id_number")
        if verdicts.mends(told, fact, Happened("other", other), True, lived):
            assert type(other) in (type(fact), CorrectedAbove, *facts.card_of(fact).menders), (fact, code, other)


@pytest.mark.parametrize(("code", "expected"), [("person_awaited", True), ("person_in_doubt", False)])
def test_only_what_is_awaited_makes_good_from_before(code: str, expected: bool) -> None:
    before = SOMEBODY if expected else PHONE
    told = TownshipFinding("told", code, "person")
    assert verdicts.mends(told, FEE, Happened("other", before), False, []) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("person_registered_twice", True),
        ("receipt_void_already", True),
        ("attachment_unknown", True),
        ("misfit", False),
    ],
)
def test_some_findings_need_nothing(code: str, expected: bool) -> None:
    assert verdicts.needs_nothing(code) == expected
