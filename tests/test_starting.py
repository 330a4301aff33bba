"""What a start loads and makes: nothing that it does not use. Counted, as times move with the machine."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.desks import PIN, new_desk, register
from tests.starts import WINDOW
from village_desk.store import search

UNUSED = {
    *("cryptography", "zstandard", "requests", "urllib3", "sqlite_utils", "stdnum", "sqlalchemy"),
    *("reportlab", "segno", "PIL", "lxml", "python_calamine", "xlsxwriter", "xlrd", "msoffcrypto", "openpyxl"),
    *("PySide6.QtPdf", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "pypinyin.phrases_dict"),
    *("village_desk.domain.cases", "village_desk.domain.policy", "village_desk.documents", "village_desk.workbooks"),
    *("village_desk.services.importing", "village_desk.services.papers", "village_desk.services.policies"),
    *("village_desk.services.road.downlink", "village_desk.store.file.restoring", "sync.wire", "sync.line"),
}
NO_DESK = {"sqlcipher3", "PySide6", "pypinyin", "platformdirs", "village_desk.desk", "village_desk.store", "sync.desk"}

HELP = "from village_desk.commands.program import main; main(['--help'], standalone_mode=False)"
FIND = (
    "from village_desk.commands.program import main; main(['--desk', sys.argv[1], 'find', '单'], standalone_mode=False)"
)
BEGINNING = """
import sys
texts = []
sys.addaudithook(lambda event, args: texts.append(args[1]) if event == "compile" else None)
"""
END = """
import enum

def below(known):
    return sum(1 + below(each) for each in known.__subclasses__())

print('LOADED', *sorted(sys.modules), texts.count('<string>'), below(enum.Enum))
"""


@pytest.fixture
def file(tmp_path: Path, real_keys: None) -> Path:
    with new_desk(tmp_path) as desk:
        register(desk, "单雄信")
    return desk.path


class Start(NamedTuple):
    """What a process of its own did for the work: its modules, the texts that it wrote and compiled, its enums."""

    modules: set[str]
    compiled: int
    enums: int


def loaded(work: str, file: Path) -> Start:
    """The work as a program of its own."""
    environment = os.environ | {"VILLAGE_DESK_PIN": PIN, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", f"{BEGINNING}{work}{END}"]
    ended = subprocess.run([*command, str(file), PIN], capture_output=True, text=True, check=True, env=environment)
    *modules, compiled, enums = ended.stdout.partition("LOADED ")[2].split()
    return Start(set(modules), int(compiled), int(enums))


def within(found: set[str], named: set[str]) -> set[str]:
    return {each for each in found if any(each == name or each.startswith(name + ".") for name in named)}


@pytest.mark.parametrize(
    ("work", "unused", "most"),
    [
        (HELP, UNUSED | NO_DESK, (174, 66, 22)),
        (FIND, UNUSED | {"PySide6"}, (300, 318, 36)),
        (WINDOW + "program.leave()", UNUSED | {"pypinyin"}, (440, 352, 276)),
    ],
    ids=["help", "find", "window"],
)
def test_a_start_loads_what_it_uses(file: Path, work: str, unused: set[str], most: tuple[int, int, int]) -> None:
    found = loaded(work, file)
    assert within(found.modules, unused) == set()
    counted = len(found.modules), found.compiled, found.enums
    assert all(each <= bound for each, bound in zip(counted, most, strict=True)), f"a start has grown: {counted}"


def test_the_readings_of_names_are_loaded_behind_the_window(file: Path) -> None:
    behind = (
        "import sys; from pathlib import Path\nfrom village_desk.desk import Desk\nfrom village_desk.ui import rooms\n"
        "with Desk.open(Path(sys.argv[1]), sys.argv[2]) as desk: rooms.load(desk, print)\n"
    )
    assert "pypinyin" in loaded(behind, file).modules, "the first letter in the search box waits for it"


def test_characters_are_read_the_same_without_the_dictionary_of_phrases(tmp_path: Path) -> None:
    """The library loads 50 MB of phrases unless told not to; a name is read character by character."""
    sample = [chr(each) for each in range(0x4E00, 0x9FA6, 7)]
    whole = (
        "import sys; from pypinyin import Style, pinyin\n"
        "for each in sys.stdin.read():\n"
        "    [found] = pinyin(each, style=Style.NORMAL, heteronym=True, errors='ignore') or [[]]\n"
        "    print(*(dict.fromkeys(found) or ['?']))\n"
        "assert 'pypinyin.phrases_dict' in sys.modules"
    )
    bare = {name: value for name, value in os.environ.items() if name != "PYPINYIN_NO_PHRASES"}
    command = [sys.executable, "-X", "utf8", "-c", whole]
    read = subprocess.run(command, input="".join(sample), capture_output=True, text=True, check=True, env=bare).stdout
    assert [tuple(line.split()) for line in read.splitlines()] == [search.syllables(each) for each in sample]
