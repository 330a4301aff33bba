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


@dataclass(frozen=True)
class Program:
    """A release: where its packages are, and whether it is made newer than it is (``newer_program.py``)."""

    place: Path
    newer: bool = False

    def run(self, *steps: tuple[str, dict[str, Any]]) -> list[Any]:
        """Have it do these steps on desk files and books; what each gave back."""
        command = [sys.executable, "-W", "error", str(_DRIVING), *["--newer"] * self.newer, "desk"]
        done = subprocess.run(
            command, cwd=self.place, env=self.environment(), input=json.dumps(steps), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found: list[Any] = json.loads(done.stdout.splitlines()[-1])
        return found

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
        """From now on its processes are of this program; the one that runs stays what it is."""
        self.program = program
        self._environment |= program.environment()

    def upgrade(self, program: Program) -> None:
        """The same books, served by another program."""
        self.stop()
        self.become(program)
        self.start()

    def _program(self) -> list[str]:
        return [str(_DRIVING), *["--newer"] * self.program.newer, "township"]

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
