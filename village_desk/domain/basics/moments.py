"""Days and times in the form of the screen, in the country's one time zone, whatever the PC's zone. Pure."""

from datetime import date, datetime

from sync.agreement.calendar import BEIJING
from sync.agreement.calendar import minute as full

__all__ = ["BEIJING", "day", "full", "short"]


def day(when: date) -> str:
    """A day: 2026-11-01."""
    return when.isoformat()


def short(when: datetime, now: datetime) -> str:
    """As short as can be understood now: 14:05 today, 11-01 14:05 this year, else with the year."""
    there, here = when.astimezone(BEIJING), now.astimezone(BEIJING)
    if there.date() == here.date():
        return there.strftime("%H:%M")
    return there.strftime("%m-%d %H:%M" if there.year == here.year else "%Y-%m-%d %H:%M")
