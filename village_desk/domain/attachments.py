"""Attachments of a person's record: their kinds, their titles, and where their contents are. Pure."""

from __future__ import annotations

from enum import Enum

from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

LONGEST_TITLE = 40
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
"""The media types that may be attached, and how their files end."""


class AttachmentState(Enum):
    """Where a content is. ABOVE: not on this PC; the township has it, as far as this desk knows."""

    WAITING = "waiting"
    SENT = "sent"
    ABOVE = "above"
    REFUSED = "refused"

    def in_words(self) -> str:
        """In a word or two."""
        return {
            "waiting": _("待传"),
            "sent": _("已传镇所"),
            "above": _("不在本机"),
            "refused": _("镇所退回"),
        }[self.value]


def titles() -> tuple[str, ...]:
    """The usual titles of attachments."""
    return _("身份证正面"), _("身份证反面"), _("户口页"), _("签字页"), _("照片"), _("其他")


def title(text: str) -> str:
    """A title in the form that is stored. Refused beside the field when it is missing, too long or holds a number."""
    plain = " ".join(text.split())
    if not 0 < len(plain) <= LONGEST_TITLE:
        message = _("没有写是什么") if not plain else _("名称太长")
        raise Refused(message, _("如：身份证正面、户口页，最多 {most} 字").format(most=LONGEST_TITLE), "title", "title")
    if identity.holds(plain):
        raise Refused(_("名称里有身份证号"), _("请去掉号码，只写是什么，如：身份证正面"), "title", "title")
    return plain


def size(count: int) -> str:
    """So many bytes in words, such as 850 KB, 2.1 MB or 4.6 GB."""
    if count < 2**20:
        return f"{max(1, round(count / 2**10))} KB"
    return f"{count / 2**20:.1f} MB" if count < 2**30 else f"{count / 2**30:.1f} GB"
