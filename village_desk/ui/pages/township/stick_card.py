"""The road by stick, as two steps side by side: write the week onto the stick, read the township's reply from it."""

from PySide6.QtCore import Signal

from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.words import _

_WRITE = _("把没报的写到 U 盘，只有镇所打得开。写几次都不会重复。")
_READ = _("镇所收过以后，把它的答复和下发的名单、政策读进来。读几次、先读后读都一样。")


class StickCard(Card):
    """Explains each step; ``writing`` and ``reading`` signal which one was pressed."""

    writing = Signal()
    reading = Signal()

    def __init__(self) -> None:
        super().__init__(_("用 U 盘"), name="stick")
        write = Button(_("写到 U 盘"), icon="save", key="F6", name="write_stick")
        read = Button(_("读 U 盘回复"), icon="import", key="F7", name="read_stick")
        write.clicked.connect(self.writing)
        read.clicked.connect(self.reading)
        out = column(label(_("去镇所以前"), "strong"), label(_WRITE, "muted", wrap=True), write, None, gap=8)
        back = column(label(_("从镇所回来"), "strong"), label(_READ, "muted", wrap=True), read, None, gap=8)
        steps = row(out, back, gap=24)
        steps.setStretch(0, 1)
        steps.setStretch(1, 1)
        self.add(steps)
