"""A desk file gives way to a backup: the facts lost by it are counted before.

A damaged file does when it is opened; a sound one only where somebody chose a backup, with the PIN and with open eyes.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.villages import Village
from village_desk.store import history
from village_desk.store.connection import engine, troubles, witness
from village_desk.store.connection.engine import Database
from village_desk.store.database import Clock, Store
from village_desk.store.file import backups, locks, opening
from village_desk.store.file.companions import Companion
from village_desk.store.file.reading import ReadingCopy
from village_desk.store.subjects import people, receipts
from village_desk.words import _


@value
class Lost:
    """The facts that the file has and the backup has not. ``None``: not known; ``least``: there may be more.

    ``numbers`` are the receipts among them that are known, the newest first.
    """

    facts: int | None
    receipts: int | None
    fen: int | None
    least: bool = False
    numbers: tuple[str, ...] = ()


@value
class RestorePlan:
    """A sound backup, its village and contents, when it was made (None if not known), and the loss by a restore.

    ``standing``: a file stands in the place of the desk file, and will be set aside.
    """

    backup: Path
    made_at: datetime | None
    village: Village
    facts: int
    people: int
    receipts: int
    lost: Lost
    standing: bool


@value
class Chosen:
    """Somebody chose the backup although the file is sound. ``pin``: that of the backup, if it has another one."""

    pin: str = ""


def plan(path: Path, pin: str, clock: Clock, backup: Path | None = None, chosen: Chosen | None = None) -> RestorePlan:
    """What a restore would do, from that backup or else from the latest sound one; nothing is changed.

    ``chosen``: a sound file gives way too; ``pin`` must open it then.

    Refused: ``sound`` when the file opens after all, ``wrong_pin``, ``second_copy``, ``newer_file``. Trouble:
    ``no_backup``, ``backup_damaged``, and as ``opening.open_`` when something else than damage is in the way.
    """
    with (
        _alone(path, pin, clock, chosen),
        _first_sound(path, _pin_of_backup(pin, chosen), clock, backup) as (place, made_at, store),
    ):
        return _plan(place, made_at, store, _lost(path, pin, clock, store), path.exists())


def plan_beside(own: Store, backup: Path, pin: str = "") -> RestorePlan:
    """The same for the file that this program has open; nothing is changed. ``pin``: as in ``Chosen``.

    Refused ``backup_pin`` beside the field of that name, ``other_file`` for a backup of another file. Trouble
    ``no_backup``, ``backup_damaged``.
    """
    with troubles.as_trouble(_("备份没有看成"), own.path, OSError):
        if not backup.is_file():
            raise _not_found(backup)
        salt = engine.salt_of(backup)
        if salt != own.salt:
            raise _other_file()
        try:
            draft = backups.draft_of(own.path, backup)
            key = engine.key_of(pin, salt) if pin else own.secret
            store = opening.without_faults(own.path, key, salt, own.clock, draft)
            if store is None:
                raise _damaged_backup()
            with contextlib.closing(store):
                ends = _ends(store)
                return _plan(backup, backups.made_at(backup), store, _counted(own.db, ends), standing=True)
        except engine.WrongKey:
            raise _another_pin(pin) from None
        finally:
            backups.forget_draft(own.path)


def _plan(place: Path, made_at: datetime | None, store: Store, lost: Lost, standing: bool) -> RestorePlan:
    return RestorePlan(
        backup=place,
        made_at=made_at,
        village=store.village(),
        facts=history.count(store.db),
        people=people.count(store.db),
        receipts=sum(each.receipts for each in receipts.totals(store.db)),
        lost=lost,
        standing=standing,
    )


def _pin_of_backup(pin: str, chosen: Chosen | None) -> str:
    return chosen.pin if chosen and chosen.pin else pin


def restore(
    path: Path, pin: str, clock: Clock, backup: Path | None = None, chosen: Chosen | None = None
) -> Path | None:
    """Put the backup in the place of the file, in a new epoch; returns where the old file is kept, if there was one.

    Raises as ``plan``. After a Trouble of ``troubles.named`` the old file is still in its place, or the next opening
    finishes the restore (the message says which).
    """
    with _alone(path, pin, clock, chosen):
        with _first_sound(path, _pin_of_backup(pin, chosen), clock, backup) as (_place, _made_at, store):
            store.migrate()
            store.begin_epoch("restored")
            store.db.execute("PRAGMA journal_mode=DELETE").fetchall()
            village = store.village().name
        key = _locked_by(path, pin, store)
        Companion.of(key, store.salt, village).write(path)  # the PIN is proven right: no wrong tries
        backups.place_draft(path)
        with troubles.as_trouble(_("备份已经备好，还差最后一步没有换上"), path, OSError):
            return backups.finish(path)


def _locked_by(path: Path, pin: str, store: Store) -> bytes:
    """The key of the draft: that of the PIN by which the desk is opened, whichever the backup was made with."""
    key = engine.key_of(pin, store.salt)
    draft = backups.draft_place(path)
    if key != store.secret:
        engine.rekey(draft, store.secret, key, store.salt)
        if not engine.is_whole(draft, key, store.salt):
            raise _damaged_backup()
    return key


@contextlib.contextmanager
def _alone(path: Path, pin: str, clock: Clock, chosen: Chosen | None) -> Iterator[None]:
    """With the lock, after what was left to do, and only where the file does not open or the restore is wanted."""
    with troubles.as_trouble(_("恢复没有做成，原文件没有动"), path, OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = locks.take(path)
        try:
            opening.finish_begun(path)
            _refuse_sound(path, pin, clock, chosen)
            yield
        finally:
            backups.forget_draft(path)
            lock.release()


def _refuse_sound(path: Path, pin: str, clock: Clock, chosen: Chosen | None) -> None:
    """Open the file once more: the trouble may be over, or was no damage.

    Raises Refused ``sound`` if it opens, unless somebody chose to put it aside, who proves the PIN by this.
    """
    if not path.exists():
        return
    try:
        opening.open_sound(path, pin, clock, whole=True).close()
    except Trouble as trouble:
        if trouble.code not in opening.RESTORED:
            raise
        return
    except Refused as refused:
        if refused.code == "wrong_pin" and not Companion.read(path).key_check:
            return  # a wrong PIN and a damaged first page look alike here; the backup will tell them apart
        raise
    if chosen:
        return
    raise Refused(_("协办台文件是好的，又能打开了，没有换下来"), _("请照常打开，接着用"), "sound")


@contextlib.contextmanager
def _first_sound(
    path: Path, pin: str, clock: Clock, backup: Path | None
) -> Iterator[tuple[Path, datetime | None, Store]]:
    """The chosen backup, or the latest sound one: its path, its time, and the store of its draft."""
    strangers = 0
    for place, made_at in _candidates(path, backup):
        try:
            store = _sound_draft(path, pin, clock, place)
        except engine.WrongKey:
            strangers += 1
            continue
        if store is not None:
            with contextlib.closing(store):
                yield place, made_at, store
            return
    if strangers and (backup is not None or not Companion.read(path).knows_pin(pin)):
        message = _("口令打不开备份，或者那不是协办台的备份")
        raise Refused(message, _("请输做备份时的口令，或换一份备份"), "wrong_pin", "pin")
    raise _none_sound() if backup is None else _damaged_backup()


def _candidates(path: Path, backup: Path | None) -> list[tuple[Path, datetime | None]]:
    if backup is None:
        return [(each.path, each.made_at) for each in backups.listed(path)]
    if not backup.is_file():
        raise _not_found(backup)
    if path.exists() and backup.samefile(path):
        raise Trouble(_("这就是现在的协办台文件，不是备份"), _("请选一份备份"), "no_backup")
    return [(backup, backups.made_at(backup))]


def _sound_draft(path: Path, pin: str, clock: Clock, backup: Path) -> Store | None:
    """The store of a copy of the backup, which may be changed; None when it is damaged. Raises engine.WrongKey."""
    draft = backups.draft_of(path, backup)
    if draft.stat().st_size < opening.SMALLEST:
        return None
    salt = engine.salt_of(draft)
    try:
        return opening.without_faults(path, engine.key_of(pin, salt), salt, clock, draft)
    except engine.DatabaseError as error:
        if troubles.is_damage(error):
            return None
        raise


def _not_found(backup: Path) -> Trouble:
    return Trouble(_("找不到这份备份：{name}").format(name=backup.name), _("请看清文件名和盘符再试"), "no_backup")


def _other_file() -> Refused:
    message = _("这份备份不是现在这个协办台文件的")
    return Refused(message, _("请选本机的备份；换过电脑的，请问镇所"), "other_file")


def _another_pin(pin: str) -> Refused:
    message = _("口令打不开这份备份") if pin else _("这份备份是换口令以前做的")
    return Refused(message, _("请输做备份时的口令"), "backup_pin", "backup_pin")


def _none_sound() -> Trouble:
    cure = _("请把损坏的文件移到别处留着，再打开窗口点“旧电脑坏了？”，从镇所找回它收到过的")
    recover = _("请把损坏的文件移到别处留着，再用 recover 取回镇所收到过的")
    return Trouble(_("没有可用的备份"), cure, "no_backup", by_command=recover)


def _damaged_backup() -> Trouble:
    return Trouble(_("这份备份坏了，没有恢复"), _("请换一份较早的备份"), "backup_damaged")


def _lost(path: Path, pin: str, clock: Clock, backup: Store) -> Lost:
    """The loss by the damaged file where it can be read, else by the witness."""
    if path.exists() and path.stat().st_size >= opening.SMALLEST:
        with contextlib.suppress(OSError, engine.WrongKey, engine.DatabaseError, Refused):
            return _lost_by_file(path, pin, clock, backup)
    return _lost_by_witness(path, backup)


def _lost_by_file(path: Path, pin: str, clock: Clock, backup: Store) -> Lost:
    ends = _ends(backup)
    copy = ReadingCopy.make(path, locked=True)
    try:
        salt = engine.salt_of(copy.file)
        with contextlib.closing(Store.open(path, engine.key_of(pin, salt), salt, clock, copy.file)) as store:
            return _counted(store.db, ends)
    finally:
        copy.release()


def _ends(backup: Store) -> dict[str, int]:
    """Where each epoch of a backup's journal ends."""
    return dict(backup.db.execute("SELECT epoch, max(seq) FROM journal GROUP BY epoch").fetchall())


