"""The witness: the journal's end when a receipt number was last given out, noted beside the desk file.

It is a folder in no backup. A desk file that ends before that point is an older copy, put back by hand. The notes are
names of empty files: no power cut tears one, and a folder that is copied back over this one leaves the later name.
They name no people.

The limit: whoever has the PIN can take the last receipts out of the file and delete this folder as well. A check
reports the missing folder as long as an earlier receipt of this epoch is in the file, and until the next receipt is
given out. Of facts that had not gone up to the township by then only the stub of the paper is left; therefore money
goes up within minutes where there is a line (``domain/contacts.py``).
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from sync import durable
from sync.agreement import journal
from sync.agreement.journal import Head
from village_desk.store.connection.engine import Database

_ENDING = ".witness"
_DIGITS = 16
"""How many digits of a hash are noted: enough to distinguish two copies, and file names stay short."""
_NAME = re.compile(r"([0-9]{12}-[A-Z])-([0-9]+)-([0-9]+)-([0-9a-f]{8})-([0-9a-f]{16})", re.ASCII)


def folder_of(path: Path) -> Path:
    """The witness of a desk file: a folder beside it."""
    return path.with_name(path.name + _ENDING)


def last(path: Path, desk: str) -> Head | None:
    """The furthest noted end of the desk's journal, with the beginning of its hash; None when there is none.

    Unreadable notes are ignored.
    """
    return max(_noted(path, desk).values(), key=_place, default=None)


class Witness:
    """Notes how far the journal of one desk came. It reads the folder once and remembers its own note from then on."""

    def __init__(self, path: Path, desk: str) -> None:
        self._path = path
        self._desk = desk
        self._noted: tuple[Path, tuple[int, int]] | None = None

    def note(self, head: Head) -> None:
        """Note that the journal came as far as ``head``; a further note stays. Raises OSError: then it is not noted.

        The note of before gets the new name, which is one sync. If somebody moved it away meanwhile, or it is in the
        folder of another copy of the file, the folder is read again and a new note made.
        """
        name = f"{self._desk}-{head.ordinal}-{head.seq}-{head.epoch}-{head.hash[:_DIGITS]}"
        made, place = folder_of(self._path) / name, _place(head)
        before, self._noted = self._noted, None  # when this fails half way, what is there must be read
        if before and before[1] >= place and before[0].exists():
            self._noted = before
        elif before and before[1] < place and _is_renamed(before[0], made):
            self._noted = made, place
        else:
            self._noted = _made(made, place, _noted(self._path, self._desk))


def _is_renamed(before: Path, made: Path) -> bool:
    """Whether the note is there, in the same folder, and has the new name on the disk now."""
    try:
        if before.parent == made.parent:
            durable.rename_empty(before, made)
            return True
    except FileNotFoundError:
        pass
    return False


def _made(made: Path, place: tuple[int, int], noted: dict[Path, Head]) -> tuple[Path, tuple[int, int]]:
    """The note that counts: the furthest of those that are there, or this one, made now, and the earlier ones go."""
    furthest = max(noted, key=lambda each: _place(noted[each]), default=None)
    if furthest and place <= _place(noted[furthest]):
        return furthest, _place(noted[furthest])
    durable.make(made)
    for each in noted:
        with suppress(OSError):  # an earlier note that cannot be deleted does no harm
            each.unlink()
    return made, place


def is_beyond(db: Database, head: Head, noted: Head) -> bool:
    """Whether the noted end is not in the journal that ends at ``head``: the file is an older copy, or another one."""
    if head.ordinal != noted.ordinal:
        return head.ordinal < noted.ordinal
    found = journal.hash_at(db, noted.epoch, noted.seq)
    return found is None or found[:_DIGITS] != noted.hash


def _noted(path: Path, desk: str) -> dict[Path, Head]:
    """The notes beside any desk file of the folder, as a copy of this file may have another name."""
    folders = path.parent.glob(f"*{_ENDING}")
    found = [(each, _NAME.fullmatch(each.name)) for folder in folders for each in _inside(folder)]
    ours = [(each, name) for each, name in found if name and name[1] == desk]
    return {each: Head(name[4], int(name[2]), int(name[3]), name[5]) for each, name in ours}


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _place(head: Head) -> tuple[int, int]:
    return head.ordinal, head.seq
