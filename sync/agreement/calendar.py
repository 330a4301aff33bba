"""Days, months, ages, and moments as facts and messages carry them, for desk and township alike. No clock.

A moment is ISO 8601 with an offset, and is shown in the country's one time zone, whatever a machine is set to.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def moment(text: str) -> datetime | None:
    """The moment in a text; None if the text is no moment or lacks its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def in_beijing(text: str) -> datetime | None:
    """The moment in Beijing time, whatever its offset; None as ``moment``."""
    found = moment(text)
    try:
        return found.astimezone(BEIJING) if found else None
    except OverflowError:
        return None


def minute(when: datetime) -> str:
    """``2026-11-24 08:30`` in Beijing."""
    return when.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def shown(text: str) -> str:
    """A moment as text in Beijing time; a text that is no moment is returned as it is, cut to 40 characters."""
    found = in_beijing(text)
    return minute(found) if found else text[:40]


def day(text: str) -> date | None:
    """The day in a text such as ``2026-11-24``; None for any other text, and for days that no calendar has."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def is_month(text: str) -> bool:
    """Whether a month is written ``2026-11``."""
    return _MONTH.fullmatch(text) is not None


def birthday(birth: date, age: int) -> date:
    """The day on which somebody reaches an age; who is born on 29 February reaches it on 1 March in common years."""
    year = birth.year + age
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age(birth: date, on: date) -> int:
    """Whole years on a day; negative before birth."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
