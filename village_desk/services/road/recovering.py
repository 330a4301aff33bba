"""Brings desk and township together again after a restored backup, a copied disk, a lost PC or a new key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sync.agreement import facts, journal
from sync.agreement.errors import NotTheTownship
from sync.agreement.journal import Entry
from sync.desk import outbox
from sync.desk.outbox import Kept
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress
from village_desk.services.road import week
from village_desk.store import from_township, recovering
from village_desk.store.database import Store
from village_desk.store.file import backups
from village_desk.store.recovering import Recovered
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.agreement.protocol import Hello
    from sync.wire.inviting import Invite
    from sync.wire.keys import DeskKey
    from sync.wire.past import Listed
    from village_desk.services.road.roads import Road


_FRESH = (facts.DeskOpened.KIND, facts.EpochOpened.KIND, facts.PolicyAdopted.KIND, facts.SettingChanged.KIND)


def reopen_forgotten(store: Store, road: Road, key: DeskKey, hello: Hello) -> None:
    """Open again the batches that a township restored from its backup has forgotten.

    Over the line it sends a signed list of the batches it has. By stick there is no such list, and every batch is
    sent again: a batch that the township has is only answered once more.
    """
    listed = road.past(key) if road.is_now and hello.position else None
    there = _unchanged(store, listed.batches) if listed else set()
    with store.writing():
        recovering.reopen(store, there)


def _unchanged(store: Store, past: Mapping[str, int]) -> set[str]:
    """The batches whose order number is the one that this desk knows; the others must be answered again."""
    known = from_township.orders(store.db)
    return {batch for batch, order in past.items() if known.get(batch, order) == order}


def lacking(store: Store, road: Road, key: DeskKey, hello: Hello) -> Listed | None:
    """The township's list of this desk's batches, if this file lacks some of them; None otherwise.

    None too if the list on a stick is older than answers that this desk has already.
    """
    if road.is_now and hello.position <= outbox.count_answered(store.db):
        return None
    listed = road.past(key)
    if listed is None or not (road.is_now or outbox.answered(store.db) <= set(listed.batches)):
        return None
    return listed if set(listed.batches) - outbox.known(store.db) else None


def take_back(store: Store, road: Road, listed: Listed, key: DeskKey, progress: Progress) -> Recovered:
    """Fetch the desk's past, make a backup of the file as it is, and put both together. ``progress`` counts batches."""
    reason = "rekeyed" if week.has_new_key(store, key) else "copied"
    past = _fetch(store, road, listed, key, progress)
    backups.make(store, needed=True)
    return _recover(store, past, reason, keeps_own=True)


def rekey(store: Store, invite: Invite) -> None:
    """Go on under a new key without a line, by the batches that the invitation lists; a backup is made first."""
    backups.make(store, needed=True)
    recovering.rekey(store, set(invite.heads.split()), invite.ordinal)


def fill(store: Store, road: Road, key: DeskKey, hello: Hello, progress: Progress) -> None:
    """Fill a fresh file with the desk's past, unless that was done and the township has no more since.

    Refused ``nothing_kept`` when the township has none of it.
    """
    filled = any(_is_rebirth(each) for each in journal.everything(store.db))
    if filled and lacking(store, road, key, hello) is None:
        return
    listed = road.past(key)
    if listed is None or not listed.batches:
        raise Refused(_("镇所没有收到过这台电脑的记录"), _("请向镇所核对村代码和电脑字母"), "nothing_kept")
    past = _fetch(store, road, listed, key, progress)
    _recover(store, past, "recovered", keeps_own=False, unseen_keys=listed.unseen_keys)


def refuse_unless_fresh(store: Store) -> None:
    """Refused ``not_fresh`` when somebody has worked with this file (after it was filled, if it was)."""
    own = list(journal.everything(store.db))
    filled = max((place for place, each in enumerate(own) if _is_rebirth(each)), default=0)
    if any(entry.kind not in _FRESH for entry in own[filled:]):
        raise Refused(_("这个文件里已经有记录，不会覆盖"), _("请换一个文件名"), "not_fresh")


def _is_rebirth(entry: Entry) -> bool:
    return entry.kind == facts.EpochOpened.KIND and entry.body["reason"] == "recovered"


def in_words(done: Recovered) -> str:
    """The result in words for the coordinator."""
    if not done.fetched and not done.renumbered:
        return _("本机换了新密钥：{moved} 条没报上去的改用新密钥上报，没有丢也没有重复；以后的凭条用新的号段").format(
            moved=done.moved
        )
    words = _("本机的记录比镇所旧，已从镇所取回 {fetched} 条，报过的没有丢也没有重复；以后的凭条用新的号段").format(
        fetched=done.fetched
    )
    pairs = _("、").join(_("{old} 改为 {new}").format(old=old, new=new) for old, new in done.renumbered)
    return words + (_("。这些凭条和已开的重号，请换发：{pairs}").format(pairs=pairs) if pairs else "")


def _recover(store: Store, past: list[Kept], reason: str, keeps_own: bool, unseen_keys: int = 0) -> Recovered:
    from sync.wire.past import entries

    theirs = entries([each.sealed for each in past], store.village().desk)
    return recovering.recover(store, theirs, past, reason, keeps_own, unseen_keys)


def _fetch(store: Store, road: Road, listed: Listed, key: DeskKey, progress: Progress) -> list[Kept]:
    """The desk's past with its answers; the bytes of a batch that is here are not fetched again."""
    from sync.agreement.protocol import Answered

    ids, found = list(listed.batches), []
    for done, batch_id in enumerate(ids):
        progress(done, len(ids))
        sealed = outbox.one(store.db, batch_id) or road.fetch(key, batch_id)
        reply = road.answer(sealed)
        if not isinstance(reply, Answered):
            raise NotTheTownship("another-batch", "a held batch in the list of answered ones")
        found.append(Kept(sealed, reply.answer, reply.bytes))
    progress(len(ids), len(ids))
    return found
