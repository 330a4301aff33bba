"""The week goes to the township and its answers come back, over the line or by stick.

The state of sending lives in the file, never on a screen. No transaction is open while the line or a stick's file is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import TownshipRefused
from sync.desk import outbox
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.contacts import Way
from village_desk.services.attaching import Unsent, unsent
from village_desk.services.road import agreeing, keyring, pairing, stick_contents, week
from village_desk.services.road.conversation import contact
from village_desk.services.road.dialing import Dialing
from village_desk.services.road.downlink import Downlink
from village_desk.services.road.received import Received
from village_desk.services.road.results import Sent, StickRead, StickWritten
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the road is first used
    from sync.wire.keys import DeskKey
    from village_desk.services.road.line import LineRoad
    from village_desk.services.road.roads import Replies


class Exchanging:
    """The conversations of one desk about facts."""

    def __init__(self, store: Store, dialing: Dialing) -> None:
        self._store = store
        self._dialing = dialing

    def send(self, url: str = "", progress: Progress = silent) -> Sent:
        """Seal new facts and send every open batch, storing each answer as it comes; then take the messages.

        ``progress`` counts the bytes that go up.

        Batches that a restored township has forgotten are sent again by themselves. When this file is older than the
        township's books, or a copy, the past is fetched first and a new epoch begins.

        Trouble when there is no line or somebody else answers: nothing is lost, all facts still wait. Refused when
        the township refuses: unknown desk, another key, a forked journal.
        """
        address = self._dialing.address(url)
        with contact(self._store, Way.LINE) as closing:
            sent = self.talk(address, progress)
            closing.words = replace(sent, unsent=Unsent(0, 0)).in_words()  # attachments are counted anew when shown
        return sent

    def talk(self, address: str, progress: Progress) -> Sent:
        """The whole conversation of ``send``, for whoever has begun a contact. Raises the road's errors."""
        store, fresh = self._store, week.seal(self._store)
        with self._dialing.line(address) as line:
            hello = week.greet(store, line, fresh, progress)
            pairing.finish(store, line)
            key = keyring.key(store)
            agreeing.meet(store, line, key, hello)
            happened = agreeing.over_the_line(store, line, key, hello, progress)
            replies, happened = self._converse(line, key, happened, progress)
            received = Downlink(store).fetch_after(hello, line, key, bool(replies), progress)
        return self._sum(replies, received, happened)

    def _converse(self, line: LineRoad, key: DeskKey, happened: str, progress: Progress) -> tuple[Replies, str]:
        """Send the open batches; another batch in a place means that the file is a copy: settle that and go on."""
        try:
            return week.keep_answers(self._store, line, progress), happened
        except TownshipRefused as no:
            if no.code != "chain-fork" or happened:
                raise
        happened = agreeing.take_back(self._store, line, key, progress)
        return week.keep_answers(self._store, line, progress), happened

    def write_stick(self, stick: Path, progress: Progress = silent) -> StickWritten:
        """Seal new facts and put every open batch on a stick, sealed for this township; any number of times.

        Refused ``never_met`` while no township is known. Trouble ``stick-full``, ``stick-read-only``, ``stick-gone``,
        ``stick-differs``, ``stick-odd``, ``stick-io``: nothing is lost, all facts still wait.
        """
        from village_desk.services.road.stick import StickRoad

        with contact(self._store, Way.STICK) as closing:
            key = keyring.key(self._store)
            if week.has_new_key(self._store, key, in_use=True):
                raise Refused(_("本机换过密钥，还没有办完配对"), _("请再办一次配对，用配对码或 U 盘都行"), "desk-key")
            week.seal(self._store)
            road = StickRoad(self._store, stick)
            written = road.write(key, Downlink(self._store).seen(key), progress)
            contents = stick_contents.write(self._store, key, road.known, stick, progress)
            written = replace(written, contents=contents)
            closing.words = written.in_words()
        return written

    def read_stick(self, stick: Path, progress: Progress = silent) -> StickRead:
        """Take the township's answers to open batches, the batches it gave back, and its messages; each once.

        A file that is older than the township's books, or a copy, goes on in a new epoch, as in ``send``. Other files
        on the stick are reported and change nothing. Refused and Trouble as ``write_stick``; files taken until then
        stay taken. ``progress`` counts batches, then messages.
        """
        from village_desk.services.road.stick import StickRoad

        store = self._store
        with contact(store, Way.STICK) as closing:
            road, key = StickRoad(store, stick), keyring.key(store)
            if hello := road.hello():
                agreeing.meet(store, road, key, hello)
            replies = week.keep_answers(store, road, progress)
            agreed = agreeing.by_stick(store, road, key, hello, progress)
            received = Downlink(store).fetch_files(road, key, hello, progress) if not agreed.waits else Received(0)
            kept = stick_contents.take(store, road, key)
            sent = self._sum(replies, received, agreed.words)
            read = StickRead(sent, (*agreed.strange, *road.strange), kept)
            closing.words = read.in_words()
        return read

    def _sum(self, replies: Replies, received: Received, happened: str) -> Sent:
        sent = Sent.of(replies, outbox.waiting(self._store.db).facts)
        return replace(sent, received=received, happened=happened, unsent=unsent(self._store))
