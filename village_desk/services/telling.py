"""What a fact says, as one plain sentence for histories and lists. Full numbers never stand in it."""

from collections.abc import Callable
from typing import Any

from sync.agreement import facts, sent
from sync.agreement.facts import Fact
from village_desk.domain.basics import identity, money
from village_desk.domain.people import FIELDS, Content, Mask
from village_desk.domain.rules.person_facts import Hindrance, OtherKind, YearKind
from village_desk.store import columns
from village_desk.store.subjects import payouts
from village_desk.words import _


def words(fact: Fact) -> str:
    """The sentence of a fact; its kind where there is no sentence for it."""
    tell = _TELL.get(type(fact))
    return tell(fact) if tell else fact.KIND


def whose(name: str, fact: Fact) -> str:
    """The sentence of a fact, after the name of the person it is about where it does not tell it."""
    if not name or isinstance(fact, facts.PersonRegistered):
        return words(fact)
    return _("{name}：{words}").format(name=name, words=words(fact))


def field_name(field: str, short: bool = False) -> str:
    """What a field of a person is called on screen and paper; ``short`` where room is scarce."""
    info = FIELDS.get(field)
    return _((info.short if short else "") or info.words) if info else field


def _corrected(fact: facts.PersonCorrected) -> str:
    """What a newer program added to people is not shown: whether it should be masked is not known here."""
    shown = [f"{field_name(name)} {_value(name, value)}" for name, value in fact.changes.items() if name in FIELDS]
    later = len(fact.changes) - len(shown)
    shown += [_("本程序还不认识的 {count} 项").format(count=later)] * bool(later)
    return _("更正：{changes}").format(changes="，".join(shown))


def _corrected_above(fact: sent.CorrectedAbove) -> str:
    words = _corrected(facts.PersonCorrected(fact.person, fact.changes))
    return _("镇所{words}").format(words=words) + (f"（{fact.reason}）" if fact.reason else "")


def _paid_elsewhere(fact: sent.PaidListSent) -> str:
    [line] = fact.lines
    return _("镇所名单“{name}”：{year} 年已缴 {amount} 元").format(
        name=fact.name, year=line.year, amount=money.short(line.amount_fen)
    )


def value_words(name: str, value: str | int) -> str:
    """The value of a field of a person, masked where a full number is not needed."""
    if FIELDS[name].content is Content.FEN:
        return _value(name, int(value))
    return _value(name, value) or _("空白")


def _value(name: str, value: Any) -> str:
    info = FIELDS[name]
    if info.mask is Mask.ALWAYS:
        return identity.mask(str(value)) if info.content is Content.IDENTITY else identity.mask_account(str(value))
    return money.short(value) + _(" 元") if info.content is Content.FEN else str(value)


def _collected(fact: facts.ContributionCollected) -> str:
    return _("收 {year} 年养老保险费 {amount} 元，凭条 {number}").format(
        year=fact.year, amount=money.short(fact.amount_fen), number=fact.receipt
    )


def _set(fact: facts.SettingChanged) -> str:
    """What was decided of a payout list, or said of columns, is kept as a setting under a name of its own."""
    if fact.setting.startswith(columns.SETTING):
        return _("说明表格的列是什么") if fact.value else _("不再按说明读表格的列")
    if not fact.setting.startswith(payouts.DECIDED):
        return _("改设置：{setting}").format(setting=fact.setting)
    if fact.value.startswith(payouts.REPLACED):
        return _("一份发放名单换成了同月的另一份")
    return _("一份发放名单按补发收下") if fact.value == payouts.SUPPLEMENT else _("换下的一份发放名单又用上了")


def _paid_out(fact: facts.PayoutLineTaken) -> str:
    return _("列入待遇发放名单，{total} 元").format(total=money.short(fact.total_fen))


_TELL: dict[type[Any], Callable[[Any], str]] = {
    facts.DeskOpened: lambda fact: _("协办台启用"),
    facts.EpochOpened: lambda fact: _("{why}，启用新的凭条号段").format(
        why={
            "rekeyed": _("换了新密钥"),
            "put_back": _("文件被换成较早的一份"),
            "copied": _("本机的记录比镇所旧，已取回"),
            "recovered": _("从镇所找回"),
        }.get(fact.reason, _("从备份恢复"))
    ),
    facts.PersonRegistered: lambda fact: _("登记上册：{name}").format(name=fact.name),
    facts.PersonCorrected: _corrected,
    facts.YearsNoted: lambda fact: _("补记 {years} 年缴费，每年 {tier} 元，{how}").format(
        years=fact.first if fact.first == fact.last else f"{fact.first}—{fact.last}",
        tier=money.short(fact.tier_fen),
        how=YearKind(fact.how).in_words(),
    ),
    facts.DeathNoted: lambda fact: _("记死亡：{day}（{told_by}）").format(day=fact.died_on, told_by=fact.told_by),
    facts.OtherPensionNoted: lambda fact: _("记{pension}：{since} 起").format(
        pension=OtherKind(fact.pension).in_words(), since=fact.since
    ),
    facts.HindranceNoted: lambda fact: _("记不能参保：{why}").format(why=Hindrance(fact.hindrance).in_words()),
    facts.AccountTold: lambda fact: _("记账户余额 {balance} 元（{day}）").format(
        balance=money.figures(fact.balance_fen), day=fact.as_of
    ),
    facts.NoteStruck: lambda fact: _("划掉一条记载：{reason}").format(reason=fact.reason),
    facts.RosterImported: lambda fact: _("导入花名册：{rows} 行，收下 {accepted}，暂扣 {held}").format(
        rows=fact.rows, accepted=fact.accepted, held=fact.held
    ),
    facts.ContributionCollected: _collected,
    facts.ReceiptPrinted: lambda fact: (
        _("打印凭条 {number}").format(number=fact.receipt)
        if fact.copy == 1
        else _("补打凭条 {number}，第 {count} 次").format(number=fact.receipt, count=fact.copy - 1)
    ),
    facts.ReceiptVoided: lambda fact: _("作废凭条 {number}：{reason}").format(number=fact.receipt, reason=fact.reason),
    facts.PayoutListTaken: lambda fact: _("收到 {month} 发放名单：{payees} 人").format(
        month=fact.month, payees=fact.payees
    ),
    facts.PayoutLineTaken: _paid_out,
    facts.PayoutRosterPrinted: lambda fact: _("打印发放花名册，{pages} 页").format(pages=fact.pages),
    facts.NumberShown: lambda fact: _("查看完整{what}").format(what=field_name(fact.what)),
    facts.AttachmentAdded: lambda fact: _("添加附件：{title}").format(title=fact.title),
    facts.AttachmentRemoved: lambda fact: _("移除附件：{reason}").format(reason=fact.reason),
    facts.PolicyAdopted: lambda fact: _("启用政策：{policy}").format(policy=fact.policy),
    facts.ChangeLookedAt: lambda fact: _("看过两台电脑都改的{field}").format(field=field_name(fact.field)),
    sent.CorrectedAbove: _corrected_above,
    sent.PaidListSent: _paid_elsewhere,
    facts.SettingChanged: _set,
}
