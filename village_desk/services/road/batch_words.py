"""A batch in words: its number, and what the township answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.store.roads import BatchLine


def named(batch: BatchLine) -> str:
    """The number of a batch; that of a later epoch, where numbers begin again, with the epoch."""
    if batch.ordinal == 1:
        return _("第 {number} 批").format(number=batch.number)
    return _("第 {number} 批（{ordinal} 段）").format(number=batch.number, ordinal=batch.ordinal)


def answer(batch: BatchLine) -> str:
    """The township's word on a batch."""
    if batch.answered_at is None:
        return _("等镇所回话")
    if batch.refused:
        return _("收下，退回 {count} 条").format(count=batch.refused)
    if batch.kept:
        return _("收下，{count} 条镇所升级后再认").format(count=batch.kept)
    return _("全部收下")
