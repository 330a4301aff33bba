"""The forms of a desk besides those of the program: put in use, withdrawn, and what was printed from them.

A workbook that the check refuses changes nothing: the version before stays in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.agreement import facts, form_pieces
from sync.agreement.facts.forms import FROM_TOWNSHIP, OF_THE_VILLAGE
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.services.forms import catalogue, checking
from village_desk.services.forms.catalogue import Moment, Subject
from village_desk.services.forms.checking import Checked
from village_desk.store.database import Store
from village_desk.store.subjects import forms
from village_desk.store.subjects.forms import KnownForm as KnownForm
from village_desk.words import _

_NUMBER_LONGEST = 20
"""Characters of a form's number: the handbooks' have three or four."""


@value
class Described:
    """What a form is for: name, number in the handbooks (F01; may be empty), moment, for whom one paper is."""

    form: str
    number: str = ""
    moment: Moment = Moment.OTHER
    for_whom: Subject = Subject.PERSON


class InstalledForms:
    """The forms of one desk besides those of the program."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def in_use(self) -> list[KnownForm]:
        """The installed forms, one of each name, by number."""
        return forms.in_use(self._store.db)

    def received(self) -> list[KnownForm]:
        """What the township sent and is not installed: it waits for somebody's word, or the check refuses it."""
        return forms.received(self._store.db)

    def damaged(self) -> list[KnownForm]:
        """What the township sent and came broken: it has to be sent again."""
        return forms.damaged(self._store.db)

    def workbook(self, form: KnownForm) -> bytes:
        """The bytes of the form. Refused ``form_not_whole`` if pieces of it are missing."""
        return catalogue.workbook(self._store, form)

    def check(self, form: KnownForm) -> Checked:
        """What the check finds of a form that is here."""
        return checking.check(self.workbook(form), catalogue.is_posting(form.form, form.number, form.moment))

    def install_file(self, path: Path, described: Described) -> Checked:
        """Put a workbook of the village's own into use. Refused ``file``, and as ``install``."""
        return self.install(checking.read_file(path), described)

    def install(self, data: bytes, described: Described) -> Checked:
        """The same of its bytes. Refused ``form_name``; ``form`` with what is wrong: the version before stays then.

        The village's other PC gets it through the township.
        """
        name = _name(described.form)
        found = checking.check(data, catalogue.is_posting(name, described.number, described.moment.value))
        checking.refuse_unfit(found)
        digest, whole = form_pieces.digest(data), int(found.whole_numbers)
        uses = (described.moment.value, described.for_whom.value, whole)
        fact = facts.FormInstalled(
            name, _shown(described.number)[:_NUMBER_LONGEST], digest, len(data), OF_THE_VILLAGE, *uses
        )
        with self._store.writing() as db:
            if forms.contents(db, digest) is None:
                for part, parts, piece in form_pieces.cut(data):
                    self._store.record(facts.FormPiece(digest, part, parts, piece))
            self._record_installed(fact)
        return found

    def install_received(self, name: str) -> Checked:
        """Put what the township sent under this name into use. Refused ``form_unknown``, ``form`` as ``install``."""
        sent = next((each for each in forms.last_sent(self._store.db) if each.form == name), None)
        if sent is None:
            message = _("镇所没有下发过名为“{form}”的表格").format(form=name)
            raise Refused(message, _("请核对名称"), "form_unknown", "form")
        found = self.check(sent)
        checking.refuse_unfit(found)
        self._install_sent(sent, found)
        return found

    def install_fit(self) -> list[str]:
        """Put into use what the township sent, each once, as policies are; returns the names.

        What the check refuses, and what prints whole numbers, waits for somebody's word (``received``).
        """
        done = []
        for each in self.received():
            found = self.check(each)
            if not found.refusals and not found.whole_numbers and not each.whole_numbers:
                self._install_sent(each, found)
                done.append(each.form)
        return done

    def withdraw(self, name: str, reason: str = "") -> None:
        """Use the form of this name no more; one of the program counts again. Refused ``form_unknown``."""
        found = next((each for each in self.in_use() if each.form == name), None)
        if found is None:
            message = _("没有装过名为“{form}”的表格").format(form=name)
            raise Refused(message, _("请核对名称；程序自带的表格不能停用"), "form_unknown", "form")
        with self._store.writing():
            self._store.record(facts.FormWithdrawn(name, found.sha256, reason.strip()))

    def printed(
        self, form: str, sha256: str, people: Sequence[str], copies: int = 1, whole_numbers: bool = False
    ) -> None:
        """Record that a form came out, for these people by their ids; never what stood on it.

        ``sha256`` is the digest of the template, of the program's own forms too.
        """
        alone, named = ("".join(people), ()) if len(people) < 2 else ("", tuple(people))
        with self._store.writing():
            self._store.record(facts.FormPrinted(alone, form, sha256, copies, named, int(whole_numbers)))

    def _install_sent(self, sent: KnownForm, found: Checked) -> None:
        whole = int(found.whole_numbers or sent.whole_numbers)
        described = (sent.number, sent.sha256, sent.bytes, FROM_TOWNSHIP, sent.moment, sent.for_whom, whole)
        with self._store.writing():
            self._record_installed(facts.FormInstalled(sent.form, *described))

    def _record_installed(self, fact: facts.FormInstalled) -> None:
        """The same version once: installed again it changes nothing."""
        if not any((each.form, each.sha256) == (fact.form, fact.sha256) for each in self.in_use()):
            self._store.record(fact)


def _shown(text: str) -> str:
    """A text without what no screen shows, or obeys."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def _name(text: str) -> str:
    """The name of a form as it is stored."""
    plain = _shown(text)
    if identity.holds(plain):
        raise Refused(_("表格的名称里有身份证号"), _("请另起一个名称，如：参保登记表"), "form_name", "form")
    if not 0 < len(plain) <= form_pieces.NAME_LONGEST:
        message = _("表格没有名称") if not plain else _("表格的名称太长")
        cure = _("如：参保登记表，最多 {most} 字").format(most=form_pieces.NAME_LONGEST)
        raise Refused(message, cure, "form_name", "form")
    return plain