def _counted(db: Database, ends: dict[str, int]) -> Lost:
    """The facts beyond these ends, newest row first; ``least`` if an unreadable page ended the count early."""
    kinds, fen, met, numbers = Counter[str](), 0, False, list[str]()
    try:
        for epoch, seq, kind, body in db.execute("SELECT epoch, seq, kind, body FROM journal ORDER BY rowid DESC"):
            if seq <= ends.get(epoch, 0):
                met = True
                continue
            kinds[kind] += 1
            if kind == facts.ContributionCollected.KIND:
                taken = json.loads(body)
                fen += taken["amount_fen"]
                numbers.append(taken["receipt"])
    except engine.DatabaseError:
        if not kinds and not met:
            raise
        return Lost(kinds.total(), kinds[facts.ContributionCollected.KIND], fen, not met, tuple(numbers))
    return Lost(kinds.total(), kinds[facts.ContributionCollected.KIND], fen, numbers=tuple(numbers))


def _lost_by_witness(path: Path, backup: Store) -> Lost:
    noted, head = witness.last(path, backup.village().desk), backup.head()
    if noted is None:
        return Lost(None, None, None)
    if (noted.ordinal, noted.seq) <= (head.ordinal, head.seq):
        return Lost(None, 0, 0)
    return Lost(noted.seq - head.seq if noted.ordinal == head.ordinal else None, 1, None, least=True)
