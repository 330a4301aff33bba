"""The derived tables: a convenience for reading, made from the journal by ``applying.py`` and from nothing else."""

from village_desk.store.engine import Database

SCHEMA = """
CREATE TABLE desk (
    village TEXT NOT NULL,
    village_name TEXT NOT NULL,
    letter TEXT NOT NULL
) STRICT;
CREATE TABLE people (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL UNIQUE,
    birth TEXT NOT NULL,
    ethnic TEXT NOT NULL,
    "group" INTEGER NOT NULL,
    household TEXT NOT NULL,
    head TEXT NOT NULL,
    relation TEXT NOT NULL,
    phone TEXT NOT NULL,
    tier_fen INTEGER NOT NULL,
    special_group TEXT NOT NULL,
    account TEXT NOT NULL,
    note TEXT NOT NULL,
    group_name TEXT NOT NULL,
    epoch TEXT NOT NULL DEFAULT '',
    seq INTEGER NOT NULL DEFAULT 0,
    told_order INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX people_group ON people ("group", group_name, household, place);
CREATE INDEX people_name ON people (name);
CREATE VIRTUAL TABLE search USING fts5 (
    tokens, content='', contentless_delete=1, detail='none', prefix='1 2 3', tokenize='ascii'
);
CREATE TABLE notes (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    struck TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX notes_person ON notes (person);
CREATE TABLE attachments (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    media TEXT NOT NULL,
    title TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attachments_person ON attachments (person);
CREATE INDEX attachments_sha256 ON attachments (sha256);
CREATE TABLE attachments_kept (
    sha256 TEXT NOT NULL,
    timeline TEXT NOT NULL,
    PRIMARY KEY (sha256, timeline)
) STRICT;
CREATE TABLE receipts (
    number TEXT PRIMARY KEY,
    series TEXT NOT NULL,
    serial INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    year INTEGER NOT NULL,
    tier_fen INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    government_fen INTEGER NOT NULL CHECK (government_fen >= 0),
    payer TEXT NOT NULL,
    payer_name TEXT NOT NULL,
    relation TEXT NOT NULL,
    channel TEXT NOT NULL,
    policy TEXT NOT NULL,
    collected_at TEXT NOT NULL,
    by TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    fact TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    prints INTEGER NOT NULL DEFAULT 0,
    void_reason TEXT NOT NULL DEFAULT '',
    void_epoch TEXT NOT NULL DEFAULT '',
    void_seq INTEGER NOT NULL DEFAULT 0,
    again TEXT NOT NULL DEFAULT '',
    desk TEXT NOT NULL DEFAULT '',
    UNIQUE (series, serial)
) STRICT;
CREATE INDEX receipts_person ON receipts (person, year);
CREATE INDEX receipts_year ON receipts (year, person, void_reason, amount_fen);
CREATE INDEX receipts_unprinted ON receipts (prints) WHERE prints = 0 AND void_reason = '';
CREATE INDEX receipts_elsewhere ON receipts (person, year) WHERE desk <> '';
CREATE INDEX receipts_place ON receipts (epoch, seq, amount_fen);
CREATE INDEX receipts_void_place ON receipts (void_epoch, void_seq, amount_fen);
CREATE TABLE counters (
    series TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;
CREATE TABLE imports (
    fact TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    file TEXT NOT NULL,
    rows INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    held INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE TABLE payout_lists (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL,
    payees INTEGER NOT NULL,
    total_fen INTEGER NOT NULL,
    file TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    printed_pages INTEGER NOT NULL DEFAULT 0,
    replaced_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE payout_lines (
    payout_list TEXT NOT NULL REFERENCES payout_lists (id),
    line INTEGER NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    base_fen INTEGER NOT NULL,
    account_fen INTEGER NOT NULL,
    extra_fen INTEGER NOT NULL,
    total_fen INTEGER NOT NULL,
    account TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (payout_list, line)
) STRICT;
CREATE INDEX payout_lines_person ON payout_lines (person);
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
CREATE TABLE acknowledged (
    epoch TEXT PRIMARY KEY,
    last_seq INTEGER NOT NULL
) STRICT;
CREATE TABLE verdicts (
    fact TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    verdict TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL,
    kept INTEGER NOT NULL
) STRICT;
CREATE TABLE later_verdicts (
    fact TEXT PRIMARY KEY,
    verdict TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_verdict ON verdicts (verdict, batch, fact);
CREATE TABLE remarks (
    fact TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL
) STRICT;
CREATE TABLE paid_elsewhere (
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    year INTEGER NOT NULL,
    sent TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    channel TEXT NOT NULL,
    paid_on TEXT NOT NULL,
    PRIMARY KEY (name, id_number, year)
) STRICT;
CREATE INDEX paid_elsewhere_person ON paid_elsewhere (id_number, year);
CREATE INDEX paid_elsewhere_year ON paid_elsewhere (year, id_number);
CREATE TABLE told (
    fact TEXT PRIMARY KEY,
    sent TEXT NOT NULL,
    person TEXT NOT NULL,
    desk TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX told_person ON told (person);
CREATE TABLE same_people (
    theirs TEXT PRIMARY KEY,
    person TEXT NOT NULL
) STRICT;
CREATE INDEX same_people_person ON same_people (person);
CREATE TABLE parked (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    sent TEXT NOT NULL,
    told_order INTEGER NOT NULL
) STRICT;
CREATE INDEX parked_about ON parked (about);
CREATE TABLE changed (
    place INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    fact TEXT NOT NULL,
    value ANY NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL,
    UNIQUE (person, field, fact)
) STRICT;
CREATE INDEX changed_place ON changed (epoch, seq);
CREATE INDEX changed_fact ON changed (fact);
CREATE TABLE orders (
    epoch TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (epoch, last_seq)
) STRICT;
CREATE TABLE overruled (
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    fact TEXT NOT NULL,
    here TEXT NOT NULL,
    there TEXT NOT NULL,
    theirs_stands INTEGER NOT NULL,
    PRIMARY KEY (person, field)
) STRICT
"""

PERSON_FIELDS = (
    "name",
    "id_number",
    "ethnic",
    "group",
    "household",
    "head",
    "relation",
    "phone",
    "tier_fen",
    "special_group",
    "account",
    "note",
    "group_name",
)
"""The fields of a person that a fact may set, by their names in the fact and in the table."""

NAMES = (
    "overruled",
    "orders",
    "changed",
    "parked",
    "same_people",
    "told",
    "paid_elsewhere",
    "remarks",
    "later_verdicts",
    "verdicts",
    "acknowledged",
    "settings",
    "policies",
    "payout_lines",
    "payout_lists",
    "imports",
    "counters",
    "receipts",
    "attachments_kept",
    "attachments",
    "notes",
    "search",
    "people",
    "desk",
)
"""The derived tables, those that refer before those referred to: the order in which they can be dropped."""


def run(db: Database, schema: str) -> None:
    """Run the statements of a schema inside the transaction in progress (a script would end it)."""
    for statement in schema.split(";"):
        if statement.strip():
            db.execute(statement)


def make(db: Database) -> None:
    """Make the derived tables, empty."""
    run(db, SCHEMA)


def drop(db: Database) -> None:
    """Drop the derived tables. The journal stays."""
    for name in NAMES:
        db.execute(f"DROP TABLE IF EXISTS {name}")
