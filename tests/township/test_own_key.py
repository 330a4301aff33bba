"""The township's key is the one that its books name: another or a missing one is refused, none is made in silence."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from sync.township import frame
from sync.township.intake.receiving import Receiver
from sync.township.keys import own_key
from sync.township.store import database, tables
from sync.township.store.database import Store
from sync.township.store.engines import StoreTrouble
from sync.township.trust import renewing
from sync.township.trust.file_pairing import FilePairing
from sync.wire import keys
from tests.township import commands
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.postgres import Server

BOTH = pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def address(tmp_path: Path, books: str) -> str:
    """Of an empty store."""
    return books or str(tmp_path / "books.db")


@pytest.fixture
def command(address: str, tmp_path: Path) -> Command:
    """``village-township`` over that store, as an account with a home of its own."""

    def run(home: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return commands.run(*words, store=address, XDG_DATA_HOME=str(tmp_path / home), **more)

    return run


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Iterator[Store]:
    """Books in use, with their key in a file that was named."""
    with closing(Store.create(address, lambda: NOON, tmp_path / "the key")) as found:
        yield found


def test_by_another_account_no_second_key_is_made(postgresql: Server, tmp_path: Path) -> None:
    """What poisoned a desk's chain: ``send-down`` as root, beside a township of an account of its own."""
    address = postgresql.store()
    there = make_url(address)
    homes = {name: tmp_path / name / "village-township" for name in ("served", "root")}
    spelled = {host: there.set(host=host).render_as_string(False) for host in ("127.0.0.1", "localhost")}
    send = ["send-down", "--desk", DESK, "--numbers", "000101-000150", "--book", "收据"]

    def run(home: str, at: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return commands.run(*words, store=at, XDG_DATA_HOME=str(tmp_path / home), **more)

    made = run("served", spelled["127.0.0.1"], "pair", DESK)
    [key] = homes["served"].glob("*.key")
    assert (made.returncode, "新做了本所的密钥" in made.stderr, str(key) in made.stderr) == (0, True, True)
    said = run("root", spelled["localhost"], *send)
    assert (said.returncode, "找不到本所的密钥文件" in said.stderr, said.stdout) == (1, True, "")
    assert not homes["root"].exists() or not list(homes["root"].glob("*.key"))
    said = run("root", spelled["localhost"], *send, "--key", str(key))
    assert (said.returncode, "第 1 件" in said.stdout) == (0, True), said.stderr
    more = ["--numbers", "000201-000250"]
    said = run("root", spelled["127.0.0.1"], *send[:3], *more, "--book", "收据", VILLAGE_TOWNSHIP_KEY=str(key))
    assert "第 2 件" in said.stdout
    said = run("served", spelled["localhost"], *send[:3], "--numbers", "000301-000350", "--book", "收据")
    assert "第 3 件" in said.stdout, "one server by both its names"
    assert "账本认的就是它" in run("served", spelled["localhost"], "key").stdout


def test_books_that_came_without_their_key_are_not_served_with_a_new_one(
    tmp_path: Path, scribe: Scribe, command: Command
) -> None:
    with closing(Counter(tmp_path, True)) as counter:
        scribe.register(1)
        counter.take(scribe)
        own_key.read(counter.store, b"")
    key = tmp_path / "books.db.key"
    kept = key.rename(tmp_path / "kept apart")
    for words in (
        ["serve", "--port", "0"],
        ["pair", DESK],
        ["stick", str(tmp_path)],
        ["approve", DESK, "--digits", "1"],
    ):
        said = command("home", *words)
        assert (said.returncode, "找不到本所的密钥文件" in said.stderr) == (1, True), said
    keys.create(key, b"")
    said = command("home", "serve", "--port", "0")
    assert (said.returncode, "不是这个账本的" in said.stderr) == (1, True), said
    assert "账本认的是另一把" in command("home", "key").stdout
    said = command("home", "pair", DESK, "--key", str(kept))
    assert (said.returncode, "配对码" in said.stdout, said.stderr) == (0, True, "")


def test_only_serve_and_pair_make_a_key_and_who_asks_before_is_told_of_nothing(command: Command) -> None:
    said = command("home", "desks")
    assert (said.returncode, said.stdout, said.stderr) == (0, "还没有协办台\n", "")
    said = command("home", "send-down", "--desk", DESK, "--numbers", "1-2", "--book", "收据")
    assert (said.returncode, "找不到本所的密钥文件" in said.stderr) == (1, True)
    said = command("home", "pair", DESK, "--json")
    assert (said.returncode, "新做了本所的密钥" in said.stderr, said.stdout[0]) == (0, True, "{")


@BOTH
def test_books_of_an_older_program_take_the_key_that_signed_what_is_in_them(
    opened: Store, scribe: Scribe, tmp_path: Path
) -> None:
    key = keys.create(tmp_path / "the key", b"")
    receiver = Receiver(opened, key, True, lambda: NOON)
    scribe.register(1)
    scribe.keep(batch := scribe.sealed(), receiver.receive(batch.bytes).body)
    wrong = tmp_path / "another"
    keys.create(wrong, b"")
    right, opened.key_path = opened.key_path, wrong
    with pytest.raises(StoreTrouble, match="key-other"):
        own_key.read(opened, b"")
    opened.key_path = right
    assert own_key.read(opened, b"").public == key.public
    opened.key_path = wrong
    assert own_key.standing(opened, b"").books == key.public


@BOTH
def test_where_two_keys_signed_what_is_in_older_books_somebody_says_which_it_is(
    opened: Store, scribe: Scribe, tmp_path: Path
) -> None:
    key, other = keys.create(tmp_path / "the key", b""), keys.create(tmp_path / "another", b"")
    for signing in (key, other):
        scribe.register(1)
        batch = scribe.sealed()
        scribe.keep(batch, Receiver(opened, signing, True, lambda: NOON).receive(batch.bytes).body)
    found = own_key.standing(opened, b"")
    assert (found.mixed, found.signers) == (True, {key.public: 1, other.public: 1})
    with pytest.raises(StoreTrouble, match="key-unproven"):
        own_key.read(opened, b"")
    own_key.take(opened, found.key)
    assert own_key.read(opened, b"").public == key.public


@BOTH
def test_a_change_of_the_key_is_followed_by_the_books_and_an_old_key_alone_is_refused(
    opened: Store, tmp_path: Path
) -> None:
    own_key.made(opened, b"")
    old = opened.key_path.read_bytes()
    renewing.begin(opened, b"", NOON)
    changed = own_key.read(opened, b"").public
    with opened.reading() as db:
        assert db.execute(tables.own_key.select()).scalar_one_or_none() == 1
    opened.key_path = tmp_path / "put back alone"
    opened.key_path.write_bytes(old)
    assert own_key.standing(opened, b"").books == changed
    with pytest.raises(StoreTrouble, match="key-other"):
        own_key.read(opened, b"")


def test_two_that_make_the_first_key_at_once_make_one(postgresql: Server, tmp_path: Path) -> None:
    address = postgresql.store()
    with (
        closing(Store.create(address, lambda: NOON, tmp_path / "one")) as one,
        closing(Store.create(address, lambda: NOON, tmp_path / "two")) as two,
    ):
        assert own_key.is_unused(two)
        made = own_key.made(one, b"")
        assert made is not None
        assert own_key.made(two, b"") is None
        assert not two.key_path.exists()
        with pytest.raises(StoreTrouble, match="key-missing"):
            frame.key_of(two, may_make=True)


def test_whoever_comes_second_with_the_first_key_leaves_no_file_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other program makes its key while this one waits for the disk."""
    books, real_sync = str(tmp_path / "books.db"), os.fsync
    with (
        closing(Store.create(books, lambda: NOON, tmp_path / "one")) as one,
        closing(Store.create(books, lambda: NOON, tmp_path / "two")) as two,
    ):

        def fsync(file: int) -> None:
            if Path(f"/proc/self/fd/{file}").readlink().name == ".two.part" and not one.key_path.exists():
                assert own_key.made(one, b"") is not None
            real_sync(file)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(StoreTrouble, match="key-missing"):
            own_key.made(two, b"")
        assert (one.key_path.exists(), two.key_path.exists()) == (True, False)


def test_older_books_that_only_invited_somebody_get_no_second_key(opened: Store) -> None:
    """The invitation names the first one, and it is on a stick."""
    key = own_key.made(opened, b"")
    assert key is not None
    FilePairing(opened, key, lambda: NOON).invite(DESK, "")
    with opened.writing() as db:
        db.execute(tables.own_key.delete())
    opened.key_path.unlink()
    assert own_key.made(opened, b"") is None


def test_this_machine_has_one_key_by_all_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    spelled = ["127.0.0.1", "localhost", "[::1]", "127.0.0.1:5432", ""]
    places = {database.key_path(make_url(f"postgresql://{host}/county")).name for host in spelled}
    assert places == {"localhost-county.key"}
    assert database.key_path(make_url("postgresql://db.lan/county")).name == "db.lan-county.key"
    old = tmp_path / "village-township" / "127.0.0.1-county.key"
    old.parent.mkdir()
    old.touch()
    assert {database.key_path(make_url(f"postgresql://{host}/county")) for host in spelled} == {old}


def test_a_lost_key_that_a_forgotten_password_locks_is_set_aside(opened: Store) -> None:
    keys.create(opened.key_path, b"forgotten")
    made = own_key.begin_anew(opened, b"", NOON)
    assert own_key.read(opened, b"").public == made.public
    [aside] = opened.key_path.parent.glob("the key.lost-*")
    assert keys.load(aside, b"forgotten").public != made.public
