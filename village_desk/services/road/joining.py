"""A desk joins its township: paired by a code or by a stick, or filled in place of a lost PC."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import ChainBroken, Damaged
from sync.desk import outbox
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.contacts import Contact, Ending, Way
from village_desk.services.road import agreeing, keyring, pairing, recovering, week
from village_desk.services.road.conversation import alone, keep
from village_desk.services.road.dialing import Dialing
from village_desk.services.road.downlink import Downlink
from village_desk.services.road.error_words import again_by_pairing, again_from_here, in_our_words
from village_desk.services.road.exchanging import Exchanging
from village_desk.store.database import Store
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when a stick is first used
    pass


class Joining:
    """The ways into the township of one desk."""

    def __init__(self, store: Store, dialing: Dialing, exchanging: Exchanging) -> None:
        self._store = store
        self._dialing = dialing
        self._exchanging = exchanging

    def pair(self, url: str, code: str) -> str:
        """Pair this desk with the township by the code from its office; and store the township's address.

        Refused ``code-form``, ``code-wrong``, ``code-used``, ``code-expired``, ``code-not-proven``, ``key-revoked``,
        ``key-replaced``; Trouble when there is no line or somebody else answers.

        A desk whose key ended gets a new one, and goes on in a new epoch with its unanswered facts; then words about
        that are returned, otherwise "".
        """
        with again_by_pairing(), alone(self._store), in_our_words(self._store.judged()):
            pairing.pair(self._store, partial(self._dialing.line_to_anybody, url), code)
            happened = self._under_the_new_key(url)
        keep(self._store, Contact(Way.LINE, self._store.clock(), Ending.DONE, message=_("和镇所配对好了")))
        return happened

    def _under_the_new_key(self, url: str) -> str:
        """Move facts that were sealed under an ended key under the new one; returns words, empty as a rule."""
        key = keyring.key(self._store)
        if not week.has_new_key(self._store, key):
            return ""
        with self._dialing.line(url) as line:
            agreeing.meet(self._store, line, key, line.hello())
            return agreeing.take_back(self._store, line, key, silent)

    def pair_by_stick(self, stick: Path) -> str:
        """Read the invitation that the office put on the stick and write the request on it; the digits to be compared.

        The desk is let in when the office has found the same 16 digits on its side. Any number of times. Refused
        ``invite-none``, ``invite-damaged``, ``invite-foreign``, ``invite-expired``, ``invite-other``; Trouble as
        ``write_stick``.
        """
        with alone(self._store), in_our_words(self._store.judged()):
            return pairing.ask_by_stick(self._store, pairing.invitation(self._store, stick), stick)

    def rebuild(self, url: str, code: str, progress: Progress = silent) -> None:
        """Pair this fresh desk in place of a lost PC, fill it from the township's books, and report to the township.

        No receipt may be given out before the township has that report: if this PC were lost too, the next one would
        print the same numbers. Refused ``not_fresh``, ``nothing_kept``, and as ``pair``. After a cut line: call it
        again, with the same code.
        """
        with again_from_here(), in_our_words():
            recovering.refuse_unless_fresh(self._store)
            pairing.pair(self._store, partial(self._dialing.line_to_anybody, url), code)
            with self._dialing.line(url) as line:
                recovering.fill(self._store, line, keyring.key(self._store), line.hello(), progress)
                pairing.keep_address(self._store, line.url)
            self._exchanging.talk(url, progress)

    def rebuild_by_stick(self, stick: Path, progress: Progress = silent) -> str:
        """Pair this fresh desk in place of a lost PC, and fill it, by a stick that travels to the township and back.

        The first call writes the request, by the office's invitation, and returns the digits to compare. After the
        township let this desk in and wrote the stick, a call fills the file and returns "". It can be called any
        number of times; parts that are missing are requested again. Refused ``not_fresh``, ``nothing_kept``,
        ``past-damaged``, and as ``pair_by_stick``; Trouble as ``write_stick``.
        """
        with alone(self._store), in_our_words(self._store.judged()):
            recovering.refuse_unless_fresh(self._store)
            if outbox.known_township(self._store.db) is not None and self._fill(stick, progress):
                return ""
            return self._ask_for_the_past(stick, progress)

    def _fill(self, stick: Path, progress: Progress) -> bool:
        """Whether the past was on the stick and is here now."""
        from village_desk.services.road.stick import StickRoad

        store, road, key = self._store, StickRoad(self._store, stick), keyring.key(self._store)
        hello = road.hello()
        if hello is None:
            return False
        agreeing.meet(store, road, key, hello)
        if road.past(key) is None:
            return False
        address = office.settings(store.db).get("township_url", "")
        try:
            recovering.fill(store, road, key, hello, progress)
        except ChainBroken as reason:
            raise Damaged("past-damaged", reason.detail) from reason
        if address:  # the address in the invitation replaces that of the lost PC
            pairing.keep_address(store, address)
        Downlink(store).fetch_files(road, key, hello, progress)
        return True

    def _ask_for_the_past(self, stick: Path, progress: Progress) -> str:
        from village_desk.services.road.stick import StickRoad

        digits = pairing.ask_by_stick(self._store, pairing.invitation(self._store, stick), stick)
        key = keyring.key(self._store)
        StickRoad(self._store, stick).write(key, Downlink(self._store).seen(key), progress)
        return digits
