"""The cards of the desk: every kind of fact is applied or said to change nothing; every table is of one subject."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from sync.agreement import facts
from sync.agreement.books import Books
from tests.agreement.test_cards import sample
from tests.township.journals import DESK
from village_desk.store import applying, tables
from village_desk.store.subjects import NOTHING, SUBJECTS
from village_desk.store.subjects.card import DeskCard


@pytest.mark.parametrize("kind", sorted(facts.KINDS))
def test_every_kind_is_applied_or_said_to_change_nothing(kind: str) -> None:
    assert (kind in applying.CARDS) != (kind in NOTHING), f"{kind} needs a card in store/subjects/ or a line in NOTHING"


def test_no_card_and_no_reason_is_of_a_kind_that_is_not_there() -> None:
    assert {*applying.CARDS, *NOTHING} == {*facts.KINDS}
    assert all(NOTHING.values())


def test_no_kind_has_two_cards() -> None:
    kinds = Counter(card.fact.KIND for subject in SUBJECTS for card in subject.cards)
    assert [kind for kind, count in kinds.items() if count > 1] == []


def test_no_table_is_of_two_subjects() -> None:
    assert [name for name, count in Counter(tables.names()).items() if count > 1] == []


@pytest.mark.parametrize("name", tables.names())
def test_a_table_that_holds_facts_by_their_ids_is_named_as_such(name: str) -> None:
    """Else another desk could tell a fact under the id of one of this desk's."""
    made = re.search(rf"CREATE TABLE {name} \((.*?)\) STRICT", tables.schema(), re.DOTALL)
    named = any(name in subject.by_fact for subject in SUBJECTS)
    holds = bool(made and re.search(r"^ +fact TEXT", made.group(1), re.MULTILINE))
    assert named == (holds and name not in _OF_OTHERS)


_OF_OTHERS = ("verdicts", "later_verdicts", "remarks", "overruled", "receipts")
"""Their facts are those of which something is said, not those that made the row. A receipt's stands in the journal or
in ``told``: an index over them would be one page more that each fee writes."""


@pytest.mark.parametrize("kind", sorted(facts.KINDS))
def test_what_a_fact_waits_for_can_be_asked_of_the_tables(kind: str) -> None:
    """Else it would wait for ever on every desk."""
    fact = sample(facts.KINDS[kind])
    awaited = facts.card_of(fact).waits_for(fact, Books(DESK))
    assert awaited is None or any(awaited.kind in subject.whose for subject in SUBJECTS)


def test_a_card_says_what_its_fact_does() -> None:
    made: Any = DeskCard
    with pytest.raises(TypeError, match="apply"):
        made(fact=facts.NumberShown)
