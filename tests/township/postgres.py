"""A real PostgreSQL on loopback, in a folder of its own, for as long as it is needed; as a user who is not root."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_NOBODY = "postgres"
"""The user that Debian's package makes: the server refuses to run as root."""
_HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Tests kill programs, never the machine; the store switches ``synchronous_commit`` on for itself anyway."""


class Server:
    """A running server. Every store asked of it is a database of its own."""

    def __init__(self, folder: Path, port: int, password: str) -> None:
        self.folder = folder
        self._at = f"postgres:{password}@127.0.0.1:{port}"

    def store(self) -> str:
        """The address of a new, empty database, as ``--store`` takes it.

        No other run of the tests has its name: the mark of such books lies in the user's folder, under that name.
        """
        name = f"township_{secrets.token_hex(6)}"
        with psycopg.connect(f"postgresql://{self._at}/postgres", autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
        return f"postgresql+psycopg://{self._at}/{name}"


@contextmanager
def server(hasty: bool = True) -> Iterator[Server]:
    """Start one and end it. ``hasty``: not as safe as on an office's machine, and faster.

    Meanwhile the marks of its books, which a township keeps with the user's data, go to its folder too.
    """
    folder = Path(tempfile.mkdtemp(prefix="village-postgres-"))
    password, port = secrets.token_hex(12), _free_port()
    try:
        (folder / "password").write_text(password)
        _own(folder)
        made = ("--auth=scram-sha-256", f"--pwfile={folder}/password", "--username=postgres", "--locale=C.UTF-8")
        _run(folder, "initdb", "-D", f"{folder}/data", "--encoding=UTF8", "--no-sync", *made)
        settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *_HASTY * hasty)
        options = " ".join(f"-c {each}" for each in settings)
        _run(folder, "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("XDG_DATA_HOME", str(folder / "marks"))
                yield Server(folder, port, password)
        finally:
            _run(folder, "pg_ctl", "-D", f"{folder}/data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; on failure its output is in the error."""
    user, group = _user()
    with (folder / "said").open("w+") as said:
        done = subprocess.run(
            [_program(program), *arguments],
            cwd=folder,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        said.seek(0)
        assert done.returncode == 0, said.read()


def _program(name: str) -> str:
    """Debian keeps them off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(places[-1]) if places else shutil.which(name)
    assert found, "PostgreSQL is not installed (Debian: postgresql); `bash .ci/setup tests` sees to it"
    return found


def _own(folder: Path) -> None:
    user, group = _user()
    if user is not None and group is not None:
        for each in (folder, *folder.iterdir()):
            os.chown(each, user, group)


def _user() -> tuple[int | None, int | None]:
    """Who runs the server: this user, or the package's when this is root."""
    if os.geteuid() != 0:
        return None, None
    entry = pwd.getpwnam(_NOBODY)
    return entry.pw_uid, entry.pw_gid


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
