"""``make bench``: the work of desk and township against the least that any program could do, as ratios within one run.

``python -m tests.bench [--tiny | --long] [PART ...]`` does all parts or these, each in a process of its own: what
fails there stops no other part, and is named at the end. ``--list`` shows them; ``--readme`` writes the last usual
figures into the README. A part is a module with ``bench(folder, sizes)``, a row here, and its sizes in ``sizes.py``.

Nothing here is a test: the figures are printed for a person to read. Times move with the machine, ratios hardly.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench import machine, results, sizes
from tests.bench.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Part:
    """Its name, its module, what it measures against what, and its bounds as ratios or quantities."""

    name: str
    module: str
    says: str
    bound: str

    def work(self, folder: Path, size: Sizes) -> None:
        """Measure. Its module is loaded here, so that the memory of no other counts."""
        importlib.import_module(f"tests.bench.{self.module}").bench(folder, size)


PARTS = (
    Part("cells", "reading", "each form of file to rows of cells, against calamine", "3; 10 for dear forms"),
    Part("import", "imports", "a roster comes in, against calamine and executemany", "6"),
    Part("find", "keystrokes", "a keystroke, against a LIKE scan; from the key to pixels", "1; 5 and 16 ms"),
    Part("fees", "counter", "fees, papers, Enter, bytes, against bare commits and gzip", "3; 16 ms; 1.3"),
    Part("lives", "lives", "a village is assessed, against reading its notes", "1 s"),
    Part("rosters", "roster_paper", "signing rosters and registers, against the bare canvas", "1.2; 200 MB"),
    Part("forms", "form_papers", "forms kept as workbooks, against reading, filling, the roster", "20, 30 ms; 10 s"),
    Part("start", "start", "window and find start, against the least programs", "1.5 to 2"),
    Part("years", "clicks", "a click and Today on desks of some years, against the youngest", "1.1; 5 ms"),
    Part("checks", "checks", "check and rebuild of such desks, each year against the first", "1.1; 200 MB"),
    Part("pages", "pages", "pages of a large village and of such desks, against all pages together", "100 and 50 ms"),
    Part("lists", "disk", "bytes of a month's payout list, against one fact a line", "1"),
    Part("county", "county", "a county's week, against SQLAlchemy's bare inserts", "2.5"),
    Part("crowd", "crowd", "full books, and 30 desks at once, against one alone", "80 and 150 µs; 3 s"),
    Part("thin", "thin", "the thin line, against its bandwidth and peers", "1.25"),
)
_SIZES = {each.name: each for each in (sizes.USUAL, sizes.TINY, sizes.LONG)}


def main(arguments: list[str]) -> int:
    """What the command line asks for; 1 if a part failed."""
    asked = _parser().parse_args(arguments)
    if asked.list:
        print(*(f"{each.name:<10}{each.says} (at most {each.bound})" for each in PARTS), sep="\n")
    elif asked.readme:
        results.write_readme()
    elif asked.alone:
        _work(_part(asked.alone), _SIZES[asked.sizes])
    else:
        return _all([_part(each) for each in asked.parts] or [*PARTS], asked.sizes)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    names = [each.name for each in PARTS]
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*names, []], help=", ".join(names))
    for each in ("tiny", "long"):
        parser.add_argument(f"--{each}", dest="sizes", action="store_const", const=each, default="usual")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--alone", choices=names, help="a part in this process")
    return parser


def _part(name: str) -> Part:
    return next(each for each in PARTS if each.name == name)


def _all(parts: list[Part], size: str) -> int:
    """One after the other, each alone."""
    print(f"Village Desk bench, sizes {size}: {machine.described()}; load {machine.load():.1f}", flush=True)
    failed = []
    for part in parts:
        print(f"\n## {part.name}: {part.says}; at most {part.bound}", flush=True)
        command = [sys.executable, "-m", "tests.bench", "--alone", part.name, *([f"--{size}"] * (size != "usual"))]
        if subprocess.run(command, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}).returncode:
            failed.append(part.name)
    print(f"\nload at the end {machine.load():.1f}", *(f"FAILED: {each}" for each in failed), sep="\n")
    return 1 if failed else 0


def _work(part: Part, size: Sizes) -> None:
    """In a folder of its own. What was measured before a part fails is printed, and not kept."""
    before = machine.load()
    with tempfile.TemporaryDirectory(prefix="village-bench-") as name:
        part.work(Path(name), size)
    results.keep(size.name, part.name, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
