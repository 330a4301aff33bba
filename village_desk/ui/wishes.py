"""What a page wants and only the program can do: it needs the desk closed, or the window out of sight."""

from pathlib import Path

from sync.agreement.values import value


@value
class LockNow:
    """Hide the window until somebody types the PIN."""


@value
class ChangePin:
    """Lock the files with another PIN."""

    pin: str
    new_pin: str


@value
class Restore:
    """Put a backup in the place of the file. ``backup_pin`` is the PIN of the backup, where it has another one."""

    backup: Path
    pin: str
    backup_pin: str


Wish = LockNow | ChangePin | Restore
