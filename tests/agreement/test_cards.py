"""Every kind of fact has a card, and what the card says can be used: each test names what is missing."""

from __future__ import annotations

import ast
import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeAlias

import pytest
from babel.messages.extract import extract

from sync import agreement
from sync.agreement import card, facts, protocol, sent, verdicts
from sync.agreement.books import Books
from sync.agreement.card import PersonId, Subject, from_above
from sync.agreement.fact import REFERENCE, Fact, read_as, references
from sync.agreement.person import FIELDS
from sync.agreement.values import value
from sync.township import subjects
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
    "red": str(ReceiptNumber("A", 1, 2026, 124)),
    "village": "429004103002",
    "letter": "A",
    "year": 2026,
    "tier_fen": 20000,
    "amount_fen": 20000,
    "government_fen": 0,
    "whole_fen": 0,
    "kind": "back_payment",
    "payer": "self",
    "group": 3,
    "policy": "hubei-2024",
    "since": "2026-12-01",
    "until": "2026-12-05",
    "text": "",
    "changes": {"phone": "13912345678"},
    "data": "YQ==",
    "way": "out",
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
    if field.name in ("on", "day") or field.name.endswith("_on"):
        return "2026-11-02"
    if field.type.startswith("tuple"):
        return ()
    if field.type.startswith("Mapping"):
        return {}
    return 1 if field.type == "int" else "x"


def classes_of_facts() -> set[str]:
    """The name of every class of the agreement that says a kind."""
    found = set()
    for path in Path(agreement.__file__).parent.rglob("*.py"):
        classes = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
        found |= {each.name for each in classes if any("KIND" in ast.unparse(line) for line in each.body)}
    return found - {"Fact"}


def test_every_kind_has_a_card() -> None:
    assert classes_of_facts() == {known.__name__ for known in facts.KINDS.values()}
    assert len({card.called for card in facts.CARDS.values()}) >= len(facts.CARDS) - 1, "two kinds have one name"
    assert not [
        kind
        for kind, each in facts.CARDS.items()
        if not each.called or not protocol.knows(protocol.VERSION, each.since)
    ]


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_field_that_names_something_says_what(kind: str) -> None:
    types = {"person": "PersonId", "receipt": "ReceiptNo", "attachment": "FactId", "note": "FactId"}
    known = facts.KINDS[kind]
    named = {each.name for each in dataclasses.fields(known) if each.name in types}
    named -= {"note"} if kind == facts.PersonRegistered.KIND else set()
    assert {name: references(known).get(name) for name in named} == {name: types[name] for name in named}


SlipNo: TypeAlias = Annotated[str, REFERENCE]


@value
class SlipLost:
    """Its module declares what its field refers to."""

    KIND: ClassVar[str] = "trial.lost/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    slip: SlipNo
    note: str = ""


@value
class SlipLostAgain(SlipLost):
    """And so it is for a kind that extends it, wherever that stands."""

    KIND: ClassVar[str] = "trial.lost/2"


SlipLostAgain.__module__ = card.__name__


@pytest.mark.parametrize("known", [SlipLost, SlipLostAgain])
def test_a_module_of_facts_declares_the_types_of_its_own_references(known: type[Fact]) -> None:
    assert references(known) == {"person": "PersonId", "slip": "SlipNo"}
    assert facts.body(read_as(known, "p", {"slip": "工 1"})) == {"slip": "工 1"}
    with pytest.raises(facts.Misfit):
        read_as(known, "p", {"slip": 1})


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_fact_can_be_written_read_and_said(kind: str) -> None:
    fact = sample(facts.KINDS[kind])
    assert facts.read(kind, facts.about(fact), facts.body(fact)) == fact
    own = facts.card_of(fact)
    said = own.sentence(fact).spelled()
    assert said
    assert "{" not in said
    assert _WORDS["id_number"] not in said
    assert _WORDS["changes"]["phone"] not in said
    translated = own.sentence(fact).spelled(lambda words: f"<{words}>")
    assert translated.startswith("<"), "its words cannot be replaced"
    assert all(isinstance(each, Subject) and each.id for each in own.subjects(fact))


@pytest.mark.parametrize("kind", _EVERY_KIND)
def test_a_fact_is_judged_and_no_desk_says_what_only_the_township_says(kind: str) -> None:
    fact = sample(facts.KINDS[kind])
    finding = facts.card_of(fact).judge(fact, Books(DESK), _TODAY)
    comes_down = any(kind == each.KIND for each in sent.KINDS)
    assert (finding is not None and finding.code == "from_above") == comes_down
    assert (facts.card_of(fact).judge is from_above) == comes_down


