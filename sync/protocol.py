"""THE AGREEMENT between a desk (a village coordinator's PC) and its township. Both sides import this file. No I/O.

1. What travels
    A desk keeps a journal (``sync/journal.py``): an append-only list of facts, chained by SHA-256, in one or more
    epochs. A *batch* is a range of one epoch, sealed once into signed bytes (``sync/batch.py``) and never rebuilt. Its
    id is the SHA-256 of its manifest. Batches of an epoch are numbered from 1 and name their predecessor's id; the
    first names ``beginning(desk, epoch)``. Lines carry no hash: the receiver recomputes the journal's chain from the
    manifest's ``prev_hash`` and must arrive at ``head_hash``. A line leaves out what follows from the line before
    (``sync/shortening.py``); a line that cannot be read enters the chain by its bytes.

2. The conversation (HTTP; paths under the township's URL)
    ``GET /v1/hello?desk=D&nonce=N``       200, a signed Hello that repeats the nonce; with ``&batch={id}`` of the
                                           batch that will go first, ``reached`` says how much of it is here
    ``PATCH /v1/batches/{id}``             a piece of the batch's bytes, or all of it: see 4
    ``HEAD /v1/batches/{id}``              204 with Upload-Offset and Upload-Complete; 404 no-such-upload
    ``GET /v1/batches/{id}/answer``        200, the signed answer again, or 202 and Held; 404 no-such-upload
    The desk greets, then sends its open batches oldest first, one at a time, and keeps each answer before the next.
    A desk that knows its township, and has one batch that is new and short, saves the greeting: its PATCH carries the
    header ``Village-Hello: D N``, and the reply the signed Hello, as of before the piece, in a header of that name. An
    answer beside such a hello ends the batch as any other; whatever else comes, the desk greets as if it had sent
    nothing. When ``down_id`` of that hello is the last message it has, it need not ask for more: an ordinary week is
    one request.
    The hello's ``position`` counts the batches of this desk that the township has answered. When it is behind what the
    desk keeps answers for, or the hello names another timeline, the township was restored from a backup: see 16.

3. What is an answer
    Only this ends a batch: bytes signed by the pinned township key in the domain ANSWER, that name this batch, on the
    timeline of the hello of this conversation, whose counts and money add up to the batch's. Nothing else does: not
    status 200, not "all bytes sent", not a page in HTML. The same batch is answered with the same bytes while the
    timeline lasts, by whatever road it comes. *Held* (domain HELD, status 202) says that the township has the batch
    but waits for an earlier one; it ends nothing. Nothing is ordered or refused by a desk's clock. The desk keeps the
    last ``time`` of a hello to doubt its own by, and tells in a manifest's optional ``clock`` {suspect, township_seen}
    what came of it; ``township_seen`` is that time, or "".

4. Upload
    ``Upload-Offset``, ``Upload-Length`` and ``Upload-Complete`` mean what draft-ietf-httpbis-resumable-upload says,
    with no 1xx answers; ``Content-Digest`` (RFC 9530, sha-256) covers the piece. Offset 0 begins. 204 with the new
    Upload-Offset: go on from there. 409 mismatching-upload-offset carries the right one. A piece that was cut leaves
    what arrived, once the whole manifest is among it: a stranger is sent away before a byte of his is kept. The piece
    that completes the batch gets the answer; so does any piece of a batch that was answered, an empty one too. Where
    to begin stands in the hello; after a cut the desk asks by HEAD and goes on from there. Pieces begin at 24 KiB and
    grow to ten seconds of the line, so that an ordinary week is one request and never more than one piece goes again.
    When a cut lost all of a piece, as behind a proxy that passes on only what it has whole, the next are shorter.

5. What is tried again
    No line, silence, a reply cut short, 5xx: NoLine, later, the same bytes. Somebody who is not the township
    (NotTheTownship): nothing was lost, later. A refusal of ours (RFC 9457, type ``PROBLEM`` + code): TownshipRefused,
    sending again will not help. The time-out is on silence, never on total time. Redirects are not followed. The URL
    is https, or on this machine.

6. At the township (one transaction for each batch, committed before the answer leaves)
    Signature, hashes and bounded decompression first; a batch that fails is refused whole and nothing of it is used.
    Then, for the chain of this desk and epoch: a batch already answered is answered with the same bytes; one whose
    number is taken or whose ``prev`` or ``prev_hash`` does not follow the head is ``chain-fork``; one beyond the next
    number is held, and applied when the gap closes. A new epoch of a known desk is a new chain. A key other than the
    desk's is ``desk-key``; one that ended is ``key-revoked`` or ``key-replaced``; a desk never seen is
    ``desk-unknown``, unless the township trusts new desks.

7. Verdicts: every line of a batch gets exactly one, whatever its bytes
    accepted      new and in order. A *remark* may stand beside it: it counts, but somebody should look.
    already_had   this id with this content came before and was accepted; it counts nothing again.
    refused       with a code, the field, a reason and a cure. It counts nothing; the desk mends it by a new fact.
    kept          a kind that the township's program does not know yet (``kind_unknown``). It is stored whole, counts
                  nothing and holds up nothing. When the program knows the kind, the fact is judged in the order of its
                  village, by the day on which its batch came, and a VerdictsTold tells the desk what came of it; the
                  answer stays as it was signed. The other desks hear of the fact then, under the order of its batch.
    An id of a desk counts once, in whatever epoch it comes. An id with other content is refused (``id_reused``); what
    another desk has under the same id takes nothing from it. A line refused before is refused again for the same
    reason. A desk takes money, and voids it, only under numbers of its own letter, of whichever of its lives
    (``receipt_of_another`` else, which takes the number from nobody). Money that was taken stands: the same person and
    year twice is accepted with the remark ``collected_twice`` unless the fact says why (``again``), and so is money of
    a person whose registration was refused (``person_in_doubt``), and of one for whose number another village took
    money of the year (``collected_elsewhere``). One bad line never holds up the others.
    What comes before that which it speaks of waits, and is no mistake: two desks and two roads have no one order, and a
    restored township may hear the second thing first. Money and attachments of a person not registered yet count at
    once (remark ``person_awaited``), and are his when he is. A correction of him is in his fields when his registration
    has come, as the later word; a void (``receipt_awaited``) and a removal (``attachment_awaited``) undo what they name
    when it has come. Where it never comes they stay, and the office sees how many wait.
    A line whose ``at`` lies before 2009 or more than a day ahead of the township's date is accepted with the remark
    ``clock_suspect``, unless there is any other finding, which is worth more. Rules about dates and years go by the
    township's clock alone.
    Equations, checked on both sides: accepted + already_had + refused + kept = facts, and the same in fen of collected
    cash. Of a kind that the township does not know, it checks the manifest's count and takes its fen as told: they are
    ``kept_fen``. There will be no fifth verdict while the major number is 1.
    Where a desk records answers in its journal (``CARRIED_ALONG``), they travel with the next batch but never make one.

8. Trust (``sync/pairing.py``)
    ``POST /v1/pair``   a signed pairing ask; 200, the signed pairing answer; 403 code-wrong, code-used, code-expired
    The office invites a desk by name: 20 characters of Crockford's base 32 (80 random bits, 20 of check), told in
    person, good once and for 14 days. The desk signs {desk, nonce, proof}, the township {desk, nonce, timeline, proof};
    ``proof`` is HMAC-SHA-256 by the code's 80 bits over RFC 8785 of ``PAIRING``, the side, and all that was said: desk,
    desk's key, nonce; and in the answer also the township's key and timeline. So each knows that the other holds the
    code, and whose key is whose. Who does not hold it only ever hears code-wrong. The same ask is answered again, as
    its reply may have been lost. The desk pins the township's key; another is not the township.
    A key ends when another PC pairs as its desk (``key-replaced``) or the office revokes it (``key-revoked``): from
    then on its batches and asks are refused, new ones and old ones, and it cannot pair again; its desk can, with a new
    key. That is on the disk before the township hears of it, and takes the place of the old file in one step; where the
    line was cut in between, the desk asks by the new key, as in 13, whether it was let in. What another key sealed is
    not sent again: the desk takes its past, as in 13, and all that was never answered goes on, with its ids, in a new
    epoch that begins with EpochOpened, reason ``rekeyed``.
    A desk without a line is paired by stick (``sync/inviting.py``, ``sync/pair_files.py``):
    ``VD/pair/<desk>.vdi``      the township's invitation, domain INVITE: desk, its key, its address or nothing, its
                                timeline, a secret of 256 bits, the end (14 days); the desk's keys that ended, the last
                                answered batch of each of its epochs, and its highest ordinal
    ``VD/pair/<desk>.request``  the desk's request, domain PAIR_REQUEST, signed by its key: desk, the township's key,
                                and the proof by the secret over ``request``, desk, desk's key, township's key
    The stick is handed over in person, and the desk pins the key that the invitation is signed with; a desk that knows
    another township refuses it. As a file can be copied, a request lets nobody in: both sides show 16 decimal digits of
    the SHA-256 over both keys, and the office approves when they are the same. Until then the desk is not known. An
    invitation is for the first key that asks with it; a later one, of either kind, ends it. The township refuses by
    ``invite-unknown``, ``invite-used``, ``invite-expired``, ``key-revoked``, ``key-replaced``, ``digits-wrong``. A desk
    whose key the invitation calls ended takes a new one at once. Of its batches up to those that the invitation names
    it only asks for the answers; what is in the later ones moves into a new epoch.
    Without pairing, a township started with --trust-new-desks takes the key of a desk it has not seen and keeps to it.
    The desk pins the township's key from the first signed hello that says so (``trusts_new``): trust on first use, fit
    for loopback and a guarded office network only. From then on another key is not the township.

9. Signed messages (``sync/messages.py``)
    RFC 8785 JSON ``{"key", "message", "signature"}``; Ed25519 (RFC 8032) over the domain, a line feed and the RFC 8785
    bytes of ``message``. Domains keep a hello from passing as an answer. An answer is a BatchAnswered (``facts.py``)
    whose refusals leave out reason and cure: those stand once for each code and field under ``words``. To a desk that
    accepts ``application/zstd`` a long message comes as one zstd frame of that media type.

10. What comes down (``sync/down.py``, ``sync/sent.py``)
    The township keeps a journal for each desk: messages numbered from 1 without a gap, the number taken under a lock in
    the committing transaction. A message is an envelope as in 9, domain DOWN, of ``{desk, number, prev, at, kind,
    about, body}``, packed in one zstd frame; its id is the SHA-256 of the envelope, ``prev`` that of the message before
    (before the first: of ``down:<desk>``). It carries one fact of ``sent.py``; lists are whole versions.
    ``POST /v1/down``                      200 and the message that follows; 204 when there is none
    The body is an ask: ``{desk, after, id, time, township}`` signed by the desk in the domain DOWN_ASK, since what
    comes down names people. ``after`` and ``id`` are the last message that the desk has committed, and tell the
    township that all up to there is seen; ``time`` repeats this conversation's hello and is good for ten minutes by the
    township's clock (``ask-stale`` else); ``township``: see 17. ``down-fork``: the township never sent what the desk
    names (it was restored): the desk asks from 0 again. The desk applies each message in one transaction with its place
    in the chain, and each ``about`` once for ever. What it cannot use it keeps with a reason, and goes on: nothing that
    comes down stops what follows. The same bytes come as files too (see 12). A desk that is restored or new asks from
    what it has. The hello's ``down`` tells how many there are, to be shown.

11. Limits
    The constants below. A desk cuts a long week into batches far below them; what exceeds them is
    ``package-too-large``, ``line-count`` or ``line-too-long`` and is refused whole. It is unpacked only to where that
    shows: what the signed manifest promises (facts, plain bytes) bounds it, and so it costs nothing.

12. The same by stick (``sync/courier.py``, ``sync/stickfiles.py``; sealed by ``sync/sealing.py``)
    ``VD/up/<desk>_<epoch>_<number>.vdb``  a batch that is open, sealed for the township: every open batch, every time
    ``VD/up/<desk>.ask``                   what the desk waits for, oldest first; unsigned, it asks for nothing secret
    ``VD/down/<desk>/<batch id>.ack``      the signed answer, the same bytes as on the line
    ``VD/down/<desk>/<16 digits of the township's key>.hello``   the signed hello, repeating the nonce of the ask
    ``VD/up/<desk>.seen``                  how far the desk has what comes down: the signed ask of 10, without a time
    ``VD/down/<desk>/<number, 9 digits>.vdd``   a message of 10, sealed for the desk: all that it has not said to have
    ``VD/up/<desk>.past``                  which of its own batches the desk has, signed: see 13
    Sealing is RFC 9180 (HPKE base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305) to the key of the reader in its X25519
    form: up to the pinned township key, down to the key that speaks for the desk, and to none that ended. A desk that
    knows no township writes no stick. Inside are the very bytes of the line: a batch's id, and so its answer, are the
    same by either road, and both may carry it. Answers name facts and reasons, no people.
    A file is written under another name, synced, read back, compared, then renamed. Files are looked at by content:
    names only choose and order them. What is not ours is told in words and left alone; nothing is ever deleted. A batch
    that the desk's ask on the same stick does not name any more, and whose facts have all come by another, is of a life
    that the desk gave up, and is not taken.
    The nonce is SHA-256 over the desk, the township's key and the timeline that the desk knows. So a hello on a stick
    that names another timeline was said after the one that the desk knows: the desk believes it and does as 16
    says. On an old stick it does not match, and neither do the answers of a timeline that is gone.
    Messages are taken by their own numbers; one that does not follow waits, one that cannot be read stops no other. A
    ``seen`` that names what the township never sent (it was restored) brings all messages again. Where they part from
    what the desk has, and the hello beside them matches, the desk goes on with the township's story of now.

13. A desk's own past (``sync/past.py``)
    ``POST /v1/past``   an ask signed by the desk's key, repeating the hello's time; 200: for no batch, the signed list
                        of the ids of all its answered batches, with ``orders`` and ``unheard``; for one, its bytes as
                        they came, or ``most`` of them from ``first`` on, so that a cut line brings it too
    A desk asks when the hello's ``position`` is beyond the answers it keeps, and when it is told ``chain-fork``: its
    file is a backup put back, or a copy of a disk. It fetches what the township has, each batch proven by its id, each
    epoch verified from its genesis on, makes its journal that past, and opens a new epoch with the next ordinal, which
    begins with EpochOpened and goes on with its own facts that the township never had, with their ids. The receipt
    series follows the ordinal. Where two copies of one disk lived apart: a person of the same identity number is the
    one that the township knows, and an unsent receipt whose number is taken gets a number of the new series. A new PC,
    paired as the same desk, is filled in the same way; its ordinal is the next full ten, as the lost one may have begun
    lives, and printed in them, that the township never heard of. Before it gives out a receipt it sends its EpochOpened
    and has the answer: the next PC that takes this place finds it in the past. Where that went by stick, or was cut,
    and such a PC is lost too, ``unheard`` counts it: so many keys of the desk ended before a batch of theirs was
    answered, and the ordinal is ten more for each. A desk that finds by itself that its
    file is older than what it gave out opens its new epoch at once, reason ``put_back``.
    A life that was given up may reach the township all the same, by an old stick: the desk's journal has it up to the
    first fact that is told again; what the township has by it alone goes up once more, with its id.
    By stick (``sync/past_files.py``) nothing has to be asked for: each time a desk writes one it says what it has, and
    what it lacks comes back with that stick.
    ``VD/up/<desk>.past``                  {desk, batches}, signed by the desk in the domain PAST_HERE: the ids, with
                                           blanks between, of all batches that it has, answered or not
    ``VD/past/<desk>/<batch id>.vdp``      an answered batch that is not among them, sealed for the key that signed;
                                           its answer lies where answers lie
    ``VD/past/<desk>/<16 digits of the township's key>.list``    the signed list, repeating the time of the hello, with
                                           the key that signed the word as its ``reader``
    The list is written after the batches, and the hello after the list, so that a list without its hello is none. While
    a desk lacks some of its past, or its word cannot be read, no new batch of it is taken from the stick: it would tell
    what it tells twice. The desk does all of this at once or nothing of it; a file that is missing or damaged is told,
    and comes again with the next stick. What came down waits for it. A list that lacks what is answered at the desk is
    of an old stick. A new PC asks with its request (8), and is answered once the office has let it in; it gives out
    receipts as soon as the stick is back.

14. Two desks of one village (``sync/township/siblings.py``)
    Each PC is a desk of its own: its letter, key, journal and receipt series. The township's books are the village's:
    a fact may speak of a person whom another desk of the village registered; one receipt number is one receipt, of the
    desk whose letter it bears, and made void by that desk alone; an identity number that another desk registered too is
    the same person (the fields of the later registration count), with the remark ``registered_on_both`` when the names
    differ. The same year taken on both stands, both count, and the later one has the remark ``collected_twice``.
    The township gives every batch, and every correction of its own, its *order*: 1, 2, 3 over all desks of the village,
    in the transaction that applies it. The answer tells the desk the order of its batch, and what was accepted of it
    about people and money goes down to every other desk of the village as DeskTold, with that order. A desk that joins
    later is told all that came before. A registration that was refused is told once it stands, with all about him. What
    is told under an id of a fact of the desk's own is not for it; and it gives no fact an id that it was told.
    On a field that two desks changed, the change with the higher order is the last word, and a change that the
    township has not answered is later than all it has: so all desks and the township come to the same, in whatever
    order they hear it. Both changes stay in the journals, and a desk shows where another's word took the place of its
    own. A fact about a person whom the desk does not know yet waits for his registration.

15. Attachments (``sync/attachments.py``): the fact travels in a batch, its content apart, and never holds up a fact
    AttachmentAdded names a content by its SHA-256, length and media type (JPEG, PNG, PDF). The content's bytes:
    ``PATCH/HEAD /v1/attachments/{sha256}``   as in 4; the piece that completes it, and any piece of one that is here,
                                              gets 200 and *kept*: {kept, sha256, bytes, timeline}, ATTACHMENT_KEPT
    ``GET  /v1/attachments/{sha256}``         206, a Range of it: a desk that was rebuilt fetches it back in parts
    Every request carries the header ``Attachment-Claim``: base 64 of {desk, sha256, bytes, time}, signed by the desk in
    the domain ATTACHMENT_CLAIM; ``time`` as in 10. The township takes and gives only what a standing attachment of the
    desk's village names in an accepted fact: ``attachment-unnamed`` else, so the fact goes first. ``attachment-kind``:
    the first bytes are not of the media type named; ``attachment-digest``: the whole is not what was named, and is
    forgotten; ``attachment-quota``. A content is kept once, whoever names it; when AttachmentRemoved leaves nobody that
    names it, it is dropped. A desk counts a content as sent only by a *kept* of the timeline it knows: after a restored
    township it asks again, and sends what is gone. It sends facts, takes what comes down, then sends contents, small
    ones first. A failure of a content is none of the facts.
    By stick: ``VD/up/<desk>_<sha256>.vda``, sealed as in 12: the claim (``time`` "") and the content; the answer is the
    same *kept* as ``VD/down/<desk>/<sha256>.kept``. Contents are taken after all the batches of the stick.

16. The township's books put back (``sync/township/backups.py``, ``timelines.py``)
    A timeline is one unbroken life of the township's books, and every answer names it. Books that are restored from a
    backup begin a new one, in the same step that puts them in place; so do books that are found to be older than what
    they had answered. What the books still hold is answered on the new timeline: the kept answer, signed again with its
    new name, the same bytes from then on. A desk that hears another timeline, or a ``position`` behind its answers,
    asks for the list of 13 before anything else and opens again every answered batch that is not in it; what followed
    from those answers it forgets. A stick cannot ask: there every batch goes again. Answers of a timeline that is gone
    end nothing, and a batch that is there already is only answered once more.
    A batch that comes again gets its order anew. The signed list of 13 names the order of each batch beside it
    (``orders``), and the desk opens again what has another order than it was told. To the other desks the batch is told
    again; where the order is another one, that telling is kept as a saying of its own, and the last one heard in the
    chain of now holds. So fields of people end as by the orders of the township's books of now (14). A correction of
    the township's own that its books forgot is given back by the desks that heard it, when all of its story of now is
    there: each records what stands there in those fields, as a correction of its own that names the forgotten one
    (``instead_of``) and takes its place.

17. The township's key changes (``sync/key_change.py``, ``sync/township/renewing.py``)
    A KeyNext {before, key, until, proof} goes down to every desk, signed by the old key ``before``; ``proof`` is the
    new key's signature, in the domain KEY_NEXT, over RFC 8785 of [before, key, until], so nobody announces a key that
    he does not hold. A desk follows it only when it is signed by, and names, the key that it has pinned last: neither a
    replay nor whoever found an old key leads a desk that moved on. It pins ``key``, and keeps ``before`` beside it.
    From then on it seals for the new key and names it on a stick, and believes what either key has signed, until a
    hello's ``time`` reaches ``until``, 90 days later; its own clock has no part in it.
    An ask of 10, and a ``seen``, tell the newest key that the desk knows (``township``). Until that is the new one, the
    township signs what is for this desk with the old key; then with the new one, as for a desk that pairs meanwhile.
    Answers that it keeps are signed again so, as after a restore (16). It opens what is sealed for either. When every
    desk that speaks knows the new key, or ``until`` has come, it holds the old one no more: a desk that slept longer
    hears another township, and pairs again.
    Messages that lie signed by a key which the reader cannot know (he paired since, or the key ended) are signed anew
    when they are to be given: the whole chain of the desk, under other ids, which is a ``down-fork`` to a desk that has
    a place on it. It begins at 0, and applies nothing twice. What a key signed that never was the township's is signed
    anew by a command of the office (``sign-anew``), from the first such message on: what a desk has stays in its place.

18. Old and new meet
    A village PC is upgraded when somebody comes by, a township when its office finds the time; both directions work.
    A *kind* of facts that the township does not know is kept (7). A *field* of a person that a side does not know is
    carried: in PersonRegistered, and in the ``changes`` of a correction from either side, a name of ``[a-z][a-z0-9_]*``
    (at most 40 characters) with a text of at most 200 characters, or a whole number, stands beside the known ones, is
    changed, and goes down to the other desks, as they are. A rule that a later program has for such a field may remark
    and never refuse. In other kinds an unknown optional field is ignored, and the fact counts. A change of meaning is
    a new kind; money has only ever one version of its kind, or its sum would be put off until the upgrade.
    What a desk hears and does not know, it keeps as it was signed, and reads again when its program is a newer one: a
    message of another kind in its old place, a line of a DeskTold as its tables are derived anew.
    VerdictsTold {sent, batch, lines} goes down when a township's program judges what it had kept of a batch. Its
    ``sent`` begins with the timeline, since restored books judge again. It stands in the place of ``kept``, and of no
    other verdict, whichever of answer and message is heard first.

Versions (the path has the major number; a minor one adds what may be ignored, carried or kept)
    1.0  2026-11-29  the first that was released.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from sync import facts, journal

VERSION = "1.0"
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
"""A line may be long: fourteen full Excel cells, or the desk's own record of an answer that names 5,000 lines."""
PACKAGE_BYTES = 16 * 1024 * 1024
PLAIN_BYTES = 12 * 1024 * 1024
"""Of the lines of a batch. No desk ever sealed more than 8 MiB and one line."""
JSON_MARKS = 1_000_000
"""The most commas, brackets and braces of a batch, or of a message: each may be a value, of sixty bytes or more."""
LINE_MARKS = JSON_MARKS // 2
"""Of a line; fourteen full Excel cells of nothing else are fewer."""
BATCH_FACTS = 5_000
ATTACHMENT_BYTES = 10 * 1024 * 1024
ATTACHMENTS_BYTES = 4 * 1024 * 1024 * 1024
"""The most that the township keeps of one village."""
MESSAGE_BYTES = 8 * 1024 * 1024
"""The longest signed message that either side reads."""

