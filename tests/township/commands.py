"""``village-township`` in this very process: for what a command says and does. A process of its own costs a second."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from sync.township.__main__ import main

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, store: str = "", typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The output of the command; ``store``: by environment. ``serve`` needs a process of its own: it might not end."""
    if arguments[0] == "serve":
        return in_a_process(*arguments, store=store, typed=typed, **environment)
    told = environment | ({"VILLAGE_TOWNSHIP_STORE": store} if store else {})
    done = CliRunner().invoke(main, arguments, input=typed, env=told)
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def in_a_process(
    *arguments: str, store: str = "", typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same as the clerk starts it."""
    command = [sys.executable, "-W", "error", "-m", "sync.township", *arguments]
    told = os.environ | environment | ({"VILLAGE_TOWNSHIP_STORE": store} if store else {})
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, env=told, input=typed)
