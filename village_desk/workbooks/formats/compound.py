"""The container of old Office files (OLE, MS-CFB): gives a stream by its name. Reads, never writes."""

import struct
from collections.abc import Iterator, Sequence

_LAST = 0xFFFFFFFA
"""From here on a sector number says end, free or table, never a sector."""
_ENTRY, _ROOT = 128, "Root Entry"
_SIZES = {9: 512, 12: 4096}
"""Bytes in a sector, by the power of two that the file says."""
_HEADER_TABLES = 109


class Damaged(Exception):
    """The container points outside itself or in circles."""


class Compound:
    """An OLE file held in memory. Raises Damaged for one that cannot be followed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._size = _SIZES[struct.unpack_from("<H", data, 30)[0]]
            self._cutoff: int = struct.unpack_from("<I", data, 56)[0]
            self._table = self._read_table()
            self._entries = dict(self._read_entries())
        except (struct.error, KeyError) as broken:
            raise Damaged from broken

    def names(self) -> set[str]:
        """The names of the streams and folders."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; Damaged when it is not there or cannot be followed."""
        if name not in self._entries:
            raise Damaged(name)
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._join(start)[:size]
        return self._small(start)[:size]

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        if place >= len(self._data):
            raise Damaged(number)
        return self._data[place : place + self._size]

    def _join(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(self._table, start)))

    def _small(self, start: int) -> bytes:
        """A stream below the cutoff lies in 64-byte pieces of the root's own stream."""
        table = _numbers(self._join(struct.unpack_from("<I", self._data, 60)[0]))
        if _ROOT not in self._entries:
            raise Damaged(_ROOT)
        whole = self._join(self._entries[_ROOT][0])
        return b"".join(whole[number * 64 : number * 64 + 64] for number in _chain(table, start))

    def _read_table(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_HEADER_TABLES}I", self._data, 76))
        following: int = struct.unpack_from("<I", self._data, 68)[0]
        for _step in range(len(self._data) // self._size):
            if following >= _LAST:
                break
            *more, following = _numbers(self._sector(following))
            sectors += more
        return [number for each in sectors if each < _LAST for number in _numbers(self._sector(each))]

    def _read_entries(self) -> Iterator[tuple[str, tuple[int, int]]]:
        directory = self._join(struct.unpack_from("<I", self._data, 48)[0])
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length: int = struct.unpack_from("<H", directory, place + 64)[0]
            name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if name:
                yield name, struct.unpack_from("<II", directory, place + 116)


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors from ``start`` to the end of the chain; Damaged when it leaves the table or runs in circles."""
    for _step in range(len(table) + 1):
        if start >= _LAST:
            return
        if start >= len(table):
            break
        yield start
        start = table[start]
    raise Damaged(start)
