"""Desk: the whole desk without a screen. The window, the commands and the tests all hold the same thing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sync import durable
from sync.locks import FileLock
from village_desk.domain.basics import moments
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.villages import Village
from village_desk.store import from_township
from village_desk.store.connection import private, troubles
from village_desk.store.database import Clock, Store
from village_desk.store.file import backups, checking, opening, ring
from village_desk.store.file.reading import ReadingCopy
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:  # every service is loaded and made when it is first needed
    from village_desk.services.assessing import Assessing
    from village_desk.services.attaching import Attaching
    from village_desk.services.books.closing import Closing
    from village_desk.services.books.ledger import Ledger
    from village_desk.services.books.passing_on import PassingOn
    from village_desk.services.care.about import AboutDesk
    from village_desk.services.care.beginning import Beginning
    from village_desk.services.collecting import Collecting
    from village_desk.services.counter.group_fees import GroupFees
    from village_desk.services.counter.house_fees import HouseFees
    from village_desk.services.counter.till import Till
    from village_desk.services.fees.choices import Choosing
    from village_desk.services.file_check import FileCheck
    from village_desk.services.finding import Finding
    from village_desk.services.forms.installing import InstalledForms
    from village_desk.services.forms.printing_forms import Forms
    from village_desk.services.importing import Importing
    from village_desk.services.keeping import Keeping
    from village_desk.services.noting import Noting
    from village_desk.services.papers import Papers
    from village_desk.services.paying import Paying
    from village_desk.services.policies import Policies
    from village_desk.services.registering import Registering
    from village_desk.services.registers.registers import Registers
    from village_desk.services.registers.workbooks import Workbooks
    from village_desk.services.reports.arrears import ArrearsLists
    from village_desk.services.reports.progress_report import ProgressReports
    from village_desk.services.reports.report_papers import ReportPapers
    from village_desk.services.road.carrying import Carrying
    from village_desk.services.road.conversation import Contacting
    from village_desk.services.road.dialing import Dialing
    from village_desk.services.road.exchanging import Exchanging
    from village_desk.services.road.joining import Joining
    from village_desk.services.road.standing import RoadStanding
    from village_desk.services.roster.belonging import Belonging
    from village_desk.services.roster.changing import Changing
    from village_desk.services.roster.group_cadres import GroupCadres
    from village_desk.services.roster.households import Households
    from village_desk.services.roster.leavers import Leavers
    from village_desk.services.roster.member_lists import MemberLists
    from village_desk.services.roster.mending import Mending
    from village_desk.services.roster.newcomers import Newcomers
    from village_desk.services.roster.relations import Relations
    from village_desk.services.worklist.duplicate_decisions import DuplicateDecisions
    from village_desk.services.worklist.reporting import Reporting
    from village_desk.services.worklist.todo_papers import TodoPapers
    from village_desk.services.worklist.worklist import Worklist
    from village_desk.store.file import restoring


def as_trouble() -> AbstractContextManager[None]:
    """Raise a failure of the file during a step that only reads as its Trouble."""
    return troubles.as_trouble(_("这一步没有做成"))


def now() -> datetime:
    """The time on this PC, in the country's one time zone, whatever the PC's zone: the rules go by its day."""
    return datetime.now(moments.BEIJING)


class Desk:
    """One open desk file. ``again()`` gives another thread its own; close the desk that was opened first last."""

    RESTORED = opening.RESTORED
    set_aside: Path | None = None
    """Where ``restore`` put what stood in the file's place."""

    def __init__(self, store: Store, lock: FileLock | ReadingCopy | None = None) -> None:
        self._store = store
        self._lock = lock
        self.village: Village = store.village()
        store.by = office.settings(store.db).get("coordinator") or store.by

    @cached_property
    def file_check(self) -> FileCheck:
        """The daily look through the whole file."""
        from village_desk.services.file_check import FileCheck

        return FileCheck(self._store)

    @staticmethod
    def doubt(path: Path) -> None:
        """Something in the file could not be read: the next opening looks through all of it."""
        checking.doubt(path)

    @cached_property
    def finding(self) -> Finding:
        """Search, and one person or the whole roster."""
        from village_desk.services.finding import Finding

        return Finding(self._store)

    @cached_property
    def policies(self) -> Policies:
        """The policies by which this desk decides."""
        from village_desk.services.policies import Policies

        return Policies(self._store)

    @cached_property
    def keeping(self) -> Keeping:
        """Care of the file: checks, backups, settings."""
        from village_desk.services.keeping import Keeping

        return Keeping(self._store)

    @cached_property
    def registering(self) -> Registering:
        """People put onto the roster and corrected by hand."""
        from village_desk.services.registering import Registering

        return Registering(self._store, self.finding, self.policies)

    @cached_property
    def mending(self) -> Mending:
        """Rows of rosters that were held."""
        from village_desk.services.roster.mending import Mending

        return Mending(self._store, self.policies)

    @cached_property
    def newcomers(self) -> Newcomers:
        """People registered one by one."""
        from village_desk.services.roster.newcomers import Newcomers

        return Newcomers(self._store, self.finding, self.policies, self.assessing)

    @cached_property
    def changing(self) -> Changing:
        """Fields of people changed by hand."""
        from village_desk.services.roster.changing import Changing

        return Changing(self._store, self.finding, self.registering)

    @cached_property
    def households(self) -> Households:
        """Houses: who lives there, moves, parts, comes together."""
        from village_desk.services.roster.households import Households

        return Households(self._store, self.finding)

    @cached_property
    def group_cadres(self) -> GroupCadres:
        """The villagers' groups and who answers for them."""
        from village_desk.services.roster.group_cadres import GroupCadres

        return GroupCadres(self._store)

    @cached_property
    def belonging(self) -> Belonging:
        """The special groups to which people belong."""
        from village_desk.services.roster.belonging import Belonging

        return Belonging(self._store, self.finding, self.policies, self.assessing)

    @cached_property
    def member_lists(self) -> MemberLists:
        """Full lists of the members of special groups."""
        from village_desk.services.roster.member_lists import MemberLists

        return MemberLists(self._store, self.policies, self.belonging)

    @cached_property
    def relations(self) -> Relations:
        """Children, spouses and parents of people."""
        from village_desk.services.roster.relations import Relations

        return Relations(self._store, self.finding)

    @cached_property
    def duplicate_decisions(self) -> DuplicateDecisions:
        """What the township decided on duplicates."""
        from village_desk.services.worklist.duplicate_decisions import DuplicateDecisions

        return DuplicateDecisions(self._store, self.finding, lambda: self.leavers)

    @cached_property
    def worklist(self) -> Worklist:
        """All that waits."""
        from village_desk.services.worklist.kind import Asked
        from village_desk.services.worklist.worklist import Worklist

        asked = Asked(
            finding=lambda: self.finding,
            assessing=lambda: self.assessing,
            belonging=lambda: self.belonging,
            road=lambda: self.road,
            collecting=lambda: self.collecting,
            decisions=lambda: self.duplicate_decisions,
        )
        return Worklist(self._store, asked)

    @cached_property
    def todo_papers(self) -> TodoPapers:
        """What waits as a workbook, out and back, and as a pocket list."""
        from village_desk.services.worklist.todo_papers import TodoPapers

        return TodoPapers(self._store, self.worklist)

    @cached_property
    def leavers(self) -> Leavers:
        """People who leave: the answer, the strike-off, its taking back."""
        from village_desk.services.roster.leavers import Leavers

        return Leavers(self._store, self.finding, self.policies, self.assessing)

    @cached_property
    def importing(self) -> Importing:
        """Rosters from workbooks."""
        from village_desk.services.importing import Importing

        return Importing(self._store, self.policies)

    @cached_property
    def collecting(self) -> Collecting:
        """Fees and their receipts."""
        from village_desk.services.collecting import Collecting

        return Collecting(self._store, self.finding, self.choosing)

    @cached_property
    def house_fees(self) -> HouseFees:
        """The fees of a whole house at once."""
        from village_desk.services.counter.house_fees import HouseFees

        return HouseFees(self._store, self.finding, self.choosing, self.collecting)

    @cached_property
    def group_fees(self) -> GroupFees:
        """The fees of a village group at once."""
        from village_desk.services.counter.group_fees import GroupFees

        return GroupFees(self.finding, self.house_fees, self.till)

    @cached_property
    def till(self) -> Till:
        """What the till shows besides the fee at hand: the day's cash, all receipts, houses begun, people alike."""
        from village_desk.services.counter.till import Till

        return Till(self._store, self.finding, self.house_fees)

    @cached_property
    def ledger(self) -> Ledger:
        """What is in the drawer, and how it came there."""
        from village_desk.services.books.ledger import Ledger

        return Ledger(self._store)

    @cached_property
    def passing_on(self) -> PassingOn:
        """Cash paid on for people, deposited, handed over."""
        from village_desk.services.books.passing_on import PassingOn

        return PassingOn(self._store, self.collecting)

    @cached_property
    def closing(self) -> Closing:
        """Days closed in the evening."""
        from village_desk.services.books.closing import Closing

        return Closing(self._store, self.ledger)

    @cached_property
    def choosing(self) -> Choosing:
        """What may be taken from whom."""
        from village_desk.services.fees.choices import Choosing

        return Choosing(self._store, self.finding, self.policies, self.assessing)

    @cached_property
    def noting(self) -> Noting:
        """What people tell of a life."""
        from village_desk.services.noting import Noting

        return Noting(self._store, self.finding, self.policies)

    @cached_property
    def assessing(self) -> Assessing:
        """A person's standing by the policies."""
        from village_desk.services.assessing import Assessing

        return Assessing(self._store, self.finding, self.policies)

    @cached_property
    def paying(self) -> Paying:
        """Payout lists."""
        from village_desk.services.paying import Paying

        return Paying(self._store)

    @cached_property
    def papers(self) -> Papers:
        """Everything that is printed."""
        from village_desk.services.papers import Papers

        return Papers(self._store, self.finding, self.collecting, self.assessing)

    @cached_property
    def registers(self) -> Registers:
        """Lists of people and of receipts on paper."""
        from village_desk.services.registers.registers import Registers

        return Registers(self._store, self.finding)

    @cached_property
    def workbooks(self) -> Workbooks:
        """Lists as workbooks."""
        from village_desk.services.registers.workbooks import Workbooks

        return Workbooks(self._store, self.finding, lambda: self.road, lambda: self.mending)

    @cached_property
    def road(self) -> RoadStanding:
        """What went up to the township, and what waits."""
        from village_desk.services.road.standing import RoadStanding

        return RoadStanding(self._store, lambda: self.choosing)

    @cached_property
    def dialing(self) -> Dialing:
        """The line to the township."""
        from village_desk.services.road.dialing import Dialing

        return Dialing(self._store)

    @cached_property
    def exchanging(self) -> Exchanging:
        """Batches and answers, by line or stick."""
        from village_desk.services.road.exchanging import Exchanging

        return Exchanging(self._store, self.dialing)

    @cached_property
    def joining(self) -> Joining:
        """Pairing, and the past given back."""
        from village_desk.services.road.joining import Joining

        return Joining(self._store, self.dialing, self.exchanging)

    @cached_property
    def progress_reports(self) -> ProgressReports:
        """The reports of the season, by week or other span."""
        from village_desk.services.reports.progress_report import ProgressReports

        return ProgressReports(self._store, self.policies)

    @cached_property
    def arrears(self) -> ArrearsLists:
        """Lists of who is behind with the fee."""
        from village_desk.services.reports.arrears import ArrearsLists

        return ArrearsLists(self._store, self.progress_reports)

    @cached_property
    def report_papers(self) -> ReportPapers:
        """Reports on paper and as workbooks."""
        from village_desk.services.reports.report_papers import ReportPapers

        return ReportPapers(self._store)

    @cached_property
    def reporting(self) -> Reporting:
        """The season, what was just done, and totals."""
        from village_desk.services.worklist.reporting import Reporting

        return Reporting(self._store)

    @cached_property
    def attaching(self) -> Attaching:
        """Pictures and papers of people."""
        from village_desk.services.attaching import Attaching

        return Attaching(self._store, self.finding)

    @cached_property
    def forms(self) -> Forms:
        """Forms kept as workbooks: filled, drawn, printed."""
        from village_desk.services.forms.gathering import Services
        from village_desk.services.forms.printing_forms import Forms

        services = (self.finding, self.policies, self.assessing, self.collecting, self.attaching)
        return Forms(Services(self._store, *services))

    @cached_property
    def installed_forms(self) -> InstalledForms:
        """The forms besides those of the program, and what was printed from forms."""
        from village_desk.services.forms.installing import InstalledForms

        return InstalledForms(self._store)

    @cached_property
    def carrying(self) -> Carrying:
        """The contents of attachments on the road."""
        from village_desk.services.road.carrying import Carrying

        return Carrying(self._store, self.dialing)

    @cached_property
    def contacting(self) -> Contacting:
        """When the desk sends by itself, and how that went."""
        from village_desk.services.road.conversation import Contacting

        return Contacting(self._store)

    @classmethod
    def create(cls, path: Path, pin: str, village: Village, clock: Clock = now) -> Desk:
        """A new desk. Refused when the file is there, the PIN too easy, or the folder cannot be written."""
        desk = cls._ready(opening.create(path, pin, village, clock))
        desk.policies.begin(desk.today())
        return desk

    @classmethod
    def begin(cls, path: Path, pin: str, village: Village, answers: Beginning, clock: Clock = now) -> Desk:
        """A new desk with the answers of its first start. Refused as ``create``; no file is left after an error."""
        from village_desk.services.care import beginning

        beginning.refuse_other_place(answers, village.code)
        desk = cls.create(path, pin, village, clock)
        try:
            beginning.take(answers, desk.keeping.set, desk.policies, desk.today())
        except BaseException:
            desk.close()
            opening.discard(path)
            raise
        return desk

    @staticmethod
    def sticks() -> list[Path]:
        """The roots of the sticks that are plugged in now."""
        from village_desk.store.file import sticks

        return sticks.plugged()

    @classmethod
    def open(cls, path: Path, pin: str, clock: Clock = now, progress: Progress = silent) -> Desk:
        """An existing desk. Refused and Trouble as ``opening.open_``; after Trouble ``damaged`` ``restore`` helps.

        ``progress`` counts what must be done once to the file of an older program.

        Where the file cannot be written to, the desk is there to be read and ``hindrance`` says why.
        A file that was put back by hand goes on in a new epoch, as after ``restore`` (``Reporting.put_back``). Refused
        ``recovering`` for one that is being recovered: nobody may give out receipts in it yet.
        """
        cls._refuse_recovering(path)
        return cls._ready(opening.open_(path, pin, clock, progress))

    @classmethod
    def _refuse_recovering(cls, path: Path) -> None:
        if cls.is_recovering(path):
            message, recover = _("这个文件正在从镇所找回，还没有找回完"), _("请先用 recover 把它做完，再打开")
            raise Refused(message, _("请先把“从镇所找回”做完，再打开"), "recovering", by_command=recover)

    @classmethod
    def _opened(cls, path: Path, pin: str, clock: Clock) -> Desk:
        return cls._ready(opening.open_(path, pin, clock))

    @classmethod
    def _ready(cls, opened: opening.Opened, restored: bool = False) -> Desk:
        """Prepare an open file (new epoch if it was put back); the file is closed again when that fails."""
        store = opened.store
        private.tighten(store.path)
        try:
            with opening.as_trouble(store.path):
                desk, put_back = cls(store, opened.lock), store.hindrance is None and store.was_put_back()
                if put_back:
                    store.begin_epoch("put_back")
                if store.hindrance is None and from_township.unusable(store.db):
                    desk._read_again()
                if put_back or restored:  # the next restore begins after this epoch: paper may be printed in it at once
                    backups.make(store, needed=True)
        except BaseException:
            store.close()
            opened.lock.release()
            raise
        return desk

    def _read_again(self) -> None:
        """Take messages that an older program could not use, if this one can."""
        from village_desk.services.road.downlink import Downlink

        Downlink(self._store).read_again()

    @classmethod
    def change_pin(cls, path: Path, pin: str, new_pin: str, clock: Clock = now, progress: Progress = silent) -> None:
        """Lock a closed desk file with another PIN; earlier backups keep theirs. Raises as ``opening.change_pin``."""
        from village_desk.services.road import keyring

        cls._refuse_recovering(path)
        opening.change_pin(path, pin, new_pin, clock, keyring.sealed_again, progress)

    @staticmethod
    def plan_restore(
        path: Path,
        pin: str,
        clock: Clock = now,
        backup: Path | None = None,
        chosen: bool = False,
        backup_pin: str = "",
    ) -> restoring.RestorePlan:
        """The plan and the loss of a ``restore``, to be confirmed before. Raises as ``restoring.plan``."""
        from village_desk.store.file import restoring

        return restoring.plan(path, pin, clock, backup, restoring.Chosen(backup_pin) if chosen else None)

    @classmethod
    def restore(
        cls,
        path: Path,
        pin: str,
        clock: Clock = now,
        backup: Path | None = None,
        chosen: bool = False,
        backup_pin: str = "",
    ) -> Desk:
        """The desk from that backup, or its latest sound one, in a new epoch; what stood there is kept beside it.

        Raises as ``restoring.restore``: a file that opens after all is not set aside, unless the backup was ``chosen``.
        ``backup_pin``: the PIN of the backup, where it has another one; the desk keeps its own.
        """
        from village_desk.store.file import restoring

        cls._refuse_recovering(path)
        aside = restoring.restore(path, pin, clock, backup, restoring.Chosen(backup_pin) if chosen else None)
        desk = cls._ready(opening.open_(path, pin, clock), restored=True)
        desk.set_aside = aside
        return desk

    @staticmethod
    def seconds_to_wait(path: Path, clock: Clock = now) -> int:
        """How long no PIN is taken after wrong ones; 0 when one is taken now."""
        return opening.seconds_to_wait(path, clock)

    @staticmethod
    def village_name(path: Path) -> str:
        """Whose file stands there, as far as this PC knows before it is open; empty where it does not."""
        return opening.village_name(path)

    @staticmethod
    def is_there(path: Path) -> bool:
        """Whether there is a desk file to open; a file that an interrupted restore is about to put there counts.

        If the folder cannot be read, the answer is yes: opening the file then reports the reason.
        """
        try:
            return path.is_file() or backups.waits(path)
        except OSError:
            return True

    @staticmethod
    def has_backup(path: Path) -> bool:
        """Whether there is a backup to restore the file from."""
        return bool(backups.listed(path))

    @staticmethod
    def backups(path: Path) -> list[ring.Backup]:
        """The backups beside a desk file, the latest first; no PIN is asked for."""
        return backups.listed(path)

    @classmethod
    def recover(cls, path: Path, pin: str, village: Village, url: str, code: str, clock: Clock = now) -> Desk:
        """A new PC in place of a lost one: paired by the code, filled from the township, in an epoch of its own.

        The village's name comes from the township. Refused ``not_fresh`` for a file that was worked with, and as
        ``Joining.rebuild``; after a cut line the same call goes on.
        """
        with cls.begin_recovery(path, pin, village, clock) as desk:
            desk.joining.rebuild(url, code)
        cls.end_recovery(path)
        return cls.open(path, pin, clock)

    @classmethod
    def recover_by_stick(cls, path: Path, pin: str, village: Village, stick: Path, clock: Clock = now) -> str:
        """The same without a line: the stick asks, goes to the township, and comes back with the past.

        The digits to be compared, while the township's word is awaited: then the same call again. Empty when the file
        is filled, to be opened like any other. Raises as ``Joining.rebuild_by_stick``.
        """
        with cls.begin_recovery(path, pin, village, clock) as desk:
            digits = desk.joining.rebuild_by_stick(stick)
        if not digits:
            cls.end_recovery(path)
        return digits

    @classmethod
    def begin_recovery(cls, path: Path, pin: str, village: Village, clock: Clock = now) -> Desk:
        """A fresh desk to be filled by ``joining.rebuild``, or the one of an interrupted recovery.

        Until ``end_recovery`` nobody else opens it. Refused ``not_fresh`` for a file that was worked with.

        A recovery under another village or letter that no township knows yet is begun anew: it was a slip.
        """
        if cls.is_there(path):
            desk = cls._opened(path, pin, clock)
            if desk.village.desk == village.desk or not desk.road.never_paired() or not cls.is_recovering(path):
                return desk._marked_as_recovering()
            desk.close()
            opening.discard(path)
        from village_desk.domain import pins

        pins.check(pin)  # before the mark is made, which shows the door of a recovery at every start
        with opening.as_trouble(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _mark(path, village.desk)
        return cls.create(path, pin, village, clock)

    def _marked_as_recovering(self) -> Desk:
        """Mark the file; if somebody has worked in it, close it: Refused ``not_fresh``."""
        from village_desk.services.road import recovering

        try:
            recovering.refuse_unless_fresh(self._store)
        except Refused:
            self.close()
            raise
        _mark(self.path, self.village.desk)
        return self

    @staticmethod
    def is_recovering(path: Path) -> bool:
        """Whether a recovery into this file was begun and has not ended; not where nobody may look (``is_there``)."""
        try:
            return _recovering(path).exists()
        except OSError:
            return False

    @staticmethod
    def recovering(path: Path) -> str:
        """Which desk is being recovered into this file; empty when none is."""
        return _recovering(path).read_text("ascii") if Desk.is_recovering(path) else ""

    @staticmethod
    def leave_recovery(path: Path) -> Path | None:
        """Give up a recovery: its file is set aside and kept. Returns the folder, or None if there was no file.

        The fetched batches are still at the township. Raises as ``opening.set_aside``.
        """
        folder = opening.set_aside(path)
        _recovering(path).unlink(missing_ok=True)
        return folder

    @staticmethod
    def end_recovery(path: Path) -> None:
        """The recovery is complete: from now on the file is opened like any other."""
        _recovering(path).unlink(missing_ok=True)

    def about(self) -> AboutDesk:
        """What this desk is, and how it is."""
        from village_desk.services.care import about

        return about.about(self._store, self.policies)

    def report(self, out: Path, progress: Progress = silent) -> list[str]:
        """Write the report for whoever helps; the names of what is in it. Raises as ``report.write``."""
        from village_desk.services.care import report

        return report.write(out, self._store, self.about(), self.keeping, progress)

    def put_back(self) -> str:
        """What to do when the file was put back by hand, until the township has answered; else empty."""
        from village_desk.services.worklist import put_back

        return put_back.words(self._store.db)

    def put_away_old_papers(self) -> str:
        """Remove the receipts that an earlier program left unencrypted beside the file; returns a report, or ""."""
        if self._store.hindrance is not None:
            return ""
        from village_desk.services import old_papers

        return old_papers.put_away(self._store, lambda: self.keeping.back_up_when_due()).in_words()

    def again(self) -> Desk:
        """The same desk on a connection of its own, for a background thread."""
        return Desk(self._store.again())

    def close(self) -> None:
        """Close the file and release it for others."""
        self._store.close()
        if self._lock:
            self._lock.release()

    @property
    def path(self) -> Path:
        """The desk file."""
        return self._store.path

    @property
    def hindrance(self) -> Trouble | None:
        """Why nothing can be recorded at this desk, and the cure; None as a rule."""
        return self._store.hindrance

    @property
    def by(self) -> str:
        """Who is at the desk."""
        return self._store.by

    def now(self) -> datetime:
        """The time on this PC, right or wrong."""
        return self._store.clock()

    def judged(self) -> JudgedClock:
        """Whether this PC's clock can be believed now, and why not."""
        return self._store.judged()

    def today(self) -> date:
        """Today's date by the rules: this PC's, or the last known one when that is impossible (``Store.today``)."""
        return self._store.today()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _mark(path: Path, desk: str) -> None:
    durable.write(_recovering(path), desk.encode())


def _recovering(path: Path) -> Path:
    return path.with_name(path.name + ".recovering")
