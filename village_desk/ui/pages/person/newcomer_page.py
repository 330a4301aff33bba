"""The form that registers one person (F1): at most ten fields, checked while they are typed; Enter registers."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from village_desk.domain.basics.errors import Asked, DeskError
from village_desk.domain.people import FIELDS, Content, FieldInfo
from village_desk.services import fact_words
from village_desk.services.roster.newcomers import Newcomers, Registration
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import grid
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Control, Field, Form, choice, line
from village_desk.ui.kit.page import Page, Place
from village_desk.words import _

_HINTS = {
    Content.IDENTITY: _("18 位，边填边核对"),
    Content.HOUSE: _("已有的一户写户号或户主"),
    Content.HEAD: _("本人是户主就写本人姓名"),
}


class NewcomerPage(Page):
    """Somebody who is not on the roster yet. What was typed stays until it is registered or cleared."""

    name = "newcomer"

    def __init__(self, newcomers: Newcomers) -> None:
        super().__init__(_("新登记一人"), _("一个人参保登记；很多人请导入花名册"))
        self._newcomers = newcomers
        self._sure: set[str] = set()
        self._seen = ""
        self._groups = choice([])
        fields = [_field(name, info, self._groups) for name, info in FIELDS.items() if info.at_registration]
        self.form = Form(*fields)
        self._by_content = {FIELDS[name].content: field for name, field in self.form.fields.items()}
        clear = Button(_("清空"), icon="cross", name="clear_newcomer")
        clear.clicked.connect(self._clear)
        register = LargeButton(_("登记"), "save", name="register_person")
        register.clicked.connect(self._register)
        self.foot(clear, main=register)
        self.body.addWidget(Card("", grid(*fields, columns=3), name="newcomer_card"))
        self.body.addStretch(1)
        for control in self._controls():
            if isinstance(control, QLineEdit):
                control.textChanged.connect(self._edited)
        self._edited()

    def refresh(self) -> None:
        """Offer the special groups of today's policy, and look again at who is there."""
        chosen = self._groups.currentData()
        self._groups.clear()
        self._groups.addItem(_("没有"), "")
        for group in self._newcomers.special_groups():
            self._groups.addItem(group, group)
        self._groups.setCurrentIndex(max(0, self._groups.findData(chosen)))
        self._check()

    def first_field(self) -> QWidget | None:
        """The name."""
        return self._by_content[Content.NAME].control

    def say(self, error: DeskError) -> None:
        """Beside the field that is named, otherwise above."""
        if not self.form.refuse(error):
            super().say(error)

    def _register(self) -> None:
        self.form.accept()
        with faults.presented(self):
            self._shown(self._asked_until_sure())

    def _asked_until_sure(self) -> Registration:
        """Register; each question in the way is put to her, and the usual answer is no, shown beside its field."""
        while True:
            try:
                return self._newcomers.register(self._typed(), {self._seen, *self._sure})
            except Asked as asked:
                words = _("确实要登记"), _("先不登记")
                if not dialogs.Sure.ask(self, asked.message, asked.cure, *words):
                    raise
                self._sure.add(asked.word)

    def _shown(self, done: Registration) -> None:
        """The person's page, with what the scheme says of them and the way to the form."""
        self._clear()
        self.changed.emit()
        remarks = [_("。").join(filter(None, (each.words, each.cure))) for each in done.remarks]
        under = _("；").join([*remarks, _("请打印参保登记表，让本人签字")])
        words = _("{name}登记好了，随下一批上报").format(name=done.resident.name)
        self.wanted.emit(Place("person", done.resident.id, words, under))

    def _clear(self) -> None:
        self.form.accept()
        for control in self._controls():
            if isinstance(control, QLineEdit):
                control.clear()
        self._groups.setCurrentIndex(0)

    def _typed(self) -> dict[str, str]:
        return {name: text for name in self.form.fields if (text := self.form.text(name)).strip()}

    def _controls(self) -> list[Control]:
        return [each.control for each in self.form.fields.values()]

    # checked while it is typed

    def _edited(self) -> None:
        """An answer was about what stood there; a refusal too."""
        self._sure.clear()
        self.form.accept()
        self._check()

    def _check(self) -> None:
        number = self._by_content[Content.IDENTITY]
        words, right = self._newcomers.count_words(number.text())
        number.show_hint(words or _HINTS[Content.IDENTITY], "done" if right else "attention" if words else "")
        living, self._seen = self._newcomers.house_words(self._typed())
        words = _("登记到：{house}").format(house=living) if living else _HINTS[Content.HOUSE]
        self._by_content[Content.HOUSE].show_hint(words, "done" if living else "")


def _field(name: str, info: FieldInfo, groups: QComboBox) -> Field:
    called = fact_words.field_name(name)
    if name == "special_group":
        return Field(name, called, groups)
    title = _("{field}（元，未选不填）").format(field=called) if info.content is Content.FEN else called
    return Field(name, title, line(), _HINTS.get(info.content, ""))
