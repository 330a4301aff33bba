"""The week goes to the township: seal what is new, send what is open, keep each answer.

The state of sending lives here and in the file, never on a screen. No transaction is open while the line is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.errors import TownshipRefused
from sync.desk import outbox
from sync.wire import upload
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.contacts import Contact, Ending, Way
from village_desk.services.attaching import Unsent, unsent
from village_desk.services.road import keyring, pairing, precheck, recovering, stick_contents, stick_past, sticks
from village_desk.services.road.conversation import alone, contact, keep
from village_desk.services.road.downlink import Hearing
from village_desk.services.road.errors import again_by_pairing, again_from_here, in_our_words
from village_desk.services.road.precheck import Predicted
from village_desk.services.road.refused import CameBack
from village_desk.services.road.results import Road, Sent, StickRead, moment_of
from village_desk.services.road.sticks import StickWritten
from village_desk.store import contacts, history, roads
from village_desk.store.database import Store
from village_desk.store.file.engine import Database
from village_desk.store.roads import BatchLine
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:  # requests and cryptography are loaded when the line is first used
    from sync.agreement.protocol import Answered, Held, Hello, KnownTownship
    from sync.line.client import Patience, Township
    from sync.wire.batch import SealedBatch
    from sync.wire.keys import DeskKey


class Exchanging:
    """The road of one desk."""

    def __init__(self, store: Store, patience: Patience | None = None) -> None:
        self._store = store
        self._patience = patience
        self._pace = upload.Pace()
        self._came_back = CameBack()
        self._road: Road | None = None
        self._edition = (0, 0)
        self._oldest_at: str | None = None

    def state(self) -> Road:
        """What waits, what came back. It is read once for each change of the file, whoever asks."""
        with self._store.reading() as db:
            edition = self._store.edition()
            if self._road is None or edition != self._edition:
                self._road, self._edition = self._read(db), edition
            oldest = moment_of(self._oldest_at, self._store.clock())
            return replace(self._road, oldest=oldest, digits=pairing.digits_to_compare(self._store))

    def _read(self, db: Database) -> Road:
        waiting = outbox.waiting(db)
        self._oldest_at = waiting.oldest_at
        return Road(
            waiting.facts,
            None,
            self._came_back.refused(db),
            self._came_back.remarked(db),
            Hearing(self._store).kept(),
            outbox.known_township(db) is not None,
            "",
            next(iter(contacts.last(db)), None),
            contacts.known_time(db),
            history.kept(db),
        )

    def batches(self, most: int | None = None) -> tuple[BatchLine, ...]:
        """The sealed batches, the latest first; ``most``: no more than so many."""
        return tuple(roads.batches(self._store.db) if most is None else roads.batches(self._store.db, most))

    def count_batches(self) -> int:
        """How many batches were sealed."""
        return roads.count(self._store.db)

    def predict(self) -> tuple[Predicted, ...]:
        """What the township would refuse or remark on, of all that waits; nothing is sealed or sent."""
        return precheck.predict(self._store)

    def url(self) -> str:
        """The township's address as set at this desk; else where it answered last; or empty."""
        known = outbox.known_township(self._store.db)
        return office.settings(self._store.db).get("township_url", "") or (known.url if known else "")

    def send(self, url: str = "", progress: Progress = silent) -> Sent:
        """Seal what is new and send every open batch, keeping each answer as it comes; then take what comes down.

        ``progress`` counts the bytes that go up.

        What a township that was restored from its backup has forgotten goes again by itself. When this file is older
        than what the township has, or a copy, the past is fetched first and a new epoch begins.

        Trouble when there is no line or somebody else answers: nothing is lost, all of it still waits. Refused when
        the township says no: unknown desk, another key, a forked journal.
        """
        address = self._address(url)
        with contact(self._store, Way.LINE) as told:
            sent = self._talk(address, progress)
            told.words = replace(sent, unsent=Unsent(0, 0)).in_words()  # what waits of attachments is told as it stands
        return sent

    def _talk(self, address: str, progress: Progress) -> Sent:
        """The whole conversation of ``send``. Raises the road's errors."""
        fresh = self._seal()
        answers: list[tuple[SealedBatch, Answered | Held]] = []
        with self._township(address) as township:
            hello = self._greet(township, fresh, progress)
            pairing.finish(self._store, township)
            key, happened = self._key(), ""
            recovering.reopen_forgotten(self._store, township, key, hello)
            rekeyed = recovering.has_new_key(self._store, key)
            if rekeyed or recovering.behind(self._store, township, key, hello.position):
                happened = self._take_back(township, progress)
            try:
                answers += self._converse(township, progress)
            except TownshipRefused as no:
                if no.code != "chain-fork" or happened:
                    raise
                happened = self._take_back(township, progress)
                answers += self._converse(township, progress)
            came = Hearing(self._store).fetch_after(hello, township, self._key(), bool(answers), progress)
        return replace(self._sum(answers), came=came, happened=happened, unsent=unsent(self._store))

    @contextmanager
    def talking(self, url: str = "") -> Iterator[tuple[Township, DeskKey]]:
        """A township that was greeted, and this desk's key, for what travels apart from facts. Raises as ``send``.

        It may stand beside a conversation about facts, and leaves all that is known of the township to that one.
        """
        with in_our_words(self._store.judged()), self._township(self._address(url)) as township:
            township.hello()
            yield township, self._key()

    def rebuild(self, url: str, code: str, progress: Progress = silent) -> None:
        """Pair this fresh desk in place of a lost PC, fill it with what the township has of it, and say so there.

        Before that is heard no receipt may be given out: were this PC lost too, the next one would print its numbers.
        Refused ``not_fresh``, ``nothing_kept``, and as ``pair``. After a cut line: the same again, with the same code.
        """
        with again_from_here(), in_our_words():
            recovering.refuse_unless_fresh(self._store)
            pairing.pair(self._store, partial(self._line_to, url, None), code)
            with self._township(url) as township:
                recovering.fill(self._store, township, self._key(), township.hello().position, progress)
                pairing.keep_address(self._store, township.url)
            self._talk(url, progress)

    def never_paired(self) -> bool:
        """Whether no township was ever heard by this file: nothing binds it to one."""
        return outbox.known_township(self._store.db) is None

    def pair(self, url: str, code: str) -> str:
        """Make this desk and the township known to each other, by the code that the office gave; and keep its address.

        Refused ``code-form``, ``code-wrong``, ``code-used``, ``code-expired``, ``code-not-proven``, ``key-revoked``,
        ``key-replaced``; Trouble when there is no line or somebody else answers.

        A desk whose key ended gets a new one, and goes on in a new epoch with what was never answered: the words that
        say so come back; empty as a rule.
        """
        with again_by_pairing(), alone(self._store), in_our_words(self._store.judged()):
            pairing.pair(self._store, partial(self._line_to, url, None), code)
            happened = self._under_the_new_key(url)
        keep(self._store, Contact(Way.LINE, self._store.clock(), Ending.DONE, message=_("和镇所配对好了")))
        return happened

    def _under_the_new_key(self, url: str) -> str:
        """What was begun under a key that ended goes on under the one that was let in; in words, empty as a rule."""
        if not recovering.has_new_key(self._store, self._key()):
            return ""
        with self._township(url) as township:
            recovering.reopen_forgotten(self._store, township, self._key(), township.hello())
            return self._take_back(township, silent)

    def pair_by_stick(self, stick: Path) -> str:
        """Read the invitation that the office put on the stick and write the request on it; the digits to be compared.

        The desk is let in when the office has found the same 16 digits on its side. Any number of times. Refused
        ``invite-none``, ``invite-damaged``, ``invite-foreign``, ``invite-expired``, ``invite-other``; Trouble as
        ``write_stick``.
        """
        with alone(self._store), in_our_words(self._store.judged()):
            return pairing.ask_by_stick(self._store, pairing.invitation(self._store, stick), stick)

    def rebuild_by_stick(self, stick: Path, progress: Progress = silent) -> str:
        """Pair this fresh desk in place of a lost PC, and fill it, by a stick that goes to the township and comes back.

        The first time it asks, by the office's invitation: the digits to be compared come back. When the stick was at
        the township since it let this desk in, the file is filled: empty. Any number of times; what is not there yet is
        asked for again. Refused ``not_fresh``, ``nothing_kept``, ``past-damaged``, and as ``pair_by_stick``; Trouble
        as ``write_stick``.
        """
        with alone(self._store), in_our_words(self._store.judged()):
            return stick_past.rebuild(self._store, stick, progress)

    def write_stick(self, stick: Path, progress: Progress = silent) -> StickWritten:
        """Seal what is new and put every open batch on a stick, for this township's eyes only; any number of times.

        Refused ``never_met`` while no township is known. Trouble ``stick-full``, ``stick-read-only``, ``stick-gone``,
        ``stick-differs``, ``stick-odd``, ``stick-io``: nothing is lost, all of it still waits.
        """
        with contact(self._store, Way.STICK) as told:
            key = self._key()
            if recovering.has_new_key(self._store, key, in_use=True):
                raise Refused(_("本机换过密钥，还没有办完配对"), _("请再办一次配对，用配对码或 U 盘都行"), "desk-key")
            self._seal()
            written = sticks.write(self._store, key, Hearing(self._store).seen(key), stick, progress)
            contents = stick_contents.write(self._store, key, sticks.known_to(self._store), stick, progress)
            written = replace(written, contents=contents)
            told.words = written.in_words()
        return written

    def read_stick(self, stick: Path, progress: Progress = silent) -> StickRead:
        """Keep the township's answers to what is open, what it gave back of the desk's past, and what it sent down.

        Each once. A file that is older than what the township has, or a copy, goes on in a new epoch, as by ``send``.
        What is none of it is told and changes nothing. Refused and Trouble as ``write_stick``; what was kept until then
        stays kept. ``progress`` counts batches, then messages.
        """
        answered: list[tuple[SealedBatch, Answered | Held]] = []
        strange = []
        with contact(self._store, Way.STICK) as told:
            hello = sticks.hear_hello(self._store, stick)
            batches = outbox.open_batches(self._store.db)
            for sealed, said in sticks.answers(self._store, batches, stick, progress):
                if said is None:
                    strange.append(_("第 {batch} 批的答复不是本镇所当前的答复").format(batch=sealed.number))
                else:
                    self._keep(sealed, said)
                    answered.append((sealed, said))
            back = stick_past.take_back(self._store, self._key(), stick, hello, progress)
            found, unread = sticks.came_down(self._store, self._key(), stick) if not back.waits else ([], ())
            came = Hearing(self._store).take(found, hello, progress)
            strange += [*back.strange, *unread, *sticks.odd_ones(self._store, stick)]
            kept = stick_contents.take(self._store, sticks.known_to(self._store), stick)
            sent = replace(self._sum(answered), came=came, happened=back.words, unsent=unsent(self._store))
            read = StickRead(sent, tuple(strange), kept)
            told.words = read.in_words()
        return read

    def _address(self, url: str) -> str:
        found = url or self.url()
        if not found:
            raise Refused(_("还没有设置镇所地址"), _("请在“设置”里填镇所地址"), "no_url", "township_url")
        return found

    def _converse(self, township: Township, progress: Progress) -> list[tuple[SealedBatch, Answered | Held]]:
        """Send what is open and keep each answer before the next is asked for."""
        from sync.line import exchange

        batches, answers = outbox.open_batches(self._store.db), []
        for sealed, said in zip(batches, exchange.converse(township, batches, progress), strict=False):
            self._keep(sealed, said)
            answers.append((sealed, said))
        return answers

    def _take_back(self, township: Township, progress: Progress) -> str:
        """The file is older than what the township has, or a copy: make it agree. Returns what happened, in words."""
        done = recovering.take_back(self._store, township, self._key(), progress)
        self._seal()
        return recovering.in_words(done)

    def _greet(self, township: Township, fresh: set[str], progress: Progress) -> Hello:
        """Greet; with the first batch when it was sealed for this conversation, so that nothing of it went before."""
        first = next(iter(outbox.open_batches(self._store.db)), None)
        straight = first is not None and first.id in fresh and keyring.successor(self._store) is None
        return township.hello_with(first, progress) if first and straight else township.hello(first)

    def _seal(self) -> set[str]:
        """Seal what is new, and say which batches that made; but nothing in an epoch that another key began.

        A new one has to be opened first.
        """
        from sync.wire.manifest import Clock

        key, judged = self._key(), self._store.judged()
        seen = judged.township.isoformat() if judged.township else ""
        clock = Clock(judged.suspect, seen)
        made: set[str] = set()
        if recovering.has_new_key(self._store, key, in_use=True):
            return made
        with self._store.writing() as db:
            while sealed := outbox.seal(db, self._store.village().desk, key, judged.now, clock=clock):
                made.add(sealed.id)
        return made

    def _key(self) -> DeskKey:
        return keyring.key(self._store)

    def _township(self, url: str) -> Township:
        return self._line_to(url, outbox.known_township(self._store.db))

    def _line_to(self, url: str, known: KnownTownship | None) -> Township:
        """To whoever is there; ``known``: it must be this township."""
        from sync.line.client import Township

        desk, proxy = self._store.village().desk, office.settings(self._store.db).get("proxy", "")
        return Township(texts.address(url), desk, known, self._patience, self._pace, proxy)

    def _keep(self, sealed: SealedBatch, said: Answered | Held) -> None:
        from sync.agreement.protocol import Answered

        if isinstance(said, Answered):
            with self._store.writing() as db:
                outbox.keep_answer(db, sealed.id, said.bytes, self._store.clock())
                self._store.hear(said.said, said.bytes)

    def _sum(self, answers: list[tuple[SealedBatch, Answered | Held]]) -> Sent:
        return Sent.of(answers, outbox.waiting(self._store.db).facts)
