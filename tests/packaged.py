"""Tries the packaged programs as whoever got the folder would: ``make package`` runs it after the build.

Version, commands, the whole demo with its township, a township of several workers, and no standard streams at all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

PIN = "gou-er-2026"
_ALONE = {"PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen", "VILLAGE_DESK_PIN": PIN}


class Package:
    """The folder that was built, run with next to no environment and a home of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._folder = folder
        self._environment = _ALONE | {"HOME": str(home)}

    def line(self, name: str, *words: str) -> list[str]:
        """The command line of one of its programs."""
        return [str(self._folder / name), *words]

    def run(self, name: str, *words: str) -> str:
        """The output of the command, which must succeed."""
        done = subprocess.run(self.line(name, *words), env=self._environment, capture_output=True, text=True)
        assert done.returncode == 0 and "Traceback" not in done.stderr, (words, done.stdout, done.stderr)
        return done.stdout

    def run_without_streams(self, *words: str) -> int:
        """The exit code of the program with the window, started as Windows starts it: with no stream at all."""
        shell = ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', *self.line("village-desk", *words)]
        return subprocess.run(shell, env=self._environment).returncode

    def serves(self, store: Path) -> bool:
        """Whether its township serves its console's door with two workers."""
        words = ["serve", "--port", "0", "--workers", "2", "--store", str(store)]
        command = self.line("village-township", *words)
        with subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                url = process.stdout.readline().split()[-1]
                with urllib.request.urlopen(f"{url}/console/login") as page:
                    return "登录" in page.read().decode()
            finally:
                process.terminate()


def main(folder: Path) -> None:
    """Every try in turn; the first failure ends the run with its output."""
    with tempfile.TemporaryDirectory() as home:
        package, out = Package(folder, Path(home)), Path(home) / "demo"
        for name in ("village-desk", "village-desk-cli"):
            assert "0.1.0" in package.run(name, "--version")
        told = json.loads(package.run("village-desk-cli", "demo", "--out", str(out), "--json"))
        assert told["well"] and len(told["receipts"]) == 8 and told["sent"]["waiting"] == 0, told
        assert package.serves(Path(home) / "office.db")
        desk = ("--desk", told["desk"])
        assert package.run_without_streams("check", *desk) == 0
        assert package.run_without_streams("find", *desk, "hyz") == 0
        assert package.run_without_streams("collect", *desk, "nobody", "--year", "2026", "--tier", "200") == 1
    print("the package: version, commands, demo, township, no streams - all well")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
