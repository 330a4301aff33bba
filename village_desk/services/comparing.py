"""Two payout lists of one month beside each other: who is new, who is gone, whose line is another. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.basics import identity, money
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.store.subjects.payouts import PayoutLine
    from village_desk.workbooks.payouts.payout_sums import PayoutRow

    Payee = PayoutLine | PayoutRow


@value
class Difference:
    """The difference between a later list and an earlier one; ``changed`` holds pairs of before and after."""

    added: tuple[Payee, ...]
    gone: tuple[Payee, ...]
    changed: tuple[tuple[Payee, Payee], ...]

    @property
    def is_none(self) -> bool:
        """Whether both lists pay the same people the same: then they are one list, in whatever files."""
        return not (self.added or self.gone or self.changed)

    def counts(self) -> str:
        """``多 1 人，少 2 人，有变动 3 人``; groups of nobody are left out."""
        named = (
            (_("多 {n} 人"), len(self.added)),
            (_("少 {n} 人"), len(self.gone)),
            (_("有变动 {n} 人"), len(self.changed)),
        )
        return _("，").join(words.format(n=count) for words, count in named if count)

    def lines(self) -> list[str]:
        """A line for each person who is new, gone or changed; identity numbers and accounts masked."""
        return [
            *(_("多：{who}，{total} 元").format(who=_who(each), total=_total(each)) for each in self.added),
            *(_("少：{who}，{total} 元").format(who=_who(each), total=_total(each)) for each in self.gone),
            *(
                _("变：{who}，{what}").format(who=_who(after), what=_changes(before, after))
                for before, after in self.changed
            ),
        ]


def compare(earlier: Iterable[Payee], later: Iterable[Payee]) -> Difference:
    """Line against line by identity number. The order of a list and its own numbers (序号) say nothing."""
    before, after = _by_number(earlier), _by_number(later)
    added: list[Payee] = []
    missing: list[Payee] = []
    changed: list[tuple[Payee, Payee]] = []
    for number in {**before, **after}:
        old, new = before.get(number, []), after.get(number, [])
        changed += [
            pair for pair in zip(old, new, strict=False) if _compared_values(pair[0]) != _compared_values(pair[1])
        ]
        added += new[len(old) :]
        missing += old[len(new) :]
    return Difference(tuple(added), tuple(missing), tuple(changed))


def _by_number(payees: Iterable[Payee]) -> dict[str, list[Payee]]:
    found: dict[str, list[Payee]] = {}
    for each in sorted(payees, key=_compared_values):
        found.setdefault(each.id_number, []).append(each)
    return found


def _compared_values(payee: Payee) -> tuple[str | int, ...]:
    money_of = (payee.base_fen, payee.account_fen, payee.extra_fen, payee.total_fen)
    return (payee.id_number, payee.name, *money_of, payee.account, payee.way)


def _who(payee: Payee) -> str:
    return _("{name}（{number}）").format(name=payee.name, number=identity.mask(payee.id_number))


def _total(payee: Payee) -> str:
    return money.figures(payee.total_fen)


def _changes(before: Payee, after: Payee) -> str:
    """Every field that is another: a changed account sends the money elsewhere, too."""
    named = (
        (_("姓名"), before.name, after.name),
        (_("合计"), _total(before), _total(after)),
        (_("基础养老金"), money.figures(before.base_fen), money.figures(after.base_fen)),
        (_("个人账户养老金"), money.figures(before.account_fen), money.figures(after.account_fen)),
        (_("加发"), money.figures(before.extra_fen), money.figures(after.extra_fen)),
        (_("发放方式"), before.way, after.way),
    )
    words = [
        _("{what} {old} → {new}").format(what=label, old=old or "—", new=new or "—")
        for label, old, new in named
        if old != new
    ]
    if before.account != after.account:
        old, new = (identity.mask_account(each) or "—" for each in (before.account, after.account))
        words.append(_("账号 {old} → {new}").format(old=old, new=new))
    return _("，").join(words)
