"""Files the program carries: icons, style, words, policies, help, the sample village. Gives their paths."""

import importlib.util
import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """The file or folder of that name, such as ``policies/national-2014.toml``; raises FileNotFoundError."""
    found = _HERE / name
    if not found.exists():
        raise FileNotFoundError(f"resources/{name}")
    return found


def fonts(bold: bool = False) -> list[Path]:
    """The font files that draw Chinese, best first.

    KurintoSansSC, its sister for the signs of forms (① ☑ ※ ℃ Ⅳ), then one for the rarest characters if present.
    """
    spec = importlib.util.find_spec("weblate_fonts")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("weblate_fonts")
    weight = "Bd" if bold else "Rg"
    names = (f"KurintoSansSC-{weight}.ttf", f"KurintoSans-{weight}.ttf")
    folders = spec.submodule_search_locations
    carried = [next((each for folder in folders for each in Path(folder).rglob(name)), None) for name in names]
    return [each for each in carried if each] + [each for each in _rare() if each.exists()][:1]


def _rare() -> list[Path]:
    """Where HanaMinB (Debian's fonts-hanazono, or carried by the packaged program) and SimSun-ExtB (Windows) live."""
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts" / "simsunb.ttf"
    return [_HERE / "HanaMinB.ttf", Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"), windows]
