"""The machine that the bench runs on, and what else it has to do: figures are worth what is said here."""

import os
import sqlite3
import sys

import sqlcipher3


def described() -> str:
    """Its cores, and the programs that measure."""
    python, sqlite = sys.version.split()[0], sqlite3.sqlite_version
    return f"{os.cpu_count()} cores, Python {python}, SQLite {sqlcipher3.dbapi2.sqlite_version} (township {sqlite})"


def load() -> float:
    """How many processes wanted a processor during the last minute; the bench itself is one or two of them."""
    return os.getloadavg()[0]
