"""What each fact does to the derived tables: one function a fact, and the only code that writes those tables.

Applying never judges: the rules were asked before the fact was recorded. It must give the same tables every time.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sync import facts, journal, sent
from sync.journal import Entry
from village_desk.domain import identity
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import person_fields, search
from village_desk.store.engine import Database
from village_desk.store.subjects import other_desk
from village_desk.store.tables import PERSON_FIELDS as PERSON_FIELDS

Apply = Callable[[Database, Entry, Any], None]
_APPLY: dict[str, Apply] = {}


def apply(db: Database, entry: Entry) -> None:
    """Do to the tables what the fact says. A kind of a newer program changes nothing here and stays in the journal."""
    if entry.kind not in _APPLY:
        return
    placed = other_desk.placed(db, entry) if other_desk.needs_person(entry.kind) else entry
    if placed is not None:
        _APPLY[entry.kind](db, placed, placed.fact())


def _applies(kind: type[Any]) -> Callable[[Apply], Apply]:
    def keep(function: Apply) -> Apply:
        _APPLY[kind.KIND] = function
        return function

    return keep


@_applies(facts.DeskOpened)
def _desk_opened(db: Database, entry: Entry, fact: facts.DeskOpened) -> None:
    db.execute("DELETE FROM desk")
    db.execute("INSERT INTO desk VALUES (?, ?, ?)", [fact.village, fact.village_name, fact.letter])


@_applies(facts.PersonRegistered)
def _person_registered(db: Database, entry: Entry, fact: facts.PersonRegistered) -> None:
    if other_desk.is_twin(db, fact.person, fact.id_number):
        return
    values = {name: getattr(fact, name) for name in PERSON_FIELDS}
    values |= {"id": fact.person, "birth": identity.IdentityNumber(fact.id_number).birth.isoformat()}
    values |= {"epoch": entry.epoch, "seq": entry.seq}
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for name in values)
    place = db.execute(f"INSERT INTO people ({names}) VALUES ({marks})", list(values.values())).lastrowid
    search.add(db, int(place or 0), values)  # RETURNING would make FTS5 write out its terms at every person
    other_desk.release(db, fact.person, apply)


@_applies(facts.PersonCorrected)
def _person_corrected(db: Database, entry: Entry, fact: facts.PersonCorrected) -> None:
    changes = person_fields.usable(fact.changes)
    person_fields.forget(db, fact.person, fact.instead_of)
    person_fields.set_fields(db, fact.person, changes)
    person_fields.note_own(db, entry, changes)


def _noted(db: Database, entry: Entry, fact: Any) -> None:
    body = journal.canonical(dict(entry.body)).decode()
    values = [entry.id, fact.person, fact.KIND, body, entry.at]
    db.execute("INSERT INTO notes (fact, person, kind, body, at) VALUES (?, ?, ?, ?, ?)", values)


NOTES = (facts.YearsNoted, facts.DeathNoted, facts.OtherPensionNoted, facts.HindranceNoted, facts.AccountTold)
"""What can be noted of a person's life, and struck again."""

for _kind in NOTES:
    _applies(_kind)(_noted)


@_applies(facts.NoteStruck)
def _note_struck(db: Database, entry: Entry, fact: facts.NoteStruck) -> None:
    db.execute("UPDATE notes SET struck = ? WHERE fact = ?", [fact.reason, fact.note])


