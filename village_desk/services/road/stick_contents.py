"""The contents of attachments by stick: put on it after the batches; the township's word on each read from it.

What fails here is told, and spoils nothing of what was written before.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import NotTheTownship, StickTrouble
from village_desk.domain.basics.progress import Progress
from village_desk.services.attaching import keep, sendable
from village_desk.store import contents
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when a stick is first used
    from sync.agreement.protocol import KnownTownship
    from sync.wire.keys import DeskKey


@dataclass(frozen=True, slots=True)
class ContentsWritten:
    """How many contents are on the stick, and how many found no place there."""

    written: int = 0
    left: int = 0

    def in_words(self) -> str:
        """The end of a sentence; empty when there were none."""
        words = _("，附件 {count} 个").format(count=self.written) if self.written else ""
        return words + (_("，还有 {count} 个附件没写下").format(count=self.left) if self.left else "")


def write(store: Store, key: DeskKey, known: KnownTownship, stick: Path, progress: Progress) -> ContentsWritten:
    """Put every content on the stick that is here and not at the township, small ones first, sealed for it."""
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


def take(store: Store, known: KnownTownship, stick: Path) -> int:
    """Keep the township's word on each content that waits; how many it has. What is none of its is left alone."""
    from sync.stick import courier

    taken = 0
    for each in sendable(store):
        data = courier.read_kept(stick, store.village().desk, each.sha256)
        try:
            if data is not None:
                keep(store, data, each.sha256, known.keys, known.timeline)
                taken += 1
        except NotTheTownship:
            continue  # an old stick, or another township's
    return taken
