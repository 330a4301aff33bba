"""A village group as a grid: amounts by the keyboard alone, running totals, nothing recorded before the seal."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from village_desk.desk import Desk
from village_desk.domain import village_groups
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError, Refused, Trouble
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.counter.house_fees import MembersRefused, Taken
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import choice
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.collect.group_entry import GroupEntry
from village_desk.ui.pages.collect.group_sum import GroupSum
from village_desk.ui.pages.collect.group_table import GroupTable, cure_words, state_words
from village_desk.words import _


class GroupSheetPage(Page):
    """The grid of one group; what was typed for each group stays until it is sealed or cleared."""

    name = "group_sheet"
    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("按组录"), _("走访收来的钱，一次录完；封账以前什么也不记"))
        self._desk = desk
        self._groups: list[VillageGroup] = []
        self._entries: dict[VillageGroup, GroupEntry] = {}
        self._group: VillageGroup | None = None
        self._fresh = True
        self._which = choice([])
        self._which.setObjectName("which_group")
        self._which.setAccessibleName(_("哪个组"))
        self._which.activated.connect(self._choose)
        other = Button(_("换组"), key="F6", name="other_group")
        other.clicked.connect(self._next_group)
        self.beside.addWidget(self._which)
        self.beside.addWidget(other)
        self._table = GroupTable()
        self.setFocusProxy(self._table)  # no digit is lost while the page is read again
        self._sum = GroupSum()
        self._sum.set_flat(False)
        self.main = self._sum.seal
        self._lay_out_entry()
        self._connect()

    def _lay_out_entry(self) -> None:
        self._why = label(role="strong", name="group_why", wrap=True)
        self._yes = Button("", "answer", key="F3", name="group_yes")
        self._yes.clicked.connect(self._answer)
        self._alone = Button(_("到收费页单收"), "quiet", key="F2", name="group_alone")
        self._alone.clicked.connect(self._take_alone)
        self._asked = held(row(self._why, self._yes, self._alone, gap=8))
        self._keys = label(_("数字 收多少 · Enter 常缴的，到下一个 · ↓ 跳过 · Delete 清掉"), "small", name="group_keys")
        grid = held(column(self._table, self._asked, self._keys, gap=8))
        self._columns = row(grid, self._sum, gap=16)
        self._columns.setStretch(0, 1)
        self.body.addLayout(self._columns, 1)

    def _connect(self) -> None:
        self._table.typed.connect(self._type)
        self._table.cleared.connect(lambda: self._enter(""))
        self._table.entered.connect(self._enter_usual)
        self._table.pointed.connect(lambda _row: self._point())
        self._table.chosen.connect(lambda _row: self._table.setFocus())
        self._sum.edited.connect(self._count)
        self._sum.counted.left.connect(self._table.setFocus)
        self._sum.undo.clicked.connect(self._step_back)
        self._sum.seal.clicked.connect(self._seal)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._sum.seal.click)

    # what the window asks

    def open(self, about: str) -> None:
        """Show a group by its number or name; without one the group in hand, else the first."""
        wanted = village_groups.read(about) if about else self._group
        groups = self._desk.group_fees.groups()
        self._group = wanted if wanted in groups else groups[0] if groups else None
        self.set_stale()

    def refresh(self) -> None:
        """Fees may have been taken elsewhere; what was typed stays."""
        self._groups = self._desk.group_fees.groups()
        if self._group not in self._groups:
            self._group = self._groups[0] if self._groups else None
        self._which.clear()
        for each in self._groups:
            self._which.addItem(each.in_words())
        if self._group is not None:
            self._which.setCurrentIndex(self._groups.index(self._group))
            self._read(self._group)
        self._show_rows()

    def _read(self, group: VillageGroup) -> None:
        found = self._desk.group_fees.of(group)
        if group in self._entries:
            self._entries[group].read_again(found)
        else:
            self._entries[group] = GroupEntry.begin(found)

    def first_field(self) -> QWidget | None:
        """The grid, whose digits are amounts."""
        return self._table

    def enter_button(self) -> QPushButton | None:
        """Enter is the grid's: the seal has Ctrl+Enter."""
        return None

    def set_narrow(self, narrow: bool, named: bool) -> None:
        """In a narrow window the sums stand under the grid."""
        super().set_narrow(narrow, named)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if narrow else across)
        self._columns.setSpacing(style.size("gap_small" if narrow else "gap"))
        self._keys.setVisible(not narrow)
        self._table.horizontalHeader().setVisible(not narrow)
        self._sum.set_flat(narrow)

    def back(self) -> bool:
        """Esc leaves the cash for the grid; it leaves the page with a question where something was entered."""
        if self._sum.counted.hasFocus():
            self._table.setFocus()
            return True
        entry = self._entry
        if entry is None or not entry.is_begun:
            return False
        heading = _("还没封账，录的 {count} 人一个也没收").format(count=len(entry.good) + len(entry.refused))
        words = _("现在走开，录的都留在这一页，回来接着录；关掉程序就没有了。")
        return not dialogs.Sure.ask(self, heading, words, _("先走开"), _("接着录"))

    # entering

    @property
    def _entry(self) -> GroupEntry | None:
        return self._entries.get(self._group) if self._group is not None else None

    def _choose(self, place: int) -> None:
        self._group = self._groups[place]
        self._read(self._group)
        self._show_rows()
        self._table.setFocus()

    def _next_group(self) -> None:
        if self._groups and self._group is not None:
            place = (self._groups.index(self._group) + 1) % len(self._groups)
            self._which.setCurrentIndex(place)
            self._choose(place)

    def _point(self) -> None:
        entry, place = self._entry, self._table.currentIndex().row()
        if entry is not None and 0 <= place < len(entry.rows) and place != entry.at:
            entry.at = place
            entry.end_step()
            self._fresh = True
        self._show()

    def _type(self, digit: str) -> None:
        """A digit begins the amount anew in a row that just came into the hand; none takes the last one away."""
        entry = self._entry
        if entry is not None and entry.row is not None:
            before = entry.row.typed
            self._enter(before[:-1] if not digit else digit if self._fresh else before + digit)

    def _enter(self, typed: str) -> None:
        entry = self._entry
        if entry is not None:
            entry.enter(typed.lstrip("0"))
            self._fresh = False
            self._show()

    def _enter_usual(self) -> None:
        """Enter: the usual tier where nothing was typed, and on to the next; a question keeps the row once."""
        entry = self._entry
        if entry is None or entry.row is None:
            return
        is_new = not entry.row.typed and not entry.row.is_done
        if is_new and entry.row.usual_fen:
            self._enter(str(entry.row.usual_fen // 100))
        if not (is_new and entry.row.question):
            self._move(entry.next_place())

    def _move(self, place: int) -> None:
        self._table.take_in_hand(place)
        self._fresh = True
        self._point()

    def _answer(self) -> None:
        """The question of the row in hand is answered with yes: the person pays, or it is really meant."""
        entry = self._entry
        question = entry.row.question if entry is not None and entry.row is not None else None
        if entry is not None and entry.row is not None and question is not None:
            entry.enter(entry.row.typed, entry.row.line.sure | {question.word})
            self._move(entry.at if entry.row.why else entry.next_place())

    def _take_alone(self) -> None:
        """Whatever is not usual is taken at the till; the grid stays as it is."""
        entry = self._entry
        if entry is not None and entry.row is not None:
            self.wanted.emit(Place("collect", entry.row.member.id))

    def _step_back(self) -> None:
        entry = self._entry
        if entry is not None and entry.step_back():
            self._move(entry.at)
            self._table.setFocus()

    def _count(self) -> None:
        entry = self._entry
        if entry is not None:
            entry.counted = self._sum.counted.text()
            self._sum.show_entry(entry)

    # showing

    def _show_rows(self) -> None:
        """Another group, or the same read again: the row in hand stays."""
        entry = self._entry
        self._sum.setVisible(entry is not None)
        self._table.blockSignals(True)
        self._table.show_rows(entry.rows if entry is not None else [])
        if entry is not None and entry.rows:
            self._table.take_in_hand(entry.at)
        self._table.blockSignals(False)
        if entry is not None:
            self._sum.counted.setText(entry.counted)
        self._show()

    def _show(self) -> None:
        entry = self._entry
        row_in_hand = entry.row if entry is not None else None
        self._table.viewport().update()
        refused = row_in_hand is not None and self._table.shows_why(row_in_hand)
        question = row_in_hand.question if row_in_hand is not None else None
        if row_in_hand is not None and refused:
            self._why.setText(f"{row_in_hand.line.name}：{state_words(row_in_hand)}。{cure_words(row_in_hand)}")
            restyle(self._why, tone="attention" if question else "now")
        self._asked.setVisible(refused)
        self._yes.setVisible(question is not None)
        if question is not None:
            self._yes.say(_("本人缴") if question.code == "who_pays" else _("是，要收"))
        if entry is not None:
            self._sum.show_entry(entry)

    # the seal

    def say(self, error: DeskError) -> None:
        """A refusal stands in its row as well; the first such row comes into the hand."""
        entry = self._entry
        if isinstance(error, MembersRefused) and entry is not None:
            self._move(entry.refuse(error.members))
        super().say(error)

    def _seal(self) -> None:
        """Take all that is good in one transaction, or nothing; then the receipts go to the printer as one job."""
        entry = self._entry
        if entry is None or not entry.good:
            return
        with faults.presented(self):
            self._refuse_unprintable(entry)
            left_out = [each.line.name for each in entry.refused]
            try:
                taken = self._desk.house_fees.collect([each.payment() for each in entry.good])
            except Trouble:  # the money may be on record, where what comes after the recording failed
                self._recorded(entry)
                raise
            self._recorded(entry)
            self._tell(taken, left_out)

    def _recorded(self, entry: GroupEntry) -> None:
        self._read(entry.group.group)
        entry.begin_anew()
        self.changed.emit()

    def _refuse_unprintable(self, entry: GroupEntry) -> None:
        """A name that no font can print is refused before any money is taken."""
        refused = dict[str, Refused]()
        for each in entry.good:
            try:
                self._desk.papers.draft(each.payment())
            except Refused as why:
                refused |= {each.member.id: why} if why.code == "no_glyph" else {}
        if refused:
            entry.refuse(refused)

    def _tell(self, taken: Taken, left_out: list[str]) -> None:
        people = len(taken.receipts) + len(taken.booked)
        words = _("收好了 {count} 人，{yuan} 元").format(count=people, yuan=money.short(taken.fen))
        under = _("没收：{names}").format(names=_("、").join(left_out)) if left_out else ""
        if taken.receipts:
            self.wanted.emit(Place("receipts", taken.receipts[0].person, words, under))
        else:
            self.show_done(words, under)
