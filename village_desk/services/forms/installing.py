"""The forms of a desk besides those of the program: put in use, withdrawn, and what was printed from them.

A workbook that the check refuses changes nothing: the version before stays in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.agreement import facts, form_pieces
from sync.agreement.facts.forms import FROM_TOWNSHIP, OF_THE_VILLAGE
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.services.forms import catalogue, checking
from village_desk.services.forms.catalogue import Moment, Origin, Subject
from village_desk.services.forms.checking import Checked
from village_desk.store.database import Store
from village_desk.store.subjects import forms
from village_desk.store.subjects.forms import KnownForm as KnownForm
from village_desk.words import _

_NUMBER_LONGEST = 20
"""Characters of a form's number: the handbooks' have three or four."""


@value
class Described:
    """What a form is for: name, number in the handbooks (F01; may be empty), moment, for whom one paper is.

    ``for_whom`` None: as its fields say it.
    """

    form: str
    number: str = ""
    moment: Moment = Moment.OTHER
    for_whom: Subject | None = None


@value
class Installed:
    """What was put in use: its name, for whom one paper is, and what to know of it in sentences.

    ``guessed``: nobody said for whom it is. ``replaces``: what stood there under its name, in words; "" for nothing.
    ``changed``: False where exactly this was in use already.
    """

    form: str
    for_whom: str
    whole_numbers: bool
    remarks: tuple[str, ...]
    guessed: bool = False
    replaces: str = ""
    changed: bool = True


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

    def not_used(self) -> list[KnownForm]:
        """What the township sent and somebody declined, withdrew or replaced: it can be installed by its name."""
        known = {(each.form, each.sha256) for each in (*self.in_use(), *self.received())}
        return [each for each in forms.last_sent(self._store.db) if (each.form, each.sha256) not in known]

    def workbook(self, form: KnownForm) -> bytes:
        """The bytes of the form. Refused ``form_not_whole`` if pieces of it are missing."""
        return catalogue.workbook(self._store, form)

    def check(self, form: KnownForm) -> Checked:
        """What the check finds of a form that is here."""
        return checking.check(self.workbook(form), catalogue.is_posting(form.form, form.number, form.moment))

    def install_file(self, path: Path, described: Described) -> Installed:
        """Put a workbook of the village's own into use. Refused ``file``, and as ``install``."""
        return self.install(checking.read_file(path), described)

    def install(self, data: bytes, described: Described) -> Installed:
        """The same of its bytes. Refused ``form_name``; ``form`` with what is wrong: the version before stays then.

        Refused ``form_subject`` where it cannot be for those. A form that says 公示 itself is a posting whatever
        moment is said. The village's other PC gets it through the township.
        """
        name = _name(described.form)
        found = checking.check(data, catalogue.is_posting(name, described.number, described.moment.value))
        checking.refuse_unfit(found)
        if described.for_whom is not None:
            checking.refuse_impossible(found, described.for_whom)
        digest, whole = form_pieces.digest(data), int(found.whole_numbers)
        moment = Moment.POSTING if found.posting else described.moment
        uses = (moment.value, _for_whom(found, described.for_whom), whole)
        fact = facts.FormInstalled(
            name, _shown(described.number)[:_NUMBER_LONGEST], digest, len(data), OF_THE_VILLAGE, *uses
        )
        with self._store.writing() as db:
            if forms.contents(db, digest) is None:
                for part, parts, piece in form_pieces.cut(data):
                    self._store.record(facts.FormPiece(digest, part, parts, piece))
            return self._record_installed(fact, found, described.for_whom is None)

    def install_received(self, name: str) -> Installed:
        """Put what the township sent under this name into use. Refused ``form_unknown``, ``form`` as ``install``."""
        sent = next((each for each in forms.last_sent(self._store.db) if each.form == name), None)
        if sent is None:
            message = _("镇所没有下发过名为“{form}”的表格").format(form=name)
            raise Refused(message, _("请核对名称"), "form_unknown", "form")
        found = self.check(sent)
        checking.refuse_unfit(found, of_township=True)
        return self._install_sent(sent, found)

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
        self._withdraw(found, reason.strip())

    def decline(self, name: str, reason: str = "") -> None:
        """Do not take what the township sent under this name and waits; what is in use stays. Refused ``form_unknown``.

        The township gets to know it, by the same fact.
        """
        found = next((each for each in (*self.received(), *self.damaged()) if each.form == name), None)
        if found is None:
            message = _("没有名为“{form}”的表格在用，镇所下发的也没有等着装的").format(form=name)
            raise Refused(message, _("请核对名称；程序自带的表格不能停用"), "form_unknown", "form")
        self._withdraw(found, _("镇所下发的这张没有装。{why}").format(why=reason.strip()).strip())

    def _withdraw(self, form: KnownForm, reason: str) -> None:
        with self._store.writing():
            self._store.record(facts.FormWithdrawn(form.form, form.sha256, reason))

    def printed(
        self, form: str, sha256: str, people: Sequence[str], copies: int = 1, whole_numbers: bool = False
    ) -> None:
        """Record that a form came out, for these people by their ids; never what stood on it.

        ``sha256`` is the digest of the template, of the program's own forms too.
        """
        alone, named = ("".join(people), ()) if len(people) < 2 else ("", tuple(people))
        with self._store.writing():
            self._store.record(facts.FormPrinted(alone, form, sha256, copies, named, int(whole_numbers)))

    def _install_sent(self, sent: KnownForm, found: Checked) -> Installed:
        """A township that sends a list as a paper for one person, its usual word, means what the fields say."""
        whole = int(found.whole_numbers or sent.whole_numbers)
        cannot = sent.for_whom in {each.value for each in Subject} - {each.value for each in found.possible}
        for_whom = _for_whom(found, None) if cannot else sent.for_whom
        moment = Moment.POSTING.value if found.posting else sent.moment
        described = (sent.number, sent.sha256, sent.bytes, FROM_TOWNSHIP, moment, for_whom, whole)
        with self._store.writing():
            return self._record_installed(facts.FormInstalled(sent.form, *described), found, cannot)

    def _record_installed(self, fact: facts.FormInstalled, found: Checked, guessed: bool) -> Installed:
        """The same version and description once: installed again it changes nothing."""
        before = next((each for each in self.in_use() if each.form == fact.form), None)
        same = before is not None and _described(before) == _described(fact)
        if not same:
            self._store.record(fact)
        replaces = "" if same else _replaced(fact.form, before)
        remarks = (*_to_know(fact, found, guessed, replaces, same), *found.remarks)
        return Installed(fact.form, fact.for_whom, bool(fact.whole_numbers), remarks, guessed, replaces, not same)


