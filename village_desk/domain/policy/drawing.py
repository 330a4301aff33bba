"""The input of a monthly pension: the person's side, and the month in question. Values only."""

from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month


@value
class Drawing:
    """What a pension is worked out from: the account in fen when drawing began, the paid years, the first month.

    ``last`` is the last month owed, when there is one (R11: the month of death).
    """

    birth: date
    first: Month
    account_fen: int
    paid_years: int
    last: Month | None = None

    def owed(self, month: Month) -> bool:
        """Whether the month is owed at all."""
        return self.first <= month and (self.last is None or month <= self.last)

    def age_before(self, month: Month) -> int:
        """The age reached before the month began: an addition for an age starts in the month after the birthday."""
        age = month.year - self.birth.year
        return age if birthday(self.birth, age) < month.first_day() else age - 1


@value
class DueMonth:
    """A month of somebody's pension, with the values that were known on a day."""

    drawing: Drawing
    month: Month
    known_on: date

    @property
    def day(self) -> date:
        """The day whose rules hold for the month: its first."""
        return self.month.first_day()

    @property
    def age(self) -> int:
        """The age of the person that counts for the month."""
        return self.drawing.age_before(self.month)
