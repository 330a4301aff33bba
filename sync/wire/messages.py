"""The township's signed messages as bytes and back: hello, answer, held. Unverified bytes are never returned."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, TypeVar

from sync.agreement import facts, journal, protocol
from sync.agreement.errors import NotTheTownship
from sync.agreement.facts import BatchAnswered
from sync.agreement.protocol import Answered, Held, Hello
from sync.wire import keys, lines
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey

Signers = str | tuple[str, ...] | None
"""Whose signature counts: this key's, any of these keys', or, for None, that of whoever holds the key it names."""


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


_Message = TypeVar("_Message", bound=_Dataclass)


def write_hello(key: DeskKey, hello: Hello) -> bytes:
    """The signed hello."""
    return sign(key, protocol.HELLO, dataclasses.asdict(hello))


def read_hello(data: bytes, public: Signers, nonce: str) -> Hello:
    """The hello, signed by ``public``, or by the key that it names when none is pinned yet.

    Raises NotTheTownship: ``not-signed``, ``township-key``, ``nonce``, ``version``.
    """
    message, signer = opened(data, protocol.HELLO, public)
    hello = typed(Hello, message)
    if hello.township != signer:
        raise NotTheTownship("township-key", "the hello names another key than it is signed with")
    if hello.nonce != nonce:
        raise NotTheTownship("nonce", "an old hello was played back")
    if hello.version.split(".")[0] != protocol.VERSION.split(".")[0]:
        raise NotTheTownship("version", hello.version)
    return hello


def write_answer(key: DeskKey, answer: BatchAnswered) -> bytes:
    """The signed answer that ends a batch. Words that several refusals or remarks share are written only once."""
    message = {"batch": answer.batch, **facts.body(answer)}
    words = {}
    for name in ("not_accepted", "remarks"):
        for each in message.get(name, ()):
            shared = {word: each.pop(word) for word in ("reason", "cure") if word in each}
            words[_shared(each)] = shared
    return sign(key, protocol.ANSWER, message | {"words": {name: each for name, each in words.items() if each}})


def read_answer(data: bytes, public: Signers, batch: SealedBatch, timeline: str | None) -> Answered:
    """The answer to this batch on this timeline; None: on any timeline, for a stored answer that was verified before.

    Raises NotTheTownship: ``not-signed``, ``township-key``, ``another-batch``, ``another-timeline``,
    ``does-not-add-up``.
    """
    message, _ = opened(data, protocol.ANSWER, public)
    try:
        words = message["words"]
        for name in ("not_accepted", "remarks"):
            message[name] = [{**each, **words.get(_shared(each), {})} for each in message.get(name, ())]
        answer: BatchAnswered = facts.read_as(BatchAnswered, message["batch"], message)
    except (KeyError, TypeError, AttributeError) as reason:
        raise NotTheTownship("not-signed", "a signed answer of another form") from reason
    named = (answer.batch, answer.epoch, answer.number, answer.last_seq)
    if named != (batch.id, batch.epoch, batch.number, batch.last_seq):
        raise NotTheTownship("another-batch")
    if timeline is not None and answer.timeline != timeline:
        raise NotTheTownship("another-timeline")
    if not protocol.adds_up(answer, batch.facts, batch.manifest.cash_fen):
        raise NotTheTownship("does-not-add-up")
    return Answered(answer, data)


def on_timeline(key: DeskKey, answer: bytes, timeline: str) -> bytes:
    """A stored answer for this timeline: an older one, from before a restore, is signed again.

    The same bytes each time, while timeline and key last.
    """
    message, signer = opened(answer, protocol.ANSWER, None)
    if (signer, message.get("timeline")) == (key.public, timeline):
        return answer
    return sign(key, protocol.ANSWER, message | {"timeline": timeline})


def write_held(key: DeskKey, held: Held) -> bytes:
    """The signed word that a batch waits for an earlier one."""
    return sign(key, protocol.HELD, dataclasses.asdict(held))


def read_held(data: bytes, public: Signers, batch: SealedBatch, timeline: str) -> Held:
    """The message that this batch is held. Raises NotTheTownship as ``read_answer``."""
    held = typed(Held, opened(data, protocol.HELD, public)[0])
    if (held.batch, held.epoch, held.number) != (batch.id, batch.epoch, batch.number):
        raise NotTheTownship("another-batch")
    if held.timeline != timeline:
        raise NotTheTownship("another-timeline")
    return held


def _shared(refusal: Mapping[str, Any]) -> str:
    """Refusals with this in common have the same words."""
    return f"{refusal.get('code', '')} {refusal.get('field', '')}"


def sign(key: DeskKey, domain: str, message: dict[str, Any]) -> bytes:
    """The message in its signed envelope."""
    signature = key.sign(domain, journal.canonical(message)).hex()
    return journal.canonical({"key": key.public, "message": message, "signature": signature})


def opened(data: bytes, domain: str, public: Signers) -> tuple[dict[str, Any], str]:
    """The message and its signer, when signed in this domain by one of whom ``public`` means."""
    try:
        envelope = lines.strict(data)
        signer, message = str(envelope["key"]), envelope["message"]
        signature, signed = bytes.fromhex(envelope["signature"]), journal.canonical(message)
    except (ValueError, KeyError, TypeError) as reason:
        raise NotTheTownship("not-signed") from reason
    if public is not None and signer not in ((public,) if isinstance(public, str) else public):
        raise NotTheTownship("township-key", "signed by another key than the one that is known")
    if not isinstance(message, dict) or not keys.verify(signer, domain, signed, signature):
        raise NotTheTownship("not-signed")
    return message, signer


def typed(kind: type[_Message], message: dict[str, Any]) -> _Message:
    """The message as its dataclass. A minor version may add members: unknown ones are ignored, new ones not missed."""
    names = {"str": str, "int": int, "bool": bool}
    fields = {each.name: names[str(each.type)] for each in dataclasses.fields(kind)}
    needed = {each.name for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING}
    values = {name: value for name, value in message.items() if name in fields}
    if not needed <= values.keys() or not all(type(value) is fields[name] for name, value in values.items()):
        raise NotTheTownship("not-signed", "a signed message of another form")
    return kind(**values)
