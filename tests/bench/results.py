"""What was measured last, a file for each part in ``out/bench``, and the short table of it in the README."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench import kept, machine, table
from tests.bench.table import Line

_README = Path(__file__).parents[2] / "README.md"
_BEGIN, _END = "<!-- python -m tests.bench --readme -->\n", "<!-- end -->\n"
SHOWN = (
    ("import", "import 5,000 rows, xlsx: whole"),
    ("find", "find among 50,000, mean keystroke"),
    ("fees", "2,000 fees"),
    ("rosters", "roster of 30,000 payees"),
    ("start", "window ready, 5,000 people"),
    ("start", "window ready, 5,000 people, 10 years"),
    ("years", "a click after 10 years"),
    ("checks", "check after 10 years"),
    ("crowd", "a fact more in books of 1,000,000, SQLite"),
)
"""Parts and those of their lines that the README shows, where they were measured."""


def keep(size: str, part: str, load_before: float) -> None:
    """Write down the lines of this process, with the machine and its load before and after."""
    place = _place(size)
    place.mkdir(parents=True, exist_ok=True)
    found = {
        "on": datetime.now().astimezone().date().isoformat(),
        "machine": machine.described(),
        "load": [load_before, machine.load()],
        "lines": [dataclasses.asdict(each) for each in table.lines],
    }
    (place / f"{part}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


def write_readme() -> None:
    """Put the last usual figures between their two marks."""
    before, _mark, rest = _README.read_text("utf-8").partition(_BEGIN)
    _old, mark, after = rest.partition(_END)
    if not mark:
        raise SystemExit(f"README.md has no place for it between {_BEGIN.strip()} and {_END.strip()}")
    _README.write_text(before + _BEGIN + "\n".join(short("usual")) + "\n" + _END + after, "utf-8")


def short(size: str) -> list[str]:
    """The lines of the README: at most twelve with the one that says when, where and beside how much other work."""
    kept_parts = {part: _read(size, part) for part, _line in SHOWN if (_place(size) / f"{part}.json").exists()}
    if not kept_parts:
        raise SystemExit("nothing was measured yet: python -m tests.bench")
    days = sorted({each["on"] for each in kept_parts.values()})
    loads = [load for each in kept_parts.values() for load in each["load"]]
    [last, *_] = (each for each in kept_parts.values() if each["on"] == days[-1])
    when = " to ".join(dict.fromkeys((days[0], days[-1])))
    of = f"{when}, {last['machine']}, load {min(loads):.1f} to {max(loads):.1f}"
    rows = [table.COLUMNS, ["---"] * len(table.COLUMNS)]
    for part, work in SHOWN:
        lines = kept_parts[part]["lines"] if part in kept_parts else []
        rows += [Line(**each).cells for each in lines if each["work"] == work]
    return ["", *("| " + " | ".join(row) + " |" for row in rows), "", f"({of})"]


def _read(size: str, part: str) -> Any:
    return json.loads((_place(size) / f"{part}.json").read_text("utf-8"))


def _place(size: str) -> Path:
    return kept.room() / "results" / size
