"""Files that are written beside the databases: whole or not at all, this user's only, on the disk under their name."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sync import durable
from sync.wire import keys
from tests import syncing


class Cut(BaseException):
    """The power goes, or somebody stops the program."""


def cut_at_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(file: int) -> None:
        raise Cut

    monkeypatch.setattr(os, "fsync", fsync)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_was_there_stays_whole_when_the_next_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a"
    durable.write(place, b"old")
    cut_at_sync(monkeypatch)
    with pytest.raises(Cut):
        durable.write(place, b"new")
    assert (place.read_bytes(), names(tmp_path)) == (b"old", ["a"])


def test_a_draft_that_a_dead_program_left_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_bytes(b"half, and longer than the whole")
    durable.write(tmp_path / "a", b"whole")
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"whole")


def test_nobody_else_can_read_it_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        durable.write(tmp_path / "written", b"x")
        durable.create(tmp_path / "created", b"x")
        durable.copy(tmp_path / "written", tmp_path / "copied")
        with durable.drafted(tmp_path / "drafted") as draft:
            assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    durable.create(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        durable.create(tmp_path / "a", b"second")
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"first")


def test_a_disk_without_second_names_takes_new_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    test_a_new_file_takes_the_place_of_none(tmp_path)


@pytest.mark.parametrize("how", [durable.write, durable.create])
def test_it_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path, bytes], None]
) -> None:
    with syncing.written_down(monkeypatch) as disk:
        how(tmp_path / "a", b"x")
    assert disk.calls.index("sync .a.part") < disk.calls.index(f"sync {tmp_path.name}/")
    assert (disk.unwritten(), disk.unsettled()) == ([], [])


def test_a_key_that_was_cut_while_it_was_written_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a key would be one that no password opens."""
    with monkeypatch.context() as patched:
        cut_at_sync(patched)
        with pytest.raises(Cut):
            keys.load_or_create(tmp_path / "key", b"0" * 32)
    assert names(tmp_path) == []
    assert keys.load_or_create(tmp_path / "key", b"0" * 32).public == keys.load(tmp_path / "key", b"0" * 32).public


def test_what_a_database_left_beside_its_draft_goes_with_it(tmp_path: Path) -> None:
    with pytest.raises(Cut), durable.drafted(tmp_path / "books.db") as draft:
        draft.with_name(draft.name + "-wal").write_bytes(b"pages")
        raise Cut
    assert names(tmp_path) == []


def test_a_folder_has_its_name_when_all_in_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    (draft / "合计.xlsx").write_bytes(b"x")
    with syncing.written_down(monkeypatch) as disk:
        durable.place_folder(draft, tmp_path / "账本")
    assert disk.calls == ["sync 合计.xlsx", "sync draft/", f"sync {tmp_path.name}/"]
    assert names(tmp_path) == ["账本"]


def test_a_folder_that_somebody_else_makes_at_this_moment_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two connections take a fee at once, and both find no folder for their notes."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    durable.make(folder / "note")
    monkeypatch.undo()
    assert (folder / "note").exists()
