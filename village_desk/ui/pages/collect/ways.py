"""Another way to pay than this year's fee in cash: year, kind, payer, channel, and what these want to be told."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.domain.receipts import Channel, Payer, PaymentKind
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.pages.collect import payment_words
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.words import _


class Ways(QWidget):
    """The fields of one line. ``edited`` signals that the line was changed."""

    edited = Signal()

    def __init__(self, again: Field, free: Field) -> None:
        """``again`` and ``free`` stand elsewhere and belong to the same form."""
        super().__init__()
        self._line: FeeLine | None = None
        self._again, self._free = again, free
        self.year = Field("year", _("缴费年度"), choice([]))
        self.kind = Field("kind", _("怎么算"), choice([]))
        self.payer = Field("payer", _("谁来缴"), choice([(each.in_words(), each.value) for each in Payer]))
        self.channel = Field("channel", _("怎么缴"), choice([(each.in_words(), each.value) for each in Channel]))
        self.payer_name = Field("payer_name", _("代缴人姓名"), line())
        self.relation = Field("relation", _("与参保人关系"), line(placeholder=_("如：儿子")))
        self.part = Field("government_part", _("政府代缴（元）"), line(placeholder=_("如：100")))
        self.assessed_by = Field("assessed_by", _("核定单号或核定人"), line(placeholder=_("镇所核定后填")))
        self.form = Form(self.year, self.kind, self.payer, self.channel, *self._texts())
        for field in self.form.fields.values():
            if isinstance(field.control, QComboBox):
                field.control.currentIndexChanged.connect(self._read)
            elif isinstance(field.control, QLineEdit):
                field.control.textChanged.connect(self._read)
        self._relative = held(row(self.payer_name, self.relation))
        above = row(self.year, self.payer, gap=12)
        below = row(self.channel, self.kind, gap=12)
        for layout in (above, below):
            layout.setStretch(0, 1)
            layout.setStretch(1, 1)
        self._usual = held(column(above, below, gap=8))
        self.setLayout(column(self._usual, self._relative, self.part, self.assessed_by, gap=8))

    def _texts(self) -> tuple[Field, ...]:
        return (self.payer_name, self.relation, self.part, self.assessed_by, self._again, self._free)

    def show_line(self, shown: FeeLine, opened: bool) -> None:
        """Show the line in hand; ``opened``: the usual choices are asked for."""
        changed = shown is not self._line
        self._line = shown
        self._fill(self.year, [(payment_words.year(each), str(each.year)) for each in shown.member.choices.years])
        kinds = shown.kinds()
        self._fill(self.kind, [(each.in_words(), each.value) for each in kinds])
        self._choose(self.year, str(shown.year))
        self._choose(self.kind, shown.kind.value if shown.kind else "")
        self._choose(self.payer, shown.payer.value)
        self._choose(self.channel, shown.channel.value)
        for field in self._texts():
            control = field.control
            assert isinstance(control, QLineEdit)
            text = shown.text(control.objectName())
            if control.text() != text:
                control.blockSignals(True)
                control.setText(text)
                control.blockSignals(False)
        if changed:
            self.form.accept()
        self._usual.setVisible(opened or not shown.is_usual)
        self.kind.setVisible(len(kinds) > 1 and shown.of_year.is_open)
        self._relative.setVisible(shown.payer is Payer.RELATIVE)
        self.part.setVisible(shown.payer is Payer.GOVERNMENT)
        self.assessed_by.setVisible(bool(shown.kind) and shown.member.choices.is_assessed(shown.kind or kinds[0]))
        parts = (self._usual, self._relative, self.part, self.assessed_by)
        self.setVisible(any(not each.isHidden() for each in parts))

    def refuse(self, error: DeskError) -> bool:
        """Put a refusal beside its field, where that can be seen; a second payment for a year wants its reason."""
        if error.code == "already_paid" and self._line is not None and self._line.is_second:
            self._again.refuse(DeskError(error.cure))
            return True
        field = self.form.fields.get(getattr(error, "field", ""))
        if field is None or not field.isVisible():
            return False
        field.refuse(error)
        return True

    def _fill(self, field: Field, options: list[tuple[str, str]]) -> None:
        control = field.control
        assert isinstance(control, QComboBox)
        if [(control.itemText(at), control.itemData(at)) for at in range(control.count())] == options:
            return
        control.blockSignals(True)
        control.clear()
        for words, data in options:
            control.addItem(words, data)
        control.blockSignals(False)

    def _choose(self, field: Field, data: str) -> None:
        control = field.control
        assert isinstance(control, QComboBox)
        control.blockSignals(True)
        control.setCurrentIndex(max(0, control.findData(data)))
        control.blockSignals(False)

    def _read(self, *_args: object) -> None:
        """Write what she chose and typed into the line."""
        found = self._line
        if found is None:
            return
        self.form.accept()
        found.year, found.payer, found.channel = (
            int(self.year.text()),
            Payer(self.payer.text()),
            Channel(self.channel.text()),
        )
        found.kind = PaymentKind(self.kind.text()) if self.kind.text() else None
        found.typed = {field.control.objectName(): field.text() for field in self._texts()}
        found.refused = None
        found.settle()
        self.edited.emit()
