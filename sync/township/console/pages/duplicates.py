"""Duplicates across villages: the list of them, and the decision on one."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from sync.agreement import identity
from sync.agreement.sent import DuplicateDecided
from sync.township.console import settling
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.reading import duplicates, names
from sync.township.console.reading.duplicates import Case, DuplicateKind, Member
from sync.township.console.settling import NotDecided, Outcome
from sync.township.console.showing import Pages
from sync.township.down.downward import Downward, new_id
from sync.township.store.database import Store
from sync.township.wording import figures

_MISSING = {
    "outcome": "请选一种处理办法",
    "about": "请选是哪一个村、哪一笔",
    "note": f"请写说明，{settling.NOTE_LEAST} 到 {settling.NOTE_MOST} 个字：问了谁，怎么说的",
}


class Duplicates:
    """Duplicates, which only the township can see and settle."""

    def __init__(self, store: Store, pages: Pages, road: Downward) -> None:
        self._store = store
        self._pages = pages
        self._road = road

    def listed(self, ask: ClerkAsk) -> Response:
        """The open duplicates first, by kind; then the decisions."""
        with self._store.reading() as db:
            cases, called = duplicates.cases(db), names.villages(db)
            open_, decided = settling.open_cases(db, cases), settling.latest(db)
        return self._pages.show(
            "duplicates.html",
            ask=ask,
            by_kind={kind: [each for each in open_ if each.kind is kind] for kind in DuplicateKind},
            open_count=len(open_),
            called=called,
            decided=decided,
            still_there={each.key for each in cases},
            notice="记下了" if "decided" in ask.query else "",
        )

    def case(self, ask: ClerkAsk) -> Response:
        """One duplicate with all that is known, and the form."""
        return self._case(ask, "")

    def decide(self, ask: ClerkAsk) -> Response:
        """Keep the decision, and send it to the villages of the case."""
        with self._store.writing() as db:
            case, called = _find(db, ask.path["case"]), names.villages(db)
            if ask.form.get("state") != case.state:
                raise Stopped(409, "这件事刚刚有了变化", "请回到重复列表，重新看一遍再决定")
            try:
                chosen, outcome = _chosen(case, ask.form.get("about", "")), _outcome(ask)
                words = (title(case), in_words(chosen, called) if chosen else "")
                settling.decide(db, ask.now, ask.clerk.name, case, outcome, words, ask.form.get("note", ""))
                self._send(db, case, outcome, chosen if outcome.names_one else None, ask.form.get("note", ""))
            except NotDecided as missing:
                reason = _MISSING[missing.code]
            else:
                return ask.go("/duplicates?decided=1")
        return self._case(ask, reason, 422)

    def _send(self, db: Connection, case: Case, outcome: Outcome, chosen: Member | None, note: str) -> None:
        """What the decision asks of each village; also that nothing is asked, where an earlier one asked for more."""
        elsewhere = names.villages(db)[names.village_of(chosen.desk)] if chosen else ""
        for each in case.members:
            asked = settling.asked_of(outcome, each, chosen)
            who = (each.person, case.key, asked, each.id_number, each.name, each.receipt)
            self._road.send_with(db, each.desk, DuplicateDecided(new_id(), *who, elsewhere, note.strip()))

    def _case(self, ask: ClerkAsk, reason: str, status: int = 200) -> Response:
        with self._store.reading() as db:
            case, called = _find(db, ask.path["case"]), names.villages(db)
            decisions = settling.of(db, case)
        return self._pages.show(
            "case.html",
            status,
            ask=ask,
            case=case,
            title=title(case),
            called=called,
            decisions=decisions,
            settled=any(each.members == case.state for each in decisions),
            offered=settling.OFFERED[case.kind],
            reason=reason,
        )


def title(case: Case) -> str:
    """What a case is called in lists and in the log: never with a full number."""
    first = case.members[0]
    if case.kind is DuplicateKind.RECEIPT:
        return f"凭条 {first.receipt}"
    who = f"{first.name} {identity.mask(first.id_number)}"
    return f"{who}，{first.year} 年度" if case.kind is DuplicateKind.PAID else who


def _find(db: Connection, key: str) -> Case:
    found = next((each for each in duplicates.cases(db) if each.key == key), None)
    if found is None:
        raise Stopped(404, "这件事已经不在了", "可能村里已经改好；请回到重复列表看看")
    return found


def _outcome(ask: ClerkAsk) -> Outcome:
    try:
        return Outcome(ask.form.get("outcome", ""))
    except ValueError as reason:
        raise NotDecided("outcome") from reason


def _chosen(case: Case, place: str) -> Member | None:
    """Of which member the decision speaks; None for none."""
    if not (place.isascii() and place.isdigit() and int(place[:4]) < len(case.members)):
        return None
    return case.members[int(place)]


def in_words(member: Member, called: dict[str, str]) -> str:
    """A member in one line."""
    where = f"{called[names.village_of(member.desk)]} {member.name}"
    number = member.receipt if member.is_receipt else "记账（不收现金）"
    return f"{where} {number} {figures.yuan(member.amount_fen)} 元" if member.receipt else where
