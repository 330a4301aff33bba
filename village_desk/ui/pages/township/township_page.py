"""Township: one sentence on unsent work, one button that sends it, refused lines, and the other roads."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.services.road.precheck import Predicted
from village_desk.services.road.results import RoadState, Sent, StickRead, StickWritten
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.jobs import Job, Jobs, Work
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.township.batches import BatchesCard
from village_desk.ui.pages.township.both_pcs import BothPcsCard
from village_desk.ui.pages.township.pairing_card import PairingCard
from village_desk.ui.pages.township.road_lines import KeptCard, LinesCard
from village_desk.ui.pages.township.road_words import RoadWords
from village_desk.ui.pages.township.stick_card import StickCard
from village_desk.ui.pages.township.unsent import UnsentCard
from village_desk.ui.sender import Sender, send
from village_desk.words import _

_PAIR_FIRST = ("no_url", "desk-unknown", "desk-key", "key-revoked", "key-replaced", "never_met")
"""Refusals whose cure is a pairing code."""


class TownshipPage(Page):
    """The road to the township."""

    name = "township"

    def __init__(self, desk: Desk, jobs: Jobs, sender: Sender) -> None:
        super().__init__(_("镇所"), _("把记下的事报上去，看镇所怎么说"))
        self._road, self._dialing, self._carrying = desk.road, desk.dialing, desk.carrying
        self._collecting, self._registering = desk.collecting, desk.registering
        self._now = desk.now
        self._jobs = jobs
        self._sender = sender
        self._joined = False
        sender.sent.connect(self._sent_by_itself)
        sender.failed.connect(self._failed_by_itself)
        self._pairing_wanted = self._checked = self._known = False
        self._build()

    def _build(self) -> None:
        self._pairing = PairingCard()
        self._pairing.asked.connect(self._pair)
        self._pairing.by_stick.connect(self._pair_by_stick)
        self._pairing.closed.connect(self._close_pairing)
        self._stick = StickCard()
        self._stick.writing.connect(self._write_stick)
        self._stick.reading.connect(self._read_stick)
        self._stick.hide()
        self._refused = LinesCard(_("镇所退回的"), _("退回"), "now", "refused", "returned")
        self._predicted = LinesCard(_("报上去会被退回或要说明的"), _("会退回"), "attention", "predicted")
        self._remarks = LinesCard(_("镇所收下了，请再看一看的"), _("请看"), "attention", "remarks")
        self._both = BothPcsCard()
        self._both.settled.connect(self._let_stand)
        self._kept = KeptCard()
        self._unsent = UnsentCard(self._sender.carrier)
        self._sender.carrier.moved.connect(self.set_stale)
        self._batches = BatchesCard()
        self._batches.more_wanted.connect(self.refresh)
        cards = (self._refused, self._both, self._predicted, self._remarks, self._batches)
        for each in cards:
            each.wanted.connect(self._go)
        for card in (self._pairing, self._state(), self._stick, self._unsent, *cards, self._kept):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _go(self, place: Place) -> None:
        """Go to a line's place; the message about the line's batch is old news when she comes back."""
        self.notice.hide()
        self.wanted.emit(place)

    def _state(self) -> Card:
        self._words = RoadWords()
        self._send = self._button(_("现在上报"), "send", "Enter", "send", self._send_all, "primary")
        self._carry = self._button(_("写到 U 盘上报"), "save", "Enter", "carry", self._write_stick, "primary")
        self._carry.hide()  # a page is never narrower than its first layout
        stick = self._button(_("用 U 盘"), "save", "Ctrl+U", "use_stick", self._open_stick)
        check = self._button(_("先看会不会被退"), "eye", "F8", "predict", self._predict)
        return Card("", self._words, row(self._send, self._carry, stick, check, None, gap=12), name="road")

    def _button(
        self, words: str, icon: str, key: str, name: str, slot: Callable[[], None], kind: str = "plain"
    ) -> Button:
        button = Button(words, kind, icon, key, name)
        button.clicked.connect(slot)
        return button

    # what it shows

    def refresh(self) -> None:
        """Read the state of the road; a check that was asked for is made again."""
        road, url = self._road.state(), self._dialing.url()
        batches = self._road.batches(self._batches.most)
        self._words.show_road(road, batches, url, self._sender.plan(), self._now())
        self._show_pairing(url, road.met)
        self._refused.show_lines(road.refused)
        self._remarks.show_lines(road.remarks)
        self._both.show_both(self._collecting.taken_twice(), self._registering.changed_on_both())
        self._kept.show_kept(road.kept)
        self._batches.show_batches(batches, self._road.count_batches())
        self._check_again(road)
        self._unsent.show_unsent(self._carrying.unsent(), bool(url))

    def _let_stand(self, person: str, field: str) -> None:
        self._registering.looked_at(person, field)
        self.changed.emit()

    def _show_pairing(self, url: str, met: bool) -> None:
        """Before pairing nothing can be sent: then the one filled button is that of the pairing.

        On a desk that was paired by stick and has no line, the filled button writes the stick.
        """
        self._known = bool(url) or met
        asked = self._pairing_wanted or not self._known
        self._pairing.begin(url, self._known)
        self._pairing.setVisible(asked)
        self._send.setVisible(not asked and bool(url))
        self._carry.setVisible(not asked and not url)
        self.main = self._pairing.pair if asked else self._send if url else self._carry

    def first_field(self) -> QWidget | None:
        """The main button: nothing typed for the search box falls into an address or a code."""
        return self.main

    def back(self) -> bool:
        """Put the pairing or the stick away."""
        if self._pairing_wanted and self._known:
            self._close_pairing()
            return True
        was_open = self._stick.isVisible()
        self._stick.hide()
        return was_open

    def say(self, error: DeskError) -> None:
        """Show an error beside the pairing's field, or above; a missing line is no alarm: all facts are stored."""
        if self._pairing.isVisible() and self._pairing.refuse(error):
            return
        self.notice.say(error.message, error.cure, "attention")
        self.show_top()
        if error.code in _PAIR_FIRST:
            self._pairing_wanted = True
            self.set_stale()

    # pairing

    def _pair(self, url: str, code: str) -> None:
        self._start(_("正在和镇所配对"), partial(_pair, url, code), self._paired)

    def _paired(self, happened: str) -> None:
        self._pairing.done()
        self._pairing_wanted = False
        self.show_done(_("和镇所配对好了"), happened or _("现在可以上报，也可以用 U 盘。"))
        self.changed.emit()

    def _pair_by_stick(self) -> None:
        self._at_stick(_("镇所的配对文件在哪个 U 盘？"), _("正在读写 U 盘，请先别拔"), _ask_by_stick, self._show_digits)

    def _show_digits(self, digits: str) -> None:
        self._pairing.done()
        self._pairing_wanted = False
        words = _("请把这 16 位数字抄下来，和镇所核对：{digits}").format(digits=digits)
        under = _("申请已写到 U 盘上。一样才请镇所同意；不一样就不要用它。再点“写到 U 盘”，把记录也写上，一趟就办好。")
        self.notice.say(words, under, "attention")
        self.show_top()
        self.changed.emit()

    def _close_pairing(self) -> None:
        self._pairing_wanted = False
        self.set_stale()

    # over the line

    def _send_all(self) -> None:
        """Send; if the desk is sending by itself already, wait for that and report how it ended."""
        if self._sender.plan().running:
            self._joined = True
            self.notice.say(_("正在上报，马上就好"), _("可以接着办别的事。"), "plain")
            return
        job = self._start(_("正在上报"), send, self._sent)
        if job is not None:
            job.ended.connect(self._sender.asked)

    def _sent(self, sent: Sent) -> None:
        self._say_sent(sent, sent.in_words())

    def _sent_by_itself(self, sent: Sent) -> None:
        if self._joined:
            self._joined = False
            self._sent(sent)

    def _failed_by_itself(self, error: object) -> None:
        if self._joined:
            self._joined = False
            self.failed(error)

    def _say_sent(self, sent: Sent, words: str) -> None:
        under = _("退回的在下面，先改这些。") if sent.refused else ""
        self.notice.say(words, under, "attention" if sent.happened or sent.refused else "done")
        self.show_top()
        self.changed.emit()

    # by stick

    def _open_stick(self) -> None:
        self._stick.setVisible(not self._stick.isVisible())

    def _write_stick(self) -> None:
        self._at_stick(_("写到哪个 U 盘？"), _("正在写 U 盘，请先别拔"), _write, self._stick_written)

    def _read_stick(self) -> None:
        self._at_stick(_("读哪个 U 盘？"), _("正在读 U 盘，请先别拔"), _read, self._stick_read)

    def _at_stick(
        self, question: str, words: str, work: Callable[[Path, Desk, Progress], object], done: Callable[..., None]
    ) -> None:
        stick = None if self._jobs.busy else dialogs.OpenFolder.ask(self, question)
        if stick is not None:
            self._start(words, partial(work, stick), done)

    def _stick_written(self, written: StickWritten) -> None:
        self.show_done(written.in_words(), _("批次单可以在下面打印，和 U 盘一起送去。") if written.batches else "")
        self.changed.emit()

    def _stick_read(self, read: StickRead) -> None:
        self._say_sent(read.sent, _("{words}。可以拔 U 盘了").format(words=read.in_words()))
        if read.brought_nothing:
            words = _("刚从镇所回来的话，请镇所把这个 U 盘在他们电脑上收一次，再拿回来读。")
            self.notice.say(_("U 盘上没有新的答复，可以拔了"), words, "attention")

    # before it is sent

    def _predict(self) -> None:
        if not self._jobs.busy:
            self.notice.hide()
            self._jobs.start(_("正在照镇所的规矩查"), _predict, self._predicted_now, self.failed)

    def _predicted_now(self, found: tuple[Predicted, ...]) -> None:
        self._checked = bool(found)
        self._show_predicted(found)
        if not found:
            self.show_done(_("查过了，没有镇所会退回的"), _("别村也登记了同一个人，要到镇所才知道。"))

    def _show_predicted(self, found: tuple[Predicted, ...]) -> None:
        self._predicted.show_lines(found)

    def _check_again(self, road: RoadState) -> None:
        """Check again, since lines may have been mended; without unsent work there is nothing to check."""
        if not (self._checked and road.waiting):
            self._checked = False
            self._predicted.show_lines(())
        elif not self._jobs.busy:
            self._jobs.start(_("正在再查一遍"), _predict, self._show_predicted, self.failed)

    def _start(self, words: str, work: Work, done: Callable[..., None]) -> Job | None:
        if self._jobs.busy:
            return None
        self.notice.hide()
        job = self._jobs.start(words, work, done, self.failed)
        job.ended.connect(self.set_stale)
        return job


def _pair(url: str, code: str, desk: Desk, _progress: Progress) -> str:
    return desk.joining.pair(url, code)


def _ask_by_stick(stick: Path, desk: Desk, _progress: Progress) -> str:
    return desk.joining.pair_by_stick(stick)


def _write(stick: Path, desk: Desk, progress: Progress) -> StickWritten:
    return desk.exchanging.write_stick(stick, progress)


def _read(stick: Path, desk: Desk, progress: Progress) -> StickRead:
    return desk.exchanging.read_stick(stick, progress)


def _predict(desk: Desk, _progress: Progress) -> tuple[Predicted, ...]:
    return desk.road.predict()
