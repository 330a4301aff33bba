"""待办: all that waits, by kind, group and house; an outcome is one key, and is taken back with Ctrl+Z."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics import days, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.waiting import NOTED, Choice, Hides
from village_desk.services.worklist.kind import Kind
from village_desk.services.worklist.narrowing import TodoFilter
from village_desk.services.worklist.todo_papers import TodoPapers
from village_desk.services.worklist.worklist import Item, OfKind, Worklist
from village_desk.ui.kit import faults, style
from village_desk.ui.kit.arrange import held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, line
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.todo.filter_bar import FilterBar
from village_desk.ui.pages.todo.flowing import Flow
from village_desk.ui.pages.todo.item_table import ItemTable
from village_desk.ui.pages.todo.todo_paperwork import TodoPaperwork
from village_desk.words import _

_UNDO_MS = 10_000


class TodoPage(Page):
    """The page of all that waits."""

    name = "todo"
    prints = "pocket"
    scrolls = False

    def __init__(self, worklist: Worklist, papers: TodoPapers, jobs: Jobs) -> None:
        super().__init__(_("待办"), "")
        self._worklist, self._papers = worklist, papers
        self._filter, self._narrowly, self._keys_shown = FilterBar(), False, ""
        self._paperwork = TodoPaperwork(self, papers, jobs, self._in_sight, lambda: self._items.current())
        self._kind = ""
        self._found: list[OfKind] = []
        self._shows_away = False
        self._noted: tuple[Item, ...] = ()
        self._asked: Choice | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_UNDO_MS)
        self._build()

    def _build(self) -> None:
        self._kinds = Table(
            "todo_kinds",
            [
                Column(_("件"), lambda each: str(len(each.items)), 64, right=True, strong=True),
                Column(_("等着办的"), lambda each: each.kind.title, least=120),
            ],
        )
        self._kinds.setFixedWidth(304)
        self._kinds.chosen.connect(self._choose_kind)
        self._build_items()
        both = row(self._kinds, self._right)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)

    def _build_items(self) -> None:
        """The things of a kind, with what is done about them."""
        self._items = ItemTable()
        self._items.pressed.connect(self._press)
        self._items.chosen.connect(lambda _item: self._items.setFocus())
        self._items.pointed.connect(self._explain)
        self._words = label(role="section", name="todo_words", wrap=True)
        self._away = Button("", "quiet", name="todo_away")
        self._away.clicked.connect(self._toggle_away)
        self._undo = Button(_("撤回"), key="Ctrl+Z", name="todo_undo")
        self._undo.clicked.connect(self._take_back)
        self._done = label(role="strong", name="todo_done")
        self._undo_bar = held(row(self._done, None, self._undo))
        self._undo_bar.hide()
        self._gone.timeout.connect(self._undo_bar.hide)
        self._answer = line()
        self._field = Field("todo_answer", _("哪天"), self._answer)
        self._form = Form(self._field)
        self._field.hide()
        self._answer.returnPressed.connect(self._answered)
        self.main = LargeButton("", name="todo_cure")
        self.main.clicked.connect(self._go)
        self.main.setFixedWidth(224)
        self._foot = Flow(self.main)
        change = Button(_("换条件"), "quiet", key="F4", name="todo_filter")
        change.clicked.connect(self._filter.toggle)
        head = row(self._words, self._away, change)
        head.setStretch(0, 1)
        self._filter.changed.connect(self._narrow)
        self._explained = label(role="muted", name="todo_explained", wrap=True)
        parts = (head, self._filter, self._undo_bar, self._items, self._explained, self._field, held(self._foot))
        self._right = Card("", *parts)
        self._right.inside.setStretch(3, 1)

    def open(self, about: str) -> None:
        """Show a kind by its name; after a line break, the thing that is in hand then."""
        self._kind, _break, subject = about.partition("\n")
        self._shows_away = False
        self._show()
        self._items.take_in_hand(subject)

    def refresh(self) -> None:
        """Look at all that waits again."""
        self._found = self._worklist.all()
        cadres = self._papers.cadres()
        self._filter.offer([item.whom for each in self._found for item in each.items], cadres)
        self._kinds.show_rows(self._found)
        self._show()

    def first_field(self) -> QWidget | None:
        """The items: their keys work at once."""
        return self._items

    def set_narrow(self, narrow: bool, named: bool) -> None:
        """In a narrow window the kinds take less, and the items have the room of their own headings."""
        super().set_narrow(narrow, named)
        self._narrowly = narrow
        self._kinds.setFixedWidth(240 if narrow else 304)
        self._items.horizontalHeader().setVisible(not narrow)
        self._right.inside.setSpacing(style.size("gap_small" if narrow else "gap"))
        margin = style.size("gap_small") if narrow else 20
        self._right.inside.setContentsMargins(20, margin, 20, margin)

    def back(self) -> bool:
        """Esc leaves the day or the words that were asked for, then puts the filter away."""
        shown = next((each for each in (self._field, self._filter) if not each.isHidden()), None)
        if shown is not None:
            shown.hide()
            self._items.setFocus()
        return shown is not None

    def _of_kind(self) -> OfKind | None:
        return next((each for each in self._found if each.kind.name == self._kind), next(iter(self._found), None))

    def _show(self) -> None:
        found = self._of_kind()
        if found is not None:
            place = [each.kind.name for each in self._found].index(found.kind.name)
            self._kinds.setCurrentIndex(self._kinds.model().index(place, 0))
        items = () if found is None else found.away if self._shows_away else self._narrowed(found)
        self._items.show_items(items, self._papers.cadres())
        self._words.setText(self._in_words(found, items))
        away = found.put_off if found else 0
        self._away.say(_("回到等着办的") if self._shows_away else _("先放着 {n} 件").format(n=away))
        self._away.setVisible(bool(away) or self._shows_away)
        self._paperwork.show_ready(bool(items) and not self._shows_away)
        self._show_outcomes(found.kind if found else None, bool(items))

    def _narrow(self) -> None:
        """Something else is wanted: the choices go, and the keyboard is the list's again."""
        self._show()
        self.back()

    def _explain(self, item: object) -> None:
        """What is to be known of the thing in hand before it is done."""
        words = self._worklist.explain(item.waiting) if isinstance(item, Item) else ""
        self._explained.setText(words)
        self._explained.setVisible(bool(words) and not self._narrowly)

    def _narrowed(self, found: OfKind) -> Sequence[Item]:
        return self._papers.narrowed(found, self._filter.wanted()).items

    def _in_words(self, found: OfKind | None, items: Sequence[Item]) -> str:
        """今年没缴 · 104 件 · 36,700 元."""
        if found is None:
            return _("没有等着办的事")
        fen = sum(each.waiting.at_stake_fen for each in items)
        yuan = _("{yuan} 元").format(yuan=money.short(fen)) if fen else ""
        count = _("先放着 {n} 件") if self._shows_away else _("{n} 件")
        whose = self._filter.wanted().in_words()
        return " · ".join(filter(None, (whose, found.kind.title, count.format(n=len(items)), yuan)))

    def _show_outcomes(self, kind: Kind | None, some: bool) -> None:
        assert isinstance(self.main, Button)
        self.main.setEnabled(some)
        self.main.say(_("拿回来") if self._shows_away else kind.cure if kind else _("去办"))
        shown = kind.name if kind and some and not self._shows_away else ""
        if shown == self._keys_shown:
            return
        self._keys_shown = shown
        keys = self._keys(kind) if kind and shown else {}
        self._items.keys = frozenset([*keys, "N", "H"] if shown else ())
        buttons: list[QWidget] = [self._button(key, each.words) for key, each in keys.items()]
        buttons += [self._button("N", _("记一句")), self._button("H", _("整户"))] if shown else []
        self._foot.show_widgets(buttons)

    def _button(self, key: str, words: str) -> Button:
        button = Button(words, key=key, name=f"todo_key_{key}")
        button.setShortcut("")  # a letter typed elsewhere searches: the list alone owns its keys
        button.clicked.connect(partial(self._press, key))
        return button

    def _keys(self, kind: Kind) -> dict[str, Choice]:
        """The key of each outcome: P for the one that asks for a day, digits for the others."""
        others = [each for each in kind.choices if each.hides is not Hides.TO_A_DAY]
        promise = [("P", each) for each in kind.choices if each.hides is Hides.TO_A_DAY]
        return dict([*zip("123456789", others, strict=False), *promise])

    def _press(self, key: str) -> None:
        found = self._of_kind()
        if found is None or self._shows_away or not self._items.meant():
            return
        choice = NOTED if key == "N" else self._keys(found.kind).get(key)
        if key == "H":
            self._items.mark(self._items.house())
        elif choice is not None and choice.hides in (Hides.TO_A_DAY, Hides.NOTHING):
            self._ask(choice)
        elif choice is not None:
            self._note(choice)

    def _ask(self, choice: Choice) -> None:
        """Ask for the day, or for the words."""
        self._asked = choice
        self._form.accept()
        self._answer.clear()
        self._answer.setPlaceholderText(_("如 12-05") if choice is not NOTED else _("写一句，回车记下"))
        self._field.show()
        self._answer.setFocus()

    def _answered(self) -> None:
        if self._asked is None:
            return
        try:
            self._note(self._asked, self._answer.text())
        except Refused as refused:
            self._field.refuse(refused)

    def _note(self, choice: Choice, typed: str = "") -> None:
        """Note the outcome of what is meant; the rows slide away, and what was done can be taken back."""
        items = tuple(self._items.meant())
        day = days.read(typed) if choice.hides is Hides.TO_A_DAY else None
        comment = typed if choice is NOTED else ""
        self._worklist.note_all([each.waiting for each in items], choice.name, day, comment)
        names = _("、").join(each.name for each in items[:3]) + (_("等") if len(items) > 3 else "")
        self._done.setText(_("{names}：{words}，记下了").format(names=names, words=choice.words))
        self._noted = items
        self._field.hide()
        self._undo_bar.show()
        self._gone.start()
        self.changed.emit()
        self._items.setFocus()

    def _take_back(self) -> None:
        """What was noted last counts no more."""
        if not self._noted or self._undo_bar.isHidden():
            return
        with faults.presented(self):
            self._worklist.take_all_back((each.waiting, each.noted) for each in self._noted)
            self._noted = ()
            self._undo_bar.hide()
            self.changed.emit()
            self._items.setFocus()

    def _toggle_away(self) -> None:
        self._shows_away = not self._shows_away
        self._show()
        self._items.setFocus()

    def paper(self) -> tuple[str, bytes] | None:
        """The pocket list that could not be printed."""
        return self._paperwork.paper

    def sort_of_paper(self) -> str:
        """The pocket list."""
        return self._paperwork.sort.value

    def _in_sight(self) -> tuple[str, TodoFilter]:
        """The kind that is shown, and whose things."""
        found = self._of_kind()
        return (found.kind.name if found else "", self._filter.wanted())

    def _choose_kind(self, found: OfKind) -> None:
        self.open(found.kind.name)
        self._items.setFocus()

    def _go(self) -> None:
        """The cure: where the thing is done; of what was put off, that it waits again."""
        found, current = self._of_kind(), self._items.current()
        if found is None or current is None:
            return
        if self._shows_away:
            with faults.presented(self):
                self._worklist.take_all_back((each.waiting, None) for each in self._items.meant())
                self._shows_away = False
                self.changed.emit()
            return
        self.wanted.emit(Place(found.kind.go_to.page, found.kind.go_to.about(current.waiting)))
