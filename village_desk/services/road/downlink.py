"""The township's messages to this desk: fetched, checked, stored with their signatures, and applied once.

A message that the desk cannot use is stored too, with the reason; no message ever holds up those after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sync.agreement import calendar, facts, sent
from sync.agreement.errors import NoLine, NotTheTownship, RoadError
from sync.agreement.facts import Fact
from sync.desk import inbox, outbox
from sync.wire import key_change
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.policies import Policies
from village_desk.services.road import forgotten_corrections, township_key
from village_desk.store import from_township, migrations
from village_desk.store.database import Store
from village_desk.store.subjects import other_desk, people, person_fields
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.agreement.protocol import Hello
    from sync.wire.down import MessagePlace, Read
    from sync.wire.keys import DeskKey
    from village_desk.services.road.roads import Road


@dataclass(frozen=True, slots=True)
class Came:
    """The messages of one conversation or one stick. ``cut``: the line failed, the rest comes next time.

    ``gap``: so many messages on the stick wait for one that is missing. ``told``: the number of facts of the
    village's other PC, which are not counted as messages of the office. ``kinds``: the names of the messages' kinds,
    each once. ``rekeyed``: the township's key has changed, and the desk accepted the new one. ``judged``: the number
    of this desk's kept facts that are judged now.
    """

    messages: int
    unusable: int = 0
    cut: bool = False
    gap: int = 0
    told: int = 0
    kinds: tuple[str, ...] = field(default=(), compare=False)
    rekeyed: bool = False
    judged: int = 0

    def in_words(self) -> str:
        """A sentence for the page; empty when nothing came."""
        words = _("镇所下发 {count} 件").format(count=self.messages) if self.messages else ""
        words += _("（{kinds}）").format(kinds=_("、").join(self.kinds)) if self.kinds else ""
        if self.told:
            words += _("，") if words else ""
            words += _("收到另一台电脑的记录 {count} 条").format(count=self.told)
        if self.unusable:
            words += _("，其中 {count} 件不能用").format(count=self.unusable)
        words += _("；下发的没收完，下次接着收") if self.cut else ""
        waits = _("有 {count} 件下发的要等前面的，下次再收").format(count=self.gap) if self.gap else ""
        key = _("镇所换了密钥，本机已经跟着换好") if self.rekeyed else ""
        later = _("镇所升级了，原先收着的 {count} 条认过了").format(count=self.judged) if self.judged else ""
        return _("；").join(filter(None, (words, waits, key, later)))


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that came down and has no page yet, or could not be used: ``why`` says so then. ``count``: its rows."""

    sent: str
    kind: str
    words: str
    count: int
    at: datetime
    why: str = ""

    @property
    def amount(self) -> str:
        """The size of the message, in words."""
        words = _("{count} 个号") if self.kind == sent.NumbersGiven.KIND else _("{count} 行")
        return words.format(count=self.count)


