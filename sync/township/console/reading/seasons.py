"""The season's progress by year: who paid it whole of who is due, and the cash, by village or by group. Selects only.

Due (应缴) is who is 16 to 59 on the day, by the identity number, was not struck off, and is noted neither as dead
nor as drawing the pension, and whoever has paid: as each desk counts it. Money of
somebody whose registration has not come yet counts as one person's.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Join, Subquery, and_, case, func, select

from sync.agreement.values import value
from sync.township.console.reading import names
from sync.township.store.tables import HAS_LEFT, IS_RECEIPT, PAYS_NO_MORE, contributions, people
from sync.township.wording import figures

_FIRST_AGE, _AGE_OUT = 16, 60


@value
class Progress:
    """A year's collecting: people who paid the whole year, people due, and the fen of cash that counts."""

    paid: int = 0
    due: int = 0
    fen: int = 0

    @property
    def hundredths(self) -> int:
        """Paid of due in hundredths of a per cent."""
        return figures.hundredths(self.paid, self.due)

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.paid + other.paid, self.due + other.due, self.fen + other.fen)


def years(db: Connection, today: date) -> list[int]:
    """This year, and every other with money that counts, the latest first."""
    found = set(db.execute(select(contributions.c.year).where(contributions.c.state == "counted").distinct()).scalars())
    return sorted(found | {today.year}, reverse=True)


def chosen(db: Connection, asked: str, today: date) -> tuple[list[int], int]:
    """The years to choose from, and the one that was asked for: this year, if none was."""
    found = years(db, today)
    return found, next((year for year in found if str(year) == asked), today.year)


def progress(db: Connection, year: int, today: date) -> dict[str, Progress]:
    """By village. People who are on two desks of a village are one."""
    paid = _paid(year)
    village, number = names.village_column(_desk(paid)), _who(paid)
    begun = paid.c.fen.is_not(None)
    rows = (
        select(
            village,
            func.count(case((paid.c.whole == 1, number)).distinct()),
            func.count(case((begun | _of_age(_day(year, today)), number)).distinct()),
            func.coalesce(func.sum(paid.c.fen), 0),
        )
        .select_from(_people_with(paid))
        .group_by(village)
    )
    return {code: Progress(had, due, int(fen)) for code, had, due, fen in db.execute(rows)}


class Group(NamedTuple):
    """A villagers' group as people have it: its number, or the name of one without; neither for nobody's group."""

    number: int
    name: str = ""

    def in_words(self) -> str:
        """第 3 组, 王家湾组, 没有分组."""
        return f"第 {self.number} 组" if self.number else self.name or "没有分组"

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """The order of lists: by number, then those with names, then none."""
        return not (self.number or self.name), not self.number, self.number, self.name


def by_group(db: Connection, village: str, year: int, today: date) -> dict[Group, Progress]:
    """The groups (组) of one village in order."""
    paid = _paid(year)
    rows = (
        select(func.coalesce(people.c.fields, "{}"), _who(paid), paid.c.fen, paid.c.whole)
        .select_from(_people_with(paid))
        .where(names.village_column(_desk(paid)) == village)
        .where(paid.c.fen.is_not(None) | _of_age(_day(year, today)))
        .order_by(func.coalesce(paid.c.whole, -1).desc(), _desk(paid))
    )
    found, seen = defaultdict[Group, Progress](Progress), set[str]()
    for fields, who, fen, whole in db.execute(rows):
        new = who not in seen
        seen.add(who)
        found[_group(json.loads(fields))] += Progress(int(new and whole == 1), int(new), int(fen or 0))
    return {group: found[group] for group in sorted(found, key=attrgetter("rank")) if found[group] != Progress()}


def _group(fields: Mapping[str, Any]) -> Group:
    number = int(fields.get("group", 0))
    return Group(number, "" if number else str(fields.get("group_name", "")))


def by_year(db: Connection, village: str) -> dict[int, tuple[int, int, int]]:
    """Of one village: how many receipts count, their cash in fen, and how many are void; the latest year first."""
    state, year = contributions.c.state, contributions.c.year
    rows = db.execute(
        select(
            year,
            func.sum(case(((state == "counted") & IS_RECEIPT, 1), else_=0)),
            func.sum(case((state == "counted", contributions.c.amount_fen), else_=0)),
            func.sum(case(((state == "void") & IS_RECEIPT, 1), else_=0)),
        )
        .where(names.village_column(contributions.c.desk) == village, state != "refused")
        .group_by(year)
        .order_by(year.desc())
    )
    return {each: (int(count), int(fen), int(void)) for each, count, fen, void in rows}


def _day(year: int, today: date) -> date:
    """The day on which age is looked at: today for this year and the next, the last day of a year that is over."""
    return date(year, 12, 31) if year < today.year else today


def _of_age(day: date) -> ColumnElement[bool]:
    """In good standing, not struck off, neither dead nor drawing, and 16 to 59 on the day."""
    born = func.substr(people.c.id_number, 7, 8)
    here = and_(people.c.doubt == "", ~HAS_LEFT, ~PAYS_NO_MORE)
    return and_(here, born <= _birthday(day, _FIRST_AGE), born > _birthday(day, _AGE_OUT))


def _birthday(day: date, age: int) -> str:
    """The latest birthday of a person of that age, in the form of an identity number."""
    return f"{day.year - age:04}{day:%m%d}"


def _paid(year: int) -> Subquery:
    """Who has money of the year that counts, how many fen, and whether that is the ``whole`` year, 1 or 0."""
    rows, counts = contributions.c, (contributions.c.year == year) & (contributions.c.state == "counted")
    fen = func.sum(rows.amount_fen).label("fen")
    is_whole = (func.min(rows.whole_fen) == 0) | (func.sum(rows.tier_fen) >= func.max(rows.whole_fen))
    whole = case((is_whole, 1), else_=0).label("whole")
    return select(rows.desk, rows.person, fen, whole).where(counts).group_by(rows.desk, rows.person).subquery()


def _people_with(paid: Subquery) -> Join:
    return people.join(paid, (paid.c.desk == people.c.desk) & (paid.c.person == people.c.person), full=True)


def _desk(paid: Subquery) -> ColumnElement[str]:
    return func.coalesce(people.c.desk, paid.c.desk)


def _who(paid: Subquery) -> ColumnElement[str]:
    return func.coalesce(people.c.id_number, paid.c.person)
