"""The desk itself: which village it is of, what was set at it, and the policies by which it decides."""

from sync.agreement.facts import DeskOpened, PolicyAdopted, SettingChanged
from sync.agreement.journal import Entry
from sync.agreement.sent import PolicySent
from village_desk.store.file.engine import Database
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
SUBJECT = DeskSubject(schema=SCHEMA, by_fact=(), cards=_CARDS)
