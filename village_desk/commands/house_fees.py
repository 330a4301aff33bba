"""The fees of a whole house or of a group, the list of receipts, and the cash of a day, by command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from village_desk import places
from village_desk.commands import output
from village_desk.commands.frame import CommandResult, opened
from village_desk.domain import village_groups
from village_desk.domain.basics import identity, moments, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Channel, Payer, PaymentKind, Receipt
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.desk import Desk
    from village_desk.services.collecting import Payment
    from village_desk.services.counter.group_fees import PayingGroup
    from village_desk.services.counter.house_fees import FeeHouse, HouseMember, Taken


def collect(file: Path, household: str, pays: tuple[str, ...], given: str, what: dict[str, Any]) -> CommandResult:
    """Take the fees of a house: all of those named, or nothing. Refused ``given`` when the cash is not enough."""
    with opened(file) as desk:
        person = desk.households.named(household).living[0].id
        taken, change = _take(desk, _payments(desk.house_fees.house(person), pays, what), given, what)
        missing = desk.house_fees.house(person).owing
    words = [*_words(taken), *_change_words(change), *_missing_words(missing), *_paper_words(what["out"])]
    return CommandResult(_result(taken, change, missing, what["out"]), "\n".join(words))


def collect_group(file: Path, group: str, pays: tuple[str, ...], given: str, what: dict[str, Any]) -> CommandResult:
    """Take the fees of those named of a village group, all or nothing. Refused as ``collect``, and ``nobody``."""
    if not pays:
        raise Refused(_("没有写谁缴"), _("请用 --pays 写上谁缴，可写多次"), "nobody", "pays")
    with opened(file) as desk:
        wanted = village_groups.read(group)
        taken, change = _take(desk, _payments(desk.group_fees.of(wanted), pays, what), given, what)
        missing = desk.group_fees.of(wanted).owing
    words = [*_words(taken)]
    if change:
        words.append(_("点到的钱多 {amount} 元").format(amount=money.figures(change)))
    words.append(_("{group}还有 {count} 人没缴").format(group=wanted.in_words(), count=len(missing)))
    return CommandResult(_result(taken, change, missing, what["out"]), "\n".join([*words, *_paper_words(what["out"])]))


def _take(desk: Desk, payments: list[Payment], given: str, what: dict[str, Any]) -> tuple[Taken, int | None]:
    """Take all or nothing, and write the receipts where they are wanted; with what was given beyond the sum."""
    from village_desk.services.counter.house_fees import MembersRefused

    out: Path | None = what["out"]
    for each in payments:
        _refuse_unprintable(desk, each)
    change = _change(desk, payments, given)
    if out:
        places.try_writing(out)
    try:
        taken = desk.house_fees.collect(payments)
    except MembersRefused as refused:
        raise refused.question() or refused from None
    if out and taken.receipts:
        places.write(out, desk.papers.receipts(taken.receipts, on=what["on"]).paper.pdf)
    return taken, change


def _payments(house: FeeHouse | PayingGroup, pays: tuple[str, ...], what: dict[str, Any]) -> list[Payment]:
    """The payments of those named, else of all who owe."""
    if not pays:
        return [_payment(each, "", what) for each in house.owing]
    named = [each.partition("=") for each in pays]
    return [_payment(_member(house, who.strip()), tier.strip(), what) for who, _sign, tier in named]


def _member(house: FeeHouse | PayingGroup, who: str) -> HouseMember:
    """The member of that name, identity number or last four digits. Refused when none or several have it."""
    number = identity.clean(who)
    found = [
        each
        for each in house.members
        if each.found.resident.name == who
        or (len(number) in (4, 18) and each.found.resident.id_number.endswith(number.upper()))
    ]
    if len(found) != 1:
        shown = [each.found.resident for each in house.members if not found or each in found]
        names = _("、").join(f"{each.name}（{each.id_number[-4:]}）" for each in shown)
        words = _("这里没有“{who}”") if not found else _("这里有几个“{who}”")
        raise Refused(
            words.format(who=who), _("请写姓名或身份证后四位：{names}").format(names=names), "unknown_member", "pays"
        )
    return found[0]


def _payment(member: HouseMember, tier: str, what: dict[str, Any]) -> Payment:
    from dataclasses import replace

    usual = member.usual()
    return replace(
        usual,
        year=what["year"] or usual.year,
        tier_fen=_amount("pays", tier or what["tier"] or "") if tier or what["tier"] else usual.tier_fen,
        payer=Payer(what["payer"]),
        payer_name=what["payer_name"],
        relation=what["relation"],
        government_fen=_amount("government_part", what["government_part"]),
        channel=Channel(what["channel"]),
        again=what["again"],
        sure=frozenset(what["sure"]),
        kind=PaymentKind(what["kind"]) if what["kind"] else None,
        assessed_by=what["assessed_by"],
    )


def _amount(field: str, text: str) -> int:
    try:
        return money.read(text)
    except Refused as refused:
        raise Refused(refused.message, refused.cure, refused.code, field) from None


def _refuse_unprintable(desk: Desk, payment: Payment) -> None:
    """A name that no font can print is refused before any money is taken; what the rules say comes with the taking."""
    try:
        desk.papers.draft(payment)
    except Refused as refused:
        if refused.code == "no_glyph":
            raise


def _change(desk: Desk, payments: list[Payment], given: str) -> int | None:
    """The change in fen; None where nobody said what was given."""
    if not given:
        return None
    try:
        due = sum(desk.collecting.choices(each.person).cost(each, every_yes=True).own_fen for each in payments)
    except Refused:
        return None
    paid = _amount("given", given)
    if paid < due:
        words = _("要收 {due} 元，收到 {given} 元，还差 {short} 元").format(
            due=money.short(due), given=money.short(paid), short=money.short(due - paid)
        )
        raise Refused(words, _("收够了再收，或少勾几个人"), "given", "given")
    return paid - due


def _result(taken: Taken, change: int | None, missing: tuple[HouseMember, ...], out: Path | None) -> dict[str, Any]:
    return {
        "receipts": [output.receipt(each, out) for each in taken.receipts],
        "booked": [{"person": each.person, "year": each.year, "tier_fen": each.tier_fen} for each in taken.booked],
        "fen": taken.fen,
        "in_words": money.in_words(taken.fen),
        "change_fen": change,
        "missing": [{"person": each.id, "name": each.found.resident.name} for each in missing],
        "pdf": str(out) if out else None,
    }


def _words(taken: Taken) -> list[str]:
    lines = [output.receipt_words(each, None).partition(_("。还没有打"))[0] for each in taken.receipts]
    lines += [_("{year} 年记下由别人代缴，没有收现金").format(year=each.year) for each in taken.booked]
    whole = _("共 {amount} 元（{words}）")
    return [*lines, whole.format(amount=money.figures(taken.fen), words=money.in_words(taken.fen))]


def _change_words(change: int | None) -> list[str]:
    return [_("找零 {amount} 元").format(amount=money.figures(change))] if change else []


def _missing_words(missing: tuple[HouseMember, ...]) -> list[str]:
    names = _("、").join(each.found.resident.name for each in missing)
    return [_("这一户还差 {count} 人：{names}").format(count=len(missing), names=names)] if missing else []


def _paper_words(out: Path | None) -> list[str]:
    return [_("{out}。打到纸上以后，用 came-out 记一下").format(out=out)] if out else []


def listed(
    file: Path, day: datetime | None, until: datetime | None, state: str, text: str, household: str
) -> CommandResult:
    """The receipts of a day, of some days, or of a house this year, with their sum."""
    from village_desk.services.counter.till import ReceiptFilter, ReceiptList

    known = {each.value: each for each in ReceiptFilter}
    if state not in known:
        raise Refused(_("没有“{state}”这种状态").format(state=state), _("请写：") + "、".join(known), "state", "state")
    with opened(file) as desk:
        if household:
            found = ReceiptList(tuple(desk.collecting.of_household(desk.finding.by_identity(household).id)))
        else:
            today = desk.today()
            first = day.date() if day else desk.till.first_day() or today
            last = until.date() if until else day.date() if day else today
            found = desk.till.receipts(first, last, known[state], text)
    lines = [_line(each) for each in found.receipts] or [_("没有这样的凭条")]
    total = _("{count} 张，作废 {voids} 张，有效的共 {amount} 元").format(
        count=len(found.receipts), voids=found.voids, amount=money.figures(found.fen)
    )
    result = {"receipts": [_row(each) for each in found.receipts], "fen": found.fen, "voids": found.voids}
    return CommandResult(result, "\n".join([*lines, total]))


def _row(each: Receipt) -> dict[str, Any]:
    return output.receipt(each, None) | {
        "day": each.collected_at.date().isoformat(),
        "state": each.state.value,
        "void_reason": each.void_reason,
        "township": each.township.value,
    }


def _line(each: Receipt) -> str:
    parts = [moments.full(each.collected_at), each.number, each.name, money.figures(each.amount_fen)]
    return "  ".join([*parts, each.state_in_words if each.void_reason else each.township.in_words()])


def cash(file: Path, day: datetime | None) -> CommandResult:
    """The money of a day."""
    with opened(file) as desk:
        found = desk.till.day(day.date() if day else None)
    words = _("{day} 收现金 {cash} 元，{receipts} 笔有效，{voids} 笔作废").format(
        day=found.day, cash=money.figures(found.cash_fen), receipts=found.receipts, voids=found.voids
    )
    if found.other_fen:
        words += _("；转账和其他渠道 {other} 元").format(other=money.figures(found.other_fen))
    result = {
        "day": found.day.isoformat(),
        "cash_fen": found.cash_fen,
        "other_fen": found.other_fen,
        "receipts": found.receipts,
        "voids": found.voids,
    }
    return CommandResult(result, words)
