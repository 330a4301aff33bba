"""What is known of backups on another disk than the desk file: the last one, how old it is, whether one is due."""

from __future__ import annotations

from datetime import datetime

from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Trouble
from village_desk.store import history
from village_desk.store.database import Store
from village_desk.store.file import outside
from village_desk.store.file.ring import Backup
from village_desk.words import _

DUE_AFTER = 7
"""Days. The program's advice, no rule of the scheme."""


@value
class OutsideStanding:
    """``last``: the last backup on another disk, None if none is known; ``since``: when that was, or the first fact.

    ``days`` since then by this PC's clock, never less than 0; ``new``: the facts recorded since, or of
    this epoch where no backup is known; None where that cannot be told because an epoch began meanwhile.
    """

    last: Backup | None
    since: datetime
    days: int
    new: int | None

    @property
    def is_due(self) -> bool:
        """Whether a week went by in which something was recorded."""
        return self.days >= DUE_AFTER and self.new != 0

    def in_words(self) -> str:
        """A sentence: when and where the last one was made, and what is not in it."""
        if self.last is None:
            return _("还没有备份到 U 盘过：这台电脑坏了，只能找回报过镇所的")
        when = moments.day(self.last.made_at.date())
        words = _("上次备份到 U 盘是 {when}").format(when=when)
        if self.new == 0:
            return words + _("，之后没有新记录")
        return words + (_("，之后又记了新的") if self.new is None else _("，之后又记了 {n} 条").format(n=self.new))


def standing(store: Store) -> OutsideStanding:
    """The standing of this desk now."""
    last, head = outside.last(store.path), store.head()
    since = last.made_at if last else history.first_time(store.db)
    days = max(0, (store.clock().date() - since.astimezone(store.clock().tzinfo).date()).days)
    if last is None:
        new: int | None = head.seq
    else:
        new = max(0, head.seq - last.place[1]) if head.ordinal == last.place[0] else None
    return OutsideStanding(last, since, days, new)


def taken_away() -> Trouble:
    """The stick is not there any more: it was pulled out while it was written to."""
    return Trouble(_("备份没有做成：U 盘不见了"), _("请插好 U 盘再点一次，做好以前先别拔"), "stick_gone")
