"""The held rows of an import, kept as facts of this desk: once each, however often a file comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from sync.agreement.fact import Fact
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.held_rows import RowHeld, RowMended
from village_desk.domain.people import FIELDS, Content
from village_desk.services.roster import held_words
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import held_rows, people
from village_desk.store.subjects.held_rows import HeldRow

if TYPE_CHECKING:
    from village_desk.workbooks.rosters.roster import RosterRow

Sign: TypeAlias = tuple[object, ...]
"""What two rows have in common if they are the same row in two files; () says nothing."""


def facts_of(
    db: Database, held: Sequence[RowHeld], taken: Sequence[RosterRow], mint: Callable[[], str]
) -> Iterator[Fact]:
    """What an import makes of held rows: those that are new, that stand otherwise now, and that came in after all.

    ``held``: the rows held now, without an id. ``taken``: the people of all other rows, who are on the roster by now.
    A row that says the same as one of before is not held again: it waits already, or somebody ended it.
    """
    known = held_rows.everything(db)
    same, new = _paired(held, known, _word_for_word)
    left = [each for each in known if each.waits and each.id not in same]
    changed, new = _paired(new, left, _who_by_number)
    again, new = _paired(new, [each for each in left if each.id not in changed], _who_by_place)
    changed |= again
    yield from (replace(row, row=before) for before, row in changed.items())
    yield from (replace(row, row=mint()) for row in new)
    for row, person in _came_in([each for each in left if each.id not in changed], taken):
        found = people.by_identity(db, person.id_number)
        yield RowMended(row.id, found.id if found else "", "imported")


def _paired(
    new: Iterable[RowHeld], known: Iterable[HeldRow], sign: Callable[[RowHeld], Sign]
) -> tuple[dict[str, RowHeld], list[RowHeld]]:
    """The new rows by the ids of the known ones that bear the same sign, each once; and those that remain."""
    ids: dict[Sign, list[str]] = {}
    for each in known:
        ids.setdefault(sign(each.held), []).append(each.id)
    pairs, rest = dict[str, RowHeld](), list[RowHeld]()
    for row in new:
        waiting = ids.get(sign(row), []) if sign(row) else []
        if waiting:
            pairs[waiting.pop(0)] = row
        else:
            rest.append(row)
    return pairs, rest


def _word_for_word(row: RowHeld) -> Sign:
    """What is read of a person; not the columns beside it, which the workbook of held rows does not have."""
    read = (each for each in row.cells if each.text and held_words.is_of_person(each.field))
    return tuple(sorted((each.field, each.text) for each in read))


def _who_by_number(row: RowHeld) -> Sign:
    """The number, with the name where one is written."""
    number = identity.clean(row.text("id_number"))
    return (number, texts.name(row.name)) if number else ()


def _who_by_place(row: RowHeld) -> Sign:
    return (row.sheet, row.number, texts.name(row.name)) if row.name else ()


def _came_in(left: Sequence[HeldRow], taken: Sequence[RosterRow]) -> Iterator[tuple[HeldRow, RosterRow]]:
    """The rows whose person was taken in now: of the same number and name, of the same place, or like nobody else."""
    by_number: dict[Sign, RosterRow] = {(each.id_number, each.name): each for each in taken}
    by_number |= {(each.id_number, ""): each for each in taken}
    by_place: dict[Sign, RosterRow] = {(each.sheet, each.row, each.name): each for each in taken}
    of_name: dict[str, list[RosterRow]] = {}
    for each in taken:
        of_name.setdefault(each.name, []).append(each)
    names = Counter(texts.name(row.held.name) for row in left)
    for row in left:
        name = texts.name(row.held.name)
        alike = [each for each in of_name.get(name, ()) if names[name] == 1 and _agrees(row.held, each)]
        found = by_number.get(_who_by_number(row.held)) or by_place.get(_who_by_place(row.held))
        if found is None and len(alike) == 1:
            found = alike[0]
        if found is not None:
            yield row, found


_HOUSE = tuple(name for name, info in FIELDS.items() if info.content in (Content.HOUSE, Content.HEAD, Content.PHONE))
"""Fields of which one that is the same shows, with the name, that two rows are about one person."""


def _agrees(row: RowHeld, person: RosterRow) -> bool:
    """Whether the person of the row, under the same name, has the same house or phone."""
    values: Mapping[str, object] = {name: getattr(person, name) for name in _HOUSE}
    return any(value and row.text(name) == value for name, value in values.items())
