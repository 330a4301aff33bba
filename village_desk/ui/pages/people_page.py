"""People: the roster by group and house, narrowed by filters in words. Opens a person or the import."""

from PySide6.QtWidgets import QWidget

from village_desk.domain.people import Standing
from village_desk.domain.village_groups import NotedGroup, VillageGroup
from village_desk.services.finding import Finding, Found, Listing, Only
from village_desk.services.registering import tier_words
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.roster.group_cadres import GroupCadres
from village_desk.ui.kit import faults, wording
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Empty
from village_desk.ui.kit.forms import choice
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.table_columns import Column, GroupHeading, Paged
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

_COLUMNS = [
    Column(_("姓名"), lambda each: each.resident.name, strong=True),
    Column(_("性别"), lambda each: each.resident.sex.in_words(), 64, spare=True),
    Column(_("年龄"), lambda each: str(each.age), 64, right=True),
    Column(_("身份证号"), lambda each: each.resident.id_number_masked, 200, muted=True),
    Column(_("户号"), lambda each: each.resident.household, 100, muted=True),
    Column(_("户主"), lambda each: each.resident.head, 150, muted=True, spare=True),
    Column(_("档次"), lambda each: tier_words(each.resident), 90, right=True),
    Column(_("状态"), lambda each: each.standing_in_words(), 116, spare=True, tone=lambda _each: "plain"),
    Column(_("今年"), lambda each: wording.paid(each)[0], 116, tone=lambda each: wording.paid(each)[1]),
]


class PeoplePage(Page):
    """The roster as a table."""

    name = "people"
    scrolls = False

    def __init__(self, finding: Finding, groups: GroupCadres) -> None:
        super().__init__(_("人员"), "")
        self._finding, self._groups = finding, groups
        self._group = choice([(_("全部小组"), "")])
        self._group.setObjectName("filter_group")
        self._standing = choice(
            [(_("全部年龄段"), ""), *((each.in_words(), each.value) for each in reversed(Standing))]
        )
        self._standing.setObjectName("filter_standing")
        self._more = choice(
            [
                (_("不限缴费"), ""),
                *((each.in_words(), each.value) for each in Only),
            ]
        )
        self._more.setObjectName("filter_more")
        self._table = Table("people_table", _COLUMNS)
        self._table.chosen.connect(self._open_person)
        self._build()

    def _build(self) -> None:
        self._words = label(role="muted", name="filter_words")
        self._clear = Button(_("全部显示"), "quiet", name="filter_clear")
        self._clear.clicked.connect(self._show_all)
        self._paper = Button(_("打名单"), icon="print", key="Ctrl+P", name="print_list")
        self._paper.clicked.connect(self._print)
        into = Button(_("导入花名册"), icon="import", key="Ctrl+I", name="import")
        into.clicked.connect(self._import)
        self._forms = Button(_("打表格"), icon="print", name="print_forms")
        self._forms.clicked.connect(self._print_forms)
        anew = Button(_("新登记一人"), key="Ctrl+N", name="newcomer")
        anew.clicked.connect(self._register)
        for button in (self._paper, self._forms, into, anew):
            self.beside.addWidget(button)
        for each, words in ((self._group, _("小组")), (self._standing, _("年龄段")), (self._more, _("缴费"))):
            each.setAccessibleName(words)
            each.currentIndexChanged.connect(self._narrow)
        self._filters = row(self._group, self._standing, self._more, self._clear, None, self._words, gap=12)
        self.body.addLayout(self._filters)
        self._nobody = Empty(
            _("花名册还是空的"),
            _("从镇所的 Excel 名单导入。先试读一遍，有问题的行会说明原因，不会混进来。"),
            _("导入花名册"),
            "people",
            "Ctrl+I",
        )
        self._nobody.acted.connect(self._import)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._nobody, 1)
        self.body.setSpacing(12)

    def open(self, about: str) -> None:
        """Show those who owe, or those who soon turn sixty."""
        self._group.setCurrentIndex(0)
        self._standing.setCurrentIndex(0)
        self._more.setCurrentIndex(max(0, self._more.findData(about)))

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
            self._group.addItem(group.in_words(), str(group.number) if group.number or not group.name else group.name)
        self._group.setCurrentIndex(max(0, self._group.findData(chosen)))
        self._group.blockSignals(False)

    def _narrow(self) -> None:
        self._people = self._found()
        noted = self._groups.all_noted()
        parts = [(_heading(noted.get(group, NotedGroup(group)), count), count) for group, count in self._people.groups]
        self._table.show_rows(Paged(parts, self._part))
        some = bool(parts) or self._narrowed()
        self._table.setVisible(some)
        self._nobody.setVisible(not some)
        self._paper.setVisible(some)
        for each in (self._group, self._standing, self._more, self._words):
            each.setVisible(some)
        self._clear.setVisible(self._narrowed())
        self._forms.setVisible(bool(parts))
        self._words.setText(self._in_words(len(self._people)))

    def _found(self) -> Listing:
        shown = self._shown()
        return self._finding.listing(shown.group, shown.standing, shown.only)

    def _shown(self) -> Narrowed:
        standing, more = self._standing.currentData(), self._more.currentData()
        group = _group(self._group.currentData())
        return Narrowed(group, Standing(standing) if standing else None, Only(more) if more else None)

    def _part(self, first: int, count: int) -> list[Found]:
        """The people of a page; nobody, and the reason above the table, where the file cannot be read."""
        with faults.presented(self):
            return self._people.part(first, count)
        return []

    def _narrowed(self) -> bool:
        return any(each.currentIndex() > 0 for each in (self._group, self._standing, self._more))

    def _in_words(self, count: int) -> str:
        """第 3 组 · 今年未缴 · 41 人."""
        chosen = [each.currentText() for each in (self._group, self._standing, self._more) if each.currentIndex() > 0]
        return " · ".join([*chosen, _("{count} 人").format(count=count)])

    def _show_all(self) -> None:
        self.open("")

    def _open_person(self, found: Found) -> None:
        self.wanted.emit(Place("person", found.resident.id))

    def _print_forms(self) -> None:
        """Take whom the table shows to the forms: their words and ids, a line each."""
        shown = [each.resident.id for each in self._people.part(0, len(self._people))]
        self.wanted.emit(Place("forms", "\n".join(["list", self._in_words(len(shown)), *shown])))

    def _print(self) -> None:
        """Print whoever is shown."""
        self.wanted.emit(Place("register", self._shown().place()))

    def _register(self) -> None:
        self.wanted.emit(Place("newcomer"))

    def _import(self) -> None:
        self.wanted.emit(Place("import"))


def _group(chosen: str) -> VillageGroup | None:
    """The group that the filter shows; None for all."""
    if not chosen:
        return None
    return VillageGroup(int(chosen)) if chosen.isdecimal() else VillageGroup(name=chosen)


def _heading(group: NotedGroup, count: int) -> GroupHeading:
    """The group, how many it has, and its cadre."""
    words = _("{group}　{count} 人").format(group=group.in_words(), count=count)
    return GroupHeading("　".join(filter(None, (words, group.cadre_words()))))
