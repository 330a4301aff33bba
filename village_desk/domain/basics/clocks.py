"""Is the date of this PC believable? Judged from the program's release, the journal and the township's signed times.

Pure. The clock orders nothing: a doubt is shown and never blocks work. Decisions by date (ages, the year of a
payment) go by ``JudgedClock.today``, which is the last known date when the PC's own cannot be right.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.words import _

RELEASED = date(2026, 11, 1)
"""When this program was released: a clock that shows an earlier day is wrong. Moved by every release."""
FIRST_DESK = date(2026, 1, 1)
"""The earliest day of any desk's records."""

_TOLERANCE = timedelta(days=1)
_WITHOUT_CONTACT = timedelta(days=400)
_LIFE = timedelta(days=3653)


@value
class KnownTimes:
    """The times with which a clock is compared.

    ``recorded``: the newest record since the last contact with the township. ``township``: its last signed time.
    ``contact_at``: this PC's time at that contact; None when the signed time came on a stick, older than its arrival.
    """

    recorded: datetime | None = None
    township: datetime | None = None
    contact_at: datetime | None = None


class Doubt(Enum):
    """Reasons to doubt a clock, the strongest first."""

    NONE = ""
    BEFORE_TOWNSHIP = "before_township"
    OFF_TOWNSHIP = "off_township"
    BEFORE_RELEASE = "before_release"
    FAR_AHEAD = "far_ahead"
    BEFORE_RECORD = "before_record"
    LONG_WITHOUT_CONTACT = "long_unheard"


_IMPOSSIBLE = (Doubt.BEFORE_RELEASE, Doubt.BEFORE_TOWNSHIP, Doubt.OFF_TOWNSHIP, Doubt.FAR_AHEAD)


@value
class JudgedClock:
    """The judgement on the clock. ``against``: the day that the clock contradicts; ``last``: the last known day."""

    now: datetime
    doubt: Doubt
    against: date
    last: date
    township: datetime | None = None

    @property
    def suspect(self) -> bool:
        """Whether there is any reason to doubt the clock."""
        return self.doubt is not Doubt.NONE

    @property
    def impossible(self) -> bool:
        """Whether the clock cannot be right."""
        return self.doubt in _IMPOSSIBLE

    @property
    def today(self) -> date:
        """The day to reckon with: the PC's own, or the last known one when that cannot be."""
        return self.last if self.impossible else self.now.date()

    @property
    def borne_out(self) -> date:
        """The latest day that has surely come, by evidence other than a clock of this PC."""
        return max(_day(self.township, self.now), RELEASED) if self.township else RELEASED

    def message(self) -> str:
        """The doubt in words; empty when there is none."""
        if not self.suspect:
            return ""
        shown = moments.day(self.now.date())
        return _("电脑日期可能不对：现在显示 {shown}，{why}").format(shown=shown, why=self._why())

    def cure(self) -> str:
        """Advice on the clock, as the screen shows it."""
        if self.doubt is Doubt.BEFORE_RECORD:
            return _("请核对电脑日期，不对就先改好；日期对的话不用管。照常办事，不会丢。")
        if self.doubt is Doubt.LONG_WITHOUT_CONTACT:
            return _("请核对电脑日期，也请上报一次，或用 U 盘送一次。照常办事，不会丢。")
        words = _("请先改好电脑日期。照常办事，不会丢；年龄和缴费年度先按 {day} 算。")
        return words.format(day=moments.day(self.last))

    def _why(self) -> str:
        against = moments.day(self.against)
        return {
            Doubt.BEFORE_TOWNSHIP: _("可镇所上次的日期已经是 {day}"),
            Doubt.OFF_TOWNSHIP: _("和镇所的日期 {day} 对不上"),
            Doubt.BEFORE_RELEASE: _("那时还没有这个程序"),
            Doubt.FAR_AHEAD: _("离得太远了"),
            Doubt.BEFORE_RECORD: _("可上一笔记录写的是 {day}"),
            Doubt.LONG_WITHOUT_CONTACT: _("离上次镇所的日期 {day} 过了一年多"),
        }[self.doubt].format(day=against)


def judge(now: datetime, known: KnownTimes) -> JudgedClock:
    """The judgement on a clock that shows ``now``."""
    doubt = next((doubt for doubt, holds in _reasons(now, known) if holds), Doubt.NONE)
    against = known.recorded if doubt is Doubt.BEFORE_RECORD else known.township
    day = max(_day(against, now), RELEASED) if against else RELEASED
    return JudgedClock(now, doubt, day, _last(now, known, doubt), known.township)


def believable(at: datetime, now: datetime) -> bool:
    """Whether a record can be of that time: not before the first desk, and not in the future."""
    return at.date() >= FIRST_DESK and at <= now + _TOLERANCE


def _reasons(now: datetime, known: KnownTimes) -> list[tuple[Doubt, bool]]:
    township, contact_at, recorded = known.township, known.contact_at, known.recorded
    return [
        (Doubt.BEFORE_TOWNSHIP, township is not None and now < township - _TOLERANCE),
        (Doubt.OFF_TOWNSHIP, _was_ahead(township, contact_at) and contact_at is not None and now >= contact_at),
        (Doubt.BEFORE_RELEASE, now.date() < RELEASED),
        (Doubt.FAR_AHEAD, now.date() > RELEASED + _LIFE),
        (Doubt.BEFORE_RECORD, recorded is not None and now < recorded - _TOLERANCE),
        (Doubt.LONG_WITHOUT_CONTACT, township is not None and now > township + _WITHOUT_CONTACT),
    ]


def _was_ahead(township_time: datetime | None, contact_at: datetime | None) -> bool:
    """Whether this PC was more than the tolerance ahead at the last contact with the township."""
    return township_time is not None and contact_at is not None and contact_at > township_time + _TOLERANCE


def _last(now: datetime, known: KnownTimes, doubt: Doubt) -> date:
    """The latest day that is known to have come; a record of a time that nothing else bears out is no knowledge."""
    floor = max(_day(known.township, now), RELEASED) if known.township else RELEASED
    if known.recorded is None or doubt is Doubt.OFF_TOWNSHIP:
        return floor
    recorded = _day(known.recorded, now)
    return max(floor, recorded) if recorded <= floor + _WITHOUT_CONTACT else floor


def _day(when: datetime, now: datetime) -> date:
    return when.astimezone(now.tzinfo).date()
