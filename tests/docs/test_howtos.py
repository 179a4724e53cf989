"""The commands of the how-to pages exist, and the calls they show are accepted."""

import json
import re
import shlex
from pathlib import Path

import pytest
import typer
from tests.fuzz import serving

from filmgate.cli.app import app
from filmgate.settings import ENV_PREFIX, Settings

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["howto/keys-and-limits.md", "howto/media-inputs.md", "explanation/fates-and-checks.md"]
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)


def lines_of(page):
    """Each command of a page as words; one may run over several lines inside quotes."""
    found = []
    for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        pending = ""
        for line in block.splitlines():
            pending += line + "\n"
            if pending.count("'") % 2 == 0:
                found.append(shlex.split(pending))
                pending = ""
    return found


COMMANDS = [words for page in PAGES for words in lines_of(page)]


@pytest.mark.parametrize("words", [w for w in COMMANDS if "filmgate" in w], ids=" ".join)
def test_a_command_and_its_options_exist(words):
    start = words.index("filmgate")
    for assignment in words[:start]:
        assert hasattr(Settings, assignment.partition("=")[0].removeprefix(ENV_PREFIX).lower())
    command = typer.main.get_command(app)
    rest = words[start + 1 :]
    while getattr(command, "commands", None):
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}

    assert {word for word in rest if word.startswith("-")} <= known


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    rig = serving.start(tmp_path_factory.mktemp("data"), slots=0)
    yield rig
    rig.stop()


@pytest.mark.parametrize("words", [w for w in COMMANDS if w[0] == "curl"], ids=lambda w: w[2][:60])
def test_a_call_is_accepted(rig, words):
    url = next(word for word in words if word.startswith("http"))
    path = url.removeprefix("http://127.0.0.1:8000")
    if "-d" in words:
        answer = rig.post(path, json.loads(words[words.index("-d") + 1]))
    elif "--data-binary" in words:
        answer = rig.post(path, None, content=serving.picture(330, 310))
    elif "-F" in words:
        files = {"file": ("photo.png", serving.picture(310, 330))}
        answer = rig.post(path, None, files=files)
    else:
        answer = rig.get(path)

    assert answer.status_code in (200, 201), answer.text
