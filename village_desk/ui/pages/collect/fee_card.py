"""The row in hand in the middle of the till: who it is, what must be answered first, the tiers, other ways to pay."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError
from village_desk.services.counter.till import Alike
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import Scrolled, column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, line
from village_desk.ui.kit.labels import label, picture, pill
from village_desk.ui.pages.collect import payment_words
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.ui.pages.collect.tiles import Tiles
from village_desk.ui.pages.collect.ways import Ways
from village_desk.words import _

_SLOT = 136
"""So high is the place above the tiers, whatever stands there, that the tiles never move."""


class _Band(Card):
    """A question with two answers, F2 and F3."""

    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(tone="attention", name=name)
        self.inside.setContentsMargins(14, 8, 14, 10)
        self.inside.setSpacing(8)
        self.words = label(role="strong", name=f"{name}_words", wrap=True)
        self.first = Button(first, "answer", key="F2", name=f"{name}_first")
        self.second = Button(second, "answer", key="F3", name=f"{name}_second")
        line = row(picture("alert", "attention"), self.words, gap=8)
        line.setStretch(1, 1)
        self.add(line)
        self.add(row(self.first, self.second, None, gap=8))


class FeeCard(QFrame):
    """The form of the line in hand. ``edited``: it was changed; the questions' answers are the page's to carry out."""

    edited = Signal()
    by_others = Signal()
    by_person = Signal()
    answer_undone = Signal()
    known = Signal()
    somebody_else = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("payment")
        self.setProperty("card", "plain")
        self._line: FeeLine | None = None
        self.is_open = False
        self._make_head()
        self._make_slot()
        self._make_tiers()
        self._lay_out()

    def _make_head(self) -> None:
        self._name = label(role="title", name="who_name")
        self._who = label(role="muted", name="who_facts")
        self._pill = pill("", "attention", name="who_pill")
        self._dead = pill("", "attention", name="who_dead")

    def _make_slot(self) -> None:
        self.guard = _Band("alike", _("对，就是他"), _("不是，换人"))
        self.guard.first.clicked.connect(self.known)
        self.guard.second.clicked.connect(self.somebody_else)
        self.question = _Band("question", "", "")
        self.question.first.clicked.connect(self.by_others)
        self.question.second.clicked.connect(self.by_person)
        self._answer = label(role="strong", name="answered_words", wrap=True)
        undo = Button(_("改"), "quiet", key="F2", name="answer_undo")
        undo.clicked.connect(self.answer_undone)
        line_ = row(picture("tick", "done"), self._answer, undo, gap=8)
        line_.setStretch(1, 1)
        self._answered = Card("", line_, tone="done", name="answered")
        self._answered.inside.setContentsMargins(14, 4, 4, 4)
        self.again = Field("again", _("确实要再收，写明原因"), line())
        self._paid_words = label(name="already_paid", wrap=True)
        self._closed = Card("", self._paid_words, self.again, tone="attention", name="second")
        self._closed.inside.setContentsMargins(16, 10, 16, 12)
        self._past = label(role="muted", name="past", wrap=True)
        self._parts = label(role="muted", name="parts", wrap=True)

    def _make_tiers(self) -> None:
        self.free = Field("tier", _("金额（元）"), line())
        self.ways = Ways(self.again, self.free)
        self.ways.edited.connect(self.edited)
        self.tiles = Tiles()
        self.tiles.chosen.connect(self._choose)
        self._heading = label(_("档次（每年）"), "strong")
        self._hint = label(_("按数字选"), "small")
        self._year = label(name="year_words")
        self._change = Button(_("换一种"), "quiet", key="F4", name="other_way")
        self._change.clicked.connect(self._toggle)

    def _lay_out(self) -> None:
        slot = column(
            self.guard, self.question, self._answered, self._closed, self._past, self._parts, self.ways, None, gap=8
        )
        self._slot = held(slot)
        head = row(self._name, self._who, self._pill, self._dead, None, gap=12)
        self._tier_head = held(row(self._heading, None, self._hint))
        inside = column(
            head, self._slot, self._tier_head, self.tiles, self.free, row(self._year, None, self._change), None, gap=8
        )
        inside.setContentsMargins(19, 12, 19, 12)
        area = Scrolled(held(inside, "inside"))
        area.setObjectName("fee_area")
        self.setLayout(column(area, gap=0, margin=1))

    def show_line(self, shown: FeeLine, alike: Alike | None, paid: str, died_on: str, narrow: bool) -> None:
        """Show the line in hand. ``alike``: who else it may be, until that is settled; ``paid``: why it is closed."""
        self._line = shown
        found = shown.member.found
        self._name.setText(_short(found.resident.name))
        self._name.setToolTip(found.resident.name)
        tail = _("尾号 {tail}").format(tail=found.resident.id_number[-4:])
        self._who.setText(" · ".join((wording.age(found), tail)))
        self._show_pills(shown, died_on)
        self._show_slot(shown, alike, paid, narrow)
        self.ways.show_line(shown, self.is_open)
        offers = shown.offers()
        self.tiles.show_offers(offers, shown.tier_fen, wide=narrow)
        self._tier_head.setVisible(bool(offers) and not narrow)
        self._show_free(shown)
        words = _("{year} 年 · {channel}").format(year=shown.year, channel=shown.channel.in_words())
        self._year.setText(words)

    def _show_pills(self, shown: FeeLine, died_on: str) -> None:
        found = shown.member.found
        words = "" if found.owes_this_year else found.standing_in_words()
        self._pill.setText(words)
        self._pill.setVisible(bool(words) and not died_on)
        self._dead.setText(_("记了 {day} 死亡").format(day=died_on))
        self._dead.setVisible(bool(died_on))

    def _show_slot(self, shown: FeeLine, alike: Alike | None, paid: str, narrow: bool) -> None:
        self._slot.setMinimumHeight(0 if narrow else _SLOT)
        self.guard.setVisible(alike is not None)
        if alike is not None:
            self.guard.words.setText(_alike_words(alike))
        question = shown.question() if alike is None else None
        self.question.setVisible(question is not None)
        if question is not None:
            first, second = payment_words.answers(question)
            self.question.words.setText(question.message)
            self.question.words.setToolTip(question.cure)
            self.question.first.say(first)
            self.question.second.say(second)
        answer = payment_words.answered(shown) if alike is None and question is None else ""
        self._answer.setText(answer)
        self._answered.setVisible(bool(answer))
        self._closed.setVisible(bool(paid))
        self._paid_words.setText(paid)
        self.again.setVisible(shown.is_second)
        cost = None if question is not None else shown.cost()
        parts = _("；").join(payment_words.who_pays(cost)) if cost is not None else ""
        self._past.setText(payment_words.past(shown.member.choices))
        self._past.setVisible(alike is None and not paid and not (narrow and (question or parts)))
        self._parts.setText(parts)
        self._parts.setVisible(bool(parts) and alike is None)

    def _show_free(self, shown: FeeLine) -> None:
        free = shown.free()
        self.free.setVisible(free is not None)
        if free is not None:
            ends = _("{least} 至 {most} 之间任意整元，不填就是最低的")
            self.free.show_hint(ends.format(least=money.short(free.least_fen), most=money.short(free.most_fen)))

    def refuse(self, error: DeskError) -> bool:
        """Put a refusal of the line in hand beside its field; False where it has none in sight."""
        return self.ways.refuse(error)

    def open_ways(self) -> None:
        """Show the other ways to pay."""
        self.is_open = True
        self.opened.emit()

    def _toggle(self) -> None:
        self.is_open = not self.is_open
        self.opened.emit()
        if self.is_open:
            self.ways.year.control.setFocus()

    def _choose(self, tier_fen: int) -> None:
        if self._line is not None:
            self._line.choose(tier_fen)
            self._line.refused = None
            self.edited.emit()


def _short(name: str) -> str:
    most = 12
    return name if len(name) <= most else name[: most - 1] + "…"


def _alike_words(alike: Alike) -> str:
    """Who it is, by two facts, and who else has such a name."""
    own = _("{name}：{facts}").format(name=alike.person.name, facts=_("，").join(alike.facts))
    others = [f"{other.name}（{_('，').join(facts)}）" for other, facts in alike.others[:2]]
    more = len(alike.others) - len(others)
    words = _("另有 {others}").format(others=_("、").join(others)) + (_("等") if more else "")
    return _("同名要认准。{own}？{others}").format(own=own, others=words)
