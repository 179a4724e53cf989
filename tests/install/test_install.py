"""The web app is there however the package is installed, or the front page says what to do."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest
from tests.install.machines import get, install, pip, serving

pytestmark = pytest.mark.slow
STATIC = "filmgate/http/static"


def assert_serves_the_app(installed, data_dir):
    data_dir.mkdir()
    with serving(installed, data_dir) as url:
        _, headers, page = get(url)
        script = re.search(rb'src="(/assets/[^"]+\.js)"', page)
        assert script, page
        status, asset_headers, content = get(url + script[1].decode())
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (status, asset_headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert len(content) > 10_000


@pytest.fixture(scope="module")
def dist(checkout, tmp_path_factory):
    """The source distribution, and the wheel made of it."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", target, checkout],
        check=True,
        capture_output=True,
        env={**os.environ, "FILMGATE_WEB": "require"},
    )
    return next(target.glob("*.tar.gz")), next(target.glob("*.whl"))


def test_a_machine_without_node_gets_it_from_pypi(checkout, without_node, tmp_path):
    install(checkout, tmp_path / "there", without_node)

    assert_serves_the_app(tmp_path / "there", tmp_path / "data")


def test_without_npm_it_installs_and_the_front_page_says_how_to_build(
    fresh_checkout, without_npm, tmp_path
):
    said = install(fresh_checkout, tmp_path / "there", without_npm)

    assert "THE WEB APP WAS NOT BUILT" in said
    (tmp_path / "data").mkdir()
    with serving(tmp_path / "there", tmp_path / "data") as url:
        status, _, page = get(url)
        about = get(url, accept="application/json")[2]
    assert status == 200
    assert b"FILMGATE_WEB=require pip install -e ." in page
    assert b"127.0.0.1:9" in page  # what npm could not reach
    assert b'"name":"filmgate"' in about


def test_a_release_is_never_built_without_the_app(fresh_checkout, without_npm, tmp_path):
    env = {**without_npm, "FILMGATE_WEB": "require"}

    code, said = pip("wheel", "--no-deps", "-w", tmp_path, fresh_checkout, env=env)

    assert code != 0
    assert not list(tmp_path.glob("*.whl"))
    assert "npm" in said


def test_the_app_can_be_left_out(fresh_checkout, without_node, tmp_path):
    install(fresh_checkout, tmp_path / "there", {**without_node, "FILMGATE_WEB": "skip"})

    assert not (tmp_path / "there" / STATIC / "index.html").exists()


def test_the_source_distribution_needs_neither_node_nor_npm(
    dist, without_node, without_npm, tmp_path
):
    install(dist[0], tmp_path / "there", {**without_node, **without_npm})

    assert_serves_the_app(tmp_path / "there", tmp_path / "data")


def test_the_wheel_serves_the_app(dist, without_node, without_npm, tmp_path):
    install(dist[1], tmp_path / "there", {**without_node, **without_npm})

    assert_serves_the_app(tmp_path / "there", tmp_path / "data")


def test_the_wheel_holds_the_app_and_its_licences_and_not_what_it_is_made_with(dist):
    names = zipfile.ZipFile(dist[1]).namelist()

    assets = [name for name in names if name.startswith(f"{STATIC}/assets/")]
    assert {"js", "css"} <= {name.rpartition(".")[2] for name in assets}
    assert {f"{name}.gz" for name in assets if name.endswith((".js", ".css"))} <= set(assets)
    licences = zipfile.ZipFile(dist[1]).read(f"{STATIC}/THIRD_PARTY.txt").decode()
    for package in ("preact", "@rjsf/core", "@rjsf/utils"):
        assert re.search(rf"^{package} \d+\.\d+\.\d+ \((MIT|Apache-2.0)\)$", licences, re.MULTILINE)
    assert not [name for name in names if "node_modules" in name or name.startswith("web/")]
    assert not [name for name in names if name.endswith(("NOT_BUILT", ".jsx"))]


def test_the_source_distribution_holds_the_sources_and_the_built_app(dist):
    with tarfile.open(dist[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {"web/package-lock.json", "web/build.mjs", "hatch_build.py"} <= names
    assert f"src/{STATIC}/index.html" in names
    assert not [name for name in names if "node_modules" in name]
