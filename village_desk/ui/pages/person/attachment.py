"""One attachment: seen inside the program, fetched back when its content is not here, exported, removed."""

from functools import partial

from PySide6.QtWidgets import QStackedWidget

from village_desk.desk import Desk
from village_desk.domain import attachments as rules
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.basics.progress import Progress
from village_desk.services.attaching import Attached, suggested_name
from village_desk.ui.kit import dialogs, faults, wording
from village_desk.ui.kit.arrange import column, held
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.picture import PictureView
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.person.attachments_card import TONES
from village_desk.words import _


class AttachmentPage(Page):
    """A stored attachment."""

    name = "attachment"
    scrolls = False

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__("", "")
        self._desk = desk
        self._jobs = jobs
        self._shown: Attached | None = None
        self._state = pill("", name="attachment_state")
        self.beside.addWidget(self._state)
        self._picture, self._paper = PictureView(), PaperView("attachment_paper")
        self._missing = label(name="attachment_missing", wrap=True)
        nothing = held(column(self._missing, None))
        self._sight = QStackedWidget()
        for each in (self._picture, self._paper, nothing):
            self._sight.addWidget(each)
        self.body.addWidget(Card("", self._sight), 1)
        self._make_buttons()

    def _make_buttons(self) -> None:
        self._remove = Button(_("移除……"), icon="void", key="Ctrl+D", name="remove_attachment")
        self._remove.clicked.connect(self._ask_to_remove)
        self._export = Button(_("存成文件……"), icon="save", key="Ctrl+S", name="export_attachment")
        self._export.clicked.connect(self._ask_where)
        self._use = Button(_("用作照片"), icon="person", name="use_as_photo")
        self._use.clicked.connect(self._use_as_photo)
        self._fetch = Button(_("从镇所取回"), icon="import", key="F7", name="fetch_attachment")
        self._fetch.clicked.connect(self._bring_back)
        main = LargeButton(_("回到此人"), name="see_person")
        main.clicked.connect(self._see_person)
        self.foot(self._remove, self._export, self._use, self._fetch, main=main)

    def open(self, about: str) -> None:
        """Show the attachment of this id."""
        self.notice.hide()
        with faults.presented(self):
            self._shown = self._desk.attaching.attached(about)
        self.set_stale()

    def refresh(self) -> None:
        """Read the attachment again: its content may have been sent, or fetched back."""
        if self._shown is None:
            return
        self._shown = shown = self._desk.attaching.attached(self._shown.attachment.id)
        found = shown.attachment
        self.title.setText(found.title)
        person = self._desk.finding.person(found.person)
        self._use.setVisible(found.media.startswith("image/") and person.photo != found.sha256)
        self.purpose.setText(" · ".join((person.name, rules.size(found.bytes), wording.moment(found.at), found.by)))
        self._state.setText(shown.state.in_words())
        self._state.setProperty("pill", TONES[shown.state])
        self._export.setVisible(shown.here)
        self._fetch.setVisible(not shown.here)
        self._show_content(shown)

    def _show_content(self, shown: Attached) -> None:
        if not shown.here:
            self._say_missing(_("这份附件的内容不在本机。联网后点“从镇所取回”，取回来就存在本机，可以再看。"))
            return
        content = self._desk.attaching.content(shown.attachment.id)
        if shown.attachment.media == "application/pdf":
            self._paper.show_paper(content)
            self._sight.setCurrentWidget(self._paper)
            drawn = self._paper.pages() > 0
        else:
            drawn = self._picture.show_picture(content)
            self._sight.setCurrentWidget(self._picture)
        if not drawn:
            self._say_missing(_("这份附件在本机，但是画不出来。可以存成文件，用别的程序打开。"))

    def _say_missing(self, words: str) -> None:
        self._missing.setText(words)
        self._sight.setCurrentIndex(2)

    def _see_person(self) -> None:
        if self._shown is not None:
            self.wanted.emit(Place("person", self._shown.attachment.person))

    def _ask_where(self) -> None:
        if self._shown is None:
            return
        found = self._shown.attachment
        kind = rules.SUFFIXES[found.media]
        out = dialogs.SaveFile.ask(self, _("存成文件"), suggested_name(found), f"*{kind}")
        if out is not None:
            with faults.presented(self):
                self._desk.attaching.export(found.id, out)
                self.show_done(_("存好了：{name}").format(name=out.name), _("存出来的文件没有加密，用完请删掉。"))

    def _ask_to_remove(self) -> None:
        if self._shown is None:
            return
        found = self._shown.attachment
        words = _("{title}。移除以后，本机和镇所都不再保存它的内容。").format(title=found.title)
        reason = dialogs.Reason.ask(self, _("移除这份附件"), words, _("移除"), _("如：传错了人、照片不清楚"))
        if reason:
            with faults.presented(self):
                self._desk.attaching.remove(found.id, reason)
                self._shown = None
                self.changed.emit()
                self.wanted.emit(Place("person", found.person, _("附件移除了，经过里仍看得到")))

    def _use_as_photo(self) -> None:
        if self._shown is not None:
            with faults.presented(self):
                self._desk.attaching.use_as_photo(self._shown.attachment.id)
                self.show_done(_("这张已是此人的照片"), _("表格上的照片用这一张。"))
                self.changed.emit()

    def _bring_back(self) -> None:
        if self._shown is not None and not self._jobs.busy:
            self.notice.hide()
            work = partial(_fetch, self._shown.attachment.id)
            self._jobs.start(_("正在从镇所取回附件"), work, self._fetched, self.failed)

    def _fetched(self, _nothing: object) -> None:
        self.show_done(_("取回来了，已存在本机"))
        self.changed.emit()

    def say(self, error: DeskError) -> None:
        """Show an error in the notice; a missing line is no reason for alarm, because fetched bytes are kept."""
        self.notice.say(error.message, error.cure, "attention" if isinstance(error, Refused) else "plain")


def _fetch(attachment: str, desk: Desk, progress: Progress) -> None:
    desk.carrying.fetch(attachment, progress=progress)
