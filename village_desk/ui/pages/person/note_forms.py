"""The small forms for notes on a life: each has its fields and records one kind of note."""

from abc import ABC, abstractmethod

from village_desk.domain.basics import days, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.person_facts import Hindrance, OtherKind, YearKind
from village_desk.services.noting import Noting
from village_desk.ui.kit.arrange import grid, held
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.words import _


class NoteForm(ABC):
    """One kind of note: its name, its fields, and how it is recorded."""

    words: str

    def __init__(self, noting: Noting, *fields: Field) -> None:
        self._noting = noting
        told_by = Field("told_by", _("谁告知的"), line(placeholder=_("如：缴费本、家属、镇所")))
        self.form = Form(*fields, told_by)
        self.sight = held(grid(*fields, told_by, columns=3))

    @abstractmethod
    def record(self, person: str) -> None:
        """Record the note about a person. Refused beside the field."""

    def told_by(self) -> str:
        """The person who gave the information."""
        return self.form.text("told_by")


class YearsForm(NoteForm):
    """Years paid before this desk began, or elsewhere."""

    words = _("以前缴过的年度")

    def __init__(self, noting: Noting) -> None:
        ways = [(kind.in_words(), kind.value) for kind in YearKind]
        super().__init__(
            noting,
            Field("first", _("从哪一年"), line(placeholder="2012")),
            Field("last", _("到哪一年"), line(), _("只有一年就不用填")),
            Field("tier", _("每年多少元"), line(placeholder="100")),
            Field("how", _("怎么缴的"), choice(ways)),
            Field("paid_on", _("哪天缴的"), line(placeholder="2025-03-01"), _("照票据填，不知道就空着")),
        )

    def record(self, person: str) -> None:
        """The years from the first to the last."""
        first = self.form.read("first", _year)
        last = self.form.read("last", _year) if self.form.text("last").strip() else first
        tier = self.form.read("tier", money.read)
        paid_on = self.form.read("paid_on", days.read) if self.form.text("paid_on").strip() else None
        self._noting.years(person, first, last, tier, YearKind(self.form.text("how")), self.told_by(), paid_on)


class DeathForm(NoteForm):
    """A death."""

    words = _("死亡")

    def __init__(self, noting: Noting) -> None:
        super().__init__(noting, Field("died_on", _("死亡日期"), line(placeholder="2026-10-30"), _("照死亡证明填写")))

    def record(self, person: str) -> None:
        """The day of the death."""
        self._noting.death(person, self.form.read("died_on", days.read), self.told_by())


class DrawingForm(NoteForm):
    """The first month of drawing."""

    words = _("从哪个月领起养老金")

    def __init__(self, noting: Noting) -> None:
        hint = _("照待遇核定表或存折填；名单上最早的月份不一定是")
        super().__init__(noting, Field("since", _("起领月份"), line(placeholder="2021-12"), hint))

    def record(self, person: str) -> None:
        """The month."""
        self._noting.drawing(person, self.form.read("since", Month.read), self.told_by())


class OtherPensionForm(NoteForm):
    """Another pension of the state."""

    words = _("领着别的养老金")

    def __init__(self, noting: Noting) -> None:
        kinds = [(kind.in_words(), kind.value) for kind in OtherKind]
        super().__init__(
            noting,
            Field("pension", _("哪一种"), choice(kinds)),
            Field("since", _("从哪个月领起"), line(placeholder="2026-10")),
            Field("until", _("领到哪个月"), line(), _("还在领就不用填")),
        )

    def record(self, person: str) -> None:
        """The pension with its months."""
        since = self.form.read("since", Month.read)
        until = self.form.read("until", Month.read) if self.form.text("until").strip() else None
        self._noting.other_pension(person, OtherKind(self.form.text("pension")), since, until, self.told_by())


class HindranceForm(NoteForm):
    """A reason not to join."""

    words = _("现在不能参保")

    def __init__(self, noting: Noting) -> None:
        reasons = [(each.in_words(), each.value) for each in Hindrance]
        super().__init__(noting, Field("hindrance", _("为什么"), choice(reasons)))

    def record(self, person: str) -> None:
        """The reason."""
        self._noting.hindrance(person, Hindrance(self.form.text("hindrance")), self.told_by())


class AccountForm(NoteForm):
    """The county's balance of the account."""

    words = _("县里对账单的个人账户")

    def __init__(self, noting: Noting) -> None:
        super().__init__(
            noting,
            Field("balance", _("余额（元）"), line(placeholder="1234.56")),
            Field("as_of", _("截至哪一天"), line(placeholder="2025-12-31")),
        )

    def record(self, person: str) -> None:
        """The balance of the day."""
        balance = self.form.read("balance", money.read)
        self._noting.account(person, balance, self.form.read("as_of", days.read), self.told_by())


class EmployeeMonthsForm(NoteForm):
    """Months that were paid in the employee scheme."""

    words = _("又缴了职工养老保险的月份")

    def __init__(self, noting: Noting) -> None:
        super().__init__(
            noting,
            Field("first", _("从哪个月"), line(placeholder="2023-04")),
            Field("last", _("到哪个月"), line(placeholder="2023-12")),
        )

    def record(self, person: str) -> None:
        """The months."""
        first, last = self.form.read("first", Month.read), self.form.read("last", Month.read)
        self._noting.employee_months(person, first, last, self.told_by())


class EmployeeTransferForm(NoteForm):
    """A relation that came over from the employee scheme."""

    words = _("从职工养老保险转入")

    def __init__(self, noting: Noting) -> None:
        super().__init__(
            noting,
            Field("years", _("转来几年"), line(placeholder="9"), _("满几年填几年")),
            Field("account", _("转来的账户（元）"), line(placeholder="9000")),
            Field("on", _("转入日期"), line(placeholder="2024-03-01")),
        )

    def record(self, person: str) -> None:
        """The years, the account and the day."""
        years, account = self.form.read("years", _count), self.form.read("account", money.read)
        self._noting.employee_transfer(person, years, account, self.form.read("on", days.read), self.told_by())


KINDS: dict[str, type[NoteForm]] = {
    "years": YearsForm,
    "account": AccountForm,
    "drawing": DrawingForm,
    "other_pension": OtherPensionForm,
    "hindrance": HindranceForm,
    "death": DeathForm,
    "employee_months": EmployeeMonthsForm,
    "employee_transfer": EmployeeTransferForm,
}
"""The forms by the kind of note, the most usual first."""


def _count(text: str) -> int:
    plain = texts.plain(text).removesuffix("年").strip()
    if not (plain.isascii() and plain.isdigit() and 0 < int(plain) < 100):
        raise Refused(_("年数应填整数"), _("如 9"), "years")
    return int(plain)


def _year(text: str) -> int:
    plain = texts.plain(text).removesuffix("年").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) == 4):
        raise Refused(_("年度应填四位数字"), _("如 2012"), "year")
    return int(plain)