@_applies(facts.AttachmentAdded)
def _attachment_added(db: Database, entry: Entry, fact: facts.AttachmentAdded) -> None:
    values = [entry.id, fact.person, fact.sha256, fact.bytes, fact.media, fact.title, entry.at, entry.by]
    names = "(fact, person, sha256, bytes, media, title, at, by)"
    db.execute(f"INSERT INTO attachments {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


@_applies(facts.AttachmentRemoved)
def _attachment_removed(db: Database, entry: Entry, fact: facts.AttachmentRemoved) -> None:
    """The township drops a content that nothing names any more: its word that it has it is worth nothing then."""
    db.execute("UPDATE attachments SET removed = 1 WHERE fact = ?", [fact.attachment])
    db.execute(
        "DELETE FROM attachments_kept WHERE NOT EXISTS"
        " (SELECT 1 FROM attachments a WHERE a.sha256 = attachments_kept.sha256 AND a.removed = 0)"
    )


@_applies(facts.AttachmentKept)
def _attachment_kept(db: Database, entry: Entry, fact: facts.AttachmentKept) -> None:
    db.execute("INSERT OR IGNORE INTO attachments_kept VALUES (?, ?)", [fact.sha256, fact.timeline])


@_applies(facts.RosterImported)
def _roster_imported(db: Database, entry: Entry, fact: facts.RosterImported) -> None:
    counts = [fact.rows, fact.accepted, fact.held, fact.added, fact.changed]
    db.execute("INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [entry.id, entry.at, fact.file, *counts])


@_applies(facts.ContributionCollected)
def _contribution_collected(db: Database, entry: Entry, fact: facts.ContributionCollected) -> None:
    number = ReceiptNumber.read(fact.receipt)
    values = {
        "number": fact.receipt,
        "series": number.series,
        "serial": number.serial,
        "person": fact.person,
        "year": fact.year,
        "tier_fen": fact.tier_fen,
        "amount_fen": fact.amount_fen,
        "government_fen": fact.government_fen,
        "payer": fact.payer,
        "payer_name": fact.payer_name,
        "relation": fact.relation,
        "channel": fact.channel,
        "policy": fact.policy,
        "collected_at": entry.at,
        "by": entry.by,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "fact": entry.id,
        "hash": entry.hash,
        "again": fact.again,
    }
    db.execute(
        f"INSERT INTO receipts ({', '.join(values)}) VALUES ({', '.join('?' for _ in values)})", list(values.values())
    )
    db.execute(
        "INSERT INTO counters (series, next) VALUES (?, ?)"
        " ON CONFLICT (series) DO UPDATE SET next = max(next, excluded.next)",
        [number.series, number.serial + 1],
    )


@_applies(facts.ReceiptPrinted)
def _receipt_printed(db: Database, entry: Entry, fact: facts.ReceiptPrinted) -> None:
    db.execute("UPDATE receipts SET prints = max(prints, ?) WHERE number = ?", [fact.copy, fact.receipt])


@_applies(facts.ReceiptVoided)
def _receipt_voided(db: Database, entry: Entry, fact: facts.ReceiptVoided) -> None:
    db.execute(
        "UPDATE receipts SET void_reason = ?, void_epoch = ?, void_seq = ? WHERE number = ?",
        [fact.reason, entry.epoch, entry.seq, fact.receipt],
    )


@_applies(facts.PayoutListTaken)
def _payout_list_taken(db: Database, entry: Entry, fact: facts.PayoutListTaken) -> None:
    db.execute(
        "INSERT INTO payout_lists (id, month, payees, total_fen, file, taken_at) VALUES (?, ?, ?, ?, ?, ?)",
        [fact.payout_list, fact.month, fact.payees, fact.total_fen, fact.file, entry.at],
    )


@_applies(facts.PayoutLineTaken)
def _payout_line_taken(db: Database, entry: Entry, fact: facts.PayoutLineTaken) -> None:
    money = [fact.base_fen, fact.account_fen, fact.extra_fen, fact.total_fen]
    db.execute(
        "INSERT INTO payout_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [fact.payout_list, fact.line, fact.person, fact.name, fact.id_number, *money, fact.account, fact.way],
    )


@_applies(facts.PayoutRosterPrinted)
def _payout_roster_printed(db: Database, entry: Entry, fact: facts.PayoutRosterPrinted) -> None:
    db.execute("UPDATE payout_lists SET printed_pages = ? WHERE id = ?", [fact.pages, fact.payout_list])


@_applies(facts.PolicyAdopted)
def _policy_adopted(db: Database, entry: Entry, fact: facts.PolicyAdopted) -> None:
    db.execute("INSERT OR REPLACE INTO policies VALUES (?, ?, ?)", [fact.since, fact.policy, fact.text])


@_applies(facts.SettingChanged)
def _setting_changed(db: Database, entry: Entry, fact: facts.SettingChanged) -> None:
    db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [fact.setting, fact.value])


@_applies(facts.BatchAnswered)
def _batch_answered(db: Database, entry: Entry, fact: facts.BatchAnswered) -> None:
    db.execute("INSERT OR REPLACE INTO orders VALUES (?, ?, ?)", [fact.epoch, fact.last_seq, fact.order])
    db.execute(
        "INSERT INTO acknowledged VALUES (?, ?)"
        " ON CONFLICT (epoch) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)",
        [fact.epoch, fact.last_seq],
    )
    person_fields.answered(db, fact.epoch, fact.last_seq)
    for each in fact.remarks:
        values = [each.fact, fact.batch, each.code, each.field, each.reason, each.cure]
        db.execute("INSERT OR REPLACE INTO remarks VALUES (?, ?, ?, ?, ?, ?)", values)
    for each in fact.not_accepted:
        values = [each.fact, fact.batch, each.verdict, each.code, each.field, each.reason, each.cure]
        kept = each.verdict == "kept"
        db.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*values, kept])
        if kept:
            _judge_later(db, each.fact)


