"""A township with its console, without a network, and villages that report to it."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from sync.agreement import identity
from sync.agreement.facts import ContributionCollected, DeskOpened, Fact, PersonRegistered
from sync.township.console import accounts, gate, passwords, sessions
from sync.township.console.clerks import Role
from sync.township.console.pages import application
from sync.township.down.downward import Downward
from sync.township.http import app
from sync.township.intake.receiving import Receiver
from sync.township.intake.uploads import Uploads
from sync.township.lent import NOTHING, Lent
from sync.township.store.database import Store
from sync.township.trust.desk_keys import Trust
from sync.wire import keys
from tests.township.console.browser import Browser
from tests.township.journals import Scribe, id_number

NOON = datetime.fromisoformat("2026-11-27T12:00:00+08:00")
PASSWORD = "correct horse 马"


@functools.cache
def _kept() -> str:
    """PASSWORD as it is kept; made once, because it is slow on purpose."""
    return passwords.keep(PASSWORD)


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **more: float) -> None:
        """Some time passes."""
        self.now += timedelta(**more)


class Office:
    """The township's store, counter and console on one clock."""

    def __init__(self, folder: Path, url: str = "", lent: Lent = NOTHING) -> None:
        """``url``: a store of another kind than the file in ``folder``; ``lent``: what a desk can do for it."""
        self.folder = folder
        self.clock = Clock()
        self.store = Store.create(url or str(folder / "township.db"), self.clock)
        self.key = keys.load_or_create(folder / "key", b"")
        self.receiver = Receiver(self.store, self.key, True, self.clock)
        self.trust = Trust(self.store, self.key, self.clock)
        self.road = Downward(self.store, self.key, self.clock)
        beside = application.mounted(self.store, self.key, self.clock, lent)
        self.application = app.make(self.receiver, Uploads(self.store, self.clock), beside=beside)

    def hire(self, name: str, role: Role = Role.CLERK) -> None:
        """Add somebody who has chosen the PASSWORD already."""
        at = accounts.moment(self.clock())
        row = {"name": name, "role": role.value, "password": _kept(), "must_change": False, "stopped": False}
        with self.store.writing() as db:
            db.execute(insert(accounts.clerks), row | {"added_at": at, "added_by": "测试"})

    def browser(self, name: str = "", role: Role = Role.CLERK, **more: str) -> Browser:
        """A browser; at the board as a clerk hired for it, when a name is given."""
        browser = Browser(self.application, **more)
        if name:
            self.hire(name, role)
            with self.store.writing() as db:
                browser.cookies[gate.COOKIE] = sessions.begin(db, self.clock(), name)
            assert browser.get("/console/").path == "/console/"
        return browser

    def village(self, number: int, name: str, letter: str = "A") -> Village:
        """A village that has opened its desk and reported nothing yet."""
        return Village(self, f"{429004103000 + number}", name, letter)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


class Village:
    """A desk of a village: writes facts and hands them over."""

    def __init__(self, office: Office, code: str, name: str, letter: str = "A") -> None:
        self.code = code
        self.name = name
        self.office = office
        self.scribe = Scribe(office.folder / f"{code}-{letter}", f"{code}-{letter}")
        self.scribe.record(DeskOpened(village=code, village_name=name, letter=letter))
        self._receipts = 0
        self.letter = letter

    @property
    def desk(self) -> str:
        """The desk's name."""
        return self.scribe.desk

    def register(self, first: int, count: int = 1, name: str = "", **more: str | int) -> list[str]:
        """Register people with the identity numbers of these counts, in groups 1 to 3; returns their ids."""
        people = [
            PersonRegistered(
                person=self.scribe.mint(),
                name=name or f"村民{number}",
                id_number=id_number(number),
                **{"group": 1 + number % 3, **more},  # type: ignore[arg-type]
            )
            for number in range(first, first + count)
        ]
        self.scribe.record(*people)
        return [each.person for each in people]

    def register_born(self, born: str, group: int = 1, group_name: str = "") -> str:
        """Register somebody born on a day, YYYYMMDD; the same day gives the same identity number. Returns the id."""
        first = f"429004{born}001"
        number = first + identity.check_character(first)
        place = {"group": 0 if group_name else group, "group_name": group_name}
        person = PersonRegistered(person=self.scribe.mint(), name=f"生于{born}", id_number=number, **place)  # type: ignore[arg-type]
        self.record(person)
        return person.person

    def collect(self, person: str, year: int = 2026, fen: int = 20000, receipt: str = "", again: str = "") -> str:
        """Take a fee; returns the receipt number."""
        if not receipt:
            self._receipts += 1
            receipt = f"{self.letter}-2026-{self._receipts:06}-0"
        self.record(
            ContributionCollected(
                person=person, receipt=receipt, year=year, tier_fen=fen, amount_fen=fen, policy="2014", again=again
            )
        )
        return receipt

    def record(self, *facts: Fact) -> None:
        """Write whatever else happened."""
        self.scribe.record(*facts)

    def report(self) -> str:
        """Seal what is new and hand it over; returns the batch's id."""
        batch = self.scribe.sealed()
        reply = self.office.receiver.receive(batch.bytes)
        if reply.ended:
            self.scribe.keep(batch, reply.body)
        return batch.id
