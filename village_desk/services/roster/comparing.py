"""A row of a roster compared with the desk: who is new, what differs, and what holds the row although it reads well."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from sync.agreement import facts
from sync.agreement.person import values
from village_desk.domain.basics import money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.identity import IdentityNumber
from village_desk.domain.people import FIELDS, Resident
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.enrolment import tier_too_young
from village_desk.services import printable
from village_desk.words import _

if TYPE_CHECKING:  # calamine and xlsxwriter are loaded when the first workbook is opened
    from village_desk.store.subjects.leaving import StrikeOff
    from village_desk.workbooks.columns.problem import Problem
    from village_desk.workbooks.rosters.roster import RosterRow


def changes(row: RosterRow, resident: Resident) -> dict[str, str | int]:
    """The fields in which the row differs; an empty cell changes nothing and wipes nothing."""
    filled = {name: value for name, value in values(row) if value}
    if row.group or row.group_name:
        filled |= {"group": row.group, "group_name": row.group_name}
    return {name: value for name, value in filled.items() if value != getattr(resident, name)}


def clash(row: RosterRow, resident: Resident, gone: Collection[StrikeOff]) -> Problem | None:
    """Why the row of a known number is held: its person was struck off (``gone``), or bears another name here."""
    from village_desk.workbooks.columns.problem import Problem

    place = (row.row, row.sheet)
    if standing := next(iter(gone), None):
        message = _("这个人已登记注销（{reason}）").format(reason=standing.fact.words)
        cure = _("确实还在参保的，请先撤销注销再导入；已注销的请从名单里去掉")
        return Problem(*place, _("身份证号"), "struck_off", message, cure, field="id_number")
    if not texts.is_same_name(resident.name, row.name):
        message = _("本台登记的这个身份证号是“{name}”").format(name=resident.name)
        cure = _("请核对是同一人改名还是号码写错；改名请在本台先更正")
        return Problem(*place, _("姓名"), "id_other_name", message, cure, field="name")
    return None


def remarks(people: Iterable[RosterRow], policy: Policy, today: date) -> Iterator[Problem]:
    """Remarks on rows that are taken: a name that no paper can carry, a tier of somebody too young to join."""
    from village_desk.workbooks.columns.problem import Problem

    for row in people:
        if odd := printable.doubt(row.name):
            words = (odd.code, odd.message, odd.cure)
            yield Problem(
                row.row, row.sheet, _("姓名"), *words, holds=False, name=row.name, value=row.name, field="name"
            )
        if young := tier_too_young(policy, IdentityNumber(row.id_number).birth, row.tier_fen, today):
            tier = money.short(row.tier_fen)
            reason = (young.code, young.words, young.cure)
            where = (row.row, row.sheet, _("缴费档次"))
            yield Problem(*where, *reason, holds=False, name=row.name, value=tier, field="tier")


def registered(row: RosterRow, person: str) -> facts.PersonRegistered:
    """The fact that puts the person of the row onto the roster."""
    return facts.PersonRegistered(person, *_VALUES(row))


_VALUES = attrgetter(*FIELDS)
