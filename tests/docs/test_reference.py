"""Everything that exists is documented, and the pages say what the code says."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import filmgate
from filmgate.cli.reference import pages

ROOT = Path(__file__).parents[2]
MADE = pages()


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_page_of_the_reference_is_what_the_code_makes(name):
    page = ROOT / "docs" / "reference" / name

    assert page.is_file(), "run `just docs`"
    assert page.read_text(encoding="utf-8") == MADE[name], "stale: run `just docs`"


def test_no_setting_goes_without_an_explanation():
    rows = [line for line in MADE["settings.md"].splitlines() if line.startswith("| `")]

    assert rows
    assert all(row.rstrip(" |").count("|") >= 3 for row in rows)
    assert not [row for row in rows if row.endswith("|  |")]


def test_every_link_between_documents_leads_somewhere():
    tracked = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    broken = []
    for name in tracked:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in target and not (ROOT / name).parent.joinpath(target).exists():
                broken.append(f"{name}: {target}")

    assert not broken


def test_the_version_is_one_and_the_changelog_begins_with_what_is_coming():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0]

    assert project["version"] == filmgate.__version__
    assert newest in ("Unreleased", filmgate.__version__)


def test_readme_shows_code_before_line_25():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:25]

    assert any(line.startswith("```") for line in lines)
