"""The road by stick: the same batches and answers as on the line, as files ("Sticks" in ``docs/protocol.md``).

    VD/up/<desk>_<epoch>_<number>.vdb   an open batch, sealed for the township     VD/down/<desk>/<batch id>.ack
    VD/up/<desk>.ask                    the batches without an answer              VD/down/<desk>/<township>.hello
    VD/up/<desk>.seen                   the desk's last message                    VD/down/<desk>/<number>.vdd
    VD/up/<desk>_<sha256>.vda           a content of an attachment, sealed         VD/down/<desk>/<sha256>.kept
    VD/up/<desk>.past                   the batches that the desk has              (``past_files.py``)
    VD/说明.txt                          for people: files, facts, money; no names and no numbers of people

Both sides use this module. It judges no answer and no batch: callers must verify the bytes that it reads.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sync.agreement import journal, money, protocol
from sync.agreement.errors import StickTrouble
from sync.agreement.protocol import KnownTownship
from sync.agreement.values import value
from sync.stick import stickfiles
from sync.stick.stickfiles import Ignored, Medium
from sync.wire import attachments, lines, sealing
from sync.wire.batch import SealedBatch

Progress = Callable[[int, int], None]

ROOT, UP, DOWN, LISTING = "VD", "up", "down", "说明.txt"
_ASK_BYTES = 1024 * 1024
_SEEN_BYTES = 4096
_LARGEST = 10**15
_UP_NAMES = re.compile(r"[0-9]{12}-[A-Z](_[0-9a-f]{8,32}_[0-9]{6,9}\.vdb|_[0-9a-f]{64}\.vda|\.ask|\.seen|\.past)")
_DOWN_NAMES = re.compile(r"[0-9a-f]{64}\.(ack|kept)|[0-9a-f]{16}\.hello|[0-9]{9}\.vdd")
_MESSAGE_NAMES = re.compile(r"[0-9]{9}\.vdd")


@value
class Item:
    """A batch that a desk waits for: its id, its file on the stick, the number of its facts and its cash (fen)."""

    id: str
    file: str
    facts: int
    fen: int


@value
class StickAsk:
    """A desk's request by stick: answers to these open batches, oldest first, and a fresh hello.

    The request is not signed: its answers are harmless in any hand.
    """

    desk: str
    township: str
    nonce: str
    open: tuple[Item, ...]


@value
class Up:
    """The files that desks put on a stick: requests, batches (``parcels``, in the order to take them), and the rest.

    ``seen``: how far each desk has the township's messages. ``contents``: contents of attachments. ``pasts``: which of
    its own batches each desk has.
    """

    asks: tuple[StickAsk, ...]
    parcels: tuple[Path, ...]
    seen: tuple[Path, ...]
    contents: tuple[Path, ...]
    pasts: tuple[Path, ...]
    ignored: tuple[Ignored, ...]


def unwatched(done: int, total: int) -> None:
    """A progress that nobody watches."""


def write_up(
    stick: Path,
    desk: str,
    known: KnownTownship,
    batches: Sequence[SealedBatch],
    progress: Progress = unwatched,
    medium: Medium | None = None,
    waiting: Sequence[SealedBatch] = (),
) -> StickAsk:
    """Put a desk's request on the stick, then every open batch, sealed for its township.

    ``waiting``: batches that the township has, of which only the answer is asked for. Raises StickTrouble; earlier
    files on the stick stay whole, and so do those written until then.
    """
    medium = medium or Medium()
    place = stickfiles.made(stick, ROOT, UP)
    asked = (*waiting, *batches)
    items = tuple(Item(each.id, _file(each), each.facts, each.manifest.cash_fen) for each in asked)
    nonce = sealing.nonce(desk, known.public_key, known.timeline)
    ask = StickAsk(desk, known.public_key, nonce, items)
    stickfiles.put(place / f"{desk}.ask", journal.canonical(dataclasses.asdict(ask)), medium)
    for done, batch in enumerate(batches):
        progress(done, len(batches))
        stickfiles.put(place / _file(batch), sealing.seal(batch.bytes, known.public_key), medium)
    write_listing(stick, (), medium)
    progress(len(batches), len(batches))
    return ask


def read_up(stick: Path, medium: Medium | None = None) -> Up:
    """The files that desks put on the stick; batches in the order of their desk's request. Raises StickTrouble."""
    place = stickfiles.folder(stick, ROOT, UP)
    if place is None:
        return Up((), (), (), (), (), ())
    found, ignored = stickfiles.listed(place, _UP_NAMES)
    asks = []
    for path in (each for each in found if each.suffix == ".ask"):
        ask = _ask(path, medium or Medium())
        asks.append(ask) if isinstance(ask, StickAsk) else ignored.append(ask)
    ranks = {item.file: rank for ask in asks for rank, item in enumerate(ask.open)}
    parcels = [each for each in found if each.suffix == ".vdb"]
    parcels.sort(key=lambda each: (each.name[:14], ranks.get(each.name, len(ranks)), each.name))
    seen, contents, pasts = (
        tuple(each for each in found if each.suffix == suffix) for suffix in (".seen", ".vda", ".past")
    )
    return Up(tuple(asks), tuple(parcels), seen, contents, pasts, tuple(ignored))


