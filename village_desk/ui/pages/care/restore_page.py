"""Choosing a backup: which ones there are, what would change, and putting one in the place of the file."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain import attachments
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import DeskError, Refused
from village_desk.domain.basics.progress import Progress
from village_desk.services.keeping import Backup, Keeping, RestorePlan, restore_words
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.pin_edit import PinEdit
from village_desk.ui.wishes import Restore
from village_desk.words import _

_NONE = ""


class RestorePage(Page):
    """Shows what a backup would change before anything does."""

    name = "restore"

    def __init__(self, keeping: Keeping, jobs: Jobs) -> None:
        super().__init__(_("换上备份"), _("文件没有坏也能换回以前的；先看会少什么"))
        self._keeping, self._jobs = keeping, jobs
        self._plan: RestorePlan | None = None
        self._which = choice([(_("请选一份"), _NONE)])
        self._which.activated.connect(self._chosen)
        self._backup_pin, self._pin = PinEdit(big=True), PinEdit(big=True)
        self._form = Form(
            Field("backup", _("哪一份备份"), self._which),
            Field("backup_pin", _("做备份时的口令"), self._backup_pin),
            Field("pin", _("现在的口令"), self._pin, _("换上以后还用现在的口令打开")),
        )
        self._look = Button(_("看会变成怎样"), icon="eye", name="look_at_backup")
        self._look.clicked.connect(self._look_at)
        from_stick = Button(_("U 盘上的……"), icon="import", key="Ctrl+O", name="backup_from_stick")
        from_stick.clicked.connect(self._from_stick)
        self._words = label(name="restore_plan", wrap=True)
        self._swap = Button(_("换上这份备份"), icon="save", key="F8", name="swap_in")
        self._swap.clicked.connect(self._ask)
        self._build(from_stick)

    def _build(self, from_stick: Button) -> None:
        which = row(self._form.fields["backup"], from_stick)
        which.setStretch(0, 1)
        self._other_pin = Card("", self._form.fields["backup_pin"], row(self._look, None), name="other_pin")
        self._effect = Card(_("换上以后"), self._words, self._form.fields["pin"], name="restore_effect")
        for each in (Card("", which), self._other_pin, self._effect):
            self.body.addWidget(each)
        self.body.addStretch(1)
        self.foot(self._swap)
        self._forget()

    def refresh(self) -> None:
        """List the backups beside the file; the one that was chosen stays."""
        chosen = self._which.currentData()
        outside = [(self._which.itemText(nth), self._which.itemData(nth)) for nth in range(self._which.count())]
        beside = [(_in_words(each), str(each.path)) for each in self._keeping.backups()]
        known = {path for _words, path in beside}
        others = [each for each in outside[1:] if each[1] not in known and Path(each[1]).is_file()]
        self._which.clear()
        for words, path in [(_("请选一份"), _NONE), *beside, *others]:
            self._which.addItem(words, path)
        self._which.setCurrentIndex(max(0, self._which.findData(chosen)))

    def first_field(self) -> QWidget | None:
        """No choice gets the keyboard by itself."""
        return None

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above; a backup under another PIN asks for it."""
        if error.code == "backup_pin":
            self._other_pin.show()
        if not self._form.refuse(error):
            super().say(error)

    def _forget(self) -> None:
        """Nothing is known of the chosen one yet."""
        self._plan = None
        self._form.accept()
        self._other_pin.hide()
        self._effect.hide()
        self._swap.hide()

    def _chosen(self) -> None:
        self._forget()
        self._backup_pin.clear()
        self.notice.hide()
        if self._which.currentData():
            self._look_at()

    def _from_stick(self) -> None:
        found = dialogs.OpenFile.ask(self, _("备份在哪里？"), _("协办台备份 (*.vdesk)"))
        if found is not None:
            if self._which.findData(str(found)) < 0:
                self._which.addItem(found.name, str(found))
            self._which.setCurrentIndex(self._which.findData(str(found)))
            self._chosen()

    def _look_at(self) -> None:
        self._form.accept()
        work = partial(_plan, Path(self._which.currentData()), self._backup_pin.text())
        self._jobs.start(_("正在看这份备份"), work, self._looked, self.failed)

    def _looked(self, plan: RestorePlan) -> None:
        self._plan = plan
        self._words.setText(restore_words(plan))
        self._effect.show()
        self._swap.show()
        self._pin.setFocus()

    def _ask(self) -> None:
        self._form.accept()
        with faults.presented(self):
            if self._plan is None:
                raise Refused(_("还没有选备份"), _("请先选一份，看会少什么"), "no_backup", "backup")
            self._keeping.prove_pin(self._pin.text())
            if self._jobs.busy:
                raise Refused(_("别的活还没做完"), _("请等它做完，再换上备份"), "busy")
            heading = _("真的换上这份备份？")
            if dialogs.Sure.ask(self, heading, restore_words(self._plan), _("换上备份"), _("先不换")):
                self.wished.emit(Restore(self._plan.backup, self._pin.text(), self._backup_pin.text()))


def _in_words(backup: Backup) -> str:
    size = attachments.size(backup.size)
    return _("{when}，{size}").format(when=moments.full(backup.made_at), size=size)


def _plan(backup: Path, pin: str, desk: Desk, _progress: Progress) -> RestorePlan:
    return desk.keeping.plan_restore(backup, pin)
