"""The arrows between the packages, read from the imports; see the map of the house in the README."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("village_desk", "sync", "resources")

CORE = {"village_desk/domain/basics", "village_desk/words"}
AGREED = {"sync/agreement"}
VALUES = {"sync/agreement/values"}
"""How values are made in both programs: every room may know it."""
DISK = {"sync/durable", "sync/locks"}
ROAD = AGREED | DISK | {"sync/wire"}
SEALED = {"cryptography", "rfc8785", "zstandard", "sqlite_utils"}
SEEN = {"village_desk/services", "village_desk/domain", "village_desk/words", "village_desk/settings", "resources"}

T = "sync/township"


def township(*below: str) -> set[str]:
    """What a room of the township may import: the agreement, the wire, and the rooms below it."""
    return ROAD | {f"{T}/{each}" for each in below}


KEPT = ("store", "keys", "subjects")
DOWN = (*KEPT, "down", "lent")
INSIDE = (*DOWN, "trust", "intake", "frame")
OFFICE = (*INSIDE, "sticks", "reports", "console")
TOWNSHIP_ROOMS: dict[str, tuple[set[str], set[str]]] = {
    # from the ground up: each imports only what stands before it
    f"{T}/lent": (AGREED, set()),
    f"{T}/store": (township(), {"sqlalchemy", "platformdirs"}),
    f"{T}/wording": (township(), set()),
    f"{T}/keys": (township("store"), {"sqlalchemy", "starlette"}),
    f"{T}/subjects": (township("store"), {"sqlalchemy"}),
    f"{T}/down": (township(*KEPT, "lent"), {"sqlalchemy"}),
    f"{T}/trust": (township(*DOWN), {"sqlalchemy"}),
    f"{T}/intake": (township(*DOWN), {"sqlalchemy"}),
    f"{T}/frame": (township(*DOWN, "trust") | {"sync/misuse"}, {"click", "sqlalchemy"}),
    f"{T}/sticks": (township(*INSIDE) | {"sync/stick"}, {"sqlalchemy", "starlette"}),
    f"{T}/console/reading": (township("store", "wording"), {"sqlalchemy"}),
    f"{T}/reports": (township("store", "subjects", "wording", "console/reading"), {"sqlalchemy", "xlsxwriter"}),
    f"{T}/console/pages": (
        township(*INSIDE, "wording", "reports", "console") | {"sync/stick"},
        {"sqlalchemy", "starlette"},
    ),
    f"{T}/console": (township("store", "wording", "console/reading"), {"sqlalchemy", "starlette", "jinja2"}),
    f"{T}/http": (township(*OFFICE), {"sqlalchemy", "starlette", "uvicorn", "click", "anyio", "h11"}),
    f"{T}/commands": (township(*OFFICE) | {"sync/stick"}, {"sqlalchemy", "click"}),
}

RULES: dict[str, tuple[set[str], set[str]]] = {
    # room: (our rooms it may import, outside packages that only it and its like may import)
    "resources": (set(), set()),
    "village_desk/words": ({"resources"}, set()),
    "village_desk/domain/basics": (CORE | AGREED, {"stdnum"}),
    "village_desk/domain/policy": (CORE | {"sync/agreement/divisions"}, set()),
    "village_desk/domain/policy/mechanisms": (
        CORE | {f"village_desk/domain/policy/{each}" for each in ("clauses", "drawing", "levels", "policy", "reader")},
        set(),
    ),
    "village_desk/domain/rules": (CORE | AGREED | {"village_desk/domain/policy"}, set()),
    "village_desk/domain/estimates": (
        CORE | {f"village_desk/domain/{each}" for each in ("policy", "rules", "people")},
        set(),
    ),
    "village_desk/domain/cases": (
        CORE | {f"village_desk/domain/{each}" for each in ("policy", "rules", "estimates")},
        set(),
    ),
    "village_desk/domain": ({"village_desk/domain", "village_desk/words"} | AGREED, {"stdnum"}),
    "village_desk/workbooks": (CORE | {"village_desk/places"}, set()),
    "village_desk/workbooks/formats": (
        CORE,
        {"python_calamine", "xlsxwriter", "lxml", "xlrd", "msoffcrypto"},
    ),
    "village_desk/workbooks/columns": (
        CORE
        | AGREED
        | {f"village_desk/{each}" for each in ("workbooks/formats", "domain/people", "domain/village_groups")},
        {"stdnum"},
    ),
    "village_desk/workbooks/forms": (
        CORE | {f"village_desk/{each}" for each in ("workbooks/formats", "domain/form_fields")} | {"resources"},
        {"PIL", "lxml"},
    ),
    "village_desk/workbooks/rosters": (
        {"village_desk/workbooks", "village_desk/domain", "village_desk/words", "village_desk/places"} | AGREED,
        {"xlsxwriter"},
    ),
    "village_desk/workbooks/payouts": (
        CORE | {"village_desk/workbooks/formats", "village_desk/workbooks/columns"},
        set(),
    ),
    "village_desk/documents": (
        {"village_desk/domain", "village_desk/words", "resources"},
        {"reportlab", "segno", "weblate_fonts", "rl_accel", "PIL"},
    ),
    "village_desk/store": (
        {"village_desk/domain", "village_desk/words", "sync/desk"} | DISK | AGREED,
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
            "village_desk/__version__",
            "resources",
            "sync",
        },
        set(),
    ),
    "village_desk/ui/kit": (SEEN | {"village_desk/desk", "village_desk/logs", "village_desk/places"}, {"PySide6"}),
    "village_desk/ui/pages": (
        SEEN
        | {"village_desk/desk", "village_desk/places", "village_desk/logs"}
        | {
            f"village_desk/ui/{each}"
            for each in (
                "kit",
                "paperwork",
                "sender",
                "carrier",
                "pin_edit",
                "wishes",
                "remembered",
                "type_size",
                "printing",
            )
        },
        {"PySide6"},
    ),
    "village_desk/ui": (
        SEEN | {"village_desk/desk", "village_desk/places", "village_desk/logs", "village_desk/ui"},
        {"PySide6"},
    ),
    "village_desk/places": ({"village_desk/domain", "village_desk/words", "sync/durable"}, {"platformdirs"}),
    "village_desk/logs": ({"village_desk/places", "village_desk/__version__"}, set()),
    "village_desk/settings": ({"village_desk/words"}, set()),
    "village_desk/desk": (
        {"village_desk/services", "village_desk/store", "village_desk/domain", "village_desk/words"} | DISK,
        set(),
    ),
    "village_desk/commands": (
        {
            "village_desk/desk",
            "village_desk/services",
            "village_desk/logs",
            "village_desk/places",
            "village_desk/domain",
            "village_desk/words",
            "village_desk/ui/app",
            "resources",
            "sync/misuse",
        },
        {"click"},
    ),
    "sync/misuse": (set(), set()),
    "sync/durable": (set(), set()),
    "sync/locks": (AGREED | {"sync/durable"}, set()),
    "sync/agreement": (AGREED, {"rfc8785", "sqlite_utils", "stdnum"}),
    "sync/wire": (ROAD, SEALED),
    "sync/desk": (ROAD, SEALED),
    "sync/line": (ROAD, {"requests", "urllib3", "h11"}),
    "sync/stick": (ROAD, set()),
    **TOWNSHIP_ROOMS,
    "sync/township": ({"sync"}, {"click", "sqlalchemy"}),
}
STANDARD = {f"{T}/store": {"sqlcipher3"}}
APART = {
    # room: what it may not import although the rules of the room around it would let it
    "village_desk/services": ("village_desk/services/road", "village_desk/services/worklist", "sync/township"),
    "village_desk/services/road": ("village_desk/services/worklist", "sync/township"),
    "village_desk/services/worklist": ("sync/township",),
}
LENT = ("village_desk/services/lending.py", "sync.township.lent.NotTaken")
"""What the desk's program lends to a township is offered in the township's form."""


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


CARDS = ("sync/agreement/facts", "village_desk/store/subjects", "sync/township/subjects")
"""The sides of a card are named after the same subject on purpose."""

ROOMY = 27  # 26 modules and the line that says what the room is
SHARED = "village_desk.ui.pages.columns_card"
FILES = [path for top in OURS for path in sorted((ROOT / top).rglob("*.py")) if package_of(path)]


MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}
HOUSES = {name.rpartition(".")[0] for name in PACKAGES}


def room_of(name: str) -> list[str]:
    """The room of a module or of a name in one; none for what is not ours."""
    module = name if name in MODULES else name.rpartition(".")[0]
    if module not in MODULES:
        return []
    parent = module.rpartition(".")[0]
    return [module if module in PACKAGES or parent in HOUSES else parent]


def imported() -> dict[str, set[str]]:
    """What each room imports, the imports for types and within functions too."""
    found: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for room in room_of(module):
            found.setdefault(room, set()).update(imports_of(path))
    return found


def reached(arrows: dict[str, set[str]], start: str) -> set[str]:
    """Every room that one comes to from this one."""
    seen: set[str] = set()
    ahead = set(arrows[start])
    while ahead:
        room = ahead.pop()
        seen.add(room)
        ahead |= arrows.get(room, set()) - seen
    return seen


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_package_imports_only_what_the_plan_allows(path: Path) -> None:
    package = package_of(path)
    ours, outside = RULES[package]
    everything_outside = set().union(*(rule[1] for rule in RULES.values())) | {"PySide6"}
    for name in imports_of(path):
        top = name.split(".")[0]
        if top in OURS:
            assert covered(name, ours | {package} | VALUES), f"{path.name} imports {name}"
        elif top in everything_outside:
            assert top in outside | STANDARD.get(package, set()), f"{path.name} imports {name}"


def test_values_are_made_by_the_one_decorator() -> None:
    """A dataclass that the interpreter freezes takes four times as long to make, at every start of either program."""
    frozen = "@dataclass(frozen=True, slots=True"
    assert not [path for path in FILES if frozen in path.read_text("utf-8")]


def test_a_policy_knows_its_mechanisms_by_the_registry_alone() -> None:
    for path in sorted((ROOT / "village_desk/domain/policy").glob("*.py")):
        named = {name for name in imports_of(path) if name.startswith("village_desk.domain.policy.mechanisms")}
        assert not named or path.stem == "registry", path


def test_a_page_knows_no_other_page_and_the_kit_knows_none() -> None:
    pages, kit = ROOT / "village_desk/ui/pages", ROOT / "village_desk/ui/kit"
    assert not [path for path in kit.glob("*.py") for name in imports_of(path) if ".ui.pages" in name]
    for path in sorted(pages.rglob("*.py")):
        others = {name for name in imports_of(path) if name.startswith("village_desk.ui.pages.")}
        own = ".".join(path.relative_to(ROOT).parts[:-1])
        assert not [name for name in others if path.parent != pages and not name.startswith((own, SHARED))], path


@pytest.mark.parametrize("room", APART)
def test_rooms_that_are_apart_know_each_other_one_way(room: str) -> None:
    found = {path: imports_of(path) for path in sorted((ROOT / room).glob("*.py"))}
    names = {(str(path.relative_to(ROOT)), name) for path, them in found.items() for name in them}
    wrong = {(path, name) for path, name in names if covered(name, set(APART[room]))}
    assert not {pair for pair in wrong if pair != LENT}


def test_no_rooms_stand_in_a_circle() -> None:
    """A package is a room; where it holds other rooms, each of its own modules is one."""
    arrows = {room: {found for name in names for found in room_of(name)} - {room} for room, names in imported().items()}
    reach = {room: reached(arrows, room) for room in arrows}
    circles = {room: {other for other in reach[room] if room in reach[other]} for room in arrows}
    assert not {room: sorted(them) for room, them in circles.items() if them and not within_one_house(them)}


def within_one_house(rooms: set[str]) -> bool:
    """Whether these are modules of one package, which may lean on each other."""
    return not rooms & PACKAGES and len({room.rpartition(".")[0] for room in rooms}) == 1


def test_a_name_of_a_module_says_what_the_thing_is_where_it_is() -> None:
    """Three modules of one name are three things to be told apart by their folders."""
    paths = [path for path in FILES if path.stem[0] != "_" and not str(path.relative_to(ROOT)).startswith(CARDS)]
    counted = Counter(path.stem for path in paths)
    assert not {name: count for name, count in counted.items() if count > 2}


def test_a_name_of_a_class_does_not_stand_for_three_things() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in FILES]
    counted = Counter(node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    assert not {name: count for name, count in counted.items() if count > 2 and name[0] != "_"}


MOODS = re.compile(r"(un)?(told|heard|said)|tells?|telling|hears?|came", re.IGNORECASE)
ON_THE_WIRE = {
    "AccountTold",  # classes of facts, after their kinds: account.told, desk.told, verdicts.told
    "DeskTold",
    "VerdictsTold",
    "told_by",  # fields of facts
    "ChangeLookedAt.told",
    "DeskTrust.heard_at",  # keys that the township's commands print
    "DeskStatus.last_heard",
    "HEARD",  # tables, or their SQL
    "told_keys",
}
"""Names that stand in facts, tables and printed JSON: these are kept for the releases that read and write them."""


def test_a_name_says_what_the_thing_is_and_not_who_told_or_heard_it() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in FILES]
    moody = {name for tree in trees for name in names_made(tree) if is_moody(name.rpartition(".")[2])}
    moody |= {path.stem for path in FILES if is_moody(path.stem)}
    assert {name for name in moody if ON_THE_WIRE.isdisjoint((name, name.rpartition(".")[2]))} == set()
    kept = {each for name in moody for each in (name, name.rpartition(".")[2])}
    assert kept >= ON_THE_WIRE, "what is not there any more needs no leave"


def names_made(node: ast.AST, within: str = "") -> Iterator[str]:
    """Every public name that a module makes: of a module, class, function, field, parameter or variable."""
    for each in ast.iter_child_nodes(node):
        name = named(each)
        if name and not name.startswith("_"):
            yield f"{within}.{name}" if within else name
        yield from names_made(each, each.name if isinstance(each, ast.ClassDef) else within)


def named(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
    return ""


def is_moody(name: str) -> bool:
    """``is_told`` and ``LineTold`` are; ``teller`` and ``became`` are not."""
    return any(MOODS.fullmatch(word) for word in re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).split("_"))


def test_no_room_is_a_hall() -> None:
    """A folder of the program that holds more than a person can overlook is two rooms (docs/decisions.md)."""
    rooms = {path.parent for top in OURS for path in (ROOT / top).rglob("*.py")}
    counted = {room.relative_to(ROOT).as_posix(): len([*room.glob("*.py")]) for room in rooms}
    assert not {room: count for room, count in counted.items() if count > ROOMY}


def test_only_the_window_names_qt() -> None:
    elsewhere = [path for top in OURS for path in (ROOT / top).rglob("*.py") if "ui" not in path.parts]
    assert not [path.name for path in elsewhere if any(name.startswith("PySide6") for name in imports_of(path))]


def test_only_the_store_and_the_road_speak_sql() -> None:
    quiet = [path for path in (ROOT / "village_desk").rglob("*.py") if "store" not in path.parts]
    speaking = re.compile(r"\.execute\(|\.query\(|SELECT .* FROM|INSERT INTO|sqlite", re.IGNORECASE)
    assert not [path.name for path in quiet if speaking.search(path.read_text("utf-8")) and path.name != "demo.py"]


def test_an_error_whose_cure_names_a_button_or_a_page_has_one_for_the_commands_too() -> None:
    """Whoever works by command has no “现在上报”: the error carries both cures (``DeskError.by_command``)."""
    seen = [path.read_text("utf-8") for path in (ROOT / "village_desk/ui").rglob("*.py")]
    said = re.compile(r'(?:[Bb]utton|SidebarEntry)\((?:"\w+", )?_\("([^"]+)"|Card\(_\("([^"]+)"')
    shown = {found for text in seen for pair in said.findall(text) for found in pair if found}
    assert {"现在上报", "今日", "用最近的备份恢复"} <= shown
    named = re.compile("“(?:" + "|".join(map(re.escape, shown)) + ")")
    rooms = [ROOT / "village_desk" / room for room in ("services", "domain", "store", "workbooks", "documents")]
    files = [*(path for room in rooms for path in room.rglob("*.py")), *(ROOT / "village_desk").glob("*.py")]
    lacking = [
        f"{path.name}: {function.name}"
        for path in files
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        and any(isinstance(each, ast.Constant) and named.search(str(each.value)) for each in ast.walk(function))
        and not any(isinstance(each, ast.keyword) and each.arg == "by_command" for each in ast.walk(function))
    ]
    assert not lacking


def test_no_screen_is_a_house_of_its_own() -> None:
    """The god window begins with a long file."""
    long = {
        path.name: count
        for path in (ROOT / "village_desk/ui").rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long
