"""Duplicates that no desk can see or settle alone: a person, a payment, a receipt number. Selects only.

A person in two villages, a year paid twice, a receipt number for two payments. Receipt numbers are compared within a
village only, since every village has an A-2026-000001.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from sync.agreement.facts.contributions import FURTHER
from sync.agreement.values import value
from sync.township.console.reading import names, waiting
from sync.township.console.reading.waiting import BookedFact
from sync.township.store.tables import HAS_LEFT, contributions, facts, people

_taken = (facts.c.desk == contributions.c.taken_by) & (facts.c.id == contributions.c.fact)
_same_person = (people.c.desk == contributions.c.desk) & (people.c.person == contributions.c.person)


class DuplicateKind(Enum):
    """The kinds of duplicates."""

    PERSON = "person"
    PAID = "paid"
    RECEIPT = "receipt"

    def in_words(self) -> str:
        """The kind in the words of the pages."""
        return {
            "person": "同一身份证号在两个村登记",
            "paid": "同一人同一年度缴了两次",
            "receipt": "同一凭条号两笔缴费",
        }[self.value]


@value
class Member:
    """One side of a duplicate. ``receipt`` and what follows is empty where no money is meant; amounts are fen.

    ``again`` is why the desk took money a second time, in its words. ``is_receipt`` False: booked without cash, and
    ``receipt`` is the id of the booking.
    """

    desk: str
    person: str
    name: str
    id_number: str
    group: int
    receipt: str = ""
    year: int = 0
    amount_fen: int = 0
    at: str = ""
    state: str = ""
    again: str = ""
    is_receipt: bool = True


@value
class Case:
    """A duplicate with all its members, in a fixed order. ``subject``: the thing that they have in common."""

    kind: DuplicateKind
    subject: str
    members: tuple[Member, ...]

    @property
    def key(self) -> str:
        """Names the case in addresses, without telling a number."""
        return hashlib.sha256(f"{self.kind.value}\n{self.subject}".encode()).hexdigest()[:32]

    @property
    def state(self) -> str:
        """A digest of the members of the case; it changes when a member is added."""
        sides = sorted((each.desk, each.person, each.receipt) for each in self.members)
        return hashlib.sha256(json.dumps(sides).encode()).hexdigest()


def cases(db: Connection) -> list[Case]:
    """Every duplicate there is now, whether decided or not."""
    return [*_people_twice(db), *_paid_twice(db), *_receipts_twice(db)]


def _people_twice(db: Connection) -> Iterator[Case]:
    number, good = people.c.id_number, (people.c.doubt == "") & ~HAS_LEFT
    villages = func.count(names.village_column(people.c.desk).distinct())
    twice = select(number).where(good).group_by(number).having(villages > 1)
    rows = db.execute(select(people).where(good, number.in_(twice)).order_by(number, people.c.desk, people.c.person))
    return _cases(DuplicateKind.PERSON, ((row.id_number, _member(row)) for row in rows))


def _paid_twice(db: Connection) -> Iterator[Case]:
    """By identity number, wherever it was paid; by the desk's own person while the number is in doubt.

    Top-ups and parts of a tier belong to one year, and are no second payment.
    """
    counts = contributions.c.state == "counted"
    who: ColumnElement[str] = case(
        (people.c.doubt == "", people.c.id_number), else_=people.c.desk + "/" + people.c.person
    ).label("who")
    whole = func.sum(case((contributions.c.kind.in_(FURTHER), 0), else_=1))
    paid = select(who, contributions.c.year).join_from(contributions, people, _same_person).where(counts)
    twice = paid.group_by(who, contributions.c.year).having(whole > 1).subquery()
    rows = (
        select(people, *_money, twice.c.who)
        .join_from(contributions, people, _same_person)
        .join(facts, _taken)
        .join(twice, (twice.c.who == who) & (twice.c.year == contributions.c.year))
        .where(counts)
        .order_by(contributions.c.year.desc(), twice.c.who, contributions.c.collected_at, contributions.c.receipt)
    )
    return _cases(DuplicateKind.PAID, ((f"{row.who} {row.year}", _member(row)) for row in db.execute(rows)))


def _receipts_twice(db: Connection) -> Iterator[Case]:
    """On two desks of a village, or refused at once because the number was used, and not mended yet."""
    village, receipt = names.village_column(contributions.c.desk), contributions.c.receipt
    twice = select(village, receipt).group_by(village, receipt).having(func.count() > 1)
    refused: dict[tuple[str, str], list[BookedFact]] = {(code, number): [] for code, number in db.execute(twice)}
    for line in chain.from_iterable(waiting.by_desk(db).values()):
        if line.code == "receipt_used":
            refused.setdefault((names.village_of(line.desk), str(line.body["receipt"])), []).append(line)
    for (code, number), lines in sorted(refused.items()):
        members = (*_holders(db, code, number), *(_refused(db, each) for each in lines))
        yield Case(DuplicateKind.RECEIPT, f"{code} {number}", members)


_money = (
    contributions.c.receipt,
    contributions.c.year,
    contributions.c.amount_fen,
    contributions.c.collected_at,
    contributions.c.state,
    contributions.c.fact,
    facts.c.body,
)


def _holders(db: Connection, village: str, receipt: str) -> list[Member]:
    """The money that the receipt number stands for in a village."""
    rows = db.execute(
        select(people, *_money)
        .join_from(contributions, people, _same_person)
        .join(facts, _taken)
        .where(contributions.c.desk.in_(names.desks_of(village)), contributions.c.receipt == receipt)
        .order_by(contributions.c.collected_at)
    )
    return [_member(row) for row in rows]


def _refused(db: Connection, line: BookedFact) -> Member:
    """A refused fee as a member: its person may be another one, or unknown."""
    row = db.execute(select(people).where(people.c.desk == line.desk, people.c.person == line.about)).first()
    who = _member(row) if row else Member(line.desk, line.about, "", "", 0)
    body = line.body
    return replace(
        who, receipt=body["receipt"], year=body["year"], amount_fen=body["amount_fen"], at=line.at, state="refused"
    )


def _member(row: Row[Any]) -> Member:
    group = int(json.loads(row.fields).get("group", 0))
    who = (row.desk, row.person, row.name, row.id_number, group)
    if not hasattr(row, "receipt"):
        return Member(*who)
    reason = str(json.loads(row.body).get("again", ""))
    money = (row.receipt, row.year, row.amount_fen, row.collected_at, row.state)
    return Member(*who, *money, reason, row.receipt != row.fact)


def _cases(kind: DuplicateKind, sides: Iterable[tuple[str, Member]]) -> Iterator[Case]:
    found: dict[str, list[Member]] = defaultdict(list)
    for subject, member in sides:
        found[subject].append(member)
    return (Case(kind, subject, tuple(members)) for subject, members in found.items())
