"""The log tells what went wrong and where, and of nobody: no number in any spelling, no name, nothing that was read."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from village_desk import logs

ROOT = Path(__file__).parent.parent
NAME = "热依汗古丽"
SPELLINGS = [
    "429004200903117380",
    "nid42900420090311738X",
    "４２９００４２００９０３１１７３８Ｘ",
    "429004 20090311 738X",
    "429004-20090311-738X",
    "429004.2009.0311.738X",
    "429004090311738",
    "6213369577941607140",
    "13800001234",
    "…738X",
    NAME,
    "AYGUL MAMAT",
]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    hooks = threading.excepthook, sys.unraisablehook
    file = logs.start(tmp_path)
    handler = logging.getLogger().handlers[-1]
    yield file
    logging.getLogger().removeHandler(handler)
    handler.close()
    threading.excepthook, sys.unraisablehook = hooks


@pytest.mark.parametrize("value", SPELLINGS)
def test_nothing_that_was_worked_on_reaches_the_log(log: Path, value: str) -> None:
    def fails() -> None:
        known: dict[str, str] = {}
        try:
            known[value]
        except KeyError as error:
            raise LookupError(value) from error

    try:
        fails()
    except LookupError as error:
        logs.bug("a test", error)
        logging.getLogger("village_desk.some.where").warning("of %s", value, exc_info=error)
        logging.getLogger("urllib3.connectionpool").warning("cannot send %s", value, exc_info=error)
        logging.getLogger("reportlab").error(f"no glyph in {value}")
    logs.qt(f"QString::arg: Argument missing: {value}, 1")
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    text = log.read_text("utf-8")
    assert value not in text
    assert "LookupError" in text
    assert "after KeyError" in text
    assert "test_logs.py" in text
    assert "Qt: QString::arg" in text
    assert "the end of a thread" in text


def test_a_log_is_begun_once_however_often_it_is_asked_for(log: Path) -> None:
    logs.start(log.parent)
    logs.bug("a test", ValueError())
    assert log.read_text("utf-8").count("a bug of") == 1


def test_where_the_interpreter_died_is_written_down(tmp_path: Path) -> None:
    dies = "import sys, pathlib, faulthandler; from village_desk import logs\n"
    dies += "logs.start(pathlib.Path(sys.argv[1])); faulthandler._sigsegv()"
    ended = subprocess.run([sys.executable, "-c", dies, str(tmp_path)], capture_output=True, check=False)
    assert ended.returncode < 0
    assert "Segmentation fault" in (tmp_path / "village-desk-crash.log").read_text()


def test_our_own_messages_are_literals() -> None:
    """What is put together before it is logged would pass the formatter; only the log itself does that, of no value."""
    for path in [*ROOT.glob("village_desk/**/*.py"), *ROOT.glob("sync/*.py")]:
        if path.name == "logs.py":
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _is_log(call.func.value):
                assert isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}"


def _is_log(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("_log", "log", "logger", "logging")
