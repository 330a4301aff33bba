"""The township's own key, compared with the books: they hold its public half, so that no other key passes for it.

No desk would believe messages signed with a wrong key. A key is made on empty books only, and never in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from sync import durable
from sync.agreement.errors import Damaged
from sync.agreement.values import value
from sync.township.keys import key_files, which_key
from sync.township.store import bulk, tables
from sync.township.store.database import Store
from sync.township.store.engines import StoreTrouble
from sync.wire import down, keys
from sync.wire.keys import TownshipKey

_SIGNER_FROM, _SIGNER_LENGTH = len('{"key":"') + 1, 64
"""Where the signer stands in a signed message: RFC 8785 puts the member ``key`` first."""


@value
class KeyStanding:
    """The key of a file, compared with the books. ``books``: the public half in them, empty in those of old programs.

    ``signers``: the keys that signed answers and messages in the books, and how many. ``fits``: the key belongs to
    these books.
    """

    key: TownshipKey
    books: str
    signers: Mapping[str, int]

    @property
    def fits(self) -> bool:
        """Whether it is the key that the books name or, where they name none, the only one that ever signed."""
        known = which_key.ever(self.key)
        return self.books in known if self.books else known >= self.signers.keys()

    @property
    def mixed(self) -> bool:
        """Whether the books name no key, and this key signed some of their messages, but not all."""
        return not self.books and not self.fits and bool(which_key.ever(self.key) & self.signers.keys())


def standing(store: Store, password: bytes) -> KeyStanding:
    """How the key of the file stands to the books. StoreTrouble ``key-missing``; Damaged ``key-file``."""
    path = store.key_path
    if not path.exists():
        raise StoreTrouble("key-missing", str(path))
    key = key_files.read(path, password)
    with store.reading() as db:
        named = _key_in_books(db)
        return KeyStanding(key, named, {} if named else _signers(db))


def read(store: Store, password: bytes) -> TownshipKey:
    """The key of these books, which name it from now on (also in place of a former key or of none).

    Raises StoreTrouble ``key-missing``, ``key-other``, ``key-unproven``; Damaged ``key-file``.
    """
    found = standing(store, password)
    if not found.fits:
        raise StoreTrouble("key-unproven" if found.mixed else "key-other", str(store.key_path))
    if found.books != found.key.public:
        take(store, found.key)
    return found.key


def is_unused(store: Store) -> bool:
    """Whether there is no key yet, and no desk that could miss one: no contact, no invitation, no message."""
    contacts = (tables.desks, tables.batches, tables.down_heads, tables.file_invitations, tables.own_key)
    with store.reading() as db:
        used = any(db.execute(select(1).select_from(each).limit(1)).first() for each in contacts)
    return not used and not store.key_path.exists()


def made(store: Store, password: bytes) -> TownshipKey | None:
    """A new key for books that no desk has seen; None where they are not empty, or have a key file already."""
    if not is_unused(store):
        return None
    path = store.key_path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        key = TownshipKey.of(keys.create(path, password), None, ())
    except FileExistsError:  # another program made the file first
        return None
    with store.writing() as db:
        first = bulk.insert_new(db, tables.own_key, [{"one": 1, "public_key": key.public}])
    if not first:  # on a database server, with a key file elsewhere
        path.unlink()
        raise StoreTrouble("key-missing", str(path))
    return key


def take(store: Store, key: TownshipKey) -> None:
    """The books name this key from now on."""
    with store.writing() as db:
        bulk.upsert(db, tables.own_key, [{"one": 1, "public_key": key.public}])


def begin_anew(store: Store, password: bytes, now: datetime) -> TownshipKey:
    """A key in place of a lost one: every desk has to pair again, and stored answers are signed again for it.

    A readable key file is used; an unreadable one is set aside. Harmless when done twice.
    """
    path = store.key_path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        key_files.read(path, password)
    except FileNotFoundError:
        keys.create(path, password)
    except Damaged:
        durable.rename(path, _aside(path, now))
        keys.create(path, password)
    with store.reading() as db:
        lost = {_key_in_books(db), *_signers(db)} - {""}
    key = key_files.read(path, password)
    for each in sorted(lost - which_key.ever(key)):
        key_files.note_past(path, each, now.isoformat(timespec="seconds"))
    take(store, key)
    return key_files.read(path, password)


def _aside(path: Path, now: datetime) -> Path:
    return path.with_name(f"{path.name}.lost-{now:%Y%m%d-%H%M%S}")


def _key_in_books(db: Connection) -> str:
    return db.execute(select(tables.own_key.c.public_key)).scalar() or ""


def _signers(db: Connection) -> Counter[str]:
    """Who signed the answers; in books without answers, who signed the messages."""
    signer = func.substr(tables.batches.c.answer, _SIGNER_FROM, _SIGNER_LENGTH)
    answered = select(signer, func.count()).where(tables.batches.c.answer.is_not(None)).group_by(signer)
    found = Counter({bytes(each).decode("ascii", "replace"): int(count) for each, count in db.execute(answered)})
    if found:
        return found
    rows = db.execute(select(tables.down_messages.c.desk, tables.down_messages.c.bytes))
    return Counter(down.read(data, None, desk).signer for desk, data in rows)