class Hearing:
    """The downward road of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._policies = Policies(store)

    def fetch(self, road: Road, key: DeskKey, last: int, progress: Progress = silent) -> Came:
        """Take the waiting messages, one after the other, each in a transaction of its own.

        ``progress`` counts messages up to the ``last``, which the hello states. Raises NotTheTownship and
        TownshipRefused; a line that fails is reported by ``cut``.
        """
        taken: list[Fact] = []
        try:
            for message in road.messages(key, self._place()):
                number = message.place.number
                if number == 1 and self._place().number > 0:  # the township does not know our place any more
                    with self._store.writing() as db:
                        inbox.begin_again(db)
                taken.append(self._take(message))
                if isinstance(taken[-1], sent.KeyNext):
                    township_key.tell(self._store, road)
                progress(number, max(number, last))
        except NoLine:
            return _came(taken, cut=True)
        forgotten_corrections.give_back(self._store)
        return _came(taken)

    def fetch_after(self, hello: Hello, road: Road, key: DeskKey, answered: bool, progress: Progress = silent) -> Came:
        """As ``fetch``; but when the hello names our last message, nothing new waits and we need not ask.

        ``answered``: a batch of ours was, so that we would have heard if our key had ended.
        """
        if answered and hello.down_id == self._place().id:
            return Came(0)
        return self.fetch(road, key, hello.down, progress)

    def fetch_files(self, road: Road, key: DeskKey, hello: Hello | None, progress: Progress = silent) -> Came:
        """Take the messages that came as files, all of them read before the first is applied. As ``take``."""
        return self.take([*road.messages(key, self._place())], hello, progress)

    def take(self, found: Sequence[Read], hello: Hello | None, progress: Progress = silent) -> Came:
        """Take verified messages that came as files, in any order and any number of times.

        A message that does not follow the last one waits for those between: it is not stored, and its file stays
        good. ``hello``: from a stick written on the timeline that the desk knows. If the messages differ from those
        the desk has, the township was restored from a backup, and its new chain is taken from there on.
        """
        read = sorted(found, key=lambda each: each.place.number)
        taken = self._take_following(read, progress)
        parted = inbox.parting(self._store.db, read) if hello and not taken else 0
        if parted:
            with self._store.writing() as db:
                inbox.begin_again(db, parted)
            taken = self._take_following(read, progress)
        here = self._place().number
        if hello and here == hello.down:
            forgotten_corrections.give_back(self._store)
        return replace(_came(taken), gap=sum(each.place.number > here for each in read))

    def seen(self, key: DeskKey) -> bytes:
        """The desk's signed note of its last message, for the stick: the township need not send earlier ones again."""
        from sync.wire import down

        place, known = self._place(), outbox.known_township(self._store.db)
        township = known.public_key if known else ""
        return down.write_ask(key, down.DownAsk(self._store.village().desk, place.number, place.id, township=township))

    def read_again(self) -> int:
        """Take messages that an older program could not use and this one can, in their old places; returns how many.

        Messages that still cannot be used get the present reason.
        """
        due = [each for each in from_township.unusable(self._store.db) if each.code in _UPGRADED and self._is_due(each)]
        if not due:
            return 0
        from sync.wire import down

        with self._store.writing() as db:
            found = 0
            for each in due:
                said = down.read(each.signed, None, self._store.village().desk).said
                fact = self._usable(said.kind, said.about, said.body)
                from_township.put_in_place(db, each.place, fact)
                found += not isinstance(fact, sent.Unusable)
            migrations.derive_anew(db)
        return found

    def _is_due(self, unusable: from_township.Unused) -> bool:
        return unusable.code != "kind_unknown" or unusable.kind in known_kinds()

    def kept(self) -> tuple[Kept, ...]:
        """Messages that no page shows, the latest first."""
        return tuple(_kept(each) for each in from_township.without_page(self._store.db))

    def _place(self) -> MessagePlace:
        """The last message that this desk has."""
        return inbox.place(self._store.db, self._store.village().desk)

    def _take_following(self, read: Sequence[Read], progress: Progress) -> list[Fact]:
        taken = []
        for done, each in enumerate(read):
            progress(done, len(read))
            if inbox.follows(self._store.db, each):
                taken.append(self._take(each))
        return taken

    def _take(self, message: Read) -> Fact:
        """Keep and apply a message; the fact that was kept. NotTheTownship when it does not follow."""
        with self._store.writing() as db:
            if not inbox.follows(db, message):
                raise NotTheTownship("down-gap")
            inbox.keep(db, message, self._store.clock())
            fact = self._usable(message.said.kind, message.said.about, message.said.body)
            if isinstance(fact, sent.KeyNext) and fact.before == message.signer:
                outbox.follow_key(db, fact.before, fact.key, self._store.clock())
            if not self._store.hear(fact, message.bytes) and isinstance(fact, sent.DeskTold):
                self._hear_again(fact, message.bytes)
        return fact

    def _hear_again(self, told: sent.DeskTold, signed: bytes) -> None:
        """Store another version of the other desk's facts as a message of its own.

        A restored township sends the same facts with another order number, and after an upgrade it may send more
        facts of the same batch.
        """
        if other_desk.is_another_place(self._store.db, told) or from_township.says_more(self._store.db, told):
            again = from_township.tellings(self._store.db, told.sent)
            self._store.hear(replace(told, sent=f"{told.sent}#{again}"), signed)

    def _usable(self, kind: str, about: str, body: dict[str, Any]) -> Fact:
        """The fact of a message, or the record stored in its place when the message cannot be used."""
        from sync.agreement.down_checks import NotSent, check

        if kind not in known_kinds():
            return sent.Unusable(about, kind, "kind_unknown", _("本程序还不认识这一类，升级后再看"))
        try:
            fact: Fact = facts.read(kind, about, body)
            check(fact, self._store.today())
            _CHECKS.get(type(fact), _nothing)(self, fact)
        except (facts.Misfit, NotSent) as wrong:
            code = wrong.code if isinstance(wrong, RoadError) else "misfit"
            return sent.Unusable(about, kind, code, _("内容有误（{code}），请镇所重发").format(code=code))
        except Refused as refusal:
            return sent.Unusable(about, kind, refusal.code, f"{refusal.message}。{refusal.cure}")
        return fact

    def _check_told(self, fact: sent.DeskTold) -> None:
        village = self._store.village()
        if fact.desk == village.desk or not fact.desk.startswith(f"{village.code}-"):
            raise Refused(_("这不是本村另一台电脑的记录"), _("请与镇所核对"), "another_village")

    def _check_verdicts(self, fact: sent.VerdictsTold) -> None:
        if any(each.verdict not in _VERDICTS for each in fact.lines):
            raise Refused(_("镇所的答复里有不认识的结果"), _("请升级本机的程序"), "verdict_unknown")

    def _check_key(self, fact: sent.KeyNext) -> None:
        if not key_change.is_proven(fact) or calendar.moment(fact.until) is None:
            raise Refused(_("镇所的新密钥对不上"), _("请打电话问镇所，是不是换了密钥"), "key_not_proven")

    def _check_policy(self, fact: sent.PolicySent) -> None:
        self._policies.vetted(fact.policy, fact.text)

    def _check_correction(self, fact: sent.CorrectedAbove) -> None:
        """The rules of a correction made at the desk."""
        person = other_desk.known_as(self._store.db, fact.person)
        if people.person(self._store.db, person) is None:
            raise Refused(_("花名册没有此人"), _("请与镇所核对"), "unknown_person")
        usable = person_fields.usable(fact.changes).keys() | facts.carried(fact.changes).keys()
        if not fact.changes or fact.changes.keys() - usable:
            raise Refused(_("更正的项目不认识"), _("请与镇所核对"), "field_unknown")
        if "name" in fact.changes and not texts.name(str(fact.changes["name"])):
            raise Refused(_("没有填姓名"), _("请与镇所核对"), "name_missing")
        if "id_number" in fact.changes:
            self._check_number(person, str(fact.changes["id_number"]))

    def _check_number(self, person: str, number: str) -> None:
        if str(identity.read(number, self._store.today())) != number:
            raise Refused(_("身份证号写法不对"), _("请与镇所核对"), "id_number")
        other = people.by_identity(self._store.db, number)
        if other is not None and other.id != person:
            raise Refused(_("这个身份证号已经是 {name} 的").format(name=other.name), _("请与镇所核对"), "id_other_name")


