"""Settings come from one place after another, and wrong ones are told by name."""

import re
from pathlib import Path

import msgspec
import pytest

from filmgate import settings as module
from filmgate.core.account import Caps
from filmgate.core.errors import ConfigurationError
from filmgate.settings import Settings


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """Neither a file nor a variable of the developer's machine counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in Settings.__struct_fields__:
        monkeypatch.delenv(f"FILMGATE_{name.upper()}", raising=False)
    monkeypatch.delenv("FILMGATE_CONFIG", raising=False)


def test_defaults_need_nothing():
    settings = Settings.load()

    assert (settings.host, settings.port, settings.durability) == ("127.0.0.1", 8000, "full")
    assert settings.sqlite_path == settings.data_dir / "filmgate.db"
    assert settings.storage_url == str(settings.data_dir / "files")
    assert not settings.is_cluster


def test_the_first_that_names_a_setting_wins(tmp_path, monkeypatch):
    file = tmp_path / "filmgate.toml"
    file.write_text('port = 1\nslots = 1\nhost = "a"\n[routes]\n"kling/*" = ["previz"]\n')
    monkeypatch.setenv("FILMGATE_PORT", "2")
    monkeypatch.setenv("FILMGATE_SLOTS", "2")

    settings = Settings.load(port=3, slots=None)

    assert (settings.port, settings.slots, settings.host) == (3, 2, "a")
    assert settings.routes == {"kling/*": ("previz",)}


def test_a_file_can_be_named(tmp_path, monkeypatch):
    (tmp_path / "a.toml").write_text("port = 7")
    (tmp_path / "b.toml").write_text("port = 8")
    monkeypatch.setenv("FILMGATE_CONFIG", str(tmp_path / "a.toml"))

    assert Settings.load().port == 7
    assert Settings.load(tmp_path / "b.toml").port == 8


def test_variables_hold_lists_tables_paths_and_flags(monkeypatch):
    monkeypatch.setenv("FILMGATE_ALLOW_HOSTS", "a.test, b.test")
    monkeypatch.setenv("FILMGATE_ROUTES", '{"x/*": ["scripted"]}')
    monkeypatch.setenv("FILMGATE_DEFAULT_CAPS", '{"queued": 5}')
    monkeypatch.setenv("FILMGATE_TEST_MODELS", "1")
    monkeypatch.setenv("FILMGATE_DATA_DIR", "~/clips")
    monkeypatch.setenv("FILMGATE_MODELS_DIR", "")

    settings = Settings.load()

    assert settings.allow_hosts == ("a.test", "b.test")
    assert settings.routes == {"x/*": ("scripted",)}
    assert settings.default_caps == Caps(queued=5)
    assert settings.test_models is True
    assert settings.data_dir == Path.home() / "clips"
    assert settings.models_dir is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 1", "prot"),
        ('port = "x"', "port"),
        ('durability = "none"', "durability"),
        ('success_word = "done"', "success_word"),
        ("max_attempts = 0", "max_attempts"),
        ("slots = -1", "slots"),
        ("lease_s = 4000", "at most 3600"),
        ("port = ", "filmgate.toml"),
    ],
)
def test_a_wrong_setting_is_told_by_name(tmp_path, text, told):
    (tmp_path / "filmgate.toml").write_text(text)

    with pytest.raises(ConfigurationError, match=told):
        Settings.load()


def test_a_missing_file_and_a_broken_variable_are_told(tmp_path, monkeypatch):
    with pytest.raises(ConfigurationError, match="nothing"):
        Settings.load(tmp_path / "nothing.toml")
    monkeypatch.setenv("FILMGATE_ROUTES", "{")
    with pytest.raises(ConfigurationError, match="FILMGATE_ROUTES"):
        Settings.load()


def test_places_follow_the_data_folder_unless_they_are_named():
    settings = Settings.load(data_dir="/d", database="sqlite:////e/x.db", storage="s3://b/p")

    assert settings.sqlite_path == Path("/e/x.db")
    assert settings.storage_url == "s3://b/p"
    assert settings.scratch_dir == Path("/d/scratch")
    assert Settings.load(database="postgresql://h/d").is_cluster


def test_a_key_has_as_much_in_flight_as_there_are_slots_unless_it_is_said():
    assert Settings.load(slots=3).in_flight == 3
    assert Settings.load(slots=0).in_flight == 1
    assert Settings.load(slots=3, default_caps=Caps(in_flight=9)).in_flight == 9


def test_in_a_cluster_no_process_knows_all_slots_so_the_usual_number_is_fixed():
    cluster = {"database": "postgresql://h/d"}

    assert Settings.load(slots=0, **cluster).in_flight == module.CLUSTER_IN_FLIGHT
    assert Settings.load(default_caps=Caps(in_flight=9), **cluster).in_flight == 9


def test_engines_are_divided_among_workers_of_a_cluster_only():
    shared = Settings.load(database="postgresql://h/d", engines=["previz"])

    assert shared.engines == ("previz",)
    with pytest.raises(ConfigurationError, match="one process renders everything"):
        Settings.load(engines=["previz"])


def test_every_setting_says_what_it_is():
    source = Path(module.__file__).read_text()

    for field in msgspec.structs.fields(Settings):
        assert re.search(rf"    #: .+\n    {field.name}: ", source), field.name
