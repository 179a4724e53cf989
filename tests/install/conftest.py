"""Machines that lack something."""

import shutil

import pytest
from tests.install import machines


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    return machines.copy_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def fresh_checkout(tmp_path):
    """One that no other test builds in."""
    return machines.copy_checkout(tmp_path / "checkout")


@pytest.fixture
def without_node(tmp_path):
    """A PATH with a shell and no Node.js."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "env", "uname", "git"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return {"PATH": str(folder)}


@pytest.fixture
def without_npm(tmp_path):
    """npm finds neither its registry nor anything in its cache."""
    nowhere = "http://127.0.0.1:9/"
    return {"npm_config_registry": nowhere, "npm_config_cache": str(tmp_path / "npm-cache")}
