"""The township's messages to this desk: fetched, checked, stored with their signatures, and applied once.

A message that the desk cannot use is stored too, with the reason; no message ever holds up those after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sync.agreement import sent
from sync.agreement.errors import NoLine, NotTheTownship
from sync.agreement.facts import Fact
from sync.desk import inbox, outbox
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.road import forgotten_corrections, message_checks, township_key
from village_desk.services.road.received import Received, received
from village_desk.store import from_township, migrations
from village_desk.store.database import Store
from village_desk.store.subjects import forms, other_desk

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.agreement.protocol import Hello
    from sync.wire.down import MessagePlace, Read
    from sync.wire.keys import DeskKey
    from village_desk.services.road.roads import Road


class Downlink:
    """The downward road of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fetch(self, road: Road, key: DeskKey, last: int, progress: Progress = silent) -> Received:
        """Take the waiting messages, one after the other, each in a transaction of its own.

        ``progress`` counts messages up to the ``last``, which the hello states. Raises NotTheTownship and
        TownshipRefused; a line that fails is reported by ``cut``.
        """
        taken: list[Fact] = []
        try:
            for message in road.messages(key, self._place()):
                number = message.place.number
                if number == 1 and self._place().number > 0:  # the township does not know our place any more
                    with self._store.writing() as db:
                        inbox.begin_again(db)
                taken.append(self._take(message))
                if isinstance(taken[-1], sent.KeyNext):
                    township_key.follow(self._store, road)
                progress(number, max(number, last))
        except NoLine:
            self._install_forms()
            return received(taken, cut=True)
        self._install_forms()
        forgotten_corrections.give_back(self._store)
        return received(taken)

    def fetch_after(
        self, hello: Hello, road: Road, key: DeskKey, answered: bool, progress: Progress = silent
    ) -> Received:
        """As ``fetch``, but without a request when the hello's last message is the one that this desk has.

        ``answered``: a batch of ours was answered, so our key is still valid; otherwise the request must show that.
        """
        if answered and hello.down_id == self._place().id:
            return Received(0)
        return self.fetch(road, key, hello.down, progress)

    def fetch_files(self, road: Road, key: DeskKey, hello: Hello | None, progress: Progress = silent) -> Received:
        """Take the messages that came as files, all of them read before the first is applied. As ``take``."""
        return self.take([*road.messages(key, self._place())], hello, progress)

    def take(self, found: Sequence[Read], hello: Hello | None, progress: Progress = silent) -> Received:
        """Take verified messages that came as files, in any order and any number of times.

        A message that does not follow the last one waits for those between: it is not stored, and its file stays
        good. ``hello``: from a stick written on the timeline that the desk knows. If the messages differ from those
        the desk has, the township was restored from a backup, and its new chain is taken from there on.
        """
        read = sorted(found, key=lambda each: each.place.number)
        taken = self._take_following(read, progress)
        parted = inbox.parting(self._store.db, read) if hello and not taken else 0
        if parted:
            with self._store.writing() as db:
                inbox.begin_again(db, parted)
            taken = self._take_following(read, progress)
        self._install_forms()
        here = self._place().number
        if hello and here == hello.down:
            forgotten_corrections.give_back(self._store)
        return replace(received(taken), gap=sum(each.place.number > here for each in read))

    def seen(self, key: DeskKey) -> bytes:
        """The desk's signed note of its last message, for the stick: the township need not send earlier ones again."""
        from sync.wire import down

        place, known = self._place(), outbox.known_township(self._store.db)
        township = known.public_key if known else ""
        return down.write_ask(key, down.DownAsk(self._store.village().desk, place.number, place.id, township=township))

    def read_again(self) -> int:
        """Take messages that an older program could not use and this one can, in their old places; returns how many.

        Messages that still cannot be used get the present reason.
        """
        due = [each for each in from_township.unusable(self._store.db) if message_checks.may_be_usable_now(each)]
        if not due:
            return 0
        from sync.wire import down

        with self._store.writing() as db:
            found = 0
            for each in due:
                message = down.read(each.signed, None, self._store.village().desk).down
                fact = message_checks.usable(self._store, message.kind, message.about, message.body)
                from_township.put_in_place(db, each.place, fact)
                found += not isinstance(fact, sent.Unusable)
            migrations.derive_anew(db)
        return found

    def _install_forms(self) -> None:
        """Put the forms that are here into use, where nothing speaks against it; what is left is listed on Today.

        Some may have come before the program knew forms.
        """
        if forms.received(self._store.db):
            from village_desk.services.forms.installing import InstalledForms

            InstalledForms(self._store).install_fit()

    def _place(self) -> MessagePlace:
        """The place of the last message that this desk has."""
        return inbox.place(self._store.db, self._store.village().desk)

    def _take_following(self, read: Sequence[Read], progress: Progress) -> list[Fact]:
        taken = []
        for done, each in enumerate(read):
            progress(done, len(read))
            if inbox.follows(self._store.db, each):
                taken.append(self._take(each))
        return taken

    def _take(self, message: Read) -> Fact:
        """Store and apply a message; returns the stored fact. NotTheTownship when the message does not follow."""
        with self._store.writing() as db:
            if not inbox.follows(db, message):
                raise NotTheTownship("down-gap")
            inbox.keep(db, message, self._store.clock())
            fact = message_checks.usable(self._store, message.down.kind, message.down.about, message.down.body)
            if isinstance(fact, sent.KeyNext) and fact.before == message.signer:
                outbox.follow_key(db, fact.before, fact.key, self._store.clock())
            if not self._store.receive(fact, message.bytes) and isinstance(fact, sent.DeskTold):
                self._keep_another_version(fact, message.bytes)
        return fact

    def _keep_another_version(self, other: sent.DeskTold, signed: bytes) -> None:
        """Store another version of the other desk's facts as a message of its own.

        A restored township sends the same facts with another order number, and after an upgrade it may send more
        facts of the same batch.
        """
        if other_desk.is_another_place(self._store.db, other) or from_township.adds_lines(self._store.db, other):
            version = from_township.versions(self._store.db, other.sent)
            self._store.receive(replace(other, sent=f"{other.sent}#{version}"), signed)
