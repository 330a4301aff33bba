"""The one lock of files: alone or shared, fallen with its program, and taken where nothing may be written."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.locks import FileLock, InUse

HOLD = """
import sys, pathlib, sync.locks
held = sync.locks.FileLock.take(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_one_alone_keeps_everybody_out_until_released(tmp_path: Path) -> None:
    held = FileLock.take(tmp_path / "f")
    for shared in (False, True):
        with pytest.raises(InUse):
            FileLock.take(tmp_path / "f", shared=shared)
    held.release()
    held.release()
    FileLock.take(tmp_path / "f").release()


def test_several_share_it_and_keep_out_whoever_wants_it_alone(tmp_path: Path) -> None:
    with FileLock.take(tmp_path / "f", shared=True):
        with FileLock.take(tmp_path / "f", shared=True), pytest.raises(InUse):
            FileLock.take(tmp_path / "f")
        with pytest.raises(InUse):
            FileLock.take(tmp_path / "f")
    FileLock.take(tmp_path / "f").release()


def test_it_falls_with_the_program_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "f")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(InUse):
            FileLock.take(tmp_path / "f")
        other.kill()
        other.wait()
        FileLock.take(tmp_path / "f").release()


def test_where_nothing_may_be_written_the_lock_of_a_program_is_respected_all_the_same(tmp_path: Path) -> None:
    assert FileLock.take_without_writing(tmp_path / "f") is None
    assert list(tmp_path.iterdir()) == []
    with FileLock.take(tmp_path / "f"), pytest.raises(InUse):
        FileLock.take_without_writing(tmp_path / "f")
    (tmp_path / "f.lock").chmod(0o444)
    found = FileLock.take_without_writing(tmp_path / "f")
    assert found is not None
    found.release()


def test_a_disk_that_knows_no_locks_is_trouble_and_not_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(OSError, match=rf"\[Errno {errno.ENOLCK}\]") as trouble:
        FileLock.take(tmp_path / "f")
    assert trouble.value.errno == errno.ENOLCK
