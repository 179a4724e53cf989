"""The commands that users type, against a real server process and a real HTTP port."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest
from PIL import Image

from filmgate.client import Client

ROOT = Path(__file__).parents[2]
FILMGATE = [sys.executable, "-m", "filmgate"]
KEY = "a-key-of-the-operator"
LIMIT_S = 240


def run(*words, env=None, **options):
    """Run one command to its end."""
    return subprocess.run(
        [*FILMGATE, *map(str, words)],
        capture_output=True, text=True, timeout=LIMIT_S, env={**os.environ, **(env or {})},
        **options,
    )  # fmt: skip


def facts(video):
    """Width, height, frames and whether there is sound."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        frames = sum(1 for _ in container.decode(stream))
        return stream.width, stream.height, frames, bool(container.streams.audio)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server started by `filmgate serve`; gives its URL and what it printed."""
    data = tmp_path_factory.mktemp("data")
    process = subprocess.Popen(
        [*FILMGATE, "serve", "--port", "0", "--data-dir", str(data), "--slots", "1",
         "--api-key", KEY],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    printed = process.stdout.readline()
    yield re.search(r"http://[\d.]+:\d+", printed).group(), data
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.fixture
def env(server):
    return {"FILMGATE_URL": server[0], "FILMGATE_KEY": KEY}


def test_curl_from_the_readme_is_accepted_and_its_urls_answer(server):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    submit = re.search(r"curl -sS http://127\.0\.0\.1:8000/v1/models.*?\}'", readme, re.DOTALL)
    follow = re.findall(r"^curl -sS .*REQUEST_ID.*$", readme, re.MULTILINE)
    assert len(follow) == 3

    def paste(command):
        command = command.replace("http://127.0.0.1:8000", server[0])
        command = command.replace("my-own-secret-key", KEY)
        done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout)

    accepted = paste(submit.group())
    answers = [paste(line.replace("REQUEST_ID", accepted["request_id"])) for line in follow]

    assert accepted["status_url"].startswith(server[0])
    assert answers[0]["status"] in ("in_queue", "in_progress", "completed")
    assert answers[1]["request_id"] == accepted["request_id"]
    assert answers[2]["outcome"] in ("cancelled", "not_cancellable")


def test_the_examples_save_playable_clips(env, tmp_path):
    shell = subprocess.run(
        [ROOT / "examples/curl.sh", tmp_path / "a.mp4"],
        env={**os.environ, **env}, capture_output=True, text=True, timeout=LIMIT_S,
    )  # fmt: skip
    assert shell.returncode == 0, shell.stderr
    for script, target in (("sync.py", tmp_path / "b.mp4"), ("several.py", tmp_path)):
        done = subprocess.run(
            [sys.executable, ROOT / "examples" / script, target],
            env={**os.environ, **env}, capture_output=True, text=True, timeout=LIMIT_S,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    clips = sorted(tmp_path.glob("*.mp4"))

    assert len(clips) == 5
    assert {facts(clip) for clip in clips} == {(384, 216, 73, True)}


def test_generate_renders_in_its_own_process_and_tells_the_seconds_of_each_stage(tmp_path):
    picture, clip = tmp_path / "in.png", tmp_path / "out.mp4"
    Image.linear_gradient("L").convert("RGB").resize((640, 360)).save(picture)
    done = run(
        "generate", "kling/kling-3.0/pro/image-to-video", "-i", f"start_image_url=@{picture}",
        "-i", "prompt=slow push in", "-i", "duration=3", "-i", "generate_audio=false",
        "-i", "filmgate.scale=0.2", "--json", "-o", clip, "--data-dir", tmp_path / "data",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    assert told["status"] == "succeeded"
    assert told["seconds"].keys() >= {"prepare", "render", "verify"}
    assert all(check["passed"] for check in told["checks"])
    assert facts(clip) == (384, 216, 73, False)


def test_a_dry_run_predicts_and_records_nothing(env):
    model = "kling/kling-3.0/pro/text-to-video"
    done = run("generate", model, "-i", "prompt=a lake", "--dry-run", "--json", env=env)
    before = json.loads(run("requests", "list", "--json", env=env).stdout)
    again = json.loads(run("requests", "list", "--json", env=env).stdout)

    told = json.loads(done.stdout)

    assert told["output"]["width"], told["output"]["height"] == (1920, 1080)
    assert told["output"]["frames"] == 121
    assert len(before["requests"]) == len(again["requests"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["generate", "kling/kling-3.0/pro/text-to-video", "-i", "duration=99"], 3, "duration"),
        (["generate", "kling/no-such-model", "-i", "prompt=a"], 5, "ResourceNotFound"),
        (["requests", "show", "req_unknown"], 5, "ResourceNotFound"),
        (["models", "list", "--key", "wrong-key-wrong"], 4, "Unauthorized"),
        (["models", "list", "--server", "http://127.0.0.1:9"], 6, "gave no answer"),
        (["generate"], 2, "model_id"),
    ],
)
def test_a_mistake_has_its_own_exit_code_and_says_what_is_wrong(env, words, code, said):
    done = run(*words, env=env)

    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_is_made_used_and_revoked(env, server):
    wish = ["--label", "ci", "--cap", "in_flight=2", "--expires", "2100-01-01"]
    made = json.loads(run("keys", "create", *wish, "--json", env=env).stdout)
    listed = run("keys", "list", env=env).stdout

    with Client(server[0], made["key"]) as client:
        assert client.models()
    revoked = run("keys", "revoke", made["key_id"], env=env)
    refused = run("models", "list", "--key", made["key"], env=env)

    assert "ci" in listed
    assert (made["caps"]["in_flight"], made["expires_at"][:10]) == (2, "2100-01-01")
    assert made["key"] not in listed
    assert revoked.returncode == 0
    assert refused.returncode == 4


def test_an_upload_can_be_named_listed_and_deleted(env, tmp_path):
    picture = tmp_path / "photo.png"
    Image.new("RGB", (400, 400), (90, 120, 60)).save(picture)
    sent = json.loads(run("upload", picture, "--json", env=env).stdout)[0]
    listed = run("files", "list", env=env).stdout
    deleted = run("files", "delete", sent["uri"], env=env)

    assert sent["uri"].startswith("filmgate://")
    assert "photo.png" in listed
    assert deleted.returncode == 0, deleted.stderr


def test_doctor_finds_this_machine_fit_and_the_running_server(server):
    done = run("doctor", "--data-dir", server[1])

    assert done.returncode == 0, done.stdout + done.stderr
    assert server[0] in done.stdout
    assert "previz" in done.stdout


def test_a_second_server_on_the_same_data_is_refused_in_plain_words(server):
    done = run("serve", "--port", "0", "--data-dir", server[1])

    assert done.returncode != 0
    assert "is served by" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_auth_is_refused_on_an_address_that_others_reach(tmp_path):
    done = run("serve", "--no-auth", "--host", "0.0.0.0", "--data-dir", tmp_path)

    assert done.returncode == 6
    assert "127.0.0.1" in done.stderr


def test_every_command_has_help_that_teaches():
    for words in ([], ["serve"], ["generate"], ["demo"], ["requests"], ["keys"], ["files"]):
        done = run(*words, "--help")
        assert done.returncode == 0
        assert len(done.stdout) > 300
