"""Birthdays and whole years. Who is born on 29 February has the birthday on 1 March in common years."""

from datetime import date


def birthday(birth: date, age: int) -> date:
    """The day on which somebody reaches an age."""
    year = birth.year + age
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age(birth: date, on: date) -> int:
    """Whole years on a day; negative before birth."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
