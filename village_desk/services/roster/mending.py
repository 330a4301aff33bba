"""The mending desk: rows of rosters that were held, looked at, corrected and taken in one by one, or not taken.

A row is read by the readers and rules of an import, and compared as an import does it: there is no second set of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.held_rows import NOT_TAKEN, RowHeld, RowMended, RowNotTaken, RowPutOff
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import tiers
from village_desk.services.policies import Policies
from village_desk.services.roster import comparing
from village_desk.store.database import Store
from village_desk.store.subjects import held_rows, leaving, people
from village_desk.store.subjects.held_rows import HeldRow as HeldRow
from village_desk.words import _

if TYPE_CHECKING:  # calamine is loaded when the first row is read
    from village_desk.workbooks.columns.problem import Problem as Problem
    from village_desk.workbooks.rosters.roster import RosterRow


class Effect(Enum):
    """What taking a row does: its person is new, differs from the roster, or stands there exactly so already."""

    ADDS = "adds"
    CHANGES = "changes"
    KNOWN = "known"


@value
class Checked:
    """A row as an import reads it now: ``problems`` hold it, ``remarks`` do not; ``effect`` is None while it is held.

    ``resident``: who has this identity number at this desk.
    """

    row: RowHeld
    person: RosterRow
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    resident: Resident | None
    effect: Effect | None

    def of_field(self, field: str) -> Problem | None:
        """The first problem of a field."""
        return next((each for each in self.problems if each.field == field), None)


@value
class MendedRow:
    """Who the person of a row is now, what taking it did, and how many rows wait still, put off or not."""

    resident: Resident
    effect: Effect
    left: int


class Mending:
    """The held rows of one desk. They never go up; who is taken does, as anybody who is registered."""

    def __init__(self, store: Store, policies: Policies) -> None:
        self._store = store
        self._policies = policies

    def rows(self) -> list[HeldRow]:
        """The rows that nobody has ended: first those that wait today, then those put off to another day."""
        today = self._store.today()
        return sorted(held_rows.waiting(self._store.db), key=lambda each: not each.is_due(today))

    def row(self, row: str) -> HeldRow:
        """The row of that id. Refused ``not_held``."""
        found = held_rows.one(self._store.db, row)
        if found is None:
            raise Refused(_("没有这一行暂扣的"), _("请再看一遍暂扣的行"), "not_held", "row")
        return found

    def check(self, row: str, typed: Mapping[str, str] | None = None) -> Checked:
        """The row as an import reads it now, with what was typed into its fields. Refused ``unknown_field``."""
        from village_desk.workbooks.rosters import held

        found = self.row(row).held
        known = {each.field: each.heading for each in found.cells if each.field}
        for name in typed or {}:
            if name not in known and not held.heading(name):
                cure = _("、").join(f"{field}（{heading}）" for field, heading in known.items())
                raise Refused(_("这一行没有“{name}”这一列").format(name=name), cure, "unknown_field", name)
        return self._checked(held.typed(found, typed or {}))

    def take(self, row: str, typed: Mapping[str, str] | None = None) -> MendedRow:
        """Put the person of the row onto the roster, or correct them there; then the row has ended.

        Refused beside the field that still holds it; ``not_held`` and ``row_ended``.
        """
        with self._store.writing():
            self._must_wait(row)
            checked = self.check(row, typed)
            if checked.effect is None:
                raise _refusal(checked.problems[0])
            person = self._record(checked)
            self._store.record_private(RowMended(row, person))
        found = people.person(self._store.db, person)
        assert found is not None
        return MendedRow(found, checked.effect, held_rows.count(self._store.db))

    def later(self, row: str, until: date | None = None) -> HeldRow:
        """Put the row off: to tomorrow, or to a later day. Refused ``day_past``, ``not_held``, ``row_ended``."""
        today = self._store.today()
        day = until or today + timedelta(days=1)
        if day <= today:
            raise Refused(_("{day} 已经到了").format(day=day), _("请写今天以后的日期"), "day_past", "until")
        with self._store.writing():
            self._must_wait(row)
            self._store.record_private(RowPutOff(row, day.isoformat()))
        return self.row(row)

    def drop(self, row: str, reason: str) -> HeldRow:
        """Do not take the person in. Refused as ``later``, and ``unknown_reason`` for what is not in ``NOT_TAKEN``."""
        if reason not in NOT_TAKEN:
            known = _("、").join(f"{name}（{words}）" for name, words in NOT_TAKEN.items())
            raise Refused(_("没有“{reason}”这个原因").format(reason=reason), known, "unknown_reason", "reason")
        with self._store.writing():
            self._must_wait(row)
            self._store.record_private(RowNotTaken(row, reason))
        return self.row(row)

    def again(self, row: str) -> HeldRow:
        """A row that was not taken, or was put off, waits again. Refused ``not_held``; ``row_mended``."""
        found = self.row(row)
        if found.person:
            raise Refused(_("这一行已经改好收下了"), _("要改资料，请更正这个人"), "row_mended", "row")
        with self._store.writing():
            self._store.record_private(found.held)
        return self.row(row)

    def save(self, out: Path) -> int:
        """Write the rows that wait as a workbook, which can be corrected and imported; how many. Trouble as the disk's.

        Refused ``no_rows`` where none waits.
        """
        from village_desk.workbooks.rosters import held_book

        rows = [each.held for each in self.rows()]
        if not rows:
            raise Refused(_("没有暂扣的行"), _("没有要改的，不用存"), "no_rows")
        held_book.write(rows, out)
        return len(rows)

    def _must_wait(self, row: str) -> None:
        found = self.row(row)
        if found.person:
            raise Refused(_("这一行已经改好收下了"), _("不用再改"), "row_ended", "row")
        if found.reason:
            words = _("这一行已经定了不收：{reason}").format(reason=NOT_TAKEN.get(found.reason, found.reason))
            raise Refused(words, _("要收，请先把它放回来"), "row_ended", "row", by_command=_("要收，请先用 held again"))

    def _checked(self, row: RowHeld) -> Checked:
        from village_desk.workbooks.rosters import held

        today = self._store.today()
        policy = self._policies.on(today)
        number = identity.clean(row.text("id_number"))
        alike = held_rows.of_number(self._store.db, number) if number else []
        same = [each.held for each in alike if each.id != row.row]
        entry = held.read_again([row, *same], lambda fen: tiers.offers(policy, fen, today), today)[0]
        person = entry.person
        problems = [each for each in entry.line.problems if each.holds]
        remarks = [each for each in entry.line.problems if not each.holds]
        resident = people.by_identity(self._store.db, person.id_number) if person.id_number else None
        if resident and not problems:
            gone = leaving.of_person(self._store.db, resident.id)
            problems += filter(None, [comparing.clash(person, resident, gone)])
        if not problems:
            remarks += comparing.remarks([person], policy, today)
        effect = None if problems else _effect(person, resident)
        return Checked(row, person, tuple(problems), tuple(remarks), resident, effect)

    def _record(self, checked: Checked) -> str:
        """Record what taking the row does; the id of its person."""
        if checked.resident is None:
            person = next(self._store.ids_of_people())
            self._store.record(comparing.registered(checked.person, person))
            return person
        if checked.effect is Effect.CHANGES:
            changes = comparing.changes(checked.person, checked.resident)
            self._store.record(facts.PersonCorrected(checked.resident.id, changes, "roster"))
        return checked.resident.id


def _effect(person: RosterRow, resident: Resident | None) -> Effect:
    if resident is None:
        return Effect.ADDS
    return Effect.CHANGES if comparing.changes(person, resident) else Effect.KNOWN


def _refusal(problem: Problem) -> Refused:
    return Refused(problem.message, problem.cure, problem.code, problem.field)
