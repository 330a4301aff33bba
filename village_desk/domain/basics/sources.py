"""The source of a value: the document that sets it, and how certain that is. Every value of a policy has one."""

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.words import _


class Certainty(Enum):
    """How far a value can be trusted; only the county's own signed file makes it certain."""

    ORIGINAL = "original"
    COPY = "copy"
    UNOFFICIAL = "unofficial"
    GENERAL = "general"
    EXAMPLE = "example"

    def in_words(self) -> str:
        """The mark printed beside a value."""
        return {
            "original": _("文件原文"),
            "copy": _("公开抄件"),
            "unofficial": _("非官方数据"),
            "general": _("一般说法，未核实"),
            "example": _("示例，不是真实标准"),
        }[self.value]


_DOUBTED = (Certainty.UNOFFICIAL, Certainty.GENERAL)


@value
class Source:
    """A document named by a policy: ``number`` such as 国发〔2014〕8号, its day if known, and its certainty."""

    number: str
    title: str
    dated: date | None
    certainty: Certainty
    note: str = ""

    def in_words(self) -> str:
        """``国发〔2014〕8号（2014-02-21，公开抄件）``."""
        marks = [str(self.dated)] if self.dated else []
        return _("{number}（{marks}）").format(
            number=self.number or self.title, marks="，".join([*marks, self.certainty.in_words()])
        )

    def doubt(self) -> str:
        """What is doubtful of it, for the figures that rest on it; empty for a document or a copy of one."""
        return self.certainty.in_words() if self.certainty in _DOUBTED else ""
