"""Which forms the county uses, what it calls them, and which reasons stand on them to be ticked.

A form that the file does not name is used as it ships. Nothing is decided here.
"""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period, overlap
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_all
from village_desk.words import _

KEY = "forms"


@value
class CountyForm:
    """A form by its number (F7), as the county has it. ``name``: "" where it is called as everywhere.

    ``used``: whether the county has it at all. ``reasons``: those that it offers, in their order; none: as it ships.
    """

    period: Period
    source: Source
    number: str
    name: str
    used: bool
    reasons: tuple[str, ...]


def of(policy: Policy, number: str, on: date) -> CountyForm | None:
    """What the policy says of a form on a day; None where it says nothing, and the form is used as it ships."""
    return next((each for each in policy.holding(CountyForm, on) if each.number == number), None)


def _read(file: PolicyTable) -> tuple[CountyForm, ...]:
    rows = file.tables(KEY)
    found = tuple(read_all(rows, _read_row))
    for row, form in zip(rows, found, strict=True):
        if overlap([each for each in found if each.number == form.number]):
            row.wrong("from", _("{form} 的另一条与这一条日期重叠").format(form=form.number))
    return found


def _read_row(row: PolicyTable) -> CountyForm:
    used, reasons = row.flag("use", True), row.texts("reasons")
    number = row.text("form")
    if not number:
        row.wrong("form", _("应写表格的编号，如 F7"))
    if reasons and not used:
        row.wrong("reasons", _("不用的表格不写原因"))
    if len(set(reasons)) != len(reasons) or not all(reasons):
        row.wrong("reasons", _("有重复的或空白的原因"))
    return CountyForm(row.period(), row.source(), number, row.text("name", ""), used, reasons)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    for form in policy.holding(CountyForm, on):
        yield clauses.of(form, _words(form))


def _words(form: CountyForm) -> str:
    called = f"{form.number}“{form.name}”" if form.name else form.number
    if not form.used:
        return _("本县不用表格 {form}").format(form=called)
    if not form.reasons:
        return _("本县用表格 {form}").format(form=called)
    return _("本县用表格 {form}，原因可选：{reasons}").format(form=called, reasons=_("、").join(form.reasons))


MECHANISM = Mechanism(KEY, CountyForm, ClauseSubject.FORMS, _read, _clauses)
