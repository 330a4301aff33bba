"""Releases of the program that tests run against each other, each in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.releases.making import id_number
from tests.township.process import ROOT, TownshipProcess

DATA = ROOT / "tests" / "data" / "releases"
_DRIVING = Path(__file__).with_name("driving.py")


_RUNNING: dict[Program, subprocess.Popen[str]] = {}
"""A process of each program, which does one step after the other: to start one for each takes longer than the step."""


def end_all() -> None:
    """End those processes; each must have had nothing to complain about."""
    while _RUNNING:
        _program, running = _RUNNING.popitem()
        running.communicate(timeout=60)
        assert running.returncode == 0


@dataclass(frozen=True)
class Program:
    """A release: where its packages are, and whether it is made newer than it is (``newer_program.py``)."""

    place: Path
    newer: bool = False

    def run(self, *steps: tuple[str, dict[str, Any]]) -> list[Any]:
        """Run these steps with this program on desk files and books; returns the result of each."""
        running = _RUNNING.get(self) or _RUNNING.setdefault(self, self._started())
        assert running.stdin and running.stdout
        running.stdin.write(json.dumps(steps) + "\n")
        running.stdin.flush()
        line = running.stdout.readline()
        assert line or _RUNNING.pop(self).wait(60) is None, "it ended; why, it said on the errors' channel"
        found: list[Any] = json.loads(line)
        return found

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-W", "error", str(_DRIVING), *["--newer"] * self.newer, "steps"]
        piped = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.place, env=self.environment(), stdin=piped, stdout=piped, text=True, encoding="utf-8"
        )

    def environment(self) -> dict[str, str]:
        """Of its processes: its packages come first."""
        return os.environ | {"PYTHONPATH": str(self.place), "LANG": "C.UTF-8"}


class Office(TownshipProcess):
    """A township served by one of the programs, and by another one after ``upgrade``."""

    def __init__(self, program: Program, folder: Path, url: str = "") -> None:
        self.program = program
        super().__init__(folder, url=url)

    def start(self, port: int = 0) -> None:
        """Serve by the program of now."""
        self.become(self.program)
        super().start(port)

    def become(self, program: Program) -> None:
        """Start later processes with this program; a running process stays as it is."""
        self.program = program
        self._environment |= program.environment()

    def upgrade(self, program: Program) -> None:
        """The same books, served by another program."""
        self.stop()
        self.become(program)
        self.start()

    def _program(self) -> list[str]:
        return [str(_DRIVING), *["--newer"] * self.program.newer, "township"]

    def command(self, *arguments: str, fails: bool = False, typed: str = "") -> str:
        """As ``village-township`` of the program of now."""
        assert not fails and not typed
        told = {name: self._environment[name] for name in ("VILLAGE_TOWNSHIP_STORE", "XDG_DATA_HOME")}
        [said] = self.program.run(("command", {"words": arguments, "told": told}))
        return str(said)

    def status(self) -> dict[str, Any]:
        """By the program of now: another one would bring the books up to its own form."""
        found: dict[str, Any] = json.loads(self.command("status", "--json"))
        return found

    @property
    def address(self) -> str:
        """Of its books."""
        return self._address


@contextmanager
def office(program: Program, folder: Path, url: str = "") -> Iterator[Office]:
    """A township for the length of a test; it is ended afterwards in any case."""
    folder.mkdir(exist_ok=True)
    process = Office(program, folder, url)
    try:
        yield process
    finally:
        if process.running:
            process.kill()


NEWEST = Program(ROOT)
NEWER = Program(ROOT, newer=True)


def unpacked(wheel: Path, place: Path) -> Program:
    """A release from its wheel."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    return Program(place)


def person(name: str, serial: int, **more: str | int) -> dict[str, Any]:
    """The body of a registration."""
    return {"name": name, "id_number": id_number(serial), **more}
