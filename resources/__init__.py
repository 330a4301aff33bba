"""Files the program carries: icons, style, words, policies, help, the sample village. Gives their paths."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """The file or folder of that name, such as ``policies/national-2014.toml``; raises FileNotFoundError."""
    found = _HERE / name
    if not found.exists():
        raise FileNotFoundError(f"resources/{name}")
    return found
