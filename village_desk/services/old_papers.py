"""Receipts that an earlier program left unencrypted beside the desk file: removed, since each can be made anew.

A file that the desk has no record of may be the only trace of money: it stays, and the user is told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sync import durable
from sync.agreement.values import value
from village_desk import places
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store.connection import private
from village_desk.store.database import Store
from village_desk.store.subjects import receipts
from village_desk.words import _


@value
class PutAway:
    """How many papers in clear were removed, and how many are left in which folder."""

    removed: int
    left: int
    folder: Path

    def in_words(self) -> str:
        """A report of the removed and remaining files; empty if there were none."""
        removed = _("旧版程序在文件夹“{folder}”里留下的凭条没有加密，已删去 {count} 张；要用时随时可以再打").format(
            folder=self.folder.name, count=self.removed
        )
        left = _(
            "文件夹“{folder}”里还有 {count} 个没有加密的文件、本台没有记录，没有删：请拿给镇所看，再自己删去"
        ).format(folder=self.folder.name, count=self.left)
        return _("。").join([*([removed] if self.removed else []), *([left] if self.left else [])])


def put_away(store: Store, back_up: Callable[[], object]) -> PutAway:
    """Remove the papers that can be made anew, once a backup holds the receipts they show.

    ``back_up`` makes the backup. Nothing is removed when none can be made; the next opening tries again.
    Raises nothing.
    """
    folder = places.old_papers(store.path)
    try:
        found = sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
        for each in (folder, *found):
            private.only_ours(each)
        known = [each for each in found if _is_known(store, each)]
        if known:
            back_up()
        for each in known:
            each.unlink()
        if known and len(known) == len(found):
            folder.rmdir()
        if known:
            durable.settle(store.path.parent)
    except (OSError, Trouble):
        known = []
    left = len([*folder.iterdir()]) if folder.is_dir() else 0
    return PutAway(len(known), left, folder)


def _is_known(store: Store, paper: Path) -> bool:
    """Whether the file is the paper of a receipt of this desk, under the name that the program gave such papers."""
    if paper.suffix != ".pdf" or paper.is_symlink() or not paper.is_file():
        return False
    try:
        number = str(ReceiptNumber.read(paper.stem))
    except Refused:
        return False
    found = receipts.receipt(store.db, number)
    return found is not None and not found.desk and paper.stem == number