def _for_whom(found: Checked, wanted: Subject | None) -> str:
    return (wanted or found.guessed or Subject.PERSON).value


def _described(form: KnownForm | facts.FormInstalled) -> tuple[str | int, ...]:
    """What makes two installations the same."""
    return (form.number, form.sha256, form.source, form.moment, form.for_whom, int(form.whole_numbers))


def _replaced(name: str, before: KnownForm | None) -> str:
    if before is not None:
        origin = Origin.TOWNSHIP if before.source == FROM_TOWNSHIP else Origin.VILLAGE
        return _("以前装的（{origin}）").format(origin=origin.in_words())
    ours = next((each for each in catalogue.shipped() if each.name == name), None)
    return _("程序自带的 {title}").format(title=ours.title) if ours else ""


def _to_know(fact: facts.FormInstalled, found: Checked, guessed: bool, replaces: str, same: bool) -> Iterator[str]:
    """What was taken for granted, and what stood there before."""
    if same:
        yield _("和正在用的一样，没有改动")
    if replaces:
        yield _("换下了{form}").format(form=replaces)
    if guessed:
        whom = Subject(fact.for_whom).in_words()
        yield _("填谁：从表里的字段看是{whom}；不对就再装一次，写明填谁").format(whom=whom)
    if found.posting and fact.moment == Moment.POSTING.value:
        yield _("表上写着公示，当作公示用")


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