@_applies(sent.VerdictsTold)
def _verdicts_told(db: Database, entry: Entry, fact: sent.VerdictsTold) -> None:
    for each in fact.lines:
        values = [each.fact, each.verdict, each.code, each.field, each.reason, each.cure]
        db.execute("INSERT OR REPLACE INTO later_verdicts VALUES (?, ?, ?, ?, ?, ?)", values)
        _judge_later(db, each.fact)


def _judge_later(db: Database, fact: str) -> None:
    """What the township said later of a fact stands in the place of ``kept``, and of no other verdict.

    So the order in which the two come does not matter, nor what restored books said before they forgot the batch.
    """
    names = "code, field, reason, cure"
    later = "FROM later_verdicts WHERE fact = ?1"
    judged = db.execute(
        f"UPDATE verdicts SET (verdict, {names}) = (SELECT verdict, {names} {later})"
        f" WHERE fact = ?1 AND kept AND EXISTS (SELECT 1 {later})",
        [fact],
    )
    if judged.rowcount:
        batch = "(SELECT batch FROM verdicts WHERE fact = ?1)"
        db.execute(f"INSERT OR REPLACE INTO remarks SELECT fact, {batch}, {names} {later} AND {_REMARK}", [fact])
        db.execute(f"DELETE FROM remarks WHERE fact = ?1 AND NOT EXISTS (SELECT 1 {later} AND {_REMARK})", [fact])


_REMARK = "verdict = 'accepted' AND code <> ''"


@_applies(sent.PayoutListSent)
def _payout_list_sent(db: Database, entry: Entry, fact: sent.PayoutListSent) -> None:
    """As a list taken from a workbook; it stands in the place of what was sent before for the month."""
    db.execute(
        "UPDATE payout_lists SET replaced_by = ? WHERE month = ? AND file = '' AND replaced_by = ''",
        [fact.sent, fact.month],
    )
    taken = facts.PayoutListTaken(fact.sent, fact.month, fact.payees, fact.total_fen, "")
    _payout_list_taken(db, entry, taken)
    people = dict(db.execute("SELECT id_number, id FROM people").fetchall())
    db.conn.executemany(
        "INSERT INTO payout_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [[fact.sent, number, people.get(line.id_number, ""), *_sent_line(line)] for number, line in _numbered(fact)],
    )


def _numbered(fact: sent.PayoutListSent) -> Iterable[tuple[int, sent.PayoutSentLine]]:
    return enumerate(fact.lines, start=1)


def _sent_line(line: sent.PayoutSentLine) -> list[str | int]:
    money = [line.base_fen, line.account_fen, line.extra_fen, line.total_fen]
    return [line.name, line.id_number, *money, line.account, line.way]


@_applies(sent.PaidListSent)
def _paid_list_sent(db: Database, entry: Entry, fact: sent.PaidListSent) -> None:
    db.execute("DELETE FROM paid_elsewhere WHERE name = ?", [fact.name])
    db.conn.executemany(
        "INSERT OR REPLACE INTO paid_elsewhere VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            [fact.name, line.id_number, line.year, fact.sent, line.amount_fen, fact.channel, line.paid_on]
            for line in fact.lines
        ],
    )


@_applies(sent.PolicySent)
def _policy_sent(db: Database, entry: Entry, fact: sent.PolicySent) -> None:
    _policy_adopted(db, entry, facts.PolicyAdopted(fact.policy, fact.since, fact.text))


@_applies(sent.CorrectedAbove)
def _corrected_above(db: Database, entry: Entry, fact: sent.CorrectedAbove) -> None:
    above = replace(entry, about=other_desk.known_as(db, fact.person))
    person_fields.correct(db, above, fact.changes, fact.order)


@_applies(sent.DeskTold)
def _desk_told(db: Database, entry: Entry, fact: sent.DeskTold) -> None:
    other_desk.take(db, fact, apply)


@_applies(facts.ChangeLookedAt)
def _change_looked_at(db: Database, entry: Entry, fact: facts.ChangeLookedAt) -> None:
    db.execute("DELETE FROM overruled WHERE person = ? AND field = ?", [fact.person, fact.field])
