"""Short words that several pages say in the same way about people, money, days and states. Pure: no widgets."""

from datetime import date, datetime

from village_desk.domain.basics import identity, moments, money
from village_desk.domain.people import Resident
from village_desk.domain.receipts import Receipt, ReceiptState, TownshipState
from village_desk.services.finding import Found
from village_desk.words import _


def house(resident: Resident) -> str:
    """Group, house and head: they distinguish people of one name."""
    parts = [resident.village_group.in_words()]
    if resident.household:
        parts.append(_("户 {number}").format(number=resident.household))
    if resident.head and resident.head != resident.name:
        parts.append(_("户主 {name}").format(name=resident.head))
    elif resident.head:
        parts.append(_("户主本人"))
    return " · ".join(parts)


def age(found: Found) -> str:
    """Sex and age: 女 58 岁."""
    return _("{sex} {age} 岁").format(sex=found.resident.sex.in_words(), age=found.age)


def paid(found: Found) -> tuple[str, str]:
    """Whether this year is paid, as a word and its tone; nothing for who need not pay."""
    if found.paid_this_year:
        return _("今年已缴"), "done"
    return (_("今年未缴"), "attention") if found.owes_this_year else ("", "plain")


def year_state(found: Found) -> tuple[str, str]:
    """The word of the year and its tone: paid, not paid, or why nothing is asked."""
    if found.paid_this_year:
        return _("已缴"), "done"
    return (_("未缴"), "attention") if found.owes_this_year else (found.standing_in_words(), "plain")


def group_and_house(resident: Resident) -> str:
    """3 组 0052."""
    group = resident.village_group
    short = _("{number} 组").format(number=group.number) if group.number else group.in_words()
    return f"{short} {resident.household}".strip()


def short_phone(phone: str) -> str:
    """178…9825: enough to know it by, on a screen that others look at."""
    return f"{phone[:3]}…{phone[-4:]}" if len(phone) > 7 else phone


def tier(resident: Resident) -> str:
    """The chosen tier in yuan."""
    return money.short(resident.tier_fen) if resident.tier_fen else _("未选")


def owed(found: Found) -> str:
    """What is due this year in yuan; not settled where no tier is chosen or somebody else may pay."""
    if not found.owes_this_year:
        return ""
    resident = found.resident
    return money.short(resident.tier_fen) if resident.tier_fen and not resident.special_group else _("未定")


def remark(resident: Resident) -> str:
    """The special group and the note, in one line."""
    return " · ".join(filter(None, (resident.special_group, identity.mask_in(" ".join(resident.note.split())))))


def yuan(fen: int) -> str:
    """An amount in running text: 1,200 元."""
    return _("{amount} 元").format(amount=money.short(fen))


def day(when: date | datetime) -> str:
    """A day as people write it: 2026 年 11 月 1 日."""
    return _("{year} 年 {month} 月 {day} 日").format(year=when.year, month=when.month, day=when.day)


def moment(when: datetime) -> str:
    """Day and time of something done, in the time that the papers carry: 2026-11-01 14:05."""
    return moments.full(when)


_TONES = {
    TownshipState.WAITING: "plain",
    TownshipState.ACCEPTED: "done",
    TownshipState.ALREADY_HAD: "done",
    TownshipState.REFUSED: "now",
    TownshipState.KEPT: "plain",
}


def township(state: TownshipState) -> tuple[str, str]:
    """The township's word on something, and its tone."""
    return state.in_words(), _TONES[state]


def receipt_state(receipt: Receipt) -> tuple[str, str]:
    """The most important word about a receipt now, and its tone."""
    if receipt.state is ReceiptState.VOID:
        return receipt.state_in_words, "plain"
    if receipt.township is TownshipState.REFUSED:
        return township(receipt.township)
    if not receipt.prints:
        return _("没打印"), "attention"
    return township(receipt.township)
