"""Calls generated from the server's own description: answered as described, never with a fault."""

import itertools

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.fuzz.serving import BASE, FACTOR, I2V, picture

import filmgate
from filmgate.catalog.loader import Catalog
from filmgate.http.app import ROUTES
from filmgate.http.openapi import describe

DESCRIPTION = describe(ROUTES, tuple(Catalog.load().models.values()), filmgate.__version__)
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = {
    f"{method.upper()} {path}": (path, method)
    for path, methods in DESCRIPTION["paths"].items()
    for method in methods
}
#: so that no two pictures are the same
SIZES = itertools.count()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
LENGTHS = [pytest.param(40, id="short"), pytest.param(1000, id="long", marks=pytest.mark.slow)]


def many(examples):
    """Settings of a run: the same calls each time in CI, others in each long run."""
    return settings(
        max_examples=examples * FACTOR,
        derandomize=examples < 100,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def known(rig):
    """Ids of this caller's own: calls find something at these, until one deletes it."""
    body = {"prompt": "a lake at dawn", "start_image_url": rig.images[0], "imagee": 1}
    request_id = rig.post(f"/v1/models/{I2V}", body).json()["request_id"]
    key_id = rig.post("/v1/keys", {"label": "spare"}).json()["key_id"]
    file = rig.upload(picture(200 + next(SIZES), 200), "known.png")
    _, _, link, name = file["url"].removeprefix(BASE).split("/")
    return {
        "request_id": request_id,
        "key_id": key_id,
        "file_id": file["file_id"],
        "link": link,
        "name": name,
    }


def test_the_description_is_the_one_that_is_served(rig):
    assert rig.get("/openapi.json").json() == DESCRIPTION


@pytest.mark.parametrize("examples", LENGTHS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_any_call_is_answered_as_described(rig, known, operation, examples):
    path, method = OPERATIONS[operation]
    described = SCHEMA[path][method]
    calls = st.one_of(*(described.as_strategy(mode) for mode in GenerationMode))

    @many(examples)
    @given(calls, st.booleans())
    def run(case, is_known):
        if is_known:
            case.path_parameters.update(
                {name: known[name] for name in case.path_parameters.keys() & known.keys()}
            )
        case.validate_response(call(rig, case), checks=CHECKS)

    run()


def call(rig, case):
    """Send a generated call to the application, with the key of the rig.

    Nothing happens to requests here, so answers that would wait for that are asked for at once,
    and streams, which would never end, as lists.
    """
    if str(case.query.get("wait", "")).isdecimal():
        case.query["wait"] = "0"
    made = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
    left = {"authorization", "accept"}
    headers = {name: v for name, v in made.headers.items() if name.lower() not in left}
    request = rig.client.build_request(made.method, made.url, headers=headers, content=made.body)
    return rig.runner.run(rig.client.send(request))
