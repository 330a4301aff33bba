"""Pairing by a typed code: how a desk and a township that never met come to know each other's keys. No I/O.

The code is 80 random bits and a check, so an eavesdropper cannot guess it and a slip of the finger shows before
anything is sent. Both sides prove by HMAC that they hold it, over everything that was said: "Pairing by code" in
``docs/protocol.md``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets

from sync.agreement import journal, protocol
from sync.agreement.errors import Damaged, NotTheTownship
from sync.agreement.values import value
from sync.wire import messages
from sync.wire.keys import DeskKey

LIFE_DAYS = 14
"""How long an invitation may wait to be used."""
_SECRET, _CHECK, _GROUP = 16, 4, 4
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


@value
class PairAsk:
    """The desk's part. ``proof`` covers the desk, its key and the nonce; the key signs the message."""

    desk: str
    nonce: str
    proof: str


@value
class PairAnswer:
    """The township's part, signed with its key. ``proof`` covers the whole request, that key and the timeline."""

    desk: str
    nonce: str
    timeline: str
    proof: str


def new_code() -> str:
    """A fresh code in five groups, to be read out and typed."""
    secret = "".join(secrets.choice(journal.ALPHABET) for _ in range(_SECRET))
    return shown(secret + _check(secret))


def read_code(text: str) -> str:
    """The secret in a code as typed: capitals, gaps and look-alike letters do not matter.

    Raises Damaged ``code-form`` when it has another length or its check does not fit: a slip of the finger.
    """
    clean = text.strip().lower().translate(_LOOKALIKES)
    if len(clean) != _SECRET + _CHECK or not set(clean) <= set(journal.ALPHABET):
        raise Damaged("code-form", "20 letters and digits are needed")
    if _check(clean[:_SECRET]) != clean[_SECRET:]:
        raise Damaged("code-form", "a letter or digit is wrong")
    return clean[:_SECRET]


def shown(characters: str) -> str:
    """In groups of four capitals, as on paper."""
    groups = (characters[start : start + _GROUP] for start in range(0, len(characters), _GROUP))
    return "-".join(groups).upper()


def write_ask(key: DeskKey, secret: str, desk: str, nonce: str) -> bytes:
    """The ask, signed by the desk's key, with the proof that whoever asks holds the code."""
    proof = prove(secret, "ask", desk, key.public, nonce)
    return messages.sign(key, protocol.PAIR_ASK, dataclasses.asdict(PairAsk(desk, nonce, proof)))


def read_ask(data: bytes) -> tuple[PairAsk, str]:
    """The request and the public key that signed it; the proof is not checked yet. NotTheTownship ``not-signed``."""
    message, signer = messages.opened(data, protocol.PAIR_ASK, None)
    return messages.typed(PairAsk, message), signer


def proves(ask: PairAsk, signer: str, secret: str) -> bool:
    """Whether the ask was made by somebody who holds the code, with this very key."""
    return hmac.compare_digest(prove(secret, "ask", ask.desk, signer, ask.nonce).encode(), ask.proof.encode())


def write_answer(key: DeskKey, secret: str, ask: PairAsk, desk_key: str, timeline: str) -> bytes:
    """The answer, signed by the township's key, with the proof that the township holds the same code."""
    proof = prove(secret, "answer", ask.desk, desk_key, ask.nonce, key.public, timeline)
    answer = PairAnswer(ask.desk, ask.nonce, timeline, proof)
    return messages.sign(key, protocol.PAIR_ANSWER, dataclasses.asdict(answer))


def read_answer(data: bytes, secret: str, desk: str, desk_key: str, nonce: str) -> tuple[str, str]:
    """The township's key and timeline, proven by the code.

    Raises NotTheTownship: ``not-signed``, ``code-not-proven`` for somebody who does not hold the code.
    """
    message, township = messages.opened(data, protocol.PAIR_ANSWER, None)
    answer = messages.typed(PairAnswer, message)
    expected = prove(secret, "answer", desk, desk_key, nonce, township, answer.timeline)
    if not hmac.compare_digest(expected.encode(), answer.proof.encode()):
        raise NotTheTownship("code-not-proven")
    return township, answer.timeline


def prove(secret: str, side: str, *transcript: str) -> str:
    """HMAC-SHA-256 with the secret, over the side and the transcript in RFC 8785."""
    covered = journal.canonical([protocol.PAIRING, side, *transcript])
    return hmac.new(secret.encode(), covered, hashlib.sha256).hexdigest()


def _check(secret: str) -> str:
    """Four letters of the code's digest: one wrong code in a million passes."""
    number = int.from_bytes(hashlib.sha256(b"village-desk-code:" + secret.encode()).digest()[:4])
    return "".join(journal.ALPHABET[number >> 5 * place & 31] for place in range(_CHECK))
