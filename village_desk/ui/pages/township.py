"""Township: one sentence on what waits, one button that sends it, what came back refused, and the batches."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain import money
from village_desk.domain.errors import DeskError
from village_desk.domain.progress import Progress
from village_desk.services.exchanging import Exchanging, RefusedLine, Road, Sent
from village_desk.ui import wording
from village_desk.ui.arrange import column, empty, held, row
from village_desk.ui.buttons import Button
from village_desk.ui.cards import Card, rule
from village_desk.ui.columns import Column
from village_desk.ui.jobs import Jobs
from village_desk.ui.labels import label, restyle
from village_desk.ui.page import Page, Place
from village_desk.ui.tables import Table
from village_desk.words import _

_BATCHES = [
    Column(_("批号"), lambda each: _("第 {number} 批").format(number=each.number), 110, strong=True),
    Column(
        _("流水号"),
        lambda each: _("{first} 至 {last}").format(first=each.first_seq, last=each.last_seq),
        160,
        muted=True,
    ),
    Column(_("条数"), lambda each: str(each.facts), 90, right=True),
    Column(_("收费（元）"), lambda each: money.figures(each.collected_fen), 150, right=True),
    Column(_("封存"), lambda each: wording.moment(each.sealed_at), 170, muted=True),
    Column(_("镇所"), lambda each: _state(each)[0], tone=lambda each: _state(each)[1]),
]


class TownshipPage(Page):
    """The road to the township."""

    name = "township"

    def __init__(self, exchanging: Exchanging, jobs: Jobs) -> None:
        super().__init__(_("镇所"), _("把记下的事报上去，看镇所怎么说"))
        self._exchanging = exchanging
        self._jobs = jobs
        self._build()

    def _build(self) -> None:
        self._sentence = label(role="section", name="road_sentence", wrap=True)
        self._under = label(role="muted", name="road_under", wrap=True)
        send = Button(_("现在上报"), "primary", "send", "Enter", "send")
        send.clicked.connect(self._send)
        self.main = send
        state = row(column(self._sentence, self._under, gap=4), send)
        state.setStretch(0, 1)
        self._refused_lines = column(gap=0)
        self._refused = Card(_("镇所退回的"), self._refused_lines, name="refused")
        self._table = Table("batches", _BATCHES, fits=True)
        self._table.setCursor(self.cursor())
        self._none = label(_("还没有上报过。第一次上报以后，每一批列在这里。"), "muted", wrap=True)
        batches = Card(_("上报过的批次"), self._table, self._none, name="batches_card")
        for each in (Card("", state, name="road"), self._refused, batches):
            self.body.addWidget(each)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the state of the road."""
        road = self._exchanging.state()
        sentence, under = self._words(road)
        self._sentence.setText(sentence)
        self._under.setText(under)
        self._show_refused(road.refused)
        self._table.show_rows(road.batches)
        self._table.setVisible(bool(road.batches))
        self._none.setVisible(not road.batches)

    def say(self, error: DeskError) -> None:
        """A missing line is nothing to be alarmed about: all of it waits. Without an address the cure is a button."""
        if error.code == "no_url":
            self.notice.say(error.message, error.cure, "attention", _("去设置"))
            return
        self.notice.say(error.message, error.cure, "attention")

    def _words(self, road: Road) -> tuple[str, str]:
        url = self._exchanging.url()
        where = _("镇所地址：{url}").format(url=url) if url else _("还没有设置镇所地址。")
        if not road.waiting or road.oldest is None:
            return _("记下的都报上去了"), where
        since = wording.day(road.oldest)
        words = _("有 {count} 条还没上报，最早的是 {day}的").format(count=road.waiting, day=since)
        return words, where + " " + _("没网也不要紧，都留在本机，能上网时再报。")

    def _send(self) -> None:
        if self._jobs.busy:
            return
        self.notice.hide()
        job = self._jobs.start(_("正在上报"), _send_all, self._sent, self.failed)
        job.ended.connect(self._ended)

    def mend(self) -> None:
        """Without an address: set it."""
        self.wanted.emit(Place("settings"))

    def _sent(self, sent: Sent) -> None:
        self.tell(sent.in_words(), _("退回的在下面，先改这些。") if sent.refused else "")
        self.changed.emit()

    def _ended(self) -> None:
        self.set_stale()

    def _show_refused(self, refused: tuple[RefusedLine, ...]) -> None:
        empty(self._refused_lines)
        self._refused.setVisible(bool(refused))
        for number, each in enumerate(refused):
            if number:
                self._refused_lines.addWidget(rule())
            self._refused_lines.addWidget(self._refused_line(each))

    def _refused_line(self, refused: RefusedLine) -> QWidget:
        why = label(refused.reason, "strong", wrap=True)
        restyle(why, tone="now")
        words = column(label(refused.words, wrap=True), why, label(refused.cure, "small", wrap=True), gap=2)
        mend = Button(_("去改"), icon="edit", name=f"mend_{refused.fact}")
        mend.clicked.connect(partial(self.wanted.emit, Place("person", refused.person)))
        if not refused.person:
            mend.hide()
        line = row(words, mend)
        line.setStretch(0, 1)
        line.setContentsMargins(0, 10, 0, 10)
        return held(line)


def _state(batch: Any) -> tuple[str, str]:
    """The township's word on a batch, and its tone."""
    if batch.answered_at is None:
        return _("等镇所回话"), "attention"
    if batch.refused:
        return _("收下，退回 {count} 条").format(count=batch.refused), "attention"
    return _("全部收下"), "done"


def _send_all(desk: Desk, progress: Progress) -> Sent:
    return desk.exchanging.send(progress=progress)
