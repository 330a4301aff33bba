"""Files of every form, broken by chance: each number gives the same broken file every time.

As a program (``python -m tests.workbooks.breaking FIRST COUNT``) it reads so many of them, as rosters and as payout
lists, and prints a line for each that did not end in an answer: in a process of its own, so that its memory is known.
"""

import io
import re
import signal
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests import memory
from tests.workbooks import file_forms
from tests.workbooks.books import FIELD, PAYOUT_HEADER, TODAY, grid, number, offers, payee
from village_desk.domain.basics.errors import DeskError
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.rosters import roster

MOST_MEGABYTES = 300
LONGEST = 60
"""Seconds after which a file is said to hang: hundreds of times what the longest takes."""

_SLOW = 25
"""Trying a password takes 0.1 s: only each so manieth file is one of those."""

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
_SCRAPS = (
    *(b"\0", b"\xff", b'"', b"'", b"<", b">", b"&", b"]]>", b"<!--", b"<td", b"</table>", b"\r", b"\n", b"\t", b","),
    *(
        "年月日合计".encode("gbk"),
        "姓名".encode(),
        b"&#0;",
        b"&#x110000;",
        b"&lt;",
        b"%",
        b"1e999",
        b"NaN",
        b"-1",
        b"=",
        b"PK",
    ),
    *(b'rowspan="65534"', b"colspan=1000", b' ss:Index="1048576"', b' r="XFD1048576"', b' ss:MergeDown="99999"'),
)
_FIGURES = re.compile(rb"[0-9]{1,9}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def wholes() -> Sequence[tuple[str, bytes]]:
    """Good files: a small roster and a small payout list in each form, and what village offices handed in."""
    people = [
        {"name": f"张{'三四五六七'[order % 5]}", "id_number": number(order), "tier": 200.0} for order in range(1, 30)
    ]
    lists: list[file_forms.Rows] = [
        [["2026年11月待遇发放明细"], PAYOUT_HEADER, *map(payee, range(1, 30))],
        grid(people),
    ]
    made = [(name, make(rows)) for name, make in file_forms.FORMS.items() for rows in lists]
    handed_in = [(path.name, path.read_bytes()) for path in sorted(FIELD.iterdir())]
    return [*made, *handed_in]


def broken(seed: int) -> tuple[str, bytes]:
    """A name, and a file with something broken in it."""
    dice = Random(seed)
    whole = [(name, data) for name, data in wholes() if _is_slow(name) == (dice.random() * _SLOW < 1)]
    name, data = dice.choice(whole) if seed % _SLOW else dice.choice(wholes())
    if data.startswith(b"PK") and dice.random() < 0.7:
        return name, _in_a_member(dice, data)
    return name, _broken(dice, data)


def _is_slow(name: str) -> bool:
    return name in ("只读.xlsx", "e-velvet.xlsx")


def _in_a_member(dice: Random, data: bytes) -> bytes:
    """A zip whose container is sound and one of whose members is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = dice.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, _broken(dice, old.read(name)) if name == chosen else old.read(name))
    return buffer.getvalue()


def _broken(dice: Random, data: bytes) -> bytes:
    for _time in range(dice.choice((1, 1, 1, 2, 3, 8, 30))):
        data = dice.choice(_WAYS)(dice, data)
    return data


def _bits(dice: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _time in range(dice.randint(1, 4)):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(dice: Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _lost(dice: Random, data: bytes) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + data[place + dice.choice((1, 2, 3, 64, 512, 4096)) :]


def _twice(dice: Random, data: bytes) -> bytes:
    place, length = dice.randrange(len(data) + 1), dice.choice((1, 4, 100, 512, 4096))
    return data[: place + length] + data[place : place + length] * dice.choice((1, 2, 50)) + data[place + length :]


def _number(dice: Random, data: bytes) -> bytes:
    place, size = dice.randrange(len(data) + 1), dice.choice((1, 2, 4))
    number = dice.choice(_NUMBERS) % (1 << 8 * size)
    return data[:place] + number.to_bytes(size, "little") + data[place + size :]


def _scrap(dice: Random, data: bytes) -> bytes:
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.choice(_SCRAPS) + data[place + dice.choice((0, 0, 1, 5)) :]


def _figure(dice: Random, data: bytes) -> bytes:
    """A number as text becomes another one: places, counts, kinds of cells."""
    found = list(_FIGURES.finditer(data))
    if not found:
        return data
    chosen = dice.choice(found)
    return data[: chosen.start()] + str(dice.choice(_NUMBERS)).encode() + data[chosen.end() :]


def _mixed(dice: Random, data: bytes) -> bytes:
    _name, other = dice.choice(wholes())
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


_WAYS: Sequence[Callable[[Random, bytes], bytes]] = (_bits, _cut, _lost, _twice, _number, _scrap, _figure, _mixed)


def fault(path: Path) -> str:
    """Why reading the file did not end in an answer; nothing when it did, twice."""
    for read in (lambda: roster.read(path, offers, TODAY), lambda: payout_list.read(path, TODAY)):
        try:
            read()
        except DeskError as no:
            if not (_CHINESE.search(no.message) and _CHINESE.search(no.cure) and no.code):
                return f"refused without words: {no.code} {no.message} {no.cure}"
        except BaseException:  # noqa: BLE001 - a panic of the library in Rust is no Exception, and is a fault here
            return traceback.format_exc()
    return ""


def megabytes() -> int:
    """The most memory that this process has had."""
    return memory.peak_kib() // 1024


def main(first: int, count: int) -> None:
    """Reads so many broken files; a line for each fault, and at the end how many were read."""
    wholes()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            name, data = broken(seed)
            path = Path(folder) / name
            path.write_bytes(data)
            before = megabytes()
            signal.alarm(LONGEST)
            why = fault(path)
            signal.alarm(0)
            if not why and before <= MOST_MEGABYTES < megabytes():
                why = f"{megabytes()} MB"
            if why:
                print(f"seed {seed} ({name}, {len(data)} bytes): {why}", flush=True)
            path.unlink()
    print(f"read {count} broken files, {megabytes()} MB")


def _hangs(_number: int, _frame: object) -> None:
    raise TimeoutError(f"no answer after {LONGEST} s")


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _hangs)
    main(int(sys.argv[1]), int(sys.argv[2]))
