"""Store: the desk's file, opened, brought up to date, and written by one door: ``record(fact)``.

Nothing else appends to the journal, and nothing but ``applying`` writes the derived tables.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice, repeat
from pathlib import Path

from sync.agreement import facts, journal
from sync.agreement.fact import Fact
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.villages import Village
from village_desk.store import applying, contacts, migrations, private_journal, replaying, watching
from village_desk.store.connection import engine, troubles, witness
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import other_desk, receipts
from village_desk.words import _

Clock = Callable[[], datetime]
NOT_SAVED = _("这一步没有保存")

_minter = journal.Minter()  # one for each start of the program, which makes its ids unique


class Store:
    """An open desk file. ``by`` is who is at the desk: it stands in every row of the journal from then on.

    ``hindrance`` is why nothing can be recorded, when that is so: the file is read from a copy then.
    """

    hindrance: Trouble | None = None

    def __init__(
        self, db: Database, path: Path, key: bytes, salt: bytes, clock: Clock, opened: Path | None = None
    ) -> None:
        """``opened``: the copy of the file that ``db`` is connected to, when it is not the file itself."""
        self.db = db
        self.path = path
        self._opened = opened or path
        self.by = _("协办员")
        self.clock = clock
        self._key = key
        self._salt = salt
        self._head: journal.Head | None = None
        self._is_reading = False
        self._village: Village | None = None
        self._witness: witness.Witness | None = None
        self._recorded: list[facts.Fact] = []
        self._received = 0

    @classmethod
    def create(cls, path: Path, key: bytes, salt: bytes, clock: Clock, village: Village) -> Store:
        """A new desk file with its first fact. Refused when a file of that name is there."""
        if path.exists():
            raise Refused(_("这个文件已经有了，不会覆盖"), _("请换一个文件名，或直接打开它"), "exists")
        store = cls(engine.connect(path, key, salt), path, key, salt, clock)
        migrations.apply(store.db)
        store._village = village  # the desk's name is part of the first hash, before the first row can be read
        with store.writing():
            journal.open_epoch(store.db, 1)
            store.record(facts.DeskOpened(village.code, village.name, village.letter))
        return store

    @classmethod
    def open(cls, path: Path, key: bytes, salt: bytes, clock: Clock, opened: Path | None = None) -> Store:
        """The file as it is, or its copy ``opened``. Refused ``newer_file`` when a newer program made it.

        Raises engine.WrongKey on a key not its own, engine.DatabaseError. ``migrate()`` must follow when ``outdated``.
        """
        store = cls(engine.connect(opened or path, key, salt), path, key, salt, clock, opened)
        try:
            if migrations.too_new(store.db):
                message = _("这个文件是更新版本的程序保存的，本程序太旧，打不开")
                raise Refused(message, _("请先升级程序；文件没有被改动"), "newer_file")
        except BaseException:
            store.close()
            raise
        return store

    @property
    def outdated(self) -> bool:
        """Whether an older program made the file."""
        return migrations.pending(self.db)

    def migrate(self, progress: Progress = silent) -> None:
        """Bring the file up to date, each step all or nothing. Make a backup first."""
        migrations.apply(self.db, progress)

    def again(self) -> Store:
        """A second connection to the same file, for another thread."""
        db = engine.connect(self._opened, self._key, self._salt)
        other = Store(db, self.path, self._key, self._salt, self.clock, self._opened)
        other.by, other.hindrance = self.by, self.hindrance
        return other

    def close(self) -> None:
        """Close the connection; committed data are safe whether or not this is called."""
        self.db.close()

    def judged(self) -> JudgedClock:
        """Whether this PC's clock can be believed now, and why not."""
        return contacts.judged(self.db, self.clock())

    def today(self) -> date:
        """Today's date for the whole desk: this PC's date, or the last believable one when this PC's is impossible."""
        return self.judged().today

    @property
    def secret(self) -> bytes:
        """The key, with which other files of this desk are locked too; it never leaves the PC."""
        return self._key

    @property
    def salt(self) -> bytes:
        """The salt of the key; it is the first bytes of the file."""
        return self._salt

    @contextlib.contextmanager
    def writing(self) -> Iterator[Database]:
        """All or nothing; takes the write lock at once. Never open across the network or the printer.

        What disk or programs refuse is raised as its Trouble; so is the hindrance of a file that is only read.
        """
        if self.hindrance is not None:
            raise self.hindrance
        with troubles.as_trouble(NOT_SAVED, self.path):
            self.db.execute("BEGIN IMMEDIATE")
            self._head, self._recorded, self._received = None, [], 0
            done = False
            try:
                yield self.db
                done = True
                self.db.execute("COMMIT")
            except engine.DatabaseError:
                done = False
                raise
            finally:  # an interrupt while waiting for the disk must not hide a commit that was made
                self._head = None
                if done and not self.db.conn.in_transaction:
                    watching.note(self._recorded, self._received)
                else:
                    self.db.rollback()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Database]:
        """One unchanging view of the file for several reads; within another one, that one."""
        if self._is_reading:
            yield self.db
            return
        self.db.execute("BEGIN")
        self._is_reading = True
        try:
            yield self.db
        finally:
            self._is_reading = False
            self.db.rollback()

    @property
    def in_transaction(self) -> bool:
        """Whether ``writing()`` or ``reading()`` is open on this connection."""
        return bool(self.db.conn.in_transaction)

    def edition(self) -> tuple[int, int]:
        """Another one after every change of the file, by this connection or another. Call inside ``reading()``."""
        others: int = self.db.execute("PRAGMA data_version").fetchone()[0]
        return self.db.conn.total_changes, others

    def record(self, fact: facts.Fact, after: journal.Head | None = None) -> journal.Entry:
        """Append the fact to the journal and apply it to the tables. Call inside ``writing()``.

        ``after``: the journal's end, where it was asked in this transaction already.
        """
        [entry] = self._append([fact], after)
        applying.apply(self.db, entry)
        return entry

    def record_private(self, fact: Fact) -> None:
        """Keep a fact of this desk alone, of a kind of ``private_journal``: it never goes up. Inside ``writing()``."""
        assert self.db.conn.in_transaction, "a fact is recorded inside Store.writing()"
        private_journal.record(self.db, self.mint(), self.clock().isoformat(timespec="seconds"), self.by, fact)

    def record_all(self, new: Iterable[facts.Fact]) -> None:
        """The same for many facts, in few statements: for rosters and lists. Call inside ``writing()``."""
        left = iter(new)
        while run := list(islice(left, applying.LONGEST_RUN)):
            applying.apply_all(self.db, self._append(run))

    def _append(self, new: Sequence[facts.Fact], after: journal.Head | None = None) -> list[journal.Entry]:
        """Append the facts to the journal; the tables do not know them yet."""
        assert self.db.conn.in_transaction, "a fact is recorded inside Store.writing()"
        head = self._head or after or self.head()
        ids = self._mint_all(len(new))
        at = (self.clock().isoformat(timespec="seconds") for _each in new)
        entries = journal.append_all(self.db, head, map(journal.New, ids, at, repeat(self.by), new))
        self._head = head.moved_to(entries[-1])
        self._recorded += new
        return entries

    def receive(self, fact: facts.Fact, signed: bytes) -> bool:
        """Keep a message of the township with its signature and apply it. False when the desk had it already.

        Call inside ``writing()``.
        """
        head = self.head()
        at = self.clock().isoformat(timespec="seconds")
        body = journal.canonical(facts.body(fact)).decode()
        row = [head.epoch, head.seq, at, fact.KIND, facts.about(fact), body, signed]
        marks = "(epoch, after_seq, at, kind, about, body, signed) VALUES (?, ?, ?, ?, ?, ?, ?)"
        new = self.db.execute(f"INSERT INTO heard {marks} ON CONFLICT DO NOTHING", row).rowcount == 1
        if new:
            applying.apply(self.db, replaying.received_entry(row))
            self._received += 1
        return new

    def begin_epoch(self, reason: str) -> None:
        """Open the next life of the journal, with a receipt series of its own, so that no number is on paper twice."""
        noted = self._noted()
        with self.writing() as db:
            before = self.head()
            ordinal = 1 + max(before.ordinal, noted.ordinal if noted else 0)
            epoch = journal.open_epoch(db, ordinal)
            self.record(facts.EpochOpened(epoch, ordinal, reason, before.hash))

    def bear_witness(self, head: journal.Head | None = None) -> None:
        """Note the journal's end beside the file before a receipt number goes onto paper. Trouble ``witness``.

        ``head``: the end, where it is known.
        """
        self._witness = self._witness or witness.Witness(self.path, self.village().desk)
        try:
            self._witness.note(head or self.head())
        except OSError as error:
            raise Trouble(
                _("这张凭条已经记下，但旁边防重号的记号写不了，先不能打印"),
                _("请检查磁盘空间和文件夹，再到“今日”里打印这一张"),
                "witness",
                by_command=_("请检查磁盘空间和文件夹，再存这一张"),
            ) from error

    def was_put_back(self) -> bool:
        """Whether receipts were given out here that are missing in the file: the file is an older or another copy."""
        noted = self._noted()
        return noted is not None and witness.is_beyond(self.db, self.head(), noted)

    def lacks_witness(self) -> bool:
        """Whether receipts were given out in this life of the journal of which nothing beside the file knows."""
        head, noted = self.head(), self._noted()
        last = receipts.last_own(self.db, head.epoch)
        return last > 0 and (noted is None or (noted.ordinal, noted.seq) < (head.ordinal, last))

    def _noted(self) -> journal.Head | None:
        return witness.last(self.path, self.village().desk)

    def connect_to(self, path: Path) -> Database:
        """A connection to another file under the same key: a backup."""
        return engine.connect(path, self._key, self._salt)

    def beside(self, ending: str) -> Path:
        """The place beside the file, or beside the copy from which it is read, under its name and this ending."""
        return self._opened.with_name(self._opened.name + ending)

    def head(self) -> journal.Head:
        """Where the journal ends."""
        return journal.head(self.db, self.village().desk)

    def mint(self) -> str:
        """An id for a new thing, which no fact has, not even one that another desk claims."""
        return self._mint_all(1)[0]

    def _mint_all(self, count: int) -> list[str]:
        """So many ids, by one question for all of them where none is claimed."""
        minted: list[str] = []
        while len(minted) < count:
            ids = [_minter.mint() for _each in range(count - len(minted))]
            claimed = other_desk.claimed(self.db, ids)
            minted += [each for each in ids if each not in claimed]
        return minted

    @staticmethod
    def ids_of_people() -> Iterator[str]:
        """Ids for people about to be registered, with new random characters: nobody can have foreseen them.

        At the township a person belongs to the registration that came first. Another PC of the village receives the
        ids of this one: if it could guess the next id, it could register that id first, and this PC's fees would be
        counted for a stranger.
        """
        minter = journal.Minter()
        while True:
            yield minter.mint()

    def village(self) -> Village:
        """The village of this desk."""
        if self._village is None:
            self._village = Village(*self.db.execute("SELECT village, village_name, letter FROM desk").fetchone())
        return self._village
