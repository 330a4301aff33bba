"""What a desk thinks of its clock travels in the manifest; an impossible time gets a remark and costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sync.agreement import journal, protocol
from sync.agreement.errors import Damaged
from sync.desk import outbox
from sync.wire import batch, lines, manifest
from sync.wire.manifest import Clock
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe

SEEN = "2026-11-20T08:55:10+00:00"


def rewritten(scribe: Scribe, clock: Any) -> bytes:
    """A manifest of the scribe's with this in the place of its clock."""
    scribe.register(1)
    value = lines.strict(manifest.write(scribe.sealed().manifest))
    return journal.canonical({**value, "clock": clock})


def test_the_manifest_tells_the_clock_and_an_old_one_without_it_is_as_good(scribe: Scribe, counter: Counter) -> None:
    scribe.register(2)
    with scribe.writing():
        sealed = outbox.seal(scribe.db, scribe.desk, scribe.key, NOON, clock=Clock(True, SEEN))
    assert sealed is not None
    again, found = batch.read(sealed.bytes)
    assert again == sealed
    assert (again.manifest.clock, len(found)) == (Clock(True, SEEN), 2)
    scribe.keep(sealed, counter.receiver.receive(sealed.bytes).body)
    scribe.register(1)
    old = scribe.sealed()
    assert batch.read(old.bytes)[0].manifest.clock is None
    assert b'"clock"' not in manifest.write(old.manifest)
    assert counter.hand(old).bytes  # type: ignore[union-attr]


@pytest.mark.parametrize("seen", ["", SEEN])
def test_a_clock_of_the_right_form_is_read(scribe: Scribe, seen: str) -> None:
    assert manifest.read(rewritten(scribe, {"suspect": False, "township_seen": seen})).clock == Clock(False, seen)


@pytest.mark.parametrize(
    "clock",
    [
        None,
        [],
        "late",
        {},
        {"suspect": True},
        {"suspect": 1, "township_seen": ""},
        {"suspect": "yes", "township_seen": ""},
        {"suspect": False, "township_seen": None},
        {"suspect": False, "township_seen": "yesterday"},
        {"suspect": False, "township_seen": "2026-11-20T08:55:10"},
    ],
)
def test_a_clock_of_another_form_is_refused(scribe: Scribe, clock: Any) -> None:
    with pytest.raises(Damaged, match="manifest-invalid"):
        manifest.read(rewritten(scribe, clock))


def paid_at(scribe: Scribe, counter: Counter, at: datetime, **more: Any) -> tuple[str, int]:
    """The remark on a fee taken at this time by the desk's clock, and the money counted."""
    person = scribe.register(1)[0]
    counter.take(scribe)
    scribe._at = at
    scribe.collect(person, "A-2026-000001", **more)
    said = counter.take(scribe)
    assert protocol.adds_up(said, 1, 20000)
    assert said.not_accepted == ()
    assert all(each.reason and each.cure for each in said.remarks)
    return "".join(each.code for each in said.remarks), said.accepted_fen


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime.fromisoformat("1970-01-01T08:00:00+08:00"), "clock_suspect"),
        (datetime.fromisoformat("2008-12-31T08:00:00+08:00"), "clock_suspect"),
        (datetime.fromisoformat("2009-01-01T08:00:00+08:00"), ""),
        (NOON - timedelta(days=365), ""),
        (NOON + timedelta(hours=20), ""),
        (NOON + timedelta(days=2), "clock_suspect"),
        (datetime.fromisoformat("2099-01-01T08:00:00+08:00"), "clock_suspect"),
        (datetime.fromisoformat("9999-12-31T23:00:00+08:00"), "clock_suspect"),
    ],
)
def test_a_time_that_cannot_be_is_remarked_on_and_the_money_stands(
    scribe: Scribe, counter: Counter, at: datetime, code: str
) -> None:
    assert paid_at(scribe, counter, at) == (code, 20000)


def test_any_other_finding_is_worth_more(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    scribe._at = datetime.fromisoformat("2099-01-01T08:00:00+08:00")
    scribe.collect(person, "A-2026-000002")
    assert counter.verdict(scribe).code == "collected_twice"


def test_the_year_that_is_paid_for_goes_by_the_townships_clock(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    scribe._at = datetime.fromisoformat("2099-01-01T08:00:00+08:00")
    scribe.collect(person, "A-2099-000001", year=2099)
    assert counter.verdict(scribe).code == "year_impossible"
