"""How a desk file is made and opened with a PIN: the key, the price of a wrong PIN, the lock against a second program.

Beside ``desk.vdesk`` stand ``desk.vdesk.json`` (a check value of the key, and the wrong tries) and ``desk.vdesk.lock``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from village_desk.domain import moments
from village_desk.domain.errors import Refused, Trouble
from village_desk.domain.villages import Village
from village_desk.store import backups, engine
from village_desk.store.database import Clock, Store
from village_desk.store.locks import FileLock
from village_desk.words import _

SHORTEST_PIN = 6
SMALLEST = 4096
"""Bytes of one page: a file that holds less was cut off and must not be written to."""
FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store and the lock that keeps other programs from its file."""

    store: Store
    lock: FileLock


def create(path: Path, pin: str, village: Village, clock: Clock) -> Opened:
    """Make a new desk file. Refused when it is there already or the PIN is too easy."""
    check_pin(pin)
    if path.exists():
        raise Refused(_("这个文件已经有了，不会覆盖"), _("请换一个文件名，或直接打开它"), "exists")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(_("这个文件夹不能写入"), _("请换一个文件夹"), "folder") from error
    lock = FileLock.take(path)
    salt = secrets.token_bytes(engine.SALT_BYTES)
    key = engine.key_of(pin, salt)
    store = Store.create(path, key, salt, clock, village)
    _Companion(_key_check(key)).write(path)
    return Opened(store, lock)


def open_(path: Path, pin: str, clock: Clock) -> Opened:
    """Open a desk file.

    Refused: ``no_file``, ``second_copy``, ``wrong_pin``, ``wait`` (too many wrong ones), ``newer_file``.
    Trouble: ``damaged`` when the PIN is right and the file is not sound.
    """
    if not path.is_file():
        raise Refused(_("找不到协办台文件"), _("请先新建，或检查文件位置"), "no_file")
    if path.stat().st_size < SMALLEST:
        raise damaged(path)
    companion = _Companion.read(path)
    companion.refuse_if_waiting(clock())
    lock = FileLock.take(path)
    try:
        salt = engine.salt_of(path)
        key = engine.key_of(pin, salt)
        _check_key(path, companion, key, clock())
        return Opened(_open_sound(path, key, salt, clock, companion), lock)
    except BaseException:
        lock.release()
        raise


def discard(path: Path) -> None:
    """Take away a closed file that nobody worked with, and what stands beside it. The file itself goes last."""
    for ending in (".key", ".key.next", ".json", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def set_aside(path: Path) -> Path | None:
    """Move a closed file and what stands beside it into a new folder there; the folder, or None where there is none.

    Refused ``second_copy`` while a program has it open. Trouble ``folder``: what was moved until then stays moved.
    """
    beside = ("", "-wal", "-shm", ".key", ".key.next", ".json", ".attachments", ".attachments-wal", ".attachments-shm")
    found = [each for ending in beside if (each := path.with_name(path.name + ending)).exists()]
    if not found:
        return None
    lock = FileLock.take(path)
    try:
        folder = _new_folder(path)
        for each in found:
            each.rename(folder / each.name)
    except OSError as error:
        raise Trouble(_("文件没有移开"), _("请关掉别的程序再试"), "folder") from error
    finally:
        lock.release()
    return folder


def _new_folder(path: Path) -> Path:
    places = (path.with_name(f"{path.name}.unfinished-{number}") for number in count(1))
    folder = next(each for each in places if not each.exists())
    folder.mkdir(mode=0o700)
    return folder


def check_pin(pin: str) -> None:
    """Refused when a PIN is too short or the same character over and over."""
    if len(pin) < SHORTEST_PIN:
        raise Refused(_("口令太短"), _("至少 {count} 位，数字字母都可以").format(count=SHORTEST_PIN), "weak_pin", "pin")
    if len(set(pin)) < 3 or pin in "01234567890" or pin in "09876543210":
        raise Refused(_("口令太简单，别人一猜就中"), _("不要用同一个数字或顺着排的数字"), "weak_pin", "pin")


@dataclass(slots=True)
class _Companion:
    """What stands beside the file. It holds nothing that helps to open it more cheaply than the file itself."""

    key_check: str = ""
    wrong: int = 0
    wait_until: str = ""

    @staticmethod
    def place(path: Path) -> Path:
        return path.with_name(path.name + ".json")

    @classmethod
    def read(cls, path: Path) -> _Companion:
        try:
            found = json.loads(cls.place(path).read_text("utf-8"))
            return cls(str(found["key_check"]), int(found["wrong"]), str(found["wait_until"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        content = {"key_check": self.key_check, "wrong": self.wrong, "wait_until": self.wait_until}
        self.place(path).write_text(json.dumps(content), "utf-8")

    def refuse_if_waiting(self, now: datetime) -> None:
        """A clock set forward or back cannot make the wait longer than the longest one."""
        if not self.wait_until:
            return
        left = datetime.fromisoformat(self.wait_until) - now
        if timedelta(0) < left <= LONGEST_WAIT:
            seconds = int(left.total_seconds()) + 1
            raise Refused(
                _("口令连续输错 {wrong} 次").format(wrong=self.wrong),
                _("请过 {seconds} 秒再试").format(seconds=seconds),
                "wait",
                "pin",
            )

    def count_wrong(self, now: datetime) -> None:
        self.wrong += 1
        if self.wrong >= FREE_TRIES:
            wait = min(timedelta(seconds=5 * 2 ** min(self.wrong - FREE_TRIES, 10)), LONGEST_WAIT)
            self.wait_until = (now + wait).isoformat()


def _check_key(path: Path, companion: _Companion, key: bytes, now: datetime) -> None:
    if companion.key_check and not hmac.compare_digest(companion.key_check, _key_check(key)):
        companion.count_wrong(now)
        companion.write(path)
        raise _wrong_pin()


def _open_sound(path: Path, key: bytes, salt: bytes, clock: Clock, companion: _Companion) -> Store:
    try:
        store = Store.open(path, key, salt, clock)
        faulty = has_faults(store)
    except engine.WrongKey:
        raise (damaged(path) if companion.key_check else _wrong_pin()) from None
    except engine.DatabaseError as error:
        raise damaged(path) from error
    if faulty:
        store.close()
        raise damaged(path)
    if store.outdated:
        backups.make(store)
        store.migrate()
    if companion.wrong or not companion.key_check:
        _Companion(_key_check(key)).write(path)
    return store


def has_faults(store: Store) -> bool:
    """Whether SQLite or the cipher finds a fault in the file."""
    if store.db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return True
    return bool(store.db.execute("PRAGMA cipher_integrity_check").fetchall())


def damaged(path: Path) -> Trouble:
    """The file is not what was written: the disk or another program changed it. Names the backup that there is."""
    message, made = _("协办台文件损坏了，没有再写入任何内容"), backups.listed(path)
    if not made:
        cure = _("这里没有备份。请把损坏的文件移到别处留着，再打开窗口点“从镇所找回”，取回镇所收到过的")
        return Trouble(message, cure, "damaged")
    cure = _("最近一次备份是 {when} 的，在窗口里点“用最近的备份恢复”；损坏的文件会留着")
    return Trouble(message, cure.format(when=moments.full(made[0].made_at)), "damaged")


def _wrong_pin() -> Refused:
    return Refused(_("口令不对"), _("请再输一次，注意大小写"), "wrong_pin", "pin")


def _key_check(key: bytes) -> str:
    return hmac.new(key, b"village-desk key check", hashlib.sha256).hexdigest()[:32]