def fetch_parcel(path: Path, medium: Medium | None = None) -> bytes | Ignored:
    """The sealed bytes of a batch's file, in memory before anything looks into them. Raises StickTrouble."""
    return stickfiles.fetch(path, protocol.PACKAGE_BYTES + sealing.OVERHEAD, medium or Medium())


def write_content(stick: Path, desk: str, sha256: str, parcel: bytes, known: KnownTownship, medium: Medium) -> None:
    """Put a content with its claim (``attachments.pack``) on the stick, sealed for its township.

    Raises StickTrouble.
    """
    path = stickfiles.made(stick, ROOT, UP) / f"{desk}_{sha256}.vda"
    stickfiles.put(path, sealing.seal(parcel, known.public_key), medium)


def fetch_content(path: Path, medium: Medium | None = None) -> bytes | Ignored:
    """The sealed bytes of a content's file. Raises StickTrouble."""
    most = protocol.ATTACHMENT_BYTES + attachments.OVERHEAD + sealing.OVERHEAD
    return stickfiles.fetch(path, most, medium or Medium())


def read_kept(stick: Path, desk: str, sha256: str, medium: Medium | None = None) -> bytes | None:
    """The township's confirmation that it has a content, not yet verified; None if no readable one is there."""
    return _message(stick, desk, kept_name(sha256), medium or Medium())


def write_seen(stick: Path, desk: str, seen: bytes, medium: Medium | None = None) -> None:
    """Put the desk's signed note of how far it has the township's messages on the stick. Raises StickTrouble."""
    stickfiles.put(stickfiles.made(stick, ROOT, UP) / f"{desk}.seen", seen, medium or Medium())


def fetch_seen(path: Path, medium: Medium | None = None) -> bytes | Ignored:
    """That word, not verified. Raises StickTrouble."""
    return stickfiles.fetch(path, _SEEN_BYTES, medium or Medium())


def write_down(stick: Path, desk: str, name: str, message: bytes, medium: Medium | None = None) -> None:
    """Put a file for a desk on the stick: ``name`` as of ``answer_name`` and its like."""
    stickfiles.put(stickfiles.made(stick, ROOT, DOWN, desk) / name, message, medium or Medium())


def read_hello(stick: Path, desk: str, township: str, medium: Medium | None = None) -> bytes | None:
    """The hello of this township to this desk, not yet verified; None if no readable one is there."""
    return _message(stick, desk, hello_name(township), medium or Medium())


def read_answers(
    stick: Path, desk: str, batch_ids: Sequence[str], medium: Medium | None = None
) -> Iterator[tuple[str, bytes]]:
    """The answers on the stick to these batches, not verified, one at a time. Raises StickTrouble."""
    for each in batch_ids:
        data = _message(stick, desk, answer_name(each), medium or Medium())
        if data is not None:
            yield each, data


