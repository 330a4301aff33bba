"""The last contact with the township by each road: how it ended, in words, whether a machine may try again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused
from village_desk.words import _

TRIED_AGAIN = ("no_line", "not_township", "township_ill", "clock", "locked")
"""Troubles that pass by themselves. For others, and for every refusal, somebody must act first."""

WAITED = timedelta(hours=12)
"""After this time the desk sends other facts than money by itself: yesterday's work is sent this morning."""

REST = timedelta(hours=1)
"""How long the desk does not begin by itself after a try that succeeded, or that somebody stopped."""

QUIET = timedelta(minutes=3)
"""Fees are sent when none was taken for this time: so a household, or a queue at the table, is one batch."""

SOON = timedelta(minutes=10)
"""If fees keep coming they are sent after this time all the same, and no sooner after the last conversation."""

MANY = 6
"""After so many batches of a day fees wait for an hour like everything else, so that a day is not dozens of batches."""


@value
class Fees:
    """Money taken or made void that is in no batch yet, from when to when; ``many``: the day had its soon batches."""

    first: datetime
    last: datetime
    many: bool = False

    def are_due(self, now: datetime) -> bool:
        """Whether no fee was taken for a while, or fees have been coming for too long."""
        return not timedelta(0) <= now - self.last < QUIET or not timedelta(0) <= now - self.first < SOON


class Way(Enum):
    """A road to the township."""

    LINE = "line"
    STICK = "stick"


class Ending(Enum):
    """How a contact ended. STOPPED: by the coordinator."""

    DONE = "done"
    TROUBLE = "trouble"
    REFUSED = "refused"
    STOPPED = "stopped"


@value
class Contact:
    """One conversation: when by this PC's clock, by which road, how it ended, and the message shown on screen."""

    way: Way
    at: datetime
    ending: Ending
    code: str = ""
    message: str = ""
    cure: str = ""

    @classmethod
    def of(cls, way: Way, at: datetime, error: DeskError | Cancelled) -> Contact:
        """A contact that ended in this error."""
        if isinstance(error, Cancelled):
            return cls(way, at, Ending.STOPPED)
        ending = Ending.REFUSED if isinstance(error, Refused) else Ending.TROUBLE
        return cls(way, at, ending, error.code, error.message, error.cure)

    @property
    def wants_a_hand(self) -> bool:
        """Whether trying again without doing something first would end the same."""
        return self.ending in (Ending.REFUSED, Ending.TROUBLE) and self.code not in TRIED_AGAIN

    def in_words(self, now: datetime) -> str:
        """The contact in words, as a sentence without its full stop."""
        return self._form().format(when=moments.short(self.at, now), message=self.message)

    def _form(self) -> str:
        line = self.way is Way.LINE
        if self.ending is Ending.DONE:
            return _("上次 {when} 联网：{message}") if line else _("上次 {when} 用 U 盘：{message}")
        if self.ending is Ending.STOPPED:
            return _("上次 {when} 中途停下了，没报完的下次接着报")
        if self.code == "no_line":
            return _("上次 {when} 没连上：{message}")
        return _("上次 {when} 没报成：{message}") if line else _("上次 {when} 用 U 盘没成：{message}")


def due(last: Contact | None, oldest: datetime | None, now: datetime, fees: Fees | None = None) -> bool:
    """Whether the desk should try the line by itself now. ``last``: the last try; ``oldest``: the oldest unsent fact.

    Facts that are not at the township yet can be erased without a trace by whoever has the PIN; so money is sent
    within minutes. A clock that jumps causes one try too many or a short delay, no more.
    """
    if oldest is None or (last is not None and last.wants_a_hand):
        return False
    if last is not None and last.ending is Ending.TROUBLE:
        return True
    soon = fees is not None and not fees.many and (last is None or last.ending is Ending.DONE)
    rested = last is None or not timedelta(0) <= now - last.at < (SOON if soon else REST)
    waited = not timedelta(0) <= now - oldest < WAITED
    return rested and (waited or (fees is not None and fees.are_due(now)))
