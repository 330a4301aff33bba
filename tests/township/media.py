"""Sticks that fail: full after so many bytes, dead at the n-th step, or one that says it wrote and did not."""

from __future__ import annotations

import errno
from pathlib import Path

from sync.stick.stickfiles import Medium


class Failing(Medium):
    """Does ``steps`` writes, reads and renames; then each fails with ``code``, a write in its middle."""

    def __init__(self, steps: int, code: int = errno.EIO) -> None:
        self.left = steps
        self._code = code

    def write(self, path: Path, data: bytes) -> None:
        if self._ends():
            path.write_bytes(data[: len(data) // 2])
            raise OSError(self._code, "the stick failed")
        super().write(path, data)

    def read(self, path: Path, most: int) -> bytes:
        if self._ends():
            raise OSError(self._code, "the stick failed")
        return super().read(path, most)

    def rename(self, draft: Path, path: Path) -> None:
        if self._ends():
            raise OSError(self._code, "the stick failed")
        super().rename(draft, path)

    def _ends(self) -> bool:
        self.left -= 1
        return self.left < 0


class FakeCapacity(Medium):
    """Keeps the first bytes of a file and zeros after them, and reports success."""

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data[:64].ljust(len(data), b"\0"))
