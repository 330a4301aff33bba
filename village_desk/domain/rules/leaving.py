"""Leaving, moving, and changing to the employee scheme or back (R13-R15): who may, and what goes along."""

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.reasons import Part
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.person_facts import PaidYear, YearKind
from village_desk.words import _


class LeavingReason(Enum):
    """Why somebody ends the relation. A wish alone is no reason (R13)."""

    DEATH = "death"
    SETTLED_ABROAD = "settled_abroad"
    OTHER_PENSION = "other_pension"
    EMPLOYEE_SCHEME = "employee_scheme"
    MOVED = "moved"
    WISH = "wish"


@value
class Leaving:
    """The amounts paid to the person or the next scheme, and those claimed back (negative); fen."""

    reason: LeavingReason
    parts: tuple[Part, ...]

    @property
    def total_fen(self) -> int:
        """The sum that is paid or handed over."""
        return sum(part.fen for part in self.parts)


def leave(reason: LeavingReason, balances: dict[SubAccount, int], base_drawn_fen: int = 0) -> Leaving:
    """End the relation: who draws another pension gets the account without the government's subsidy (R15).

    ``base_drawn_fen`` is the base pension drawn at the same time as the other: it is given back. Refused
    (``leave_wish``) when there is no reason but the wish; the wish is still worth noting down.
    """
    if reason is LeavingReason.WISH:
        raise Refused(
            _("参保后不能退保取钱，个人账户要到领取时才能用"),
            _("可以先停缴，以前缴的年限和钱都留着；本人的意愿记在备注里"),
            "leave_wish",
        )
    double = reason is LeavingReason.OTHER_PENSION
    parts = [
        Part(sub.value, sub.in_words(), fen) for sub, fen in balances.items() if fen and not (double and sub.is_subsidy)
    ]
    if double and base_drawn_fen:
        parts.append(Part("base_back", _("退回重复领取期间的基础养老金"), -base_drawn_fen))
    return Leaving(reason, tuple(parts))


def move(balances: dict[SubAccount, int], drawing: bool) -> Leaving:
    """Move to another county: the whole account goes along and the years add up (R14).

    Refused (``move_drawing``) for who already draws: the pension stays where it is paid.
    """
    if drawing:
        raise Refused(
            _("已经领取养老金的人不办转移，仍由原参保地发放"),
            _("每年的资格认证仍由原参保地办理，可在手机上认证"),
            "move_drawing",
        )
    return Leaving(LeavingReason.MOVED, tuple(Part(sub.value, sub.in_words(), fen) for sub, fen in balances.items()))


def to_employee_scheme(balances: dict[SubAccount, int], employee_years: int, full_years: int) -> Leaving:
    """Change over at retirement: the whole account goes along, the years here do not count there (R15).

    Refused (``too_few_employee_years``) below the full employee years, extended payment included.
    """
    if employee_years < full_years:
        raise Refused(
            _("职工养老保险满 {full} 年才能转过去，现在是 {years} 年").format(full=full_years, years=employee_years),
            _("可以延缴到满 {full} 年再转，或者把职工年限转到城乡居民养老保险").format(full=full_years),
            "too_few_employee_years",
        )
    return Leaving(
        LeavingReason.EMPLOYEE_SCHEME, tuple(Part(sub.value, sub.in_words(), fen) for sub, fen in balances.items())
    )


def from_employee_scheme(account_fen: int, employee_years: int, full_years: int, day: date) -> tuple[PaidYear, ...]:
    """Change over with too few employee years: the account comes along and the years do count here (R15).

    The years are given as brought-in years before the year of the change, the account with the last of them.
    Refused (``enough_employee_years``) when the employee scheme pays a pension itself.
    """
    if employee_years >= full_years:
        raise Refused(
            _("职工养老保险已满 {full} 年，应在职工保险领取").format(full=full_years),
            _("请到职工养老保险经办窗口申请"),
            "enough_employee_years",
        )
    first = day.year - employee_years
    sums = [0] * (employee_years - 1) + [account_fen] if employee_years else []
    return tuple(PaidYear(first + place, day, fen, YearKind.BROUGHT_IN) for place, fen in enumerate(sums))