_OF_A_LIFE = {f"{name}.noted/1" for name in ("years", "death", "drawing", "other_pension", "hindrance")}
_OF_A_LIFE |= {"note.struck/1", "account.told/1"}
_OF_A_LIFE |= {f"{name}.noted/1" for name in ("employee_months", "employee_transfer", "leaving_wish")}
_OF_A_LIFE |= {f"membership.{done}/1" for done in ("noted", "ended", "denied")} | {"members.listed/1"}
_OF_A_LIFE |= {"relation.noted/1", "belonging.struck/1"}
_OF_THE_DESK = {f"{name}/1" for name in ("roster.imported", "number.shown", "change.looked_at", "setting.changed")}
_OF_THE_DESK |= {"receipt.printed/1", "payout_roster.printed/1", "payout_roster.printed/2", "epoch.opened/1"}
_OF_THE_DESK |= {"form.printed/1"}
_FROM_THE_TOWNSHIP = {"batch.answered/1", "attachment.kept/1"}
_OF_BOTH_PCS = {"policy.adopted/1", "payout_line.taken/1", "form.withdrawn/1"}

AS_TOLD = _OF_A_LIFE | _OF_THE_DESK | _FROM_THE_TOWNSHIP | _OF_BOTH_PCS
"""The township has nothing to hold these against: notes of a life, the desk's own doings, its own words."""
NO_TRACE = AS_TOLD - {"form.withdrawn/1"} | {
    "desk.opened/1",
    "payout_list.taken/1",
    "payout_list.taken/2",
    "form.piece/1",
    "village_group.noted/1",
    "outcome.noted/1",
    "proof.given/1",
}
"""The township counts none of these: the fact is kept, and that is all."""
FOR_THIS_PC_ALONE = _OF_THE_DESK | _FROM_THE_TOWNSHIP | {"desk.opened/1"}
"""The village's other PC has no use for these."""
NO_CASH_MOVES = {"payout_line.taken/1", "other_pension.noted/1"}
"""These speak of an amount that never lies in the coordinator's drawer."""
PASSED_ON = {"cash.remitted/1", "cash.deposited/1", "cash.handed_over/1"}
"""These move cash that was counted when it was collected: the sum of a batch never nets it (收支两条线)."""
_UP = {kind: each for kind, each in facts.CARDS.items() if kind not in {known.KIND for known in sent.KINDS}}


def test_a_card_says_nothing_of_its_own_only_where_somebody_thought_about_it() -> None:
    """Whoever adds a kind with a stand-in writes it into one of the sets above, beside the reason."""
    assert {kind for kind, each in _UP.items() if each.judge is card.always_accepted} == AS_TOLD
    assert {kind for kind, each in _UP.items() if each.enter is card.leaves_no_trace} == NO_TRACE
    assert {kind for kind, each in _UP.items() if not each.passed_on} == FOR_THIS_PC_ALONE


@pytest.mark.parametrize("kind", sorted(_UP))
def test_a_fact_with_an_amount_moves_cash_or_it_is_said_why_not(kind: str) -> None:
    speaks = "amount_fen" in {each.name for each in dataclasses.fields(facts.KINDS[kind])}
    cash = _UP[kind].cash
    assert (cash is not None and cash.is_stated) == (speaks and kind not in NO_CASH_MOVES | PASSED_ON)


def test_cash_is_reckoned_as_the_first_release_reckons_it() -> None:
    """It refuses a batch with other sums. A kind since 1.1 stands beside it here, and in ``roads.BatchLine``."""
    stated = {kind: each.cash for kind, each in facts.CARDS.items() if each.cash and each.cash.is_stated}
    assert stated == {protocol.COLLECTED: card.Cash("amount_fen", into_drawer=True)}
    assert {kind for kind, each in facts.CARDS.items() if each.cash is card.CASH_OF_ANOTHER} == {"receipt.voided/1"}
    odd = (None, True, "1", 2**53 + 1, 1.0)
    assert [protocol.cash_of(protocol.COLLECTED, {"amount_fen": each}) for each in odd] == [0] * len(odd)
    assert protocol.cash_of(protocol.COLLECTED, {}) == 0
    assert [protocol.cash_of(protocol.COLLECTED, {"amount_fen": fen}) for fen in (-5, 2**53)] == [-5, 2**53]
    assert protocol.cash_of("receipt.voided/1", {"amount_fen": 5}) == 0


