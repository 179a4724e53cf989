"""``filmgate doctor --storage`` on a real data folder."""

import asyncio
import json
import os

import pytest
import typer

from filmgate.bootstrap.folder import open_database
from filmgate.cli.storage import run
from filmgate.core.records import StoredFile
from filmgate.core.request import new_id
from filmgate.db.files import FileTable
from filmgate.settings import Settings
from filmgate.storage import Artifacts


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def upload(settings, tmp_path):
    """An upload in the folder; gives where its bytes are."""

    async def put():
        database = open_database(settings)
        source = tmp_path / "x.png"
        source.write_bytes(b"pixels")
        files = FileTable(database)
        key = await files.reserve("ab" * 32, 6)
        await Artifacts(settings.storage_url).put(key, source, "image/png")
        file = StoredFile(
            new_id("file"), "own_1", "upload", "x.png", "image/png", 6, "ab" * 32, key, 0.0
        )
        await files.add(file)
        await database.stop()
        return settings.data_dir / "files" / key, file.id

    return asyncio.run(put())


def look(settings, capsys, *, fix=False):
    """What it says, and the code it leaves with."""
    code = 0
    try:
        asyncio.run(run(settings, fix=fix, as_json=True))
    except typer.Exit as end:
        code = end.exit_code
    return json.loads(capsys.readouterr().out), code


def orphan(settings):
    path = settings.data_dir / "files" / "outputs" / "01abc" / "lost.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"0123456789")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def test_a_folder_in_order_is_told_so(settings, upload, capsys):
    told, code = look(settings, capsys)

    assert code == 0
    assert (told["stored"], told["stored_bytes"], told["rows"]) == (1, 6, 1)
    assert (told["orphans"], told["missing"], told["wrong"]) == (0, 0, 0)


def test_a_file_nobody_knows_is_told_and_stays_until_it_is_asked_for(settings, upload, capsys):
    lost = orphan(settings)

    told, code = look(settings, capsys)
    assert (told["orphans"], told["orphan_bytes"], code) == (1, 10, 1)
    assert told["orphan_keys"] == ["outputs/01abc/lost.mp4"]
    assert lost.exists()

    told, code = look(settings, capsys, fix=True)
    assert (told["adopted"], code) == (1, 0)
    assert not lost.exists()
    assert upload[0].exists()
    assert look(settings, capsys)[1] == 0


def test_a_file_that_is_gone_is_told_with_who_needs_it(settings, upload, capsys):
    path, file_id = upload
    path.unlink()

    told, code = look(settings, capsys, fix=True)

    assert (told["missing"], code) == (1, 1)
    assert list(told["missing_of"].values()) == [[file_id]]


def test_people_read_what_to_do(settings, upload, capsys):
    orphan(settings)
    upload[0].unlink()
    with pytest.raises(typer.Exit):
        asyncio.run(run(settings, fix=False, as_json=False))

    said = capsys.readouterr().out
    assert "filmgate doctor --storage --fix" in said
    assert "lost.mp4" in said
    assert "backup" in said
