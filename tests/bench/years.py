"""A desk of some years: fees, monthly payout lists, a batch every week or for each fee, each answered, some lines
refused and mended.

Nobody was at the township: the answers are signed by a key that the desk is told to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.agreement import facts
from sync.agreement.facts import BatchAnswered, PayoutListLine, Refusal
from sync.agreement.protocol import KnownTownship
from sync.desk import outbox
from sync.wire import keys, messages
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.bench import villages
from tests.desks import StillClock, new_desk
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.services.paying import in_parts
from village_desk.services.road import keyring

WEEKS = 52
WAITING = 3
"""So many facts are recorded after the last batch."""
TIMELINE = "of-years"
_LISTS = range(0, 48, 4)
"""The weeks of a year in which a payout list comes."""


@dataclass(frozen=True, slots=True)
class Size:
    """People on the roster, and in a year: fees, and lines of each of the twelve payout lists."""

    people: int
    fees: int
    lines: int


def make(folder: Path, years: int, size: Size, each_fee: bool = False) -> Desk:
    """The desk after so many years, its clock at the sample's day. ``each_fee``: each went up in a batch of its own."""
    clock = StillClock()
    clock.move(days=-7 * WEEKS * years)
    desk = new_desk(folder, clock)
    villages.people(desk, size.people)
    office_key, serials = office(desk, folder), Counter[int]()
    roster = [row[0] for row in desk._store.db.execute("SELECT id FROM people ORDER BY place").fetchall()]
    for week in range(WEEKS * years):
        for part in _parts(list(_of_the_week(desk, week, roster, size, serials)), each_fee):
            with desk._store.writing():
                desk._store.record_all(part)
            send(desk, office_key, refuses=week % 4 == 0)
        clock.move(days=7)
    with desk._store.writing():
        for person in roster[:WAITING]:
            desk._store.record(facts.PersonCorrected(person, {"note": "下一周的"}))
    return desk


def office(desk: Desk, folder: Path) -> DeskKey:
    key = keys.load_or_create(folder / "office.key", b"")
    with desk._store.writing() as db:
        outbox.remember_township(db, KnownTownship(key.public, "http://127.0.0.1:9", TIMELINE), desk.now())
    return key


def _parts(of_the_week: list[facts.Fact], each_fee: bool) -> Iterator[Sequence[facts.Fact]]:
    """What is sent together: the whole week, or each fee with its paper and the rest of the week."""
    if not each_fee:
        yield of_the_week
        return
    of_fees = [each for each in of_the_week if isinstance(each, facts.ContributionCollected | facts.ReceiptPrinted)]
    for at in range(0, len(of_fees), 2):
        yield of_fees[at : at + 2]
    yield of_the_week[len(of_fees) :]


def _of_the_week(desk: Desk, week: int, roster: list[str], size: Size, serials: Counter[int]) -> Iterator[facts.Fact]:
    """Fees with their paper, a payout list when it is time, last week's correction again, and a new one at the end."""
    of_year, year = week % WEEKS, desk.now().year
    for each in range(size.fees * of_year // WEEKS, size.fees * (of_year + 1) // WEEKS):
        serials[year] += 1
        number, person = str(ReceiptNumber("A", 1, year, serials[year])), roster[each % len(roster)]
        yield facts.ContributionCollected(
            person=person, receipt=number, year=year, tier_fen=10000, amount_fen=10000, policy="national-2014"
        )
        yield facts.ReceiptPrinted(person, number, 1)
    if of_year in _LISTS:
        yield from _list(desk, f"{year}-{of_year // 4 + 1:02}", roster, size.lines)
    for about in (week - 1, week):
        yield facts.PersonCorrected(roster[about % len(roster)], {"phone": f"138{week:08}"})


def _list(desk: Desk, month: str, roster: list[str], lines: int) -> Iterator[facts.Fact]:
    whole = (desk._store.mint(), month, lines, 20000 * lines, "发放.xls")
    people = (roster[line % len(roster)] for line in range(1, lines + 1))
    who, money = ("村民", "429004195001010017"), (16000, 4000, 20000)
    parts = list(in_parts(PayoutListLine(line, *who, *money, person) for line, person in enumerate(people, start=1)))
    for part, some in enumerate(parts, start=1):
        yield facts.PayoutListPart(*whole, part, len(parts), tuple(some))
    yield facts.PayoutRosterPrinted(whole[0], 20)


def send(desk: Desk, office: DeskKey, refuses: bool) -> None:
    """Seal what is new and take the answers: the last correction is refused or remarked on."""
    key = keyring.key(desk._store)
    with desk._store.writing() as db:
        while sealed := outbox.seal(db, desk.village.desk, key, desk.now()):
            said = _answer(desk, sealed, refuses)
            signed = messages.write_answer(office, said)
            outbox.keep_answer(db, sealed.id, signed, desk.now())
            desk._store.receive(said, signed)


def _answer(desk: Desk, sealed: SealedBatch, refuses: bool) -> BatchAnswered:
    """What the township says of a batch; nothing of one that has no correction at its end."""
    [last, kind] = desk._store.db.execute(
        "SELECT id, kind FROM journal WHERE epoch = ? AND seq = ?", [sealed.epoch, sealed.last_seq]
    ).fetchone()
    told = kind == facts.PersonCorrected.KIND
    refused = (Refusal(last, "refused", "field_unknown", "phone", "电话不对", "请改"),) if told and refuses else ()
    remarks = (Refusal(last, "accepted", "phone", "phone", "电话少见", "请看"),) if told and not refuses else ()
    return BatchAnswered(
        batch=sealed.id,
        number=sealed.number,
        epoch=sealed.epoch,
        last_seq=sealed.last_seq,
        accepted=sealed.facts - len(refused),
        already_had=0,
        refused=len(refused),
        not_accepted=refused,
        timeline=TIMELINE,
        accepted_fen=sealed.manifest.cash_fen,
        remarks=remarks,
    )
