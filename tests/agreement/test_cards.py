"""Every kind of fact has a card, and what the card says can be used: each test names what is missing."""

from __future__ import annotations

import ast
import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract

from sync import agreement
from sync.agreement import facts, protocol, sent, verdicts
from sync.agreement.books import Books
from sync.agreement.card import Subject, from_above
from sync.agreement.fact import Fact, references
from sync.agreement.person import FIELDS
from tests.desks import PIN, StillClock
from tests.township.counters import Counter
from tests.township.journals import DESK, Scribe, id_number
from tests.township.test_siblings import B, meet, told
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.domain.villages import Village

_WORDS: dict[str, Any] = {
    "id_number": id_number(7),
    "month": "2026-11",
    "sha256": "a" * 64,
    "media": "image/png",
    "receipt": str(ReceiptNumber("A", 1, 2026, 123)),
    "village": "429004103002",
    "letter": "A",
    "year": 2026,
    "tier_fen": 20000,
    "amount_fen": 20000,
    "government_fen": 0,
    "payer": "self",
    "group": 3,
    "policy": "hubei-2024",
    "since": "2026-12-01",
    "text": "",
    "changes": {"phone": "13912345678"},
}
"""What stands in a field that not any text or number can stand in."""
_EVERY_KIND = sorted(facts.CARDS)
_TODAY = date(2026, 11, 29)


def sample(known: type[Any], **given: Any) -> Any:
    """A fact of the kind with something sensible in each field."""
    fields = {each.name: _content(each) for each in dataclasses.fields(known) if each.name != "carried"}
    return known(**{**fields, **given})


def _content(field: Any) -> Any:
    if field.name in _WORDS:
        return _WORDS[field.name]
    if field.type.startswith("tuple"):
        return ()
    if field.type.startswith("Mapping"):
        return {}
    return 1 if field.type == "int" else "x"


def classes_of_facts() -> Iterator[type[Any]]:
    """Every class of the agreement that says a kind."""
    for path in Path(agreement.__file__).parent.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and any("KIND" in ast.unparse(each) for each in node.body):
                found = getattr(facts, node.name, None) or getattr(sent, node.name, None)
                if node.name != "Fact":
                    assert found is not None, f"{node.name} is in neither vocabulary"
                    yield found


def test_every_kind_has_a_card() -> None:
    without = {each.__name__ for each in classes_of_facts() if each.KIND not in facts.CARDS}
    assert not without
    assert len({card.called for card in facts.CARDS.values()}) >= len(facts.CARDS) - 1, "two kinds have one name"
    assert not [
        kind
        for kind, card in facts.CARDS.items()
        if not card.called or not protocol.knows(protocol.VERSION, card.since)
    ]


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_field_that_names_something_says_what(kind: str) -> None:
    types = {"person": "PersonId", "receipt": "ReceiptNo", "attachment": "FactId", "note": "FactId"}
    known = facts.KINDS[kind]
    named = {each.name for each in dataclasses.fields(known) if each.name in types}
    named -= {"note"} if kind == facts.PersonRegistered.KIND else set()
    assert {name: references(known).get(name) for name in named} == {name: types[name] for name in named}


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_fact_can_be_written_read_and_said(kind: str) -> None:
    fact = sample(facts.KINDS[kind])
    assert facts.read(kind, facts.about(fact), facts.body(fact)) == fact
    card = facts.card_of(fact)
    said = card.sentence(fact).spelled()
    assert said
    assert "{" not in said
    assert _WORDS["id_number"] not in said
    assert _WORDS["changes"]["phone"] not in said
    translated = card.sentence(fact).spelled(lambda words: f"<{words}>")
    assert translated.startswith("<"), "its words cannot be replaced"
    assert all(isinstance(each, Subject) and each.id for each in card.subjects(fact))


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_fact_is_judged_and_no_desk_says_what_only_the_township_says(kind: str) -> None:
    fact = sample(facts.KINDS[kind])
    finding = facts.card_of(fact).judge(fact, Books(DESK), _TODAY)
    comes_down = any(kind == each.KIND for each in sent.KINDS)
    assert (finding is not None and finding.code == "from_above") == comes_down
    assert (facts.card_of(fact).judge is from_above) == comes_down


