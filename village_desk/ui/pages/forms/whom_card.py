"""For whom a form is filled: one person, a household, several, a list; and the year or month where it has one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from village_desk.domain.basics.months import Month
from village_desk.services.finding import Finding
from village_desk.services.forms.catalogue import Form, Subject
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.labels import label
from village_desk.words import _

_NAMED = 3
"""Of several people, so many by name."""
_ABOUT_NOBODY = (Subject.PAYOUTS, Subject.VILLAGE)


class WhomCard(Card):
    """Who it is. ``changed``: somebody else, or another year or month; the other signals ask for a way to choose."""

    changed = Signal()
    search_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, finding: Finding, years: Sequence[int]) -> None:
        super().__init__(name="whom_card")
        self._finding = finding
        self.people: tuple[str, ...] = ()
        self._list_words = ""
        self._adding = False
        self._subject = Subject.PERSON
        self._title = label(role="section", name="form_title", wrap=True)
        self._words = label(role="strong", name="whom_words", wrap=True)
        self._under = label(role="small", name="whom_under", wrap=True)
        self._has_year = False
        self._year_box, self._month_box = choice([(str(each), str(each)) for each in years]), choice([])
        self._year = Field("form_year", _("哪一年"), self._year_box)
        self._month = Field("form_month", _("哪个月的名单"), self._month_box)
        self._build()

    def _build(self) -> None:
        self._house = Button("", name="whom_house")
        self._house.clicked.connect(self._take_house)
        self._more = Button(_("再加一人"), name="whom_more")
        self._more.clicked.connect(self._add)
        self._batch = Button(_("从人员里选"), "quiet", name="whom_list")
        self._batch.clicked.connect(self.list_wanted)
        self._clear = Button(_("不要了"), "quiet", name="whom_clear")
        self._clear.clicked.connect(self.clear)
        self._choices = row(self._house, self._more, None, gap=8), row(self._batch, self._clear, None, gap=8)
        self.inside.setSpacing(8)
        for each in (self._title, self._words, self._under, *self._choices, self._year, self._month):
            self.add(each)
        for field, box in ((self._year, self._year_box), (self._month, self._month_box)):
            field.hide()
            box.activated.connect(self.changed)
        self.show_whom()

    # what is wanted

    @property
    def year(self) -> int | None:
        """The year that was chosen; None where the form has none."""
        return int(self._year.text()) if self._has_year and self._year.text() else None

    @property
    def month(self) -> Month | None:
        """The month that was chosen; None where the form has none."""
        return Month.read(self._month.text()) if self._subject is Subject.PAYOUTS and self._month.text() else None

    def is_enough(self) -> bool:
        """Whether the form at hand can be filled: it is about nobody, or somebody was chosen."""
        if self._subject is Subject.PAYOUTS:
            return self._month_box.count() > 0
        return self._subject is Subject.VILLAGE or bool(self.people)

    @property
    def is_about_people(self) -> bool:
        """Whether people have to be chosen for the form at hand."""
        return self._subject not in _ABOUT_NOBODY

    def lacking(self) -> str:
        """What to do first where that is not so."""
        return _("先收下发放名单") if self._subject is Subject.PAYOUTS else _("先找到这个人")

    def copies(self) -> int:
        """How many papers it will be, at most."""
        return len(self.people) if self._subject in (Subject.PERSON, Subject.HOUSEHOLD) else 1

    def is_one_paper(self) -> bool:
        """Whether it is one short paper: no list, and not for several."""
        return self._subject not in (Subject.PEOPLE, Subject.PAYOUTS) and self.copies() == 1

    # who it is

    def take(self, person: str) -> None:
        """Somebody was found: instead of who was chosen, or besides when one more is wanted."""
        kept = self.people if self._adding else ()
        self.people, self._list_words, self._adding = tuple(dict.fromkeys((*kept, person))), "", False
        self.show_whom()

    def take_list(self, people: Sequence[str], words: str) -> None:
        """A list was chosen elsewhere; ``words`` say which."""
        self.people, self._list_words, self._adding = tuple(people), words, False
        self.show_whom()

    def clear(self) -> None:
        """Nobody any more."""
        self.take_list((), "")
        self.changed.emit()

    def _take_house(self) -> None:
        resident = self._finding.person(self.people[0])
        self.take_list([each.resident.id for each in self._finding.household(resident)], "")
        self.changed.emit()

    def _add(self) -> None:
        self._adding = True
        self.search_wanted.emit()

    # what is shown

    def show_form(self, form: Form, months: Sequence[Month]) -> None:
        """Ask what this form needs. ``months``: those with a payout list."""
        self._subject, self._has_year = form.subject, False
        self._title.setText(form.title)
        self._year.hide()
        self._month.setVisible(form.subject is Subject.PAYOUTS)
        chosen = self._month.text()
        self._month_box.clear()
        for each in months:
            self._month_box.addItem(each.in_chinese(), str(each))
        self._month_box.setCurrentIndex(max(0, self._month_box.findData(chosen)))
        self.show_whom()

    def ask_year(self, wanted: bool) -> None:
        """Whether the form has a year to choose, which is known once it was filled."""
        self._has_year = wanted
        self._year.setVisible(wanted)

    def words(self) -> str:
        """Who it is, in a few words; "" for nobody."""
        if self._list_words or not self.people:
            return self._list_words
        names = [self._finding.person(each).name for each in self.people[:_NAMED]]
        more = _(" 等 {count} 人").format(count=len(self.people)) if len(self.people) > _NAMED else ""
        return _("、").join(names) + more

    def show_whom(self) -> None:
        """Say who it is, and offer what fits."""
        about_people = self.is_about_people
        self._words.setText(self.words() or _("还没有选人"))
        if not about_people:
            self._words.setText(_("全村的") if self._subject is Subject.VILLAGE else _("一个月的发放名单"))
        self._under.setText(self._hint() if about_people else "")
        self._under.setVisible(bool(self._under.text()))
        house = self._household() if about_people else 0
        self._house.say(_("全户 {count} 人").format(count=house))
        self._house.setVisible(house > 1)
        self._more.setVisible(about_people and bool(self.people) and not self._list_words)
        self._batch.setVisible(about_people and not self.people)
        self._clear.setVisible(about_people and len(self.people) > 1)

    def _hint(self) -> str:
        if not self.people:
            return _("直接打姓名找到这个人，或从人员里选一批")
        if len(self.people) == 1:
            return wording.house(self._finding.person(self.people[0]))
        copies = self._subject is Subject.PERSON
        return _("每人一份") if copies else _("每户一份") if self._subject is Subject.HOUSEHOLD else _("一行一个人")

    def _household(self) -> int:
        """How many the household of the one person has who was chosen."""
        if len(self.people) != 1 or self._subject is Subject.HOUSEHOLD:
            return 0
        return len(self._finding.household(self._finding.person(self.people[0])))
