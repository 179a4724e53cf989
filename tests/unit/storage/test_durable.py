"""Copying so that nothing half-written is ever seen."""

from __future__ import annotations

import errno
import os
import time

import pytest

from filmgate.core.errors import StorageFull
from filmgate.storage.durable import INCOMING, clear_incoming, store_file


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source"
    path.write_bytes(b"film" * 1000)
    return path


def test_nothing_but_the_file_is_left(tmp_path, source):
    store_file(tmp_path / "root", "a/b/c", source)
    files = [p for p in (tmp_path / "root").rglob("*") if p.is_file()]

    assert files == [tmp_path / "root" / "a" / "b" / "c"]
    assert files[0].read_bytes() == source.read_bytes()


def test_a_failed_copy_leaves_the_old_file_and_no_rest(tmp_path, source):
    root = tmp_path / "root"
    store_file(root, "a", source)
    with pytest.raises(FileNotFoundError):
        store_file(root, "a", tmp_path / "nothing")

    assert (root / "a").read_bytes() == source.read_bytes()
    assert list((root / INCOMING).iterdir()) == []


def test_a_full_disk_is_told_as_such(tmp_path, source):
    def no_room(source, target):
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageFull, match="no room left"):
        store_file(tmp_path / "root", "a", source, copy=no_room)
    assert [p for p in (tmp_path / "root").rglob("*") if p.is_file()] == []


def test_only_old_unfinished_files_are_cleared(tmp_path):
    folder = tmp_path / INCOMING
    folder.mkdir()
    (folder / "old").write_bytes(b"")
    (folder / "new").write_bytes(b"")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(folder / "old", (two_days_ago, two_days_ago))
    clear_incoming(tmp_path)

    assert [p.name for p in folder.iterdir()] == ["new"]
