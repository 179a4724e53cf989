"""A model file is added from the command line, and the catalog has it from then on."""

import json

import pytest
from tests.model_files import model_file
from typer.testing import CliRunner

from filmgate.cli.app import app

MODEL = "acme/skyline/image-to-video"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(app, [*words, "--data-dir", str(tmp_path / "data")])

    return run


@pytest.fixture
def skyline(tmp_path):
    path = tmp_path / "skyline.json"
    path.write_text(json.dumps(model_file()))
    return path


def test_an_added_model_is_in_the_catalog(command, skyline):
    added = command("models", "add", MODEL, str(skyline))
    listed = command("models", "list", "skyline")

    assert added.exit_code == 0, added.output
    assert listed.exit_code == 0
    assert MODEL in listed.output


def test_a_broken_file_is_told_and_not_added(command, skyline, tmp_path):
    skyline.write_text('{"display_name": 3}')

    ended = command("models", "add", MODEL, str(skyline))

    assert ended.exit_code == 3
    assert "display_name" in ended.output
    assert not (tmp_path / "data" / "models").exists()


@pytest.mark.parametrize("taken", [MODEL, "kling/kling-3.0/pro/text-to-video"])
def test_an_id_is_added_once(command, skyline, taken):
    command("models", "add", MODEL, str(skyline))

    ended = command("models", "add", taken, str(skyline))

    assert ended.exit_code != 0


def test_an_id_cannot_lead_out_of_the_folder(command, skyline, tmp_path):
    ended = command("models", "add", "../../outside", str(skyline))

    assert ended.exit_code != 0
    assert not (tmp_path / "outside.json").exists()
