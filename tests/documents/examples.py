"""Slips and rosters to draw; each test changes the part that it is about."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from village_desk.documents.paper import BEIJING
from village_desk.documents.payout_roster import PayoutRoster, RosterLine, row_codes
from village_desk.documents.receipt import ReceiptSlip
from village_desk.domain.basics.months import Month

RARE = "𬱖𠅤𫖯𬍛䶮㛃"
"""Characters of real names; the first four lie beyond the basic plane."""

NOBODY_HAS = "\uf8f0"
"""A private-use character: a hole that an old system left in a name."""

_SLIP = ReceiptSlip(
    village_name="沟二社区",
    village_code="429004103002",
    desk="429004103002-A",
    number="429004103002-A-2026-000123-7",
    person_name="谭少怀",
    id_number="429004195703024098",
    group=3,
    household="0001",
    year=2026,
    tier_fen=20000,
    amount_fen=20000,
    government_fen=0,
    payer="本人",
    channel="村里代收现金",
    collected_at=datetime(2026, 11, 3, 9, 41, tzinfo=BEIJING),
    collected_by="王桂香",
    hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    hotline="0728-12333",
)


def slip(**changes: Any) -> ReceiptSlip:
    """An ordinary receipt: 200 yuan for 2026, paid by 谭少怀 in person."""
    return replace(_SLIP, **changes)


def line(**changes: Any) -> RosterLine:
    """An ordinary payee of group 1."""
    return replace(
        RosterLine("1-001", 1, "雷国庆", "男", "429004195101254398", "6228482688053569760", 16000, 5496, 3000, 24496),
        **changes,
    )


def lines(*groups: int) -> tuple[RosterLine, ...]:
    """A payee for each group given; their names tell them apart."""
    codes = row_codes([(group, "") for group in groups])
    return tuple(line(code=code, group=group, name=f"领款{code}") for code, group in zip(codes, groups, strict=True))


def roster(*payees: RosterLine, **changes: Any) -> PayoutRoster:
    """The roster of 沟二社区 for November 2026."""
    return replace(
        PayoutRoster(
            village_name="沟二社区",
            village_code="429004103002",
            desk="429004103002-A",
            month=Month(2026, 11),
            lines=payees,
            made_by="王桂香",
            made_at=datetime(2026, 11, 3, 9, 41, tzinfo=BEIJING),
        ),
        **changes,
    )
