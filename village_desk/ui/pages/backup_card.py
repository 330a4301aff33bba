"""The card of backups on the settings page: how many, the room for them, one beside the file or on a stick."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.domain import attachments
from village_desk.services.keeping import OutsideStanding, Room
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, picture
from village_desk.words import _

_STICK = _("抄一份到 U 盘或另一块盘，电脑坏了、丢了也还在；附件的图片不在里面。和协办台文件用同一个口令打开。")


class BackupCard(Card):
    """Shows the backups and their room; ``making`` and ``copying`` signal which backup is wanted.

    ``choosing``: she wants to put one in the place of the file.
    """

    making = Signal()
    copying = Signal()
    choosing = Signal()

    def __init__(self) -> None:
        super().__init__(_("备份"), name="backups")
        self._backups = label(role="muted", name="backup_words", wrap=True)
        self._room = label(role="muted", name="room_words", wrap=True)
        self._warning = label(role="strong", name="room_warning", wrap=True)
        warning = row(picture("alert", "attention"), self._warning, gap=12)
        warning.setStretch(1, 1)
        self._warned = held(warning)
        self._warned.hide()
        make = Button(_("立即备份"), icon="save", name="back_up")
        make.clicked.connect(self.making)
        copy = Button(_("备份到 U 盘"), icon="save", name="back_up_to")
        copy.clicked.connect(self.copying)
        self._outside = label(role="strong", name="outside_words", wrap=True)
        choose = Button(_("换上备份"), icon="back", name="choose_backup")
        choose.clicked.connect(self.choosing)
        swap = label(_("换回以前的一份，先看会少什么；现在的文件会留着"), "muted", wrap=True)
        stick = column(self._outside, label(_STICK, "muted", wrap=True), gap=4)
        beside = _line(held(column(self._backups, self._room, gap=4)), make)
        self.add(column(self._warned, beside, rule(), _line(held(stick), copy), rule(), _line(swap, choose), gap=12))

    def show_outside(self, standing: OutsideStanding, plugged: list[Path]) -> None:
        """Show when and where the last copy on another disk was made, and which stick is plugged in."""
        words = standing.in_words()
        if standing.last is not None:
            words = _("{words}。放在 {place}").format(words=words, place=standing.last.path)
        if plugged:
            words = _("{words}。U 盘插着：{stick}").format(words=words, stick=plugged[0].name or plugged[0])
        self._outside.setText(words)

    def show_room(self, room: Room) -> None:
        """Show what there is and what is left."""
        self._backups.setText(_backups(room))
        file, free = attachments.size(room.left.file), attachments.size(room.left.free)
        words = _("协办台文件 {file}；磁盘还空 {free}，还放得下 {count} 份备份。")
        self._room.setText(words.format(file=file, free=free, count=room.left.further))
        self._warning.setText(room.left.warning())
        self._warned.setVisible(bool(room.left.warning()))


def _backups(room: Room) -> str:
    if not room.backups:
        return _("还没有备份过。备份每天自己做，放在协办台文件旁边的文件夹里。")
    words = _("最近一次备份：{newest}。共 {count} 份，占 {held}，最多占 {cap}；最早一份 {oldest}。")
    return words.format(
        newest=wording.moment(room.backups[0].made_at),
        count=len(room.backups),
        held=attachments.size(room.held),
        cap=attachments.size(room.cap),
        oldest=wording.moment(min(each.made_at for each in room.backups)),
    )


def _line(words: QWidget, button: Button) -> QWidget:
    line = row(words, button)
    line.setStretch(0, 1)
    return held(line)
