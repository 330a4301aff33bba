"""The desk itself: its village, its settings, and the policies by which it decides."""

from datetime import date

from sync.agreement import calendar
from sync.agreement.facts import DeskOpened, PolicyAdopted, SettingChanged
from sync.agreement.journal import Entry
from sync.agreement.sent import PolicySent
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin
from village_desk.store.subjects.person_fields import order_of

SCHEMA = """
CREATE TABLE desk (
    village TEXT NOT NULL,
    village_name TEXT NOT NULL,
    letter TEXT NOT NULL
) STRICT;
CREATE TABLE policies (
    place INTEGER PRIMARY KEY,
    fact TEXT NOT NULL,
    since TEXT NOT NULL,
    policy TEXT NOT NULL,
    text TEXT NOT NULL,
    begins INTEGER NOT NULL,
    from_above INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL
) STRICT;
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"""


def settings(db: Database) -> dict[str, str]:
    """The settings that were ever changed, by name."""
    return dict(db.execute("SELECT name, value FROM settings").fetchall())


_AS_DECIDED = f"""
SELECT since, policy, text, begins, from_above, seq = 0 AND NOT from_above FROM policies adopted
 ORDER BY from_above, begins DESC, {order_of("adopted")}, place
"""
"""The desks' decisions in their order, then the township's messages in theirs."""


@value
class Adopted:
    """A policy that somebody decided for the time from a day on: its id, and its text if the program has it not.

    ``begins``: the policy with which the desk began, decided by nobody. ``passed_on``: the village's other PC decided
    so.
    """

    since: date
    policy: str
    text: str
    begins: bool
    from_above: bool
    passed_on: bool


def adopted(db: Database) -> list[Adopted]:
    """All that was adopted: what the desks decided, by order numbers, so that all PCs agree; then the township's."""
    rows = db.execute(_AS_DECIDED).fetchall()
    return [Adopted(date.fromisoformat(row[0]), *row[1:3], *map(bool, row[3:])) for row in rows]


def for_day(known: list[Adopted], day: date) -> Adopted | None:
    """The one that holds on a day: the last decision, unless the township's last message holds from a later day on."""
    begun = [each for each in known if each.since <= day]
    decided = [each for each in begun if not each.from_above and not each.begins]
    sent = [each for each in begun if each.from_above]
    last = [*decided[-1:], *sent[-1:]]
    if last:
        return max(last, key=lambda each: (each.since, each.from_above))
    return begun[-1] if begun else None


def _opened(db: Database, entry: Entry, fact: DeskOpened, origin: Origin) -> None:
    db.execute("DELETE FROM desk")
    db.execute("INSERT INTO desk VALUES (?, ?, ?)", [fact.village, fact.village_name, fact.letter])


def _adopted(db: Database, entry: Entry, fact: PolicyAdopted, origin: Origin) -> None:
    """Refused for another desk's policy from a malformed day, and for the one it began with, which is no decision."""
    if origin.desk and (fact.is_beginning or calendar.day(fact.since) is None):
        raise Refused("no decision, or no day", code="policy")
    begins = fact.is_beginning and not db.execute("SELECT 1 FROM policies").fetchone()
    epoch, seq = ("", 0) if origin.desk else (entry.epoch, entry.seq)
    _add_policy(db, [entry.id, fact.since, fact.policy, fact.text, begins, False, epoch, seq, origin.order])


def _policy_sent(db: Database, entry: Entry, fact: PolicySent, origin: Origin) -> None:
    _add_policy(db, [fact.sent, fact.since, fact.policy, fact.text, False, True, "", 0, 0])


def _add_policy(db: Database, values: list[str | int]) -> None:
    names = "(fact, since, policy, text, begins, from_above, epoch, seq, told_order)"
    db.execute(f"INSERT INTO policies {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _set(db: Database, entry: Entry, fact: SettingChanged, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [fact.setting, fact.value])


_CARDS = (
    DeskCard(fact=DeskOpened, apply=_opened),
    DeskCard(fact=PolicyAdopted, apply=_adopted),
    DeskCard(fact=PolicySent, apply=_policy_sent),
    DeskCard(fact=SettingChanged, apply=_set),
)
SUBJECT = DeskSubject(schema=SCHEMA, looked_up="", whose={}, by_fact=("policies",), cards=_CARDS)
