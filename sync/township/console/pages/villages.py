"""The board of villages, one village, and one batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from sync.agreement import protocol
from sync.township.console import settling
from sync.township.console.gate import ClerkAsk, Stopped
from sync.township.console.pages import paging
from sync.township.console.reading import batches, desk_list, names, residents, seasons, village_list, waiting
from sync.township.console.reading.batches import JudgedLine, Opened
from sync.township.console.reading.residents import Named
from sync.township.console.reading.seasons import Progress
from sync.township.console.reading.village_list import Village
from sync.township.console.showing import Pages
from sync.township.reports import holes
from sync.township.store.database import Store
from sync.township.wording import desk_clocks, fact_words

_ORDERS: Mapping[str, Callable[[Village], Any]] = {
    "rank": lambda each: (not each.rank, each.rank, each.code),
    "village": lambda each: each.code,
    "heard": lambda each: datetime.fromisoformat(each.last_contact_at),
    "waiting": lambda each: (-each.refused - each.held - each.kept - bool(each.clock.value), each.code),
}


class Villages:
    """The pages about the villages' facts."""

    def __init__(self, store: Store, pages: Pages) -> None:
        self._store = store
        self._pages = pages

    def board(self, ask: ClerkAsk) -> Response:
        """All villages with the progress of a year."""
        order = ask.query.get("order", "rank")
        with self._store.reading() as db:
            years, year = seasons.chosen(db, ask.query.get("year", ""), ask.now.date())
            found = village_list.board(db, year, ask.now.date())
            cases = settling.open_cases(db)
        return self._pages.show(
            "board.html",
            ask=ask,
            years=years,
            year=year,
            order=order if order in _ORDERS else "rank",
            villages=sorted(found, key=_ORDERS.get(order, _ORDERS["rank"])),
            whole=reduce(add, (each.progress for each in found), Progress()),
            silent=sum(bool(each.silent(ask.now)) for each in found),
            refused=sum(each.refused for each in found),
            kept=sum(each.kept for each in found),
            misdated=sum(bool(each.clock.value) for each in found),
            cases=len(cases),
        )

    def village(self, ask: ClerkAsk) -> Response:
        """One village: its desks, its season, its open lines, its batches."""
        code, part = ask.path["village"], paging.asked(ask.query, 20)
        with self._store.reading() as db:
            years, year = seasons.chosen(db, ask.query.get("year", ""), ask.now.date())
            found = next((each for each in village_list.board(db, year, ask.now.date()) if each.code == code), None)
            if found is None:
                raise Stopped(404, "没有这个村的记录")
            page_of_batches, total = batches.latest(db, code, part.skip, part.most)
            values: dict[str, Any] = {
                "desks": desk_list.of(db, code),
                "groups": seasons.by_group(db, code, year, ask.now.date()),
                "money": seasons.by_year(db, code),
                "waiting": _waiting(db, code),
                "holes": holes.find(db, protocol.desks_of(code)),
            }
        return self._pages.show(
            "village.html",
            ask=ask,
            years=years,
            year=year,
            village=found,
            batches=page_of_batches,
            portion=part.of(total),
            not_known=holes.NOT_KNOWN,
            **values,
        )

    def batch(self, ask: ClerkAsk) -> Response:
        """One batch: its signed manifest, its answer, and its lines."""
        part, whole = paging.asked(ask.query, 200), "all" in ask.query
        with self._store.reading() as db:
            opened = _opened(db, ask.path["batch"])
            village = names.village_of(opened.batch.desk)
            called = names.villages(db)[village]
            lines = [each for each in opened.lines if whole or each.speaks]
            shown = lines[part.skip : part.skip + part.most]
            who = residents.named(db, opened.batch.desk, {each.line.entry.about for each in shown if each.line.entry})
        return self._pages.show(
            "batch.html",
            ask=ask,
            opened=opened,
            clock=desk_clocks.doubt(opened.manifest, opened.batch.received_at),
            village=village,
            called=called,
            whole=whole,
            lines=[_row(each, who) for each in shown],
            portion=part.of(len(lines)),
        )


def _waiting(db: Connection, village: str) -> list[dict[str, Any]]:
    found = []
    for desk, lines in sorted(waiting.by_desk(db, village).items()):
        who = residents.named(db, desk, {each.about for each in lines})
        found += [{"line": each, "who": who.get(each.about), "what": _sentence(each)} for each in lines]
    return found


def _sentence(line: waiting.BookedFact) -> str:
    return fact_words.words(line.kind, line.about, line.body)


def _opened(db: Connection, batch: str) -> Opened:
    found = batches.opened(db, batch) if protocol.DIGEST.fullmatch(batch) else None
    if found is None:
        raise Stopped(404, "没有这一批")
    return found


def _row(judged: JudgedLine, who: Mapping[str, Named]) -> dict[str, Any]:
    entry = judged.line.entry
    sentence = fact_words.words(entry.kind, entry.about, entry.body) if entry else "这一行读不出来"
    return {"judged": judged, "what": sentence, "who": who.get(entry.about) if entry else None, "entry": entry}
