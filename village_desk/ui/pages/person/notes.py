"""The notes on a life: a list with a way to strike a wrong note, and the form for one more note."""

from functools import cached_property, partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.services.noting import Noted, Noting
from village_desk.ui.kit import dialogs, faults, wording
from village_desk.ui.kit.arrange import Kept, column, empty, held, into_sight, put_in_tab_order, row, scroll_area_of
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.labels import label
from village_desk.ui.pages.person.note_forms import KINDS, NoteForm
from village_desk.words import _


class NotingForm(QWidget):
    """The form for one more note: its kind, its fields, and the button. ``done`` signals that it was recorded.

    All of it is made when first wanted: few looks at a person end in a note.
    """

    done = Signal()

    def __init__(self, noting: Noting) -> None:
        super().__init__()
        self.setObjectName("noting")
        self._noting = noting
        self._person = ""
        self._forms: dict[str, NoteForm] = {}
        self._fields = column()
        self.hide()

    @cached_property
    def _kind(self) -> Field:
        """The choice of the kind; the form is made with it."""
        kinds = [(form.words, kind) for kind, form in KINDS.items()]
        kind = Field("note_kind", _("记什么"), choice(kinds))
        kind.control.currentIndexChanged.connect(self._show_kind)  # type: ignore[union-attr]
        save = Button(_("记下"), icon="save", key="Ctrl+S", name="save_note")
        save.clicked.connect(self._save)
        close = Button(_("收起"), key="Esc", name="close_note")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        self.setLayout(column(row(kind, None), self._fields, row(None, close, save)))
        put_in_tab_order(self)
        return kind

    @cached_property
    def _into_sight(self) -> QTimer:
        return into_sight(self, self._kind)  # the whole form where there is room, its head in any case

    def begin(self, person: str) -> None:
        """Show the form for this person; text typed for the same person stays."""
        if person != self._person:
            self._person = person
            self._begin_again()
        self.show()
        self._kind.control.setFocus()
        self._into_sight.start(0)

    def refuse(self, error: DeskError) -> bool:
        """Show an error beside the field that it names; False when it names none."""
        return self._form().form.refuse(error)

    def _form(self) -> NoteForm:
        """The form of the chosen kind, made when it is first wanted."""
        kind = self._kind.text()
        if kind not in self._forms:
            self._forms[kind] = KINDS[kind](self._noting)
            self._put_in(self._forms[kind])
        return self._forms[kind]

    def _put_in(self, form: NoteForm) -> None:
        self._fields.addWidget(form.sight)
        for before, after in pairwise([self._kind, *form.form.fields.values()]):
            self.setTabOrder(before.control, after.control)  # what is made late would come last on the page

    def _begin_again(self) -> None:
        """New forms, with nothing typed in them."""
        empty(self._fields)
        self._forms = {}
        self._show_kind()

    def _show_kind(self) -> None:
        shown = self._form()
        for each in self._forms.values():
            each.sight.setVisible(each is shown)

    def _save(self) -> None:
        self._form().form.accept()
        with faults.presented(self):
            self._form().record(self._person)
            self._begin_again()
            self.done.emit()

    def say(self, error: DeskError) -> None:
        """Show an error beside the field that it names, otherwise beside the kind."""
        if not self.refuse(error):
            self._kind.refuse(error)

    def enter_button(self) -> None:
        """In this form Enter stores from a field; a button with the keyboard is pressed itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field records the note."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._save()
        else:
            super().keyPressEvent(event)


class NotesCard(Card):
    """The notes of one person. ``noted`` and ``struck``: something was recorded; ``began``: the form opened."""

    began = Signal()
    noted = Signal()
    struck = Signal()

    def __init__(self, noting: Noting) -> None:
        super().__init__(name="notes")
        self._noting = noting
        self._person = ""
        self.form = NotingForm(noting)
        self.form.done.connect(self._recorded)
        self._add = Button(_("记一条"), icon="edit", name="add_note")
        self._add.clicked.connect(self.begin)
        self._lines = column(gap=0)
        self._kept = Kept(self._lines)
        self.add(row(label(_("记载"), "section"), None, self._add))
        self.add(self.form)
        self.add(self._lines)

    def show_notes(self, person: str, found: list[Noted]) -> None:
        """Show the notes on this person."""
        if person != self._person:
            self.form.hide()
        self._person = person
        if not self._kept.differs(found):
            return
        if not found:
            words = _("还没有记载。以前缴过的年度、对账单上的余额、别的养老金，都可以照凭据补记。")
            self._lines.addWidget(label(words, "muted", wrap=True))
        for number, each in enumerate(found):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(each))

    def begin(self) -> None:
        """Open the form."""
        self.form.begin(self._person)
        self.began.emit()

    def come_into_sight(self) -> None:
        """Scroll to the notes and give them the keyboard: one may have to be struck."""
        area = scroll_area_of(self)
        if area is not None:
            area.ensureWidgetVisible(self)
        self._add.setFocus()

    def _line(self, each: Noted) -> QWidget:
        source = " · ".join(part for part in (each.told_by, wording.moment(each.at)) if part)
        words = column(label(each.words, wrap=True), label(source, "small", wrap=True), gap=0)
        strike = Button(_("划掉……"), "quiet", "void", name=f"strike_{each.id}")
        strike.clicked.connect(partial(self._strike, each))
        layout = row(words, strike)
        layout.setStretch(0, 1)
        layout.setContentsMargins(0, 6, 0, 6)
        return held(layout)

    def _strike(self, each: Noted) -> None:
        words = _("{words}。划掉以后不再算数，经过里仍看得到。").format(words=each.words)
        such_as = _("如：看错了缴费本，是 2013 年")
        reason = dialogs.Reason.ask(self, _("划掉这条记载"), words, _("划掉"), such_as)
        if reason:
            self._noting.strike(self._person, each.id, reason)
            self.struck.emit()

    def _recorded(self) -> None:
        self.form.hide()
        self.noted.emit()
