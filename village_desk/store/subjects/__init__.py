"""What the desk knows of each subject: its tables, what a fact changes in them, and how they are read.

A new kind of fact has its card in the module of its subject, or stands in ``NOTHING``.
"""

from sync.agreement import facts, sent
from village_desk.store.subjects import (
    answers,
    attachments,
    belonging,
    cash_entries,
    forms,
    held_rows,
    leaving,
    notes,
    office,
    other_desk,
    outcomes,
    payouts,
    people,
    receipts,
    village_groups,
    waiting,
)
from village_desk.store.subjects.card import DeskSubject

SUBJECTS: tuple[DeskSubject, ...] = (
    office.SUBJECT,
    people.SUBJECT,
    leaving.SUBJECT,
    notes.SUBJECT,
    belonging.SUBJECT,
    attachments.SUBJECT,
    receipts.SUBJECT,
    cash_entries.SUBJECT,
    payouts.SUBJECT,
    forms.SUBJECT,
    village_groups.SUBJECT,
    outcomes.SUBJECT,
    held_rows.SUBJECT,
    answers.SUBJECT,
    other_desk.SUBJECT,
    waiting.SUBJECT,
)
"""Those whose tables others refer to come first."""

NOTHING: dict[str, str] = {
    facts.EpochOpened.KIND: "the journal itself holds its epochs",
    facts.FormPrinted.KIND: "it is in the journal for whoever looks there",
    facts.NumberShown.KIND: "it is in the journal for whoever looks there",
    facts.RosterImported.KIND: "the people are facts of their own; the import is read from the journal",
    sent.DuplicateDecided.KIND: "it is read from what was heard, and whether it is carried out from the other tables",
    sent.ListSent.KIND: "it is read from what was heard",
    sent.NumbersGiven.KIND: "it is read from what was heard",
    sent.KeyNext.KIND: "the road follows the key when the message is taken; its end is read from what was heard",
    sent.Unusable.KIND: "it is kept for a newer program",
}
"""The kinds that change none of the desk's tables, with the reason."""