def read_messages(stick: Path, desk: str, medium: Medium | None = None) -> Iterator[tuple[str, bytes | Ignored]]:
    """The sealed messages to this desk by their numbers, each with the name of its file. Raises StickTrouble."""
    place = stickfiles.folder(stick, ROOT, DOWN, desk)
    for path in stickfiles.listed(place, _MESSAGE_NAMES)[0] if place else ():
        yield path.name, stickfiles.fetch(path, protocol.MESSAGE_BYTES + sealing.OVERHEAD, medium or Medium())


def odd_ones(stick: Path, desk: str) -> tuple[Ignored, ...]:
    """The files in this desk's folder of answers that do not belong there."""
    place = stickfiles.folder(stick, ROOT, DOWN, desk)
    return tuple(stickfiles.listed(place, _DOWN_NAMES)[1]) if place else ()


def answer_name(batch_id: str) -> str:
    """The file of the answer to a batch."""
    return f"{batch_id}.ack"


def hello_name(township: str) -> str:
    """The file of a township's hello: two townships may answer on one stick."""
    return f"{township[:16]}.hello"


def kept_name(sha256: str) -> str:
    """The name of the file with the township's confirmation that it has a content."""
    return f"{sha256}.kept"


def message_name(number: int) -> str:
    """The file of a message that comes down, sealed for the desk."""
    return f"{number:09}.vdd"


def write_listing(stick: Path, township_lines: Sequence[str], medium: Medium | None = None) -> None:
    """Write the list for people of the files on the stick, ``township_lines`` below."""
    place = stickfiles.folder(stick, ROOT)
    if place is None:
        raise StickTrouble("stick-gone")
    words = ["协办台与镇所之间的 U 盘。请不要改动 VD 文件夹里的文件。", ""]
    for ask in read_up(stick, medium).asks:
        words.append(f"协办台 {ask.desk}：送往镇所 {len(ask.open)} 批")
        words += [f"  {item.file}  记录 {item.facts} 条  代收 {money.figures(item.fen)} 元" for item in ask.open]
    text = "\r\n".join([*words, *township_lines, ""])
    stickfiles.put(place / LISTING, b"\xef\xbb\xbf" + text.encode(), medium or Medium())


def _file(batch: SealedBatch) -> str:
    return f"{batch.manifest.desk}_{batch.epoch}_{batch.number:06}.vdb"


def _message(stick: Path, desk: str, name: str, medium: Medium) -> bytes | None:
    place = stickfiles.folder(stick, ROOT, DOWN, desk)
    return stickfiles.fetch_if_there(place, name, protocol.MESSAGE_BYTES, medium)


def _ask(path: Path, medium: Medium) -> StickAsk | Ignored:
    data = stickfiles.fetch(path, _ASK_BYTES, medium)
    if isinstance(data, Ignored):
        return data
    try:
        ask = _read_ask(lines.strict(data))
    except (ValueError, KeyError, TypeError):
        return Ignored(path.name, "读不懂，没有用")
    return ask if path.name == f"{ask.desk}.ask" else Ignored(path.name, "文件名和内容对不上，没有用")


def _read_ask(value: dict[str, Any]) -> StickAsk:
    """Raises ValueError, KeyError or TypeError for a value that is no request."""
    items = tuple(Item(each["id"], each["file"], each["facts"], each["fen"]) for each in value["open"])
    ask = StickAsk(value["desk"], value["township"], value["nonce"], items)
    sound = (
        protocol.DESK_NAME.fullmatch(ask.desk)
        and protocol.DIGEST.fullmatch(ask.township)
        and protocol.DIGEST.fullmatch(ask.nonce)
        and all(protocol.DIGEST.fullmatch(each.id) and _UP_NAMES.fullmatch(each.file) for each in items)
        and all(type(sum_) is int and 0 <= sum_ < _LARGEST for each in items for sum_ in (each.facts, each.fen))
    )
    if not sound:
        raise ValueError("no ask")
    return ask
