"""Registers by command."""

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, register
from tests.test_cli import Scripts
from village_desk.commands import attach, keeping, pair, program, registering
from village_desk.desk import Desk
from village_desk.services.registers.kinds import Kind


@pytest.fixture
def peopled(tmp_path: Path, still: StillClock) -> Scripts:
    scripts = Scripts(tmp_path, still)
    scripts.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    with Desk.open(scripts.file, PIN, still) as desk:
        register(desk, "谭少怀", serial=1, group=1)
        register(desk, "严\uf8f0姣", serial=2, group=2)
    return scripts


def test_each_kind_is_listed_and_printed(peopled: Scripts, tmp_path: Path) -> None:
    kinds = [each["kind"] for each in peopled.done("registers", "list")]
    assert kinds == [each.value for each in Kind]
    for kind in ("people", "pocket", "handout"):
        out = tmp_path / f"{kind}.pdf"
        found = peopled.done("registers", "print", kind, "--out", str(out))
        assert (found["kind"], found["pages"]) == (kind, 1)
        assert found["by_hand"] == [{"where": "第 2 行", "words": "严\uf8f0姣", "missing": ["U+F8F0"]}]
        assert out.read_bytes().startswith(b"%PDF")
    told = peopled.run("registers", "print", "people", "--group", "1", "--unpaid", "--out", str(tmp_path / "1.pdf"))
    assert told.exit_code == 0 and "手写" not in told.output
    told = peopled.run("registers", "print", "people", "--out", str(tmp_path / "2.pdf"))
    assert "手写" in told.output and "U+F8F0" in told.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing",), "unknown_register"),
        (("day-book", "--group", "1"), "options"),
        (("people", "--day", "2026-11-03"), "options"),
        (("pocket", "--what", "毛毯"), "options"),
        (("people", "--group", "9"), "empty"),
        (("day-book", "--day", "2026-11-03"), "empty"),
    ],
)
def test_what_cannot_be_printed_is_refused(peopled: Scripts, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    out = tmp_path / "x.pdf"
    assert peopled.refused("registers", "print", *words, "--out", str(out))["error"] == code
    assert not out.exists()


def test_no_command_hides_another() -> None:
    for module in (attach, keeping, pair, registering):
        for name, each in module.commands.commands.items():
            assert program.main.commands[name] is each
