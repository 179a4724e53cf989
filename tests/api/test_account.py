"""Keys, owners and usage over HTTP."""

import pytest
from tests.api.conftest import ON_BOTH

from filmgate.core.account import Caps

pytestmark = [pytest.mark.anyio, ON_BOTH]


@pytest.fixture
async def admin_client(world, admin):
    async with world.client(admin) as client:
        yield client


async def test_a_new_key_works_and_is_shown_once(world, client):
    answer = await client.post("/v1/keys", json={"label": "CI"})
    issued = answer.json()
    async with world.client(issued["key"]) as other:
        assert (await other.get("/v1/models")).status_code == 200
    shown = (await client.get(f"/v1/keys/{issued['key_id']}")).json()

    assert answer.status_code == 201
    assert issued["label"] == "CI"
    assert issued["scopes"] == ["read", "write"]
    assert "key" not in shown
    assert issued["key"] not in (await client.get("/v1/keys")).text


async def test_a_new_key_belongs_to_the_same_owner(world, client, token):
    request_id = await world.submit(token)
    issued = (await client.post("/v1/keys", json={})).json()
    async with world.client(issued["key"]) as other:
        answer = await other.get(f"/v1/requests/{request_id}/status")

    assert answer.status_code == 200


async def test_a_key_can_be_limited_in_every_way(client):
    wish = {
        "label": "guest",
        "scopes": ["read"],
        "engines": ["fake"],
        "caps": {"in_flight": 1, "rate_per_minute": 5},
        "expires_at": "2100-01-01T00:00:00Z",
    }
    issued = (await client.post("/v1/keys", json=wish)).json()

    assert issued["scopes"] == ["read"]
    assert issued["engines"] == ["fake"]
    assert issued["caps"]["in_flight"] == 1
    assert issued["caps"]["queued"] is None
    assert issued["expires_at"] == "2100-01-01T00:00:00.000Z"


async def test_a_key_is_changed_at_once(world, client):
    issued = (await client.post("/v1/keys", json={})).json()
    path = f"/v1/keys/{issued['key_id']}"
    async with world.client(issued["key"]) as other:
        before = await other.delete("/v1/files/x")
        changed = await client.patch(path, json={"scopes": ["read"], "label": "reader"})
        after = await other.delete("/v1/files/x")

    assert (before.status_code, after.status_code) == (404, 403)
    assert changed.json()["label"] == "reader"
    assert changed.json()["caps"] == issued["caps"]


async def test_a_change_leaves_what_it_does_not_name(client):
    wish = {"label": "a", "engines": ["fake"], "expires_at": "2100-01-01T00:00:00Z"}
    issued = (await client.post("/v1/keys", json=wish)).json()
    path = f"/v1/keys/{issued['key_id']}"
    same = (await client.patch(path, json={})).json()
    cleared = (await client.patch(path, json={"engines": None, "expires_at": None})).json()

    assert same == {k: v for k, v in issued.items() if k != "key"}
    assert (cleared["engines"], cleared["expires_at"]) == (None, None)


async def test_a_revoked_key_stops_working_at_once(world, client):
    issued = (await client.post("/v1/keys", json={})).json()
    async with world.client(issued["key"]) as other:
        assert (await other.get("/v1/models")).status_code == 200
        revoked = await client.delete(f"/v1/keys/{issued['key_id']}")
        assert (await other.get("/v1/models")).status_code == 401

    assert revoked.json()["is_valid"] is False
    assert revoked.json()["revoked_at"] is not None


async def test_a_key_can_revoke_itself(world, client):
    issued = (await client.post("/v1/keys", json={})).json()
    async with world.client(issued["key"]) as other:
        answer = await other.delete(f"/v1/keys/{issued['key_id']}")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"scopes": ["admin"]},
        {"scopes": ["read", "write", "admin"]},
        {"engines": ["paid"]},
        {"caps": {"rate_per_minute": 100}},
        {"caps": {}},
    ],
    ids=["admin", "all scopes", "paid engine", "wider cap", "no cap"],
)
async def test_no_key_hands_on_more_than_it_holds(world, wish):
    token = await world.key(caps=Caps(rate_per_minute=10))
    async with world.client(token) as client:
        answer = await client.post("/v1/keys", json=wish)

    assert (answer.status_code, answer.json()["error_code"]) == (403, 403001)


async def test_a_key_without_caps_of_its_own_gets_those_of_its_maker(world):
    token = await world.key(caps=Caps(rate_per_minute=10))
    async with world.client(token) as client:
        issued = (await client.post("/v1/keys", json={})).json()

    assert issued["caps"]["rate_per_minute"] == 10


