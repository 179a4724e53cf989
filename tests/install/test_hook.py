"""The build hook: when it builds, when it leaves things alone, and what it says."""

import importlib.util
import shutil
import subprocess

import pytest
from tests.install.machines import ROOT


@pytest.fixture
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path, hook):
    """A checkout whose app was built."""
    for name in hook.SOURCES:
        source, target = ROOT / "web" / name, tmp_path / "web" / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    output = tmp_path / hook.OUTPUT
    output.mkdir(parents=True)
    (output / "index.html").write_text("built")
    (output / "SOURCES.sha256").write_text(hook.hash_of_sources(tmp_path / "web") + "\n")
    return tmp_path


def hooked(hook, root):
    return hook.WebBuildHook(str(root), {}, None, None, str(root), "wheel", None)


def test_what_was_built_of_these_sources_is_left_alone(hook, checkout):
    assert hook.is_fresh(checkout)
    assert hooked(hook, checkout).dependencies() == []
    hooked(hook, checkout).initialize("standard", {})

    assert (checkout / hook.OUTPUT / "index.html").read_text() == "built"


@pytest.mark.parametrize("name", ["package-lock.json", "src/main.jsx", "stubs/new.js"])
def test_a_change_of_the_sources_asks_for_another_build(hook, checkout, name):
    with (checkout / "web" / name).open("a") as source:
        source.write("\n")

    assert not hook.is_fresh(checkout)


def test_an_app_without_its_page_is_not_built(hook, checkout):
    (checkout / hook.OUTPUT / "index.html").unlink()

    assert not hook.is_fresh(checkout)


def test_node_is_asked_for_only_where_there_is_none(hook, checkout, tmp_path, monkeypatch):
    (checkout / hook.OUTPUT / "index.html").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    wished = hooked(hook, checkout).dependencies()
    monkeypatch.setenv("FILMGATE_WEB", "skip")

    assert wished == [hook.NODE_FROM_PYPI]
    assert hooked(hook, checkout).dependencies() == []


@pytest.mark.parametrize(
    ("told", "is_enough"),
    [("v20.1.0", True), ("v24.19.0", True), ("v18.20.4", False), ("nonsense", False)],
)
def test_an_old_node_is_as_good_as_none(hook, tmp_path, monkeypatch, told, is_enough):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {told}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert hook.has_node() is is_enough


def test_an_unknown_choice_is_told_what_is_allowed(hook, monkeypatch):
    monkeypatch.setenv("FILMGATE_WEB", "maybe")

    with pytest.raises(SystemExit, match="'maybe'; allowed: auto, require, skip"):
        hook.choice()


def test_a_failed_build_leaves_a_note_and_an_older_app_in_place(hook, tmp_path):
    error = subprocess.CalledProcessError(1, ["npm", "ci"], stderr="no registry\n")

    hook.mark(tmp_path / "new", hook.why(error))
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "index.html").write_text("older")
    hook.mark(tmp_path / "old", hook.why(error))

    assert "no registry" in (tmp_path / "new" / "NOT_BUILT").read_text()
    assert not (tmp_path / "old" / "NOT_BUILT").exists()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_the_build_script_hashes_the_sources_as_the_hook_does(hook, checkout):
    code = "import {hashOfSources} from './hash.mjs'; console.log(await hashOfSources('.'))"

    done = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        cwd=checkout / "web",
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == hook.hash_of_sources(checkout / "web")
