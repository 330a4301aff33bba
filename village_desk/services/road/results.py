"""The state of the road, and the results of a conversation or a stick, each in words. Values only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.clocks import believable
from village_desk.domain.contacts import Contact
from village_desk.services.attaching import Unsent
from village_desk.services.road.received import KeptMessage, Received
from village_desk.store.roads import BatchLine as BatchLine
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when the road is first used
    from village_desk.services.road.roads import Replies

LATE_DAYS = 7
"""Days after which unsent work is urgent."""


@value
class RefusedLine:
    """A fact that the township refused or remarked on: its person, its sentence, the reason, and the cure.

    ``field`` may be "". ``corrected``: a later fact mends it and goes with the next batch.
    """

    fact: str
    person: str
    at: datetime
    words: str
    field: str
    reason: str
    cure: str
    corrected: bool = False


@value
class RoadState:
    """The state of the road: how many facts are unsent and since when, and the open refused lines.

    ``remarks``: accepted facts that should be looked at; ``kept``: messages without a page. Lines that a later fact
    mended are in neither list (``store/refusals.py``). ``met``: a township is known. ``digits``: for a desk that
    asked by stick to be paired, to be compared with the office until the township replies. ``oldest`` is None too
    when its time cannot be right. ``last``: the last contact by any road, ``answered_at``: the township's last signed
    time. ``for_later``: the number of facts that the township keeps until its upgrade.
    """

    waiting: int
    oldest: datetime | None
    refused: tuple[RefusedLine, ...]
    remarks: tuple[RefusedLine, ...] = ()
    kept: tuple[KeptMessage, ...] = ()
    met: bool = True
    digits: str = ""
    last: Contact | None = None
    answered_at: datetime | None = None
    for_later: int = 0

    @property
    def to_mend(self) -> tuple[RefusedLine, ...]:
        """The refused lines that nobody has mended yet."""
        return tuple(each for each in self.refused if not each.corrected)

    def days(self, now: datetime) -> int:
        """How many days ago the oldest fact happened, by the calendar; 0 when its time cannot be."""
        return days_since(self.oldest, now)


@value
class Sent:
    """The result of one conversation: the last batch and how many there were, facts sent, the verdicts, unsent facts.

    ``happened``: what else had to be done, in words: the past fetched back, or not yet; empty as a rule. ``unsent``:
    unsent contents of attachments; they travel apart (``carrying.py``). ``kept``: facts that the township judges
    after its upgrade.
    """

    batch: int
    sent: int
    accepted: int
    already_had: int
    refused: int
    waiting: int
    received: Received = Received(0)
    happened: str = ""
    unsent: Unsent = Unsent(0, 0)
    kept: int = 0
    batches: int = 0

    @classmethod
    def of(cls, replies: Replies, waiting: int) -> Sent:
        """The sums over the replies to each batch."""
        from sync.agreement.protocol import Answered

        answers = [each.answer for _sealed, each in replies if isinstance(each, Answered)]
        return cls(
            batch=max((sealed.number for sealed, _answer in replies), default=0),
            sent=sum(sealed.facts for sealed, _answer in replies),
            accepted=sum(each.accepted for each in answers),
            already_had=sum(each.already_had for each in answers),
            refused=sum(each.refused for each in answers),
            waiting=waiting,
            kept=sum(each.kept for each in answers),
            batches=len(list(replies)),
        )

    def in_words(self) -> str:
        """One sentence for the page."""
        parts = (self.happened, self._verdict_words(), self.received.in_words(), self.unsent.in_words())
        return _("。").join(filter(None, parts))

    def _verdict_words(self) -> str:
        if not self.sent:
            return _("没有新的记录要上报")
        which = (
            _("第 {batch} 批").format(batch=self.batch)
            if self.batches < 2
            else _("{count} 批").format(count=self.batches)
        )
        words = _("{which}上报 {sent} 条：镇所收下 {accepted} 条")
        words = words.format(which=which, sent=self.sent, accepted=self.accepted)
        if self.already_had:
            words += _("，镇所已有 {count} 条").format(count=self.already_had)
        if self.kept:
            words += _("，镇所升级后再认 {count} 条（不用重做）").format(count=self.kept)
        return words + (_("，退回 {count} 条").format(count=self.refused) if self.refused else "")


@value
class ContentsWritten:
    """How many contents are on the stick, and how many found no place there."""

    written: int = 0
    left: int = 0

    def in_words(self) -> str:
        """The end of a sentence; empty when there were none."""
        words = _("，附件 {count} 个").format(count=self.written) if self.written else ""
        return words + (_("，还有 {count} 个附件没写下").format(count=self.left) if self.left else "")


@value
class StickWritten:
    """The result of writing a stick: the number of batches, their facts and cash (fen), and contents of attachments.

    ``restored``: the file is a backup, and its missing batches come back with this very stick.
    """

    batches: int
    facts: int
    cash_fen: int
    contents: ContentsWritten = ContentsWritten()
    restored: bool = False

    def in_words(self) -> str:
        """The message of the page when the stick may be pulled out."""
        back = _("本机是从备份恢复的：镇所写好后，一定把 U 盘拿回来读，备份以后报过的才取得回") if self.restored else ""
        return _("。").join(filter(None, (self._written_words(), back)))

    def _written_words(self) -> str:
        if not self.batches and not self.contents.written:
            return _("没有新的记录要上报，U 盘上写好了领答复的条子。可以拔 U 盘了")
        return _(
            "U 盘写好并核对过：{batches} 批，{facts} 条，代收 {money} 元{contents}。可以拔 U 盘了，请送到镇所"
        ).format(
            batches=self.batches,
            facts=self.facts,
            money=money.short(self.cash_fen),
            contents=self.contents.in_words(),
        )


@value
class StickRead:
    """The result of reading a stick: verdicts and messages as of a conversation; files left alone, in words.

    ``contents``: the number of attachments whose content the township confirmed.
    """

    sent: Sent
    ignored: tuple[str, ...]
    contents: int = 0

    @property
    def brought_nothing(self) -> bool:
        """Whether the township has not written on this stick since it was read last."""
        received = self.sent.received
        return not (self.sent.sent or self.contents or self.ignored or self.sent.happened or received.in_words())

    def in_words(self) -> str:
        """One sentence for the page."""
        kept = _("附件镇所收到 {count} 个").format(count=self.contents) if self.contents else ""
        parts = (self.sent.in_words(),) if self.sent.sent else (self.sent.happened, self.sent.received.in_words())
        words = _("。").join(filter(None, (kept, *parts, self._send_again()))) or _("U 盘上没有新的答复")
        return words + (_("。另有 {count} 个文件没有用").format(count=len(self.ignored)) if self.ignored else "")

    def _send_again(self) -> str:
        """A reminder that facts moved into another epoch must still be sent."""
        if not (self.sent.happened and self.sent.waiting):
            return ""
        return _("还有 {count} 条要报，请再写一次 U 盘送去镇所").format(count=self.sent.waiting)


def moment_of(text: str | None, now: datetime) -> datetime | None:
    """A time of the journal; None where there is none, or where it cannot be right."""
    at = datetime.fromisoformat(text) if text else None
    return at if at and believable(at, now) else None


def days_since(at: datetime | None, now: datetime) -> int:
    """How many days ago something happened, by the calendar; 0 when its time cannot be."""
    return max((now.date() - at.astimezone(now.tzinfo).date()).days, 0) if at else 0
