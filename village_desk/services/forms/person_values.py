"""What the desk knows of a person, as fields of a form. A field that is absent is not known: nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sync.agreement.person import Content
from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.form_fields import FieldKind, FormFields, Value
from village_desk.domain.people import FIELDS, Resident
from village_desk.domain.rules.eligibility import Answer
from village_desk.domain.rules.person_facts import PersonFacts
from village_desk.domain.village_groups import NotedGroup
from village_desk.words import _

_DRAWING = {SchemeStanding.DRAWING, SchemeStanding.PAUSED}
_PAYING = {SchemeStanding.ENROLLED, SchemeStanding.PAYING, SchemeStanding.YEARS_MISSING, SchemeStanding.MAY_APPLY}


OF_STANDING = frozenset(
    {
        *("参保人类型", "缴费年限", "个人账户积累额", "月养老金", "基础养老金", "个人账户养老金"),
        *("领取方式", "领取月", "死亡日期"),
    }
)
"""The fields that ``of_standing`` may give."""
COUNTED_HERE = "缴费年限"
"""A field that is only as complete as this desk's record: who prints it is asked to compare."""


def of_resident(fields: FormFields, resident: Resident, on: date) -> dict[str, Value]:
    """The declared fields of a person that are not empty, with sex, birth and age from the identity number."""
    known = {each.name: getattr(resident, each.person) for each in fields if each.person in FIELDS}
    found: dict[str, Value] = {name: value for name, value in known.items() if value}
    for each in fields:
        if each.kind is FieldKind.PICTURE or FIELDS.get(each.person, None) is None:
            found.pop(each.name, None)
        elif FIELDS[each.person].content is Content.GROUP and resident.village_group:
            found[each.name] = resident.village_group.in_words()
    found |= {"性别": resident.sex.in_words(), "出生日期": resident.birth, "年龄": resident.age(on)}
    return found


OF_GROUP = frozenset({"小组别名", "包组干部", "包组干部电话"})
"""The fields that ``of_group`` may give."""


def of_group(noted: NotedGroup | None) -> Iterator[tuple[str, Value]]:
    """What is noted of a person's villagers' group: what it is called, and who answers for it."""
    if noted is not None:
        values = (("小组别名", noted.called), ("包组干部", noted.cadre), ("包组干部电话", noted.phone))
        yield from ((name, text) for name, text in values if text)


def of_household(members: Iterable[Resident]) -> dict[str, Value]:
    """The number of a household's members, and what is known of its head if they are among them."""
    people = list(members)
    found: dict[str, Value] = {"户人数": len(people)}
    head = next((each for each in people if each.name == each.head), None)
    if head:
        found["户主身份证号"] = head.id_number
        if head.phone:
            found["户主电话"] = head.phone
    return found


def of_standing(assessment: Assessment, life: PersonFacts) -> dict[str, Value]:
    """Paid years, account, pension and end of a person, as far as the facts suffice (R7, R8, R11).

    ``缴费年限`` counts the years that the desk has on record: ``COUNTED_HERE``. Account and pension are given only
    where the county's figure of the account was noted: years before this desk began may be missing here, and where no
    part of the pension is unknown. The month from which somebody draws is given where a person noted it.
    """
    found = dict(_kind(assessment.standing))
    if life.death:
        found["死亡日期"] = life.death
    if assessment.entitlement.answer is not Answer.UNDECIDED:
        found |= dict(_paid(assessment, assessment.account_fen if life.account_fen is not None else None))
    return found


def _kind(standing: SchemeStanding) -> Iterator[tuple[str, Value]]:
    if standing in _DRAWING:
        yield "参保人类型", _("领取人员")
    elif standing in _PAYING:
        yield "参保人类型", _("缴费人员")


def _paid(assessment: Assessment, stated: int | None) -> Iterator[tuple[str, Value]]:
    """What was paid, and what comes of it."""
    yield "缴费年限", assessment.entitlement.paid
    if stated is None:
        return
    yield "个人账户积累额", stated
    if assessment.pension is None or assessment.pension.unknown:
        return
    yield "月养老金", assessment.pension.monthly_fen
    yield "基础养老金", assessment.pension.base_fen
    yield "个人账户养老金", assessment.pension.account_fen
    yield "领取方式", _("参保到龄领取") if assessment.entitlement.paid else _("直接领取基础养老金")
    if assessment.entitlement.first:
        yield "领取月", assessment.entitlement.first
