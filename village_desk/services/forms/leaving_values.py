"""What is known of the end of a person's relation, as fields of the form of leaving (F7): from the strike-off alone.

Amounts are the county's to settle: none of this desk's estimates stands on the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.agreement import calendar
from sync.agreement.facts import PersonStruckOff
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import Value
from village_desk.domain.rules.person_facts import PersonFacts
from village_desk.services.forms import policy_values
from village_desk.words import _

OF_LEAVING = frozenset({"终止原因", "停发月", "户籍迁往地区", "重复险种", "参保人类型"})
"""The fields that ``of_strike_off`` may give."""


def of_strike_off(fact: PersonStruckOff, life: PersonFacts, options: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    """The reason as its box has it, the first month that is not paid, and where to."""
    return dict(_values(fact, life, options))


def _values(
    fact: PersonStruckOff, life: PersonFacts, options: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Value]]:
    yield "终止原因", policy_values.box_of_leaving(options.get("终止原因", ()), fact.reason, fact.words)
    if life.drawing_by:
        yield "参保人类型", _("领取人员")
    elif life.paid:
        yield "参保人类型", _("缴费人员")
    ended = life.death or calendar.day(fact.on)
    if life.drawing_by and ended:
        yield "停发月", Month.of(ended) + 1
    if fact.reason == "moved" and fact.to:
        yield "户籍迁往地区", fact.to
    if fact.reason in ("other_pension", "employee_scheme"):
        named = fact.to or _("、").join(each.kind.in_words() for each in life.other_pensions)
        if named:
            yield "重复险种", named
