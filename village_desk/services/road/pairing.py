"""Pairing of the desk with its township, by a typed code or by a file on a stick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import Damaged, TownshipRefused
from sync.agreement.facts import SettingChanged
from sync.agreement.protocol import KnownTownship
from sync.desk import outbox
from village_desk.services.road import keyring, week
from village_desk.store import history
from village_desk.store.database import Store
from village_desk.store.subjects import office

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.wire.inviting import Invite
    from village_desk.services.road.line import LineRoad
    from village_desk.services.road.roads import Road


_ENDED = ("key-revoked", "key-replaced")


def pair(store: Store, line: Callable[[], LineRoad], code: str) -> None:
    """Pair, pin the township's key, and keep its address. On another timeline everything goes again.

    ``line`` leads to a township whose key is not pinned. A desk whose key ended at the township pairs with a new one,
    which is its key from then on. Raises the road's errors.
    """
    from sync.wire import pairing

    secret = pairing.read_code(code)
    with line() as township:
        waiting = keyring.successor(store)
        try:
            known = township.pair(waiting or keyring.key(store), secret)
        except TownshipRefused as no:
            if no.code not in _ENDED:
                raise
            waiting = keyring.make_successor(store)
            known = township.pair(waiting, secret)
    before = outbox.known_township(store.db)
    with store.writing() as db:
        outbox.pin_township(db, known, store.clock())
        if before is not None and before.timeline != known.timeline:
            from village_desk.store.recovering import reopen

            reopen(store, ())
    keep_address(store, known.url)
    if waiting:
        keyring.adopt(store)


def finish(store: Store, road: Road) -> None:
    """Adopt the next key of this desk if the township accepted it before the line was cut."""
    waiting = keyring.successor(store)
    if waiting is None:
        return
    try:
        road.past(waiting)
    except TownshipRefused:
        return
    keyring.adopt(store)


def invitation(store: Store, stick: Path) -> Invite:
    """The invitation on the stick for this desk; the later one, where there are two.

    Raises Damaged: ``invite-none``, ``invite-damaged``, ``invite-foreign``, ``invite-expired``, and ``invite-other``
    where this desk is paired with another township; raises the road's StickTrouble.
    """
    from sync.stick import pair_files
    from sync.wire import inviting

    desk, now, known = store.village().desk, store.clock(), outbox.known_township(store.db)
    good, wrong = [], Damaged("invite-none")
    for data in pair_files.read_invites(stick, desk):
        try:
            good.append(inviting.read_invite(data if isinstance(data, bytes) else b"", desk, now))
        except Damaged as reason:
            wrong = reason
    if not good:
        raise wrong
    found = max(good, key=lambda each: datetime.fromisoformat(each.ends_at))
    if known is not None and found.township not in known.keys:
        raise Damaged("invite-other")
    return found


def ask_by_stick(store: Store, invite: Invite, stick: Path) -> str:
    """Pin the township of the invitation and ask it, on the stick, to let this desk in; the digits to be compared.

    A desk whose key ended goes on with a new one, in a new epoch.
    """
    from sync.stick import pair_files
    from sync.wire import inviting

    if keyring.key(store).public in invite.ended.split():
        keyring.make_successor(store)
        keyring.adopt(store)
    key = keyring.key(store)
    if week.has_new_key(store, key, in_use=True):
        from village_desk.services.road import recovering

        recovering.rekey(store, invite)
    if outbox.known_township(store.db) is None:
        with store.writing() as db:
            outbox.pin_township(db, KnownTownship(invite.township, "", invite.timeline), store.clock())
    if invite.url:
        keep_address(store, invite.url)
    pair_files.write_request(stick, invite.desk, inviting.write_request(key, invite))
    return inviting.digits(invite.township, key.public)


def digits_to_compare(store: Store) -> str:
    """The digits, until a batch under the present key is answered; for a desk that has no line, empty for others.

    A PC that got a lost one's past by its key was let in.
    """
    known = outbox.known_township(store.db)
    if known is None or known.url or "recovered" in history.unanswered_epochs(store.db):
        return ""
    from sync.wire import inviting

    key, last = keyring.key(store).public, outbox.last_answered(store.db)
    return "" if last and last.manifest.key == key else inviting.digits(known.public_key, key)


def keep_address(store: Store, url: str) -> None:
    """Where the township is found from now on."""
    with store.writing() as db:
        if url != office.settings(db).get("township_url", ""):
            store.record(SettingChanged("township_url", url))
