"""Settles differences between desk and township: checked once in each conversation, before new facts are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.agreement.errors import ChainBroken, Damaged
from sync.agreement.values import value
from sync.desk import outbox
from village_desk.domain.basics.progress import Progress
from village_desk.services.road import recovering, week
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when the road is first used
    from sync.agreement.protocol import Hello
    from sync.wire.keys import DeskKey
    from village_desk.services.road.line import LineRoad
    from village_desk.services.road.roads import Road
    from village_desk.services.road.stick import StickRoad


@value
class Agreed:
    """The result of settling: what happened, in words, empty when there was no difference; and the unusable files.

    ``waits``: the township has more than the stick has brought; messages about the missing part must wait too.
    """

    words: str = ""
    strange: tuple[str, ...] = ()
    waits: bool = False


def meet(store: Store, road: Road, key: DeskKey, hello: Hello) -> None:
    """Remember the township that answered. Batches that a restored township has forgotten become open again.

    A township was restored when it names another timeline, or, on the line, counts fewer batches of this desk than it
    answered.
    """
    known, kept = outbox.known_township(store.db), outbox.count_answered(store.db)
    fewer = road.is_now and hello.position < kept
    if known is not None and kept and (hello.timeline != known.timeline or fewer):
        recovering.reopen_forgotten(store, road, key, hello)
    week.remember(store, road, hello)


def over_the_line(store: Store, road: LineRoad, key: DeskKey, hello: Hello, progress: Progress) -> str:
    """Settle differences before the open batches go; returns the result in words. Raises the road's errors."""
    if week.has_new_key(store, key) or recovering.lacking(store, road, key, hello) is not None:
        return take_back(store, road, key, progress)
    return ""


def take_back(store: Store, road: LineRoad, key: DeskKey, progress: Progress) -> str:
    """The file is older than the township's books, or a copy: fetch the past, and seal the facts that moved."""
    done = recovering.take_back(store, road, road.past(key), key, progress)
    week.seal(store)
    return recovering.in_words(done)


def by_stick(store: Store, road: StickRoad, key: DeskKey, hello: Hello | None, progress: Progress) -> Agreed:
    """Settle differences by the files on the stick: the whole past is there and sound, or nothing is changed.

    ``progress`` counts batches. Raises the road's StickTrouble.
    """
    if hello is None:
        return Agreed()
    if road.past(key) is None:
        more = hello.position > len(outbox.known(store.db))
        return Agreed(_not_whole(), waits=True) if more else Agreed()
    listed = recovering.lacking(store, road, key, hello)
    if listed is None:
        return Agreed()
    try:
        return Agreed(recovering.in_words(recovering.take_back(store, road, listed, key, progress)))
    except (Damaged, ChainBroken) as reason:
        return Agreed(_not_whole(), (_("{name}：缺了或坏了，没有用").format(name=reason.detail),), waits=True)


def _not_whole() -> str:
    return _("镇所有本机没有的旧记录，这个 U 盘没有带全，还没有取回。请再写一次 U 盘送去镇所，写好后把 U 盘拿回来读")
