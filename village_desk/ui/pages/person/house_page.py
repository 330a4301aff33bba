"""The house of a person: who lives there; move, split, join, another head; then the forms of changes and the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, DeskError
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.roster.house import House
from village_desk.services.roster.households import HouseChange
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import empty, grid
from village_desk.ui.kit.buttons import Button, Choice, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.words import _

_FORM_OF_CHANGES = "F2"
_NAME, _NUMBER, _RELATION, _GOES = range(4)
_GOES_WIDTH, _RELATION_WIDTH = 140, 170


@value
class _Act:
    """What can be done with a house: its fields, and whether each of the house goes or stays."""

    words: str
    use: str
    fields: tuple[str, ...]
    parts: bool = False


_ACTS = {
    "move": _Act(
        _("村内搬迁"),
        _("搬到别的组、别的户；不写户号和户主，全户搬就带着原来的，一个人搬就自己立一户"),
        ("group", "household", "head", "new_head"),
        parts=True,
    ),
    "split": _Act(
        _("分户"),
        _("几个人另立一户；户号不写，用下一个没人用的"),
        ("first", "household", "group", "new_head"),
        parts=True,
    ),
    "join": _Act(_("并户"), _("全户并到另一户"), ("into",)),
    "head": _Act(_("换户主"), _("其他人和新户主是什么关系，问清了再写；没问清就空着"), ("first",)),
}


class HousePage(Page):
    """One house, named by one who lives there."""

    name = "house"

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("住户"), "")
        self._desk = desk
        self._person = ""
        self._house: House | None = None
        self._done: HouseChange | None = None
        self._act = choice([(each.words, name) for name, each in _ACTS.items()])
        self._use = label(role="muted", name="house_use", wrap=True)
        self._members = QGridLayout()
        self._goes: dict[str, QComboBox] = {}
        self._relations: dict[str, QLineEdit] = {}
        self._first, self._new_head = choice([]), choice([])
        self.form = Form(
            Field("act", _("办什么"), self._act),
            Field("first", _("新户主"), self._first),
            Field("group", _("小组"), line(), _("不写就还在本组")),
            Field("household", _("户号"), line()),
            Field("head", _("搬进哪一户：户主"), line()),
            Field("into", _("并到哪一户"), line(), _("户号，或那一户一个人的身份证号")),
            Field("new_head", _("留下的人由谁当户主"), self._new_head, _("户主走了才要选")),
        )
        self._build()

    def _build(self) -> None:
        self._living = Card(_("住在这里的人"), self._members, name="house_members")
        self._members.setHorizontalSpacing(16)
        self._members.setVerticalSpacing(8)
        fields = grid(*self.form.fields.values(), columns=3)
        self.body.addWidget(self._living)
        self.body.addWidget(Card(_("要办的事"), self._use, fields, name="house_act"))
        self.body.addStretch(1)
        self._act.currentIndexChanged.connect(self._show_act)
        self._papers = Button(_("打变更登记表"), icon="print", name="house_forms")
        self._papers.clicked.connect(self._print_forms)
        self._sheet = Button(_("打住户登记单"), icon="print", key="Ctrl+P", name="house_sheet")
        self._sheet.clicked.connect(self._print_sheet)
        main = LargeButton("", name="do_house")
        main.clicked.connect(self._do)
        self.foot(self._papers, self._sheet, main=main)

    def open(self, about: str) -> None:
        """Show the house of the person with this id."""
        if about != self._person:
            self._person, self._done = about, None
            self.notice.hide()
            self._clear()
        self.set_stale()

    def refresh(self) -> None:
        """Read who lives there; what was typed for the same people stays."""
        if not self._person:
            return
        found = self._desk.households.of_person(self._person)
        cadre = self._desk.group_cadres.noted(VillageGroup(found.home.group, found.home.group_name)).cadre_words()
        self.purpose.setText(" · ".join(filter(None, (found.in_words(), cadre, found.remark()))))
        if found != self._house:
            self._house = found
            self._show_members(found)
        self._show_act()

    def first_field(self) -> QWidget | None:
        """What is to be done."""
        return self._act

    def say(self, error: DeskError) -> None:
        """Beside the field that is named where it is in sight, otherwise above."""
        field = self.form.fields.get(getattr(error, "field", ""))
        if field is None or not field.isVisible() or not self.form.refuse(error):
            super().say(error)

    # who lives there

    def _show_members(self, found: House) -> None:
        empty(self._members)
        self._goes, self._relations = {}, {}
        names = (_("姓名"), _("身份证号"), _("与新户主关系"), _("谁动"))
        for across, words in enumerate(names):
            self._members.addWidget(label(words, "small"), 0, across)
        for down, each in enumerate(found.members, 1):
            who = Choice(each.name, each.relation or _("与户主关系没有填"), name=f"member_{each.id}")
            who.clicked.connect(lambda _checked=False, person=each.id: self.wanted.emit(Place("person", person)))
            was = _("现在：{relation}").format(relation=each.relation) if each.relation else ""
            relation, goes = line(placeholder=was), choice([(_("留下"), ""), (_("走"), each.id)])
            relation.setObjectName(f"relation_{each.id}")
            relation.setAccessibleName(_("{name}与户主关系").format(name=each.name))
            goes.setObjectName(f"goes_{each.id}")
            goes.setAccessibleName(_("{name}走还是留").format(name=each.name))
            relation.setFixedWidth(_RELATION_WIDTH)
            goes.setFixedWidth(_GOES_WIDTH)
            goes.setCurrentIndex(int(each.id == self._person))
            gone = each.id in found.gone
            number = _("{number}（已不在）") if gone else "{number}"
            shown: list[QWidget] = [who, label(number.format(number=each.id_number_masked), "muted"), relation, goes]
            for across, widget in enumerate(shown):
                self._members.addWidget(widget, down, across, Qt.AlignmentFlag.AlignVCenter)
            for control in (relation, goes):
                control.setVisible(not gone)
            if not gone:
                self._relations[each.id], self._goes[each.id] = relation, goes
        self._members.setColumnStretch(_NAME, 1)
        self._fill_heads(found)

    def _fill_heads(self, found: House) -> None:
        for box, first in ((self._first, ""), (self._new_head, _("不用换"))):
            box.clear()
            if first:
                box.addItem(first, "")
            for each in found.living:
                box.addItem(each.name, each.id)
        self._first.setCurrentIndex(max(0, self._first.findData(self._person)))

    # what is to be done

    def _show_act(self) -> None:
        act = _ACTS[self.form.text("act")]
        self._use.setText(act.use)
        for name, field in self.form.fields.items():
            field.setVisible(name == "act" or name in act.fields)
        for box in self._goes.values():
            box.setVisible(act.parts)
        if self.main is not None:
            assert isinstance(self.main, Button)
            self.main.say(act.words)
        self._papers.setVisible(self._done is not None)
        self._free_number()

    def _free_number(self) -> None:
        """The number that a new house would get."""
        if self._house is None:
            return
        home = self._house.home
        free = self._desk.households.free_number(VillageGroup(home.group, home.group_name))
        hint = _("不写就用 {number}").format(number=free) if free and self.form.text("act") == "split" else ""
        self.form.fields["household"].show_hint(hint)

    def _do(self) -> None:
        self.form.accept()
        with faults.presented(self):
            self._show_done(self._asked_until_sure())

    def _asked_until_sure(self) -> HouseChange:
        """Do it; each question in the way is put to her, and the usual answer is no, shown beside its field."""
        sure: list[str] = []
        while True:
            try:
                return self._work(sure)
            except Asked as asked:
                if not dialogs.Sure.ask(self, asked.message, asked.cure, _("确实这样办"), _("先不办")):
                    raise
                sure.append(asked.word)

    def _work(self, sure: list[str]) -> HouseChange:
        works: Mapping[str, Callable[[list[str]], HouseChange]] = {
            "move": self._move,
            "split": self._split,
            "join": lambda sure: self._desk.households.join(
                self._person_number(), self.form.text("into"), relations=self._asked_anew(), sure=sure
            ),
            "head": lambda _sure: self._desk.households.head(self.form.text("first"), relations=self._asked_anew()),
        }
        return works[self.form.text("act")](sure)

    def _move(self, sure: list[str]) -> HouseChange:
        going = self._going()
        return self._desk.households.move(
            (going or [self._person])[0],
            {name: self.form.text(name) for name in ("group", "household", "head")},
            whole_house=len(going) == len(self._goes),
            among=going,
            new_head=self.form.text("new_head"),
            relations=self._asked_anew(),
            sure=sure,
        )

    def _split(self, _sure: list[str]) -> HouseChange:
        return self._desk.households.split(
            self._going() or [self._person],
            self.form.text("first"),
            number=self.form.text("household"),
            group=self.form.text("group"),
            new_head=self.form.text("new_head"),
            relations=self._asked_anew(),
        )

    def _going(self) -> list[str]:
        """The ids of those who go."""
        return [person for person, box in self._goes.items() if box.currentData()]

    def _asked_anew(self) -> dict[str, str]:
        """The relations that she wrote: what stood there before was about the old head, and is not preset."""
        typed = {person: field.text().strip() for person, field in self._relations.items()}
        return {person: text for person, text in typed.items() if text}

    def _person_number(self) -> str:
        return self._desk.finding.person(self._person).id_number

    def _show_done(self, done: HouseChange) -> None:
        self._done, self._house = done, None
        self._clear()
        self.show_done(_("办好了，随下一批上报"), done.in_words())
        self.changed.emit()
        self.set_stale()
        self.show_top()

    def _clear(self) -> None:
        for name in ("group", "household", "head", "into"):
            control = self.form.fields[name].control
            assert isinstance(control, QLineEdit)
            control.clear()

    # papers

    def _print_forms(self) -> None:
        """The form of changes of everybody who is different now."""
        assert self._done is not None
        people = [each.resident.id for each in self._done.changes]
        words = _("住户变动，{count} 人").format(count=len(people))
        self.wanted.emit(Place("forms", "\n".join([f"list {_FORM_OF_CHANGES}", words, *people])))

    def _print_sheet(self) -> None:
        """The sheet of the house, or of all that were changed just now."""
        houses = self._done.houses if self._done else (self._house,) if self._house else ()
        people = tuple(each.members[0].id for each in houses)
        self.wanted.emit(Place("register", Narrowed(houses_of=people).place()))
