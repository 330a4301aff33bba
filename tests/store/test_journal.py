"""The journal is the one door: chained, without gaps, and the tables are nothing but what it makes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.agreement import facts, journal
from sync.agreement.errors import ChainBroken
from tests.desks import VILLAGE, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.receipts import Payer
from village_desk.services.collecting import Payment


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[Desk]:
    """A desk on which something of everything happened."""
    desk = new_desk(tmp_path)
    person = register(desk, "单雄信", serial=1, group=3, household="0012", tier_fen=20000)
    other = register(desk, "徐𬱖", serial=2, group=3)
    first = desk.collecting.collect(Payment(person, 2026, 20000))
    desk.papers.confirm_printed(first.number)
    desk.collecting.void(first.number, "收错")
    desk.collecting.collect(Payment(other, 2026, 10000, Payer.RELATIVE, "徐父", "父亲"))
    desk.registering.correct(other, {"phone": "13800001234"})
    desk.keeping.set("coordinator", "李协办")
    yield desk
    desk.close()


def test_the_tables_can_be_dropped_and_rebuilt_from_the_journal(lived: Desk) -> None:
    before = lived._store.db.execute("SELECT * FROM receipts ORDER BY number").fetchall()
    assert lived.keeping.rebuild() == lived.keeping.check().facts
    assert lived._store.db.execute("SELECT * FROM receipts ORDER BY number").fetchall() == before
    assert lived.keeping.check().well


@pytest.mark.parametrize(
    "meddle",
    [
        "UPDATE people SET phone = '1'",
        "UPDATE receipts SET amount_fen = amount_fen + 1",
        "DELETE FROM receipts WHERE serial = 1",
        "UPDATE receipts SET serial = 9",
        "DELETE FROM search",
        "INSERT INTO settings VALUES ('hotline', '1')",
    ],
)
def test_a_table_changed_behind_the_journals_back_is_found(lived: Desk, meddle: str) -> None:
    lived._store.db.execute(meddle)
    assert not lived.keeping.check().well
    lived.keeping.rebuild()
    assert lived.keeping.check().well


@pytest.mark.parametrize(
    "meddle",
    [
        "UPDATE journal SET body = replace(body, '20000', '10000') WHERE kind = 'contribution.collected/1'",
        "UPDATE journal SET at = '2020-01-01T00:00:00+08:00' WHERE seq = 4",
        "UPDATE journal SET by = 'x' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 5",
        "UPDATE journal SET id = id || 'x' WHERE seq = 2",
    ],
)
def test_a_changed_journal_is_found_and_never_rebuilt_from(lived: Desk, meddle: str) -> None:
    lived._store.db.execute(meddle)
    with pytest.raises(ChainBroken):
        journal.verify(lived._store.db, VILLAGE.desk)
    assert "流水" in lived.keeping.check().fault


def test_what_fails_in_the_middle_leaves_no_trace(lived: Desk) -> None:
    before = lived.keeping.check().facts
    with pytest.raises(ZeroDivisionError), lived._store.writing():
        lived._store.record(facts.SettingChanged("hotline", "1"))
        raise ZeroDivisionError
    assert lived.keeping.check().facts == before
    assert lived.keeping.settings().hotline == ""
    lived.keeping.set("hotline", "2")
    assert lived.keeping.check().well


def test_nothing_is_recorded_outside_a_transaction(lived: Desk) -> None:
    with pytest.raises(AssertionError):
        lived._store.record(facts.SettingChanged("hotline", "1"))


def test_a_second_connection_continues_the_same_chain(lived: Desk) -> None:
    other = lived.again()
    other.keeping.set("hotline", "1")
    lived.keeping.set("hotline", "2")
    other.close()
    assert lived.keeping.settings().hotline == "2"
    assert lived.keeping.check().well


def test_a_fact_of_a_newer_program_stays_and_changes_nothing(lived: Desk) -> None:
    class Later:
        KIND = "weather.noted/1"
        ABOUT = "day"

    with lived._store.writing() as db:
        head = lived._store.head()
        draft = journal.Entry(head.epoch, head.seq + 1, "later-1", "2027", "x", Later.KIND, "d", {"rain": 1}, "")
        digest = journal.hash_of(head.hash, draft)
        row = [draft.epoch, draft.seq, draft.id, draft.at, draft.by, draft.kind, draft.about, '{"rain":1}']
        db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, bytes.fromhex(digest)])
    assert lived.keeping.check().well
    assert lived.keeping.rebuild() == lived.keeping.check().facts


@settings(max_examples=60)
@given(st.text(max_size=40), st.integers(min_value=0, max_value=2**50))
def test_a_fact_read_back_is_the_fact(text: str, number: int) -> None:
    before = facts.PersonRegistered("p-1", text, "429004198005120019", note=text, tier_fen=number)
    assert facts.read(before.KIND, facts.about(before), facts.body(before)) == before


@pytest.mark.parametrize("body", [{"receipt": 1}, {"year": "2026"}, {"tier_fen": True}, {"tier_fen": 1.5}, {}])
def test_a_body_that_does_not_fit_its_kind_is_refused(body: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        facts.read("contribution.collected/1", "p-1", body)


def test_ids_of_two_starts_never_meet() -> None:
    one, two = journal.Minter(), journal.Minter()
    assert not {one.mint() for _ in range(2000)} & {two.mint() for _ in range(2000)}