def codes() -> set[str]:
    """Every code with which the agreement and the township find something."""
    found = {"id_reused", "person_awaited", "receipt_awaited", "attachment_awaited"}
    found |= {"id_length", "id_date", "id_check_digit"}
    for path in Path(agreement.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding":
                first = node.args[0]
                found |= {str(first.value)} if isinstance(first, ast.Constant) else set()
    return found


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_has_a_reason_and_a_cure(code: str) -> None:
    assert verdicts.reason(code, "receipt")
    assert "{" not in verdicts.reason(code, "receipt")
    assert verdicts.cure(code)


def test_no_words_stand_for_a_code_that_nothing_gives() -> None:
    assert not {code for card in facts.CARDS.values() for code in card.codes} - codes()


def test_the_words_of_the_sentences_are_found_by_gettext() -> None:
    """Every sentence with its words, as a catalogue of another language would have them."""
    found: set[str] = set()
    for path in (Path(agreement.__file__).parent / "facts").glob("*.py"):
        with path.open("rb") as file:
            found |= {str(message) for _line, message, _comments, _context in extract("python", file, {"say": None})}
    said: list[str] = []

    def noted(words: str) -> str:
        said.append(words)
        return words

    for kind in _EVERY_KIND:
        fact = sample(facts.KINDS[kind])
        facts.card_of(fact).sentence(fact).spelled(noted)
    fields = {info.words for info in FIELDS.values()}
    assert set(said) - found - fields <= {"{text}"}, "the words of a person's fields stand in person.py"


@pytest.mark.parametrize("kind", [kind for kind, card in facts.CARDS.items() if card.told_to_others])
def test_what_others_hear_goes_from_one_desk_through_the_township_to_the_other(
    kind: str, scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    other = Scribe(tmp_path / "other", B)
    meet(counter, scribe, other)
    person = scribe.register(1)[0]
    counter.take(scribe)
    before = len(lines(counter))
    known = facts.KINDS[kind]
    earlier = scribe.record(*(sample(each, **_standing(each, person, [])) for each in _FIRST.get(known, ())))
    fact = sample(known, **_standing(known, person, [each.id for each in earlier]))
    [entry] = scribe.record(fact)
    answer = counter.take(scribe)
    assert (answer.refused, answer.remarks) == (0, ())
    line = lines(counter)[before:][-1]
    assert (line.id, line.kind) == (entry.id, kind)
    assert facts.read(line.kind, line.about, json.loads(line.body)) == fact
    with Desk.create(tmp_path / "B.vdesk", PIN, Village("429004103002", "沟二社区", "B"), StillClock()) as desk:
        for each in told(counter, B):
            with desk._store.writing():
                desk._store.hear(each, b"")
        assert entry.id in [row[0] for row in desk._store.db.execute("SELECT fact FROM told")]
        assert desk._store.db.execute("SELECT count(*) FROM parked").fetchone()[0] == 0
        if Subject("person", person) in facts.card_of(fact).subjects(fact):
            happened = [each.words for each in desk.registering.history(person)]
            assert facts.card_of(fact).sentence(fact).spelled(at_desk=True) in happened


_FIRST: dict[type[Fact], tuple[type[Fact], ...]] = {
    facts.ReceiptVoided: (facts.ContributionCollected,),
    facts.AttachmentRemoved: (facts.AttachmentAdded,),
    facts.PayoutLineTaken: (facts.PayoutListTaken,),
}
"""What must be there before a fact of the kind can be told."""


def lines(counter: Counter) -> list[sent.ToldLine]:
    """All that was told to the other desk."""
    return [line for each in told(counter, B) if isinstance(each, sent.DeskTold) for line in each.lines]


def _standing(known: type[Fact], person: str, earlier: list[str]) -> dict[str, Any]:
    """What makes the sample one of this person and of an earlier fact, or one of a new person if it registers one."""
    if known is facts.PersonRegistered:
        return {}
    meant = {"PersonId": [person], "FactId": earlier}
    return {name: meant[what][0] for name, what in references(known).items() if meant.get(what)}
