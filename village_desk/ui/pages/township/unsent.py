"""Unsent contents of attachments on the Township page: how much, how far, and the buttons that send or stop."""

from PySide6.QtWidgets import QProgressBar

from village_desk.domain import attachments as rules
from village_desk.services.attaching import Unsent
from village_desk.ui.carrier import Carrier
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.words import _


class UnsentCard(Card):
    """Hidden when nothing waits."""

    def __init__(self, carrier: Carrier) -> None:
        super().__init__(name="unsent_attachments")
        self._carrier = carrier
        self._words = label(role="section", name="unsent_words", wrap=True)
        self._under = label(role="muted", name="unsent_under", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1)
        self._send = Button(_("传附件"), icon="send", name="carry_attachments")
        self._send.clicked.connect(self._begin)
        self._stop = Button(_("停下"), icon="cross", name="stop_attachments")
        self._stop.clicked.connect(carrier.stop)
        carrier.progressed.connect(self._progress)
        words = column(self._words, self._under, self._bar, gap=4)
        line = row(words, self._send, self._stop, gap=12)
        line.setStretch(0, 1)
        self.add(line)
        self.hide()

    def show_unsent(self, unsent: Unsent, has_line: bool) -> None:
        """Show the unsent contents; ``has_line``: this desk has the address of a township."""
        running = self._carrier.running
        self.setVisible(bool(unsent.in_words()))
        self._words.setText(unsent.in_words())
        calm = _("记录先报，附件随后慢慢传，不耽误办事；用 U 盘也会带上。")
        self._under.setText(self._carrier.trouble or calm)
        self._bar.setVisible(running)
        self._stop.setVisible(running)
        self._send.setVisible(has_line and not running and unsent.count > 0)

    def _begin(self) -> None:
        self._carrier.begin()
        self._send.hide()
        self._stop.show()
        self._bar.show()

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._under.setText(_("已传 {done}，共 {total}").format(done=rules.size(done), total=rules.size(total)))
