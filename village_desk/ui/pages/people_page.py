"""People: the roster by group and house, narrowed by filters in words; opens, prints and saves whom it shows."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.people import Resident, Standing
from village_desk.domain.village_groups import NotedGroup, VillageGroup
from village_desk.services.finding import Finding, Found, Listing, Only
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.registers.workbooks import BookKind
from village_desk.services.roster.group_cadres import GroupCadres
from village_desk.ui.kit import faults, style, wording
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Empty
from village_desk.ui.kit.forms import choice
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.table_columns import Column, GroupHeading, Paged
from village_desk.ui.kit.table_views import Table
from village_desk.words import _


@value
class PersonRow:
    """One line of the table: its number among those that are shown, and who it is."""

    number: int
    found: Found

    @property
    def resident(self) -> Resident:
        """The person."""
        return self.found.resident


def _year(shown: PersonRow) -> tuple[str, str]:
    return wording.year_state(shown.found)


_COLUMNS = [
    Column(_("序"), lambda each: str(each.number), 60, right=True, muted=True, spare=True),
    Column(_("姓名"), lambda each: each.resident.name, 180, strong=True),
    Column(_("组户"), lambda each: wording.group_and_house(each.resident), 114),
    Column(_("性别年龄"), lambda each: f"{each.resident.sex.in_words()} {each.found.age}", 86, spare=True),
    Column(_("电话"), lambda each: wording.short_phone(each.resident.phone), 130),
    Column(_("身份证尾号"), lambda each: each.resident.id_number[-4:], 106),
    Column(_("档次"), lambda each: wording.tier(each.resident), 84, right=True),
    Column(_("应缴"), lambda each: wording.owed(each.found), 84, right=True, spare=True),
    Column(_("今年"), lambda each: _year(each)[0], 114, tone=lambda each: _year(each)[1]),
    Column(_("备注"), lambda each: wording.remark(each.resident), spare=True, muted=True, least=100),
]


class _FootButton(Button):
    """The main button in the foot of a list."""

    def sizeHint(self) -> QSize:
        """As it was drawn, or as wide as a name needs."""
        return QSize(max(super().sizeHint().width(), style.size("foot_button")), style.size("foot_button_high"))


class PeoplePage(Page):
    """The roster as a table."""

    name = "people"
    scrolls = False

    def __init__(self, finding: Finding, groups: GroupCadres) -> None:
        super().__init__(_("人员"), "")
        self._finding, self._groups = finding, groups
        self._group = choice([(_("全部小组"), "")])
        self._group.setObjectName("filter_group")
        ages = [(each.in_words(), each.value) for each in reversed(Standing)]
        self._standing = choice([(_("全部年龄段"), ""), *ages])
        self._standing.setObjectName("filter_standing")
        self._more = choice([(_("不限缴费"), ""), *((each.in_words(), each.value) for each in Only)])
        self._more.setObjectName("filter_more")
        self._table = Table("people_table", _COLUMNS)
        self._table.setProperty("inner", True)
        self._table.chosen.connect(self._open_person)
        self._table.pointed.connect(self._name_main)
        self._build()

    def _build(self) -> None:
        self._paper = self._tool(_("打印"), "print", "Ctrl+P", "print_list", self._print)
        self._excel = self._tool(_("存 Excel"), "save", "Ctrl+E", "save_list", self._save)
        anew = self._tool(_("新登记一人"), "person", "Ctrl+N", "newcomer", self._register)
        for button in (self._paper, self._excel, anew):
            self.beside.addWidget(button)
        self.body.addLayout(self._filters())
        self._nobody = Empty(
            _("花名册还是空的"),
            _("从镇所的 Excel 名单导入。先试读一遍，有问题的行会说明原因，不会混进来。"),
            _("导入花名册"),
            "people",
            "Ctrl+I",
        )
        self._nobody.acted.connect(self._import)
        self._no_such = Empty(_("没有这样的人"), _("合这几个条件的，花名册里没有。"), _("清掉条件"), "people")
        self._no_such.setObjectName("no_such")
        self._no_such.acted.connect(self._show_all)
        self._card = QFrame()
        self._card.setProperty("card", "plain")
        inside = column(self._table, self._foot(), gap=0, margin=1)
        inside.setStretch(0, 1)
        self._card.setLayout(inside)
        for each in (self._card, self._no_such, self._nobody):
            self.body.addWidget(each, 1)
        self.body.setSpacing(12)

    def _tool(self, words: str, icon: str, key: str, name: str, act: Callable[[], None]) -> Button:
        button = Button(words, icon=icon, key=key, name=name)
        button.clicked.connect(act)
        return button

    def _filters(self) -> QHBoxLayout:
        self._clear = Button(_("清掉条件"), "quiet", key="Esc", name="filter_clear")
        self._clear.setShortcut("")
        self._clear.clicked.connect(self._show_all)
        self._forms = Button(_("打表格"), "quiet", name="print_forms")
        self._forms.clicked.connect(self._print_forms)
        self._into = Button(_("导入花名册"), "quiet", key="Ctrl+I", name="import")
        self._into.clicked.connect(self._import)
        for each, words in ((self._group, _("小组")), (self._standing, _("年龄段")), (self._more, _("缴费"))):
            each.setAccessibleName(words)
            each.currentIndexChanged.connect(self._narrow)
        return row(self._group, self._standing, self._more, self._clear, None, self._forms, self._into, gap=8)

    def _foot(self) -> QFrame:
        """Pinned under the table: the filter in words, how many, what is due, and the person in hand."""
        foot = QFrame()
        foot.setObjectName("people_foot")
        foot.setFixedHeight(style.size("foot"))
        self._words = label(role="section", name="filter_words")
        self._unknown = label(role="small", name="filter_unknown")
        self.main = _FootButton("", "primary", key="Enter", name="open_person")
        self.main.clicked.connect(self._open_current)
        line = row(self._words, self._unknown, None, self.main)
        line.setContentsMargins(style.size("gap_large"), 0, 12, 0)
        foot.setLayout(line)
        return foot

    def open(self, about: str) -> None:
        """Show those who owe, those who soon turn sixty, or whoever the words of a ``Narrowed`` name."""
        shown = Narrowed.read(about) if "\t" in about else Narrowed(only=Only(about) if about else None)
        chosen = (shown.only.value if shown.only else "", shown.standing.value if shown.standing else "")
        self._fill_groups()
        for box, words in ((self._more, chosen[0]), (self._standing, chosen[1]), (self._group, _key(shown.group))):
            box.setCurrentIndex(max(0, box.findData(words)))

    def back(self) -> bool:
        """The filters are one step."""
        was_narrowed = self._narrowed()
        self._show_all()
        return was_narrowed

    def refresh(self) -> None:
        """Read the roster again, with the filters as they are."""
        self._fill_groups()
        self._narrow()

    def first_field(self) -> QWidget | None:
        """The table, so that the arrows walk at once."""
        return self._table if self._table.rows() else None

    def _fill_groups(self) -> None:
        chosen = self._group.currentData()
        self._group.blockSignals(True)
        self._group.clear()
        self._group.addItem(_("全部小组"), "")
        for group in self._finding.groups():
            self._group.addItem(group.in_words(), _key(group))
        self._group.setCurrentIndex(max(0, self._group.findData(chosen)))
        self._group.blockSignals(False)

    def _narrow(self) -> None:
        self._people = self._found()
        noted = self._groups.all_noted()
        parts = [(_heading(noted.get(group, NotedGroup(group)), count), count) for group, count in self._people.groups]
        self._table.show_rows(Paged(parts, self._part))
        narrowed = self._narrowed()
        self._card.setVisible(bool(parts))
        self._no_such.setVisible(narrowed and not parts)
        self._nobody.setVisible(not narrowed and not parts)
        for each in (self._paper, self._excel, self._forms):
            each.setVisible(bool(parts))
        for box in (self._group, self._standing, self._more):
            box.setVisible(bool(parts) or narrowed)
            restyle(box, chosen="true" if box.currentIndex() > 0 else "")
        self._clear.setVisible(narrowed)
        self._into.setVisible(not narrowed)
        self._say_whom()

    def _say_whom(self) -> None:
        """第 3 组 · 今年未缴 · 41 人 · 应收 8,200 元."""
        shown, count = self._shown(), len(self._people)
        words, unknown = shown.in_words(count), 0
        if shown.only is Only.UNPAID and count:
            due = self._finding.due(self._people)
            unknown = due.unknown
            words = " · ".join([words, _("应收 {amount} 元").format(amount=money.short(due.fen))])
        self._words.setText(words)
        self._unknown.setText(_("另 {count} 人缴多少没定").format(count=unknown) if unknown else "")

    def _found(self) -> Listing:
        shown = self._shown()
        return self._finding.listing(shown.group, shown.standing, shown.only)

    def _shown(self) -> Narrowed:
        standing, more = self._standing.currentData(), self._more.currentData()
        group = _group(self._group.currentData())
        return Narrowed(group, Standing(standing) if standing else None, Only(more) if more else None)

    def _part(self, first: int, count: int) -> list[PersonRow]:
        """The people of a page; nobody, and the reason above the table, where the file cannot be read."""
        with faults.presented(self):
            return [PersonRow(at, each) for at, each in enumerate(self._people.part(first, count), first + 1)]
        return []

    def _narrowed(self) -> bool:
        return any(each.currentIndex() > 0 for each in (self._group, self._standing, self._more))

    def _show_all(self) -> None:
        self.open("")

    def _name_main(self, shown: object) -> None:
        """The button says whom Enter opens."""
        assert isinstance(self.main, Button)
        is_person = isinstance(shown, PersonRow)
        self.main.setVisible(is_person)
        if isinstance(shown, PersonRow):
            self.main.say(_("打开 {name}").format(name=shown.resident.name[:_NAME]))

    def _open_current(self) -> None:
        self._table.choose_current()

    def _open_person(self, shown: PersonRow) -> None:
        self.wanted.emit(Place("person", shown.resident.id))

    def _print_forms(self) -> None:
        """Take whom the table shows to the forms: their words and ids, a line each."""
        shown = [each.resident.id for each in self._people.part(0, len(self._people))]
        words = self._shown().in_words(len(shown))
        self.wanted.emit(Place("forms", "\n".join(["list", words, *shown])))

    def _print(self) -> None:
        """Print whoever is shown."""
        self.wanted.emit(Place("register", self._shown().place()))

    def _save(self) -> None:
        """Save whoever is shown as a workbook, once the columns are chosen."""
        self.wanted.emit(Place("workbook", "\n".join((BookKind.PEOPLE.value, self._shown().place()))))

    def _register(self) -> None:
        self.wanted.emit(Place("newcomer"))

    def _import(self) -> None:
        self.wanted.emit(Place("import"))


_NAME = 8
"""Characters of a name that the button says; the line above has it whole."""


def _key(group: VillageGroup | None) -> str:
    """The group as the filter keeps it; empty for all."""
    if group is None:
        return ""
    return str(group.number) if group.number or not group.name else group.name


def _group(chosen: str) -> VillageGroup | None:
    """The group that the filter shows; None for all."""
    if not chosen:
        return None
    return VillageGroup(int(chosen)) if chosen.isdecimal() else VillageGroup(name=chosen)


def _heading(group: NotedGroup, count: int) -> GroupHeading:
    """The group, how many it has, and its cadre."""
    words = _("{group}　{count} 人").format(group=group.in_words(), count=count)
    return GroupHeading("　".join(filter(None, (words, group.cadre_words()))))