CARRIED_ALONG = facts.BatchAnswered.KIND
COLLECTED = facts.ContributionCollected.KIND

DESK_NAME = re.compile(r"[0-9]{12}-[A-Z]")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two batches of an epoch: the last batch's number and id, the last fact's seq and hash."""

    number: int
    id: str
    seq: int
    hash: str


def beginning(desk: str, epoch: str) -> Place:
    """The place before the first batch of an epoch."""
    genesis = journal.genesis(desk, epoch)
    return Place(0, genesis, 0, genesis)


def village_of(desk: str) -> str:
    """The village whose desk this is: the 12 digits of ``429004103002-A``."""
    return desk.rpartition("-")[0] or desk


def desks_of(village: str) -> list[str]:
    """The names that a desk of the village can have."""
    return [f"{village}-{letter}" for letter in ascii_uppercase]


def digest(data: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def cash_of(kind: str, body: Mapping[str, Any]) -> int:
    """The fen of cash that a fact says were collected; 0 for other kinds, and for a body that makes no sense."""
    amount = body.get("amount_fen") if kind == COLLECTED else 0
    return amount if type(amount) is int and abs(amount) <= 2**53 else 0


@dataclass(frozen=True, slots=True)
class Hello:
    """The township introduces itself to a desk. ``time`` is ISO 8601; ``position`` counts this desk's batches.

    ``reached``: how many bytes of the batch that the desk named have arrived. ``down``: the number of the last message
    for this desk; ``down_id`` is its id, when the desk has said that it has them all, and else empty.
    """

    township: str
    timeline: str
    time: str
    nonce: str
    trusts_new: bool
    position: int = 0
    version: str = VERSION
    package_bytes: int = PACKAGE_BYTES
    reached: int = 0
    down: int = 0
    down_id: str = ""


@dataclass(frozen=True, slots=True)
class KnownTownship:
    """The township this desk belongs to: its key, pinned at first contact; where it was; its timeline.

    ``before``: the key that it had, as long as that still counts; or empty.
    """

    public_key: str
    url: str
    timeline: str
    before: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Whoever signs with one of these is this township; the newest first."""
        return (self.public_key, self.before) if self.before else (self.public_key,)


@dataclass(frozen=True, slots=True)
class Held:
    """The township keeps the batch, but waits for batch ``waits_for`` of the same epoch first. Not an answer."""

    batch: str
    epoch: str
    number: int
    waits_for: int
    timeline: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The signed answer that ends a batch: what it says, and the bytes as signed."""

    said: facts.BatchAnswered
    bytes: bytes


def adds_up(said: facts.BatchAnswered, count: int, cash_fen: int) -> bool:
    """The equations of 7: every fact has one verdict, and every fen of collected cash is in one of the four sums."""
    named = Counter(each.verdict for each in said.not_accepted)
    counted = {"already_had": said.already_had, "refused": said.refused, "kept": said.kept}
    return (
        said.accepted + sum(counted.values()) == count
        and said.accepted_fen + said.already_had_fen + said.refused_fen + said.kept_fen == cash_fen
        and named == Counter(counted)
    )
