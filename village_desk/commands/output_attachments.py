"""The output of the commands about attachments: JSON values for scripts, lines for people. Names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.attaching import Attached
    from village_desk.services.road.carrying import Carried


def attached(each: Attached) -> dict[str, Any]:
    """One attachment."""
    found = each.attachment
    return {
        "id": found.id,
        "title": found.title,
        "media": found.media,
        "bytes": found.bytes,
        "sha256": found.sha256,
        "at": found.at.isoformat(),
        "state": each.state.value,
        "here": each.here,
    }


def attached_words(found: Sequence[Attached]) -> str:
    """The same for people, a line each."""
    from village_desk.domain import attachments as rules

    lines = [
        _("{id}  {title}  {size}  {day}  {state}").format(
            id=each.attachment.id,
            title=each.attachment.title,
            size=rules.size(each.attachment.bytes),
            day=each.attachment.at.date(),
            state=each.state.in_words(),
        )
        for each in found
    ]
    return "\n".join(lines) or _("还没有附件")


def carried(done: Carried) -> dict[str, int]:
    """The result of sending contents."""
    left = {"left": done.left.count, "left_bytes": done.left.bytes}
    return {"attachments": done.sent, "attachments_refused": done.refused, **left}