_VERDICTS = ("accepted", "refused", "already_had", "kept")
_UPGRADED = ("kind_unknown", "field_unknown", "verdict_unknown")
"""Why a message cannot be used that a newer program may be able to use."""


def known_kinds() -> set[str]:
    """The kinds of messages that this program can use."""
    return {kind.KIND for kind in sent.KINDS if kind is not sent.Unusable}


_CHECKS: dict[type[Any], Callable[[Hearing, Any], None]] = {
    sent.PolicySent: Hearing._check_policy,
    sent.CorrectedAbove: Hearing._check_correction,
    sent.DeskTold: Hearing._check_told,
    sent.VerdictsTold: Hearing._check_verdicts,
    sent.KeyNext: Hearing._check_key,
}


def _came(taken: Sequence[Fact], cut: bool = False) -> Came:
    told = [each for each in taken if isinstance(each, sent.DeskTold)]
    rekeyed = sum(isinstance(each, sent.KeyNext) for each in taken)
    unusable = sum(isinstance(each, sent.Unusable) for each in taken)
    lines = sum(len(each.lines) for each in told)
    office = [each for each in taken if not isinstance(each, sent.DeskTold | sent.KeyNext | sent.VerdictsTold)]
    kinds = dict.fromkeys(map(_kind, office))
    judged = sum(len(each.lines) for each in taken if isinstance(each, sent.VerdictsTold))
    return Came(len(office), unusable, cut, told=lines, kinds=tuple(kinds), rekeyed=rekeyed > 0, judged=judged)


def _kind(fact: Fact) -> str:
    return kind_words(fact.kind if isinstance(fact, sent.Unusable) else fact.KIND)


def _nothing(hearing: Hearing, fact: Fact) -> None:
    """A kind whose own checks are enough."""


def _kept(told: from_township.TownshipWord) -> Kept:
    fact = told.fact
    if isinstance(fact, sent.ListSent):
        return Kept(fact.sent, fact.KIND, _("下发名单：{title}").format(title=fact.title), len(fact.rows), told.at)
    if isinstance(fact, sent.NumbersGiven):
        words = _("票据号段：{book} {first}—{last}").format(book=fact.book, first=fact.first, last=fact.last)
        return Kept(fact.sent, fact.KIND, words, int(fact.last) - int(fact.first) + 1, told.at)
    assert isinstance(fact, sent.Unusable)
    return Kept(fact.sent, fact.kind, kind_words(fact.kind), 1, told.at, fact.words)


def kind_words(kind: str) -> str:
    """The name of a kind of message."""
    return {
        sent.PayoutListSent.KIND: _("发放名单"),
        sent.PaidListSent.KIND: _("已缴费名单"),
        sent.ListSent.KIND: _("下发名单"),
        sent.PolicySent.KIND: _("政策文件"),
        sent.NumbersGiven.KIND: _("票据号段"),
        sent.CorrectedAbove.KIND: _("镇所更正"),
        sent.DeskTold.KIND: _("另一台电脑的记录"),
        sent.VerdictsTold.KIND: _("镇所升级后的答复"),
        sent.KeyNext.KIND: _("镇所换密钥"),
    }.get(kind, _("其他下发内容"))
