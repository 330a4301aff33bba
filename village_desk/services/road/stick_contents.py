"""Contents of attachments by stick: written after the batches; the township's confirmations are read from it.

A failure here is reported, and spoils nothing that was written before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import NotTheTownship, StickTrouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.attaching import keep, sendable
from village_desk.services.road.results import ContentsWritten
from village_desk.store import contents
from village_desk.store.database import Store

if TYPE_CHECKING:  # cryptography is loaded when a stick is first used
    from sync.agreement.protocol import KnownTownship
    from sync.wire.keys import DeskKey
    from village_desk.services.road.roads import Road


def write(store: Store, key: DeskKey, known: KnownTownship, stick: Path, progress: Progress) -> ContentsWritten:
    """Write every content that is here and not at the township onto the stick, small ones first, sealed for it."""
    from sync.stick import courier
    from sync.stick.stickfiles import Medium
    from sync.wire import attachments as road

    desk, waiting, written = store.village().desk, sendable(store), 0
    for done, each in enumerate(waiting):
        progress(done, len(waiting))
        with contents.opened(store) as file:
            content = file.get(each.sha256)
        if content is None:
            continue
        claim = road.write_claim(key, road.Claim(desk, each.sha256, each.bytes, ""))
        try:
            courier.write_content(stick, desk, each.sha256, road.pack(claim, content), known, Medium())
        except StickTrouble:
            break
        written += 1
    progress(len(waiting), len(waiting))
    return ContentsWritten(written, len(waiting) - written)


def take(store: Store, road: Road, key: DeskKey) -> int:
    """Store the township's confirmations of waiting contents; returns how many. Files of others are left alone."""
    taken = 0
    for each in sendable(store):
        signed = road.content_word(key, each.sha256, lambda: None, silent)
        try:
            if signed is not None:
                keep(store, signed, each.sha256, road.known.keys, road.known.timeline)
                taken += 1
        except NotTheTownship:
            continue  # an old stick, or another township's
    return taken
