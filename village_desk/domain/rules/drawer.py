"""What may be done with the cash in a drawer: paid on, deposited, handed over, counted and closed. Pure functions.

``held_fen`` is what should lie in the drawer. Nobody can pass on more than that (domain.md 5.6: 收支两条线).
"""

from collections.abc import Mapping
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

NOTES = (10_000, 5_000, 2_000, 1_000, 500, 100)
"""The notes that are counted, in fen."""
COINS = (100, 50, 10)
"""The coins. A note and a coin of one yuan are counted apart on the screen, and are one in what is recorded."""


@value
class Counted:
    """What was counted in the drawer: ``counts``: how many of each note or coin, by its fen."""

    counts: Mapping[int, int]

    @property
    def fen(self) -> int:
        """The sum in fen."""
        return sum(fen * number for fen, number in self.counts.items())


def refuse_sum(fen: int) -> None:
    """Refused (``amount``) for a sum of nothing or less."""
    if fen <= 0:
        raise Refused(_("金额要大于 0"), _("请填实际的金额"), "amount", "amount")


def refuse_more_than_held(fen: int, held_fen: int) -> None:
    """Refused (``more_than_held``) where more would leave the drawer than should lie in it."""
    refuse_sum(fen)
    if fen > held_fen:
        words = _("抽屉里账上只有 {held} 元，{wanted} 元比它多")
        raise Refused(
            words.format(held=money.figures(max(held_fen, 0)), wanted=money.figures(fen)),
            _("请核对金额；有收了没开凭条的，先补开凭条；别人交来的现金，先记交接"),
            "more_than_held",
            "amount",
        )


def refuse_day(day: date, today: date, earliest: date | None, field: str) -> None:
    """Refused for a day to come (``future``), or one before the money was there (``too_early``)."""
    if day > today:
        raise Refused(_("{day}还没到").format(day=moments.day(day)), _("请填实际的日期，最晚是今天"), "future", field)
    if earliest and day < earliest:
        raise Refused(
            _("{day}还没有收这笔钱（{earliest}才收）").format(day=moments.day(day), earliest=moments.day(earliest)),
            _("请照凭证上的日期填"),
            "too_early",
            field,
        )


def refuse_unexplained(difference_fen: int, reason: str, comment: str) -> None:
    """Refused (``unexplained``) where what was counted differs and nobody said why: a reason and a sentence (5.6)."""
    if not difference_fen or (reason and comment.strip()):
        return
    by = money.figures(abs(difference_fen))
    words = (
        _("点到的比账上少 {by} 元").format(by=by) if difference_fen < 0 else _("点到的比账上多 {by} 元").format(by=by)
    )
    field = "comment" if reason else "reason"
    raise Refused(words, _("请选差在哪里，再写一句；还不清楚的也照实写"), "unexplained", field)


def refuse_giving_back(fen: int, held_fen: int, remitted_on: date | None) -> None:
    """Refused where a receipt's cash cannot be given back: it was paid on (``remitted``), or it left (``short``)."""
    if remitted_on:
        raise Refused(
            _("这张凭条的钱{day}已经缴到税务").format(day=moments.day(remitted_on)),
            _("不能退现金：请本人向税务申请退费；帮缴记错的，先在账里红字冲掉那一笔"),
            "remitted",
        )
    if fen > held_fen:
        raise Refused(
            _("抽屉里账上只有 {held} 元，不够退 {fen} 元").format(
                held=money.figures(max(held_fen, 0)), fen=money.figures(fen)
            ),
            _("钱已经缴存或交出去了：先请对方退回，在账里记一笔交来的现金，再作废"),
            "short",
        )