def test_what_is_found_by_looking_along_the_journal_is_no_line_of_a_list() -> None:
    """Today and automatic sending look for the last facts of some kinds; a list has thousands of lines."""
    assert not facts.CARDS[facts.PayoutLineTaken.KIND].shown_today
    assert facts.CARDS[facts.PayoutLineTaken.KIND].cash is card.NO_CASH


def parts() -> dict[str, Any]:
    """The part of the books of each kind of subject, as ``facts/`` declares them."""
    modules = (getattr(facts, path.stem) for path in (Path(agreement.__file__).parent / "facts").glob("[a-z]*.py"))
    found = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    return {vars(each)["SUBJECT"]: each for each in found if "SUBJECT" in vars(each)}


def test_the_township_loads_and_saves_every_part_of_the_books() -> None:
    loaded = {subject.load.__module__.rpartition(".")[2] for subject in subjects.SUBJECTS}
    assert {each.__module__.rpartition(".")[2] for each in parts().values()} <= loaded


@pytest.mark.parametrize("kind", sorted(_UP))
def test_a_subject_with_books_is_named_by_a_field_with_a_type_of_its_own(kind: str) -> None:
    """Else the township would not load what the judge asks for."""
    fact = sample(facts.KINDS[kind])
    named = {getattr(fact, name) for name in references(facts.KINDS[kind])}
    assert not [each for each in _UP[kind].subjects(fact) if each.kind in parts() and each.id not in named]


def codes() -> set[str]:
    """Every code with which the agreement and the township find something."""
    found = {"id_reused", "person_awaited", "receipt_awaited", "attachment_awaited", "strike_off_awaited"}
    found |= {"cash_entry_awaited"}
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


@pytest.mark.parametrize("kind", [kind for kind, card in facts.CARDS.items() if card.passed_on])
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
    found = [(each.fact, each.code, each.field) for each in (*answer.not_accepted, *answer.remarks)]
    assert not found, "give the sample a value that stands (_WORDS)"
    line = lines(counter)[before:][-1]
    assert (line.id, line.kind) == (entry.id, kind)
    assert facts.read(line.kind, line.about, json.loads(line.body)) == fact
    with Desk.create(tmp_path / "B.vdesk", PIN, Village("429004103002", "沟二社区", "B"), StillClock()) as desk:
        for each in told(counter, B):
            with desk._store.writing():
                desk._store.receive(each, b"")
        assert entry.id in [row[0] for row in desk._store.db.execute("SELECT fact FROM told")]
        assert desk._store.db.execute("SELECT count(*) FROM parked").fetchone()[0] == 0
        if Subject("person", person) in facts.card_of(fact).subjects(fact):
            happened = [each.words for each in desk.registering.history(person)]
            assert facts.card_of(fact).sentence(fact).spelled(at_desk=True) in happened


_FIRST: dict[type[Fact], tuple[type[Fact], ...]] = {
    facts.ReceiptVoided: (facts.ContributionCollected,),
    facts.BookingTakenBack: (facts.ContributionBooked,),
    facts.AttachmentRemoved: (facts.AttachmentAdded,),
    facts.PayoutLineTaken: (facts.PayoutListTaken,),
    facts.PersonReinstated: (facts.PersonStruckOff,),
    facts.CashRemitted: (facts.ContributionCollected,),
    facts.CashEntryReversed: (facts.CashDeposited,),
    facts.ProofGiven: (facts.ContributionCollected,),
}
"""What must be there before a fact of the kind can be told."""


def lines(counter: Counter) -> list[sent.PassedOnLine]:
    """All that was told to the other desk."""
    return [line for each in told(counter, B) if isinstance(each, sent.DeskTold) for line in each.lines]


def _standing(known: type[Fact], person: str, earlier: list[str]) -> dict[str, Any]:
    """What makes the sample one of this person and of an earlier fact, or one of a new person if it registers one."""
    if known is facts.PersonRegistered:
        return {}
    meant = {"PersonId": [person], "FactId": earlier, "BookingId": earlier, "CashEntryId": earlier}
    return {name: meant[what][0] for name, what in references(known).items() if meant.get(what)}
