"""A person's attachments: a list with the state of each, and the form that adds one."""

from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain import attachments as rules
from village_desk.domain.attachments import AttachmentState
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.services.attaching import Attached
from village_desk.ui.kit import dialogs, faults, wording
from village_desk.ui.kit.arrange import Kept, column, held, into_sight, put_in_tab_order, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.forms import Field, choice, line
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Place
from village_desk.words import _

TONES = {
    AttachmentState.WAITING: "plain",
    AttachmentState.SENT: "done",
    AttachmentState.ABOVE: "attention",
    AttachmentState.REFUSED: "now",
}


class AddingForm(QWidget):
    """The form for one more attachment: its title, then its file. ``added`` signals that it was recorded.

    All of it is made when first wanted: few looks at a person end in an attachment.
    """

    added = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("adding")
        self._jobs = jobs
        self._person = ""
        self._into_sight = into_sight(self)
        self.hide()

    @cached_property
    def _kind(self) -> Field:
        return Field("attachment_kind", _("是什么"), choice([(each, each) for each in rules.titles()]))

    @cached_property
    def _title(self) -> Field:
        """The name of the attachment; the form is made with it."""
        hint = _("只收照片（JPG、PNG）和 PDF，大照片会自动变小")
        title = Field("attachment_title", _("另起名称"), line(placeholder=_("可不填")), hint)
        pick = Button(_("选文件……"), icon="import", name="pick_attachment")
        pick.clicked.connect(self._pick)
        close = Button(_("收起"), key="Esc", name="close_adding")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        fields = row(self._kind, title)
        fields.setStretch(1, 1)
        self.setLayout(column(fields, row(None, close, pick)))
        put_in_tab_order(self)
        return title

    def begin(self, person: str) -> None:
        """Ask about this person."""
        self._person = person
        self._title.accept()
        self.show()
        self._kind.control.setFocus()
        self._into_sight.start(0)

    def say(self, error: DeskError) -> None:
        """Show an error beside the title: an error of the file too, since the file is chosen right there."""
        self._title.refuse(error)

    def _pick(self) -> None:
        self._title.accept()
        kinds = _("照片和 PDF (*.jpg *.jpeg *.png *.pdf)")
        path = None if self._jobs.busy else dialogs.OpenFile.ask(self, _("添加哪个文件？"), kinds)
        if path is not None:
            title = self._title.text().strip() or self._kind.text()
            self._jobs.start(_("正在添加附件"), partial(_add, self._person, path, title), self._done, self._failed)

    def _done(self, _nothing: object) -> None:
        self._title.control.setText("")  # type: ignore[union-attr]
        self.hide()
        self.added.emit()

    def _failed(self, error: object) -> None:
        assert isinstance(error, BaseException)
        faults.present(error, self)


class AttachmentsCard(Card):
    """The attachments of one person. ``began``: the form opened; ``added``: one is recorded; ``wanted``: go and see."""

    began = Signal()
    added = Signal()
    wanted = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(name="attachments")
        self._person = ""
        self.form = AddingForm(jobs)
        self.form.added.connect(self.added)
        add = Button(_("添加附件"), icon="import", name="add_attachment")
        add.clicked.connect(self._begin)
        self._lines = column(gap=0)
        self._kept = Kept(self._lines)
        self.add(row(label(_("附件"), "section"), None, add))
        self.add(self.form)
        self.add(self._lines)

    def show_attachments(self, person: str, found: list[Attached]) -> None:
        """Show this person's attachments."""
        if person != self._person:
            self.form.hide()
        self._person = person
        if not self._kept.differs(found):
            return
        if not found:
            words = _("还没有附件。身份证、户口页、签字页拍照或扫描后，可以添加在这里，随后传到镇所。")
            self._lines.addWidget(label(words, "muted", wrap=True))
        for number, each in enumerate(found):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(each))

    def _begin(self) -> None:
        self.form.begin(self._person)
        self.began.emit()

    def _line(self, each: Attached) -> QWidget:
        found = each.attachment
        under = " · ".join((rules.size(found.bytes), wording.moment(found.at), found.by))
        words = column(label(found.title, wrap=True), label(under, "small", wrap=True), gap=0)
        see = Button(_("看"), "quiet", "eye", name=f"see_{found.id}")
        see.setAccessibleName(_("看{title}").format(title=found.title))
        see.clicked.connect(partial(self.wanted.emit, Place("attachment", found.id)))
        layout = row(words, pill(each.state.in_words(), TONES[each.state]), see)
        layout.setStretch(0, 1)
        layout.setContentsMargins(0, 6, 0, 6)
        return held(layout)


def _add(person: str, path: Path, title: str, desk: Desk, _progress: Progress) -> None:
    desk.attaching.add_file(person, path, title)
