"""The server itself: hosts, proxies, CORS, unknown paths, health, description."""

import asyncio
import os
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmgate.core.ports import Readiness
from filmgate.http.app import ROUTES
from filmgate.http.openapi import plain_path

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"


# --- hosts, proxies, the public URL --------------------------------------------------------------


async def test_an_unknown_host_is_a_400_that_says_what_to_do(world):
    async with world.client(base="http://evil.example") as client:
        answer = await client.get("/v1/models")

    assert (answer.status_code, answer.json()["error_code"]) == (400, 400001)
    assert "allow_hosts" in answer.json()["detail"][0]["msg"]


async def test_probes_may_use_any_host(world):
    async with world.client(base="http://10.2.3.4:8000") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200


async def test_urls_are_built_from_what_the_caller_sees(world, token):
    async with world.client(token, base="http://localhost:4000") as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    assert answer.json()["status_url"].startswith("http://localhost:4000/v1/requests/")


async def test_urls_follow_a_trusted_proxy(build, tmp_path):
    world = build(trusted_proxies=("127.0.0.0/8",), allow_hosts=("films.example.org",))
    token = await world.key()
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "films.example.org"}
    async with world.client(token, **headers) as client:
        submitted = (await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})).json()
        await world.succeed(submitted["request_id"], tmp_path)
        result = (await client.get(f"/v1/requests/{submitted['request_id']}/result")).json()

    assert submitted["result_url"].startswith("https://films.example.org/v1/requests/")
    assert result["output"]["video"].startswith("https://films.example.org/files/")


async def test_others_cannot_pretend_to_be_a_proxy(world, token):
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    async with world.client(token, **headers) as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    assert answer.json()["status_url"].startswith("http://127.0.0.1:8000/")


async def test_a_public_url_wins(build):
    world = build(public_url="https://films.example.org/")
    async with world.client(await world.key()) as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    assert answer.json()["status_url"].startswith("https://films.example.org/v1/requests/")


async def test_pages_of_other_origins_get_no_permission(client):
    answer = await client.get("/v1/models", headers={"Origin": "https://app.example"})
    asked = await client.options(
        "/v1/models",
        headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"},
    )

    assert "access-control-allow-origin" not in answer.headers
    assert asked.status_code == 405


async def test_configured_origins_get_permission(build):
    world = build(cors_origins=("https://app.example",))
    async with world.client(await world.key(), origin="https://app.example") as client:
        asked = await client.options(
            f"/v1/models/{T2V}",
            headers={
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type, idempotency-key",
            },
        )
        answer = await client.get("/v1/models")

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == "https://app.example"
    assert answer.headers["access-control-allow-origin"] == "https://app.example"


# --- unknown paths and methods -------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nothing", "/v1", "/v1/requests/", "/v1/models//x", "/files/x"])
async def test_an_unknown_path_is_a_404_in_our_shape(client, path):
    answer = await client.get(path)

    assert answer.status_code == 404
    assert answer.json()["error_code"] == 404001
    assert answer.json()["error_message"] == "ResourceNotFound"


async def test_a_wrong_method_is_a_405_that_names_the_right_ones(client):
    answer = await client.put("/v1/requests/req_x")

    assert answer.status_code == 405
    assert answer.json()["error_code"] == 405001
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "DELETE"}


async def test_a_fault_of_ours_is_a_500_without_details(build):
    async def broken():
        raise RuntimeError("secret detail")

    world = build()
    object.__setattr__(world.services, "checks", broken)
    async with world.client() as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 500
    assert answer.json() == {
        "error_code": 500001,
        "error_message": "InternalServerError",
        "message": "InternalServerError",
    }


# --- about the server ----------------------------------------------------------------------------


async def test_the_front_page_is_html_for_browsers_and_json_for_programs(world):
    async with world.client() as client:
        page = await client.get("/", headers={"Accept": "text/html,*/*"})
        about = await client.get("/", headers={"Accept": "application/json"})

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "5 models" in page.text
    assert about.json()["name"] == "filmgate"
    assert about.json()["openapi_url"] == "http://127.0.0.1:8000/openapi.json"


