"""Two desks of one village: each receives the other's accepted facts, in the township's order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from sync.agreement import facts, protocol
from sync.agreement.facts import PayoutLineTaken, PayoutListTaken, PersonRegistered, PolicyAdopted
from sync.agreement.sent import CorrectedAbove, DeskTold, DuplicateDecided, PassedOnLine
from sync.township.down import down_chain
from sync.township.store import bulk, desks_of_villages, engines, ledger, tables
from sync.township.store.tables import orders
from sync.wire import down, lines
from sync.wire.keys import DeskKey

_late = tables.passed_on_kinds
_LIST_LINE = PayoutLineTaken.KIND
FIRST_PASSED_ON = frozenset(
    f"{name}/1"
    for name in (
        *("person.registered", "person.corrected", "contribution.collected", "receipt.voided"),
        *("years.noted", "death.noted", "other_pension.noted", "hindrance.noted", "account.told", "note.struck"),
        *("attachment.added", "attachment.removed"),
    )
)
"""The kinds that the first release passed on; a later one must pass on the rest of what its books have."""
_AT_ONCE = 1000
_AT_ONCE_BYTES = 1024 * 1024
_AT_ONCE_MARKS = protocol.LINE_MARKS // 2
"""So many lines are in one message; it ends behind so many bytes, or marks of JSON, of them, as a desk reads no more.

Bodies are text within the message, and longer there by their quotation marks.
"""


def next_place(db: Connection, desk: str, what: str) -> int:
    """Give a batch or a correction its order number in its village; nobody else takes one meanwhile."""
    engines.alone(db)
    village = protocol.village_of(desk)
    last = db.execute(select(func.max(orders.c.number)).where(orders.c.village == village)).scalar() or 0
    db.execute(insert(orders), {"what": what, "village": village, "number": last + 1})
    return int(last) + 1


def pass_on(
    db: Connection, key: DeskKey, batch: tuple[str, str], order: int, healed: Iterable[str], now: datetime
) -> None:
    """Send the accepted facts of a batch (desk, id) to the other desks of the village.

    ``healed``: people whose registration was refused and stands now. Every fact about them is sent again: the other
    desks had to ignore them before.
    """
    desk, batch_id = batch
    _pass_on(db, key, (desk, batch_id[:24]), order, healed, tables.facts.c.batch == batch_id, now)


def pass_on_kept(
    db: Connection,
    key: DeskKey,
    batch: tuple[str, str],
    order: int,
    seqs: Sequence[int],
    healed: Iterable[str],
    now: datetime,
) -> None:
    """The same for facts of a batch that were kept and are judged now, by their ``seqs``: the place is the batch's."""
    desk, batch_id = batch
    rows = tables.facts.c
    kept_lines = (rows.batch == batch_id) & rows.seq.in_(seqs)
    _pass_on(db, key, (desk, f"{batch_id[:24]}-kept-{seqs[0]}"), order, healed, kept_lines, now)


def _pass_on(
    db: Connection,
    key: DeskKey,
    named: tuple[str, str],
    order: int,
    healed: Iterable[str],
    chosen: Any,
    now: datetime,
) -> None:
    """``named``: the desk, and the beginning of the messages' ids."""
    desk, name = named
    others = [each for each in desks_of_villages.known_desks(db, desk) if each != desk]
    if not others:
        return
    to_send = [each for person in healed for each in _all_about(db, desk, person)]
    to_send += _with_their_lists(db, desk, list(_lines(db, chosen)))
    for other in others:
        for message in _messages(desk, name, order, _without_its_own(db, other, to_send)):
            down_chain.append_new(db, key, other, message, now)


def _without_its_own(db: Connection, desk: str, to_send: Sequence[PassedOnLine]) -> list[PassedOnLine]:
    """Without facts that this desk recorded itself."""
    own = ledger.known_facts(db, desk, (each.id for each in to_send))
    return [each for each in to_send if each.id not in own]


