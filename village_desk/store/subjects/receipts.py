"""Reading receipts, and the sums that are made of them. A void receipt counts no money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from village_desk.domain.receipts import Channel, Payer, Receipt, ReceiptState, TownshipState
from village_desk.store.engine import Database

_SELECT = """
SELECT r.number, r.person, p.name, r.year, r.tier_fen, r.amount_fen, r.government_fen, r.payer, r.payer_name,
       r.relation, r.channel, r.policy, r.collected_at, r.by, r.fact, r.hash, r.prints, r.void_reason,
       CASE WHEN v.verdict IS NOT NULL THEN v.verdict
            WHEN r.seq <= coalesce(a.last_seq, 0) THEN 'accepted' ELSE 'waiting' END,
       coalesce(v.reason, ''), coalesce(v.cure, ''), r.desk
  FROM receipts r
  JOIN people p ON p.id = r.person
  LEFT JOIN acknowledged a ON a.epoch = r.epoch
  LEFT JOIN verdicts v ON v.fact = r.fact
"""


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The money of a contribution year in fen: taken, of that voided, and how many receipts each."""

    year: int
    receipts: int
    collected_fen: int
    voids: int
    voided_fen: int

    @property
    def net_fen(self) -> int:
        """What counts."""
        return self.collected_fen - self.voided_fen


def receipt(db: Database, number: str) -> Receipt | None:
    """The receipt of that number."""
    return next(iter(_receipts(db, "WHERE r.number = ?", [number])), None)


def of_person(db: Database, person_id: str) -> list[Receipt]:
    """A person's receipts, the latest first, void ones too."""
    return _receipts(db, "WHERE r.person = ? ORDER BY r.rowid DESC", [person_id])


def standing(db: Database, person_id: str, year: int) -> list[Receipt]:
    """The receipts that count for a person and year."""
    return _receipts(db, "WHERE r.person = ? AND r.year = ? AND r.void_reason = ''", [person_id, year])


def recent(db: Database, limit: int) -> list[Receipt]:
    """The last receipts of this desk, the latest first."""
    return _receipts(db, "WHERE r.desk = '' ORDER BY r.rowid DESC LIMIT ?", [limit])


def unprinted(db: Database) -> list[Receipt]:
    """Standing receipts whose paper was never said to have come out: what a power cut leaves behind."""
    return _receipts(db, "WHERE r.prints = 0 AND r.void_reason = '' ORDER BY r.rowid", [])


def last_own(db: Database, epoch: str) -> int:
    """The seq of the last receipt that this desk gave out in an epoch; 0 when it gave out none."""
    row = db.execute("SELECT max(seq) FROM receipts WHERE epoch = ? AND desk = ''", [epoch]).fetchone()
    return int(row[0] or 0)


def totals(db: Database, whole_village: bool = False) -> list[YearTotal]:
    """The money by contribution year, earliest first: what this desk took, or all that is known of the village."""
    rows = db.execute(
        "SELECT year, count(*), sum(amount_fen), sum(void_reason <> ''),"
        " sum(iif(void_reason <> '', amount_fen, 0)) FROM receipts WHERE desk = '' OR ? GROUP BY year ORDER BY year",
        [whole_village],
    )
    return [YearTotal(*row) for row in rows]


def taken_twice(db: Database) -> list[list[Receipt]]:
    """The standing receipts of a person and year that this desk and another took money for, neither knowing of it."""
    twice = (
        "SELECT person, year FROM receipts WHERE void_reason = '' AND (person, year) IN"
        " (SELECT person, year FROM receipts WHERE desk <> '') GROUP BY person, year"
        " HAVING min(desk) = '' AND max(desk) <> '' AND max(again) = '' ORDER BY year DESC, person"
    )
    return [standing(db, person, year) for person, year in db.execute(twice).fetchall()]


def stands_in(db: Database, year: int) -> bool:
    """Whether this desk gave out a receipt in that year by its clock, and it is not void."""
    found = "SELECT 1 FROM receipts WHERE desk = '' AND void_reason = '' AND series LIKE ? LIMIT 1"
    return db.execute(found, [f"%-{year}"]).fetchone() is not None


def series(db: Database) -> dict[str, list[int]]:
    """The serials of every series of this desk, ascending: they must be 1, 2, 3 and so on."""
    found: dict[str, list[int]] = {}
    for name, serial in db.execute("SELECT series, serial FROM receipts WHERE desk = '' ORDER BY series, serial"):
        found.setdefault(name, []).append(serial)
    return found


def _receipts(db: Database, where: str, values: list[Any]) -> list[Receipt]:
    return [_receipt(row) for row in db.execute(f"{_SELECT} {where}", values)]


def _receipt(row: tuple[Any, ...]) -> Receipt:
    (number, person, name, year, tier, amount, government, payer, payer_name, relation, channel, policy) = row[:12]
    (collected_at, by, fact, digest, prints, void_reason, township, reason, cure, desk) = row[12:]
    return Receipt(
        number=number,
        person=person,
        name=name,
        year=year,
        tier_fen=tier,
        amount_fen=amount,
        government_fen=government,
        payer=Payer(payer),
        payer_name=payer_name,
        relation=relation,
        channel=Channel(channel),
        policy=policy,
        collected_at=datetime.fromisoformat(collected_at),
        by=by,
        fact=fact,
        hash=digest,
        prints=prints,
        state=ReceiptState.VOID if void_reason else ReceiptState.ISSUED,
        void_reason=void_reason,
        township=TownshipState(township),
        reason=reason,
        cure=cure,
        desk=desk,
    )


def taken_by_person(db: Database, year: int) -> dict[str, int]:
    """The fen that count for the year, by person."""
    rows = db.execute(
        "SELECT person, sum(amount_fen) FROM receipts WHERE year = ? AND void_reason = '' GROUP BY person", [year]
    )
    return dict(rows.fetchall())
