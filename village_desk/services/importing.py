"""Taking a roster in: a dry run that counts, then one fact for each person, all in one transaction or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement import facts
from sync.agreement.values import value
from village_desk import places
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, counted, silent
from village_desk.domain.held_rows import RowHeld
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import tiers
from village_desk.services import columns
from village_desk.services.columns import ListKind
from village_desk.services.policies import Policies
from village_desk.services.roster import comparing, holding
from village_desk.store.database import Store
from village_desk.store.subjects import leaving, people
from village_desk.words import _

if TYPE_CHECKING:  # calamine and xlsxwriter are loaded when the first workbook is opened
    from village_desk.workbooks.columns.problem import Problem as Problem
    from village_desk.workbooks.rosters.roster import RosterReading, RosterRow


@value
class RosterPreview:
    """The effect of taking the workbook in: people to add, people to change (differing fields only), rows held.

    ``assigned``: the columns assigned by a person now, remembered when the workbook is taken in.
    """

    reading: RosterReading
    to_add: tuple[RosterRow, ...]
    to_change: tuple[tuple[Resident, dict[str, str | int]], ...]
    unchanged: int
    problems: tuple[Problem, ...]
    held: int
    before: int
    assigned: columns.Assigned = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows with a person, good or held."""
        return self.reading.rows

    @property
    def accepted(self) -> int:
        """Rows that can be trusted, a row repeated to the letter counted once."""
        return self.rows - self.held - self.reading.repeated

    def repeated_in_words(self) -> str:
        """How many rows repeat another row word for word; empty if none does."""
        words = _("{count} 行与别的行完全一样，只收一次")
        return words.format(count=self.reading.repeated) if self.reading.repeated else ""

    def held_rows(self) -> Iterator[RowHeld]:
        """The rows that are held, with their cells, as they will be kept at this desk."""
        from village_desk.workbooks.rosters import held

        reasons: dict[tuple[str, int], list[Problem]] = {}
        for each in self.problems:
            if each.holds:
                reasons.setdefault((each.sheet, each.row), []).append(each)
        for entry in self.reading.entries:
            if why := reasons.get((entry.line.sheet, entry.line.row)):
                yield held.kept(entry, why, self.reading.source.name)

    def taken_rows(self) -> list[RosterRow]:
        """The people who are on the roster once the preview is taken."""
        held = {(each.sheet, each.row) for each in self.problems if each.holds}
        return [each for each in self.reading.people if (each.sheet, each.row) not in held]

    @property
    def after(self) -> int:
        """How many people the roster will hold."""
        return self.before + len(self.to_add)