def pass_on_late(db: Connection, key: DeskKey, desk: str, now: datetime, joins: bool = False) -> None:
    """Send what an older program accepted in this village and did not pass on, to the desks that had joined; once.

    ``joins``: the desk itself is new, and receives everything anyhow. Call before anything else goes to the village's
    desks, so that the facts keep their order.
    """
    late = sorted(set(_passed_on_kinds()) - FIRST_PASSED_ON - _done(db, desk))
    if not late:
        return
    engines.alone(db)
    if not note_passed_on(db, desk, late):
        return
    called = protocol.digest(" ".join(late).encode())[:8]
    known = desks_of_villages.known_desks(db, desk)
    for source in known:
        others = [each for each in known if each != source and not (joins and each == desk)]
        for batch, order, to_send in _by_batch(db, source, late) if others else ():
            for other in others:
                for message in _messages(source, f"{batch[:24]}-{called}", order, _without_its_own(db, other, to_send)):
                    down_chain.append_new(db, key, other, message, now)


def note_passed_on(db: Connection, desk: str, kinds: Iterable[str]) -> int:
    """Note that the desks of this village receive these kinds of each other from now on; returns how many are new."""
    village = protocol.village_of(desk)
    return bulk.insert_new(db, _late, [{"village": village, "kind": kind} for kind in sorted(set(kinds))])


def _done(db: Connection, desk: str) -> set[str]:
    query = select(_late.c.kind).where(_late.c.village == protocol.village_of(desk))
    return set(db.execute(query).scalars())


def _by_batch(db: Connection, desk: str, kinds: Sequence[str]) -> Iterator[tuple[str, int, list[PassedOnLine]]]:
    """The accepted facts of these kinds of a desk by batch (id and order number), in the order of the village."""
    rows, number = tables.facts.c, orders.c.number
    query = select(tables.facts, number).join(orders, orders.c.what == rows.batch)
    mine = (rows.desk == desk) & rows.kind.in_(kinds) & (rows.verdict == "accepted")
    found = db.execute(query.where(mine).order_by(number, rows.epoch, rows.seq))
    for (batch, order), several in groupby(found, key=lambda row: (row.batch, row.number)):
        to_send = [_line(row) for row in several if not _is_beginning(row)]
        yield batch, order, list(_with_their_lists(db, desk, to_send))


def _with_their_lists(db: Connection, desk: str, to_send: Sequence[PassedOnLine]) -> Iterator[PassedOnLine]:
    """Without lines of payout lists whose list was not accepted: a desk of the first release would stop at them."""
    of_list = {each.id: json.loads(each.body).get("payout_list") for each in to_send if each.kind == _LIST_LINE}
    rows, ids = tables.facts.c, {each for each in of_list.values() if isinstance(each, str)}
    lists = (rows.desk == desk) & (rows.kind == PayoutListTaken.KIND) & (rows.verdict == "accepted")
    accepted = {row.about for row in bulk.where(db, tables.facts, rows.about, ids, lists)}
    return (each for each in to_send if each.kind != _LIST_LINE or of_list[each.id] in accepted)


def catch_up(db: Connection, key: DeskKey, desk: str, now: datetime) -> None:
    """Send a new desk all facts of its village's other desks, the township's corrections, and its decisions."""
    engines.alone(db)
    pass_on_late(db, key, desk, now, joins=True)
    for other in desks_of_villages.known_desks(db, desk):
        if other != desk:
            for batch_id, order in _batches(db, other):
                chosen = _lines(db, tables.facts.c.batch == batch_id, standing_again=True)
                to_send = list(_with_their_lists(db, other, list(chosen)))
                for message in _messages(other, batch_id[:24], order, to_send):
                    down_chain.append(db, key, desk, message, now)
            for message in _sent_to_villages(db, other):
                down_chain.append_new(db, key, desk, message, now)


