"""What the pages say of facts, verdicts and fields, in plain Chinese. Full numbers never stand in it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.agreement import facts, identity, sent
from sync.agreement.person import FIELDS, Content, Mask
from sync.township.console import figures

VERDICTS = {"accepted": "收下", "already_had": "已有", "refused": "退回", "kept": "升级后再认", "held": "等前一批"}
STATES = {"counted": "计入", "void": "已作废", "refused": "退回"}


def words(kind: str, about: str, body: Mapping[str, Any]) -> str:
    """The sentence of a fact, whatever its body holds."""
    try:
        fact = facts.read(kind, about, body)
    except facts.UnknownKind:
        return "本程序还不认识的一类记录"
    except facts.Misfit:
        return "内容不完整的记录"
    tell = _TELL.get(type(fact))
    return tell(fact) if tell else "其他记录"


def _corrected(fact: facts.PersonCorrected) -> str:
    known = [f"{FIELDS[name].words} {value(name, fact.changes[name])}" for name in fact.changes if name in FIELDS]
    later = len(fact.changes) - len(known)
    return "更正：" + "，".join(known + [f"本程序还不认识的 {later} 项"] * bool(later))


def value(name: str, held: Any) -> str:
    """The value of a field of a person as pages and sheets show it: numbers masked, money in yuan."""
    info = FIELDS[name]
    if info.mask is not Mask.NEVER:
        return identity.mask(str(held)) if info.content is Content.IDENTITY else figures.mask_end(str(held))
    if type(held) is not int:
        return identity.mask_within(str(held))
    return f"{figures.yuan(held)} 元" if info.content is Content.FEN else str(held)


def on_page(held: Any, name: str) -> str:
    """The same beside the field's name on a page."""
    words = value(name, held)
    return f"第 {words} 组" if FIELDS[name].content is Content.GROUP else words


def _collected(fact: facts.ContributionCollected) -> str:
    return f"收 {fact.year} 年度 {figures.yuan(fact.amount_fen)} 元，凭条 {fact.receipt}"


def _years(fact: facts.YearsNoted) -> str:
    span = f"{fact.first}" if fact.first == fact.last else f"{fact.first}—{fact.last}"
    return f"补记 {span} 年缴费，每年 {figures.yuan(fact.tier_fen)} 元"


def _roster(fact: facts.RosterImported) -> str:
    return f"导入花名册：{fact.rows} 行，收下 {fact.accepted}，暂扣 {fact.held}"


_TELL: dict[type[Any], Callable[[Any], str]] = {
    facts.DeskOpened: lambda fact: f"协办台启用：{fact.village_name}",
    facts.EpochOpened: lambda fact: "启用新的凭条号段",
    facts.PersonRegistered: lambda fact: f"登记：{fact.name}",
    facts.PersonCorrected: _corrected,
    facts.YearsNoted: _years,
    facts.DeathNoted: lambda fact: f"记死亡：{fact.died_on}",
    facts.OtherPensionNoted: lambda fact: f"记另有养老金：{fact.since} 起",
    facts.HindranceNoted: lambda fact: "记不参保原因",
    facts.AccountTold: lambda fact: f"记账户余额 {figures.yuan(fact.balance_fen)} 元（{fact.as_of}）",
    facts.NoteStruck: lambda fact: f"划掉一条记载：{fact.reason}",
    facts.RosterImported: _roster,
    facts.ContributionCollected: _collected,
    facts.ReceiptPrinted: lambda fact: f"打印凭条 {fact.receipt}",
    facts.ReceiptVoided: lambda fact: f"作废凭条 {fact.receipt}：{fact.reason}",
    facts.PayoutListTaken: lambda fact: f"收到 {fact.month} 发放名单：{fact.payees} 人",
    facts.PayoutLineTaken: lambda fact: f"列入发放名单，{figures.yuan(fact.total_fen)} 元",
    facts.PayoutRosterPrinted: lambda fact: f"打印发放花名册，{fact.pages} 页",
    facts.NumberShown: lambda fact: f"查看完整{FIELDS[fact.what].words if fact.what in FIELDS else '号码'}",
    facts.AttachmentAdded: lambda fact: f"添加附件：{fact.title}",
    facts.AttachmentRemoved: lambda fact: f"移除附件：{fact.reason}",
    facts.PolicyAdopted: lambda fact: f"启用政策：{fact.policy}",
    facts.SettingChanged: lambda fact: "改设置",
    facts.BatchAnswered: lambda fact: f"收到镇所对第 {fact.number} 批的答复",
}

SENT = {
    sent.PayoutListSent.KIND: "发放名单",
    sent.PaidListSent.KIND: "已缴费名单",
    sent.ListSent.KIND: "待核名单",
    sent.PolicySent.KIND: "政策文件",
    sent.NumbersGiven.KIND: "票据号段",
    sent.CorrectedAbove.KIND: "镇里更正",
    sent.KeyNext.KIND: "换密钥",
}
KINDS = {
    facts.DeskOpened.KIND: "协办台启用",
    facts.EpochOpened.KIND: "启用新号段",
    facts.PersonRegistered.KIND: "人员登记",
    facts.PersonCorrected.KIND: "人员更正",
    facts.YearsNoted.KIND: "补记年限",
    facts.DeathNoted.KIND: "死亡记载",
    facts.OtherPensionNoted.KIND: "另有养老金",
    facts.HindranceNoted.KIND: "不参保原因",
    facts.AccountTold.KIND: "账户余额",
    facts.NoteStruck.KIND: "划掉记载",
    facts.RosterImported.KIND: "导入花名册",
    facts.ContributionCollected.KIND: "代收缴费",
    facts.ReceiptPrinted.KIND: "打印凭条",
    facts.ReceiptVoided.KIND: "作废凭条",
    facts.PayoutListTaken.KIND: "发放名单",
    facts.PayoutLineTaken.KIND: "发放名单一行",
    facts.PayoutRosterPrinted.KIND: "打印发放花名册",
    facts.NumberShown.KIND: "查看完整号码",
    facts.AttachmentAdded.KIND: "添加附件",
    facts.AttachmentRemoved.KIND: "移除附件",
    facts.PolicyAdopted.KIND: "启用政策",
    facts.SettingChanged.KIND: "改设置",
    facts.BatchAnswered.KIND: "镇所答复",
}


def kind(name: str) -> str:
    """What a kind of fact is called in lists."""
    return KINDS.get(name, "读不出来的行" if not name else "本程序还不认识的记录")


def sent_kind(name: str) -> str:
    """What a kind of message that went down is called."""
    return SENT.get(name, "其他")


def verdict(name: str) -> str:
    """A verdict in a word."""
    return VERDICTS.get(name, name)


def state(name: str) -> str:
    """How a receipt stands, in a word."""
    return STATES.get(name, name)
