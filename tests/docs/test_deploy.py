"""Files for deployment cannot be run by the tests; what they name must exist all the same."""

import json
import re
import shlex
from pathlib import Path

import msgspec
import pytest
import typer
import yaml

from filmgate.cli.app import app
from filmgate.http.app import ROUTES
from filmgate.settings import ENV_PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
MANIFESTS = sorted((DEPLOY / "kustomize").glob("*.yaml"))
#: names that are not settings: of the build hook, and of the compose file itself
OTHER = {"FILMGATE_WEB", "FILMGATE_ADMIN_KEY"}


def documents(path):
    return [found for found in yaml.safe_load_all(path.read_text()) if found]


def compose():
    (found,) = documents(DEPLOY / "compose.yaml")
    return found


def objects(kind):
    found = [one for path in MANIFESTS for one in documents(path) if one["kind"] == kind]
    assert found, kind
    return found


def pods():
    """Name and pod of everything that runs containers."""
    return [
        (one["metadata"]["name"], one["spec"]["template"]["spec"])
        for kind in ("Deployment", "Job")
        for one in objects(kind)
    ]


def variables(path):
    return set(re.findall(rf"{ENV_PREFIX}[A-Z][A-Z_0-9]*", path.read_text())) - OTHER


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(path):
    known = {ENV_PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)}

    assert variables(path) <= known


def test_the_settings_that_are_given_can_be_loaded(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (config,) = (one["data"] for one in objects("ConfigMap"))
    (secret,) = (one["stringData"] for one in objects("Secret"))
    for name, value in {**config, **secret}.items():
        monkeypatch.setenv(name, value)

    found = Settings.load()

    assert found.is_cluster
    assert found.storage.startswith("s3://")


def command_line(words):
    """Parse a command line as the CLI would, without running it."""
    group = typer.main.get_command(app)
    command = group.commands[words[0]]
    return command.make_context(words[0], list(words[1:]), resilient_parsing=False)


def command_lines():
    for name, service in compose()["services"].items():
        if service["image"] == "filmgate":
            yield name, service["command"]
    for name, pod in pods():
        yield name, pod["containers"][0]["args"]
    text = (DEPLOY / "filmgate.service").read_text()
    (line,) = re.findall(r"^ExecStart=\S+/filmgate (.*)$", text, re.MULTILINE)
    yield "systemd", shlex.split(line)
    text = (DEPLOY / "Containerfile").read_text()
    (line,) = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    yield "container", json.loads(line)


@pytest.mark.parametrize(("name", "words"), list(command_lines()), ids=str)
def test_every_command_line_is_one_of_ours(name, words):
    command_line(words)


def test_probes_ask_for_paths_that_are_answered_on_ports_that_are_open():
    paths = {entry.path for entry in ROUTES if entry.needs is None}
    probed = 0
    for _, pod in pods():
        (container,) = pod["containers"]
        ports = {port["name"] for port in container.get("ports", ())}
        for probe in ("readinessProbe", "livenessProbe"):
            if ask := container.get(probe, {}).get("httpGet"):
                assert ask["path"] in paths
                assert ask["port"] in ports
                probed += 1
    assert probed == 3


def test_nothing_is_killed_before_it_had_its_grace_time():
    (config,) = (one["data"] for one in objects("ConfigMap"))
    grace_s = float(config["FILMGATE_GRACE_S"])
    for one in objects("Deployment"):
        assert one["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= grace_s + 10
    for service in compose()["services"].values():
        if service.get("command", [""])[0] in ("serve", "worker"):
            ours = float(service["environment"]["FILMGATE_GRACE_S"])
            assert int(service["stop_grace_period"].removesuffix("s")) >= ours + 10
    (stop,) = re.findall(r"TimeoutStopSec=(\d+)", (DEPLOY / "filmgate.service").read_text())
    assert int(stop) >= Settings().grace_s + 10


def test_no_container_of_ours_has_more_rights_than_it_needs():
    for _, pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        (container,) = pod["containers"]
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"] is True
        assert rights["allowPrivilegeEscalation"] is False
        assert rights["capabilities"] == {"drop": ["ALL"]}
    for service in compose()["services"].values():
        if service["image"] == "filmgate":
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]


def test_the_image_runs_as_nobody_in_particular_and_without_build_tools():
    stages = (DEPLOY / "Containerfile").read_text().split("\nFROM ")[1:]
    last = stages[-1]

    assert re.search(r"^USER 10001", last, re.MULTILINE)
    assert not re.search(r"apt-get|pip install|\buv\b|gcc|node", last)
    assert "FILMGATE_WEB=require" in stages[0]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", stages[0], re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name


def test_manifests_select_what_they_make():
    made = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in objects("Deployment")
    }
    for one in objects("Deployment"):
        chosen = one["spec"]["selector"]["matchLabels"]
        assert chosen.items() <= made[one["metadata"]["name"]].items()
    for one in (*objects("Service"), *objects("PodDisruptionBudget")):
        chosen = one["spec"]["selector"]
        chosen = chosen.get("matchLabels", chosen)
        assert any(chosen.items() <= labels.items() for labels in made.values())
    for one in objects("HorizontalPodAutoscaler"):
        assert one["spec"]["scaleTargetRef"]["name"] in made
    (kustomization,) = (
        one for path in MANIFESTS for one in documents(path) if one["kind"] == "Kustomization"
    )
    assert {*kustomization["resources"], "kustomization.yaml"} == {path.name for path in MANIFESTS}


def test_every_value_that_compose_asks_for_is_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", (DEPLOY / "compose.yaml").read_text()))
    given = set(re.findall(r"^([A-Z_0-9]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))

    assert asked == given
