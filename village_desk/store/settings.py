"""Reading what was set at this desk, and which policy holds from when."""

from datetime import date

from village_desk.store.file.engine import Database


def values(db: Database) -> dict[str, str]:
    """The settings that were ever changed, by name."""
    return dict(db.execute("SELECT name, value FROM settings").fetchall())


def adopted(db: Database) -> list[tuple[date, str, str]]:
    """Every policy that was adopted: from which day, its id and its text; the one that holds latest first."""
    rows = db.execute("SELECT since, policy, text FROM policies ORDER BY since DESC, rowid DESC")
    return [(date.fromisoformat(since), policy, text) for since, policy, text in rows]


def policy_on(db: Database, day: date) -> tuple[str, str] | None:
    """The id and the text (empty: the program carries it) of the policy adopted last for a day."""
    row = db.execute(
        "SELECT policy, text FROM policies WHERE since <= ? ORDER BY since DESC, rowid DESC LIMIT 1", [day.isoformat()]
    ).fetchone()
    return (row[0], row[1]) if row else None
