"""What this PC remembers of its screen and its printers, in a small file beside the desk's. No facts, nobody's data."""

import contextlib
import json
from pathlib import Path

from village_desk import places
from village_desk.domain.basics.errors import Refused, Trouble

_ENDING = ".screen"


class Remembered:
    """Words by their names. What cannot be read or written is not remembered, and nobody is stopped for it."""

    def __init__(self, desk: Path) -> None:
        """``desk``: the file of the desk, there or not."""
        self._file = desk.with_name(desk.name + _ENDING)

    def get(self, name: str) -> str:
        """What was kept under the name; empty when nothing was."""
        return self._read().get(name, "")

    def keep(self, name: str, words: str) -> None:
        """Keep the words, or nothing any more when they are empty."""
        held = self._read()
        if held.get(name, "") == words:
            return
        held[name] = words
        kept = {name: held[name] for name in sorted(held) if held[name]}
        with contextlib.suppress(Refused, Trouble):
            places.write(self._file, json.dumps({"screen": kept}, ensure_ascii=False, indent=1).encode(), False)

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text("utf-8"))["screen"]
            return {str(name): str(words) for name, words in found.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
