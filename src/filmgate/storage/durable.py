"""Files that survive a power cut: copied, synced, renamed, and their folders synced too."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import FULL, StorageFull

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: folder of the store where files grow before they get their name
INCOMING: Final = ".incoming"
#: unfinished files older than this have no writer any more
_ABANDONED_S: Final = 24 * 3600


def copy_synced(source: Path, target: Path) -> None:
    """Copy a file and wait until its bytes are on the disk."""
    with source.open("rb") as read, target.open("xb") as write:
        shutil.copyfileobj(read, write, 1024 * 1024)
        write.flush()
        os.fsync(write.fileno())


def store_file(
    root: Path, key: str, source: Path, copy: Callable[[Path, Path], None] = copy_synced
) -> None:
    """Copy a file to ``root / key`` so that it is there after a power cut, whole or not at all.

    Raises
    ------
    StorageFull
        If the disk has no room.
    """
    target = root / key
    growing = root / INCOMING / secrets.token_hex(8)
    try:
        make_folder(growing.parent)
        make_folder(target.parent)
        copy(source, growing)
        growing.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        growing.unlink(missing_ok=True)
        if error.errno in FULL:
            raise StorageFull(f"no room left in {root} for {key}; free some space") from error
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each synced into its parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_incoming(root: Path) -> None:
    """Remove unfinished files that a crash left behind more than a day ago."""
    folder = root / INCOMING
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink()
        except FileNotFoundError:
            continue
