"""A month's payout list as fields of a form: the posting of who is paid how much (F12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import Record, Value
from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.store.subjects.payouts import PayoutLine

Known = Callable[[Resident], Mapping[str, Value]]
"""What the roster says of a person."""


def records(lines: Iterable[PayoutLine], village_name: str, known: Known, on: date) -> list[Record]:
    """The lines by group, then as the list has them, each with its serial number. Amounts in fen.

    ``known`` gives what else is known of a payee who is on the roster. One who is not stands last, without a group; a
    number that is none gives no birth and no sex.
    """
    ordered = sorted(lines, key=lambda each: (_group(each).rank, each.line))
    return [
        {**(known(each.resident) if each.resident else {}), **dict(_record(each, number, village_name, on))}
        for number, each in enumerate(ordered, 1)
    ]


def _group(line: PayoutLine) -> VillageGroup:
    return line.resident.village_group if line.resident else VillageGroup()


def _record(line: PayoutLine, number: int, village_name: str, on: date) -> Iterator[tuple[str, Value]]:
    group = _group(line)
    yield "序号", number
    yield "姓名", line.name
    yield "公民身份号码", line.id_number
    yield "村民小组", group.in_words()
    yield "行政区划和小组", f"{village_name}{group.in_words()}" if group else village_name
    yield from _birth(line, on)
    yield "金额", line.total_fen
    yield "基础养老金", line.base_fen
    yield "个人账户养老金", line.account_fen


def _birth(line: PayoutLine, on: date) -> Iterator[tuple[str, Value]]:
    try:
        number = identity.read(line.id_number, on)
    except Refused:
        return
    yield "出生日期", number.birth
    yield "性别", number.sex.in_words()
