"""The arrows between the packages, read from the imports; see the map of the house in the README."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("village_desk", "sync", "resources")

RULES: dict[str, tuple[set[str], set[str]]] = {
    # package: (our packages it may import, outside packages that only it and its like may import)
    "resources": (set(), set()),
    "village_desk/words": ({"resources"}, set()),
    "village_desk/domain": ({"village_desk/words", "sync/agreement", "sync/values"}, {"stdnum"}),
    "village_desk/workbooks": (
        {"village_desk/domain", "village_desk/words", "village_desk/places", "sync/agreement", "sync/values"},
        {"python_calamine", "xlsxwriter", "stdnum", "lxml", "xlrd", "msoffcrypto"},
    ),
    "village_desk/documents": (
        {"village_desk/domain", "village_desk/words", "resources"},
        {"reportlab", "segno", "weblate_fonts", "rl_accel", "PIL"},
    ),
    "village_desk/store": (
        {
            "village_desk/domain",
            "village_desk/words",
            "sync/agreement",
            "sync/facts",
            "sync/journal",
            "sync/durable",
            "sync/errors",
            "sync/locks",
            "sync/outbox",
            "sync/inbox",
            "sync/moments",
            "sync/sent",
        },
        {"sqlite_utils", "sqlcipher3", "pypinyin"},
    ),
    "village_desk/services": (
        {
            "village_desk/store",
            "village_desk/documents",
            "village_desk/workbooks",
            "village_desk/domain",
            "village_desk/words",
            "village_desk/places",
            "village_desk/settings",
            "resources",
            "sync",
        },
        set(),
    ),
    "village_desk/ui": (
        {
            "village_desk/desk",
            "village_desk/services",
            "village_desk/domain",
            "village_desk/words",
            "village_desk/places",
            "village_desk/settings",
            "village_desk/logs",
            "resources",
        },
        {"PySide6"},
    ),
    "village_desk/places": ({"village_desk/domain", "village_desk/words", "sync/durable"}, {"platformdirs"}),
    "village_desk/logs": ({"village_desk/places", "village_desk/__version__"}, set()),
    "village_desk/settings": ({"village_desk/words"}, set()),
    "village_desk/desk": (
        {
            "village_desk/services",
            "village_desk/store",
            "village_desk/domain",
            "village_desk/words",
            "sync/durable",
            "sync/locks",
        },
        set(),
    ),
    "village_desk/saying": (
        {"village_desk/desk", "village_desk/services", "village_desk/domain", "village_desk/words"},
        set(),
    ),
    "village_desk/saying_lists": (
        {"village_desk/saying", "village_desk/services", "village_desk/domain", "village_desk/words"},
        set(),
    ),
    "village_desk/saying_scheme": ({"village_desk/domain", "village_desk/words"}, set()),
    "village_desk/saying_attachments": ({"village_desk/services", "village_desk/domain", "village_desk/words"}, set()),
    "village_desk/cli_attachments": (
        {
            "village_desk/commanding",
            "village_desk/desk",
            "village_desk/saying_attachments",
            "village_desk/domain",
            "village_desk/words",
        },
        {"click"},
    ),
    "village_desk/cli_keeping": (
        {
            "village_desk/commanding",
            "village_desk/desk",
            "village_desk/services/keeping",
            "village_desk/domain",
            "village_desk/words",
        },
        {"click"},
    ),
    "village_desk/cli_pairing": (
        {
            "village_desk/commanding",
            "village_desk/desk",
            "village_desk/saying",
            "village_desk/domain",
            "village_desk/words",
        },
        {"click"},
    ),
    "village_desk/commanding": (
        {
            "village_desk/desk",
            "village_desk/services",
            "village_desk/logs",
            "village_desk/domain",
            "village_desk/words",
            "sync/misuse",
        },
        {"click"},
    ),
    "village_desk/cli": (
        {
            "village_desk/cli_attachments",
            "village_desk/cli_keeping",
            "village_desk/cli_pairing",
            "village_desk/commanding",
            "village_desk/desk",
            "village_desk/demo",
            "village_desk/saying",
            "village_desk/saying_lists",
            "village_desk/saying_scheme",
            "village_desk/places",
            "village_desk/services",
            "village_desk/domain",
            "village_desk/words",
            "village_desk/ui/app",
        },
        {"click"},
    ),
    "village_desk/demo": (
        {
            "village_desk/desk",
            "village_desk/saying",
            "village_desk/saying_lists",
            "village_desk/places",
            "village_desk/services",
            "village_desk/domain",
            "village_desk/words",
            "resources",
        },
        set(),
    ),
    "sync/misuse": (set(), set()),
    "sync": ({"sync"}, {"requests", "cryptography", "rfc8785", "zstandard", "sqlite_utils", "urllib3"}),
    "sync/township": (
        {"sync"},
        {
            "starlette",
            "uvicorn",
            "sqlalchemy",
            "cryptography",
            "rfc8785",
            "zstandard",
            "click",
            "jinja2",
            "anyio",
            "platformdirs",
            "xlsxwriter",
        },
    ),
}
STANDARD = {"sync": set(), "sync/township": {"sqlcipher3"}}


def package_of(path: Path) -> str:
    relative = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__")
    return max((name for name in RULES if relative == name or relative.startswith(name + "/")), key=len, default="")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def covered(name: str, allowed: set[str]) -> bool:
    slashed = name.replace(".", "/")
    return any(slashed == each or slashed.startswith(each + "/") for each in allowed)


FILES = [path for top in OURS for path in sorted((ROOT / top).rglob("*.py")) if package_of(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_package_imports_only_what_the_plan_allows(path: Path) -> None:
    package = package_of(path)
    ours, outside = RULES[package]
    everything_outside = set().union(*(rule[1] for rule in RULES.values())) | {"PySide6"}
    for name in imports_of(path):
        top = name.split(".")[0]
        if top in OURS:
            assert covered(name, ours | {package}), f"{path.name} imports {name}"
        elif top in everything_outside:
            assert top in outside | STANDARD.get(package, set()), f"{path.name} imports {name}"


def test_only_the_window_names_qt() -> None:
    elsewhere = [path for top in OURS for path in (ROOT / top).rglob("*.py") if "ui" not in path.parts]
    assert not [path.name for path in elsewhere if any(name.startswith("PySide6") for name in imports_of(path))]


def test_only_the_store_and_the_road_speak_sql() -> None:
    quiet = [path for path in (ROOT / "village_desk").rglob("*.py") if "store" not in path.parts]
    speaking = re.compile(r"\.execute\(|\.query\(|SELECT .* FROM|INSERT INTO|sqlite", re.IGNORECASE)
    assert not [path.name for path in quiet if speaking.search(path.read_text("utf-8")) and path.name != "demo.py"]


def test_no_screen_is_a_house_of_its_own() -> None:
    """The god window begins with a long file."""
    long = {
        path.name: count
        for path in (ROOT / "village_desk/ui").rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long
