"""Forms chosen, filled, drawn and recorded: a form is looked at and printed from the bytes that were filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.form_fields import FormContent, FormFields, Of
from village_desk.domain.people import Resident
from village_desk.services.forms import by_hand, catalogue, person_values
from village_desk.services.forms.catalogue import Form, Moment, Subject
from village_desk.services.forms.gathering import Contents, Services
from village_desk.words import _

if TYPE_CHECKING:  # loaded when the first form is filled or drawn
    from village_desk.documents.sheets import Drawn, LeftBlank
    from village_desk.workbooks.forms.bands import PageRoom
    from village_desk.workbooks.forms.template import Template

_MOMENTS = {
    SchemeStanding.MAY_JOIN: (Moment.ENROLLING,),
    SchemeStanding.ENROLLED: (Moment.ENROLLING,),
    SchemeStanding.PAYING: (Moment.CHANGING, Moment.CHECKING),
    SchemeStanding.YEARS_MISSING: (Moment.CHANGING, Moment.CHECKING),
    SchemeStanding.MAY_APPLY: (Moment.DRAWING, Moment.CHANGING),
    SchemeStanding.DRAWING: (Moment.CHANGING, Moment.STOPPING),
    SchemeStanding.PAUSED: (Moment.CHANGING, Moment.STOPPING),
    SchemeStanding.OTHER_PENSION: (Moment.STOPPING,),
    SchemeStanding.ENDED: (Moment.STOPPING,),
    SchemeStanding.UNCLEAR: (Moment.DRAWING, Moment.CHANGING),
}
"""Which moments' forms fit somebody, by standing."""
_NAMED = 20
"""So many cells are named one by one in a sentence."""
_OF_A_YEAR = (Subject.PERSON, Subject.PEOPLE)
"""Whose forms ask for a year that can be chosen; others are about this year or a month."""


@value
class Wanted:
    """What is to be filled: a form for people (ids), a year or a month; ``typed``: words for fields by their names."""

    form: str
    people: tuple[str, ...] = ()
    year: int | None = None
    month: Month | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


@value
class FilledForm:
    """A form with everything in it: a workbook for each copy. ``blanks``: the fields that stay empty, each once.

    ``typable``: those of them that one value fills on the whole paper. ``has_year``: it is about a year that can be
    chosen. ``whole_numbers``: it prints a number of a person whole.
    """

    form: Form
    people: tuple[str, ...]
    workbooks: tuple[bytes, ...]
    blanks: tuple[str, ...]
    unticked: tuple[str, ...]
    counted: bool = False
    """Whether it says something that this desk only counted from its own record."""
    typable: tuple[str, ...] = ()
    has_year: bool = False
    whole_numbers: bool = False

    def remarks(self) -> list[str]:
        """What to know before it is printed, in sentences."""
        if not self.blanks:
            return self.other_remarks()
        words = _("{count} 处留空，要手写：{fields}")
        return [words.format(count=len(self.blanks), fields=_("、").join(self.blanks)), *self.other_remarks()]

    def other_remarks(self) -> list[str]:
        """The same without what stays empty."""
        found = []
        if self.unticked:
            found.append(_("没有勾上的：{fields}，请手工打勾").format(fields=_("、").join(self.unticked)))
        if self.counted:
            found.append(_("缴费年限只数了本机有记录的年份，请对照缴费证"))
        return found


