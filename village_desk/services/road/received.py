"""What came down in one conversation or on one stick, and the messages that no page shows: values with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sync.agreement import sent
from sync.agreement.facts import Fact
from sync.agreement.values import value
from village_desk.store import from_township
from village_desk.words import _

_NAMED = 3
"""Of several forms, so many by name."""


@value
class Received:
    """The messages of one conversation or one stick. ``cut``: the line failed, the rest comes next time.

    ``gap``: so many messages on the stick wait for one that is missing. ``passed_on``: the number of facts of the
    village's other PC, which are not counted as messages of the office. ``kinds``: the names of the messages' kinds,
    each once. ``rekeyed``: the township's key has changed, and the desk accepted the new one. ``judged``: the number
    of this desk's kept facts that are judged now.
    """

    messages: int
    unusable: int = 0
    cut: bool = False
    gap: int = 0
    passed_on: int = 0
    kinds: tuple[str, ...] = field(default=(), compare=False)
    rekeyed: bool = False
    judged: int = 0

    def in_words(self) -> str:
        """A sentence for the page; empty when nothing came."""
        words = _("镇所下发 {count} 件").format(count=self.messages) if self.messages else ""
        words += _("（{kinds}）").format(kinds=_("、").join(self.kinds)) if self.kinds else ""
        if self.passed_on:
            words += _("，") if words else ""
            words += _("收到另一台电脑的记录 {count} 条").format(count=self.passed_on)
        if self.unusable:
            words += _("，其中 {count} 件不能用").format(count=self.unusable)
        words += _("；下发的没收完，下次接着收") if self.cut else ""
        waits = _("有 {count} 件下发的要等前面的，下次再收").format(count=self.gap) if self.gap else ""
        key = _("镇所换了密钥，本机已经跟着换好") if self.rekeyed else ""
        later = _("镇所升级了，原先收着的 {count} 条认过了").format(count=self.judged) if self.judged else ""
        return _("；").join(filter(None, (words, waits, key, later)))


@value
class KeptMessage:
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


def received(taken: Sequence[Fact], cut: bool = False) -> Received:
    """The sums over the messages that were taken."""
    others = [each for each in taken if isinstance(each, sent.DeskTold)]
    rekeyed = sum(isinstance(each, sent.KeyNext) for each in taken)
    unusable = sum(isinstance(each, sent.Unusable) for each in taken)
    lines = sum(len(each.lines) for each in others)
    office = [each for each in taken if not isinstance(each, sent.DeskTold | sent.KeyNext | sent.VerdictsTold)]
    office = [each for each in office if not (isinstance(each, sent.FormSent) and each.part > 1)]
    kinds = dict.fromkeys((*_forms(office), *(_kind(each) for each in office if not isinstance(each, sent.FormSent))))
    judged = sum(len(each.lines) for each in taken if isinstance(each, sent.VerdictsTold))
    return Received(len(office), unusable, cut, passed_on=lines, kinds=tuple(kinds), rekeyed=rekeyed > 0, judged=judged)


def _forms(office: Sequence[Fact]) -> list[str]:
    """The forms among the messages, the first ones by name: 表格“参保登记表”、“变更表”."""
    names = list(dict.fromkeys(each.form for each in office if isinstance(each, sent.FormSent)))
    if not names:
        return []
    words = "".join(_("“{form}”").format(form=each) for each in names[:_NAMED])
    return [_("表格") + words + (_("等 {n} 张").format(n=len(names)) if len(names) > _NAMED else "")]


def _kind(fact: Fact) -> str:
    return kind_words(fact.kind if isinstance(fact, sent.Unusable) else fact.KIND)


def without_page(message: from_township.TownshipWord) -> KeptMessage:
    """A message that no page shows."""
    fact, at = message.fact, message.at
    if isinstance(fact, sent.ListSent):
        return KeptMessage(fact.sent, fact.KIND, _("下发名单：{title}").format(title=fact.title), len(fact.rows), at)
    if isinstance(fact, sent.NumbersGiven):
        words = _("票据号段：{book} {first}—{last}").format(book=fact.book, first=fact.first, last=fact.last)
        return KeptMessage(fact.sent, fact.KIND, words, int(fact.last) - int(fact.first) + 1, at)
    assert isinstance(fact, sent.Unusable)
    return KeptMessage(fact.sent, fact.kind, kind_words(fact.kind), 1, at, fact.words)


def kind_words(kind: str) -> str:
    """The name of a kind of message."""
    return {
        sent.PayoutListSent.KIND: _("发放名单"),
        sent.PaidListSent.KIND: _("已缴费名单"),
        sent.ListSent.KIND: _("下发名单"),
        sent.PolicySent.KIND: _("政策文件"),
        sent.FormSent.KIND: _("表格"),
        sent.NumbersGiven.KIND: _("票据号段"),
        sent.CorrectedAbove.KIND: _("镇所更正"),
        sent.DuplicateDecided.KIND: _("重复的处理"),
        sent.DeskTold.KIND: _("另一台电脑的记录"),
        sent.VerdictsTold.KIND: _("镇所升级后的答复"),
        sent.KeyNext.KIND: _("镇所换密钥"),
    }.get(kind, _("其他下发内容"))
