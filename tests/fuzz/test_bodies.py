"""Generated inputs of every model: accepted and recorded, or refused with the places at fault."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.fuzz.serving import FACTOR
from tests.strategies import invalid_bodies, valid_bodies, wild_bodies

from filmgate.catalog.loader import Catalog

CATALOG = Catalog.load()
MODELS = sorted(CATALOG.models)
#: bodies for each model: those of CI, and those of the long run
SHORT = {"valid": 250, "invalid": 125, "wild": 125}
LONG = {"valid": 5_000, "invalid": 2_500, "wild": 2_500}
LENGTHS = [
    pytest.param(SHORT, id="short"),
    pytest.param(LONG, id="long", marks=pytest.mark.slow),
]


def many(examples):
    """Settings of a run: the same bodies each time in CI, others in each long run."""
    return settings(
        max_examples=examples * FACTOR,
        derandomize=examples < 1000,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def send(rig, model, body, query="", **headers):
    """Submit a body exactly as it is, also where JSON libraries would refuse to write it."""
    content = json.dumps(body, ensure_ascii=True, allow_nan=False).encode()
    headers["content-type"] = "application/json"
    return rig.post(f"/v1/models/{model.id}{query}", None, content=content, headers=headers)


def check(rig, model, body):
    """Submit and dry-run a body; gives the answer to the submit."""
    answer = send(rig, model, body)
    tried = send(rig, model, body, "?dry_run=true")

    assert answer.status_code in (200, 422), answer.text[:2000]
    assert tried.status_code == answer.status_code, (answer.text[:2000], tried.text[:2000])
    told = answer.json()
    if answer.status_code == 422:
        assert told["error_code"] == 422001
        assert told["detail"]
        assert all(problem["loc"][0] == "body" and problem["msg"] for problem in told["detail"])
        assert tried.json() == told
    else:
        shown = rig.get(f"/v1/requests/{told['request_id']}")
        assert shown.status_code == 200
        assert shown.json()["model_id"] == model.id
        assert tried.json()["warnings"] == told.get("warnings", [])
        plan = shown.json()["plan"]
        for name in ("width", "height", "frames", "has_audio"):
            assert tried.json()["output"][name] == plan[name]
    return answer


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize("model_id", MODELS)
def test_a_valid_body_is_accepted_and_recorded(rig, model_id, lengths):
    model = CATALOG.get(model_id)
    bodies = valid_bodies(model, images=rig.image_values(), videos=rig.video_values())

    @many(lengths["valid"])
    @given(bodies)
    def run(body):
        body.get("filmgate", {}).pop("engine", None)
        answer = check(rig, model, body)

        assert answer.status_code == 200, answer.text[:2000]

    run()


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize("model_id", MODELS)
def test_a_body_with_one_thing_wrong_is_refused_for_that(rig, model_id, lengths):
    model = CATALOG.get(model_id)

    @many(lengths["invalid"])
    @given(invalid_bodies(model, images=rig.image_values(), videos=rig.video_values()))
    def run(made):
        body, place = made
        answer = check(rig, model, body)

        assert answer.status_code == 422
        locs = [problem["loc"][1 : 1 + len(place)] for problem in answer.json()["detail"]]
        assert list(place) in locs, (place, answer.text[:2000])

    run()


@pytest.mark.parametrize("lengths", LENGTHS)
@pytest.mark.parametrize("model_id", MODELS)
def test_any_json_is_accepted_or_refused_with_a_place(rig, model_id, lengths):
    model = CATALOG.get(model_id)
    images = rig.image_values() | rig.bad_values()

    @many(lengths["wild"])
    @given(wild_bodies(model, images=images, videos=rig.video_values() | rig.bad_values()))
    def run(body):
        check(rig, model, body)

    run()
