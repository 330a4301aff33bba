"""Pairing: the township's address and the code from its office, or its stick; errors stand beside the field."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, line
from village_desk.ui.kit.labels import label
from village_desk.words import _


class PairingCard(Card):
    """Asks for address and code. ``asked`` gives both as they were typed; whoever owns the card does the pairing.

    ``by_stick`` is for a village without a line.
    """

    asked = Signal(str, str)
    by_stick = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(_("和镇所配对"), name="pairing")
        words = _(
            "向镇所要网址和配对码，填在这里，办一次就行。没有网的，请镇所把配对文件写到 U 盘上。"
            "配对以后，镇所才认得这台电脑，才能上报。"
        )
        self.form = Form(
            Field("township_url", _("镇所地址"), line(placeholder=_("如：https://zhensuo.example.cn"))),
            Field("code", _("配对码"), line(placeholder=_("20 个字母和数字，分不分开都行"))),
        )
        fields = row(*self.form.fields.values(), gap=16)
        for place in range(fields.count()):
            fields.setStretch(place, 1)
        self.pair = Button(_("配对"), "primary", "shield", "Enter", "pair")
        self.pair.clicked.connect(self._ask)
        self._close = Button(_("先不配对"), key="Esc", name="close_pairing")
        self._close.setShortcut("")
        self._close.clicked.connect(self.closed)
        self.add(label(words, "muted", wrap=True))
        self.add(fields)
        stick = Button(_("用 U 盘配对"), icon="save", key="F9", name="pair_by_stick")
        stick.clicked.connect(self.by_stick)
        self.add(row(stick, None, self._close, self.pair))

    def begin(self, url: str, paired: bool) -> None:
        """Show the form; typed text that was not sent yet stays. A desk that is ``paired`` may close the form."""
        address = self._control("township_url")
        if not address.text():
            address.setText(url)
        self._close.setVisible(paired)

    def done(self) -> None:
        """The desk is paired: the code is used up."""
        self.form.accept()
        for name in self.form.fields:
            self._control(name).clear()

    def refuse(self, error: DeskError) -> bool:
        """Show an error beside its field; False when it names none."""
        return self.form.refuse(error)

    def _ask(self) -> None:
        self.form.accept()
        if not self.form.text("township_url").strip():
            self.form.refuse(Refused(_("没有填镇所地址"), _("请问镇所要网址"), "no_url", "township_url"))
            return
        self.asked.emit(self.form.text("township_url").strip(), self.form.text("code").strip())

    def _control(self, name: str) -> QLineEdit:
        found = self.form.fields[name].control
        assert isinstance(found, QLineEdit)
        return found
