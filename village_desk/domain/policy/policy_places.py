"""Where in the text of a policy file a key stands, so that a mistake can be shown by its line. Judges nothing."""

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")

Path = tuple[str | int, ...]


def line_of(text: str, path: Path) -> int | None:
    """The line of the key, or of the nearest thing around it that can be found; None when nothing is.

    A row inside a list that is written in one value (``rows = [{...}, ...]``) is found by counting its braces.
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        for place in (path[:length], (*path[:length], 0)):
            if place in lines:
                return lines[place]
    return None


def _lines(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    value: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header and not line.lstrip().startswith("[{"):
            table, value = _opened(header, counts), ()
            found.setdefault(table, number)
        elif key:
            value = (*table, key[1])
            found.setdefault(value, number)
        if value:
            _rows(line, value, number, found, counts)
    return found


def _opened(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """The path of a table header; ``[cases.given]`` belongs to the last of ``[[cases]]``."""
    path: Path = ()
    parts = [part.strip().strip("\"'") for part in header[2].split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if header[1] == "[[" and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _rows(line: str, value: Path, number: int, found: dict[Path, int], counts: dict[Path, int]) -> None:
    for row in re.findall(r"\{[^{}]*\}", line):
        counts[value] = counts.get(value, -1) + 1
        place = (*value, counts[value])
        found[place] = number
        for key in re.findall(r"([A-Za-z0-9_-]+)\s*=", row):
            found[(*place, key)] = number
