"""The contents of attachments over the line: up to the township after the facts, and back when one is missing here.

No transaction is open while the line is.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sync.agreement.errors import NotTheTownship, TownshipRefused
from sync.agreement.values import value
from sync.desk import outbox
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.attaching import Unsent, keep, sendable, unsent
from village_desk.services.road.conversation import apart, is_talking
from village_desk.services.road.dialing import Dialing
from village_desk.store import contents
from village_desk.store.database import Store
from village_desk.store.subjects import attachments
from village_desk.store.subjects.attachments import Attachment
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.wire.keys import DeskKey
    from village_desk.services.road.roads import Road


@value
class Carried:
    """The result of one conversation about contents: how many arrived, how many were refused, the unsent rest.

    ``made_way``: it stopped because facts needed the line.
    """

    sent: int
    refused: int
    left: Unsent
    made_way: bool = False

    def in_words(self) -> str:
        """A sentence; empty when there was nothing to do."""
        words = [_("附件传到镇所 {count} 个").format(count=self.sent)] if self.sent else []
        if self.refused:
            words.append(_("镇所没有收 {count} 个附件，请联系镇所").format(count=self.refused))
        return _("；").join([*words, *filter(None, [self.left.in_words()])])


class Carrying:
    """The contents of one desk on their way."""

    def __init__(self, store: Store, dialing: Dialing) -> None:
        self._store = store
        self._dialing = dialing

    def unsent(self) -> Unsent:
        """The contents that wait to be sent."""
        return unsent(self._store)

    def send(self, url: str = "", progress: Progress = silent) -> Carried:
        """Send every content that the township lacks and whose fact it has accepted; send the facts first.

        ``progress`` counts bytes. Contents that arrived stay arrived, whatever ends this, and a half-sent content
        goes on where it was cut. Sending stops at once when facts need the line. Trouble and Refused as
        ``Exchanging.send``; Trouble ``talking`` when contents are being sent already.
        """
        sent = refused = done = 0
        batch = [each for each in sendable(self._store) if not each.unanswered]
        if not batch:
            return Carried(0, 0, self.unsent())
        total, making_way = sum(each.bytes for each in batch), _making_way(self._store, progress)
        with apart(self._store), self._dialing.talking(url) as (line, key), suppress(_MadeWay):
            if line.known.timeline != self._timeline():  # the township was restored: facts must be settled first
                raise _MadeWay
            for each in batch:
                arrived = self._send(line, key, each, _part(making_way, done, total))
                sent, refused, done = sent + arrived, refused + (not arrived), done + each.bytes
                progress(done, total)
        return Carried(sent, refused, self.unsent(), made_way=sent + refused < len(batch))

    def fetch(self, attachment: str, url: str = "", progress: Progress = silent) -> None:
        """Bring a content back from the township, on from where it was cut. Refused ``no-such-upload``, ``no_url``."""
        found = attachments.find(self._store.db, attachment)
        assert found is not None
        with self._dialing.talking(url) as (line, key), contents.opened(self._store) as file:
            digest, size = found.sha256, found.bytes
            while (first := file.arrived(digest)) < size:
                progress(first, size)
                file.arrive(digest, first, line.content(key, digest, size, first))
            if not file.complete(digest, self._store.clock().isoformat()):
                raise NotTheTownship("another-content")
        progress(size, size)

    def _send(self, road: Road, key: DeskKey, attachment: Attachment, progress: Progress) -> bool:
        """Whether the township has the content now. A refused content holds up no other."""
        digest = attachment.sha256
        try:
            signed = road.content_word(key, digest, partial(self._content, digest), progress)
        except TownshipRefused as refused:
            if not refused.code.startswith("attachment-"):
                raise
            return False
        if signed is not None:
            keep(self._store, signed, digest, road.known.keys, road.known.timeline)
        return signed is not None

    def _content(self, digest: str) -> bytes | None:
        with contents.opened(self._store) as file:
            return file.get(digest)

    def _timeline(self) -> str:
        known = outbox.known_township(self._store.db)
        return known.timeline if known else ""


class _MadeWay(Exception):
    """Facts want the line."""


def _making_way(store: Store, progress: Progress) -> Progress:
    def made_way(done: int, total: int) -> None:
        if is_talking(store):
            raise _MadeWay
        progress(done, total)

    return made_way


def _part(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _: progress(before + done, total)
