"""What was recorded before an error is reported first: nobody takes money twice or believes nothing was done.

The only module that keeps track. Commands, pages and jobs work inside ``watched`` and add the report to an error with
``Recorded.put_before``; code that records facts needs to do nothing for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sync.agreement import facts
from village_desk.domain.basics.errors import Cancelled, DeskError, Trouble
from village_desk.services import fact_words
from village_desk.store import watching
from village_desk.words import _

_SHOWN = 3
_COUNTED = (facts.PersonRegistered, facts.PersonCorrected, facts.PayoutLineTaken)
"""Facts of which one work records many, about one person each: they are counted, and nobody is named."""


class Recorded:
    """The facts that the work at hand has recorded so far; false while there are none."""

    def __init__(self, seen: watching.Seen) -> None:
        self._seen = seen

    def __bool__(self) -> bool:
        return bool(self._seen.facts or self._seen.received)

    @property
    def receipts(self) -> tuple[facts.ContributionCollected, ...]:
        """The money that was taken, in order."""
        return tuple(each for each in self._seen.facts if isinstance(each, facts.ContributionCollected))

    def in_words(self) -> str:
        """The recorded facts in words, money first; many of one kind are counted."""
        whole = [each for each in self._seen.facts if not isinstance(each, _COUNTED)]
        whole.sort(key=lambda each: not isinstance(each, facts.ContributionCollected))
        words = [fact_words.words(each) for each in whole[:_SHOWN]]
        if len(whole) > _SHOWN:
            words.append(_("另有 {count} 条").format(count=len(whole) - _SHOWN))
        return "；".join([*words, *self._counted(), *self._messages_words()])

    def counted(self) -> dict[str, Any]:
        """The same for scripts: how many facts by their kinds, and every receipt and void by its number."""
        taken = [{"receipt": each.receipt, "year": each.year, "amount_fen": each.amount_fen} for each in self.receipts]
        return {
            "facts": len(self._seen.facts),
            "kinds": dict(Counter(each.KIND for each in self._seen.facts)),
            "receipts": taken,
            "voids": [each.receipt for each in self._seen.facts if isinstance(each, facts.ReceiptVoided)],
            "heard": self._seen.received,
            "words": self.in_words(),
        }

    def put_before(self, error: DeskError) -> DeskError:
        """The error with its message extended: the recorded facts first, if there are any."""
        if self:
            words = _("已经记下：{recorded}。后面没有做完：{failed}")
            error.message = words.format(recorded=self.in_words(), failed=error.message)
            error.cure = _("。").join(filter(None, (error.cure, self._cure())))
            error.by_command = _("。").join((error.by_command, self._cure())) if error.by_command else ""
        return error

    def stopped(self) -> DeskError:
        """The error when she stopped the work after some of it was recorded."""
        return self.put_before(Trouble(_("已按您的意思停下"), "", "cancelled"))

    def noted_on(self, bug: BaseException) -> None:
        """Add the same report to a bug that ended the work, for whoever shows the bug."""
        if self:
            bug.add_note(_("已经记下：{recorded}").format(recorded=self.in_words()))

    def _counted(self) -> list[str]:
        counts = Counter(type(each) for each in self._seen.facts)
        words = {
            facts.PersonRegistered: _("登记 {count} 人"),
            facts.PersonCorrected: _("更正 {count} 人"),
        }
        return [text.format(count=counts[kind]) for kind, text in words.items() if counts[kind]]

    def _messages_words(self) -> list[str]:
        return [_("镇所的答复和来文 {count} 份").format(count=self._seen.received)] if self._seen.received else []

    def _cure(self) -> str:
        return _("钱已记下，不要再收一次") if self.receipts else _("已经记下的不用再做")


@contextmanager
def watched() -> Iterator[Recorded]:
    """Do a piece of work inside this block; a block inside another one belongs to the outer work."""
    with watching.watched() as seen:
        yield Recorded(seen)


@contextmanager
def recorded_first() -> Iterator[None]:
    """Errors from inside report the recorded facts first; a cancellation after facts were recorded becomes an error."""
    with watched() as recorded:
        try:
            yield
        except DeskError as error:
            recorded.put_before(error)
            raise
        except Cancelled as cancelled:
            if recorded:
                raise recorded.stopped() from cancelled
            raise
        except Exception as bug:
            recorded.noted_on(bug)
            raise
