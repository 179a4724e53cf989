"""Who may do what: every route against every kind of key."""

import time

import pytest

from filmgate.core.account import Scope
from filmgate.http.app import ROUTES

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"

BARE = {
    401: {"error_code": 401001, "error_message": "Unauthorized", "message": "Unauthorized"},
    403: {
        "error_code": 403001,
        "error_message": "PermissionDeniedError",
        "message": "PermissionDeniedError",
    },
    404: {
        "error_code": 404001,
        "error_message": "ResourceNotFound",
        "message": "ResourceNotFound",
    },
}
PROTECTED = [entry for entry in ROUTES if entry.needs is not None]
#: routes whose path names something that belongs to an owner
OWNED = [e for e in PROTECTED if any(f"{{{x}_id}}" in e.path for x in ("request", "file", "key"))]


def name_of(entry):
    return f"{entry.method} {entry.path}"


def path_of(entry, **ids):
    values = {"request_id": "req_x", "file_id": "file_x", "key_id": "k", "model_id:path": T2V}
    path = entry.path
    for name, value in {**values, **ids}.items():
        path = path.replace(f"{{{name}}}", value)
    return path


async def call(client, entry, **ids):
    body = {} if entry.method in ("POST", "PATCH") else None
    return await client.request(entry.method, path_of(entry, **ids), json=body)


@pytest.mark.parametrize("entry", PROTECTED, ids=name_of)
async def test_without_a_valid_key_every_route_answers_401(world, entry):
    revoked = await world.key()
    await world.services.accounts.revoke(revoked.split("_")[1])
    tokens = {
        "none": None,
        "wrong": "fg_00000000_" + "x" * 49,
        "chosen": "some other text",
        "revoked": revoked,
        "expired": await world.key(expires_at=time.time() - 1),
    }
    for token in tokens.values():
        async with world.client(token) as client:
            answer = await call(client, entry)
        assert answer.status_code == 401
        assert answer.json() == BARE[401]
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("entry", PROTECTED, ids=name_of)
async def test_a_key_without_the_scope_is_a_403(world, entry):
    async with world.client(await world.key(scopes=[Scope.READ])) as client:
        answer = await call(client, entry)

    if entry.needs is Scope.READ:
        assert answer.status_code in (200, 404)
    else:
        assert answer.status_code == 403
        assert answer.json()["error_code"] == 403001
        assert "scope" in answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("entry", PROTECTED, ids=name_of)
async def test_only_admin_routes_need_an_admin_key(world, client, admin, entry):
    ordinary = await call(client, entry)
    async with world.client(admin) as admin_client:
        wide = await call(admin_client, entry)

    assert (ordinary.status_code == 403) is (entry.needs is Scope.ADMIN)
    assert wide.status_code not in (401, 403)


@pytest.mark.parametrize("entry", OWNED, ids=name_of)
async def test_what_belongs_to_someone_else_is_a_403(world, token, tmp_path, entry):
    request_id = await world.submit(token)
    await world.succeed(request_id, tmp_path)
    owner_id = (await world.services.accounts.authenticate(token)).owner_id
    file = await world.store(owner_id, b"abc", tmp_path)
    ids = {"request_id": request_id, "file_id": file.id, "key_id": token.split("_")[1]}
    async with world.client(await world.key("Bob")) as other:
        answer = await call(other, entry, **ids)

    assert answer.status_code == 403
    assert answer.json() == BARE[403]


@pytest.mark.parametrize("entry", OWNED, ids=name_of)
async def test_what_is_unknown_is_a_404(client, entry):
    for unknown in ("nothing", "%00", "a b", "x" * 200, "é", "..%2F"):
        ids = dict.fromkeys(("request_id", "file_id", "key_id"), unknown)
        answer = await call(client, entry, **ids)

        assert answer.status_code == 404
        assert answer.json() == BARE[404]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
async def test_the_scheme_may_be_written_in_any_way(world, token, scheme):
    async with world.client() as client:
        answer = await client.get("/v1/models", headers={"Authorization": f"{scheme} {token}"})

    assert answer.status_code == 200


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic {}", "{}", "Token {}"])
async def test_other_schemes_are_a_401(world, token, value):
    async with world.client() as client:
        headers = {"Authorization": value.format(token)}
        answer = await client.get("/v1/models", headers=headers)

    assert answer.status_code == 401


async def test_a_key_in_any_bytes_is_a_401(world):
    async with world.client() as client:
        answer = await client.get(
            "/v1/models", headers={"Authorization": b"Bearer \xff\xfe\xfd88888"}
        )

    assert answer.status_code == 401


async def test_the_routes_without_a_key_are_these(world):
    open_paths = {entry.path for entry in ROUTES if entry.needs is None}

    pages = {"/", "/models/{model_id:path}", "/openapi.json"}
    # who reads metrics is a setting
    probes = {"/healthz", "/readyz", "/metrics"}
    # signing in: its body holds the key
    assert open_paths == pages | probes | {"/files/{link}/{name}", "/samples/{name}", "/v1/session"}


# --- a server without keys -----------------------------------------------------------------------


async def test_without_keys_everybody_is_the_default_owner(build):
    world = build(no_auth=True)
    async with world.client() as client:
        request_id = (await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})).json()[
            "request_id"
        ]
        answer = await client.get(f"/v1/requests/{request_id}/status")

    assert answer.status_code == 200


async def test_without_keys_a_wrong_key_does_not_matter(build):
    async with build(no_auth=True).client("whatever it is") as client:
        assert (await client.get("/v1/owners")).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
async def test_without_keys_foreign_pages_are_refused(build, origin):
    async with build(no_auth=True).client(origin=origin) as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    assert (answer.status_code, answer.json()["error_code"]) == (403, 403001)


async def test_without_keys_our_own_pages_are_welcome(build):
    async with build(no_auth=True).client(origin="http://127.0.0.1:8000") as client:
        assert (await client.get("/v1/models")).status_code == 200


async def test_without_keys_configured_pages_are_welcome(build):
    world = build(no_auth=True, cors_origins=("https://app.example",))
    async with world.client(origin="https://app.example") as client:
        assert (await client.get("/v1/models")).status_code == 200
