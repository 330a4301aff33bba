"""A field of a person is added by one line, and all code that reads fields knows it."""

import subprocess
import sys

from tests.township.process import ROOT

PLUGIN, WALK = "tests.releases.one_field_more", "tests/stories/test_person_fields.py"


def test_one_line_more_of_the_declaration_is_enough() -> None:
    command = [sys.executable, "-m", "pytest", "-p", PLUGIN, "-p", "no:cacheprovider", WALK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
