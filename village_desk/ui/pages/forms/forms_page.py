"""Forms: one is chosen by moment, filled for somebody, looked at, printed. Also puts a form in use from a file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from village_desk import places
from village_desk.desk import Desk
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.services.forms.catalogue import Form
from village_desk.services.forms.installing import KnownForm
from village_desk.services.forms.printing_forms import Wanted
from village_desk.ui.kit import faults
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.forms import form_dialogs, form_jobs
from village_desk.ui.pages.forms.adding_room import AddingRoom
from village_desk.ui.pages.forms.blanks_card import BlanksCard
from village_desk.ui.pages.forms.choosing_room import ChoosingRoom
from village_desk.ui.pages.forms.filling_room import FillingRoom
from village_desk.ui.pages.forms.form_paper import FormPaper, PaperStage
from village_desk.ui.pages.forms.whom_card import WhomCard
from village_desk.words import _

_YEARS = 6
_AFTER_TYPING = 600
"""Milliseconds without a key, then the paper is drawn again."""
_AT_ONCE = 50
"""More copies are drawn when she asks for them, not by themselves."""
LIST = "list"
"""``open`` takes ``form@person``, a person, or ``list`` (``list F2``: and a form), words, people, a line each."""


class FormsPage(Page):
    """The forms of the desk, and the one at hand."""

    name = "forms"
    prints = "form"
    scrolls = False
    takes_people = True

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(_("表格"), "")
        self._desk, self._jobs = desk, jobs
        self._form: Form | None = None
        self._base: tuple[str, tuple[str, ...]] = ("", ())
        self._straight = self._prints_next = False
        self._paper = FormPaper(desk.forms, jobs)
        self._paper.moved.connect(self._show_stage)
        self._paper.drawn.connect(self._show_paper)
        self._paper.recorded.connect(self.changed)
        self._paper.failed.connect(self._not_drawn)
        this_year = desk.today().year
        self._whom = WhomCard(desk.finding, range(this_year - 1, this_year - 1 - _YEARS, -1))
        self._whom.changed.connect(self._whom_changed)
        self._whom.search_wanted.connect(lambda: self.wanted.emit(Place("search")))
        self._whom.list_wanted.connect(lambda: self.wanted.emit(Place("people")))
        self._blanks = BlanksCard()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.timeout.connect(self._draw)
        self._blanks.typed.connect(lambda: self._typed.start(_AFTER_TYPING))
        self._build()

    def _build(self) -> None:
        self._fields = Button(_("能写哪些字段"), "quiet", "table", name="see_fields")
        self._fields.clicked.connect(lambda: self.wanted.emit(Place("fields")))
        self._add = Button(_("从文件添加"), icon="import", key="Ctrl+I", name="add_form")
        self._add.clicked.connect(self._ask_file)
        self._other = Button(_("换一张表"), icon="back", name="other_form")
        self._other.clicked.connect(self._choose_other)
        self._choosing = ChoosingRoom()
        self._choosing.chosen.connect(self._choose)
        self._filling = FillingRoom(self._whom, self._blanks)
        self._filling.main.clicked.connect(self._step)
        self._filling.again.clicked.connect(self._paper.print)
        self._filling.as_pdf.clicked.connect(self.mend)
        self._filling.as_workbook.clicked.connect(self._save_workbook)
        self._filling.withdraw.clicked.connect(self._withdraw)
        self._adding = AddingRoom(self._jobs)
        self._adding.another.connect(self._ask_file)
        self._adding.ended.connect(self._added)
        self._adding.failed.connect(self.failed)
        saves = (self._filling.as_workbook, self._filling.as_pdf)
        for item in (self._fields, self._add, *saves, self._other, *self.print_door()):
            self.beside.addWidget(item)
        self._rooms = QStackedWidget()
        for room in (self._choosing, self._filling, self._adding):
            self._rooms.addWidget(room)
        self.body.addWidget(self._rooms, 1)
        self._show_room(self._choosing)

    def open(self, about: str) -> None:
        """Take a person, a form for one, or a list of people: see ``LIST``."""
        first, *rest = about.split("\n")
        title, _at, person = about.rpartition("@")
        form = first.removeprefix(LIST).strip() if rest else title
        self._straight = bool(form)
        with faults.presented(self):
            if rest:
                self._whom.take_list(rest[1:], rest[0])
                self._show_room(self._choosing)
            else:
                self._whom.take(person)
            if form:
                self._choose(self._desk.forms.named(form))
                return
        if self._rooms.currentWidget() is self._filling:
            self._whom_changed()
        self.set_stale()

    def refresh(self) -> None:
        """Read the forms again; the paper at hand is drawn anew unless it is at the printer or out."""
        one = self._whom.people[0] if len(self._whom.people) == 1 else ""
        who = self._whom.words()
        fitting = self._desk.forms.fitting(one) if one else []
        received = self._desk.installed_forms.received()
        self._choosing.show_forms(self._desk.forms.listed(), received, fitting, who)
        self._whom.show_whom()
        if self._rooms.currentWidget() is self._filling and self._paper.stage is PaperStage.READY:
            self._draw()

    def back(self) -> bool:
        """Back to the list; what was typed for this form and person stays."""
        if self._rooms.currentWidget() is self._choosing or self._straight:
            return False
        self._show_room(self._choosing)
        self._choosing.table.setFocus()
        return True

    def first_field(self) -> QWidget | None:
        """The list, or else the main button."""
        if self._rooms.currentWidget() is self._choosing:
            return self._choosing.table
        return self.main

    def paper(self) -> tuple[str, bytes] | None:
        """The paper at hand; its file is named after the form, never after the person."""
        paper = self._paper.paper
        return (paper.filled.form.title, paper.pdf) if paper else None

    def sort_of_paper(self) -> str:
        """A posting is chosen for by itself."""
        return form_jobs.sort_of(self._paper.paper).value

    def say(self, error: DeskError) -> None:
        """Beside the field that it is about, if there is one."""
        room = self._rooms.currentWidget()
        shown = room is self._filling and self._blanks.refuse(error)
        if not (shown or (room is self._adding and self._adding.refuse(error))):
            super().say(error)
            nothing = room is self._filling and self._paper.paper is None and len(self._whom.people) == 1
            if isinstance(error, Refused) and nothing:
                self.notice.say(error.message, error.cure, "attention", _("去看此人"))

    def mend(self) -> None:
        """Keep the paper as a file, recorded as a printing is; without one, go to the person who is to blame."""
        paper = self._paper.paper
        if paper is None and self._whom.people:
            self.wanted.emit(Place("person", self._whom.people[0]))
        out = form_dialogs.where_for_pdf(self, paper.filled) if paper else None
        if paper is not None and out is not None:
            with faults.presented(self):
                places.write(out, paper.pdf)
                self._desk.forms.record(paper.filled)
                self._saved(out.name)

    # which form, and for whom

    def _choose_other(self) -> None:
        self._straight = False
        self.back()

    def _choose(self, form: Form | KnownForm) -> None:
        if isinstance(form, KnownForm):
            self._show_room(self._adding)
            self._adding.show_received(form)
            self._adding.main.setFocus()
            return
        self._form = form
        months = sorted({each.month for each in self._desk.paying.lists()}, reverse=True)
        self._whom.show_form(form, months)
        self._filling.show_form(form)
        self._show_room(self._filling)
        self._filling.main.setFocus()
        self._whom_changed()

    def _whom_changed(self) -> None:
        """A form, person, year or month was chosen: what was typed for another is gone."""
        if self._form is None:
            return
        self.notice.hide()
        base = (self._form.title, self._whom.people)
        if base != self._base:
            self._base = base
            self._blanks.begin()
        self._whom.show_whom()
        if not self._whom.is_enough() or self._whom.copies() > _AT_ONCE:
            self._paper.clear()
        else:
            self._draw()

    # the paper

    def _draw(self) -> None:
        self._typed.stop()
        if self._form is not None and self._whom.is_enough():
            whom, typed = self._whom, self._blanks.words()
            wanted = Wanted(self._form.name, whom.people, whom.year, whom.month, typed)
            self._paper.draw(wanted, whom.is_one_paper())

    def _step(self) -> None:
        """Enter draws, prints, and then says that the paper is there. What was typed just now is drawn first."""
        with faults.presented(self):
            stage = self._paper.stage
            if not self._whom.is_enough():
                self.wanted.emit(Place("search" if self._whom.is_about_people else "payouts"))
            elif stage is PaperStage.ASKING:
                self._paper.confirm()
                self.show_done(_("记下了：{form} 打过一次").format(form=self._form.title if self._form else ""))
            elif self._typed.isActive() or stage is PaperStage.EMPTY:
                self._prints_next = self._typed.isActive() and stage is not PaperStage.EMPTY
                self._draw()
            elif stage in (PaperStage.READY, PaperStage.OUT):
                self._paper.print()

    def _show_stage(self) -> None:
        stage = self._paper.stage
        self._filling.show_stage(stage)
        if stage is PaperStage.READY and self._prints_next:
            self._prints_next = False
            self._paper.print()

    def _show_paper(self) -> None:
        paper = self._paper.paper
        self._filling.show_paper(paper)
        if paper is None:
            return
        self._blanks.accept()
        self._whom.ask_year(paper.filled.has_year)
        names = map(self._desk.forms.fields.find, paper.filled.typable)
        self._blanks.offer([each for each in names if each is not None])

    def _not_drawn(self, error: object) -> None:
        self._prints_next = False
        self.failed(error)

    def _save_workbook(self) -> None:
        paper = self._paper.paper
        out = form_dialogs.where_for_workbooks(self, paper.filled) if paper else None
        if paper is not None and out is not None:
            self._jobs.start(_("正在存 Excel"), partial(form_jobs.save, paper.filled, out), self._saved, self.failed)

    def _saved(self, words: str) -> None:
        self.show_done(_("存好了：{name}").format(name=words))
        self.changed.emit()

    # forms put in use and withdrawn

    def _withdraw(self) -> None:
        assert self._form is not None
        reason = form_dialogs.why_withdrawn(self, self._form.title)
        if reason:
            with faults.presented(self):
                self._desk.installed_forms.withdraw(self._form.name, reason)
                self._paper.clear()
                title, self._form = self._form.title, None
                self._show_room(self._choosing)
                self.changed.emit()
                self.show_done(_("停用了：{form}").format(form=title))

    def _ask_file(self) -> None:
        path = form_dialogs.which_file(self)
        if path is not None:
            self.notice.hide()
            self._show_room(self._adding)
            self._adding.show_file(path)
            self._adding.main.setFocus()

    def _added(self, words: str, hint: str) -> None:
        self._show_room(self._choosing)
        self.changed.emit()
        self.show_done(words, hint)

    def _show_room(self, room: QWidget) -> None:
        self._rooms.setCurrentWidget(room)
        choosing, filling = room is self._choosing, room is self._filling
        self.main = self._choosing.main if choosing else self._filling.main if filling else self._adding.main
        self._add.setVisible(choosing)
        for each in (self._filling.as_workbook, self._filling.as_pdf):
            each.setVisible(filling)
        self._fields.setVisible(not filling)
        self._other.setVisible(not choosing)
        self.purpose.setText("" if filling else _("镇所的、本村自己的表，填好了打出来"))
        if filling:
            self._filling.show_stage(self._paper.stage)
