"""The file ``desk.vdesk.json`` beside a desk file: a check value of the key, and the count of wrong PINs.

It helps nobody to open the desk file more cheaply than the desk file itself, and the desk file opens without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sync import durable
from village_desk.domain.basics.errors import Refused
from village_desk.store.connection import engine
from village_desk.words import _

FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(slots=True)
class Companion:
    """``salt`` names the file that the check value belongs to: another file may have been put in its place since.

    ``village``: the village's name, for the door before the file is open; it stands on every receipt.
    """

    salt: str = ""
    key_check: str = ""
    wrong: int = 0
    wait_until: str = ""
    village: str = ""

    @classmethod
    def of(cls, key: bytes, salt: bytes, village: str) -> Companion:
        """That of a file whose key is known, and no wrong PIN since."""
        return cls(salt.hex(), _check_value(key), village=village)

    @classmethod
    def read(cls, path: Path) -> Companion:
        """The companion of the file; an empty one when there is none, or none that can be read."""
        try:
            found = json.loads(_place(path).read_text("utf-8"))
            salt, until = bytes.fromhex(found.get("salt", "")).hex(), str(found["wait_until"])
            if until:
                until = datetime.fromisoformat(until).astimezone().isoformat()
            return cls(salt, str(found["key_check"]), int(found["wrong"]), until, str(found.get("village", "")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, path: Path) -> None:
        """Write the companion, whole or not at all. If the folder cannot be written to, the old companion stays."""
        with contextlib.suppress(OSError):
            durable.write(_place(path), json.dumps(asdict(self)).encode())

    def proves(self, key: bytes, salt: bytes) -> bool | None:
        """Whether the key is the right one for the file with that salt; None when this companion cannot tell."""
        if not self.key_check or self.salt not in ("", salt.hex()):
            return None
        return hmac.compare_digest(self.key_check, _check_value(key))

    def knows_pin(self, pin: str) -> bool:
        """Whether the PIN is that of the check value's file, even if another file stands in its place now."""
        if not self.key_check or not self.salt:
            return False
        salt = bytes.fromhex(self.salt)
        return self.proves(engine.key_of(pin, salt), salt) is True

    def seconds_left(self, now: datetime) -> int:
        """How long the next try has to wait. Setting the clock cannot make it longer than the longest wait."""
        if not self.wait_until:
            return 0
        left = datetime.fromisoformat(self.wait_until) - now
        return int(left.total_seconds()) + 1 if timedelta(0) < left <= LONGEST_WAIT else 0

    def refuse_if_waiting(self, now: datetime) -> None:
        """Refused ``wait``, beside the PIN."""
        if seconds := self.seconds_left(now):
            message = _("口令连续输错 {wrong} 次").format(wrong=self.wrong)
            raise Refused(message, _("请过 {seconds} 秒再试").format(seconds=seconds), "wait", "pin")

    def count_wrong(self, now: datetime) -> None:
        """Count a wrong PIN; after the free tries each one costs a longer wait."""
        self.wrong += 1
        if self.wrong >= FREE_TRIES:
            wait = min(timedelta(seconds=5 * 2 ** min(self.wrong - FREE_TRIES, 10)), LONGEST_WAIT)
            self.wait_until = (now + wait).isoformat()

    def wrong_pin(self, now: datetime) -> Refused:
        """The refusal of the wrong PIN that was just counted, with the seconds until the next try."""
        seconds = self.seconds_left(now)
        cure = _("请过 {seconds} 秒再试").format(seconds=seconds) if seconds else _("请再输一次，注意大小写")
        return Refused(_("口令不对"), cure, "wrong_pin", "pin")


def _place(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _check_value(key: bytes) -> str:
    return hmac.new(key, b"village-desk key check", hashlib.sha256).hexdigest()[:32]
