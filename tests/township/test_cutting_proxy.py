"""A long send over a proxy that ends every connection after a while: it finishes."""

from __future__ import annotations

from random import Random

import pytest

from sync.agreement.facts import PersonRegistered
from sync.agreement.protocol import Answered
from sync.line.client import Patience, Township
from tests.township.journals import DESK, Scribe, id_number
from tests.township.process import TownshipProcess
from tests.township.proxies import cutting

PEOPLE = 1200
PATIENCE = Patience(connect=5.0, reply=20.0)


@pytest.mark.parametrize("most", [60_000, 20_000, 9_000])
def test_a_long_send_finishes_over_a_proxy_that_cuts_each_connection(
    scribe: Scribe, office: TownshipProcess, most: int
) -> None:
    """60 s at 8 kbit/s are 60 kB on a connection; the others are worse lines."""
    dice, notes = Random(60), list[PersonRegistered]()
    for number in range(PEOPLE):
        notes.append(PersonRegistered(scribe.mint(), "村民", id_number(number), note=dice.randbytes(90).hex()))
    scribe.record(*notes)
    sealed = scribe.sealed()
    assert len(sealed.bytes) > 110_000
    with cutting(office.url, most) as proxy, Township(proxy.url, DESK, patience=PATIENCE) as line:
        answered = line.send(sealed)
    assert isinstance(answered, Answered)
    assert answered.answer.accepted == PEOPLE
    assert office.status()["people"] == PEOPLE
    assert proxy.cuts >= len(sealed.bytes) // most
    assert proxy.up < 2.5 * len(sealed.bytes), "never more than a piece goes again"
