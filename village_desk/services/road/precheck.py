"""Predicts the township's verdicts: the same judge, run here over unsent facts before they are sealed. Reads only.

The desk cannot see other villages: a person registered elsewhere too is found only at the township.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from sync.agreement import facts, protocol, sent, verdicts
from sync.agreement.books import Books
from sync.agreement.card import Finding
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Receipt
from village_desk.services import fact_words
from village_desk.services.fees.choices import Choosing
from village_desk.store import contacts, history, refusals, replaying, roads
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.refusals import Mending
from village_desk.store.subjects import people, receipts
from village_desk.words import _


@value
class Predicted:
    """An unsent fact with its predicted verdict. ``refused`` is False for a mere remark.

    ``corrected``: a later unsent fact resolves the finding, and is sent with it. ``kept``: the township's program is
    too old to know such facts; it keeps them for later.
    """

    fact: str
    person: str
    at: datetime
    words: str
    field: str
    reason: str
    cure: str
    refused: bool
    corrected: bool = False
    kept: bool = False


def predict(store: Store, choosing: Choosing) -> tuple[Predicted, ...]:
    """The predicted findings on all facts without an answer, in order; empty when all would be accepted.

    After them, as mere remarks, the fees that the rules would refuse now: what was noted later may speak against them.
    """
    with store.reading() as db:
        waiting = roads.unanswered(db)
        version = contacts.township_version(db)
        found = [_predicted(db, *each) for each in _judged(db, store.village().desk, store.today(), version)]
        judged = tuple(each for each in found if each.fact in waiting)
        named = {each.fact for each in judged}
        fees = [each for each in receipts.unsent(db) if each[0].fact in waiting - named]
    return (*judged, *_against_the_rules(choosing, fees))


def _against_the_rules(choosing: Choosing, fees: Iterable[tuple[Receipt, str]]) -> Iterator[Predicted]:
    for receipt, again in fees:
        refused = choosing.refused_now(receipt, again)
        if refused is not None:
            yield _remark(receipt, refused)


def _remark(receipt: Receipt, refused: Refused) -> Predicted:
    """A fee that may be sent as it is; whoever took it looks at it once more first."""
    words = _("{name} {year} 年的费，凭条 {number}").format(name=receipt.name, year=receipt.year, number=receipt.number)
    cure = _("收得不对的，请作废这张凭条、退钱；没有错的照常上报。")
    return Predicted(
        fact=receipt.fact,
        person=receipt.person,
        at=receipt.collected_at,
        words=words,
        field="",
        reason=_("照现在知道的情况不该收：{why}").format(why=refused.message),
        cure=cure + refused.cure,
        refused=False,
    )


def _judged(db: Database, desk: str, today: date, version: str) -> Iterator[tuple[Entry, Finding]]:
    """Run all facts through the judge, since each is judged by those before it.

    Kinds of a newer program, as a file that is filled from the township may have, have no finding here.
    """
    books = Books(desk)
    for lived in replaying.as_lived(db):
        for whose, entry in _as_above(lived, desk):
            books.desk = whose
            card = facts.CARDS.get(entry.kind)
            if card is not None and version and not protocol.knows(version, card.since):
                finding: Finding | None = Finding("kind_unknown", kept=True)
            else:
                finding = verdicts.judge(entry, books, today)
            if finding is not None and card is not None and entry.hash:
                yield entry, finding


def _as_above(entry: Entry, desk: str) -> Iterator[tuple[str, Entry]]:
    """The facts as the township's books have them, each with its desk.

    A correction by the township stands there like one of this desk; another desk's facts stand as that desk's.
    """
    fact = entry.fact() if entry.kind in (sent.CorrectedAbove.KIND, sent.DeskTold.KIND) else None
    if isinstance(fact, sent.CorrectedAbove):
        change = facts.PersonCorrected(fact.person, fact.changes, fact.reason)
        yield desk, replace(entry, kind=change.KIND, about=fact.person, body=facts.body(change))
    elif isinstance(fact, sent.DeskTold):
        for line in fact.lines:
            body = json.loads(line.body)
            yield fact.desk, replace(entry, id=line.id, at=line.at, kind=line.kind, about=line.about, body=body)
    else:
        yield desk, entry


def _predicted(db: Database, entry: Entry, finding: Finding) -> Predicted:
    reason, cure = verdicts.reason(finding.code, finding.field), verdicts.cure(finding.code)
    if finding.kept:
        reason, cure = _("镇所的程序还不认识这类记录，镇所升级后再认"), _("照常上报，镇所会收好；请告诉镇所升级程序")
    fact = entry.fact()
    return Predicted(
        fact=entry.id,
        person=str(getattr(fact, "person", "")),
        at=datetime.fromisoformat(entry.at),
        words=fact_words.whose(people.name(db, entry.about), fact),
        field=finding.field,
        reason=reason,
        cure=cure,
        refused=finding.verdict == "refused",
        corrected=not finding.kept and _corrected(db, entry, finding),
        kept=finding.kept,
    )


def _corrected(db: Database, entry: Entry, finding: Finding) -> bool:
    """Whether a later fact resolves the finding, as if the township had reported it already."""
    lived = history.of_person(db, entry.about)
    found = [replace(each, code=finding.code, field=finding.field) for each in lived if each.id == entry.id]
    still_open = [state for _line, state in refusals.standing(db, found) if state is Mending.OPEN]
    return bool(found) and not still_open
