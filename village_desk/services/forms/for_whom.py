"""For whom one copy of a form can be, as far as its fields say it: guessed where nobody says it. Reads no desk."""

from __future__ import annotations

from village_desk.domain.form_fields import Of
from village_desk.services.forms.catalogue import Subject
from village_desk.workbooks.forms.dictionary import fields
from village_desk.workbooks.forms.placeholders import Band, Place
from village_desk.workbooks.forms.template import Template

_NAMES = frozenset({"姓名", "公民身份号码", "个人编号"})
"""A main list that says one of these is a list of people; one of payments or tiers is not."""
_PAID, _MONTH = "金额", "年月"
"""What only a month's payout list knows of each payee, and of itself."""
_OF_PEOPLE = (Subject.PEOPLE, Subject.PAYOUTS, Subject.HOUSEHOLD)
_OF_ONE = (Subject.PERSON, Subject.HOUSEHOLD, Subject.VILLAGE)


def guess(template: Template) -> Subject:
    """For whom it is most likely: people in lines, a month's payees, a household, a person, or nobody in particular."""
    listed = _names(template, Band.RECORD)
    if listed and (_MONTH in template.fields or (_PAID in listed and _is_of_people(template))):
        return Subject.PAYOUTS
    of = {found.of for name in template.once | _of_members(template) if (found := fields().find(name))}
    if _is_of_people(template):
        return Subject.HOUSEHOLD if Of.HOUSEHOLD in of else Subject.PEOPLE
    if Of.PERSON in of:
        return Subject.PERSON
    return Subject.HOUSEHOLD if Of.HOUSEHOLD in of else Subject.VILLAGE


def possible(template: Template) -> tuple[Subject, ...]:
    """For whom it can be at all: a list of people has no line where one person is meant, a form without a list none."""
    if _is_of_people(template):
        return _OF_PEOPLE
    return tuple(Subject) if any(not block.list for block in template.blocks) else _OF_ONE


def _is_of_people(template: Template) -> bool:
    grouped = any(not block.list and Band.GROUP in block.bands for block in template.blocks)
    return grouped or not _NAMES.isdisjoint(_names(template, Band.RECORD))


def _of_members(template: Template) -> frozenset[str]:
    return frozenset(each.field for each in _places(template) if each.list == "成员")


def _names(template: Template, band: Band) -> frozenset[str]:
    """The names of the main list's fields in such rows."""
    places = (each for each in _places(template) if each.band is band and not each.list)
    return frozenset(found.name for each in places if (found := fields().find(each.field)))


def _places(template: Template) -> list[Place]:
    return [each for marked in template.cells.values() for each in marked.places]