class Forms:
    """The forms of one desk."""

    def __init__(self, services: Services) -> None:
        self._ask = services

    @property
    def fields(self) -> FormFields:
        """The dictionary of fields."""
        return catalogue.fields()

    def listed(self) -> list[Form]:
        """All forms of this desk, in the order of the catalogue."""
        return catalogue.of_desk(self._ask.store)

    def named(self, name: str) -> Form:
        """The form of that name, number (``F4``) or title.

        Refused ``unknown_form`` with the names there are, ``several_forms`` with those that have the same number.
        """
        wanted, listed = name.strip().casefold(), self.listed()
        found = [each for each in listed if wanted in (each.name.casefold(), each.title.casefold())]
        found = found or [each for each in listed if wanted == each.number.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            cure = _("请写名称：{names}").format(names=_("、").join(each.name for each in found))
            raise Refused(_("有 {n} 张表都叫“{name}”").format(n=len(found), name=name), cure, "several_forms", "form")
        cure = _("有这些：{names}").format(names=_("、").join(each.title for each in self.listed()))
        raise Refused(_("没有“{name}”这张表").format(name=name), cure, "unknown_form", "form")

    def fitting(self, person: str) -> list[Form]:
        """The two or three forms that fit somebody now."""
        return self.of_standing(self._ask.assessing.assess(person).standing)

    def of_standing(self, standing: SchemeStanding) -> list[Form]:
        """The same by the standing, where somebody was assessed already."""
        moments = _MOMENTS.get(standing, ())
        ours = [each for each in self.listed() if each.subject is Subject.PERSON]
        return [each for moment in moments for each in ours if each.moment is moment][:3]

    def fill(self, wanted: Wanted, progress: Progress = silent) -> FilledForm:
        """The form filled for those people, a copy each unless it is a list.

        Refused ``unknown_form``, ``no_people``, and as the values of the form (``year_values``, ``by_hand``); raises
        Cancelled.
        """
        from village_desk.workbooks.forms import filling, template

        form = self.named(wanted.form)
        read = template.read(form.data(), form.posting)
        if read.posting and read.whole_numbers:  # put in use at the village's other PC, or by an earlier program
            words = _("“{form}”会印出完整的身份证号、电话或账号，不能公示").format(form=form.title)
            raise Refused(words, _("请停用它，或换一张只写 {公民身份号码:掩码} 的"), "form", "form")
        typed = by_hand.read(self.fields, wanted.typed)
        filled, room, counted_here = [], _room(form, read), False
        people = self._people(form, wanted.people)
        for done, content in enumerate(self._contents(form, read, wanted, people)):
            progress(done, max(len(people), 1))
            counted_here = counted_here or _is_counted(content)
            whole = FormContent({**content.values, **typed}, content.lists, content.options)
            filled.append(filling.fill(read, whole, room))
        blanks = _each_once(blank.field for each in filled for blank in each.blanks)
        return FilledForm(
            form,
            tuple(each.id for each in people),
            tuple(each.data for each in filled),
            blanks,
            _each_once(tick.field for each in filled for tick in each.unticked),
            counted_here and person_values.COUNTED_HERE in read.fields,
            tuple(each for each in blanks if each in read.once and (len(filled) == 1 or not self._is_of_people(each))),
            "年度" in read.fields and form.subject in _OF_A_YEAR,
            read.whole_numbers,
        )

    def drawn(self, filled: FilledForm, progress: Progress = silent) -> Drawn:
        """The paper of a filled form, a page or more a copy; raises Cancelled."""
        from village_desk.documents import sheets

        return sheets.draw_all(filled.workbooks, progress, self._ask.store.clock())

    def record(self, filled: FilledForm) -> None:
        """Record that a filled form was printed or saved: which template, for whom, never what stands on it."""
        from village_desk.services.forms.installing import InstalledForms

        form, copies = filled.form, len(filled.workbooks)
        InstalledForms(self._ask.store).printed(form.name, form.sha256, filled.people, copies, filled.whole_numbers)

    def _is_of_people(self, name: str) -> bool:
        """Whether the field differs from person to person."""
        field = self.fields.find(name)
        return field is not None and field.of in (Of.PERSON, Of.HOUSEHOLD)

    def _contents(
        self, form: Form, read: Template, wanted: Wanted, people: Sequence[Resident]
    ) -> Iterable[FormContent]:
        gathered = Contents(self._ask, self.fields, frozenset(read.fields), self._ask.store.today())
        match form.subject:
            case Subject.PERSON:
                return (gathered.of_person(each, wanted.year) for each in people)
            case Subject.HOUSEHOLD:
                return (gathered.of_household(each) for each in people)
            case Subject.PEOPLE:
                return (gathered.of_people(people, wanted.year),)
            case Subject.PAYOUTS:
                return (gathered.of_payouts(wanted.month),)
        return (gathered.of_village(),)

    def _people(self, form: Form, ids: Sequence[str]) -> list[Resident]:
        if not form.subject.is_of_people:
            return []
        if not ids:
            raise Refused(
                _("“{form}”要先选人").format(form=form.title), _("请先查找到人，或从名单里选"), "no_people", "people"
            )
        people = [self._ask.finding.person(each) for each in dict.fromkeys(ids)]
        return _one_a_household(people) if form.subject is Subject.HOUSEHOLD else people


def drawing_remarks(drawn: Drawn) -> list[str]:
    """What to know of the paper before it is printed: words set very small, and what no font has."""
    from village_desk.documents import sheets

    small = [each.cell for each in drawn.shrunk if each.scale < sheets.WARNED or not each.whole]
    found = [_("这几格字太多，缩得很小：{cells}").format(cells=_few(small))] if small else []
    for why, words in (
        (sheets.Undrawn.CHARACTERS, _("没有字体，要手写：{cells}")),
        (sheets.Undrawn.FORMULA, _("公式没有算出数来，要手写：{cells}")),
        (sheets.Undrawn.PICTURE, _("图片印不出来，请在表里换成 JPG 或 PNG：{cells}")),
    ):
        lost = [_lost(each) for each in drawn.left_blank if each.why is why]
        if lost:
            found.append(words.format(cells=_few(lost)))
    return found


def _few(cells: Sequence[str]) -> str:
    """The first cells by name, and how many there are: a list of 5,000 people has as many."""
    first = _("、").join(cells[:_NAMED])
    return first if len(cells) <= _NAMED else _("{first} 等 {n} 格").format(first=first, n=len(cells))


def _lost(blank: LeftBlank) -> str:
    return _("{cell} 的“{what}”").format(cell=blank.cell, what=blank.what) if blank.what else blank.cell


def _room(form: Form, read: Template) -> PageRoom | None:
    """How much room the pages have, where the form has sums of pages."""
    if not read.has_pages:
        return None
    from village_desk.documents import sheets

    return sheets.page_room(form.data())


def _one_a_household(people: Sequence[Resident]) -> list[Resident]:
    """The first one of each household; who has neither its number nor its head stands alone."""
    return list({_house(each): each for each in reversed(people)}.values())[::-1]


def _house(resident: Resident) -> tuple[object, ...]:
    known = resident.household or resident.head
    return (resident.village_group, resident.household, resident.head) if known else (resident.id,)


def _is_counted(content: FormContent) -> bool:
    return any(person_values.COUNTED_HERE in each for each in (content.values, *content.lists.get("", ())))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
