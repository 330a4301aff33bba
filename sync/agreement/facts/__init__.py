"""Every kind of fact that desk and township share: the vocabulary, and a card for each kind. No I/O.

The facts and their cards stand in one module a subject. ``KINDS`` is made from the cards, so that there is no kind
without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.agreement.card import Card, Wrong
from sync.agreement.fact import (
    CARRIED_LONGEST as CARRIED_LONGEST,
)
from sync.agreement.fact import (
    Fact as Fact,
)
from sync.agreement.fact import Misfit as Misfit
from sync.agreement.fact import Scalar as Scalar
from sync.agreement.fact import (
    UnknownKind as UnknownKind,
)
from sync.agreement.fact import about as about
from sync.agreement.fact import body as body
from sync.agreement.fact import part as part
from sync.agreement.fact import (
    read_as as read_as,
)
from sync.agreement.facts import (
    attachments,
    belonging,
    cash,
    contributions,
    forms,
    leaving,
    notes,
    office,
    outcomes,
    payouts,
    people,
    village_groups,
)
from sync.agreement.facts.attachments import AttachmentAdded as AttachmentAdded
from sync.agreement.facts.attachments import AttachmentKept as AttachmentKept
from sync.agreement.facts.attachments import AttachmentRemoved as AttachmentRemoved
from sync.agreement.facts.belonging import BelongingStruck as BelongingStruck
from sync.agreement.facts.belonging import MembershipDenied as MembershipDenied
from sync.agreement.facts.belonging import MembershipEnded as MembershipEnded
from sync.agreement.facts.belonging import MembershipNoted as MembershipNoted
from sync.agreement.facts.belonging import MembersListed as MembersListed
from sync.agreement.facts.belonging import RelationNoted as RelationNoted
from sync.agreement.facts.cash import CashDeposited as CashDeposited
from sync.agreement.facts.cash import CashEntryReversed as CashEntryReversed
from sync.agreement.facts.cash import CashHandedOver as CashHandedOver
from sync.agreement.facts.cash import CashRemitted as CashRemitted
from sync.agreement.facts.cash import DayClosed as DayClosed
from sync.agreement.facts.cash import ProofGiven as ProofGiven
from sync.agreement.facts.contributions import BookingTakenBack as BookingTakenBack
from sync.agreement.facts.contributions import ContributionBooked as ContributionBooked
from sync.agreement.facts.contributions import ContributionCollected as ContributionCollected
from sync.agreement.facts.contributions import ReceiptPrinted as ReceiptPrinted
from sync.agreement.facts.contributions import ReceiptVoided as ReceiptVoided
from sync.agreement.facts.forms import FormInstalled as FormInstalled
from sync.agreement.facts.forms import FormPiece as FormPiece
from sync.agreement.facts.forms import FormPrinted as FormPrinted
from sync.agreement.facts.forms import FormWithdrawn as FormWithdrawn
from sync.agreement.facts.leaving import EmployeeMonthsNoted as EmployeeMonthsNoted
from sync.agreement.facts.leaving import EmployeeTransferNoted as EmployeeTransferNoted
from sync.agreement.facts.leaving import LeavingWishNoted as LeavingWishNoted
from sync.agreement.facts.leaving import PersonReinstated as PersonReinstated
from sync.agreement.facts.leaving import PersonStruckOff as PersonStruckOff
from sync.agreement.facts.notes import AccountTold as AccountTold
from sync.agreement.facts.notes import DeathNoted as DeathNoted
from sync.agreement.facts.notes import DrawingNoted as DrawingNoted
from sync.agreement.facts.notes import HindranceNoted as HindranceNoted
from sync.agreement.facts.notes import NoteStruck as NoteStruck
from sync.agreement.facts.notes import OtherPensionNoted as OtherPensionNoted
from sync.agreement.facts.notes import YearsNoted as YearsNoted
from sync.agreement.facts.office import BatchAnswered as BatchAnswered
from sync.agreement.facts.office import DeskOpened as DeskOpened
from sync.agreement.facts.office import EpochOpened as EpochOpened
from sync.agreement.facts.office import PolicyAdopted as PolicyAdopted
from sync.agreement.facts.office import Refusal as Refusal
from sync.agreement.facts.office import SettingChanged as SettingChanged
from sync.agreement.facts.outcomes import OutcomeNoted as OutcomeNoted
from sync.agreement.facts.payouts import PayoutLineTaken as PayoutLineTaken
from sync.agreement.facts.payouts import PayoutListLine as PayoutListLine
from sync.agreement.facts.payouts import PayoutListPart as PayoutListPart
from sync.agreement.facts.payouts import PayoutListTaken as PayoutListTaken
from sync.agreement.facts.payouts import PayoutPagesPrinted as PayoutPagesPrinted
from sync.agreement.facts.payouts import PayoutRosterPrinted as PayoutRosterPrinted
from sync.agreement.facts.payouts import RosterGroup as RosterGroup
from sync.agreement.facts.payouts import RosterPage as RosterPage
from sync.agreement.facts.payouts import line_id as line_id
from sync.agreement.facts.people import ChangeLookedAt as ChangeLookedAt
from sync.agreement.facts.people import NumberShown as NumberShown
from sync.agreement.facts.people import PersonCorrected as PersonCorrected
from sync.agreement.facts.people import PersonRegistered as PersonRegistered
from sync.agreement.facts.people import RosterImported as RosterImported
from sync.agreement.facts.people import carried as carried
from sync.agreement.facts.people import with_changes as with_changes
from sync.agreement.facts.village_groups import VillageGroupNoted as VillageGroupNoted

_ALL = (
    *(*people.CARDS, *contributions.CARDS, *attachments.CARDS, *notes.CARDS, *belonging.CARDS, *leaving.CARDS),
    *(*payouts.CARDS, *office.CARDS, *forms.CARDS, *village_groups.CARDS, *outcomes.CARDS, *cash.CARDS),
)
CARDS: dict[str, Card[Any]] = {card.fact.KIND: card for card in _ALL}
"""The card of each kind, by the kind's name."""
KINDS: dict[str, type[Fact]] = {kind: card.fact for kind, card in CARDS.items()}


def card_of(fact: Fact) -> Card[Any]:
    """The card of the fact's kind."""
    return CARDS[fact.KIND]


def read(kind: str, about: str, body: Mapping[str, Any]) -> Fact:
    """The fact that a journal row or a batch line holds.

    Raises UnknownKind for a kind of a newer program, and Misfit when the body does not fit the kind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    return read_as(KINDS[kind], about, body)


def codes() -> Mapping[str, Wrong]:
    """The words of all findings that cards have of their own."""
    return {code: wrong for card in CARDS.values() for code, wrong in card.codes.items()}
