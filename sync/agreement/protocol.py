"""The agreement of a desk and its township: names, limits and small values. No I/O.

``docs/protocol.md`` specifies their meaning. Both sides import this file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sync.agreement import facts, journal
from sync.agreement.desks import DESK_NAME as DESK_NAME
from sync.agreement.desks import desks_of as desks_of
from sync.agreement.desks import village_of as village_of
from sync.agreement.facts.attachments import ATTACHMENT_BYTES as ATTACHMENT_BYTES
from sync.agreement.facts.attachments import DIGEST as DIGEST
from sync.agreement.values import value

VERSION = "1.1"
FIRST_VERSION = "1.0"
FORMAT = "village-desk-batch/1"
HELLO = "village-desk-hello/1"
HELLO_BESIDE = "Village-Hello"
ANSWER = "village-desk-answer/1"
HELD = "village-desk-held/1"
DOWN = "village-desk-down/1"
DOWN_ASK = "village-desk-down-ask/1"
PAST_ASK = "village-desk-past-ask/1"
PAST_HERE = "village-desk-past-here/1"
PAST_LIST = "village-desk-past/1"
ATTACHMENT_CLAIM = "village-desk-attachment-claim/1"
ATTACHMENT_KEPT = "village-desk-attachment-kept/1"
PAIRING = "village-desk-pairing/1"
PAIR_ASK = "village-desk-pair-ask/1"
PAIR_ANSWER = "village-desk-pair-answer/1"
INVITE = "village-desk-invite/1"
PAIR_REQUEST = "village-desk-pair-request/1"
KEY_NEXT = "village-desk-key-next/1"
PROBLEM = "urn:village-desk:problem:"

MANIFEST_BYTES = 64 * 1024
LINE_BYTES = 2 * 1024 * 1024
"""A line may be long: fourteen full Excel cells, or the desk's own record of an answer with 5,000 lines."""
PACKAGE_BYTES = 16 * 1024 * 1024
PLAIN_BYTES = 12 * 1024 * 1024
"""The most bytes of a batch's lines. No desk ever sealed more than 8 MiB and one line."""
JSON_MARKS = 1_000_000
"""The most commas, brackets and braces of a batch, or of a message: each may be a value, of sixty bytes or more."""
LINE_MARKS = JSON_MARKS // 2
"""The same of one line; fourteen Excel cells full of commas have fewer."""
BATCH_FACTS = 5_000
ATTACHMENTS_BYTES = 4 * 1024 * 1024 * 1024
"""The most bytes of contents that a township stores for one village."""
MESSAGE_BYTES = 8 * 1024 * 1024
"""The longest signed message that either side reads."""

CARRIED_ALONG = facts.BatchAnswered.KIND
COLLECTED = facts.ContributionCollected.KIND


@value
class BatchPlace:
    """A place between two batches of an epoch: the last batch's number and id, the last fact's seq and hash."""

    number: int
    id: str
    seq: int
    hash: str


def beginning(desk: str, epoch: str) -> BatchPlace:
    """The place before the first batch of an epoch."""
    genesis = journal.genesis(desk, epoch)
    return BatchPlace(0, genesis, 0, genesis)


def knows(version: str, since: str) -> bool:
    """Whether a program of this protocol version knows things that version ``since`` brought."""
    return _places(version) >= _places(since)


def _places(version: str) -> list[int]:
    return [int(each) for each in version.split(".") if each.isdecimal()]


def digest(data: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def cash_of(kind: str, body: Mapping[str, Any]) -> int:
    """The fen of cash that a fact moved, negative out of the drawer; 0 for kinds that move none or are not known."""
    card = facts.CARDS.get(kind)
    return card.cash.fen(body) if card is not None and card.cash is not None else 0


def reckons(version: str, kind: str) -> bool:
    """Whether a program of this protocol version counts the cash of the kind; one that does not know it writes 0."""
    card = facts.CARDS.get(kind)
    return card is not None and (card.since == FIRST_VERSION or knows(version, card.since))


@value
class Hello:
    """The township introduces itself to a desk. ``time`` is ISO 8601; ``position`` counts this desk's batches.

    ``reached``: how many bytes of the batch in the request have arrived. ``down``: the number of the last message for
    this desk; ``down_id``: its id, once the desk has confirmed all messages, otherwise empty. ``version``: of a
    township that states none, the first.
    """

    township: str
    timeline: str
    time: str
    nonce: str
    trusts_new: bool
    position: int = 0
    version: str = FIRST_VERSION
    package_bytes: int = PACKAGE_BYTES
    reached: int = 0
    down: int = 0
    down_id: str = ""


@value
class KnownTownship:
    """The township this desk belongs to: its key, pinned at first contact; its last address; its timeline.

    ``before``: the former key, as long as that still counts; or empty.
    """

    public_key: str
    url: str
    timeline: str
    before: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys with which this township may sign; the newest first."""
        return (self.public_key, self.before) if self.before else (self.public_key,)


@value
class Held:
    """The township keeps the batch, but waits for batch ``waits_for`` of the same epoch first. Not an answer."""

    batch: str
    epoch: str
    number: int
    waits_for: int
    timeline: str


@value
class Answered:
    """The signed answer that ends a batch: its content, and its signed bytes."""

    answer: facts.BatchAnswered
    bytes: bytes


def adds_up(answer: facts.BatchAnswered, count: int, cash_fen: int) -> bool:
    """Whether every fact has one verdict, and every fen of collected cash is in one of the four sums ("Verdicts")."""
    named = Counter(each.verdict for each in answer.not_accepted)
    counted = {"already_had": answer.already_had, "refused": answer.refused, "kept": answer.kept}
    return (
        answer.accepted + sum(counted.values()) == count
        and answer.accepted_fen + answer.already_had_fen + answer.refused_fen + answer.kept_fen == cash_fen
        and named == Counter(counted)
    )
