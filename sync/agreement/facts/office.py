"""Facts about the desk itself and its road to the township: lives, policies, settings, answers. With their cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any, ClassVar

from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Subject,
    Work,
    Wrong,
    always_accepted,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
)
from sync.agreement.sent import DeskTold, KeyNext, ListSent, PolicySent, Unusable, VerdictsTold
from sync.agreement.sentences import Sentence, say
from sync.agreement.values import value

BEGINNING = "national-2014"
"""The policy that a new desk begins with, until its county's own is adopted: the national frame."""


@value
class DeskOpened:
    """A desk began its life: the first fact of its journal."""

    KIND: ClassVar[str] = "desk.opened/1"
    ABOUT: ClassVar[str] = "village"
    village: str
    village_name: str
    letter: str


@value
class EpochOpened:
    """A new unbroken life of the journal began. ``reason``: restored | put_back | copied | recovered | rekeyed.

    After a backup was restored by the program, an older file was put back by hand, a copy was recognised, a lost PC was
    rebuilt, or the desk got a new key.
    """

    KIND: ClassVar[str] = "epoch.opened/1"
    ABOUT: ClassVar[str] = "epoch"
    epoch: str
    ordinal: int
    reason: str
    after_head: str


@value
class PolicyAdopted:
    """From ``since`` on the desk decides by this policy; ``text`` is the whole file when it came from outside.

    ``how``: begun (a new desk has to begin with something) | decided (by a person).
    """

    KIND: ClassVar[str] = "policy.adopted/1"
    ABOUT: ClassVar[str] = "policy"
    policy: str
    since: str
    text: str = ""
    how: str = "begun"

    @property
    def is_beginning(self) -> bool:
        """Whether nobody decided so: it stands against no decision, and other desks have nothing to learn from it.

        Before ``how`` was known, decisions for other policies than the national frame said nothing of it either.
        """
        return self.policy == BEGINNING and not self.text and self.how != "decided"


@value
class SettingChanged:
    """A setting that belongs to the desk's data was changed: who sits there, the hotline, the township's address.

    The choice between two payout lists, and the columns assigned for a workbook, are settings under names of their
    own.
    """

    KIND: ClassVar[str] = "setting.changed/1"
    ABOUT: ClassVar[str] = "setting"
    setting: str
    value: str


COLUMNS = "columns:"
"""The beginning of the name of a setting with assigned columns of a workbook."""
PAYOUT_LIST = "payout_list:"
"""The beginning of the name of a setting with the choice about a payout list, followed by the list's id."""
SUPPLEMENT = "supplement"
REPLACED = "replaced:"


@value
class Refusal:
    """What the township says of one fact: stable ``code``, the ``field``, a reason and a cure in words.

    ``seq`` is the fact's place in its epoch; ``fact`` is empty for a line whose id could not be read.
    """

    fact: str
    verdict: str
    code: str
    field: str = ""
    reason: str = ""
    cure: str = ""
    seq: int = 0


@value
class BatchAnswered:
    """The township's answer to a batch, stored with its signature. Facts that are not listed were accepted.

    ``not_accepted`` lists the facts whose verdict is ``refused``, ``already_had`` or ``kept``; ``remarks`` those that
    were accepted and should be looked at. The four sums in fen are of collected cash; ``kept_fen`` is the batch's
    manifest's sum of kinds that the township does not know yet. ``order``: the batch's number among all that the
    township took in from the desks of the village.
    """

    KIND: ClassVar[str] = "batch.answered/1"
    ABOUT: ClassVar[str] = "batch"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"not_accepted": Refusal, "remarks": Refusal}
    batch: str
    number: int
    epoch: str
    last_seq: int
    accepted: int
    already_had: int
    refused: int
    not_accepted: tuple[Refusal, ...] = field(default=())
    timeline: str = ""
    position: int = 0
    answered_at: str = ""
    accepted_fen: int = 0
    already_had_fen: int = 0
    refused_fen: int = 0
    order: int = 0
    remarks: tuple[Refusal, ...] = field(default=())
    kept: int = 0
    kept_fen: int = 0


def _judge_opened(fact: DeskOpened, books: Books, today: date) -> Finding | None:
    return None if f"{fact.village}-{fact.letter}" == books.desk else Finding("desk_name", "village")


_LIVES: Mapping[str, Sentence] = {
    "rekeyed": say("换了新密钥"),
    "put_back": say("文件被换成较早的一份"),
    "copied": say("本机的记录比镇所旧，已取回"),
    "recovered": say("从镇所找回"),
}
_RESTORED = say("从备份恢复")
"""The reasons why a new epoch began."""


def _say_life(fact: EpochOpened) -> Sentence:
    return say("{why}，启用新的凭条号段", why=_LIVES.get(fact.reason, _RESTORED))


def _say_setting(fact: SettingChanged) -> Sentence:
    if fact.setting.startswith(COLUMNS):
        return say("说明表格的列是什么") if fact.value else say("不再按说明读表格的列")
    if not fact.setting.startswith(PAYOUT_LIST):
        return say("改设置：{setting}", setting=fact.setting)
    if fact.value.startswith(REPLACED):
        return say("一份发放名单换成了同月的另一份")
    return say("一份发放名单按补发收下") if fact.value == SUPPLEMENT else say("换下的一份发放名单又用上了")


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=DeskOpened,
        since="1.0",
        called="协办台启用",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("desk", f"{fact.village}-{fact.letter}"),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_opened,
        enter=leaves_no_trace,
        sentence=lambda fact: say("协办台启用：{village}", village=fact.village_name),
        mended_by=same_again,
        menders=NO_OTHER,
        codes={"desk_name": Wrong("村级区划代码和本协办台的名称对不上", "请联系乡镇人社所核对本协办台的名称")},
    ),
    Card(
        fact=EpochOpened,
        since="1.0",
        called="启用新号段",
        work=Work.OTHER,
        passed_on=False,
        shown_today=True,
        subjects=lambda fact: (Subject("epoch", fact.epoch),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=_say_life,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PolicyAdopted,
        since="1.0",
        called="启用政策",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (Subject("policy", fact.policy),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("启用政策：{policy}", policy=fact.policy),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=SettingChanged,
        since="1.0",
        called="改设置",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("setting", fact.setting),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=_say_setting,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=BatchAnswered,
        since="1.0",
        called="镇所答复",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("batch", fact.batch),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("收到镇所对第 {number} 批的答复", number=fact.number),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=VerdictsTold,
        since="1.0",
        called="升级后认的结果",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("batch", fact.batch),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所升级后认了 {count} 条记录", count=len(fact.lines)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=DeskTold,
        since="1.0",
        called="另一台电脑的记录",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("desk", fact.desk),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("另一台电脑报上去的 {count} 条记录", count=len(fact.lines)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=ListSent,
        since="1.0",
        called="待核名单",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("list", fact.sent),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所下发待核名单“{title}”：{count} 人", title=fact.title, count=len(fact.rows)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PolicySent,
        since="1.0",
        called="政策文件",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("policy", fact.policy),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所下发政策：{policy}，{since} 起", policy=fact.policy, since=fact.since),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=KeyNext,
        since="1.0",
        called="换密钥",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("key", fact.key),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所换密钥"),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=Unusable,
        since="1.0",
        called="用不上的一份",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("message", fact.sent),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所发来的一份东西用不上：{words}", words=fact.words),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