def _messages(desk: str, name: str, order: int, to_send: Sequence[PassedOnLine]) -> Iterator[DeskTold]:
    start = 0
    for portion in _portions(to_send):
        yield DeskTold(f"{name}-{start}", desk, order, tuple(portion))
        start += len(portion)


def _portions(to_send: Sequence[PassedOnLine]) -> Iterator[list[PassedOnLine]]:
    portion: list[PassedOnLine] = []
    size = marks = 0
    for each in to_send:
        if len(portion) == _AT_ONCE or size > _AT_ONCE_BYTES or marks > _AT_ONCE_MARKS:
            yield portion
            portion, size, marks = [], 0, 0
        body = each.body.encode()
        portion.append(each)
        size, marks = size + len(body), marks + lines.marks(body)
    if portion:
        yield portion


def _lines(db: Connection, chosen: Any, standing_again: bool = False) -> Iterator[PassedOnLine]:
    """The accepted facts as lines; with ``standing_again`` also refused registrations of people who stand by now."""
    rows, who = tables.facts.c, tables.people.c
    standing = (who.desk == rows.desk) & (who.person == rows.about) & (who.doubt == "")
    query = (
        select(tables.facts, who.fields)
        .outerjoin(tables.people, standing)
        .where(chosen, rows.kind.in_(_passed_on_kinds()), rows.verdict.in_(("accepted", "refused")))
        .order_by(rows.epoch, rows.seq)
    )
    for row in db.execute(query):
        if row.verdict == "accepted" and not _is_beginning(row):
            yield _line(row)
        elif standing_again and row.kind == PersonRegistered.KIND and row.fields is not None:
            yield PassedOnLine(row.id, row.at, row.by, row.kind, row.about, row.fields)


def _line(row: Row[Any]) -> PassedOnLine:
    return PassedOnLine(row.id, row.at, row.by, row.kind, row.about, row.body)


def _is_beginning(row: Row[Any]) -> bool:
    """Whether the desk only began with this policy: a PC of the first release would take it for a decision."""
    if row.kind != PolicyAdopted.KIND:
        return False
    return facts.read_as(PolicyAdopted, row.about, json.loads(row.body)).is_beginning


def _passed_on_kinds() -> list[str]:
    """The kinds of facts that the other desk receives: people, their lives, their money; no prints, no looks."""
    return [kind for kind, card in facts.CARDS.items() if card.passed_on]


def _all_about(db: Connection, desk: str, person: str) -> Iterator[PassedOnLine]:
    """But for lines of payout lists: these waited for nobody, and must not come before their list."""
    rows = tables.facts.c
    mine = rows.desk.in_(desks_of_villages.known_desks(db, desk)) & (rows.about == person) & (rows.kind != _LIST_LINE)
    return _lines(db, mine, standing_again=True)


def _batches(db: Connection, desk: str) -> list[tuple[str, int]]:
    """The answered batches of a desk with their places, in that order."""
    rows, place = tables.batches.c, orders.c.number
    query = select(rows.id, place).join(orders, orders.c.what == rows.id)
    mine = (rows.desk == desk) & rows.answer.is_not(None)
    return [(row[0], row[1]) for row in db.execute(query.where(mine).order_by(place))]


_TO_VILLAGES = (CorrectedAbove.KIND, DuplicateDecided.KIND)
"""Of the township's own words, those that are for every desk of a village, whenever it joins."""


def _sent_to_villages(db: Connection, desk: str) -> list[Any]:
    """The corrections made here and the decisions on duplicates that went down to a desk."""
    rows = tables.down_messages.c
    query = select(rows.bytes).where(rows.desk == desk, rows.kind.in_(_TO_VILLAGES)).order_by(rows.number)
    sent_before = [down.read(data, None, desk).down for data in db.execute(query).scalars()]
    return [facts.read(each.kind, each.about, each.body) for each in sent_before]
