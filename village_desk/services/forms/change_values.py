"""What changed about a person today, before and after, as fields of the form of changes (F2): from the facts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sync.agreement.facts import PersonCorrected, PersonRegistered
from sync.agreement.person import values as field_values
from sync.agreement.sent import CorrectedAbove
from village_desk.domain.basics import moments, money
from village_desk.domain.form_fields import FormFields, Record, Value
from village_desk.domain.people import FIELDS, Content, Resident
from village_desk.store import history
from village_desk.store.connection.engine import Database
from village_desk.words import _

BEFORE, AFTER, WHAT, OTHERS = "变更前", "变更后", "变更事项", "其他"
"""The names of the dictionary: 变更前姓名, or 变更前 in a list; 变更前其他 for what has no place of its own."""


def at_dawn(db: Database, resident: Resident, on: date) -> Resident:
    """The person as they were before the corrections of a day; as they are where there were none.

    Several corrections of one day are one change: what stood in between was never on paper.
    """
    known: dict[str, Any] = {}
    touched: set[str] = set()
    kinds = (PersonRegistered.KIND, PersonCorrected.KIND)
    for each in history.of_kinds(db, [resident.id], kinds).get(resident.id, ()):
        happened = each.happening
        stated = _stated(happened.fact)
        if isinstance(happened.fact, PersonRegistered) or happened.at.astimezone(moments.BEIJING).date() < on:
            known |= stated
        else:
            touched |= stated.keys()
    return replace(resident, **{name: known[name] for name in touched & known.keys()})


def of_changes(fields: FormFields, before: Resident, after: Resident) -> dict[str, Value]:
    """The places of F2 for what differs: one for each field that the dictionary has, the rest together."""
    found: dict[str, Value] = {}
    others: list[tuple[str, str, str]] = []
    named = _places(fields)
    for name, old, new in _differences(before, after):
        if name in named:
            found |= {BEFORE + named[name]: old, AFTER + named[name]: new}
        else:
            others.append((_(FIELDS[name].words), old, new))
    if others:
        found[BEFORE + OTHERS] = _("；").join(f"{called} {old}" for called, old, _new in others)
        found[AFTER + OTHERS] = _("；").join(f"{called} {new}" for called, _old, new in others)
    return found


def records(before: Resident, after: Resident) -> list[Record]:
    """The same as a list: a line for each field that differs."""
    return [{WHAT: _(FIELDS[name].words), BEFORE: old, AFTER: new} for name, old, new in _differences(before, after)]


def is_about(used: Iterable[str]) -> bool:
    """Whether a form with these names asks for a change."""
    return any(BEFORE in name or AFTER in name for name in used)


def _places(fields: FormFields) -> dict[str, str]:
    """The end of the dictionary's name for a person's field: 姓名 of 变更前姓名."""
    ends = [each.name.removeprefix(BEFORE) for each in fields if each.name.startswith(BEFORE)]
    meant = {end: fields.find(end) for end in ends if end}
    return {field.person: end for end, field in meant.items() if field and field.person}


def _differences(before: Resident, after: Resident) -> Iterator[tuple[str, str, str]]:
    for name, info in FIELDS.items():
        old, new = _words(before, name), _words(after, name)
        if info.headings and old != new:
            yield name, old, new


def _words(resident: Resident, name: str) -> str:
    """A field as paper has it; whole, as the form masks where it must."""
    held, content = getattr(resident, name), FIELDS[name].content
    if content is Content.GROUP:
        return resident.village_group.in_words()
    if content is Content.FEN and held:
        return _("{amount} 元").format(amount=money.short(held))
    return str(held or (_("未填") if name == "relation" else _("无")))


def _stated(fact: object) -> Mapping[str, Any]:
    """What a fact says of the fields that this program knows."""
    if isinstance(fact, PersonRegistered):
        return dict(field_values(fact))
    if isinstance(fact, PersonCorrected | CorrectedAbove):
        return {name: each for name, each in fact.changes.items() if name in FIELDS}
    return {}
