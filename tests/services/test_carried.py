"""What a newer township or PC says to this desk: its fields are no fault, its kinds are read once they are known."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from sync.agreement import facts, sent
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Subject,
    Work,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
)
from sync.agreement.journal import Entry
from sync.agreement.sentences import say
from sync.agreement.values import value
from sync.wire import down, keys
from tests import newer
from tests.desks import PIN, StillClock, id_number, new_desk, register
from tests.newer import CashDeposited
from village_desk.desk import Desk
from village_desk.services.road import message_checks
from village_desk.services.road.downlink import Downlink
from village_desk.store import applying, from_township
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, Origin

OTHER = "429004103002-B"
AT = "2026-11-02T09:00:00+08:00"


@value
class NoticeSent:
    """A kind of message that only a newer program knows."""

    KIND: ClassVar[str] = "notice.sent/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    title: str


CARD = Card(
    fact=NoticeSent,
    since="1.1",
    called="通知",
    work=Work.OTHER,
    passed_on=False,
    shown_today=False,
    subjects=lambda fact: (Subject("notice", fact.sent),),
    waits_for=never_waits,
    cash=NO_CASH,
    judge=from_above,
    enter=leaves_no_trace,
    sentence=lambda fact: say("镇所通知：{title}", title=fact.title),
    mended_by=same_again,
    menders=NO_OTHER,
    codes=NO_CODES,
)


@contextmanager
def knowing_notices() -> Iterator[list[str]]:
    """Inside, this process is the newer program; the titles that were applied, in order."""
    titles: list[str] = []

    def apply(db: Database, entry: Entry, fact: NoticeSent, origin: Origin) -> None:
        titles.append(fact.title)

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(facts.KINDS, NoticeSent.KIND, NoticeSent)
        patched.setitem(facts.CARDS, NoticeSent.KIND, CARD)
        patched.setattr(sent, "KINDS", (*sent.KINDS, NoticeSent))
        patched.setitem(applying.CARDS, NoticeSent.KIND, DeskCard(fact=NoticeSent, apply=apply))
        yield titles


def hear(desk: Desk, fact: sent.DeskTold | sent.CorrectedAbove) -> object:
    """As it comes down: looked at, kept, applied."""
    usable = message_checks.usable(desk._store, fact.KIND, facts.about(fact), facts.body(fact))
    with desk._store.writing():
        desk._store.receive(usable, b"")
    return usable


def line(kind: str, about: str, body: dict[str, object]) -> sent.PassedOnLine:
    return sent.PassedOnLine(f"f-{kind}-{about}", AT, "", kind, about, json.dumps(body))


def test_fields_that_are_not_known_are_no_fault_of_what_comes_down(desk: Desk) -> None:
    person = register(desk, "单雄信")
    above = sent.CorrectedAbove("c-1", person, {"nickname": "小五", "note": "低保"}, "核对", 3)
    assert hear(desk, above) == above
    only = sent.CorrectedAbove("c-2", person, {"nickname": "五哥"}, "核对", 4)
    assert hear(desk, only) == only
    told = line(facts.PersonCorrected.KIND, person, {"changes": {"nickname": "阿五", "phone": "333"}})
    hear(desk, sent.DeskTold("d-1", OTHER, 5, (told,)))
    found = desk.finding.person(person)
    assert (found.note, found.phone) == ("低保", "333")
    words = [each.words for each in desk.registering.history(person)]
    assert any("低保" in each and "本程序还不认识的 1 项" in each for each in words)
    assert not any("小五" in each or "阿五" in each for each in words), "nobody knows whether it should be masked"
    assert desk.keeping.check().well


@pytest.mark.parametrize("changes", [{}, {"Nick": "x"}, {"nickname": "x" * 201}, {"nickname": True}, {"phone": 5}])
def test_what_cannot_be_carried_is_told_as_that(desk: Desk, changes: dict[str, facts.Scalar]) -> None:
    found = hear(desk, sent.CorrectedAbove("c-1", register(desk, "单雄信"), changes))
    assert isinstance(found, sent.Unusable) and found.code == "field_unknown"


def test_a_told_fact_about_no_person_is_applied_and_waits_for_nobody(desk: Desk) -> None:
    with newer.knowing():
        hear(desk, sent.DeskTold("d-1", OTHER, 5, (line(CashDeposited.KIND, "工 1", {"on": "x", "amount_fen": 5}),)))
        db = desk._store.db
        assert db.execute("SELECT count(*) FROM parked").fetchone() == (0,)
        assert db.execute("SELECT kind, person FROM told").fetchall() == [(CashDeposited.KIND, "工 1")]
        assert desk.keeping.check().well


def test_a_told_fact_of_a_kind_that_is_not_known_is_found_when_it_is(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        hear(desk, sent.DeskTold("d-1", OTHER, 5, (line(CashDeposited.KIND, "工 1", {"on": "x", "amount_fen": 5}),)))
        assert desk._store.db.execute("SELECT count(*) FROM told").fetchone() == (0,)
        path = desk.path
    with newer.knowing(), Desk.open(path, PIN, StillClock()) as upgraded:
        assert upgraded._store.db.execute("SELECT count(*) FROM told").fetchone() == (1,)
        assert upgraded.keeping.check().well
    with Desk.open(path, PIN, StillClock()) as older:
        assert older.keeping.check().well, "a program that knows less makes of it what it knows"


def test_a_message_of_a_kind_that_was_not_known_is_read_again_in_its_old_place(tmp_path: Path) -> None:
    key = keys.create(tmp_path / "township.key", b"0" * 32)
    with new_desk(tmp_path) as desk:
        place = down.beginning(desk.village.desk)
        for number, title in enumerate(("年底认证", "停办一天"), start=1):
            said = down.Down(desk.village.desk, number, place.id, AT, NoticeSent.KIND, f"n-{number}", {"title": title})
            message = down.write(key, said)
            place = message.place
            assert isinstance(Downlink(desk._store)._take(message), sent.Unusable)
        person = register(desk, "单雄信")
        hear(desk, sent.CorrectedAbove("c-1", person, {"note": "低保"}, "核对", 3))
        assert [each.why[:8] for each in desk.road.state().kept] == ["本程序还不认识这"] * 2
        before = desk._store.db.execute("SELECT place, about FROM heard ORDER BY place").fetchall()
        path = desk.path
    with Desk.open(path, PIN, StillClock()) as older:
        assert len(from_township.unusable(older._store.db)) == 2, "nothing is known better than before"
    with knowing_notices() as titles, Desk.open(path, PIN, StillClock()) as upgraded:
        assert titles[-2:] == ["年底认证", "停办一天"]
        assert from_township.unusable(upgraded._store.db) == []
        assert upgraded.road.state().kept == ()
        assert upgraded._store.db.execute("SELECT place, about FROM heard ORDER BY place").fetchall() == before
        titles.clear()
        upgraded.keeping.rebuild()
        assert titles == ["年底认证", "停办一天"]
        assert upgraded.finding.person(person).note == "低保"
        assert upgraded.keeping.check().well
        titles.clear()
    with knowing_notices() as titles, Desk.open(path, PIN, StillClock()):
        assert titles == [], "it is read again once"


def test_a_correction_from_above_that_was_forgotten_is_given_back_whole(desk: Desk) -> None:
    person = register(desk, "单雄信")
    hear(desk, sent.CorrectedAbove("c-1", person, {"nickname": "小五", "note": "低保"}, "核对", 3))
    from village_desk.services.road import forgotten_corrections

    assert forgotten_corrections.give_back(desk._store) == 1
    own = desk._store.db.execute("SELECT body FROM journal WHERE kind = ?", [facts.PersonCorrected.KIND]).fetchone()
    assert json.loads(own[0])["changes"] == {"nickname": "小五", "note": "低保"}


def test_a_registration_keeps_what_it_carries_in_the_journal(desk: Desk) -> None:
    fact = facts.PersonRegistered("p", "单雄信", id_number("19800512", 1), carried=(("nickname", "小五"),))
    with desk._store.writing():
        entry = desk._store.record(fact)
    assert entry.fact() == fact
    assert dataclasses.replace(fact, carried=()) != fact
    assert desk.keeping.check().well
