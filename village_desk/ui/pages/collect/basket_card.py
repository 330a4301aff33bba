"""The house at the left of the till: its members as rows, those who need not pay folded, refusals beside their row."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from village_desk.services.counter.house_fees import MemberState
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.pages.collect.basket import Basket
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.ui.pages.collect.member_row import MemberRow
from village_desk.words import _

WIDTH = 300
_BESIDE_CHIPS = 470
"""What the number of the house, the others and their buttons take of a line of chips, in px."""
_UNBOUNDED = 16_777_215
"""Qt's own largest height."""


class BasketCard(QFrame):
    """The rows. ``ticked``, ``reached``: of a person (id); ``whole_wanted``, ``rest_wanted``: all who owe."""

    ticked = Signal(str)
    reached = Signal(str)
    walked = Signal(int)
    stepped = Signal(int)
    whole_wanted = Signal()
    unfolded = Signal()
    rest_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("basket")
        self.setProperty("card", "plain")
        self._heading = label(role="section", name="house_number")
        self._under = label(role="small", name="house_under")
        self.whole = Button(_("整户"), key="F6", name="whole_house")
        self.whole.clicked.connect(self.whole_wanted)
        head = column(self._heading, self._under, gap=2)
        self._head = row(head, None, self.whole, gap=8)
        self._head.setContentsMargins(19, 12, 12, 12)
        self._rows = column(gap=0)
        self._lines_layout = column(self._rows, None, gap=0)
        self._lines = held(self._lines_layout, "inside")
        self._area = Scrolled(self._lines)
        self._area.setObjectName("basket_rows")
        self._foot = column(gap=8)
        self._foot.setContentsMargins(12, 8, 12, 12)
        self.setLayout(column(self._head, self._area, self._foot, gap=0, margin=1))
        self._flat = False
        self._rows_by_person: dict[str, MemberRow] = {}

    def set_flat(self, flat: bool) -> None:
        """One line of chips over the tiers instead of a column beside them."""
        self._flat = flat
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        layout.setDirection(across if flat else down)
        self._rows.setDirection(across if flat else down)
        self._rows.setSpacing(8 if flat else 0)
        self._head.setContentsMargins(*((12, 5, 8, 5) if flat else (19, 12, 12, 12)))
        self._foot.setContentsMargins(*((8, 5, 8, 5) if flat else (12, 8, 12, 12)))
        layout.setStretch(1, 1)
        self._foot.setDirection(across if flat else down)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignLeft if flat else Qt.AlignmentFlag(0))
        bars = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if flat else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._area.setVerticalScrollBarPolicy(bars)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines_layout.setContentsMargins(0, 6 if flat else 0, 0, 0)
        self._under.setVisible(not flat)
        self.setFixedHeight(58) if flat else self.setMaximumHeight(_UNBOUNDED)
        self.setMinimumHeight(58 if flat else 0)
        self.setMinimumWidth(0 if flat else WIDTH)
        self.setMaximumWidth(_UNBOUNDED if flat else WIDTH)

    def row_of(self, person: str) -> MemberRow | None:
        """The row of a person, if there is one."""
        return self._rows_by_person.get(person)

    def show_basket(self, basket: Basket, taken: bool) -> None:
        """Show the house; ``taken``: its fees were just taken, so that nothing is ticked any more."""
        self._show_head(basket)
        owing = [each for each in basket.lines if each.member.state is MemberState.OWES]
        self.whole.setVisible(not taken and any(not each.ticked for each in owing))
        empty(self._rows)
        self._rows_by_person = {}
        shown = self._fitting(basket)
        for line in shown:
            self._add(line, in_hand=not taken and line.member.id == basket.focus, taken=taken)
        hidden = [each for each in basket.lines if each not in shown]
        self._show_foot(basket, hidden, taken, len(owing))

    def _fitting(self, basket: Basket) -> list[FeeLine]:
        """The rows; of chips only as many as there is room for, those that are ticked first."""
        shown = basket.shown + ([] if basket.folded else basket.beside)
        if not self._flat:
            return shown
        room, fitting = self.width() - _BESIDE_CHIPS, list[FeeLine]()
        for line in sorted(shown, key=lambda each: (each.member.id != basket.focus, not each.ticked)):
            room -= MemberRow(line, False, True, line.ticked).sizeHint().width() + 8
            if room >= 0 or not fitting:
                fitting.append(line)
        return [each for each in shown if each in fitting]

    def _show_head(self, basket: Basket) -> None:
        resident = basket.line().member.found.resident
        number = _("户 {number}").format(number=resident.household) if resident.household else _("没记户号")
        group = resident.village_group.in_words()
        self._heading.setText(number if self._flat else f"{number} · {group}")
        phone = resident.phone[:3] + "…" + resident.phone[-4:] if len(resident.phone) > 7 else ""
        head = _("户主 {name}").format(name=resident.head) if resident.head else wording.house(resident)
        self._under.setText(" · ".join(filter(None, (head, phone))))

    def _add(self, line: FeeLine, in_hand: bool, taken: bool) -> None:
        made = MemberRow(line, in_hand, self._flat, line.ticked and not taken)
        made.ticked.connect(self.ticked)
        made.reached.connect(self.reached)
        made.walked.connect(self.walked)
        made.stepped.connect(self.stepped)
        self._rows.addWidget(made)
        made.show()  # at once, so that it can take the keyboard
        self._rows_by_person[line.member.id] = made
        if line.refused is not None and not self._flat:
            why = label(str(line.refused), "small", name=f"refusal_{line.member.id}", wrap=True)
            restyle(why, tone="now")
            why.setContentsMargins(19, 4, 12, 6)
            self._rows.addWidget(why)

    def _show_foot(self, basket: Basket, hidden: list[FeeLine], taken: bool, owing: int) -> None:
        empty(self._foot)
        if hidden:
            words = _("另 {count} 人 · {who}").format(count=len(hidden), who=_about(hidden))
            if self._flat:
                words = _("另 {count} 人").format(count=len(hidden))
            fold = Button(words, "quiet", name="fold")
            fold.clicked.connect(self.unfolded)
            self._foot.addLayout(row(fold, None))
        if taken and owing:
            words = _("还差 {count} 人").format(count=owing)
            rest = Button(_("接着收"), key="F6", name="rest")
            rest.clicked.connect(self.rest_wanted)
            self._foot.addLayout(row(label(words, "strong", name="house_missing"), None, rest))
        elif taken:
            self._foot.addWidget(_done(_("这一户今年缴齐了")))


def _about(hidden: list[FeeLine]) -> str:
    """Who is folded away, and why, where it is one."""
    if len(hidden) > 1:
        return _("不用缴")
    line = hidden[0]
    name = line.name if len(line.name) <= 4 else line.name[:4] + "…"
    return f"{name} {line.member.found.standing_in_words()}"


def _done(words: str) -> QWidget:
    found = label(words, "strong", name="house_done")
    restyle(found, tone="done")
    return found
