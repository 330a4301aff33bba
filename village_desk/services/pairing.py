"""The desk and its township made known to each other by a typed code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync import outbox
from sync.facts import SettingChanged
from village_desk.store import settings as stored
from village_desk.store.database import Store

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.client import Patience
    from sync.keys import DeskKey


def pair(store: Store, key: DeskKey, url: str, code: str, patience: Patience | None) -> None:
    """Pair, pin the township's key, and keep its address. Raises the road's errors."""
    from sync import pairing
    from sync.client import Township

    secret = pairing.read_code(code)
    with Township(url, store.village().desk, None, patience) as township:
        known = township.pair(key, secret)
    with store.writing() as db:
        outbox.pin_township(db, known, store.clock())
    keep_address(store, known.url)


def keep_address(store: Store, url: str) -> None:
    """Where the township is found from now on."""
    with store.writing() as db:
        if url != stored.values(db).get("township_url", ""):
            store.record(SettingChanged("township_url", url))
