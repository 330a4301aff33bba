"""The list of forms: by moment of a life, with number, name, for whom and origin. Shows; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from village_desk.services.forms.catalogue import Form, Moment, Origin, Subject
from village_desk.services.forms.installing import KnownForm
from village_desk.ui.kit.table_columns import Column, GroupHeading
from village_desk.ui.kit.table_views import Table
from village_desk.words import _


def table() -> Table:
    """The table, empty."""
    return Table("forms_table", _COLUMNS)


Line = Form | KnownForm | GroupHeading


def rows(forms: Sequence[Form], received: Sequence[KnownForm], fitting: Sequence[Form], who: str) -> list[Line]:
    """What the township sent and waits first, then the forms that fit somebody (``who``), then all by moment."""
    found: list[Line] = []
    if received:
        found += [GroupHeading(_("镇所下发的，看一看再装上")), *received]
    if fitting:
        found += [GroupHeading(_("{who} 现在用得上的").format(who=who)), *fitting]
    for moment in Moment:
        ours = [each for each in forms if each.moment is moment]
        if ours:
            found += [GroupHeading(_MOMENTS[moment]), *ours]
    return found


_MOMENTS = {
    Moment.ENROLLING: _("新参保"),
    Moment.CHANGING: _("变更"),
    Moment.DRAWING: _("领取"),
    Moment.STOPPING: _("停止"),
    Moment.CHECKING: _("对账"),
    Moment.POSTING: _("公示"),
    Moment.OTHER: _("其他"),
}
_COLUMNS = [
    Column(_("编号"), lambda each: each.number, 72, muted=True),
    Column(_("表格"), lambda each: _name(each), strong=True, least=240),
    Column(_("给谁"), lambda each: _whom(each), 140, muted=True),
    Column(_("来自"), lambda each: _origin(each)[0], 150, tone=lambda each: _origin(each)[1]),
]


def _name(each: Form | KnownForm) -> str:
    return each.name if isinstance(each, Form) else each.form


def _whom(each: Form | KnownForm) -> str:
    if isinstance(each, Form):
        return each.subject.in_words()
    return next((subject.in_words() for subject in Subject if subject.value == each.for_whom), "")


def _origin(each: Form | KnownForm) -> tuple[str, str]:
    if isinstance(each, KnownForm):
        return _("还没装上"), "attention"
    return each.origin.in_words(), "plain" if each.origin is Origin.SHIPPED else "done"


def moments() -> list[tuple[str, str]]:
    """The moments as choices, with their values."""
    return [(_MOMENTS[each], each.value) for each in Moment]


def subjects() -> list[tuple[str, str]]:
    """For whom a form can be, as choices with their values."""
    return [(each.in_words(), each.value) for each in Subject]
