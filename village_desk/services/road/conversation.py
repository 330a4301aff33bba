"""One conversation with the township at a time, by either road; its ending is stored, in the words shown then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sync.agreement import facts
from sync.desk import outbox
from village_desk.domain.basics.errors import Cancelled, DeskError, Trouble
from village_desk.domain.contacts import MANY, Contact, Ending, Fees, Way, due
from village_desk.services.road.error_words import in_our_words
from village_desk.settings import YES
from village_desk.store import contacts
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import office
from village_desk.words import _

_door = threading.Lock()
_talking: set[Path] = set()
_carrying: set[Path] = set()


class ClosingWords:
    """The words that a successful conversation is remembered by."""

    words = ""


class Contacting:
    """When a desk tries the line by itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def wants_a_try(self) -> bool:
        """Whether the desk should try now: a known township with an address, permission, and unsent work.

        A desk that can only be read cannot store an answer, and does not ask. The address is the configured one, or
        where the township answered last, as for ``Dialing.url``.
        """
        if self._store.hindrance is not None:
            return False
        db = self._store.db
        values, known = office.settings(db), outbox.known_township(db)
        allowed = values.get("auto_send", YES) == YES
        if not allowed or known is None or not (values.get("township_url") or known.url):
            return False
        oldest = outbox.waiting(db).oldest_at
        since = datetime.fromisoformat(oldest) if oldest else None
        now = self._store.clock()
        return due(self.last_on_the_line(), since, now, _fees(db, now))

    def last_on_the_line(self) -> Contact | None:
        """How the last contact over the line ended."""
        return next((each for each in contacts.last(self._store.db) if each.way is Way.LINE), None)


def _fees(db: Database, now: datetime) -> Fees | None:
    """The money that is in no batch yet."""
    times = outbox.unsealed(db, [kind for kind, card in facts.CARDS.items() if card.cash is not None])
    if times is None:
        return None
    before = outbox.sealed_at(db, MANY - 1)
    many = before is not None and datetime.fromisoformat(before).astimezone(now.tzinfo).date() == now.date()
    first, last = map(datetime.fromisoformat, times)
    return Fees(first, last, many)


@contextmanager
def contact(store: Store, way: Way) -> Iterator[ClosingWords]:
    """A conversation: set ``words`` before it ends. The road's errors leave it in our words.

    Trouble ``talking`` when another conversation of this desk file is under way: that one goes on, nothing is stored.
    """
    with alone(store):
        closing = ClosingWords()
        try:
            with in_our_words(store.judged()):
                yield closing
        except (DeskError, Cancelled) as error:
            keep(store, Contact.of(way, store.clock(), error))
            raise
        keep(store, Contact(way, store.clock(), Ending.DONE, message=closing.words))


def keep(store: Store, happened: Contact) -> None:
    """Remember this contact."""
    with store.writing() as db:
        contacts.keep(db, happened)


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """The one conversation of this desk file. Trouble ``talking`` when there is another."""
    with _only(store.path, _talking):
        yield


@contextmanager
def apart(store: Store) -> Iterator[None]:
    """The one conversation about contents of attachments; it gives way to ``alone``. Trouble ``talking``."""
    with _only(store.path, _carrying):
        yield


def is_talking(store: Store) -> bool:
    """Whether facts are being sent: contents then give way to them."""
    with _door:
        return store.path in _talking


@contextmanager
def _only(path: Path, under_way: set[Path]) -> Iterator[None]:
    with _door:
        if path in under_way:
            message, look = _("正在和镇所联系，还没完"), _("请等它做完，再用 status 看结果")
            raise Trouble(message, _("请等它做完，结果会显示在“镇所”页"), "talking", by_command=look)
        under_way.add(path)
    try:
        yield
    finally:
        with _door:
            under_way.discard(path)