async def test_a_narrow_key_cannot_touch_a_wider_one(world, client, admin):
    admin_id = admin.split("_")[1]

    assert (await client.delete(f"/v1/keys/{admin_id}")).status_code == 403
    assert (await client.patch(f"/v1/keys/{admin_id}", json={})).status_code == 403


async def test_an_admin_key_manages_every_owner(world, admin_client):
    owner = (await admin_client.post("/v1/owners", json={"name": "Bob"})).json()
    issued = await admin_client.post("/v1/keys", json={"owner_id": owner["owner_id"]})
    async with world.client(issued.json()["key"]) as bob:
        request_id = (
            await bob.post("/v1/models/kling/kling-3.0/pro/text-to-video", json={"prompt": "x"})
        ).json()["request_id"]
    seen = await admin_client.get(f"/v1/requests/{request_id}/status")
    keys = (await admin_client.get("/v1/keys?owner_id=*")).json()["keys"]
    bobs = (await admin_client.get(f"/v1/keys?owner_id={owner['owner_id']}")).json()["keys"]

    assert issued.status_code == 201
    assert seen.status_code == 403  # managing keys is not reading what belongs to others
    assert len(keys) == 2
    assert [k["key_id"] for k in bobs] == [issued.json()["key_id"]]
    names = [o["name"] for o in (await admin_client.get("/v1/owners")).json()["owners"]]
    assert names == ["Ann", "Bob"]


async def test_a_key_for_an_unknown_owner_is_a_404(admin_client):
    answer = await admin_client.post("/v1/keys", json={"owner_id": "own_nobody"})

    assert (answer.status_code, answer.json()["error_code"]) == (404, 404001)


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("get", "/v1/keys?owner_id=own_2"),
        ("get", "/v1/usage?owner_id=own_2"),
        ("get", "/v1/owners"),
    ],
)
async def test_only_an_admin_key_may_speak_for_others(client, call, path):
    assert (await getattr(client, call)(path)).status_code == 403


async def test_only_an_admin_key_may_make_keys_for_others(client):
    answer = await client.post("/v1/keys", json={"owner_id": "own_2"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        ({"scopes": ["fly"]}, ["body", "scopes", 0]),
        ({"label": 3}, ["body", "label"]),
        ({"label": "a\u0000b"}, ["body", "label"]),
        ({"caps": {"in_flight": -1}}, ["body", "caps", "in_flight"]),
        ({"caps": {"speed": 1}}, ["body", "caps"]),
        ({"colour": "red"}, ["body"]),
        ({"expires_at": "soon"}, ["body", "expires_at"]),
    ],
    ids=lambda value: str(value)[:30].replace("\0", "0"),
)
async def test_a_wrong_key_body_names_its_place(client, wish, place):
    answer = await client.post("/v1/keys", json=wish)

    assert (answer.status_code, answer.json()["error_code"]) == (422, 422001)
    assert answer.json()["detail"][0]["loc"] == place


async def test_a_key_cannot_move_to_another_owner(client):
    issued = (await client.post("/v1/keys", json={})).json()
    answer = await client.patch(f"/v1/keys/{issued['key_id']}", json={"owner_id": "own_2"})

    assert answer.status_code == 422


async def test_usage_is_reported(world, client, token, tmp_path):
    done, broken = await world.submit(token, duration=5), await world.submit(token)
    await world.succeed(done, tmp_path)
    await world.fail(broken)
    by_day = (await client.get("/v1/usage")).json()
    by_model = (await client.get("/v1/usage?group_by=model")).json()
    by_engine = (await client.get("/v1/usage?group_by=engine")).json()
    by_key = (await client.get("/v1/usage?group_by=key")).json()

    (line,) = by_day["usage"]
    assert list(line) == [
        "day",
        "requests",
        "failures",
        "seconds",
        "cost_usd",
        "hosted_cost_usd",
    ]
    assert (line["requests"], line["failures"], line["cost_usd"]) == (2, 1, 0)
    assert line["seconds"] == pytest.approx(121 / 24, abs=0.01)
    assert by_model["usage"][0]["model"] == "kling/kling-3.0/pro/text-to-video"
    assert by_engine["usage"][0]["engine"] == "fake"
    assert by_key["usage"][0]["key"] == token.split("_")[1]
    assert by_day["total"]["requests"] == 2


async def test_usage_of_another_time_is_empty(client):
    body = (await client.get("/v1/usage?from=2020-01-01&to=2020-02-01T00:00:00Z")).json()

    assert body["usage"] == []
    assert body["from"] == "2020-01-01T00:00:00.000Z"


@pytest.mark.parametrize("asked", ["group_by=colour", "from=soon", "to=-5"])
async def test_a_wrong_report_names_its_parameter(client, asked):
    answer = await client.get(f"/v1/usage?{asked}")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", asked.partition("=")[0]]
