"""Keys, losses and contents broken on purpose, one way at a time: the machine of losses must notice each (I12)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from sync.agreement import facts
from sync.agreement.card import leaves_no_trace
from sync.township.http import attachment_paths
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.keys import speakers
from sync.township.subjects import attachments
from sync.wire.attachments import Claim
from tests.services.test_loss_machine import Losses
from village_desk.services import collecting
from village_desk.services.road.exchanging import Exchanging
from village_desk.store.contents import Contents
from village_desk.store.database import Store
from village_desk.store.subjects import receipts

Step = Callable[[Losses], object]

CUT_OFF = ["request lost"] * 30
SENT: list[Step] = [
    lambda all_: all_.somebody_comes(pc=0, who=0, fees=2, tier=20000),
    lambda all_: all_.something_is_put_to_a_person(pc=0, who=0, which=2),
    lambda all_: all_.facts_go(pc=0, faults=[]),
]
"""A desk has taken money and put a picture to a person, and the facts are at the township."""

STOLEN: list[Step] = [
    *SENT,
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=1, tier=30000),
    lambda all_: all_.a_stick_is_written(pc=0),
    lambda all_: all_.a_key_is_revoked(pc=0),
    lambda all_: all_.an_old_stick_arrives(which=0),
    lambda all_: all_.somebody_uses_an_old_key(which=0),
    lambda all_: all_.a_desk_is_let_in(pc=0, faults=[]),
    lambda all_: all_.somebody_comes(pc=0, who=2, fees=1, tier=20000),
    lambda all_: all_.facts_go(pc=0, faults=[]),
    lambda all_: all_.an_old_stick_arrives(which=0),
]
"""A key is revoked while a batch that it sealed lies on a stick; the desk goes on with a new one."""

GONE: list[Step] = [
    *SENT,
    lambda all_: all_.contents_go(pc=0, faults=[]),
    lambda all_: all_.somebody_comes(pc=0, who=2, fees=1, tier=30000),
    lambda all_: all_.a_pc_is_lost(pc=0),
    lambda all_: all_.a_desk_is_let_in(pc=0, faults=["good", "request lost"]),
    lambda all_: all_.a_desk_is_let_in(pc=0, faults=[]),
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=2, tier=20000),
    lambda all_: all_.facts_go(pc=0, faults=[]),
]
"""A PC is lost with a receipt that nobody else has; it is rebuilt, and works on."""

CUT: list[Step] = [
    *SENT,
    lambda all_: all_.contents_go(pc=0, faults=["good", "good", 9000, *CUT_OFF]),
    lambda all_: all_.other_bytes_come(pc=0, which=0),
    lambda all_: all_.contents_go(pc=0, faults=["good", 9000, *CUT_OFF]),
    lambda all_: all_.contents_go(pc=0, faults=["good"]),
    lambda all_: all_.a_stick_is_written(pc=0),
    lambda all_: all_.a_stick_is_at_the_township(pc=0),
    lambda all_: all_.something_is_removed(pc=0, which=0),
    lambda all_: all_.facts_go(pc=0, faults=[]),
]
"""A content is cut on its way up, goes by stick, and is removed."""

STICK: list[Step] = [
    *SENT,
    lambda all_: all_.a_disk_is_copied(pc=0),
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=1, tier=30000),
    lambda all_: all_.facts_go(pc=0, faults=[]),
    lambda all_: all_.a_desk_is_restored(which=0, told=True),
    lambda all_: all_.somebody_comes(pc=0, who=2, fees=1, tier=20000),
    lambda all_: all_.a_stick_is_written(pc=0),
    lambda all_: all_.a_stick_is_at_the_township(pc=0),
    lambda all_: all_.a_stick_comes_home(pc=0),
    lambda all_: all_.a_pc_is_lost(pc=0),
    lambda all_: all_.a_new_pc_comes_by_stick(pc=0, which=0, at=0, spoilt=False),
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=2, tier=20000),
    lambda all_: all_.a_stick_is_written(pc=0),
    lambda all_: all_.a_stick_is_at_the_township(pc=0),
    lambda all_: all_.a_stick_comes_home(pc=0),
]
"""A backup gets its past back by stick; then the PC is lost, and a new one is filled by stick too."""

VOID: list[Step] = [
    *SENT,
    lambda all_: all_.a_receipt_is_void(pc=0, which=0),
    lambda all_: all_.facts_go(pc=0, faults=[]),
]

BY_HAND: list[Step] = [
    lambda all_: all_.somebody_comes(pc=0, who=0, fees=0, tier=20000),
    lambda all_: all_.a_disk_is_copied(pc=0),
    lambda all_: all_.somebody_comes(pc=0, who=0, fees=1, tier=20000),
    lambda all_: all_.a_desk_is_restored(which=0, told=False),
    lambda all_: all_.somebody_comes(pc=0, who=0, fees=1, tier=20000),
    lambda all_: all_.a_desk_is_restored(which=0, told=False),
    lambda all_: all_.somebody_comes(pc=0, who=0, fees=1, tier=20000),
]
"""The same old copy of the file is put back by hand again and again, and nobody hears of it."""

GONE_AT_ONCE: list[Step] = [
    *SENT,
    lambda all_: all_.a_pc_is_lost(pc=0),
    lambda all_: all_.a_desk_is_let_in(pc=0, faults=[]),
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=1, tier=20000),
    lambda all_: all_.a_pc_is_lost(pc=0),
    lambda all_: all_.a_desk_is_let_in(pc=0, faults=[]),
    lambda all_: all_.somebody_comes(pc=0, who=1, fees=1, tier=20000),
]
"""The PC in the place of a lost one is lost itself before it sends anything."""


def play(steps: Sequence[Step]) -> None:
    """The steps one after the other, the invariants after each, the audit at the end."""
    losses = Losses()
    try:
        for step in steps:
            losses.keys_are_noted()
            step(losses)
            losses.a_content_is_here_only_whole()
    except BaseException:
        losses.close()
        raise
    losses.teardown()


@pytest.mark.parametrize("steps", [STOLEN, GONE, CUT, STICK, VOID, BY_HAND, GONE_AT_ONCE])
def test_the_design_as_it_is_stands_each_of_these_schedules(steps: list[Step]) -> None:
    play(steps)


def caught(steps: Sequence[Step], saying: str) -> None:
    with pytest.raises(AssertionError, match=saying):
        play(steps)


def test_an_old_key_that_is_still_listened_to_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speakers, "refuse_ended", lambda *_: None)
    caught(STOLEN, "an ended key sealed was taken")


def test_a_content_called_whole_before_its_digest_is_proven_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Attachments, "_prove", lambda *_: None)
    caught(CUT, "other bytes were called whole")


def test_a_content_called_whole_when_some_of_it_is_there_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def reply(paths: Any, *asked: Any) -> Any:
        claim = next(each for each in asked if isinstance(each, Claim))
        return paths._finish(*asked) if paths._kept.uploads.reached(claim.sha256) else None

    monkeypatch.setattr(Attachments, "_prove", lambda *_: None)
    monkeypatch.setattr(attachment_paths._Paths, "_reply", reply)
    steps = [each for each in CUT if "other_bytes_come" not in each.__code__.co_names]
    caught(steps, "a content is here that is not whole")


def test_a_content_that_came_back_in_part_and_is_called_whole_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def complete(file: Any, digest: str, at: str) -> bool:
        [first, *_] = file._db.execute("SELECT bytes FROM arriving WHERE sha256 = ?", [digest]).fetchall()
        file._db.execute("INSERT INTO contents VALUES (?, ?, ?)", [digest, first[0][:-1], at])
        return True

    monkeypatch.setattr(Contents, "complete", complete)
    caught(GONE, "half a content is on the desk")


def test_a_removed_content_that_is_kept_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "drop_contents", lambda *_: None)
    caught(CUT, "kept that nobody names")


def test_a_rebuilt_pc_that_goes_on_in_its_first_receipt_series_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = receipts.next_receipt
    monkeypatch.setattr(receipts, "next_receipt", lambda db, letter, _ordinal, year: right(db, letter, 1, year))
    caught(GONE, "on paper twice")


def test_a_file_put_back_by_hand_that_no_witness_speaks_against_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "bear_witness", lambda *_: None)
    caught(BY_HAND, "on paper twice")


def test_a_rebuilt_pc_that_keeps_its_new_life_to_itself_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Exchanging.talk

    def silent(exchanging: Any, *given: Any) -> Any:
        rebuilding = sys._getframe(1).f_code.co_name == "rebuild"
        return None if rebuilding else talk(exchanging, *given)

    monkeypatch.setattr(Exchanging, "talk", silent)
    caught(GONE_AT_ONCE, "life is not known above")


def test_a_void_that_the_books_do_not_count_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = facts.ReceiptVoided.KIND
    monkeypatch.setitem(facts.CARDS, kind, replace(facts.CARDS[kind], enter=leaves_no_trace))
    caught(VOID, "the township's money is not what was taken")


def test_money_that_both_sides_have_alike_and_wrong_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desk and township agree to the fen: only who took it knows better."""
    real = collecting._fact

    def fact(*given: Any) -> Any:
        made = real(*given)
        return replace(made, amount_fen=made.amount_fen - 100)

    monkeypatch.setattr(collecting, "_fact", fact)
    caught(VOID, "the township's money is not what was taken")
