"""A real township in a process of its own, for tests of every folder: started on a free port, stopped or killed."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlcipher3 import dbapi2

from tests.township.commands import ROOT as ROOT
from tests.township.commands import run


class TownshipProcess:
    """``village-township serve`` over a store of its own. ``url`` is there once it accepts."""

    def __init__(
        self, folder: Path, trust_new_desks: bool = True, port: int = 0, url: str = "", workers: int = 1
    ) -> None:
        """``url``: a store of another kind than a file in ``folder``; its key is in the folder all the same."""
        self.store = folder / "township.db"
        self._address = url or str(self.store)
        self.module = "sync.township"
        self._workers = workers
        self._environment = os.environ | {"LANG": "C.UTF-8", "XDG_DATA_HOME": str(folder)}
        self._environment |= {"VILLAGE_TOWNSHIP_STORE": self._address}  # it may have a password in it
        self._trust = trust_new_desks
        self.options: list[str] = []
        self._errors = folder / "township.err"
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.start(port)

    def start(self, port: int = 0) -> None:
        """Start it, again after ``stop`` or ``kill``, on the same store; returns when it accepts."""
        command = [sys.executable, "-W", "error", *self._program(), "serve", "--port", str(port)]
        command += ["--workers", str(self._workers)]
        command += ["--trust-new-desks"] * self._trust + self.options
        with self._errors.open("a") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self._environment,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("village-township: http://127.0.0.1:"), self._errors.read_text()
        self.url = line.removeprefix("village-township: ").strip()

    def _program(self) -> list[str]:
        """What the interpreter runs."""
        return ["-m", *self.module.split()]

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and return its exit code; it must have had nothing to complain about."""
        assert self._process is not None
        self._process.terminate()
        code = self._ended()
        complaints = [each for each in self._errors.read_text().splitlines() if "新做了本所的密钥" not in each]
        assert complaints == []
        return code

    def kill(self) -> None:
        """Kill the process at once (SIGKILL)."""
        assert self._process is not None
        self._process.kill()
        self._ended()

    def killed_with_all_its_workers(self) -> bool:
        """Kill the process that was started; whether all that it had started itself end within half a minute."""
        assert self._process is not None
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.communicate(timeout=30)  # its output ends with the last process that writes on it
            self._process = None
        return not self.running

    def command(self, *arguments: str, fails: bool = False, typed: str = "") -> str:
        """The output of ``village-township`` with these arguments on its store; the refusal, where it ``fails``."""
        command = [sys.executable, "-W", "error", *self._program(), *arguments]
        environment = self._environment
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, input=typed)
        assert done.returncode == fails and "Traceback" not in done.stderr, done.stderr
        return done.stderr if fails else done.stdout

    def status(self) -> dict[str, Any]:
        """What ``village-township status --json`` says of its store, asked in the test's own process."""
        home = self._environment["XDG_DATA_HOME"]
        found: dict[str, Any] = json.loads(run("status", "--json", store=self._address, XDG_DATA_HOME=home).stdout)
        return found

    @contextlib.contextmanager
    def books(self) -> Iterator[Connection]:
        """One transaction on its store, past its rules: for what only a restore or a bad disk does.

        By the township's own SQLite: a second copy of it in one process would let go of the first one's locks.
        """
        engine = create_engine(f"sqlite:///{self.store}", module=dbapi2)
        with engine.begin() as db:
            yield db
        engine.dispose()

    def _ended(self) -> int:
        assert self._process is not None and self._process.stdout is not None
        with self._process.stdout:
            code = self._process.wait(30)
        self._process = None
        return code

    @property
    def running(self) -> bool:
        """Whether it was started and not ended by us."""
        return self._process is not None


@contextlib.contextmanager
def township(folder: Path, trust_new_desks: bool = True, url: str = "", workers: int = 1) -> Iterator[TownshipProcess]:
    """A township for the length of a test; it is ended afterwards in any case."""
    process = TownshipProcess(folder, trust_new_desks, url=url, workers=workers)
    try:
        yield process
    finally:
        if process.running:
            process.kill()