class Importing:
    """The roster imports of one desk."""

    def __init__(self, store: Store, policies: Policies) -> None:
        self._store = store
        self._policies = policies

    def read(self, path: Path, progress: Progress = silent, assigned: columns.Assigned | None = None) -> RosterPreview:
        """The dry run: read the workbook, compare it with the desk, record nothing.

        ``assigned``: the columns assigned by a person. Refused when the file is no workbook, protected, empty or a
        bomb; ColumnsUnknown when no header can be read.
        """
        from village_desk.workbooks.rosters import roster

        today = self._store.today()
        policy = self._policies.on(today)
        merged = columns.merged(columns.remembered(self._store, ListKind.ROSTER), assigned or {})

        def offered(tier_fen: int) -> bool:
            return tiers.offers(policy, tier_fen, today)

        with columns.explained():
            reading = roster.read(path, offered, today, progress, merged)
        remarks = tuple(comparing.remarks(reading.people, policy, today))
        return replace(self._compare(reading, remarks), assigned=assigned or {})

    def headings(self, path: Path) -> tuple[columns.Headings, ...]:
        """The columns of a roster with their present fields. Refused or Trouble when it cannot be opened."""
        return columns.of_file(self._store, ListKind.ROSTER, path)

    def take(self, preview: RosterPreview, progress: Progress = silent) -> RosterPreview:
        """Record the preview: all of it or, when cancelled or in trouble, nothing. Returns the recorded preview.

        The rows that are held are kept at this desk alone, until somebody mends them or a later file does.

        Refused ``changed_meanwhile`` when the roster has changed since the preview.
        """
        with self._store.writing() as db:
            if people.count(db) != preview.before:
                raise Refused(_("花名册刚刚有变动"), _("请重新导入一次"), "changed_meanwhile")
            total = len(preview.to_add) + len(preview.to_change)
            self._store.record_all(counted(self._of_people(preview), total, progress))
            columns.remember(self._store, ListKind.ROSTER, preview.assigned)
            for fact in holding.facts_of(db, list(preview.held_rows()), preview.taken_rows(), self._store.mint):
                self._store.record_private(fact)
            self._store.record(
                facts.RosterImported(
                    preview.reading.file,
                    preview.rows,
                    preview.accepted,
                    preview.held,
                    len(preview.to_add),
                    len(preview.to_change),
                )
            )
            if people.count(db) != preview.after:
                raise AssertionError("the roster does not hold what was taken in")
        progress(total, total)
        return preview

    def _of_people(self, preview: RosterPreview) -> Iterator[facts.Fact]:
        for row, person in zip(preview.to_add, self._store.ids_of_people(), strict=False):
            yield comparing.registered(row, person)
        for resident, changes in preview.to_change:
            yield facts.PersonCorrected(resident.id, changes, "roster")

    def try_problems(self, preview: RosterPreview, out: Path) -> None:
        """Whether ``write_problems`` could write there, before anything is taken: raises as it does."""
        from village_desk.workbooks.rosters import problems

        problems.refuse_same(preview.reading.source, out)
        places.try_writing(out, places.WORKBOOK)

    def write_problems(self, preview: RosterPreview, out: Path, progress: Progress = silent) -> None:
        """The same workbook with a status and a reason column; corrected, it can be imported again without doubling."""
        from village_desk.workbooks.rosters import problems

        problems.write_back(
            preview.reading.source,
            preview.problems,
            out,
            self._statuses(preview),
            preview.reading.file,
            progress,
            columns.merged(columns.remembered(self._store, ListKind.ROSTER), preview.assigned),
        )

    def _statuses(self, preview: RosterPreview) -> dict[tuple[str, int], str]:
        """The status at this moment of the rows that are not held: taken already, or not yet."""
        known = {each.id_number: each for each in people.everyone(self._store.db)}
        repeated = dict.fromkeys(preview.reading.repeats, _("和上面一行一样，不用收"))
        return repeated | {
            (row.sheet, row.row): _status(row, known.get(row.id_number)) for row in preview.reading.people
        }

    def _compare(self, reading: RosterReading, remarks: Iterable[Problem]) -> RosterPreview:
        known = {each.id_number: each for each in people.everyone(self._store.db)}
        gone = leaving.of_everyone(self._store.db)
        to_add, to_change, clashes, unchanged = [], [], [], 0
        for row in reading.people:
            resident = known.get(row.id_number)
            if resident is None:
                to_add.append(row)
            elif clash := comparing.clash(row, resident, gone.get(resident.id, ())):
                clashes.append(clash)
            elif changes := comparing.changes(row, resident):
                to_change.append((resident, changes))
            else:
                unchanged += 1
        problems = sorted((*reading.problems, *clashes, *remarks), key=lambda each: (each.sheet, each.row))
        return RosterPreview(
            reading=reading,
            to_add=tuple(to_add),
            to_change=tuple(to_change),
            unchanged=unchanged,
            problems=tuple(problems),
            held=reading.held + len(clashes),
            before=len(known),
        )


def _status(row: RosterRow, resident: Resident | None) -> str:
    if resident is None:
        return _("可以导入")
    return _("可以导入（有更正）") if comparing.changes(row, resident) else _("已经收下")