async def test_the_page_of_a_model_is_where_the_catalog_says(world, client):
    url = (await client.get(f"/v1/models/{T2V}")).json()["model_url"]
    page = await client.get(url)

    assert page.status_code == 200
    assert "Kling 3.0 Pro Text to Video" in page.text
    assert f"http://127.0.0.1:8000/v1/models/{T2V}" in page.text
    assert (await client.get("/models/nothing")).status_code == 404


async def test_health_and_readiness(build):
    checks = {"database": Readiness(True), "worker": Readiness(False, "no worker", "start one")}
    async with build().client() as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).status_code == 200
    async with build(checks=checks).client() as client:
        answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not_ready",
        "checks": {
            "database": {"ready": True},
            "worker": {"ready": False, "reason": "no worker", "fix": "start one"},
        },
    }


async def test_engines_are_described(client):
    engines = (await client.get("/v1/engines")).json()["engines"]

    assert [e["name"] for e in engines] == ["fake", "paid"]
    assert engines[0]["ready"] is True
    assert engines[1]["is_paid"] is True
    assert {t["task"] for t in engines[0]["tasks"]} == {
        "text-to-video",
        "image-to-video",
        "reference-to-video",
    }


# --- the description -----------------------------------------------------------------------------


@pytest.fixture
async def described(world):
    async with world.client() as client:
        answer = await client.get("/openapi.json")
        etag = answer.headers["etag"]
        again = await client.get("/openapi.json", headers={"If-None-Match": etag})
    assert again.status_code == 304
    return answer.json()


async def test_every_route_is_described(described):
    for entry in ROUTES:
        operation = described["paths"][plain_path(entry.path)][entry.method.lower()]
        assert operation["summary"]
        assert operation["responses"]


async def test_no_route_is_described_that_does_not_exist(described, catalog):
    known = {(plain_path(e.path), e.method.lower()) for e in ROUTES}
    known |= {(f"/v1/models/{m}", verb) for m in catalog.models for verb in ("get", "post")}
    described_routes = {(p, m) for p, methods in described["paths"].items() for m in methods}

    assert described_routes == known


async def test_every_model_is_described_with_its_valid_schema_and_example(described, catalog):
    for model in catalog.models.values():
        body = described["paths"][f"/v1/models/{model.id}"]["post"]["requestBody"]
        content = body["content"]["application/json"]
        own = set(content["schema"]["properties"]) - {"filmgate"}
        assert own == set(model.normalized_schema["properties"])
        assert content["example"] == model.example


async def test_routes_with_a_key_describe_its_refusals(described):
    for entry in ROUTES:
        responses = described["paths"][plain_path(entry.path)][entry.method.lower()]["responses"]
        has_key = entry.needs is not None or entry.path in ("/v1/session", "/metrics")
        assert ({"401", "403"} <= set(responses)) is has_key


def references(node):
    if isinstance(node, dict):
        yield from [node["$ref"]] if "$ref" in node else []
    children = node.values() if isinstance(node, dict) else node
    for child in children if isinstance(node, dict | list) else []:
        yield from references(child)


async def test_every_reference_of_the_description_leads_somewhere(described):
    for reference in set(references(described)):
        node = described
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


