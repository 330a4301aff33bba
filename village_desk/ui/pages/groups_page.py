"""The villagers' groups: what each is called, which cadre answers for it, how many people it has."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.services.roster.group_cadres import GroupCadres, GroupOfVillage
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import column, empty, fill_grid, grid, held
from village_desk.ui.kit.buttons import Button, Choice, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.words import _

_ABOUT = ("name", "cadre", "phone", "term")


class GroupsPage(Page):
    """All groups, and one of them to be changed; what is typed stays until it is stored or cleared."""

    name = "groups"

    def __init__(self, groups: GroupCadres) -> None:
        super().__init__(_("村民小组"), _("名称和包组干部，印在名单上"))
        self._groups = groups
        self._chosen: GroupOfVillage | None = None
        self._list = column(gap=8)
        self.form = Form(
            Field("group", _("小组"), line(), _("3，或王家湾组")),
            Field("name", _("名称"), line(), _("编号的组另有的名称；有名称的组写新名称，全组的人跟着改")),
            Field("cadre", _("包组干部"), line()),
            Field("phone", _("干部电话"), line()),
            Field("term", _("任期"), line(placeholder=_("如 2024—2026"))),
        )
        self._drop = Button(_("撤掉这个组"), icon="cross", name="drop_group")
        self._drop.clicked.connect(self._take_away)
        new = Button(_("加一个组"), name="new_group")
        new.clicked.connect(self._want_new)
        self.beside.addWidget(new)
        self._title = label(role="section", name="group_title")
        self._fields = grid(*self.form.fields.values(), columns=3)
        self.body.addWidget(Card("", self._title, self._fields, name="group_card"))
        self.body.addWidget(Card(_("各组"), self._list, name="group_list"))
        self.body.addStretch(1)
        main = LargeButton(_("存"), name="save_group")
        main.clicked.connect(self._save)
        self.foot(self._drop, main=main)
        self._begin_new()

    def refresh(self) -> None:
        """Read the groups again."""
        found = self._groups.listed()
        empty(self._list)
        if not found:
            self._list.addWidget(label(_("还没有小组：导入花名册，或在这里加"), "muted", wrap=True))
        shown = [self._button(each) for each in found]
        if shown:
            self._list.addWidget(held(grid(*shown, columns=3)))

    def _button(self, each: GroupOfVillage) -> Choice:
        """One group, to be changed."""
        words = _("{count} 人").format(count=each.people)
        cadre = " ".join(filter(None, (each.noted.cadre, each.noted.phone)))
        under = " · ".join(filter(None, (words, cadre, each.noted.term)))
        button = Choice(each.noted.in_words(), under, name=f"group_{each.group.number or each.group.name}")
        button.clicked.connect(partial(self._choose, each))
        return button

    def first_field(self) -> QWidget | None:
        """None until a group is chosen or begun: what is typed for the search box is no name of a group."""
        return None

    def say(self, error: DeskError) -> None:
        """Beside the field that is named where it is in sight, otherwise above."""
        field = self.form.fields.get(getattr(error, "field", ""))
        if field is None or not field.isVisible() or not self.form.refuse(error):
            super().say(error)

    def _want_new(self) -> None:
        self._begin_new()
        self.form.fields["group"].control.setFocus()

    def _begin_new(self) -> None:
        self._chosen = None
        self._fill({})
        self._title.setText(_("新的小组"))
        self._show()

    def _choose(self, group: GroupOfVillage) -> None:
        noted = group.noted
        self._chosen = group
        name = noted.called if group.group.number else group.group.name
        self._fill({"name": name, "cadre": noted.cadre, "phone": noted.phone, "term": noted.term})
        self._title.setText(noted.in_words())
        self._show()
        self.show_top()
        self.form.fields["cadre"].control.setFocus()

    def _show(self) -> None:
        self.form.accept()
        shown = [each for name, each in self.form.fields.items() if name != "group" or self._chosen is None]
        self.form.fields["group"].setVisible(self._chosen is None)
        fill_grid(self._fields, *shown, columns=3)
        self._drop.setVisible(self._chosen is not None)

    def _fill(self, values: dict[str, str]) -> None:
        for name, field in self.form.fields.items():
            assert isinstance(field.control, QLineEdit)
            field.control.setText(values.get(name, ""))

    def _save(self) -> None:
        self.form.accept()
        about = {name: self.form.text(name) for name in _ABOUT}
        with faults.presented(self):
            if self._chosen is None:
                done = self._groups.add(self.form.text("group"), about["name"], *(about[each] for each in _ABOUT[1:]))
            else:
                done = self._groups.change(_key(self._chosen), about["name"], *(about[each] for each in _ABOUT[1:]))
            self._stored(_("记下了：{group}").format(group=done.noted.heading()))

    def _take_away(self) -> None:
        assert self._chosen is not None
        with faults.presented(self):
            words = _("撤掉{group}？").format(group=self._chosen.noted.in_words())
            if dialogs.Sure.ask(self, words, _("组里没有人才能撤"), _("撤掉"), _("先不撤")):
                self._groups.drop(_key(self._chosen))
                self._stored(_("撤掉了"))

    def _stored(self, words: str) -> None:
        self._begin_new()
        self.show_done(words)
        self.changed.emit()
        self.set_stale()


def _key(group: GroupOfVillage) -> str:
    return str(group.group.number or group.group.name)
