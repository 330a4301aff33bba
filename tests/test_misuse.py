"""A command that is typed wrongly is told in Chinese at the desk and at the township; so is what excludes itself."""

from __future__ import annotations

import gettext
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from sync import misuse
from sync.township import frame
from sync.township.__main__ import main as at_the_township
from sync.township.keys import own_key
from sync.township.store.database import Store
from village_desk.commands.program import main as at_the_desk

_ENGLISH = re.compile(r"(Error|Usage|Missing|Invalid|No such|Options|Commands|Aborted|Show|Try|requires|required)\b")
_CATALOGUE = Path(misuse.__file__).with_name("words") / "zh_CN/LC_MESSAGES/click.po"
_READ_FROM_A_VARIABLE = {("required",)}
"""Of click's sentences those that its source hands over by a name."""


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (at_the_desk, ["find"]),
        (at_the_desk, ["fnid", "x"]),
        (at_the_desk, ["find", "a", "b"]),
        (at_the_desk, ["find", "a", "--limit", "1000"]),
        (at_the_desk, ["find", "a", "--limit", "many"]),
        (at_the_desk, ["find", "--limit"]),
        (at_the_desk, ["collect", "x", "--yaer", "2026"]),
        (at_the_desk, ["collect", "x"]),
        (at_the_desk, ["assess", "x", "--on", "yesterday"]),
        (at_the_desk, ["collect", "x", "--year", "2026", "--tier", "1", "--payer", "nobody"]),
        (at_the_desk, ["policy"]),
        (at_the_township, ["pair"]),
        (at_the_township, ["send-down", "--payout", "nowhere.csv"]),
        (at_the_township, ["serve", "--port", "99999"]),
        (at_the_township, ["stick", __file__]),
        (at_the_township, ["--help"]),
        (at_the_desk, ["send", "--help"]),
        (at_the_desk, ["collect", "--help"]),
    ],
)
def test_misuse_is_told_in_chinese(program: click.Group, words: list[str]) -> None:
    told = CliRunner().invoke(program, words)
    assert told.exit_code in (0, 2)
    assert re.search("[\u4e00-\u9fff]", told.output)
    assert not _ENGLISH.search(told.output), told.output


def test_it_is_chinese_whatever_the_machine_speaks() -> None:
    english = os.environ | {"LANGUAGE": "en", "LC_ALL": "en_US.UTF-8"}
    told = subprocess.run(
        [sys.executable, "-m", "sync.township", "pair"], env=english, capture_output=True, text=True, encoding="utf-8"
    )
    assert told.returncode == 2
    assert re.search("[\u4e00-\u9fff]", told.stderr) and not _ENGLISH.search(told.stderr), told.stderr


def test_a_sentence_of_a_newer_click_is_told_as_it_is() -> None:
    assert gettext.gettext("Commands") == "命令"
    assert gettext.gettext("A sentence that nobody translated.") == "A sentence that nobody translated."
    assert gettext.ngettext("{n} new word", "{n} new words", 2) == "{n} new words"


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with _CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        assert _sentences(read_mo(compiled)) == _written(), "make words"


def test_every_sentence_of_the_catalogue_is_one_of_click_and_gets_what_click_gives() -> None:
    asked = {_forms(found[2]) for found in extract_from_dir(Path(click.__file__).parent, [("**.py", "python")])}
    written = _written()
    assert written.keys() - asked == _READ_FROM_A_VARIABLE
    for english, chinese in written.items():
        assert all(chinese), english
        assert _fields(chinese) <= _fields(english), english


def _written() -> dict[tuple[str, ...], tuple[str, ...]]:
    with _CATALOGUE.open("rb") as written:
        return _sentences(read_po(written))


def _sentences(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """English to Chinese: one form of a sentence, or that for one and that for many."""
    return {_forms(each.id): _forms(each.string) for each in catalogue if each.id}


def _forms(said: str | Iterable[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def _fields(forms: tuple[str, ...]) -> set[str]:
    """The names between braces."""
    return {name for form in forms for _text, name, *_ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("other", [["--to", "http://127.0.0.1:1"], ["--check-only"], ["--facts-only"]])
def test_a_stick_goes_with_no_other_road(tmp_path: Path, other: list[str]) -> None:
    told = CliRunner().invoke(at_the_desk, ["send", "--stick", str(tmp_path), *other], env={"VILLAGE_DESK_PIN": "x"})
    assert told.exit_code == 2
    assert "--stick" in told.output and other[0] in told.output


def test_a_stick_with_nothing_for_the_township_is_told(tmp_path: Path) -> None:
    place, stick = str(tmp_path / "books.sqlite"), tmp_path / "stick"
    stick.mkdir()
    (stick / "照片.jpg").write_bytes(b"x")
    with closing(Store.create(place, frame.now)) as books:
        own_key.made(books, b"")
    told = CliRunner().invoke(at_the_township, ["stick", str(stick), "--store", place])
    assert (told.exit_code, "请核对是不是这个 U 盘" in told.output) == (1, True), told.output
    assert "可以拔" not in told.output
    gone = tmp_path / "no folder" / "copy.sqlite"
    told = CliRunner().invoke(at_the_township, ["backup", str(gone), "--store", place])
    assert (told.exit_code, "请先建好" in told.output) == (1, True), told.output
    told = CliRunner().invoke(at_the_township, ["new-timeline", "--store", place], input="n\n")
    assert (told.exit_code, "没有做" in told.output, "Abort" in told.output) == (1, True, False), told.output


def test_a_stopped_command_of_the_township_does_not_say_that_nothing_was_done() -> None:
    with pytest.raises(click.ClickException, match="停下以前做完的仍然算数"), frame.as_click_errors():
        raise KeyboardInterrupt
