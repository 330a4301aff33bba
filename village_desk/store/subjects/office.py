"""The desk itself: which village it is of, what was set at it, and the policies by which it decides."""

from datetime import date

from sync.agreement.facts import DeskOpened, PolicyAdopted, SettingChanged
from sync.agreement.journal import Entry
from sync.agreement.sent import PolicySent
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE desk (
    village TEXT NOT NULL,
    village_name TEXT NOT NULL,
    letter TEXT NOT NULL
) STRICT;
CREATE TABLE policies (
    since TEXT NOT NULL,
    policy TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (since, policy)
) STRICT;
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"""


def settings(db: Database) -> dict[str, str]:
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


def _opened(db: Database, entry: Entry, fact: DeskOpened, origin: Origin) -> None:
    db.execute("DELETE FROM desk")
    db.execute("INSERT INTO desk VALUES (?, ?, ?)", [fact.village, fact.village_name, fact.letter])


def _adopted(db: Database, entry: Entry, fact: PolicyAdopted | PolicySent, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO policies VALUES (?, ?, ?)", [fact.since, fact.policy, fact.text])


def _set(db: Database, entry: Entry, fact: SettingChanged, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [fact.setting, fact.value])


_CARDS = (
    DeskCard(fact=DeskOpened, apply=_opened),
    DeskCard(fact=PolicyAdopted, apply=_adopted),
    DeskCard(fact=PolicySent, apply=_adopted),
    DeskCard(fact=SettingChanged, apply=_set),
)
SUBJECT = DeskSubject(schema=SCHEMA, whose={}, by_fact=(), cards=_CARDS)
