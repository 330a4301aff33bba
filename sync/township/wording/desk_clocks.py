"""Whether the date of a village's PC is right, by its last batch and the time when that came. Pure; decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sync.agreement import calendar
from sync.wire.manifest import Manifest

_TOLERANCE = timedelta(days=1)
"""The desk's own tolerance too: below it nobody's age or year changes."""


class Doubt(Enum):
    """Doubts about a desk's clock. AHEAD and BEHIND cannot be right; DOUBTED is the desk's own doubt."""

    NONE = ""
    DOUBTED = "doubted"
    BEHIND = "behind"
    AHEAD = "ahead"

    @property
    def wrong(self) -> bool:
        """Whether the date cannot have been right."""
        return self in (Doubt.BEHIND, Doubt.AHEAD)

    def in_words(self) -> str:
        """The doubt in words for a list."""
        return "电脑日期不对" if self.wrong else "请核对电脑日期"


def doubt(manifest: Manifest, received_at: str) -> Doubt:
    """The doubt about the clock with which the batch was sealed.

    Sealed after it came: ahead. Sealed before the township's time that the desk had then: behind. A week on a stick
    is neither.
    """
    sealed, clock = calendar.moment(manifest.created), manifest.clock
    seen = calendar.moment(clock.township_seen) if clock else None
    if _later(sealed, calendar.moment(received_at)):
        return Doubt.AHEAD
    if _later(seen, sealed):
        return Doubt.BEHIND
    return Doubt.DOUBTED if clock and clock.suspect else Doubt.NONE


def _later(one: datetime | None, other: datetime | None) -> bool:
    """Whether one is later by more than the tolerance; a difference, since a sum may fall out of the calendar."""
    return one is not None and other is not None and one - other > _TOLERANCE
