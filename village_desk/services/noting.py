"""Notes on a life, as people report it: years paid before, a death, another pension. A wrong note is struck."""

from datetime import date, datetime

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.mechanisms import leaving_reasons
from village_desk.domain.rules import leaving
from village_desk.domain.rules.person_facts import Hindrance, OtherKind, YearKind
from village_desk.services import fact_words
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store.database import Store
from village_desk.store.subjects import notes
from village_desk.words import _

EARLIEST = 2009
"""The year in which the first pilot of the scheme began."""


@value
class Noted:
    """A standing note in words. ``first`` and ``last`` are the years that the note is about, 0 if it names no years."""

    id: str
    at: datetime
    words: str
    told_by: str
    first: int = 0
    last: int = 0

    def speaks_of(self, year: int) -> bool:
        """Whether the note is about years paid and ``year`` is among them."""
        return self.first <= year <= self.last


class Noting:
    """The notes of one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies

    def years(
        self,
        person: str,
        first: int,
        last: int,
        tier_fen: int,
        how: YearKind = YearKind.PAID,
        told_by: str = "",
        paid_on: date | None = None,
    ) -> None:
        """Years paid before this desk began or elsewhere; ``paid_on``: the day on which all of them were paid.

        Refused when a year or the day is impossible, or a year stands already.
        """
        today = self._store.today()
        if not EARLIEST <= first <= last <= today.year:
            raise Refused(
                _("缴费年度应在 {first} 到 {last} 之间").format(first=EARLIEST, last=today.year),
                _("请核对缴费本或查询单"),
                "year",
                "first",
            )
        if tier_fen <= 0:
            raise Refused(_("没有填每年缴多少"), _("请照缴费本填写"), "amount", "tier")
        self._refuse_known_years(person, first, last)
        if paid_on is not None:
            _refuse_day(paid_on, first, last, how, today)
        day = paid_on.isoformat() if paid_on else ""
        self._record(facts.YearsNoted(person, first, last, tier_fen, how.value, told_by=told_by.strip(), paid_on=day))

    def drawing(self, person: str, since: Month, told_by: str) -> None:
        """The first month for which a person drew this pension.

        Refused for a month to come, where no source is given, and where one is noted already.
        """
        if since > Month.of(self._store.today()) + 1:
            raise Refused(_("起领月份还没有到"), _("请照待遇核定表或存折填写"), "month", "since")
        if not told_by.strip():
            raise Refused(_("没有写起领月份是看什么填的"), _("请填待遇核定表、存折或镇所"), "told_by", "told_by")
        for note in self.notes(person):
            if isinstance(note.fact, facts.DrawingNoted):
                words = _("已经记过起领月份 {month}").format(month=note.fact.since)
                raise Refused(words, _("如果那条记错了，请先划掉再记"), "drawing_known", "since")
        self._record(facts.DrawingNoted(person, str(since), told_by.strip()))

    def death(self, person: str, died_on: date, told_by: str) -> None:
        """Note a death. Refused when the day is not past, or no source is given."""
        if died_on > self._store.today():
            raise Refused(_("死亡日期还没有到"), _("请核对死亡证明"), "date", "died_on")
        if not told_by.strip():
            raise Refused(_("没有写是谁告知的"), _("请填家属、派出所或镇所"), "told_by", "told_by")
        self._record(facts.DeathNoted(person, died_on.isoformat(), told_by.strip()))

    def other_pension(
        self, person: str, pension: OtherKind, since: Month, until: Month | None = None, told_by: str = ""
    ) -> None:
        """A person draws another pension of the state."""
        if until is not None and until < since:
            raise Refused(_("结束月份早于开始月份"), _("请核对两个月份"), "month", "until")
        last = str(until) if until else ""
        self._record(facts.OtherPensionNoted(person, pension.value, str(since), last, told_by.strip()))

    def hindrance(self, person: str, hindrance: Hindrance, told_by: str = "") -> None:
        """Why a person may not join now."""
        self._record(facts.HindranceNoted(person, hindrance.value, told_by.strip()))

    def employee_months(self, person: str, first: Month, last: Month, told_by: str = "") -> None:
        """Months that were paid in the employee scheme. Refused when they are no span, or still to come."""
        if last < first or last > Month.of(self._store.today()):
            raise Refused(_("起止月份不对"), _("请照职工养老保险的缴费证明填写"), "month", "last")
        self._record(facts.EmployeeMonthsNoted(person, str(first), str(last), told_by.strip()))

    def employee_transfer(self, person: str, years: int, account_fen: int, on: date, told_by: str = "") -> None:
        """A relation came over from the employee scheme, with so many full years and this account (R15).

        Refused ``enough_employee_years`` when these are enough for a pension there; also for a day to come.
        """
        if on > self._store.today() or account_fen < 0:
            raise Refused(_("转入日期或金额不对"), _("请照转移联系函填写"), "amount", "on")
        full = leaving_reasons.full_years(self._policies.on(on), on)
        leaving.from_employee_scheme(account_fen, years, full, on)
        self._record(facts.EmployeeTransferNoted(person, years, account_fen, on.isoformat(), told_by.strip()))

    def account(self, person: str, balance_fen: int, as_of: date, told_by: str = "") -> None:
        """Note the balance on the county's statement. Refused when negative or of a future day."""
        if balance_fen < 0 or as_of > self._store.today():
            raise Refused(_("账户余额或日期不对"), _("请照对账单填写"), "amount", "balance")
        self._record(facts.AccountTold(person, balance_fen, as_of.isoformat(), told_by.strip()))

    def notes(self, person: str) -> list[notes.Note]:
        """The standing notes on a person."""
        return notes.of_person(self._store.db, person)

    def noted(self, person: str) -> list[Noted]:
        """The same in words, the latest first."""
        return [_noted(each) for each in reversed(self.notes(person))]

    def strike(self, person: str, note: str, reason: str) -> None:
        """A note was wrong. Refused without a reason, or when there is no such note."""
        if not reason.strip():
            raise Refused(_("没有写原因"), _("请写清楚为什么划掉"), "reason", "reason")
        if note not in {each.id for each in self.notes(person)}:
            raise Refused(_("没有这条记载"), _("可能已经划掉了"), "unknown_note")
        self._record(facts.NoteStruck(person, note, reason.strip()))

    def _record(self, fact: facts.Fact) -> None:
        self._finding.person(facts.about(fact))
        with self._store.writing():
            self._store.record(fact)

    def _refuse_known_years(self, person: str, first: int, last: int) -> None:
        life = notes.lives(self._store.db, [person]).get(person, notes.Life())
        known = {each.year for each in life.paid}
        for note in life.notes:
            if isinstance(note.fact, facts.YearsNoted):
                known |= set(range(note.fact.first, note.fact.last + 1))
        doubled = sorted(known & set(range(first, last + 1)))
        if doubled:
            raise Refused(
                _("{years} 年已经记过缴费").format(years="、".join(map(str, doubled))),
                _("请只补记缺的年度；记错的先划掉"),
                "year_known",
                "first",
            )


def _noted(note: notes.Note) -> Noted:
    fact = note.fact
    years = (fact.first, fact.last) if isinstance(fact, facts.YearsNoted) else (0, 0)
    return Noted(note.id, note.at, fact_words.words(fact), fact.told_by, *years)


def _refuse_day(paid_on: date, first: int, last: int, how: YearKind, today: date) -> None:
    """Refused: a day to come, a day long before the year, and a back payment within its own year."""
    if paid_on > today:
        raise Refused(_("缴费日期还没有到"), _("请照票据填写，不知道就空着"), "date", "paid_on")
    if paid_on.year + 1 < last:
        words = _("{day} 不会缴 {year} 年的费").format(day=paid_on, year=last)
        raise Refused(words, _("请核对票据；年度不在同一天缴的请分开记，不知道就空着"), "date", "paid_on")
    if how is YearKind.BACK_PAID and paid_on.year <= first:
        words = _("{year} 年的费在 {day} 缴，不是补缴").format(year=first, day=paid_on)
        raise Refused(words, _("请改选“已缴”，或核对日期"), "date", "paid_on")
