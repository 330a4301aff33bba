"""Leaving, moving, and changing to the employee scheme or back (R13-R15): who may, and what goes along."""

from collections.abc import Collection
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.reasons import Part, total
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingKind
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.person_facts import PaidYear, YearKind
from village_desk.words import _


@value
class Leaving:
    """The amounts paid to the person or the next scheme, and those claimed back (negative); fen."""

    kind: LeavingKind
    parts: tuple[Part, ...]

    @property
    def total_fen(self) -> int:
        """The sum that is paid or handed over."""
        return total(self.parts)


def wish_alone() -> Refused:
    """Why a wish ends nothing (R13)."""
    return Refused(
        _("参保后不能退保取钱，个人账户要到领取时才能用"),
        _("可以先停缴，以前缴的年限和钱都留着；本人的意愿已可记下备查"),
        "leave_wish",
        "reason",
    )


def drawing_moves_not() -> Refused:
    """Why who draws already does not move (R14)."""
    return Refused(
        _("已经领取养老金的人不办转移，仍由原参保地发放"),
        _("每年的资格认证仍由原参保地办理，可在手机上认证"),
        "move_drawing",
        "reason",
    )


def drawing_changes_not() -> Refused:
    """Why who draws already does not change to the employee scheme (R15)."""
    return Refused(
        _("已经领取城乡居民养老金的人不再转到职工养老保险"),
        _("两份都在领的，原因请选已享受其他养老待遇"),
        "change_drawing",
        "reason",
    )


def too_few_employee_years(years: int, full: int) -> Refused:
    """Why so few employee years are not enough to change over (R15)."""
    return Refused(
        _("职工养老保险满 {full} 年才能转过去，现在是 {years} 年").format(full=full, years=years),
        _("可以延缴到满 {full} 年再转，或者把职工年限转到城乡居民养老保险").format(full=full),
        "too_few_employee_years",
        "employee_years",
    )


def leave(kind: LeavingKind | None, balances: dict[SubAccount, int], base_drawn_fen: int = 0) -> Leaving:
    """End the relation: who draws another pension gets the account without the government's subsidy (R15).

    ``base_drawn_fen`` is the base pension drawn at the same time as the other: it is given back. Refused
    (``leave_wish``) without a kind: nothing but the wish.
    """
    if kind is None:
        raise wish_alone()
    double = kind is LeavingKind.OTHER_PENSION
    parts = [
        Part(sub.value, sub.in_words(), fen) for sub, fen in balances.items() if fen and not (double and sub.is_subsidy)
    ]
    if double and base_drawn_fen:
        parts.append(Part("base_back", _("退回重复领取期间的基础养老金"), -base_drawn_fen))
    return Leaving(kind, tuple(parts))


def move(balances: dict[SubAccount, int], drawing: bool) -> Leaving:
    """Move to another county: the whole account goes along and the years add up (R14).

    Refused (``move_drawing``) for who already draws: the pension stays where it is paid.
    """
    if drawing:
        raise drawing_moves_not()
    return leave(LeavingKind.MOVED, balances)


def to_employee_scheme(balances: dict[SubAccount, int], employee_years: int, full_years: int) -> Leaving:
    """Change over at retirement: the whole account goes along, the years here do not count there (R15).

    Refused (``too_few_employee_years``) below the full employee years, extended payment included.
    """
    if employee_years < full_years:
        raise too_few_employee_years(employee_years, full_years)
    return leave(LeavingKind.EMPLOYEE_SCHEME, balances)


def from_employee_scheme(
    account_fen: int, employee_years: int, full_years: int | None, day: date, paid: Collection[int] = ()
) -> tuple[PaidYear, ...]:
    """Change over with too few employee years: the account comes along and the years do count here (R15).

    The years are given as brought-in years before the year of the change, the latest that are not ``paid`` here, the
    account with the last of them. Refused (``enough_employee_years``) when the employee scheme pays a pension itself;
    ``full_years`` is None where that is not known, and nothing is refused.
    """
    if full_years is not None and employee_years >= full_years:
        raise Refused(
            _("职工养老保险已满 {full} 年，应在职工保险领取").format(full=full_years),
            _("请到职工养老保险经办窗口申请"),
            "enough_employee_years",
            "years",
        )
    before = range(day.year - 1, day.year - 1 - employee_years - len(paid), -1)
    years = sorted([year for year in before if year not in paid][:employee_years])
    sums = [0] * (employee_years - 1) + [account_fen] if employee_years else []
    return tuple(PaidYear(year, day, fen, YearKind.BROUGHT_IN) for year, fen in zip(years, sums, strict=True))
