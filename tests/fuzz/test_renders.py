"""What is accepted renders: a sample of generated inputs becomes clips that pass every check."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.fuzz import serving
from tests.fuzz.serving import FACTOR
from tests.strategies import valid_bodies

from filmgate.catalog.loader import Catalog

CATALOG = Catalog.load()
MODELS = sorted(CATALOG.models)
LENGTHS = [pytest.param(6, id="short"), pytest.param(120, id="long", marks=pytest.mark.slow)]
T2V = "kling/kling-3.0/pro/text-to-video"
FINAL = ("succeeded", "failed", "cancelled")
#: seconds for one clip; a loaded machine is slow
LIMIT_S = 60


@pytest.fixture(scope="module")
def rendering(tmp_path_factory):
    """A server that renders."""
    rig = serving.start(tmp_path_factory.mktemp("data"), slots=2, render_memory_mb=2048)
    yield rig
    rig.stop()


@pytest.mark.parametrize("examples", LENGTHS)
@pytest.mark.parametrize("model_id", MODELS)
def test_accepted_inputs_become_clips_that_pass_every_check(rendering, model_id, examples):
    bodies = sample(rendering, CATALOG.get(model_id), examples)
    submitted = {}
    for body in bodies:
        answer = rendering.post(f"/v1/models/{model_id}", body)
        assert answer.status_code == 200, answer.text
        submitted[answer.json()["request_id"]] = body
    bad = []
    for request_id, body in submitted.items():
        shown = rendering.runner.run(follow(rendering, request_id))
        if shown["status"] != "succeeded" or not all(
            c["passed"] for c in shown["report"]["checks"]
        ):
            bad.append((shown["error"], body))

    assert not bad, bad


@pytest.mark.parametrize(
    "model_id",
    [name if name == T2V else pytest.param(name, marks=pytest.mark.slow) for name in MODELS],
)
def test_the_same_input_and_seed_give_the_same_clip(rendering, model_id):
    (body,) = sample(rendering, CATALOG.get(model_id), 1)
    body["filmgate"] |= {"seed": 11}
    clips = []
    for _ in range(2):
        answer = rendering.post(f"/v1/models/{model_id}", body)
        assert answer.status_code == 200, answer.text
        shown = rendering.runner.run(follow(rendering, answer.json()["request_id"]))
        assert shown["status"] == "succeeded", shown
        (url,) = (file["url"] for file in shown["files"] if file["kind"] == "output")
        clips.append(rendering.get(url).content)

    assert len(clips[0]) > 1000
    assert clips[0] == clips[1]


def sample(rig, model, examples):
    """Some inputs of a model, small when rendered: the same ones each time in CI."""
    bodies = []
    valid = valid_bodies(model, images=rig.image_values(), videos=rig.video_values())

    @settings(
        max_examples=examples if examples == 1 else examples * FACTOR,
        derandomize=examples < 100,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(valid, st.floats(0.05, 0.1))
    def collect(body, scale):
        options = {**body.get("filmgate", {}), "scale": scale}
        options.pop("engine", None)
        bodies.append({**body, "filmgate": options})

    collect()
    return bodies


async def follow(rig, request_id):
    """Look at a request until it has ended; gives all that is known of it."""
    async with asyncio.timeout(LIMIT_S):
        while True:
            shown = (await rig.client.get(f"/v1/requests/{request_id}")).json()
            if shown["status"] in FINAL:
                return shown
            await asyncio.sleep(0.02)
