"""Bodies of the shape that callers of the hosted service send, long prompts included."""

import pytest
from tests.fuzz import serving

from filmgate.catalog.loader import Catalog
from filmgate.cli.examples import EXAMPLES
from filmgate.media import samples

MODELS = sorted(Catalog.load().models)
#: media fields of the shortest body that each model takes
MEDIA = {
    "kling/kling-3.0/4k/image-to-video": {"start_image_url": "potters-table.jpg"},
    "kling/kling-3.0/pro/image-to-video": {"start_image_url": "mountain-lake.jpg"},
    "kling/kling-3.0/pro/text-to-video": {},
    "kling/kling-video-o1/image-to-video": {
        "start_image_url": "potters-table.jpg",
        "end_image_url": "potters-table-later.jpg",
    },
    "kling/kling-video-o3/standard/reference-to-video": {},
}
LONG = (
    "Wake this photograph gently and keep everything that is in it. {}"
    "The camera stands low, waits for a breath, then pushes in along the middle line while the "
    "nearest things slide out of the frame at their own speed and the far ones hardly move. "
    "Light falls from the left, grows warmer as clouds leave the sun, and finds dust in the air; "
    "shadows turn with it. Cut to the same place from the side, a slow pan to the right that ends "
    "on the smallest detail. Cut to a wide view from above, pulling back until the edges of the "
    "scene show. Water drips somewhere, a door closes far away, wind leans on the window. No "
    "words, no lettering, no flicker; skin, cloth, wood and metal keep their own texture and the "
    "horizon stays level. Shot on a 40mm lens at 24 frames, fine grain, soft contrast. "
)


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    rig = serving.start(tmp_path_factory.mktemp("data"), slots=0)
    # uploaded once, so that each submit need not look into them again
    rig.samples = {
        name: rig.upload(samples.path(name).read_bytes(), name)["uri"]
        for name in samples.SAMPLES
        if name != "robot.jpg"
    } | {"robot.jpg": rig.images[-1]}
    yield rig
    rig.stop()


def named(rig, media):
    """Media fields with uploads in place of the names of samples."""
    return {
        field: [rig.samples[n] for n in value] if isinstance(value, list) else rig.samples[value]
        for field, value in media.items()
    }


def accepted(rig, model_id, body):
    """Submit a body; gives all that is known of the request."""
    submitted = rig.post(f"/v1/models/{model_id}", body)

    assert submitted.status_code == 200, submitted.text
    assert set(submitted.json()) - {"warnings"} == {
        "request_id", "status_url", "result_url", "cancel_url",
    }  # fmt: skip
    return rig.get(f"/v1/requests/{submitted.json()['request_id']}").json()


@pytest.mark.parametrize("model_id", MODELS)
def test_the_shortest_body_is_accepted(rig, model_id):
    body = {"prompt": "Somebody walks along the street", **named(rig, MEDIA[model_id])}
    shown = accepted(rig, model_id, body)

    assert shown["warnings"] == []
    assert shown["plan"]["frames"] == 24 * shown["input"]["duration"] + 1


@pytest.mark.parametrize("model_id", MODELS)
def test_a_prompt_of_any_allowed_length_is_accepted(rig, model_id):
    most = (LONG.format("") * 9)[:2500]
    for prompt in (LONG.format("")[:1450], most):
        accepted(rig, model_id, {"prompt": prompt, **named(rig, MEDIA[model_id])})
    over = rig.post(
        f"/v1/models/{model_id}", {"prompt": most + "x", **named(rig, MEDIA[model_id])}
    ).json()

    (problem,) = over["detail"]
    assert problem["loc"] == ["body", "prompt"]
    assert "2501" in problem["msg"]


@pytest.mark.parametrize("model_id", MODELS)
def test_the_catalogs_own_example_is_accepted(rig, model_id):
    example = rig.get(f"/v1/models/{model_id}").json()
    body = Catalog.load().get(model_id).example

    assert body["prompt"]
    assert set(body) <= set(example["inputs"])
    accepted(rig, model_id, dict(body))


@pytest.mark.parametrize("model_id", MODELS)
def test_the_demos_example_is_accepted(rig, model_id):
    prompt, fields, media = EXAMPLES[model_id]
    shown = accepted(rig, model_id, {"prompt": prompt, **fields, **named(rig, media)})

    assert shown["input"]["prompt"] == prompt


@pytest.mark.parametrize("model_id", MODELS)
def test_what_clients_always_send_is_a_warning_and_no_obstacle(rig, model_id):
    extra = {"resolution": "1080p", "output_format": "mp4", "seed": 7}
    body = {"prompt": "A boat", **named(rig, MEDIA[model_id]), **extra}
    answer = rig.post(f"/v1/models/{model_id}", body).json()

    unknown = {tuple(w["loc"]) for w in answer["warnings"] if w["type"] == "unknown_field"}
    assert unknown == {("body", name) for name in extra}


@pytest.mark.parametrize("model_id", MODELS)
def test_a_playground_default_is_never_filled_in_for_media(rig, model_id):
    predicted = rig.post(f"/v1/models/{model_id}?dry_run=1", {"prompt": "A boat"})
    told = predicted.json()

    if MEDIA[model_id]:
        assert {p["loc"][1] for p in told["detail"]} == set(MEDIA[model_id])
    else:
        assert not {"images", "video"} & set(told["input"])