async def test_answers_are_as_described(described, world, client, token, tmp_path):
    import jsonschema_rs

    done, waiting = await world.submit(token), await world.submit(token, unknown=1)
    await world.succeed(done, tmp_path)
    key_id = token.split("_")[1]
    uploaded = await client.post("/v1/files", content=b"\x89PNG\r\n\x1a\n")
    answers = {
        "Submitted": await client.post(f"/v1/models/{T2V}", json={"prompt": "x", "y": 1}),
        "Prediction": await client.post(f"/v1/models/{T2V}?dry_run=1", json={"prompt": "x"}),
        "Status": await client.get(f"/v1/requests/{waiting}/status"),
        "Result": await client.get(f"/v1/requests/{done}/result?include_cost=true"),
        "Cancel": await client.post(f"/v1/requests/{waiting}/cancel"),
        "Models": await client.get("/v1/models?include_schema=true"),
        "Model": await client.get(f"/v1/models/{T2V}"),
        "Categories": await client.get("/v1/models/categories"),
        "Requests": await client.get("/v1/requests"),
        "Request": await client.get(f"/v1/requests/{done}"),
        "Events": await client.get(f"/v1/requests/{done}/events"),
        "RequestDeleted": await client.delete(f"/v1/requests/{done}"),
        "File": uploaded,
        "Files": await client.get("/v1/files"),
        "FileDeleted": await client.delete(f"/v1/files/{uploaded.json()['file_id']}"),
        "IssuedKey": await client.post("/v1/keys", json={}),
        "Key": await client.get(f"/v1/keys/{key_id}"),
        "Keys": await client.get("/v1/keys"),
        "Usage": await client.get("/v1/usage"),
        "Engines": await client.get("/v1/engines"),
        "Health": await client.get("/healthz"),
        "Ready": await client.get("/readyz"),
        "About": await client.get("/"),
        "Error": await client.post(f"/v1/models/{T2V}", json={"duration": 99, "nonsense": 1}),
    }
    for name, answer in answers.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": f"#/components/schemas/{name}",
            "components": described["components"],
        }
        problems = list(jsonschema_rs.iter_errors(schema, answer.json()))
        assert not problems, (name, [str(p) for p in problems])


# --- anything ------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        "prompt",
        "negative_prompt",
        "duration",
        "aspect_ratio",
        "cfg_scale",
        "sound",
        "multi_prompt",
        "shot_type",
        "start_image_url",
        "end_image_url",
        "elements",
        "images",
        "video",
        "filmgate",
        "generate_audio",
    ]
)
MODELS = [
    "kling/kling-3.0/4k/image-to-video",
    "kling/kling-3.0/pro/image-to-video",
    "kling/kling-3.0/pro/text-to-video",
    "kling/kling-video-o1/image-to-video",
    "kling/kling-video-o3/standard/reference-to-video",
]
CHOSEN = "key-of-these-tests"
#: `just fuzz` asks for more
EXAMPLES = int(os.environ.get("FILMGATE_FUZZ_EXAMPLES", "60"))
ANY_TIME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ANY_TIME
@given(body=st.dictionaries(FIELDS, JSON, max_size=6), model_id=st.sampled_from(MODELS))
def test_any_body_is_accepted_or_refused_with_a_place(world, body, model_id):
    async def submit():
        await world.services.accounts.register_operator_key(CHOSEN)
        async with world.client(CHOSEN) as client:
            return await client.post(f"/v1/models/{model_id}", json=body)

    answer = asyncio.run(submit())

    assert answer.status_code in (200, 403, 422), answer.text
    if answer.status_code == 422:
        assert all(problem["loc"][0] == "body" for problem in answer.json()["detail"])


@ANY_TIME
@given(
    entry=st.sampled_from(ROUTES),
    part=st.text(max_size=30),
    query=st.dictionaries(
        st.sampled_from(
            ["limit", "offset", "cursor", "status", "text", "sha256", "after", "from", "group_by"]
        ),
        st.text(max_size=20),
        max_size=3,
    ),
)
def test_any_call_is_answered_without_a_fault(world, entry, part, query):
    path = "".join(
        quote(part, safe="") if piece.startswith("{") else piece
        for piece in entry.path.replace("}", "{").split("{")
        for piece in [piece if "/" in piece or not piece else "{" + piece]
    )

    async def call():
        await world.services.accounts.register_operator_key(CHOSEN)
        async with world.client(CHOSEN) as client:
            body = {} if entry.method in ("POST", "PATCH") else None
            return await client.request(entry.method, path, params=query, json=body)

    assert asyncio.run(call()).status_code < 500
