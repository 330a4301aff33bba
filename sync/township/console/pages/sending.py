"""Messages: which were sent to the villages and which arrived, and sending a list or policy from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starlette.responses import Response

from sync.agreement import protocol
from sync.agreement.down_checks import NotSent
from sync.agreement.fact import Fact
from sync.agreement.sent import ListSent, NumbersGiven, PaidListSent, PayoutListSent
from sync.agreement.values import value
from sync.township.console import actions
from sync.township.console.actions import Action
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.reading import installed_forms, names
from sync.township.console.showing import Pages
from sync.township.down import down_chain, down_words, downward, lists, one_correction, sent_forms
from sync.township.down.downward import Downward
from sync.township.down.sent_forms import FormMeant
from sync.township.lent import NOTHING, Lent
from sync.township.store.database import Store
from sync.township.trust.desk_keys import Trust
from sync.township.wording import figures

_DESK = "desk:"
"""Each desk has a box of its own in the form; the name of its field begins with this."""
FILE_BYTES = 4 * 1024 * 1024


@value
class SendingKind:
    """A kind of message that a clerk sends. ``columns``: those of its CSV, required ones first; ``file``: it has one.

    ``make`` gets the villages it goes to, and the functions of a desk's program. A kind without a file goes to one
    desk only.
    """

    words: str
    columns: str
    make: Callable[[ClerkAsk, Sequence[str], Lent], Sequence[Fact]]
    file: bool = True


def _payout(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Fact:
    month = ask.form.get("month", "").strip()
    return lists.any_payout(downward.new_id(), month, ask.file, "", ask.now.date(), lent)


def _paid(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Fact:
    text = lists.decoded(ask.file)
    return lists.paid(downward.new_id(), ask.form.get("title", "").strip(), ask.form.get("channel", ""), text)


def _list(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Fact:
    """The codes come one a line: ``1=已去世``."""
    text = lists.decoded(ask.file)
    pairs = (line.strip().partition("=") for line in ask.form.get("codes", "").splitlines())
    codes = {code.strip(): words.strip() for code, _, words in pairs if code.strip()}
    title, by = ask.form.get("title", "").strip(), ask.form.get("answer_by", "")
    return lists.asked(downward.new_id(), title, text, codes, by)


def _policy(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Fact:
    return lists.policy(downward.new_id(), ask.form.get("since", ""), lists.decoded(ask.file), villages, lent)


def _form(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Sequence[Fact]:
    words = [ask.form.get(name, "").strip() for name in ("title", "number", "moment", "for_whom")]
    return sent_forms.form(downward.new_id(), ask.file, FormMeant(*words), lent)


def _numbers(ask: ClerkAsk, villages: Sequence[str], lent: Lent) -> Fact:
    return one_correction.numbers(downward.new_id(), ask.form.get("book", ""), ask.form.get("span", ""))


def _alone(
    make: Callable[[ClerkAsk, Sequence[str], Lent], Fact],
) -> Callable[[ClerkAsk, Sequence[str], Lent], Sequence[Fact]]:
    return lambda ask, villages, lent: (make(ask, villages, lent),)


KINDS: Mapping[str, SendingKind] = {
    "payout": SendingKind(
        "发放名单", "姓名、身份证号、基础养老金、个人账户养老金、合计；可以有：加发、账号、发放方式", _alone(_payout)
    ),
    "paid": SendingKind("已缴费名单", "身份证号、年度、金额；可以有：姓名、缴费日期", _alone(_paid)),
    "list": SendingKind("待核名单", "身份证号；可以有：姓名，和别的任何列", _alone(_list)),
    "policy": SendingKind("政策文件", "", _alone(_policy)),
    "form": SendingKind("表格", "", _form),
    "numbers": SendingKind("票据号段", "", _alone(_numbers), file=False),
}


class Sending:
    """The page of the office's messages to its villages."""

    def __init__(self, store: Store, pages: Pages, road: Downward, trust: Trust, lent: Lent = NOTHING) -> None:
        self._store = store
        self._pages = pages
        self._road = road
        self._trust = trust
        self._lent = lent

    def listed(self, ask: ClerkAsk) -> Response:
        """The sent messages, the latest first."""
        with self._store.reading() as db:
            called, installed = names.villages(db), installed_forms.everywhere(db)
        notice = "已下发，村里下一次联系时收到" if "sent" in ask.query else ""
        return self._pages.show(
            "down.html",
            ask=ask,
            sent=self._road.listed(),
            called=called,
            kinds=KINDS,
            notice=notice,
            installed=installed,
        )

    def form(self, ask: ClerkAsk) -> Response:
        """The form for one kind."""
        return self._form(ask)

    def send(self, ask: ClerkAsk) -> Response:
        """Send the file's contents to every chosen desk; all of it is checked before anything is sent."""
        name = ask.path["kind"]
        chosen = [each for each in self._desks() if _DESK + each in ask.form]
        missing = _missing(_kind(name), ask, chosen)
        if missing:
            return self._form(ask, 422, missing)
        try:
            villages = [protocol.village_of(desk) for desk in chosen]
            facts = _kind(name).make(ask, villages, self._lent)
            for fact in facts:
                self._road.check(fact)
            for desk in chosen:
                self._note(ask, f"{_kind(name).words} {summary(facts[-1])}，给 {desk}")
                for fact in facts:
                    self._road.send(desk, fact)
        except NotSent as reason:
            return self._form(ask, 422, down_words.words(reason))
        return ask.go("/down?sent=1")

    def _form(self, ask: ClerkAsk, status: int = 200, reason: str = "") -> Response:
        kind = _kind(ask.path["kind"])
        with self._store.reading() as db:
            called = names.villages(db)
        return self._pages.show(
            "send.html",
            status,
            ask=ask,
            name=ask.path["kind"],
            kind=kind,
            desks=self._desks(),
            called=called,
            reason=reason,
            moments=sent_forms.MOMENTS,
            for_whom=sent_forms.FOR_WHOM,
            any_form=ask.path["kind"] == "payout" and self._lent.payouts is not None,
        )

    def _desks(self) -> list[str]:
        return [each.desk for each in self._trust.listed() if each.state != "revoked"]

    def _note(self, ask: ClerkAsk, about: str) -> None:
        """Write the log before the message is sent."""
        with self._store.writing() as db:
            actions.note(db, ask.now, ask.clerk.name, Action.SENT_DOWN, about)


def _missing(kind: SendingKind, ask: ClerkAsk, chosen: list[str]) -> str:
    """The missing part of the form, in words; empty when it is complete."""
    if not chosen:
        return "请选要发给哪些村"
    if not kind.file:
        return "" if len(chosen) == 1 else "一个号段只能发给一台协办台"
    return "" if 0 < len(ask.file) <= FILE_BYTES else f"请选一个文件，文件最大 {FILE_BYTES // 2**20} MB"


def summary(fact: Fact) -> str:
    """A message in one line: its name, the number of its lines, and their sum where there is one."""
    name = down_chain.title(fact)
    if isinstance(fact, PayoutListSent):
        return f"{name}，{fact.payees} 人，{figures.yuan(fact.total_fen)} 元"
    if isinstance(fact, PaidListSent):
        return f"{name}，{len(fact.lines)} 行，{figures.yuan(sum(line.amount_fen for line in fact.lines))} 元"
    if isinstance(fact, NumbersGiven):
        return f"{fact.book} {fact.first}—{fact.last}"
    return f"{name}，{len(fact.rows)} 行" if isinstance(fact, ListSent) else name


def _kind(name: str) -> SendingKind:
    if name not in KINDS:
        raise Stopped(404, "没有这一页")
    return KINDS[name]
